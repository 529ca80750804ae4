"""Office files: which one it is, by what is inside its package."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from jiangfang.documents.inspecting import ole
from jiangfang.documents.inspecting.found import Found, Unfit

UNPACKED, PARTS = 600 * 1024 * 1024, 20_000
_CHUNK = 1024 * 1024
_FOLDERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_OWN = {".wps": ("doc", "wps"), ".wpt": ("doc", "wps"), ".et": ("xls", "et"), ".ett": ("xls", "et")}
_MACROS = frozenset({"Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"})
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_OFD = "OFD.xml"


def package(path: Path) -> Found:
    """A ZIP: OOXML or OFD, every part of which can be unpacked. Raises Unfit."""
    try:
        with zipfile.ZipFile(path) as opened:
            names = opened.namelist()
            if _OFD in names:
                _must_be_whole(opened)
                return Found("ofd", pages=_pages(opened))
            kind = _ooxml(opened, names)
            _must_be_whole(opened)
            return Found(kind, script=any(name.endswith("vbaProject.bin") for name in names))
    except _DAMAGED as fault:
        raise Unfit("broken") from fault


def _ooxml(opened: zipfile.ZipFile, names: list[str]) -> str:
    if "[Content_Types].xml" not in names:
        raise Unfit("odf" if names[:1] == ["mimetype"] else "packed")
    kind = next((kind for folder, kind in _FOLDERS if any(name.startswith(folder) for name in names)), None)
    if kind is None:
        raise Unfit("other_office")
    with opened.open("[Content_Types].xml") as part:
        if b"macroEnabled" in part.read(_CHUNK):
            raise Unfit("macros")
    return kind


def _must_be_whole(opened: zipfile.ZipFile) -> None:
    """Every part read, none larger than it says. Raises Unfit."""
    infos = opened.infolist()
    if len(infos) > PARTS or sum(info.file_size for info in infos) > UNPACKED:
        raise Unfit("large")
    for info in infos:
        if info.flag_bits & 1:
            raise Unfit("locked")
        with opened.open(info) as part:
            while part.read(_CHUNK):
                pass


def _pages(opened: zipfile.ZipFile) -> int | None:
    """How many pages an OFD lists."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(opened.read(_OFD), parser)
        spots = root.xpath("//*[local-name()='DocRoot']/text()")
        count = 0
        for spot in spots if isinstance(spots, list) else []:
            document = etree.fromstring(opened.read(str(spot).strip().lstrip("/")), parser)
            pages = document.xpath("//*[local-name()='Pages']/*[local-name()='Page']")
            count += len(pages) if isinstance(pages, list) else 0
    except (etree.LxmlError, KeyError):
        return None
    return count or None


def compound(file: BinaryIO, suffix: str) -> Found:
    """An OLE file. suffix: by which alone WPS tells its own from Microsoft's. Raises Unfit."""
    try:
        found = ole.read(file)
    except (ValueError, IndexError, OverflowError) as fault:
        raise Unfit("broken") from fault
    if found.names & {"EncryptedPackage", "EncryptionInfo"}:
        raise Unfit("locked")
    kind = next((kind for stream, kind in _STREAMS if stream in found.names), None)
    if kind is None:
        raise Unfit("other_office")
    if _locked(found.begins):
        raise Unfit("locked")
    shell, own = _OWN.get(suffix, ("", ""))
    return Found(own if shell == kind else kind, script=bool(found.names & _MACROS))


def _locked(begins: dict[str, bytes]) -> bool:
    """Whether Word's or Excel's own mark of a password stands where it stands."""
    if int.from_bytes(begins.get("WordDocument", b"")[10:12], "little") & 0x0100:
        return True
    sheet, place = begins.get("Workbook") or begins.get("Book") or b"", 0
    while place + 4 <= len(sheet):
        record = int.from_bytes(sheet[place : place + 2], "little")
        if record == 0x2F:
            return True
        if record not in (0x809, 0x86, 0xE1, 0xC1, 0xE2, 0x5C, 0x42):  # what may stand before it
            return False
        place += 4 + int.from_bytes(sheet[place + 2 : place + 4], "little")
    return False
