"""An official blank: its parts, its grid, and whether a programme's papers data fits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from jiangfang.core.fields import Field
from jiangfang.core.papers import Address, Blanks, CellSlot, Paper, RowsSlot
from jiangfang.core.papers.boxes import EMPTY
from jiangfang.core.problems import Refused
from jiangfang.documents.archive import read_parts
from jiangfang.documents.files import unreadable
from jiangfang.documents.word.grid import Element, at, goes_on_below, has_text_box, label_of, parse, tables, text_of

MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class WordBlank:
    """A Word file opened. parts: the package; texts: the text of every cell, table by row by cell.

    hidden: cells under a vertical merge, which nobody sees. floating: cells with a text box, whose words are not read.
    """

    parts: dict[str, bytes]
    texts: tuple[tuple[tuple[str, ...], ...], ...]
    hidden: frozenset[Address] = frozenset()
    floating: frozenset[Address] = frozenset()

    def document(self) -> Element:
        """A fresh tree of the main part, free to be changed."""
        return parse(self.parts[MAIN])

    def text(self, address: Address) -> str | None:
        """The text of a cell, or None when there is no such cell."""
        try:
            return self.texts[address.table][address.row][address.cell]
        except IndexError:
            return None


def open_blank(content: bytes, path: Path) -> WordBlank:
    """A .docx as a blank or a filled form. Raises Refused (``unreadable_file``)."""
    parts = read_parts(content, path, MAIN)
    try:
        grid = tables(parse(parts[MAIN]))
    except etree.XMLSyntaxError as fault:
        raise Refused([unreadable(path, "文件损坏：正文不是完好的 XML")]) from fault
    texts = tuple(tuple(tuple(text_of(cell) for cell in row) for row in table) for table in grid)
    spots = [
        (Address(*place), cell)
        for number, table in enumerate(grid)
        for line, row in enumerate(table)
        for place, cell in (((number, line, spot), cell) for spot, cell in enumerate(row))
    ]
    hidden = frozenset(place for place, spot in spots if goes_on_below(spot))
    floating = frozenset(place for place, spot in spots if has_text_box(spot))
    return WordBlank(parts, texts, hidden, floating)


def blank_faults(blank: WordBlank, paper: Paper, fields: dict[str, Field]) -> Iterator[tuple[str, str]]:
    """Where the papers data and the blank disagree: (place below the paper, sentence)."""
    for place, slot in enumerate(paper.cells):
        message = _cell_fault(blank, slot, fields)
        if message:
            yield f"cells[{place}]", f"{slot.at}：{message}"
    for place, rows in enumerate(paper.rows):
        for message in _rows_faults(blank, rows):
            yield f"rows[{place}]", f"{rows.at}：{message}"


def _cell_fault(blank: WordBlank, slot: CellSlot, fields: dict[str, Field]) -> str:
    text = blank.text(slot.address)
    if text is None:
        return "空表里没有这一格"
    if slot.address in blank.hidden:
        return "这一格被上面合并的格子盖住，写了也看不见；请写上面那一格"
    if slot.blanks:
        found = Blanks(slot.blanks).find(text)
        fine = found is not None and not any(found.values())
        return "" if fine else f"这一格印的是“{_marked(text)}”，和 blanks 写的“{_marked(slot.blanks)}”对不上"
    if slot.boxes:
        plain = label_of(text)
        lost = [option for option in fields[slot.boxes].options if not _boxed(plain, option)]
        return f"这一格里没有带方框的“{'、'.join(lost)}”" if lost else ""
    return f"这一格不是空的，印着“{label_of(text)}”" if text.strip() else ""


def _marked(text: str) -> str:
    """A text with its tabs and line breaks to be seen (in WPS a tab inside a table is Ctrl+Tab)."""
    return " ".join(text.replace("\t", "〔制表符〕").replace("\n", "〔换行〕").split())


def _boxed(plain: str, option: str) -> bool:
    place = plain.find(option)
    return place > 0 and plain[place - 1] in EMPTY


def _rows_faults(blank: WordBlank, rows: RowsSlot) -> Iterator[str]:
    start = rows.address
    for line in range(rows.lines):
        for cell in range(len(rows.columns)):
            where = start._replace(row=start.row + line, cell=start.cell + cell)
            text = blank.text(where)
            if text is None:
                yield f"空表里没有 {where} 这一格"
                return
            if text.strip():
                yield f"{where} 不是空的，印着“{label_of(text)}”"
                return
            if where in blank.hidden:
                yield f"{where} 被上面合并的格子盖住，写了也看不见"
                return


def cell(grid: list[list[list[Element]]], address: Address) -> Element:
    """The cell at an address of a blank that has been checked."""
    found = at(grid, address)
    if found is None:
        raise LookupError(f"the blank has no cell {address}")
    return found
