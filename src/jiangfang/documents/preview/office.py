"""Word, Excel, PPT and WPS files as PDF, and old sheets as new ones, by LibreOffice where this machine has it.

It runs with a profile that is made for this one file: no macros, nothing fetched from a network, no link followed.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from jiangfang.documents.preview.apart import without_secrets
from jiangfang.documents.preview.drawing import Undrawable

SECONDS, MOST_PAGES = 150, 200
SECONDS_WAITED_FOR = 45
LARGEST = 64 * 1024 * 1024
_PROGRAMS = ("soffice", "libreoffice")
_WRITER, _CALC, _IMPRESS = "writer_pdf_Export", "calc_pdf_Export", "impress_pdf_Export"
# What WPS writes is what Word and Excel wrote before it, under another name.
KINDS: Mapping[str, tuple[str, str]] = {
    "docx": (".docx", _WRITER),
    "doc": (".doc", _WRITER),
    "wps": (".doc", _WRITER),
    "xlsx": (".xlsx", _CALC),
    "xls": (".xls", _CALC),
    "et": (".xls", _CALC),
    "pptx": (".pptx", _IMPRESS),
    "ppt": (".ppt", _IMPRESS),
}
"""Kinds by their ids in core/proofs: the suffix by which it is opened, the way out."""
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
    ("Common/Load", "UpdateDocMode", "0"),
)
# Whatever it wants to fetch goes through a proxy that is not there.
_NOWHERE = (
    ("ooInetProxyType", "2"),
    ("ooInetNoProxy", ""),
    *((f"ooInet{way}ProxyName", "127.0.0.1") for way in ("HTTP", "HTTPS", "FTP")),
    *((f"ooInet{way}ProxyPort", "9") for way in ("HTTP", "HTTPS", "FTP")),
)


def program() -> str | None:
    """LibreOffice, where this machine has it."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def to_pdf(source: BinaryIO, kind: str, out: Path, *, most: int = MOST_PAGES) -> None:
    """The file as PDF at ``out``, its first ``most`` pages. Raises Undrawable, also where nobody can do it."""
    named = program()
    if named is None or kind not in KINDS:
        raise Undrawable("broken")
    suffix, way = KINDS[kind]
    pages = f'{{"PageRange":{{"type":"string","value":"1-{most}"}}}}'
    source.seek(0)
    with _converted(named, source, suffix, [f"pdf:{way}:{pages}"], SECONDS) as made:
        shutil.copyfile(made, out)


def to_xlsx(content: bytes) -> bytes | None:
    """A sheet of the old format (.xls, .et) in the new one; None where nobody can do it. Somebody waits for it."""
    named = program()
    if named is None:
        return None
    how = ["xlsx:Calc MS Excel 2007 XML", "--infilter=MS Excel 97"]
    try:
        with _converted(named, io.BytesIO(content), ".xls", how, SECONDS_WAITED_FOR) as made:
            return made.read_bytes()
    except Undrawable:
        return None


@contextmanager
def _converted(named: str, source: BinaryIO, suffix: str, how: list[str], seconds: int) -> Iterator[Path]:
    """The file as LibreOffice saves it, as long as the block lasts. how: to what, and more. Raises Undrawable."""
    with tempfile.TemporaryDirectory(prefix="jiangfang-", ignore_cleanup_errors=True) as spot:
        folder = Path(spot)
        with (folder / f"in{suffix}").open("wb") as copy:
            shutil.copyfileobj(source, copy, 1024 * 1024)
        _write_profile(folder / "profile")
        _convert(named, folder, suffix, how, seconds)
        made = folder / "out" / f"in.{how[0].partition(':')[0]}"
        if not made.is_file() or not 0 < made.stat().st_size < LARGEST:
            raise Undrawable("broken")
        yield made


def _write_profile(profile: Path) -> None:
    lines = [_item(f"org.openoffice.Office.{path}", name, value) for path, name, value in _SETTINGS]
    lines += [_item("org.openoffice.Inet/Settings", name, value) for name, value in _NOWHERE]
    spot = profile / "user"
    spot.mkdir(parents=True)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    (spot / "registrymodifications.xcu").write_text(f"{head}{''.join(lines)}</oor:items>\n", encoding="utf-8")


def _item(path: str, name: str, value: str) -> str:
    plain = f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
    return f'<item oor:path="/{path}">{plain}</item>\n'


def _convert(named: str, folder: Path, suffix: str, how: list[str], seconds: int) -> None:
    """LibreOffice begins another process and ends itself by it: all of them are ended when it takes too long."""
    command = [named, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", *how, "--outdir", str(folder / "out"), str(folder / f"in{suffix}")]
    process = subprocess.Popen(  # nosec B603
        command,
        env={**without_secrets(), "HOME": str(folder), "http_proxy": "http://127.0.0.1:9"},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as late:
        raise Undrawable("slow") from late
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """It and whatever it began; nothing of it may live on in a folder that goes away."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
