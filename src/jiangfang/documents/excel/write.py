"""Writes a 汇总表 by streaming rows into the blank's own sheet: headings, widths, fonts, print set-up stay."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from lxml import etree

from jiangfang.core.fields import Field
from jiangfang.core.papers import Paper, SheetColumn, sheet_row
from jiangfang.core.problems import Problem, Refused, error, warning
from jiangfang.documents.excel.blank import STYLES, SheetBlank, column_number, row_cells, tag
from jiangfang.documents.excel.styles import Styles

TALLEST = 409.0
_LOWEST_ROW = 54.0
_SMALLEST_READABLE = 8.0
_LINE = 1.48  # of the font size: the tallest line of the fonts that offices have for Chinese
_LONGEST_CELL = 32_767  # in units of UTF-16: an emoji is two
_MARK = "0"
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.(\d+))?", re.ASCII)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is written. room: pixels for text in one line; numeric: its answers are numbers."""

    slot: SheetColumn
    style: int
    room: float
    numeric: bool
    called: str


def write_sheet(
    blank: SheetBlank, paper: Paper, fields: Sequence[Field], forms: Iterable[Mapping[str, Any]]
) -> tuple[bytes, list[Problem]]:
    """The filled .xlsx, one line a form in the order given, and what does not fit on paper.

    forms: canonical answers. Raises Refused for a text that no cell of Excel can hold.
    """
    tree, styles = blank.tree(), Styles(blank.parts[STYLES])
    by_key = {field.key: field for field in fields}
    writer = _Writer(paper, by_key, _columns(tree, paper, by_key), styles)
    before, after = _frame(tree, paper)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        with package.open(_info(blank.sheet), "w") as part:
            part.write(before)
            for chunk in _chunks(writer.rows(forms)):
                part.write(chunk.encode("utf-8"))
            part.write(after)
        for name, content in blank.parts.items():
            if name != blank.sheet:
                package.writestr(_info(name), styles.content() if name == STYLES else content)
    return out.getvalue(), writer.problems


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _chunks(rows: Iterator[str], many: int = 200) -> Iterator[str]:
    held: list[str] = []
    for row in rows:
        held.append(row)
        if len(held) == many:
            yield "".join(held)
            held = []
    yield "".join(held)


def _columns(tree: etree._Element, paper: Paper, fields: Mapping[str, Field]) -> list[_Column]:
    model = row_cells(tree, paper.first)
    widths = {
        number: float(spot.get("width", "8.43"))
        for spot in tree.iter(tag("col"))
        for number in range(int(spot.get("min", "1")), int(spot.get("max", "1")) + 1)
    }
    made: list[_Column] = []
    for slot in paper.columns:
        kind = fields[slot.key].type if slot.key else "integer"
        width = widths.get(column_number(slot.at), 8.43)
        style = int(model[slot.at].get("s", "0"))
        made.append(_Column(slot, style, max(width * 7 - 2, 13), kind in {"integer", "money"}, slot.label))
    return made


def _frame(tree: etree._Element, paper: Paper) -> tuple[bytes, bytes]:
    """The sheet's XML before and after its data rows."""
    data = next(tree.iter(tag("sheetData")))
    for row in list(data):
        if int(row.get("r", "0")) >= paper.first:
            data.remove(row)
    dimension = tree.find(tag("dimension"))
    if dimension is not None:
        tree.remove(dimension)
    etree.SubElement(data, tag("row")).set("r", _MARK)
    whole = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    before, _, after = whole.partition(f'<row r="{_MARK}"/>'.encode())
    return before, after


class _Writer:
    """Makes the XML of rows; keeps the problems met on the way."""

    def __init__(self, paper: Paper, fields: Mapping[str, Field], columns: list[_Column], styles: Styles) -> None:
        self.paper, self.fields, self.columns, self.styles = paper, fields, columns, styles
        self.problems: list[Problem] = []

    def rows(self, forms: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """One ``row`` element a form."""
        for place, values in enumerate(forms):
            yield self._row(self.paper.first + place, sheet_row(self.paper, self.fields, values, place + 1))

    def _row(self, number: int, texts: list[str]) -> str:
        tallest, cells = _LOWEST_ROW, []
        for column, text in zip(self.columns, texts, strict=True):
            size = self.styles.size(column.style)
            height = needed_height(text, column.room, size)
            style = column.style
            if height > TALLEST:
                style, height = self._shrunk(column, text, number)
            tallest = max(tallest, height)
            cells.append(self._cell(column, f"{column.slot.at}{number}", style, text))
        return f'<row r="{number}" ht="{min(tallest, TALLEST):g}" customHeight="1">{"".join(cells)}</row>'

    def _shrunk(self, column: _Column, text: str, number: int) -> tuple[int, float]:
        """A smaller font where a row as high as Excel allows is not enough; said when even that does not help."""
        height = TALLEST
        for size in (9.0, 8.0, 7.0, 6.0, 5.0):
            height = needed_height(text, column.room, size)
            if height <= TALLEST:
                if size < _SMALLEST_READABLE:
                    said = f"第 {number} 行“{column.called}”太长，字号缩到 {size:g} 磅才放得下，建议删减"
                    self.problems.append(warning("too_long", f"{self.paper.sheet}!{column.slot.at}{number}", said))
                return self.styles.sized(column.style, size), height
        said = f"第 {number} 行“{column.called}”太长，打印时一格放不下，请删减（电子版里文字是全的）"
        self.problems.append(warning("too_long", f"{self.paper.sheet}!{column.slot.at}{number}", said))
        return self.styles.sized(column.style, 5.0), TALLEST

    def _cell(self, column: _Column, at: str, style: int, text: str) -> str:
        if not text:
            return f'<c r="{at}" s="{style}"/>'
        found = _PLAIN_NUMBER.fullmatch(text) if column.numeric else None
        if found and sum(map(str.isdigit, text)) <= 15:
            decimals = len(found[1] or "")
            return f'<c r="{at}" s="{self.styles.decimal(style, decimals)}"><v>{text}</v></c>'
        if len(text) > _LONGEST_CELL // 2 and (units := len(text.encode("utf-16-le")) // 2) > _LONGEST_CELL:
            where = f"{self.paper.sheet}!{at}"
            said = f"“{column.called}”有 {units} 个字符，Excel 一格最多 {_LONGEST_CELL}"
            raise Refused([error("too_long", where, said)])
        return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


def needed_height(text: str, room: float, size: float) -> float:
    """Points that a wrapped text needs. room: pixels a line; size: of the font, in points."""
    wide = size * 4 / 3
    line = size * _LINE
    if len(text) * wide <= room and "\n" not in text:
        return line + 4
    lines = 0
    for paragraph in text.split("\n"):
        narrow = len(paragraph.encode("ascii", "ignore"))
        pixels = (len(paragraph) - narrow) * wide + narrow * wide * 0.55
        fit = max(room // wide, 1) * wide
        lines += max(ceil(pixels * 1.02 / fit), 1)
    return lines * line + 4


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ESCAPE.sub("_x005F_", plain) if "_x" in plain else plain
