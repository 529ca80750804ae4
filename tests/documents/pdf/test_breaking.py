"""Files that break, a full disk, many files and large ones: the rest is bound, memory stays within bounds."""

import io
import random
import re
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from PIL import Image
from pypdf import PdfWriter

from jiangfang.documents.pdf.bundle import Chapter, Part, Source, Unreadable, looked_at
from jiangfang.documents.pdf.fonts import fonts
from jiangfang.documents.pdf.joining import bind, bind_mended
from tests.components import needs
from tests.documents.pdf.material import (
    bound,
    bundle,
    opening,
    page,
    part,
    pdf,
    saved,
    source,
    texts,
)

pytestmark = needs("cjk-font")


# Files that break


def test_a_file_that_needs_a_password_or_is_none_is_told_before_it_is_bound() -> None:
    writer = PdfWriter()
    page(writer, "P1")
    writer.encrypt("geheim", algorithm="RC4-128")
    for content in (saved(writer), b"%PDF-1.4\nnothing", b"", pdf("P1")[:200]):
        with pytest.raises(Unreadable):
            source(content)


def test_a_file_that_a_reader_has_to_guess_at_is_bound() -> None:
    whole = pdf("P1", "P2")
    shifted = whole.replace(b"%PDF-1.3\n", b"%PDF-1.3\n%%a comment that moves everything\n", 1)
    assert shifted != whole
    found = source(shifted)
    assert found.strict is False
    content, _ = bound(bundle(Part("甲", "乙", found)))
    assert ["P1" in texts(content)[3], "P2" in texts(content)[4]] == [True, True]


def breaking() -> Source:
    """A source whose page can be counted and not be read."""
    content = bytearray(pdf("P1"))
    at = content.index(b"/Filter" if b"/Filter" in content else b"stream")
    good = source(bytes(content), "gut")
    torn = bytes(content[:at]) + b"<<<<" + bytes(content[at + 4 :])
    return replace(good, key="schlecht", open=opening(torn))


def test_a_source_that_breaks_while_it_is_read_is_mended_and_the_rest_is_bound() -> None:
    bad, wanted = breaking(), []

    def mend(broken: Source) -> Source | str:
        wanted.append(broken.key)
        return source(pdf("MENDED")) if len(wanted) == 1 else "坏了"

    volume = bundle(part(pdf("P0")), Part("坏", "坏.pdf", bad), Part("又坏", "又坏.pdf", bad), part(pdf("P9")))
    out = io.BytesIO(b"begin")
    out.seek(5)
    bind_mended(volume, out, fonts(), mend, seed="1", told=lambda done, total: None)
    content = out.getvalue()
    assert content.startswith(b"begin%PDF")
    assert [re.findall("P0|MENDED|P9", said) for said in texts(content[5:])[3:]] == [
        ["P0"],
        ["MENDED"],
        ["MENDED"],
        ["P9"],
    ]
    assert wanted == ["schlecht"]


def test_a_source_that_cannot_be_mended_leaves_a_sentence() -> None:
    volume = bundle(Part("坏", "坏.pdf", breaking()), part(pdf("P9")))
    out = io.BytesIO()
    bind_mended(volume, out, fonts(), lambda broken: "这份文件打不开", seed="1", told=lambda done, total: None)
    found = texts(out.getvalue())
    assert "这份文件打不开" in found[3]
    assert "P9" in found[4]


def test_a_disk_that_is_full_is_no_fault_of_a_source() -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            if self.tell() > 20_000:
                raise OSError(28, "full")
            return super().write(data)

    noise = Image.effect_noise((300, 300), 90)
    out = io.BytesIO()
    noise.save(out, "PDF")
    with pytest.raises(OSError, match="full"):
        bind(bundle(part(out.getvalue())), Full(), fonts(), seed="1")


def test_a_proof_at_two_places_is_kept_once() -> None:
    noise = io.BytesIO()
    Image.effect_noise((600, 600), 90).save(noise, "PDF")
    one = source(noise.getvalue(), "bild")
    once, twice = (bound(bundle(*(Part("照片", "照片.pdf", one) for _ in range(count))))[0] for count in (1, 2))
    assert len(noise.getvalue()) > 100_000
    assert len(twice) - len(once) < 20_000
    assert len(texts(twice)) == len(texts(once)) + 1


def reading(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def test_no_more_than_one_source_is_held_in_memory(tmp_path: Path) -> None:
    """Twenty files of two megabytes each are bound with the memory of a few."""
    size, parts = 2_000_000, []
    for number in range(20):
        path = tmp_path / f"{number}.pdf"
        image = Image.frombytes("L", (1000, size // 1000), random.Random(number).randbytes(size))
        image.save(path, "PDF", quality=100)
        parts.append(Part("照片", path.name, looked_at(Source(str(number), reading(path)))))
    least = min(path.stat().st_size for path in tmp_path.iterdir())
    bound(bundle(part(pdf("P1"))))
    tracemalloc.start()
    try:
        with (tmp_path / "out").open("w+b") as out:
            bind(bundle(*parts), out, fonts(), seed="1")
            written = out.tell()
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert least > 1_000_000
    assert written > 20 * least
    assert most < 4 * least


def test_three_hundred_pages_are_bound_and_told_of() -> None:
    told: list[tuple[int, int]] = []
    files = [pdf(*(f"D{number}P{leaf}X" for leaf in range(10))) for number in range(30)]
    volume = bundle(*(Chapter(str(number), "项", parts=(part(content),)) for number, content in enumerate(files)))
    out = io.BytesIO()
    made = bind(volume, out, fonts(), seed="1", told=lambda done, total: told.append((done, total)))
    found = texts(out.getvalue())
    assert made.pages == len(found)
    assert sum(bool(re.search(r"D\d+P\dX", said)) for said in found) == 300
    assert told == [(done, 30) for done in range(31)]
    assert f"第{made.pages}页共{made.pages}页" in found[-1]


def test_a_looked_at_source_knows_its_pages() -> None:
    writer = PdfWriter()
    page(writer, "P1")
    page(writer, "P2", (0, 0, 842, 595))
    content = saved(writer)
    assert looked_at(Source("a", opening(content))).lies == (False, True)
    assert looked_at(Source("a", opening(content), 90)).lies == (True, False)
