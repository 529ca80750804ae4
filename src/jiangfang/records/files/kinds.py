"""Kinds of files that can be made: each room registers its own in its ``jobs``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from jiangfang.documents.excel.table import Table, write_table
from jiangfang.records.people.models import Hat

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: under which hat, by what the address said, as things were at which moment."""

    hat: Hat
    wanted: Mapping[str, str]
    at: datetime


Told = Callable[[int, int], None]
"""Called with how much is done, of how much."""
Write = Callable[[Wish, BinaryIO, Told], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent to whoever fetches it. size: of all pieces together."""

    size: int
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. write: does it, for the hat of the wish and nobody else; raises Refused where it cannot be.

    counted: in what it is told how far it is. sent: where what was written is only a list of what is sent, the rest of
    it; raises FileNotFoundError where something of it is gone. deed: what the journal calls it when it is asked for.
    """

    name: str
    type: str
    suffix: str
    write: Write
    counted: str = field(default="行", kw_only=True)
    deed: str = field(default="file.asked", kw_only=True)
    sent: Callable[[Path], Sent] | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class ListKind(Kind):
    """A list as Excel. table: how many lines there are, and the lines, which are read while they are written."""

    table: Callable[[Wish], Table]


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """From now on it can be asked for. Raises ValueError for a name that another has."""
    if kind.name in KINDS:
        raise ValueError(f"two kinds of files are called {kind.name}")
    KINDS[kind.name] = kind
    return kind


def register_list(name: str, table: Callable[[Wish], Table]) -> ListKind:
    """The same for a list as Excel."""

    def write(wish: Wish, out: BinaryIO, told: Told) -> None:
        made = table(wish)
        told(0, made.total)
        write_table(out, made, lambda done: told(done, made.total))

    kind = ListKind(name, XLSX, ".xlsx", write, table)
    register(kind)
    return kind
