"""The table of contents of an OLE file (.doc, .xls, .ppt, .wps, .et): the names in it, and how a stream begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_FREE = 0xFFFFFFFA  # from here on a number of a sector is a mark: end, free, of the table itself
_ENTRY, _MOST = 128, 4_096
_STREAM, _LEAST = 2, 4_096


@dataclass(frozen=True, slots=True)
class Ole:
    """names: of storages and streams; begins: the first sector of each stream that has sectors of its own."""

    names: frozenset[str]
    begins: dict[str, bytes]


def read(file: BinaryIO) -> Ole:
    """Raises ValueError for what is none or is damaged."""
    head = file.read(512)
    shift = int.from_bytes(head[30:32], "little")
    if len(head) < 512 or shift not in (9, 12):
        raise ValueError("no header")
    size = 1 << shift
    sectors = _Sectors(file, size, _table(head, file, size))
    names, begins = set(), {}
    for entry in _entries(sectors, _number(head, 48)):
        length = int.from_bytes(entry[64:66], "little")
        name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
        names.add(name)
        if entry[66] == _STREAM and _number(entry, 120) >= _LEAST:
            begins[name] = sectors.read(_number(entry, 116))
    return Ole(frozenset(names), begins)


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Sectors by their number. table: those in which it stands which one follows which."""

    file: BinaryIO
    size: int
    table: list[int]

    def read(self, number: int) -> bytes:
        """One of them. Raises ValueError where the file ends before."""
        self.file.seek((number + 1) * self.size)
        content = self.file.read(self.size)
        if not content:
            raise ValueError("cut off")
        return content

    def after(self, number: int) -> int:
        """Which one follows."""
        spot, place = divmod(number, self.size // 4)
        if spot >= len(self.table):
            raise ValueError("led astray")
        return _number(self.read(self.table[spot]), place * 4)


def _table(head: bytes, file: BinaryIO, size: int) -> list[int]:
    """Where the table stands: 109 numbers in the header, more in a chain of their own."""
    found = [_number(head, place) for place in range(76, 512, 4)]
    more, left = _number(head, 68), _MOST
    while more < _FREE and left:
        file.seek((more + 1) * size)
        content = file.read(size)
        if len(content) < size:
            raise ValueError("cut off")
        found += [_number(content, place) for place in range(0, size - 4, 4)]
        more, left = _number(content, size - 4), left - 1
    return [number for number in found if number < _FREE]


def _entries(sectors: _Sectors, number: int) -> Iterator[bytes]:
    """The entries of the directory, a loop in it cut."""
    left = _MOST
    while number < _FREE and left:
        content = sectors.read(number)
        for place in range(0, len(content) - _ENTRY + 1, _ENTRY):
            if content[place + 66]:
                yield content[place : place + _ENTRY]
        number, left = sectors.after(number), left - 1


def _number(content: bytes, place: int) -> int:
    return int.from_bytes(content[place : place + 4], "little")
