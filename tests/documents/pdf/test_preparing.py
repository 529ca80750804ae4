"""What somebody brought becomes pages: pictures upright, office files as PDF, what breaks as pictures or a sentence."""

import hashlib
import io
import os
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import docx
import openpyxl
import pillow_heif
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

from jiangfang.documents.pdf import preparing
from jiangfang.documents.pdf.bundle import Part, Source
from jiangfang.documents.pdf.preparing import Thing, Unbound, drawn_anew, mended, prepared, sweep, windows
from tests.components import needs
from tests.documents.pdf.material import bound, bundle, page, pdf, saved, texts

RED, BLUE = (255, 0, 0), (0, 0, 255)


def thing(content: bytes, kind: str, turned: int = 0, size: tuple[int, int] = (0, 0)) -> Thing:
    return Thing(hashlib.sha256(content).hexdigest(), kind, lambda: io.BytesIO(content), turned, *size)


def picture(size: tuple[int, int], form: str, orientation: int = 0, **more: Any) -> bytes:
    """White, red at the upper left, blue at the lower right."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 4, size[1] // 4), fill=RED)
    draw.rectangle((size[0] * 3 // 4, size[1] * 3 // 4, *size), fill=BLUE)
    if orientation:
        more["exif"] = Image.Exif()
        more["exif"][0x0112] = orientation
        more["exif"][0x010F] = "SECRETMAKER"
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def pages(source: Source) -> list[Image.Image]:
    """The pages as pdfium draws them."""
    with source.open() as file:
        document = pypdfium2.PdfDocument(file.read())
    made = [one.render(scale=0.5).to_pil().convert("RGB") for one in document]
    document.close()
    return made


def corners(image: Image.Image) -> str:
    """What stands in the four corners, clockwise from the upper left: r, b or a dot."""
    wide, high = image.size
    spots = ((8, 8), (wide - 8, 8), (wide - 8, high - 8), (8, high - 8))
    found = [image.getpixel(spot) for spot in spots]
    return "".join("r" if near(one, RED) else "b" if near(one, BLUE) else "." for one in found)


def near(one: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(here - there) < 60 for here, there in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("JPEG", "jpeg"),
        ("PNG", "png"),
        ("GIF", "gif"),
        ("BMP", "bmp"),
        ("TIFF", "tiff"),
        ("WEBP", "webp"),
        ("HEIF", "heic"),
    ],
)
def test_a_picture_of_any_kind_becomes_a_page(form: str, kind: str, tmp_path: Path) -> None:
    made = prepared(thing(picture((800, 600), form), kind), tmp_path)
    assert made.lies == (True,)
    assert [corners(one) for one in pages(made)] == ["r.b."]


@pytest.mark.parametrize(
    ("orientation", "turned", "seen"), [(6, 0, ".r.b"), (3, 0, "b.r."), (6, 270, "r.b."), (1, 180, "b.r.")]
)
def test_a_picture_stands_as_it_was_taken_and_as_it_was_turned(
    orientation: int, turned: int, seen: str, tmp_path: Path
) -> None:
    made = prepared(thing(picture((800, 600), "JPEG", orientation), "jpeg", turned), tmp_path)
    assert [corners(one) for one in pages(made)] == [seen]
    with made.open() as file:
        assert b"SECRETMAKER" not in file.read()


def test_every_page_of_a_scan_becomes_one(tmp_path: Path) -> None:
    first, rest = Image.new("L", (600, 800), 255), [Image.new("L", (600, 800), 90), Image.new("L", (800, 600), 0)]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest)
    assert prepared(thing(out.getvalue(), "tiff"), tmp_path).lies == (False, False, True)


def test_a_capture_of_a_whole_long_page_goes_on_over_pages(tmp_path: Path) -> None:
    long = Image.new("RGB", (1000, 6000), "white")
    for row in range(0, 6000, 100):
        ImageDraw.Draw(long).rectangle((0, row, 500, row + 20), fill=(row // 25, 0, 0))
    out = io.BytesIO()
    long.save(out, "PNG")
    made = prepared(thing(out.getvalue(), "png", size=(1000, 6000)), tmp_path)
    assert made.lies == (False,) * 5
    with made.open() as file:
        reader = PdfReader(io.BytesIO(file.read()))
    assert {one["/Resources"]["/XObject"].raw_get("/P").idnum for one in reader.pages} != set()  # type: ignore[index]
    assert len({one["/Resources"]["/XObject"].raw_get("/P").idnum for one in reader.pages}) == 1  # type: ignore[index]
    assert reader.pages[0]["/Resources"]["/XObject"]["/P"]["/Width"] >= 1000  # type: ignore[index]


@given(st.integers(10, 3000), st.integers(10, 60_000))
def test_no_line_of_a_high_picture_is_lost(wide: int, high: int) -> None:
    found = windows(wide, high)
    assert found[0][1] == 1.0
    assert found[-1][0] <= 1e-6
    assert all(below[1] >= above[0] for above, below in pairwise(found))
    assert all(top > bottom for bottom, top in found)


def test_a_pdf_is_taken_as_it_is_and_writes_nothing(tmp_path: Path) -> None:
    made = prepared(thing(pdf("P1", "P2"), "pdf", 90), tmp_path)
    assert (made.lies, made.turned) == ((True, True), 90)
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_whose_owner_locked_it_is_drawn_as_pictures(tmp_path: Path) -> None:
    writer = PdfWriter()
    page(writer, "LOCKED", (0, 0, 400, 800))
    writer.encrypt("", "owner", algorithm="RC4-128")
    made = prepared(thing(saved(writer), "pdf", 90), tmp_path)
    assert made.lies == (True,)
    assert "drawn" in made.key
    assert any(pages(made)[0].convert("L").histogram()[:100])


def test_a_source_that_breaks_is_drawn_and_one_that_was_drawn_is_a_sentence(tmp_path: Path) -> None:
    good = prepared(thing(pdf("P1"), "pdf"), tmp_path)
    drawn = mended(good, tmp_path)
    assert isinstance(drawn, Source)
    assert drawn == drawn_anew(good, tmp_path) or drawn.key == drawn_anew(good, tmp_path).key
    assert mended(drawn, tmp_path) == preparing.BROKEN
    assert mended(Source("x" * 64, lambda: io.BytesIO(b"%PDF-1.4 none")), tmp_path) == preparing.BROKEN


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"PK ofd", "ofd", preparing.NOT_BOUND),
        (b"\xff\xd8\xff\xe0 torn", "jpeg", preparing.BROKEN),
        (b"%PDF-1.7 torn", "pdf", preparing.BROKEN),
        (b"", "pdf", preparing.BROKEN),
    ],
)
def test_what_has_no_pages_says_why(content: bytes, kind: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Unbound, match=said):
        prepared(thing(content, kind), tmp_path)
    assert [path for path in tmp_path.iterdir() if path.suffix == ".pdf"] == []


def test_a_picture_that_would_fill_the_memory_says_why(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(Unbound, match=preparing.BROKEN):
        prepared(thing(out.getvalue(), "png"), tmp_path)


def test_what_was_prepared_is_not_prepared_again(tmp_path: Path) -> None:
    content = picture((800, 600), "JPEG")
    first = prepared(thing(content, "jpeg"), tmp_path)

    def none() -> BinaryIO:
        raise AssertionError("opened again")

    again = prepared(Thing(hashlib.sha256(content).hexdigest(), "jpeg", none), tmp_path)
    assert (first.key, first.lies) == (again.key, again.lies)
    with first.open() as one, again.open() as other:
        assert one.read() == other.read()
    with pytest.raises(AssertionError, match="opened again"):
        prepared(Thing(hashlib.sha256(content).hexdigest(), "jpeg", none, 90), tmp_path)


def test_a_picture_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    made = []
    for spot in ("a", "b"):
        with prepared(thing(picture((800, 600), "JPEG"), "jpeg"), tmp_path / spot).open() as file:
            made.append(file.read())
    assert made[0] == made[1]


def test_what_is_old_or_of_nothing_is_swept(tmp_path: Path) -> None:
    names = {key: f"{key * 64}-0.1.pdf" for key in "abc"}
    for name in names.values():
        (tmp_path / name).write_bytes(b"x")
    now = time.time()
    os.utime(tmp_path / names["a"], (now - 1000, now - 1000))
    asked: list[set[str]] = []

    def known(found: set[str]) -> set[str]:
        asked.append(found)
        return {"a" * 64, "b" * 64}

    assert sweep(tmp_path, now - 500, known) == 2
    assert asked == [{"a" * 64, "b" * 64, "c" * 64}]
    assert [path.name for path in tmp_path.iterdir()] == [names["b"]]
    assert sweep(tmp_path / "none", now, known) == 0


def letter() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("示例制度文件 RULES")
    document.save(out)
    return out.getvalue()


@needs("libreoffice", "cjk-font")
def test_office_files_are_bound_as_pages(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "示例清单 LIST"  # type: ignore[index]
    sheet = io.BytesIO()
    book.save(sheet)
    made = [
        Part("制度", "制度.docx", prepared(thing(letter(), "docx"), tmp_path)),
        Part("清单", "清单.xlsx", prepared(thing(sheet.getvalue(), "xlsx", 90), tmp_path)),
    ]
    found = texts(bound(bundle(*made))[0])
    assert "示例制度文件RULES" in found[3]
    assert "示例清单LIST" in found[4]
    assert made[1].source is not None
    assert made[1].source.lies == (True,)


def test_without_libreoffice_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unbound, match=preparing.NO_OFFICE):
        prepared(thing(letter(), "docx"), tmp_path)


@needs("libreoffice")
def test_what_libreoffice_cannot_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unbound, match=preparing.NOT_CONVERTED):
        prepared(thing(b"PK\x03\x04 torn", "docx"), tmp_path)
