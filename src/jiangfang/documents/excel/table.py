"""A list as an Excel file, written row by row, so that ten thousand rows need neither time nor memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

Cell = str | int | Decimal | date | None
"""What stands in a cell. A text stays a text, also one of digits; a moment is given in the time of the installation."""

AT_ONCE = 200
_SHEET, _BOOK, _STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
_LONGEST = 16_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_DAY_ONE = date(1899, 12, 30).toordinal()
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_A_NAME = re.compile(r"[\\/?*\[\]:'\x00-\x1f]")
TEXT, NUMBER, DAY, MOMENT = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how wide it is in letters."""

    title: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A list. total: how many lines there will be; lines: made while they are written."""

    title: str
    columns: Sequence[Column]
    lines: Iterable[Sequence[Cell]]
    total: int


def write_table(out: BinaryIO, table: Table, told: Callable[[int], None] | None = None) -> None:
    """The .xlsx of a list. told: how many lines are written, from time to time."""
    title = _NOT_A_NAME.sub(" ", table.title).strip()[:31] or "名单"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _frame(title):
            package.writestr(_info(name), content)
        with package.open(_info(_SHEET), "w", force_zip64=True) as part:
            part.write(_before(table.columns).encode())
            done = 0
            for held in _chunks(_rows(table.lines)):
                part.write("".join(held).encode())
                done += len(held)
                if told is not None:
                    told(done)
            part.write(_after(len(table.columns), done + 1).encode())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _chunks(rows: Iterator[str]) -> Iterator[list[str]]:
    held: list[str] = []
    for row in rows:
        held.append(row)
        if len(held) == AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def _rows(lines: Iterable[Sequence[Cell]]) -> Iterator[str]:
    for line in lines:
        yield f"<row>{''.join(map(_cell, line))}</row>\n"


def _cell(value: Cell) -> str:
    if value is None or value == "":
        return f'<c s="{TEXT}"/>'
    if isinstance(value, str):
        return f'<c s="{TEXT}" t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>'
    if isinstance(value, datetime):
        share = (value.hour * 60 + value.minute) / 1440
        return f'<c s="{MOMENT}"><v>{value.toordinal() - _DAY_ONE + share:.9f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{DAY}"><v>{value.toordinal() - _DAY_ONE}</v></c>'
    return f'<c s="{NUMBER}"><v>{value}</v></c>'


def _escaped(text: str) -> str:
    plain = _UNFIT.sub("", text[:_LONGEST]).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ESCAPE.sub("_x005F_", plain) if "_x" in plain else plain


def _letter(place: int) -> str:
    """The name of a column, from 1."""
    before, last = divmod(place - 1, 26)
    return f"{_letter(before) if before else ''}{chr(65 + last)}"


def _before(columns: Sequence[Column]) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{one.width}" customWidth="1"/>'
        for place, one in enumerate(columns, 1)
    )
    heads = "".join(f'<c s="5" t="inlineStr"><is><t>{_escaped(one.title)}</t></is></c>' for one in columns)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0" tabSelected="1">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="16"/><cols>{widths}</cols><sheetData><row>{heads}</row>\n'
    )


def _after(columns: int, rows: int) -> str:
    return (
        f'</sheetData><autoFilter ref="A1:{_letter(columns)}{rows}"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )


def _frame(title: str) -> Iterator[tuple[str, str]]:
    """The parts around the sheet."""
    name = _escaped(title).replace('"', "&quot;")
    titles = f"'{name}'!$1:$1"
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{_BOOK}" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/{_STYLES}" ContentType="{_TYPE}.styles+xml"/></Types>',
    )
    yield "_rels/.rels", _relations([(f"{_OFFICE}/officeDocument", _BOOK)])
    yield (
        _BOOK,
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/>'
        '</sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'
        f"{titles}</definedName></definedNames></workbook>",
    )
    sheet, styles = f"{_OFFICE}/worksheet", f"{_OFFICE}/styles"
    yield "xl/_rels/workbook.xml.rels", _relations([(sheet, "worksheets/sheet1.xml"), (styles, "styles.xml")])
    yield _STYLES, _styles()


def _relations(found: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(found, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _styles() -> str:
    """Formats by number: 0 nothing, then text, number, day, moment; 5 the headings."""
    side = '<{0} style="thin"><color rgb="FFC4CAD3"/></{0}>'
    border = "".join(side.format(one) for one in ("left", "right", "top", "bottom"))
    wrap = '<alignment vertical="center" wrapText="1"/>'
    plain = 'fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyNumberFormat="1" applyAlignment="1"'
    formats = "".join(f'<xf numFmtId="{one}" {plain}>{wrap}</xf>' for one in (49, 0, 164, 165))
    head = 'numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1"'
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
        '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
        '<numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\\ h:mm"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
        '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFEEF0F3"/></patternFill></fill></fills>'
        f'<borders count="2"><border/><border>{border}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{formats}'
        f'<xf {head} applyAlignment="1">{wrap}</xf></cellXfs>'
        '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
