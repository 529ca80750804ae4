"""Contents in a folder of this machine."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from jiangfang.records.files.store.places import Lying, name_of

HALF = ".half-"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, which is made when something is put into it."""

    top: Path

    def size(self, sha256: str) -> int | None:
        """How many bytes lie under it; None where nothing does."""
        try:
            return (self.top / name_of(sha256)).stat().st_size
        except FileNotFoundError:
            return None

    def put(self, sha256: str, path: Path) -> None:
        """The content of a file; by a second name of the same bytes where the disk knows such, else copied."""
        spot = self.top / name_of(sha256)
        spot.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = spot.parent / f"{HALF}{secrets.token_hex(8)}"
        try:
            linked(path, half)
            half.chmod(0o600)
            half.replace(spot)
        except OSError:
            with suppress(OSError):
                half.unlink()
            raise
        _settle(spot.parent)

    def open(self, sha256: str) -> BinaryIO:
        """Its bytes. Raises FileNotFoundError."""
        return (self.top / name_of(sha256)).open("rb")

    def drop(self, name: str) -> None:
        """What lies under a name, gone."""
        (self.top / name).unlink(missing_ok=True)

    def lying(self) -> Iterator[Lying]:
        """All that lies there; what goes away meanwhile is left out."""
        for spot, _, names in os.walk(self.top):
            for name in names:
                path = Path(spot) / name
                with suppress(FileNotFoundError):
                    found = path.lstat()
                    at = datetime.fromtimestamp(found.st_mtime, UTC)
                    yield Lying(path.relative_to(self.top).as_posix(), found.st_size, at)


def linked(path: Path, spot: Path) -> None:
    """The same bytes under a second name; a copy that the disk has for sure, where it knows no second names."""
    try:
        os.link(path, spot)
    except OSError:
        with path.open("rb") as source, spot.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1024 * 1024)
            copy.flush()
            os.fsync(copy.fileno())


def _settle(folder: Path) -> None:
    """The name itself is on the disk; a system that cannot say so for a folder does it by itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
