"""Office files as ZIP packages: opened within bounds, written with fixed dates (equal input, equal bytes)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from jiangfang.core.problems import Refused
from jiangfang.documents.files import unreadable

LARGEST_PART = 96 * 1024 * 1024
LARGEST_WHOLE = 256 * 1024 * 1024
MOST_PARTS = 4_000
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_NAMES = {"word/document.xml": " Word 文件（.docx）", "xl/workbook.xml": " Excel 文件（.xlsx）"}
_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_parts(content: bytes, path: Path, wanted: str) -> dict[str, bytes]:
    """All parts of a package, by name. wanted: the part without which it is not what it should be.

    Raises Refused (``unreadable_file``) for what is no package, too large when unpacked, damaged, or encrypted.
    """
    if content.startswith(_ENCRYPTED):
        raise Refused([unreadable(path, "是旧格式（.doc/.xls/.wps/.et）或加了密码，请在 WPS 或 Word 里另存为新格式")])
    if not content.startswith(b"PK"):
        raise Refused([unreadable(path, f"不是{_NAMES[wanted]}；请确认选对了文件")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            infos = package.infolist()
            _within_bounds(infos, path)
            if wanted not in package.namelist():
                other = next((name for part, name in _NAMES.items() if part in package.namelist()), "别的压缩文件")
                raise Refused([unreadable(path, f"这是{other}，不是{_NAMES[wanted]}")])
            return {info.filename: _part(package, info, path) for info in infos if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as fault:
        raise Refused([unreadable(path, "文件损坏，打不开；请用 WPS 或 Word 打开后另存一次")]) from fault


def _within_bounds(infos: list[zipfile.ZipInfo], path: Path) -> None:
    whole = sum(info.file_size for info in infos)
    if len(infos) > MOST_PARTS or whole > LARGEST_WHOLE or any(info.file_size > LARGEST_PART for info in infos):
        raise Refused([unreadable(path, "解开以后太大，不像一份表格文件")])


def _part(package: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    """One part; a size that was declared too small ends here and not in memory."""
    if info.compress_type not in _METHODS:
        raise Refused([unreadable(path, "压缩方法不是 Office 文件用的；请用 WPS 或 Word 打开后另存一次")])
    with package.open(info) as part:
        content = part.read(info.file_size + 1)
    if len(content) > info.file_size:
        raise Refused([unreadable(path, "文件损坏：里面的大小和写明的不一样")])
    if info.filename.endswith((".xml", ".rels")) and any(mark in content for mark in _DOCTYPES):
        raise Refused([unreadable(path, "文件里有不该有的 DOCTYPE 声明，可能丢字，不读取")])
    return content


def write_parts(parts: Mapping[str, bytes], level: int = 6) -> bytes:
    """A package of these parts in this order, with fixed dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            package.writestr(info, content, compresslevel=level)
    return out.getvalue()
