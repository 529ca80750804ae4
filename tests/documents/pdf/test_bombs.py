"""Small files that are made to become large: what they may add, unpack and keep busy has bounds, the rest is bound."""

import base64
import io
import random
import tracemalloc
import zlib
from dataclasses import replace
from typing import BinaryIO

import pytest
from pypdf.generic import StreamObject

from jiangfang.documents.pdf import joining, placing
from jiangfang.documents.pdf.bundle import Broken, Part, Source
from jiangfang.documents.pdf.fonts import fonts
from jiangfang.documents.pdf.joining import bind, bind_mended
from jiangfang.documents.pdf.objects import Taking, Writing, at, read, resolved
from jiangfang.documents.pdf.unpacking import unpacked
from tests.components import needs
from tests.documents.pdf.material import bound, bundle, opening, part, pdf, source, texts

pytestmark = needs("cjk-font")
MEGABYTE = 1024 * 1024


def made(pages: list[bytes], *streams: tuple[bytes, bytes]) -> bytes:
    """A PDF written by hand. pages: what stands in each; streams: entries and bytes of each, from object 3 on."""
    out = io.BytesIO()
    into = Writing(out)
    catalogue, tree = into.new(), into.new()
    for entries, data in streams:
        into.add_stream(entries, data)
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]%b>>"
    kids = [into.add(leaf % (tree, one)) for one in pages]
    into.put(tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(b"%d 0 R" % one for one in kids)))
    into.put(catalogue, b"<</Type/Catalog/Pages %d 0 R>>" % tree)
    into.end(catalogue, into.add(b"<<>>"), "1")
    return out.getvalue()


def flate(data: bytes) -> tuple[bytes, bytes]:
    return b"/Filter/FlateDecode", zlib.compress(data, 9)


def again_and_again(times: int, pages: int = 1) -> bytes:
    """Pages that draw the same megabyte so many times."""
    return made([b"/Contents[%b]" % (b"3 0 R " * times)] * pages, flate(b" " * MEGABYTE))


def shared(size: int, pages: int, resources: bytes = b"<<>>") -> bytes:
    """Pages with one content of so many bytes that nothing packs. resources: may say %d, and so differ."""
    content = b"% " + random.Random(1).randbytes(size).replace(b"\n", b" ").replace(b"\r", b" ")
    told = [resources % place if b"%d" in resources else resources for place in range(pages)]
    return made([b"/Contents 3 0 R/Resources %b" % one for one in told], (b"", content))


def volume(*hostile: bytes) -> list[Part]:
    """Files between two good ones."""
    middle = [Part("证明", "证明.pdf", source(one, f"bomb{place}")) for place, one in enumerate(hostile)]
    return [part(pdf("GOOD")), *middle, part(pdf("LAST"))]


def mended(*parts: Part) -> tuple[list[str], list[str]]:
    """These bound, each drawn anew where that is tried: what stands on the pages of the proofs, what was tried."""
    tried: list[str] = []

    def mend(broken: Source) -> Source:
        tried.append(broken.key)
        return source(pdf("DRAWN"), f"{broken.key}-drawn")

    out = io.BytesIO()
    bind_mended(bundle(*parts), out, fonts(), mend, seed="1", told=lambda done, total: None)
    return texts(out.getvalue())[3:], tried


class TestOneStreamAgainAndAgain:
    """``/Contents [3 0 R 3 0 R …]``: what several streams draw has to be joined, and is unpacked for that."""

    def test_no_more_of_it_is_held_than_its_bound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(placing, "MOST_DRAWN", 4 * MEGABYTE)
        content = again_and_again(100)
        assert len(content) < 5_000
        reader, taking = read(io.BytesIO(content)), Taking(Writing(io.BytesIO()))
        tracemalloc.start()
        try:
            with pytest.raises(ValueError, match="too long"):
                placing.take(reader.pages[0], taking)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert most < 6 * MEGABYTE

    def test_one_stream_alone_is_not_unpacked_beyond_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(placing, "MOST_DRAWN", MEGABYTE)
        reader = read(io.BytesIO(made([b"/Contents[3 0 R]"], flate(b" " * 40 * MEGABYTE))))
        tracemalloc.start()
        try:
            with pytest.raises(ValueError, match="too long"):
                placing.take(reader.pages[0], Taking(Writing(io.BytesIO())))
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert most < 4 * MEGABYTE

    def test_it_is_drawn_anew_and_the_rest_is_bound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(placing, "MOST_DRAWN", 4 * MEGABYTE)
        said, tried = mended(*volume(again_and_again(5)))
        assert [word for page in said for word in ("GOOD", "DRAWN", "LAST") if word in page] == [
            "GOOD",
            "DRAWN",
            "LAST",
        ]
        assert tried == ["bomb0"]
        assert mended(*volume(again_and_again(3)))[1] == []

    def test_many_such_pages_have_a_bound_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(placing, "MOST_UNPACKED", 4 * MEGABYTE)
        assert mended(*volume(again_and_again(2, pages=3)))[1] == ["bomb0"]
        assert mended(*volume(again_and_again(1, pages=3)))[1] == []


class TestUnpacking:
    def stream(self, entries: bytes, data: bytes) -> StreamObject:
        reader = read(io.BytesIO(made([b"/Contents[3 0 R]"], (entries, data))))
        (found,) = resolved(at(reader.pages[0], "/Contents"))
        assert isinstance(found, StreamObject)
        return found

    @pytest.mark.parametrize(
        ("filters", "data"),
        [
            (b"", b"0 0 m"),
            (b"/Filter/FlateDecode", zlib.compress(b"0 0 m")),
            (b"/Filter[/FlateDecode]", zlib.compress(b"0 0 m")),
            (b"/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(b"0 0 m")) + b"~>"),
            (b"/Filter/ASCIIHexDecode", b"0 0 m".hex().encode() + b">"),
            (b"/Filter/FlateDecode", zlib.compress(b"0 0 m")[:-4]),
            (
                b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>",
                zlib.compress(b"\x00" + b"0 0 m"),
            ),
        ],
    )
    def test_as_programs_pack_it(self, filters: bytes, data: bytes) -> None:
        assert unpacked(self.stream(filters, data), 5) == b"0 0 m"
        with pytest.raises(ValueError, match="too long"):
            unpacked(self.stream(filters, data), 4)

    def test_what_is_packed_in_itself_is_not_unpacked(self) -> None:
        twice = zlib.compress(zlib.compress(b" " * MEGABYTE))
        with pytest.raises(ValueError, match="more than once"):
            unpacked(self.stream(b"/Filter[/FlateDecode/FlateDecode]", twice), 2 * MEGABYTE)


class TestOneContentOnManyPages:
    """What pages share is shared in the volume too; where it cannot be, the file may add only so much."""

    def test_it_is_written_once(self) -> None:
        size = 200_000
        plain = len(bound(bundle(*volume()))[0])
        content, _ = bound(bundle(*volume(shared(size, pages=40))))
        assert len(content) - plain < 2 * size
        assert len(texts(content)) == 3 + 2 + 40
        assert content == bound(bundle(*volume(shared(size, pages=40))))[0]

    def test_a_mark_on_many_pages_is_written_once(self) -> None:
        size = 100_000
        look = b"/Type/XObject/Subtype/Form/BBox[0 0 90 90]"
        notes = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 90 90]/AP<</N 3 0 R>>>>" * 10
        stamped = made([b"/Annots[%b]" % notes] * 10, (look, b"% " + b"\xff" * size))
        content, _ = bound(bundle(*volume(stamped)))
        assert size < content.count(b"\xff") < size + 10_000

    def test_what_differs_from_page_to_page_has_a_bound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(joining, "ALWAYS", 20_000)
        monkeypatch.setattr(joining, "SPARE", 0)
        said, tried = mended(*volume(shared(50_000, 8, b"<</Font<</F%d<<>>>>>>")))
        assert tried == []
        assert ["GOOD" in said[0], joining.TOO_MUCH in said[1], "LAST" in said[2], len(said)] == [True, True, True, 3]
        assert len(mended(*volume(shared(50_000, 3, b"<</Font<</F%d<<>>>>>>")))[0]) == 5

    def test_what_is_spare_is_there_once_for_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bombs = [shared(50_000 + place, 8, b"<</Font<</F%d<<>>>>>>") for place in range(3)]
        monkeypatch.setattr(joining, "ALWAYS", 20_000)
        monkeypatch.setattr(joining, "SPARE", 300_000)
        said, _ = mended(*volume(*bombs))
        assert [joining.TOO_MUCH in page for page in said] == [False] * 9 + [True, True] + [False]

    def test_pages_without_anything_count_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(joining, "ALWAYS", 10_000)
        monkeypatch.setattr(joining, "SPARE", 0)
        content = made([b""])
        leaf = content[content.index(b"/Kids[") + 6 :].split(b"]")[0]
        many = content.replace(b"/Kids[%b]" % leaf, b"/Kids[%b]" % ((leaf + b" ") * 200))
        said, _ = mended(*volume(many.replace(b"/Count 1", b"/Count 200")))
        assert [joining.TOO_MUCH in page for page in said] == [False, True, False]


def test_many_that_break_are_mended_in_one_go() -> None:
    opened: list[int] = []
    good = pdf("GOOD")

    def opening_it() -> BinaryIO:
        opened.append(1)
        return io.BytesIO(good)

    torn = [replace(source(pdf("P1"), f"bad{place}"), open=opening(b"%PDF-1.4 torn")) for place in range(5)]
    parts = [Part("好", "好.pdf", replace(source(good), open=opening_it)), *(Part("坏", "坏.pdf", one) for one in torn)]
    said, tried = mended(*parts)
    assert tried == [f"bad{place}" for place in range(5)]
    assert len(opened) == 2
    assert ["DRAWN" in page for page in said] == [False] + [True] * 5
    with pytest.raises(Broken) as fault:
        bind(bundle(*parts), io.BytesIO(), fonts(), seed="1")
    assert [one.key for one, _ in fault.value.found] == tried
