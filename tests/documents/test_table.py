"""A list as an Excel file: what stands in a cell comes out of it, and ten thousand rows need little."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.documents.excel.apart import rows_apart
from jiangfang.documents.excel.table import Cell, Column, Table, write_table
from tests.components import needs
from tests.documents.office import converted, pages

COLUMNS = (Column("编号"), Column("工作室", 30), Column("电话"), Column("份数"), Column("日子"), Column("时间", 20))
LINE: tuple[Cell, ...] = (
    "2024-0001",
    "示例<甲>&“乙”工作室",
    "00000000001",
    3,
    date(2024, 11, 20),
    datetime(2024, 11, 8, 10, 42),  # noqa: DTZ001 - as it stands in a cell
)


def written(lines: list[tuple[Cell, ...]], title: str = "申报名单") -> bytes:
    out, told = io.BytesIO(), list[int]()
    write_table(out, Table(title, COLUMNS, lines, len(lines)), told.append)
    assert (told or [0])[-1] == len(lines)
    return out.getvalue()


def read(content: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_what_stands_in_a_cell_comes_out_of_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written([LINE, (None, "", "=1+1", Decimal("1.50"), None, None)])))
    sheet = book.active
    assert sheet is not None
    heads, first, second = sheet.iter_rows(values_only=True)
    assert heads == tuple(one.title for one in COLUMNS)
    assert first == (*LINE[:4], datetime(2024, 11, 20), LINE[5])  # noqa: DTZ001
    assert second == (None, None, "=1+1", 1.5, None, None)
    assert (sheet.cell(2, 3).data_type, sheet.cell(3, 3).data_type) == ("s", "s")
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("申报名单", "A2", "A1:F3")
    assert (sheet.cell(2, 3).number_format, sheet.print_title_rows) == ("@", "$1:$1")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_any_text_makes_a_sound_file(texts: list[str]) -> None:
    found = read(written([(text, None, None, None, None, None) for text in texts], texts[0]))
    assert len(found) == len(texts) + 1


def test_an_empty_list_has_its_headings() -> None:
    assert read(written([])) == [tuple(one.title for one in COLUMNS)]


def test_our_own_reader_reads_it() -> None:
    assert rows_apart(written([LINE]), "编号", 10)[1][:3] == ["2024-0001", "示例<甲>&“乙”工作室", "00000000001"]


def test_ten_thousand_rows_need_little() -> None:
    def lines() -> Iterator[tuple[Cell, ...]]:
        for place in range(10_000):
            yield (f"2024-{place:04d}", f"示例第{place}工作室", *LINE[2:]) * 3

    tracemalloc.start()
    began = perf_counter()
    out = io.BytesIO()
    write_table(out, Table("申报名单", COLUMNS * 3, lines(), 10_000))
    took, (_, most) = perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 30 * 1024 * 1024
    assert took < 15  # with every allocation traced
    assert len(out.getvalue()) < 3 * 1024 * 1024


@pytest.mark.parametrize("title", ["申报：2024/11", "", "长" * 50])
def test_a_sheet_gets_a_name_that_excel_takes(title: str) -> None:
    name = openpyxl.load_workbook(io.BytesIO(written([], title))).sheetnames[0]
    assert 0 < len(name) <= 31


@needs("libreoffice")
def test_an_office_opens_it(tmp_path: Path) -> None:
    (page,) = pages(converted({"list.xlsx": written([LINE])}, "pdf", tmp_path)["list"])
    assert "示例<甲>&“乙”工作室" in page.replace("\r\n", "")
    assert "2024年11月8日" in page.replace("\r\n", "")
