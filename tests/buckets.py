"""An object store of another maker (moto), asked over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

BUCKET = "shili"


@dataclass(frozen=True)
class Buckets:
    """endpoint: where it listens."""

    endpoint: str

    @property
    def library(self) -> Any:
        """Another way to it than ours; imported here, since few tests want it and it takes long."""
        import boto3

        keys = {"aws_access_key_id": "shili", "aws_secret_access_key": "mima"}
        return boto3.resource("s3", endpoint_url=self.endpoint, region_name="us-east-1", **keys)

    def make(self, name: str) -> None:
        self.library.create_bucket(Bucket=name)

    def names(self, bucket: str) -> list[str]:
        return sorted(one.key for one in self.library.Bucket(bucket).objects.all())


@contextmanager
def running() -> Iterator[Buckets]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield Buckets(f"http://{host}:{port}")
    server.stop()
