"""Contents in a bucket of an object store that speaks S3."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from jiangfang.records.files.address import Address
from jiangfang.records.files.store.places import Away, Lying, name_of

CONNECT, READ, TRIES = 5, 60, 3
_LOST = frozenset({"404", "NoSuchKey", "NotFound"})


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket. spot: a folder for what is fetched from it, while it is read."""

    address: Address
    spot: Path

    def size(self, sha256: str) -> int | None:
        """How many bytes lie under it; None where nothing does."""
        try:
            with _told():
                return int(self._object(name_of(sha256)).content_length)
        except FileNotFoundError:
            return None

    def put(self, sha256: str, path: Path) -> None:
        """The content of a file; an object store has it whole or not at all."""
        with _told(), path.open("rb") as content:
            self._object(name_of(sha256)).upload_fileobj(content)

    def open(self, sha256: str) -> BinaryIO:
        """Its bytes, fetched; the file has no name and is gone when it is closed. Raises FileNotFoundError."""
        self.spot.mkdir(mode=0o700, parents=True, exist_ok=True)
        here = cast("BinaryIO", tempfile.TemporaryFile(dir=self.spot))  # noqa: SIM115 - whoever reads closes it
        try:
            with _told():
                self._object(name_of(sha256)).download_fileobj(here)
            here.seek(0)
        except BaseException:
            here.close()
            raise
        return here

    def drop(self, name: str) -> None:
        """What lies under a name, gone."""
        with _told():
            self._object(name).delete()

    def lying(self) -> Iterator[Lying]:
        """All that lies there."""
        with _told():
            for one in self._connected.bucket.objects.filter(Prefix=self._top):
                yield Lying(one.key.removeprefix(self._top), one.size, one.last_modified)

    @property
    def _top(self) -> str:
        return f"{self.address.prefix}/" if self.address.prefix else ""

    @property
    def _connected(self) -> Any:
        return _connected(replace(self.address, prefix=""))

    def _object(self, name: str) -> Any:
        return self._connected.bucket.Object(f"{self._top}{name}")


@lru_cache(maxsize=8)
def _connected(address: Address) -> Any:
    """The library's storage, which keeps a connection for each thread. It is an extra, so it is imported here.

    Checksums of its own invention are sent and asked for only where a store demands them: others refuse them.
    """
    from botocore.config import Config
    from storages.backends.s3 import S3Storage

    said = Config(
        connect_timeout=CONNECT,
        read_timeout=READ,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": address.style} if address.style else None,
    )
    given = {
        "endpoint_url": address.endpoint,
        "region_name": address.region,
        "access_key": address.key,
        "secret_key": address.secret,
    }
    named = {key: value for key, value in given.items() if value}
    return S3Storage(bucket_name=address.bucket, client_config=said, **named)


@contextmanager
def _told() -> Iterator[None]:
    """The library's own faults as an OSError: FileNotFoundError for what is not there, else Away."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as fault:
        code = fault.response.get("Error", {}).get("Code", "")
        raise (FileNotFoundError(code) if code in _LOST else Away(code)) from fault
    except (BotoCoreError, Boto3Error) as fault:
        raise Away(type(fault).__name__) from fault
