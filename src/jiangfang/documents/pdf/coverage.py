"""Which characters a font file has, read from its own table; nothing else of it is looked at."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_LONGEST = 16 * 1024 * 1024
# Unicode as a whole before its first plane alone: (platform, encoding) of a table, the better one first.
_TABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
_FORBIDDEN = 0x0002


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of a font. starts, ends: of its ranges in order, both belong to them.

    embeds: whether its maker lets it be put into a document.
    """

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    embeds: bool = True

    def has(self, code: int) -> bool:
        """Whether there is a glyph for a code point."""
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]

    def lacks(self, codes: Iterable[int]) -> int:
        """How many of these it does not have."""
        return sum(not self.has(code) for code in codes)


def coverage_of(path: Path, index: int = 0) -> Coverage:
    """What a font file has; of a collection the font at ``index``. Nothing, where the file cannot be read."""
    try:
        with path.open("rb") as file:
            return _read(file, index)
    except (OSError, struct.error, IndexError, ValueError):
        return Coverage(embeds=False)


def _read(file: BinaryIO, index: int) -> Coverage:
    tables = _tables(file, _start(file, index))
    ranges = _joined(_ranges(_part(file, *tables[b"cmap"]))) if b"cmap" in tables else []
    rights = _part(file, *tables[b"OS/2"])[8:10] if b"OS/2" in tables else b""
    forbidden = len(rights) == 2 and struct.unpack(">H", rights)[0] & 0x000F == _FORBIDDEN
    return Coverage(tuple(first for first, _ in ranges), tuple(last for _, last in ranges), not forbidden)


def _start(file: BinaryIO, index: int) -> int:
    """Where the font begins in its file."""
    head = file.read(12)
    if head[:4] != b"ttcf":
        return 0
    if index >= struct.unpack(">L", head[8:12])[0]:
        raise ValueError(f"no font {index} in the collection")
    file.seek(12 + 4 * index)
    return int(struct.unpack(">L", file.read(4))[0])


def _tables(file: BinaryIO, start: int) -> dict[bytes, tuple[int, int]]:
    file.seek(start + 4)
    (count,) = struct.unpack(">H", file.read(2))
    file.seek(start + 12)
    rows = [struct.unpack(">4sLLL", file.read(16)) for _ in range(count)]
    return {tag: (offset, min(length, _LONGEST)) for tag, _, offset, length in rows}


def _part(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _ranges(cmap: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of the best table for Unicode."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    found = [struct.unpack_from(">HHL", cmap, 4 + 8 * place) for place in range(count)]
    by_kind = {(platform, encoding): offset for platform, encoding, offset in found}
    for kind in _TABLES:
        if kind in by_kind:
            (form,) = struct.unpack_from(">H", cmap, by_kind[kind])
            if form == 12:
                return _groups(cmap, by_kind[kind])
            if form == 4:
                return _segments(cmap, by_kind[kind])
    return iter(())


def _groups(cmap: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 12."""
    (count,) = struct.unpack_from(">L", cmap, at + 12)
    for first, last, glyph in struct.iter_unpack(">LLL", cmap[at + 16 : at + 16 + 12 * count]):
        if last >= (first := first + (glyph == 0)):
            yield first, last


def _segments(cmap: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 4: a segment is counted on from its first glyph, or looks each one up in a list behind the segments."""
    (twice,) = struct.unpack_from(">H", cmap, at + 6)
    shape = f">{twice // 2}H"
    ends, starts, deltas, offsets = (
        struct.unpack_from(shape, cmap, at + 14 + twice * place + (2 if place else 0)) for place in range(4)
    )
    for place, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if first > last or first == 0xFFFF:
            continue
        if offset == 0:
            yield from ((code, code) for code in range(first, last + 1) if (code + delta) & 0xFFFF)
            continue
        spot = at + 16 + 3 * twice + 2 * place + offset
        glyphs = struct.unpack_from(f">{last - first + 1}H", cmap, spot)
        yield from ((first + number, first + number) for number, glyph in enumerate(glyphs) if glyph)


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that touch as one."""
    made: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if made and first <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return made
