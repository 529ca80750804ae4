"""A page is drawn anew, small and upright, and whoever made the file to break its reader breaks nothing of ours."""

from __future__ import annotations

import io
import random
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageOps
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)

from jiangfang.documents.preview import apart
from jiangfang.documents.preview.apart import drawn, pages_of
from jiangfang.documents.preview.drawing import PICTURES, Undrawable
from tests.contents import bomb, drawing, pdf, picture

GREEN, RED = (0, 128, 0), (200, 0, 0)


def shown(content: bytes, kind: str, page: int = 1, longest: int = 200, turned: int = 0) -> Image.Image:
    made = drawn(io.BytesIO(content), kind, page=page, longest=longest, turned=turned)
    found = Image.open(io.BytesIO(made))
    assert found.format == "JPEG"
    found.load()
    return found


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def corner() -> Image.Image:
    """Red at the upper left, green elsewhere, broader than high."""
    made = Image.new("RGB", (300, 200), GREEN)
    ImageDraw.Draw(made).rectangle((0, 0, 80, 80), RED)
    return made


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(left - right) < 30 for left, right in zip(one, other, strict=True))


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("kind", sorted(PICTURES))
def test_a_picture_of_every_kind(kind: str) -> None:
    found = shown(picture(PICTURES[kind], size=(640, 480)), kind)
    assert found.size == (200, 150)
    wanted = drawing(0, (640, 480)).resize((200, 150))
    assert all(near(pixel(found, x, y), pixel(wanted, x, y)) for x in range(5, 200, 40) for y in range(5, 150, 40))


def test_a_small_picture_is_not_blown_up() -> None:
    assert shown(picture(size=(30, 20)), "png").size == (30, 20)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_as_the_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(corner(), "JPEG", exif=exif, quality=95)
    wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    found = shown(content, "jpeg", longest=300)
    assert found.size == wanted.size
    for x, y in ((10, 10), (found.width - 10, 10), (10, found.height - 10), (found.width - 10, found.height - 10)):
        assert near(pixel(found, x, y), pixel(wanted, x, y)), (x, y)


@pytest.mark.parametrize(("turned", "spot"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_turned_clockwise(turned: int, spot: tuple[int, int]) -> None:
    found = shown(saved(corner(), "PNG"), "png", longest=300, turned=turned)
    assert found.size == ((300, 200) if turned in (0, 180) else (200, 300))
    x, y = (10 if side == 0 else length - 10 for side, length in zip(spot, found.size, strict=True))
    assert near(pixel(found, x, y), RED)


def test_nothing_of_what_a_telephone_writes_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SHILI-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = saved(corner(), "JPEG", exif=exif, comment=b"SHILI-REMARK", icc_profile=profile)
    assert all(word in content for word in (b"SHILI-CAMERA", b"SHILI-REMARK", b"ICC_PROFILE"))
    made = drawn(io.BytesIO(content), "jpeg", page=1, longest=300)
    assert not any(word in made for word in (b"SHILI", b"Exif", b"ICC_PROFILE"))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "I", "F", "CMYK"])
def test_a_picture_of_every_mode(mode: str) -> None:
    if mode == "I;16":
        image: Image.Image = Image.new("I;16", (60, 40), 40_000)
    else:
        image = drawing(3, (60, 40)).convert("L" if mode in ("I", "F") else "RGB").convert(mode)
    kind = "TIFF" if mode in ("F", "CMYK", "I") else "PNG"
    assert shown(saved(image, kind), kind.lower()).size == (60, 40)


def test_what_is_clear_stands_on_white() -> None:
    found = shown(saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"), "png")
    assert near(pixel(found, 20, 20), (255, 255, 255))


def test_every_picture_of_a_scan() -> None:
    content = saved(
        Image.new("RGB", (50, 50), RED), "TIFF", save_all=True, append_images=[Image.new("RGB", (50, 50), GREEN)]
    )
    assert near(pixel(shown(content, "tiff", page=1), 20, 20), RED)
    assert near(pixel(shown(content, "tiff", page=2), 20, 20), GREEN)
    with pytest.raises(Undrawable, match="page"):
        shown(content, "tiff", page=3)


def test_a_page_of_a_pdf() -> None:
    content = pdf(3)
    assert pages_of(io.BytesIO(content)) == 3
    assert shown(content, "pdf", page=3, longest=421).height == 421
    assert shown(content, "pdf", page=1, turned=90, longest=400).width == 400
    for page in (0, 4, -1, 10**9):
        with pytest.raises(Undrawable, match="page"):
            shown(content, "pdf", page=page)


def filled_in() -> bytes:
    """A page with a box in which something was typed."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    ink = StreamObject()
    ink._data = b"0 0 0 rg 0 0 200 100 re f"
    ink.update({NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): RectangleObject((0, 0, 200, 100))})
    box = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("x"),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): RectangleObject((50, 100, 250, 200)),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(ink)}),
        }
    )
    spot = writer._add_object(box)
    page[NameObject("/Annots")] = writer._add_object(ArrayObject([spot]))
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([spot])})
    writer.root_object[NameObject("/AcroForm")] = form
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_was_typed_into_a_form_is_seen() -> None:
    found = shown(filled_in(), "pdf", longest=300)
    assert near(pixel(found, 150, 150), (0, 0, 0))


def test_pages_of_any_shape() -> None:
    for width, height in ((1, 14_400), (14_400, 1), (0.01, 0.01), (14_400, 14_400), (10, 10)):
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_blank_page(width, height)
        writer.write(out)
        try:
            assert max(shown(out.getvalue(), "pdf", longest=2000).size) <= 2001
        except Undrawable as fault:
            assert fault.why == "broken"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", b""),
        ("pdf", b"%PDF-1.7\n" + b"x" * 500),
        ("pdf", pdf(password="shili")),
        ("jpeg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("png", picture("JPEG")),
        ("jpeg", b"\xff\xd8\xff\xe0"),
        ("heic", b"\0\0\0\x18ftypheic" + b"\0" * 400),
        ("docx", b"PK"),
        ("nothing", b"x"),
    ],
)
def test_what_cannot_be_drawn(kind: str, content: bytes) -> None:
    with pytest.raises(Undrawable, match="broken"):
        shown(content, kind)


def test_any_bytes_at_all() -> None:
    """Whatever the reader does with them, the process that asked goes on."""
    chance = random.Random(5)
    for kind, whole in (("pdf", pdf(2)), ("png", picture()), ("tiff", picture("TIFF")), ("gif", picture("GIF"))):
        torn = bytearray(whole)
        for _ in range(40):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        try:
            shown(bytes(torn), kind)
        except Undrawable as fault:
            assert fault.why in ("broken", "large", "page", "slow")


def test_a_bomb_is_not_unpacked() -> None:
    began = time.monotonic()
    with pytest.raises(Undrawable, match="large"):
        shown(bomb(), "png")
    assert time.monotonic() - began < 5


def test_who_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(Undrawable, match="slow"):
        shown(pdf(), "pdf")


def test_a_reader_that_dies_takes_nobody_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = tmp_path / "python"
    dying.write_text("#!/bin/sh\nkill -SEGV $$\n")
    dying.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(dying))
    with pytest.raises(Undrawable, match="broken"):
        shown(picture(), "png")


def test_from_a_file_as_from_anything_else(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(picture(size=(640, 480)))
    with path.open("rb") as source:
        source.read(100)
        made = drawn(source, "png", page=1, longest=200)
    assert made == drawn(io.BytesIO(path.read_bytes()), "png", page=1, longest=200)


def test_a_reader_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANGFANG_DATABASE", "postgresql://x:mima@y/z")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "mima")
    assert "mima" not in str(apart.without_secrets())
    assert "PATH" in apart.without_secrets()
