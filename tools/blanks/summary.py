"""The 开封 2024 summary sheet: one row a studio, 28 columns under three headings, A3 landscape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tools.blanks.package import write_zip

TITLE_TEXT = "开封市劳模工匠（技能人才）创新工作室推荐汇总表"
NOTE_ROW, TITLE_ROW, GROUP_ROW, LABEL_ROW, FIRST_DATA_ROW = range(5)
DATA_ROWS = 3
A3 = 8
TEXT, COUNT, MONEY = "@", "0", "General"


@dataclass(frozen=True)
class Column:
    """One column: printed label, width in pixels at 96 dpi, number format, alignment."""

    label: str
    pixels: int
    number: str = TEXT
    align: str = "center"


COLUMNS = (
    Column("序号", 30, COUNT),
    Column("工作室名称", 62),
    Column("成员人数", 35, COUNT),
    Column("专业领域", 36),
    Column("建立日期", 96),
    Column("所在单位", 48),
    Column("所属行业", 36),
    Column("创新工作室认定单位", 48),
    Column("创新工作室认定时间", 96),
    Column("经费投入（万元）", 64, MONEY),
    Column("创新成果数量", 35, COUNT),
    Column("成果创效（万元）", 66, MONEY),
    Column("技能培训人数", 35, COUNT),
    Column("导师带徒人数", 35, COUNT),
    Column("创新成果所获奖项", 64, align="left"),
    Column("取得专利数量", 35, COUNT),
    Column("参与起草的标准/规范/工作法", 62, align="left"),
    Column("主要业绩（500字）", 292, align="left"),
    Column("姓名", 45),
    Column("性别", 24),
    Column("专业（工种）", 36),
    Column("技术等级", 36),
    Column("单位及职务", 48),
    Column("个人荣誉及获得时间", 76, align="left"),
    Column("技能（工匠）奖项及时间", 76, align="left"),
    Column("联系电话", 92),
    Column("联系人", 45),
    Column("联系人电话", 92),
)
GROUPS = (("工作室基本情况", 0, 17), ("工作室领衔人基本情况", 18, 25), ("推荐单位", 26, 27))


def build(path: Path) -> None:
    """Write the blank sheet."""
    # Arial 10 has digits 7 pixels wide everywhere, which fixes what a column width means
    normal = {"font_name": "Arial", "font_size": 10}
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"default_format_properties": normal, "in_memory": True})
    stamp = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": TITLE_TEXT, "author": "匠坊", "created": stamp})
    sheet = book.add_worksheet("汇总表")
    _page(sheet)
    _headings(book, sheet)
    _blank_rows(book, sheet)
    book.close()
    with ZipFile(buffer) as made:
        write_zip(path, {name: made.read(name) for name in made.namelist()})


def _page(sheet: Worksheet) -> None:
    sheet.set_paper(A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.2, right=0.2, top=0.4, bottom=0.55)
    sheet.center_horizontally()
    sheet.repeat_rows(NOTE_ROW, LABEL_ROW)
    sheet.freeze_panes(FIRST_DATA_ROW, 2)
    sheet.set_footer("&C&10第 &P 页 共 &N 页", {"margin": 0.25})
    sheet.hide_gridlines(2)
    for index, column in enumerate(COLUMNS):
        sheet.set_column_pixels(index, index, column.pixels)


def _headings(book: Workbook, sheet: Worksheet) -> None:
    last = len(COLUMNS) - 1
    note = book.add_format({"font_name": "黑体", "font_size": 14, "valign": "vcenter"})
    title = book.add_format({"font_name": "方正小标宋简体", "font_size": 22, "align": "center", "valign": "vcenter"})
    head = _boxed(book, "黑体", 11, "center", "@")
    label = _boxed(book, "黑体", 10, "center", "@")
    for row, height in ((NOTE_ROW, 22), (TITLE_ROW, 40), (GROUP_ROW, 24), (LABEL_ROW, 76)):
        sheet.set_row(row, height)
    sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, 2, "附件 2", note)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, TITLE_TEXT, title)
    for text, first, end in GROUPS:
        sheet.merge_range(GROUP_ROW, first, GROUP_ROW, end, text, head)
    for index, column in enumerate(COLUMNS):
        sheet.write_string(LABEL_ROW, index, column.label, label)


def _blank_rows(book: Workbook, sheet: Worksheet) -> None:
    formats = [_boxed(book, "仿宋", 10, column.align, column.number) for column in COLUMNS]
    for number in range(DATA_ROWS):
        row = FIRST_DATA_ROW + number
        sheet.set_row(row, 196)
        sheet.write_number(row, 0, number + 1, formats[0])
        for index in range(1, len(COLUMNS)):
            sheet.write_blank(row, index, None, formats[index])


def _boxed(book: Workbook, face: str, size: int, align: str, number: str) -> Format:
    return book.add_format(
        {
            "font_name": face,
            "font_size": size,
            "align": align,
            "valign": "vcenter",
            "text_wrap": number == TEXT,
            "shrink": number != TEXT,
            "border": 1,
            "num_format": number,
        }
    )
