"""What a file is by its first bytes."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from jiangfang.core.proofs import IN_SHORT

HEAD = 4096
ZIP, OLE = "zip", "ole"
_AS_PDF = "请打开它，打印成 PDF 再上传"


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of files that is not taken. what: "是网页"; how: what to do instead."""

    what: str
    how: str


class Foreign(Exception):  # noqa: N818 - what the file is
    """Something that is not taken."""

    def __init__(self, sort: Sort) -> None:
        super().__init__(sort.what)
        self.sort = sort


PACKED = Sort("是压缩包", "请先解开，把里面的文件直接拖上来，可以一次拖很多份")
PROGRAM = Sort("是程序，不是证明材料", "程序一律不收；如果不是您放的，请让单位的电脑管理员查一查病毒")
_PAGE = Sort("是网页", "请在浏览器里打开它，打印成 PDF 再上传")
_DRAWING = Sort("是 SVG 图形，里面可以藏脚本", "请打开它，截图或另存为 PNG 再上传")
_VIDEO = Sort("是视频", "请截几张图上传，视频另行提交")
_SOUND = Sort("是录音", "录音不收；请把要证明的内容写成文字，打印成 PDF")
_FLAT = Sort("是另存成 XML 的 Word 或 Excel 文件", "请用 WPS 或 Word 打开，另存为 .docx 或 .xlsx 再上传")
_TEXT = Sort("是纯文字", "请贴进 Word 保存，或者打印成 PDF 再上传")
_READER = Sort("是只有专门的阅读器才能打开的格式", _AS_PDF)
_NONE = Sort("认不出是什么", f"可以上传的是 {IN_SHORT}；别的请打印成 PDF")
EMPTY = Sort("是空的，一个字节也没有", "请确认文件能打开再上传")

_KINDS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
_FOREIGN = (
    (b"#!AMR", _SOUND),
    *((sign, PROGRAM) for sign in (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"dex\n")),
    (b"L\0\0\0\x01\x14\x02\0", Sort("是快捷方式，不是文件本身", "请找到原来的文件再上传")),
    *((sign, PACKED) for sign in (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")),
    (b"{\\rtf", Sort("是 RTF 文件", "请用 WPS 或 Word 打开，另存为 .docx 再上传")),
    (b"8BPS", Sort("是 Photoshop 的图", "请另存为 JPG 再上传")),
    (b"AC10", Sort("是 CAD 图纸", _AS_PDF)),
    (b"%!PS", Sort("是 PostScript 文件", "请转成 PDF 再上传")),
    *((sign, _READER) for sign in (b"CAJ", b"HN\0\0", b"KDH ", b"AT&TFORM")),
    *((sign, _VIDEO) for sign in (b"\x1aE\xdf\xa3", b"FLV\x01", b"\0\0\x01\xba", b"0&\xb2u\x8ef\xcf\x11")),
    *((sign, _SOUND) for sign in (b"ID3", b"\xff\xfb", b"\xff\xf3", b"OggS", b"fLaC")),
)
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"})
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<table", b"<meta", b"<?php")


def kind_of(head: bytes) -> str:
    """The kind by its first ``HEAD`` bytes, an id of core/proofs, or ``ZIP`` or ``OLE``, inside which more has to be
    looked at. Raises Foreign for what is not taken.
    """
    for sign, kind in _KINDS:
        if head.startswith(sign):
            return kind
    if found := _in_a_box(head) or _bitmap(head):
        return found
    _must_not_be_markup(head)
    if b"%PDF-" in head[:1024] and not head.startswith(b"MZ"):
        return "pdf"
    raise Foreign(_foreign(head))


def _in_a_box(head: bytes) -> str:
    """Formats that say their brand a few bytes on. Raises Foreign."""
    if head[:4] == b"RIFF":
        if head[8:12] == b"WEBP":
            return "webp"
        raise Foreign(_VIDEO if head[8:12] == b"AVI " else _SOUND)
    if head[4:8] != b"ftyp":
        return ""
    brands = {head[8:12], *(head[place : place + 4] for place in range(16, _length(head), 4))}
    if brands & {b"avif", b"avis"}:
        raise Foreign(Sort("是 AVIF 图片", "请另存为 JPG 再上传"))
    if brands & _HEIC:
        return "heic"
    raise Foreign(_SOUND if head[8:11] == b"M4A" else _VIDEO)


def _length(head: bytes) -> int:
    """How long the first box is, within reason."""
    return min(int.from_bytes(head[:4], "big"), 256, len(head))


def _bitmap(head: bytes) -> str:
    """BM alone begins many a text."""
    known = int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124)
    return "bmp" if head[:2] == b"BM" and known else ""


def _must_not_be_markup(head: bytes) -> None:
    """Raises Foreign for a page or a drawing, whatever stands before it that a browser would pass over."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", errors="ignore").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").strip(b"\0 \t\r\n\x0b\x0c").lower()
    if text.startswith(b"mime-version:") or b"multipart/related" in text[:1024]:
        raise Foreign(_PAGE)
    if not text.startswith(b"<"):
        return
    if b"<svg" in text:
        raise Foreign(_DRAWING)
    if any(mark in text for mark in _PAGES):
        raise Foreign(_PAGE)
    if b"schemas-microsoft-com:office" in text or b"schemas.microsoft.com/office" in text:
        raise Foreign(_FLAT)
    raise Foreign(Sort("是 XML 数据", _AS_PDF))


def _foreign(head: bytes) -> Sort:
    for sign, what in _FOREIGN:
        if head.startswith(sign):
            return what
    if head[257:262] == b"ustar":
        return PACKED
    return _TEXT if _reads_as_text(head) else _NONE


def _reads_as_text(head: bytes) -> bool:
    """Whether it is text in one of the encodings of the country; what was cut at the end does not count."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return all(letter.isprintable() or letter in "\r\n\t\x0c" for letter in text)
    return False
