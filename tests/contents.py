"""Small files of every kind that may be brought as a proof, and of some that may not, by other people's libraries."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping

import docx
import openpyxl
import pillow_heif
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

A4 = (595, 842)
OLE_SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def drawing(seed: int = 0, size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    """A picture of soft patches, as a photograph has them; another seed, another picture."""
    chance = random.Random(seed)
    patches = Image.frombytes("RGB", (7, 5), bytes(chance.randrange(256) for _ in range(7 * 5 * 3)))
    return patches.resize(size, Image.Resampling.BICUBIC).convert(mode)


def picture(
    kind: str = "PNG", seed: int = 0, size: tuple[int, int] = (320, 240), mode: str = "RGB", **how: object
) -> bytes:
    """The same as a file: PNG, JPEG, GIF, BMP, TIFF, WEBP, HEIF."""
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    drawing(seed, size, mode).save(out, kind, **how)
    return out.getvalue()


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few hundred bytes that says it has so many pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(pages: int = 1, seed: int = 0, **parts: str) -> bytes:
    """So many blank pages. parts: ``script``, ``password`` or ``owner``, ``launch``, ``page`` (a script)."""
    writer = PdfWriter()
    for place in range(pages):
        writer.add_blank_page(A4[0] + seed, A4[1] + place % 7)
    if "script" in parts:
        writer.root_object[NameObject("/OpenAction")] = _action("/JavaScript", "/JS", parts["script"])
    if "launch" in parts:
        writer.add_annotation(pages - 1, Link(rect=(50, 50, 200, 100), url=parts["launch"]))
        note = writer.pages[pages - 1]["/Annots"][0].get_object()  # type: ignore[index]
        note[NameObject("/A")] = _action("/Launch", "/F", parts["launch"])
    if "page" in parts:
        plain = _action("/GoTo", "/D", "x")
        plain[NameObject("/Next")] = ArrayObject([_action("/JavaScript", "/JS", parts["page"])])
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): plain})
    if "password" in parts or "owner" in parts:
        writer.encrypt(parts.get("password", ""), parts.get("owner"), algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _action(kind: str, key: str, value: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(value)})


def word() -> bytes:
    out, made = io.BytesIO(), docx.Document()
    made.add_paragraph("示例工作总结")
    made.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out, made = io.BytesIO(), openpyxl.Workbook()
    made.create_sheet("示例", 0).append(["示例", 1])
    made.save(out)
    return out.getvalue()


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def slides() -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"})


def ofd(pages: int = 2) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{place}" BaseLoc="Pages/Page_{place}/Content.xml"/>' for place in range(pages))
    root = f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    return packed(
        {"OFD.xml": root, "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"}
    )


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file with these streams, each of 4096 bytes or more."""
    size, data, spots = 512, b"", []
    for content in streams.values():
        spots.append((len(data) // size, len(content)))
        data += content + b"\0" * (-len(content) % size)
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0)
    directory += b"".join(_entry(name, 2, *spot) for name, spot in zip(streams, spots, strict=True))
    directory += b"\0" * (-len(directory) % size)
    count = len(data) // size
    chain = [0xFFFFFFFE if place + 1 in {spot for spot, _ in spots} else place + 1 for place in range(count)]
    chain[count - 1 :] = [0xFFFFFFFE]
    chain += [count + place + 1 for place in range(len(directory) // size - 1)] + [0xFFFFFFFE, 0xFFFFFFFD]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(size, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6xIII4xIIIII", OLE_SIGN, b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, count, 4096, *(0xFFFFFFFE, 0) * 2
    )
    return head + struct.pack("<I", len(data + directory) // size).ljust(436, b"\xff") + data + directory + table


def _entry(name: str, kind: int, start: int, length: int) -> bytes:
    plain = name.encode("utf-16-le")
    return plain.ljust(64, b"\0") + struct.pack(
        "<HBB3I36xIII", len(plain) + 2, kind, 1, *[0xFFFFFFFF] * 3, start, length, 0
    )


def old_word(locked: bool = False) -> bytes:
    """The beginning of a Word 97 file."""
    flags = 0x0100 if locked else 0
    return ole(
        {"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags).ljust(4096, b"\0"), "1Table": b"\0" * 4096}
    )


def old_sheet(locked: bool = False) -> bytes:
    """The beginning of an Excel 97 file."""
    begin = struct.pack("<HH16s", 0x809, 16, b"") + (struct.pack("<HH54s", 0x2F, 54, b"") if locked else b"")
    return ole({"Workbook": (begin + struct.pack("<HH", 0x0A, 0)).ljust(4096, b"\0")})


EVERY = {
    "pdf": pdf(),
    "jpeg": picture("JPEG"),
    "png": picture(),
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "webp": picture("WEBP"),
    "heic": picture("HEIF"),
    "docx": word(),
    "xlsx": sheet(),
    "pptx": slides(),
    "ofd": ofd(),
    "doc": old_word(),
    "xls": old_sheet(),
    "ppt": ole({"PowerPoint Document": b"\0" * 4096}),
}
"""One of each kind that is told by its content alone."""
