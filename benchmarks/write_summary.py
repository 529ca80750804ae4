"""Writing a 开封 汇总表 of many rows, from checked answers to the bytes of an .xlsx in the official layout."""

from __future__ import annotations

import io
from typing import Any

from benchmarks.job import Bench, Contender, Job
from benchmarks.material import folder, forms
from jiangfang.core.papers import Paper, sheet_row
from jiangfang.documents.excel import write_sheet
from tools.blanks.summary import COLUMNS, GROUPS, TITLE_TEXT

PROGRAMME, SAMPLE = "kaifeng-2024", "kaifeng-2024-one.json"
NUMERIC = {"integer", "money"}
DECIMALS = {"integer": 0, "money": 2}
ROW_HEIGHT = 196
Line = list[str | float]


def _paper() -> Paper:
    paper = folder(PROGRAMME).programme.paper("summary")
    assert paper is not None
    return paper


def ours(size: int) -> Job:
    """The answers streamed into the official blank's own sheet, every row as high as its text needs."""
    paper, programme = _paper(), folder(PROGRAMME)
    given = forms(PROGRAMME, SAMPLE, size)
    return lambda: write_sheet(programme.sheets[paper.id], paper, programme.programme.fields, given)[0]


def _lines(size: int) -> list[Line]:
    """The cells ready for a peer: numbers as numbers, the rest as text."""
    paper = _paper()
    by_key = {field.key: field for field in folder(PROGRAMME).programme.fields}
    numeric = [column.serial or by_key[column.key].type in NUMERIC for column in paper.columns]
    made: list[Line] = []
    for number, values in enumerate(forms(PROGRAMME, SAMPLE, size)):
        texts = sheet_row(paper, by_key, values, number + 1)
        made.append([float(text) if wanted and text else text for text, wanted in zip(texts, numeric, strict=True)])
    return made


def _number_formats() -> list[str]:
    by_key = {field.key: field for field in folder(PROGRAMME).programme.fields}
    kinds = [by_key[column.key].type if column.key else "integer" for column in _paper().columns]
    return [("0", "0.00")[DECIMALS[kind] > 0] if kind in NUMERIC else "@" for kind in kinds]


def with_xlsxwriter(size: int) -> Job:
    """constant_memory, the same headings, widths, formats and print set-up; row heights are fixed, not reckoned."""
    import xlsxwriter

    lines, formats = _lines(size), _number_formats()

    def run() -> bytes:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
        sheet = book.add_worksheet("汇总表")
        _layout(book, sheet)
        cells = [
            book.add_format(_boxed("仿宋", 10) | {"align": column.align, "num_format": number})
            for column, number in zip(COLUMNS, formats, strict=True)
        ]
        for row, line in enumerate(lines, start=4):
            sheet.set_row(row, ROW_HEIGHT)
            for place, value in enumerate(line):
                write = sheet.write_string if isinstance(value, str) else sheet.write_number
                write(row, place, value, cells[place])
        book.close()
        return out.getvalue()

    return run


def _layout(book: Any, sheet: Any) -> None:
    sheet.set_paper(8)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 3)
    sheet.freeze_panes(4, 2)
    for place, column in enumerate(COLUMNS):
        sheet.set_column_pixels(place, place, column.pixels)
    sheet.write_string(0, 0, "附件 2", book.add_format({"font_name": "黑体", "font_size": 14}))
    title = book.add_format({"font_name": "方正小标宋简体", "font_size": 22, "align": "center"})
    sheet.merge_range(1, 0, 1, len(COLUMNS) - 1, TITLE_TEXT, title)
    for text, first, last in GROUPS:
        sheet.merge_range(2, first, 2, last, text, book.add_format(_boxed("黑体", 11)))
    label = book.add_format(_boxed("黑体", 10))
    for place, column in enumerate(COLUMNS):
        sheet.write_string(3, place, column.label, label)


def _boxed(face: str, size: int) -> dict[str, Any]:
    return {"font_name": face, "font_size": size, "valign": "vcenter", "text_wrap": True, "border": 1}


def with_openpyxl(size: int) -> Job:
    """The official blank opened and filled, every cell in the style of the blank's first row."""
    import openpyxl

    ours, paper = folder(PROGRAMME), _paper()
    blank = ours.blank_bytes(paper)
    lines, formats = _lines(size), _number_formats()

    def run() -> bytes:
        out = io.BytesIO()
        book = openpyxl.load_workbook(io.BytesIO(blank))
        sheet: Any = book[paper.sheet]
        for place, number in enumerate(formats):
            sheet.cell(paper.first, place + 1).number_format = number
        styles = [sheet.cell(paper.first, place + 1)._style for place in range(len(formats))]
        for row, line in enumerate(lines, start=paper.first):
            sheet.row_dimensions[row].height = ROW_HEIGHT
            for place, value in enumerate(line):
                spot = sheet.cell(row, place + 1)
                spot.value = value
                spot._style = styles[place]
        book.save(out)
        return out.getvalue()

    return run


def words(content: bytes) -> list[str]:
    """The text of every cell below the headings, as another reader sees it."""
    from python_calamine import CalamineWorkbook

    paper = _paper()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(paper.sheet).to_python()
    return [str(value) for row in rows[paper.first - 1 :] for value in row]


BENCH = Bench(
    "开封 汇总表 written: checked answers, 28 columns → .xlsx",
    "ours at least as fast as XlsxWriter constant_memory, with the official layout",
    {
        "ours": Contender("匠坊 documents.excel.write_sheet", ours),
        "xlsxwriter": Contender("XlsxWriter constant_memory", with_xlsxwriter),
        "openpyxl": Contender("openpyxl into the blank", with_openpyxl),
    },
    words,
    size=10_000,
    quick=20,
    piece="rows",
    unit="s a sheet",
    whole=True,
)
