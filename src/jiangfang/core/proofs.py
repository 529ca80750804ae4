"""What may be brought as a proof: kinds of content, how much of it, and how a file is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from jiangfang.core.problems import Problem, error

MB = 1024 * 1024
LONGEST, LONGEST_BYTES = 120, 240  # a name on a disk of Linux has at most 255 bytes
NAMELESS = "文件"
_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content. suffixes: what its name may end with, the usual one first; type: for HTTP."""

    id: str
    title: str
    suffixes: tuple[str, ...]
    type: str

    @property
    def suffix(self) -> str:
        """The usual one."""
        return self.suffixes[0]

    @property
    def picture(self) -> bool:
        """Whether it is one that a browser or our own preview shows as a picture."""
        return self.type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("pdf", "PDF", (".pdf",), "application/pdf"),
        Kind("ofd", "OFD", (".ofd",), "application/ofd"),
        Kind("jpeg", "JPG 图片", (".jpg", ".jpeg", ".jpe", ".jfif"), "image/jpeg"),
        Kind("png", "PNG 图片", (".png",), "image/png"),
        Kind("gif", "GIF 图片", (".gif",), "image/gif"),
        Kind("bmp", "BMP 图片", (".bmp", ".dib"), "image/bmp"),
        Kind("tiff", "TIFF 图片", (".tif", ".tiff"), "image/tiff"),
        Kind("webp", "WebP 图片", (".webp",), "image/webp"),
        Kind("heic", "HEIC 照片", (".heic", ".heif", ".hif"), "image/heic"),
        Kind("docx", "Word 文件", (".docx",), f"{_OFFICE}.wordprocessingml.document"),
        Kind("xlsx", "Excel 文件", (".xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("pptx", "PPT 文件", (".pptx", ".ppsx"), f"{_OFFICE}.presentationml.presentation"),
        Kind("doc", "旧格式的 Word 文件", (".doc", ".dot"), "application/msword"),
        Kind("xls", "旧格式的 Excel 文件", (".xls", ".xlt"), "application/vnd.ms-excel"),
        Kind("ppt", "旧格式的 PPT 文件", (".ppt", ".pps", ".dps"), "application/vnd.ms-powerpoint"),
        Kind("wps", "WPS 文字", (".wps", ".wpt"), "application/vnd.ms-works"),
        Kind("et", "WPS 表格", (".et", ".ett"), "application/vnd.ms-excel"),
    )
}
ALL = tuple(KINDS)
IN_SHORT = "PDF、OFD、图片（JPG、PNG、GIF、BMP、TIFF、WebP、HEIC）、Word、Excel、PPT 和 WPS 的文件"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be brought. bytes: of a file; pages: of a file that has some; kinds: ids of what is taken.

    files, together: how many may lie in one tray, and how many bytes they may have together.
    """

    bytes: int = 200 * MB
    pages: int = 500
    files: int = 1_000
    together: int = 4_096 * MB
    kinds: tuple[str, ...] = ALL


DEFAULT = Limits()


def size_of(count: int) -> str:
    """A number of bytes as people read it: 12 KB, 3.4 MB, 2 GB."""
    for unit, title in ((1024 * MB, "GB"), (MB, "MB")):
        if count >= unit:
            return f"{count / unit:.1f}".removesuffix(".0") + f" {title}"
    return f"{-(-count // 1024)} KB"


def too_large(name: str, limits: Limits, size: int) -> Problem | None:
    """What is said of a file that is larger than may be."""
    if size <= limits.bytes:
        return None
    how = "扫描件请降低分辨率（200 dpi 就够）再扫一次，照片请选“压缩”发送，长文件请拆成几份"
    return error("file_too_large", "", f"“{name}”有 {size_of(size)}，一份文件最多 {size_of(limits.bytes)}；{how}")


def too_much(name: str, limits: Limits, size: int, files: int, together: int) -> Problem | None:
    """What is said of one more file of that size, beside ``files`` that have ``together`` bytes."""
    if files + 1 > limits.files:
        return error(
            "too_many_files", "", f"“{name}”放不下：这里已经有 {files} 份文件，最多 {limits.files} 份；请先删去用不着的"
        )
    if together + size > limits.together:
        said = (
            f"“{name}”放不下：这里的文件已经有 {size_of(together)}，最多 {size_of(limits.together)}；请先删去用不着的"
        )
        return error("too_many_files", "", said)
    return None


def not_taken(name: str, limits: Limits, kind: str, pages: int | None) -> Problem | None:
    """What is said of content of a kind that is not taken here, or of too many pages."""
    if kind not in limits.kinds:
        taken = "、".join(KINDS[one].title for one in limits.kinds)
        return error("file_kind", "", f"“{name}”是 {KINDS[kind].title}，这里只收 {taken}；请另存为其中一种再上传")
    if pages is not None and pages > limits.pages:
        how = "请只留要证明的那几页，或者拆成几份"
        return error("too_many_pages", "", f"“{name}”有 {pages} 页，一份文件最多 {limits.pages} 页；{how}")
    return None


# What a name on some system leads with or cannot hold. Full-width signs look the same to people.
_SIGNS = str.maketrans('<>:"|?*', "＜＞：＂｜？＊")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?=\.|$)", re.IGNORECASE)
_SUFFIXES = frozenset(suffix for kind in KINDS.values() for suffix in kind.suffixes)


def safe_name(name: str, kind: str = "") -> str:
    """A name under which a file can be kept and downloaded on every system. kind: what it is, which sets its suffix.

    No path, nothing unseen or that turns the direction of writing, at most ``LONGEST`` characters and
    ``LONGEST_BYTES`` in UTF-8 with the suffix; a name of which nothing is left is ``NAMELESS``.
    """
    stem, suffix = _parted(_cleaned(re.split(r"[/\\]", name)[-1]), KINDS.get(kind))
    kept = f"_{stem}" if _RESERVED.match(stem + suffix) else stem
    return (_cut(kept, LONGEST - len(suffix), LONGEST_BYTES - len(suffix)).rstrip(" .") or NAMELESS) + suffix


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """By what names stand in order as people count: 签到表2 before 签到表10."""
    parts = re.split(r"(\d+)", unicodedata.normalize("NFKC", name).casefold(), flags=re.ASCII)
    return tuple((0, int(part[:_DIGITS])) if place % 2 else (1, part) for place, part in enumerate(parts))


def _cleaned(name: str) -> str:
    """Without what cannot be seen; white space of any kind is one blank, a hidden file is none."""
    plain = " ".join(name.replace("\ufeff", "").split())
    seen = "".join(letter for letter in plain if not _hides(letter)).translate(_SIGNS)
    return " ".join(seen.split()).strip(" .")


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN or ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef"


def _parted(name: str, kind: Kind | None) -> tuple[str, str]:
    """A name before its suffix, and the suffix: one that the kind may have, else its usual one in the place of it."""
    stem, dot, last = name.rpartition(".")
    suffix = f"{dot}{last}".lower() if stem and 1 <= len(last) <= 8 and last.isascii() and last.isalnum() else ""
    if kind is None:
        return (stem, suffix) if suffix else (name, "")
    if suffix in kind.suffixes:
        return stem, suffix
    return (stem if suffix in _SUFFIXES else name), kind.suffix


def _cut(text: str, characters: int, size: int) -> str:
    """As much of a text as fits, no character torn."""
    return text[:characters].encode()[:size].decode(errors="ignore")
