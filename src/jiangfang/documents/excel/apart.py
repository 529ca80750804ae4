"""Reads somebody's workbook (.xlsx, .xls, .et) in a process of its own.

A file of a few bytes can ask the reader for hundreds of gigabytes, upon which the whole process ends. So it is not the
server's; it has bounds of memory and time, and gives back one sheet as texts.
"""

from __future__ import annotations

import io
import json
import subprocess  # nosec B404
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MEMORY, SECONDS = 1024 * 1024 * 1024, 30
UNPACKED, PARTS = 64 * 1024 * 1024, 2_000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEETS, HEAD_ROWS, COLUMNS, LONGEST = 20, 20, 40, 300

WORDS = {
    "kind": "不是 Excel 文件（.xlsx、.xls、.et），请确认选对了文件；别的系统导出的，用 WPS 或 Excel 打开，另存为 .xlsx",
    "large": "解开以后太大，不像一份名单",
    "locked": "加了密码，请在 Excel 或 WPS 里去掉密码再上传",
    "broken": "打不开：文件损坏、加了密码，或者不是一份普通的表格；请用 WPS 或 Excel 打开，另存为 .xlsx 再上传",
    "head": "",
}


class Unreadable(Exception):  # noqa: N818 - what the file is
    """A workbook that cannot be used. why: one of ``WORDS``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def rows_apart(content: bytes, head: str, most: int, longest: int = LONGEST) -> list[list[str]]:
    """The sheet in which a heading stands, from its first row on, up to ``most`` rows; empty cells are "".

    head: also several, a line each, where any will do. longest: how much of a cell is read, and one letter more. What
    the reader cannot read of the old format is read as LibreOffice saves it anew, where this machine has it. Raises
    Unreadable.
    """
    try:
        return _rows(content, head, most, longest)
    except Unreadable as fault:
        anew = _saved_anew(content) if fault.why == "broken" else None
        if anew is None:
            raise
        return _rows(anew, head, most, longest)


def _saved_anew(content: bytes) -> bytes | None:
    """A file of the old format in the new one; None where it is no such file, or nobody can do it.

    One that is protected against changes is enciphered, with a password that every program of an office knows.
    """
    from jiangfang.documents.preview.office import to_xlsx

    return to_xlsx(content) if content.startswith(_OLD) else None


def _rows(content: bytes, head: str, most: int, longest: int) -> list[list[str]]:
    """The same as the reader reads it. Raises Unreadable."""
    _look_first(content)
    command = [sys.executable, "-P", "-m", __name__, head, str(most), str(longest)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True)  # nosec B603
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as fault:
        raise Unreadable("broken") from fault
    if "why" in answer:
        raise Unreadable(answer["why"])
    rows: list[list[str]] = answer["rows"]
    return rows


def _look_first(content: bytes) -> None:
    """What the file says of itself: its kind and, of a package, the sizes of what is in it."""
    if content.startswith(_OLD):
        return
    if not content.startswith(b"PK"):
        raise Unreadable("kind")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sizes = [info.file_size for info in package.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError) as fault:
        raise Unreadable("broken") from fault
    if sum(sizes) > UNPACKED or len(sizes) > PARTS:
        raise Unreadable("large")


def _within_bounds() -> None:
    """Bounds of memory where the system knows them; of time they are set by who waits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _read(content: bytes, head: str, most: int, longest: int = LONGEST) -> dict[str, Any]:
    """In the process of its own: the rows, or why not."""
    heads = set(head.split("\n"))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for place in range(min(len(workbook.sheet_names), SHEETS)):
            sheet = workbook.get_sheet_by_index(place)
            rows = [_texts(row, longest) for row in sheet.to_python(skip_empty_area=False, nrows=most)]
            if any(plain(cell) in heads for row in rows[:HEAD_ROWS] for cell in row):
                return {"rows": rows}
    except PasswordError:
        return {"why": "locked"}
    except (CalamineError, ValueError, MemoryError, OSError):
        return {"why": "broken"}
    return {"why": "head"}


def _texts(row: Sequence[Any], longest: int) -> list[str]:
    return [_text(cell, longest) for cell in row[:COLUMNS]]


def _text(cell: Any, longest: int) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell)[: longest + 1]


def plain(heading: str) -> str:
    """A heading without spaces and without what stands in brackets behind it."""
    kept = "".join(heading.split())
    for bracket in "（(":
        kept = kept.partition(bracket)[0]
    return kept.strip("*＊")


if __name__ == "__main__":
    _within_bounds()
    found = _read(sys.stdin.buffer.read(), sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(found))
