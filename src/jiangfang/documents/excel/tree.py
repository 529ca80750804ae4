"""The tree of organisations in Excel: the empty list with its examples, and a filled one as lines."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from jiangfang.documents.excel.people import MOST, filled_rows

NAME, KIND, ABOVE, CONTACT, ROLE = "名称", "类别", "上级机构", "联系人", "身份"
COLUMNS = (NAME, KIND, ABOVE, CONTACT, ROLE)
ALSO = {"上级": ABOVE, "上级单位": ABOVE, "上级工会": ABOVE, "机构类别": KIND}
SHEET, EXAMPLE, HOW = "机构名单", "例子", "怎样填"
_WIDTHS = (40, 24, 36, 14, 18)


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line of the list as it was written. row: its number in the sheet."""

    row: int
    name: str
    kind: str = ""
    above: str = ""
    contact: str = ""
    role: str = ""

    def place(self, column: str) -> str:
        """Where a cell stands, for people: 第 7 行 名称."""
        return f"第 {self.row} 行 {column}"


def read_tree(content: bytes) -> list[BodyLine]:
    """The lines below the headings, empty ones left out. Raises Refused (where: ``file``)."""
    found = filled_rows(content, COLUMNS, ALSO)
    return [BodyLine(row, *(texts[title] for title in COLUMNS)) for row, texts in found]


def empty_tree(kinds: Mapping[str, str], roles: Sequence[str], examples: Sequence[Sequence[str]]) -> bytes:
    """The .xlsx to fill in: the list, a sheet of examples, and how it is filled. kinds: each with what it is."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": SHEET})
    font = {"font_name": "宋体", "font_size": 12}
    head = book.add_format({**font, "bold": True, "border": 1, "bg_color": "#eef0f3"})
    text = book.add_format({**font, "num_format": "@"})
    for title, rows in ((SHEET, ()), (EXAMPLE, examples)):
        sheet = _listing(book.add_worksheet(title), head, text, rows)
        for column, words in ((COLUMNS.index(KIND), list(kinds)), (COLUMNS.index(ROLE), list(roles))):
            choice = {"validate": "list", "source": words, "ignore_blank": True}
            # another word is let in: those that mean the same are understood, and the rest is told at the upload
            sheet.data_validation(1, column, MOST, column, {**choice, "error_type": "warning"})
    _say_how(book.add_worksheet(HOW), book.add_format({**font, "text_wrap": True}), kinds, roles)
    book.close()
    return out.getvalue()


def _listing(sheet: Any, head: Any, text: Any, rows: Sequence[Sequence[str]]) -> Any:
    for place, (title, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width, text)
        sheet.write_string(0, place, title, head)
    for number, row in enumerate(rows, 1):
        for place, words in enumerate(row):
            sheet.write_string(number, place, words, text)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def _say_how(sheet: Any, text: Any, kinds: Mapping[str, str], roles: Sequence[str]) -> None:
    """The last sheet, in sentences."""
    says = [
        f"填在“{SHEET}”这一张里，“{EXAMPLE}”只给人看。一行一个机构，一次最多 {MOST} 行，先后不论。",
        f"{NAME}：写全称。市总工会自己不用写。",
        f"{KIND}：从下面几种里选一种。",
        *(f"　　{title}：{what}" for title, what in kinds.items()),
        f"{ABOVE}：写上级的全称，写在这张表里的、系统里已有的都行；空着就直接归市总工会。",
        f"{CONTACT}：可以不写。写了就给这个机构发一次性码，姓名印在纸条上，系统里不保存。",
        f"{ROLE}：码给谁用，写“{'”“'.join(roles)}”。空着的，有联系人就照类别发：单位两个都发，别的发“推荐单位”。",
        f"{CONTACT}和{ROLE}都空着的，只加机构，不发码；码 72 小时内有效，不急着用的以后再发。",
        "填好以后在网页上传，先核对，再确认。系统不保存这份文件。再传一次，只加新的，已经有的不动。",
    ]
    sheet.set_column(0, 0, 96, text)
    for place, sentence in enumerate(says):
        sheet.write_string(place, 0, sentence)
