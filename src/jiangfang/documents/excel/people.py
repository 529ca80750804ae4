"""A list of units in Excel: the empty one to fill in, and a filled one as lines."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from jiangfang.core.problems import Refused, error
from jiangfang.documents.excel.apart import HEAD_ROWS, LONGEST, WORDS, Unreadable, plain, rows_apart

NAME, ABOVE, ROLE = "单位名称", "上级", "身份"
ALSO = {"上级单位": ABOVE, "推荐单位": ABOVE}
MOST, LARGEST = 2_000, 5 * 1024 * 1024
SHEET = "单位名单"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A line of the list as it was written. row: its number in the sheet."""

    row: int
    name: str
    above: str = ""
    role: str = ""

    def place(self, column: str) -> str:
        """Where a cell stands, for people: 第 7 行 单位名称."""
        return f"第 {self.row} 行 {column}"


def read_units(content: bytes) -> list[UnitLine]:
    """The lines below the headings, empty ones left out. Raises Refused (where: ``file``)."""
    found = filled_rows(content, (NAME, ABOVE, ROLE), ALSO)
    return [UnitLine(row, texts[NAME], texts[ABOVE], texts[ROLE]) for row, texts in found]


def filled_rows(
    content: bytes, columns: Sequence[str], also: Mapping[str, str], longest: int = LONGEST
) -> list[tuple[int, dict[str, str]]]:
    """The number and the texts, by column, of every row in which something stands below the headings.

    columns: the first must be there; also: other names of columns; longest: how much of a cell is read. Raises Refused
    (where: ``file``).
    """
    head = columns[0]
    if not content:
        raise _refused("文件是空的，请先填好再上传")
    if len(content) > LARGEST:
        raise _refused(f"文件超过 {LARGEST // 1024 // 1024} MB，一份名单不会这么大，请确认选对了文件")
    try:
        rows = rows_apart(content, head, MOST + HEAD_ROWS + 1, longest)
    except Unreadable as fault:
        no_head = f"前 {HEAD_ROWS} 行里没有“{head}”这一栏，请用这一页下载的空表填"
        raise _refused(WORDS[fault.why] or no_head) from fault
    found = _texts(rows, columns, also)
    if not found:
        raise _refused(f"“{head}”下面一行也没有填")
    if len(found) > MOST:
        raise _refused(f"一次最多 {MOST} 行，请分成几份上传")
    return found


def _texts(
    rows: Sequence[Sequence[str]], columns: Sequence[str], also: Mapping[str, str]
) -> list[tuple[int, dict[str, str]]]:
    first, places = _headings(rows, columns, also)
    made = []
    for number, row in enumerate(rows[first + 1 :], first + 2):
        texts = {title: row[at].strip() if 0 <= at < len(row) else "" for title, at in places.items()}
        if any(texts.values()):
            made.append((number, texts))
    return made


def _headings(
    rows: Sequence[Sequence[str]], columns: Sequence[str], also: Mapping[str, str]
) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the place of each column in it, -1 for none; of two called alike the first."""
    for number, row in enumerate(rows[:HEAD_ROWS]):
        titles = [plain(cell) for cell in row]
        if columns[0] in titles:
            called = [also.get(title, title) for title in titles]
            return number, {title: called.index(title) if title in called else -1 for title in columns}
    raise LookupError("the reader gives only sheets with the heading")


def empty_list(roles: Sequence[str], above: bool) -> bytes:
    """The .xlsx to fill in. roles: what may be chosen; above: with a column for the body above."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": SHEET})
    sheet = book.add_worksheet(SHEET)
    font = {"font_name": "宋体", "font_size": 12}
    head = book.add_format({**font, "bold": True, "border": 1, "bg_color": "#eef0f3"})
    text = book.add_format({**font, "num_format": "@"})
    columns = [(NAME, 44), *([(ABOVE, 32)] if above else []), (ROLE, 18)]
    for place, (title, width) in enumerate(columns):
        sheet.set_column(place, place, width, text)
        sheet.write_string(0, place, title, head)
    last = len(columns) - 1
    sheet.data_validation(1, last, MOST, last, {"validate": "list", "source": list(roles), "ignore_blank": True})
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    _say_how(book.add_worksheet("怎样填"), book.add_format({**font, "text_wrap": True}), roles, above)
    book.close()
    return out.getvalue()


def _say_how(sheet: Any, text: Any, roles: Sequence[str], above: bool) -> None:
    """The second sheet, in sentences."""
    says = [
        f"{NAME}：写全称，一行一个单位，一次最多 {MOST} 行。",
        f"{ROLE}：这个码给谁用，写“{'”或“'.join(roles)}”；两个都要就空着，会各发一个。",
        "填好以后在网页上传，先核对，再确认。系统不保存这份文件。",
    ]
    if above:
        says.insert(1, f"{ABOVE}：写上级单位的全称，要先在系统里有；空着就放在网页上选的那个单位下面。")
    sheet.set_column(0, 0, 90, text)
    for place, sentence in enumerate(says):
        sheet.write_string(place, 0, sentence)


def _refused(says: str) -> Refused:
    return Refused([error("unreadable_file", "file", says)])
