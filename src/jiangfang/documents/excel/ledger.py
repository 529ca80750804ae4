"""A list of entries of one kind to fill in: its headings, words to choose from, and how it is filled."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from jiangfang.documents.excel.people import MOST

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
