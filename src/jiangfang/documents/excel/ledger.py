"""A list of entries of one kind: the empty one to fill in, with how it is filled; a filled one as rows of texts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from jiangfang.core.problems import Refused, error
from jiangfang.documents.excel.apart import HEAD_ROWS, WORDS, Unreadable, plain, rows_apart
from jiangfang.documents.excel.people import LARGEST, MOST

HOW = "怎样填"
_LONGEST_LIST = 255  # what Excel takes of words to choose from


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the list. words: what can be chosen; says: how it is filled, in a sentence; must: it has to be."""

    title: str
    width: int = 16
    words: Sequence[str] = ()
    says: str = ""
    must: bool = False


def empty_ledger(title: str, headings: Sequence[Heading], says: Sequence[str]) -> bytes:
    """The .xlsx to fill in. title: of the sheet; says: sentences for the second sheet, before those of the columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": title})
    font = {"font_name": "宋体", "font_size": 12}
    head = book.add_format({**font, "bold": True, "border": 1, "bg_color": "#eef0f3", "text_wrap": True})
    text = book.add_format({**font, "num_format": "@", "text_wrap": True})
    sheet = book.add_worksheet(_sheet_name(title))
    for place, one in enumerate(headings):
        sheet.set_column(place, place, one.width, text)
        sheet.write_string(0, place, f"{one.title}*" if one.must else one.title, head)
        if one.words and len(",".join(one.words)) <= _LONGEST_LIST:
            # another word is let in, and told at the upload
            choice = {"validate": "list", "source": list(one.words), "ignore_blank": True, "error_type": "warning"}
            sheet.data_validation(1, place, MOST, place, choice)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    told = book.add_worksheet(HOW)
    told.set_column(0, 0, 96, book.add_format({**font, "text_wrap": True}))
    lines = [*says, *(f"{one.title}：{said}" for one in headings if (said := _said(one)))]
    for place, sentence in enumerate(lines):
        told.write_string(place, 0, sentence)
    book.close()
    return out.getvalue()


def _said(one: Heading) -> str:
    words = f"写“{'”“'.join(one.words)}”" if one.words else ""
    return "；".join(part for part in ("必须写" if one.must else "", words, one.says) if part)


def _sheet_name(title: str) -> str:
    return "".join("、" if letter in "[]:*?/\\'" else letter for letter in title)[:31] or "台账"


def ledger_rows(content: bytes, titles: Sequence[str], longest: int) -> list[list[str]]:
    """The sheet in which one of some headings stands, from its first row on. titles: the first is what it needs most.

    longest: how much of a cell is read. Raises Refused (where: ``file``).
    """
    if not content:
        raise refused_sheet("文件是空的，请先填好再上传")
    if len(content) > LARGEST:
        raise refused_sheet(f"文件超过 {LARGEST // 1024 // 1024} MB，一份清单不会这么大，请确认选对了文件")
    try:
        return rows_apart(content, "\n".join(map(plain, titles)), MOST + HEAD_ROWS + 1, longest)
    except Unreadable as fault:
        raise refused_sheet(WORDS[fault.why] or no_head(titles[0])) from fault


def no_head(title: str) -> str:
    """What is said of a sheet whose headings are not found."""
    return f"前 {HEAD_ROWS} 行里没有认出表头，没有“{title}”这一栏；可以用这一页下载的空表填"


def refused_sheet(says: str) -> Refused:
    """A sheet that cannot be used, and why."""
    return Refused([error("unreadable_file", "file", says)])
