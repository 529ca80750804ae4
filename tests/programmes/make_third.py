"""Makes the blanks of the third programme again, with tools that are not ours: python -m tests.programmes.make_third.

The papers are laid out unlike the founding ones on purpose: no cover, a unit straight behind a gap without a space,
two answers below one label, an empty line before a printed date, two equal labels.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.table import Table
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).resolve().parent / "third-2026"
STAMP = datetime(2026, 1, 1)  # noqa: DTZ001 - both libraries want it without a zone
COLUMNS = 6
SEAL = "\n公章\n    年  月  日"
HEADINGS = ("序号", "工坊名称", "所在单位", "领办人", "联系电话", "场地面积（平方米）")


def rows_of(paper: Paper, rows: Sequence[Sequence[tuple[int, str]]]) -> Table:
    """A table of these rows; a cell is (how many of six columns it spans, what is printed in it)."""
    table: Table = paper.add_table(rows=len(rows), cols=COLUMNS, style="Table Grid")
    for number, cells in enumerate(rows):
        spots, start = table.rows[number].cells, 0
        for span, text in cells:
            cell = spots[start].merge(spots[start + span - 1]) if span > 1 else spots[start]
            cell.text = text
            start += span
    return table


def application() -> Paper:
    """申报表."""
    paper = Document()
    paper.add_heading("示例县工匠创新工坊申报表", level=1)
    rows_of(
        paper,
        [
            [(1, "工坊名称"), (2, ""), (1, "建坊时间"), (2, "")],
            [(1, "所在单位"), (2, ""), (1, "场地面积"), (2, "平方米")],
            [(1, "领办人"), (2, ""), (1, "联系电话"), (2, "")],
            [(1, "工坊类别"), (5, "□制造 □建筑 □服务 □其他")],
            [(2, "年度"), (2, "投入金额（万元）"), (2, "经费来源")],
            *[[(2, ""), (2, ""), (2, "")]] * 2,
            [(1, "徒弟姓名"), (1, "入坊时间"), (1, "现有等级"), (1, "月津贴（元）"), (1, "师傅"), (1, "签协议日期")],
            *[[(1, "")] * COLUMNS] * 2,
            [(6, "主要做法和今后打算（上一格写做法，下一格写打算）")],
            [(6, "")],
            [(6, "")],
            [(1, "乡镇（街道）总工会意见"), (5, "")],
            [(1, "盖章"), (5, SEAL)],
            [(1, "县总工会意见"), (5, "")],
            [(1, "盖章"), (5, SEAL)],
        ],
    )
    return paper


def pledge() -> Paper:
    """承诺书: a second form of the same programme."""
    paper = Document()
    paper.add_heading("工坊申报承诺书", level=1)
    rows_of(
        paper,
        [
            [(1, "工坊名称"), (2, ""), (1, "领办人"), (2, "")],
            [(1, "承诺事项"), (5, "")],
            [(6, "承诺日期：    年  月  日")],
        ],
    )
    return paper


def summary() -> Workbook:
    """汇总表."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "汇总表"
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "示例县工匠创新工坊推荐汇总表"
    side = Side(style="thin")
    for number, heading in enumerate(HEADINGS, 1):
        sheet.cell(2, number, heading)
        for row in (2, 3):
            spot = sheet.cell(row, number)
            spot.border = Border(left=side, right=side, top=side, bottom=side)
            spot.font = Font(name="仿宋", size=11)
            spot.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            spot.number_format = "General" if number in (1, 6) else "@"
        sheet.column_dimensions["ABCDEF"[number - 1]].width = 8 if number == 1 else 22
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    book.properties.created = book.properties.modified = STAMP
    return book


def main() -> None:
    """Writes the three files."""
    for name, paper in (("application.docx", application()), ("pledge.docx", pledge())):
        paper.core_properties.created = paper.core_properties.modified = STAMP
        paper.save(str(FOLDER / name))
    summary().save(FOLDER / "summary.xlsx")


if __name__ == "__main__":
    main()
