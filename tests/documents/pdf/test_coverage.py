"""What a font has is read from its own table, whichever of its forms; a file that is none has nothing."""

import struct
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.documents.pdf.coverage import Coverage, _joined, _segments, coverage_of


def sfnt(tables: Mapping[bytes, bytes]) -> bytes:
    """A font file that has nothing but these tables."""
    head = struct.pack(">4sHHHH", b"\0\1\0\0", len(tables), 0, 0, 0)
    rows, body, at = b"", b"", 12 + 16 * len(tables)
    for tag, content in tables.items():
        rows += struct.pack(">4sLLL", tag, 0, at + len(body), len(content))
        body += content
    return head + rows + body


def cmap(*tables: tuple[int, int, bytes]) -> bytes:
    """Several tables, each for a platform and an encoding."""
    rows, body = b"", b""
    for platform, encoding, content in tables:
        rows += struct.pack(">HHL", platform, encoding, 4 + 8 * len(tables) + len(body))
        body += content
    return struct.pack(">HH", 0, len(tables)) + rows + body


def groups(*ranges: tuple[int, int, int]) -> bytes:
    """Format 12."""
    rows = b"".join(struct.pack(">LLL", *one) for one in ranges)
    return struct.pack(">HHLLL", 12, 0, 16 + len(rows), 0, len(ranges)) + rows


def segments(codes: Mapping[int, int], *, listed: bool) -> bytes:
    """Format 4 with a segment for each code. listed: glyphs stand in the list behind, else they are counted."""
    found = sorted(codes)
    count = len(found) + 1
    ends = [*found, 0xFFFF]
    deltas = [0 if listed else (codes[code] - code) & 0xFFFF for code in found] + [1]
    offsets = [2 * (count - place) + 2 * place if listed else 0 for place in range(len(found))] + [0]
    words = [*ends, 0, *ends, *deltas, *offsets, *(codes[code] for code in found)]
    return struct.pack(">HHHHHHH", 4, 0, 0, 2 * count, 0, 0, 0) + struct.pack(f">{len(words)}H", *words)


def written(folder: Path, tables: Mapping[bytes, bytes]) -> Path:
    path = folder / "font.ttf"
    path.write_bytes(sfnt(tables))
    return path


CODES = st.dictionaries(st.integers(0, 0xFFFE), st.integers(0, 0xFFFF), min_size=1, max_size=30)


@given(CODES, st.booleans())
def test_the_short_form_has_what_has_a_glyph(codes: dict[int, int], listed: bool) -> None:
    found = _joined(_segments(b"\0" * 6 + segments(codes, listed=listed), 6))
    has = {code for first, last in found for code in range(first, last + 1)}
    assert has == {code for code, glyph in codes.items() if glyph}


def test_the_long_form_is_taken_before_the_short_one(tmp_path: Path) -> None:
    both = cmap(
        (3, 1, segments({0x4E00: 5}, listed=False)), (3, 10, groups((0x4E00, 0x4E02, 7), (0x2CB4E, 0x2CB4E, 9)))
    )
    found = coverage_of(written(tmp_path, {b"cmap": both}))
    assert [code for code in (0x4DFF, 0x4E00, 0x4E02, 0x4E03, 0x2CB4E) if found.has(code)] == [0x4E00, 0x4E02, 0x2CB4E]
    assert found.lacks(range(0x4E00, 0x4E05)) == 2
    assert found.embeds


def test_a_group_that_begins_at_no_glyph_lacks_its_first_character(tmp_path: Path) -> None:
    found = coverage_of(written(tmp_path, {b"cmap": cmap((0, 4, groups((65, 67, 0))))}))
    assert [found.has(code) for code in (65, 66, 67)] == [False, True, True]


@pytest.mark.parametrize(("rights", "embeds"), [(0x0000, True), (0x0002, False), (0x0004, True), (0x0008, True)])
def test_a_font_that_may_not_be_embedded_is_told(tmp_path: Path, rights: int, embeds: bool) -> None:
    tables = {b"cmap": cmap((3, 10, groups((65, 70, 1)))), b"OS/2": b"\0" * 8 + struct.pack(">H", rights)}
    assert coverage_of(written(tmp_path, tables)).embeds is embeds


@given(st.binary(max_size=300))
def test_what_is_no_font_has_nothing(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("font") / "x.ttf"
    path.write_bytes(b"ttcf" + content)
    assert coverage_of(path, 3).starts == ()
    path.write_bytes(content)
    assert coverage_of(path) in (Coverage(embeds=False), Coverage())


def test_a_font_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    assert coverage_of(tmp_path / "none.ttf") == Coverage(embeds=False)
