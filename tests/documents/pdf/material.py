"""PDFs as people bring them, made here: their pages say who they are, so that each is found again."""

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
)

from jiangfang.documents.pdf.bundle import Bundle, Chapter, Part, Source, looked_at
from jiangfang.documents.pdf.fonts import fonts
from jiangfang.documents.pdf.joining import Bound, bind

A4 = (0, 0, 595.28, 841.89)
HELVETICA = DictionaryObject(
    {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    }
)


def page(
    writer: PdfWriter, said: str, box: Sequence[float] = A4, *, turned: int = 0, extra: bytes = b"", cut: int = 0
) -> Any:
    """A page that says something in its middle. cut: into at most how many streams its content is cut."""
    wide, high = box[2] - box[0], box[3] - box[1]
    made = writer.add_blank_page(wide, high)
    made.mediabox = RectangleObject(tuple(box))
    if turned:
        made[NameObject("/Rotate")] = NumberObject(turned)
    font = DictionaryObject({NameObject("/F1"): HELVETICA})
    made[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): font})
    at = (box[0] + wide * 0.3, box[1] + high * 0.5)
    content = b"BT /F1 %d Tf %.1f %.1f Td (%s) Tj ET\n%s" % (max(6, wide // 30), *at, said.encode("ascii"), extra)
    made[NameObject("/Contents")] = contents(writer, content, cut)
    return made


def contents(writer: PdfWriter, data: bytes, cut: int = 0) -> Any:
    """A stream, or an array of at most as many, cut between words."""
    words = data.split(b" ")
    size = -(-len(words) // max(cut, 1))
    parts = [b" ".join(words[place : place + size]) for place in range(0, len(words), size)]
    made = []
    for part in parts:
        held = DecodedStreamObject()
        held.set_data(part)
        made.append(writer._add_object(held))
    return ArrayObject(made) if cut else made[0]


def saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf(*said: str, box: Sequence[float] = A4, turned: int = 0) -> bytes:
    """A PDF with a page for each text."""
    writer = PdfWriter()
    for text in said:
        page(writer, text, box, turned=turned)
    return saved(writer)


def packed_pdf(said: str) -> bytes:
    """A page whose objects lie together in a packed stream, with a packed table, as Word and Acrobat write them."""
    drawing = zlib.compress(f"BT /F1 30 Tf 100 400 Td ({said}) Tj ET".encode("ascii"))
    held = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]/Resources<</Font<</F1 4 0 R>>>>/MediaBox[0 0 595 842]>>",
        3: b"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
        4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    places = [sum(len(one) + 1 for one in list(held.values())[:place]) for place in range(len(held))]
    first = b" ".join(b"%d %d" % pair for pair in zip(held, places, strict=True)) + b" "
    inner = zlib.compress(first + b"\n".join(held.values()))
    out, at = b"%PDF-1.5\n", {}
    for number, entries, data in (
        (5, b"/Filter/FlateDecode", drawing),
        (6, b"/Type/ObjStm/N 4/First %d/Filter/FlateDecode" % len(first), inner),
    ):
        at[number] = len(out)
        out += b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, entries, len(data), data)
    rows = [(0, 0, 255), *((2, 6, place) for place in range(4)), (1, at[5], 0), (1, at[6], 0), (1, len(out), 0)]
    table = zlib.compress(b"".join(struct.pack(">BIB", *row) for row in rows))
    more = b"/Type/XRef/Size 8/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length %d" % len(table)
    whole = b"7 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (more, table, len(out))
    return out + whole


def mark(writer: PdfWriter, subtype: str, rect: Sequence[float], said: bytes = b"", **more: Any) -> DictionaryObject:
    """An annotation; with an appearance where it says something."""
    held: dict[Any, Any] = {
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject(subtype),
        NameObject("/Rect"): ArrayObject(FloatObject(one) for one in rect),
        **{NameObject(f"/{key}"): value for key, value in more.items()},
    }
    if said:
        form = DecodedStreamObject()
        form.set_data(b"BT /F1 20 Tf 5 5 Td (" + said + b") Tj ET")
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = ArrayObject(FloatObject(one) for one in (0, 0, 150, 30))
        fonts_there = DictionaryObject({NameObject("/F1"): HELVETICA})
        form[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts_there})
        usual = DictionaryObject({NameObject("/N"): writer._add_object(form)})
        held[NameObject("/AP")] = usual
    return DictionaryObject(held)


def opening(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)


def source(content: bytes, key: str = "", turned: int = 0) -> Source:
    return looked_at(Source(key or str(hash(content)), opening(content), turned))


def part(content: bytes, title: str = "成立文件", name: str = "成立文件.pdf", turned: int = 0) -> Part:
    return Part(title, name, source(content, turned=turned))


def bundle(*chapters: Chapter | Part, **more: Any) -> Bundle:
    """A volume; parts alone stand in one chapter."""
    parts = tuple(one for one in chapters if isinstance(one, Part))
    held = tuple(one for one in chapters if isinstance(one, Chapter))
    made = (*held, Chapter("1", "基础情况", parts=parts)) if parts else held
    said: dict[str, Any] = {
        "title": "工作实绩支撑材料",
        "programme": "示例市 2024 年创新工作室申报",
        "name": "示例焊接创新工作室",
        "author": "示例机械厂",
        "foot": "KF-2024-001　示例焊接创新工作室",
        "lines": (("申报编号", "KF-2024-001"), ("申报单位", "示例机械厂")),
    }
    return Bundle(**{**said, **more}, chapters=made)


def bound(volume: Bundle, seed: str = "示例") -> tuple[bytes, Bound]:
    out = io.BytesIO()
    made = bind(volume, out, fonts(), seed=seed)
    return out.getvalue(), made


def texts(content: bytes) -> list[str]:
    """What stands on each page, without blanks, as pdfium reads it."""
    document = pypdfium2.PdfDocument(content)
    try:
        return ["".join(one.get_textpage().get_text_range().split()) for one in document]
    finally:
        document.close()


def sizes(content: bytes) -> list[tuple[int, int]]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [(round(one.get_width()), round(one.get_height())) for one in document]
    finally:
        document.close()


def outline(content: bytes) -> list[tuple[int, str, int]]:
    """The bookmarks: depth, title, page from 1."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [(one.level, one.get_title(), one.get_dest().get_index() + 1) for one in document.get_toc()]
    finally:
        document.close()


def objects(content: bytes) -> list[Any]:
    """Every object of a file, read as the standard has it."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    return [reader.get_object(number) for number in sorted(reader.xref[0])]
