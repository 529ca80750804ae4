"""The official blank of a 汇总表: where its sheet is, how its model row looks, whether the papers data fits it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from jiangfang.core.papers import Paper
from jiangfang.core.problems import Refused
from jiangfang.documents.archive import read_parts
from jiangfang.documents.files import unreadable
from jiangfang.documents.word.grid import label_of, parse

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
Element = etree._Element


def tag(name: str) -> str:
    """A name of SpreadsheetML with its namespace."""
    return f"{{{S}}}{name}"


@dataclass(frozen=True, slots=True)
class SheetBlank:
    """A workbook opened. sheet: the part of the named sheet; strings: its shared strings."""

    parts: dict[str, bytes]
    sheet: str
    strings: tuple[str, ...]

    def tree(self) -> Element:
        """A fresh tree of the sheet, free to be changed."""
        return parse(self.parts[self.sheet])


def open_sheet(content: bytes, path: Path, name: str) -> SheetBlank:
    """The sheet of that name. Raises Refused (``unreadable_file``) when there is none or the file is damaged."""
    parts = read_parts(content, path, WORKBOOK)
    try:
        sheets = {spot.get("name"): spot.get(f"{{{R}}}id") for spot in parse(parts[WORKBOOK]).iter(tag("sheet"))}
        if name not in sheets:
            raise Refused([unreadable(path, f"没有名为“{name}”的工作表")])
        targets = {link.get("Id"): str(link.get("Target")) for link in parse(parts["xl/_rels/workbook.xml.rels"])}
        sheet = f"xl/{targets[sheets[name]].removeprefix('/xl/')}"
        styles = parse(parts[STYLES])
        if next(parse(parts[sheet]).iter(tag("sheetData")), None) is None or not all(
            styles.find(tag(part)) is not None for part in ("cellXfs", "fonts")
        ):
            raise Refused([unreadable(path, "文件损坏：没有数据区或格式表")])
        return SheetBlank(parts, sheet, _strings(parts))
    except (etree.XMLSyntaxError, KeyError) as fault:
        raise Refused([unreadable(path, "文件损坏：里面的内容不完整")]) from fault


def _strings(parts: dict[str, bytes]) -> tuple[str, ...]:
    if STRINGS not in parts:
        return ()
    items = parse(parts[STRINGS]).iter(tag("si"))
    return tuple("".join(text.text or "" for text in item.iter(tag("t"))) for item in items)


def column_number(name: str) -> int:
    """A -> 1, Z -> 26, AA -> 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def row_cells(tree: Element, number: int) -> dict[str, Element]:
    """The cells of a row by column letters; empty when the row is not there."""
    row = next((row for row in tree.iter(tag("row")) if row.get("r") == str(number)), None)
    return {re.sub(r"\d", "", str(cell.get("r"))): cell for cell in (row if row is not None else ())}


def cell_text(blank: SheetBlank, cell: Element) -> str:
    """The text of a cell, shared or inline; a number as its digits."""
    value = cell.findtext(tag("v")) or ""
    if cell.get("t") == "s":
        place = int(value) if value.isdecimal() else len(blank.strings)
        return blank.strings[place] if place < len(blank.strings) else ""
    inline = "".join(text.text or "" for text in cell.iter(tag("t")))
    return inline or value


def sheet_faults(blank: SheetBlank, paper: Paper) -> Iterator[tuple[str, str]]:
    """Where the papers data and the blank disagree: (place below the paper, sentence)."""
    tree = blank.tree()
    headings, model = row_cells(tree, paper.heading), row_cells(tree, paper.first)
    if not model:
        yield "first", f"空表里没有第 {paper.first} 行；请给这一行各格设好字体和边框再存，程序照它的样子写"
    for place, column in enumerate(paper.columns):
        heading = cell_text(blank, headings[column.at]) if column.at in headings else ""
        if label_of(heading) != label_of(column.label):
            printed = f"印的是“{label_of(heading)}”" if heading else "没有表头"
            yield f"columns[{place}]", f"{column.at}{paper.heading} {printed}，不是“{column.label}”"
        if model and column.at not in model:
            yield f"columns[{place}]", f"空表里没有 {column.at}{paper.first} 这一格，不知道它的格式"
