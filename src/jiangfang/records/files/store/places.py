"""What a store can do, whichever it is. Faults are an OSError each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Away(OSError):  # noqa: N818 - where it is
    """The store cannot be reached, or does not let us in. Its text is for the log alone."""


@dataclass(frozen=True, slots=True)
class Lying:
    """Something that lies in the store. name: below its top; at: since when."""

    name: str
    size: int
    at: datetime

    @property
    def sha256(self) -> str:
        """The content that it is; "" for something else that got there."""
        digest = self.name.rpartition("/")[2]
        return digest if SHA256.fullmatch(digest) and self.name == name_of(digest) else ""


class Store(Protocol):
    """Contents by their SHA-256. Nothing that is kept is ever changed; it is put whole or not at all."""

    def size(self, sha256: str) -> int | None:
        """How many bytes lie under it; None where nothing does."""

    def put(self, sha256: str, path: Path) -> None:
        """The content of a file that lies in the data folder, in the place of what was there."""

    def open(self, sha256: str) -> BinaryIO:
        """Its bytes, unlooked at, to be read from the beginning, and sought. Raises FileNotFoundError."""

    def drop(self, name: str) -> None:
        """What lies under a name, gone; whether it was there or not."""

    def lying(self) -> Iterator[Lying]:
        """All that lies there, in no order."""


def name_of(sha256: str) -> str:
    """Under which name a content lies: no folder gets too full."""
    return f"{sha256[:2]}/{sha256}"
