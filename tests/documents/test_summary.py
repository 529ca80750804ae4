"""The 汇总表, seen through two readers of other makers: every value at its place and of its kind."""

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from lxml import etree
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from jiangfang.core.papers import sheet_row
from jiangfang.core.problems import Problem, Refused
from jiangfang.documents.excel import write_sheet
from tests.documents.answers import TRICKY, everywhere, texts
from tests.documents.samples import RARE, SHEETS, checked, fields_of, folder_of, paper_of

KAIFENG = "kaifeng-2024"
ROW: dict[str, Any] = {
    "studio_name": f"示例{RARE}工作室",
    "member_count": 12,
    "founded_on": "2021-03",
    "funding_total": "007.50",
    "result_count": 8,
    "benefit_total": "1234567890.123456",
    "trained_count": 160,
    "leader_name": "示例甲、示例乙",
    "leader_phone": "0000-0000001、13800000000",
    "leader_post": "410200197803150012",
    "contact_phone": "00000000012",
}


def written(name: str, forms: Sequence[dict[str, Any]]) -> tuple[bytes, list[Problem]]:
    folder = folder_of(name)
    values = [checked(name, form).values for form in forms]
    return write_sheet(folder.sheets["summary"], paper_of(name, "summary"), folder.programme.fields, values)


def opened(content: bytes, name: str) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content))[paper_of(name, "summary").sheet]


def cells(content: bytes, name: str, row: int = 0) -> dict[str, Any]:
    """The cells of a data row by key, as openpyxl sees them."""
    paper = paper_of(name, "summary")
    sheet = opened(content, name)
    return {column.key or "serial": sheet[f"{column.at}{paper.first + row}"] for column in paper.columns}


def by_calamine(content: bytes, name: str) -> list[list[Any]]:
    """The data rows as calamine sees them."""
    paper = paper_of(name, "summary")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(paper.sheet)
    return sheet.to_python(skip_empty_area=False)[paper.first - 1 :]


def shown(name: str, form: dict[str, Any], number: int) -> list[str]:
    return sheet_row(paper_of(name, "summary"), fields_of(name), checked(name, form).values, number)


@pytest.mark.parametrize("name", SHEETS)
def test_all_values_of_many_rows_in_order(name: str) -> None:
    forms = [{"studio_name": f"第 {number} 个", "leader_phone": f"0{number:010}"} for number in range(1_000)]
    content, problems = written(name, forms)
    assert problems == []
    seen = by_calamine(content, name)
    assert len(seen) == 1_000
    keys = [column.key for column in paper_of(name, "summary").columns]
    for number, row in enumerate(seen):
        assert row[0] == number + 1
        assert row[keys.index("studio_name")] == forms[number]["studio_name"]
        assert row[keys.index("leader_phone")] == forms[number]["leader_phone"]
    assert opened(content, name).max_row == paper_of(name, "summary").first + 999


@pytest.mark.parametrize("name", SHEETS)
def test_every_answer_stands_under_its_heading(name: str) -> None:
    paper = paper_of(name, "summary")
    fields = fields_of(name)
    form: dict[str, Any] = {}
    for place, column in enumerate(paper.columns):
        if column.key:
            kind = fields[column.key].type
            numbers: dict[str, Any] = {"integer": place, "money": f"{place}.25", "date": "2024", "month": "2024"}
            form[column.key] = numbers.get(kind, f"值{place}")
    content, _ = written(name, [form])
    sheet = opened(content, name)
    for column, text in zip(paper.columns, shown(name, form, 1), strict=True):
        label = "".join(str(sheet[f"{column.at}{paper.heading}"].value).split())
        assert label == "".join(column.label.split())
        assert str(sheet[f"{column.at}{paper.first}"].value) == text


def test_numbers_are_numbers_and_phones_are_text() -> None:
    content, _ = written(KAIFENG, [ROW])
    found = cells(content, KAIFENG)
    for key in ("member_count", "result_count", "trained_count"):
        assert (found[key].value, found[key].data_type) == (ROW[key], "n")
    for key in ("leader_phone", "leader_post", "contact_phone", "studio_name", "leader_name"):
        assert (found[key].value, found[key].data_type, found[key].number_format) == (ROW[key], "s", "@")
    assert (found["founded_on"].value, found["founded_on"].data_type) == ("2021年3月", "s")


@pytest.mark.parametrize(
    ("money", "kind", "shape"),
    [
        ("30", "n", "0"),
        ("30.0", "n", "0.0"),
        ("30.00", "n", "0.00"),
        ("0.125", "n", "0.000"),
        ("0.000001", "n", "0.000000"),
        ("123456789.123456", "n", "0.000000"),
        ("1234567890.123456", "s", None),
        ("007.50", "s", None),
        ("00", "s", None),
        ("0", "n", "0"),
    ],
)
def test_money_is_printed_as_given(money: str, kind: str, shape: str | None) -> None:
    """A number that Excel would show otherwise, or keep only fifteen digits of, is text."""
    content, _ = written(KAIFENG, [{"funding_total": money}])
    spot = cells(content, KAIFENG)["funding_total"]
    assert spot.data_type == kind
    if kind == "s":
        assert spot.value == money
    else:
        assert spot.number_format == shape
        decimals = len(money.partition(".")[2])
        assert f"{spot.value:.{decimals}f}" == money


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.com","点")', "+1", "-1", "@SUM(A1)", "=1+1", "=A1"])
def test_a_formula_is_text(text: str) -> None:
    content, _ = written(KAIFENG, [{"studio_name": text, "achievements": text}])
    for key in ("studio_name", "achievements"):
        spot = cells(content, KAIFENG)[key]
        assert (spot.value, spot.data_type) == (text, "s")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert all(b"<f>" not in package.read(name) for name in package.namelist())


def as_excel_reads(content: bytes) -> list[str]:
    """The texts of the sheet with _xHHHH_ turned back as Excel does (ECMA-376, part 1, 22.9.2.19)."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    texts = [spot.text or "" for spot in root.iter("{*}t")]
    return [text.replace("_x005F_", "_") for text in texts]


@pytest.mark.parametrize("text", ["_x0041_", "x_x000A_y", "_x005F_x0041_", "_X0041_", "_x41_", "__x0041__"])
def test_what_looks_like_an_escape_survives(text: str) -> None:
    content, _ = written(KAIFENG, [{"studio_name": text}])
    assert text in as_excel_reads(content)


def raw_texts(content: bytes, name: str) -> dict[str, Any]:
    return {key: spot.value for key, spot in cells(content, name).items()}


def tricky(test: Any) -> Any:
    for text in TRICKY:
        test = example(text=text)(test)
    return test


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@tricky
@given(text=texts())
def test_any_text_arrives_as_it_is(text: str) -> None:
    form = everywhere(folder_of(KAIFENG).programme.fields, text)
    taken = checked(KAIFENG, form).values
    content, _ = written(KAIFENG, [form])
    seen = as_excel_reads(content) if "_x" in text else [str(value) for value in raw_texts(content, KAIFENG).values()]
    for column in paper_of(KAIFENG, "summary").columns:
        if column.key in taken:
            assert taken[column.key] in seen


def look(spot: Any) -> tuple[Any, ...]:
    parts = (spot.font, spot.border, spot.fill, spot.alignment, spot.protection)
    return (spot.value, spot.number_format, *map(repr, parts))


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("count", [0, 1, 40])
def test_all_but_the_data_rows_stays_as_in_the_blank(name: str, count: int) -> None:
    paper = paper_of(name, "summary")
    blank = folder_of(name).blank_bytes(paper)
    content, _ = written(name, [{"studio_name": "示例"}] * count)
    old, new = opened(blank, name), opened(content, name)
    for row in range(1, paper.first):
        for before, after in zip(old[row], new[row], strict=True):
            assert look(before) == look(after)
        assert old.row_dimensions[row].height == new.row_dimensions[row].height
    assert old.merged_cells.ranges == new.merged_cells.ranges
    assert old.print_title_rows == new.print_title_rows
    assert old.freeze_panes == new.freeze_panes
    assert {key: spot.width for key, spot in old.column_dimensions.items()} == {
        key: spot.width for key, spot in new.column_dimensions.items()
    }
    for setting in ("orientation", "paperSize", "fitToWidth", "fitToHeight"):
        assert getattr(old.page_setup, setting) == getattr(new.page_setup, setting)
    assert new.max_row == max(paper.first + count - 1, paper.first - 1)


def test_the_kaifeng_sheet_prints_on_a3_under_its_merged_headings() -> None:
    sheet = opened(written(KAIFENG, [ROW])[0], KAIFENG)
    paper = paper_of(KAIFENG, "summary")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "8")
    assert sheet.page_setup.fitToWidth in (None, 1)
    page = sheet.sheet_properties.pageSetUpPr
    assert page is not None
    assert page.fitToPage
    assert sheet.print_title_rows == f"$1:${paper.heading}"
    merged = {str(sheet.cell(span.min_row, span.min_col).value): span.size["columns"] for span in sheet.merged_cells}
    groups = {label: merged[label] for label in ("工作室基本情况", "工作室领衔人基本情况", "推荐单位")}
    assert groups == {"工作室基本情况": 18, "工作室领衔人基本情况": 8, "推荐单位": 2}
    assert column_index_from_string(paper.columns[-1].at) == 28


def test_five_hundred_characters_fit_and_the_row_is_high_enough() -> None:
    content, problems = written(KAIFENG, [{**ROW, "achievements": "业绩" * 250}])
    assert problems == []
    sheet = opened(content, KAIFENG)
    height = sheet.row_dimensions[paper_of(KAIFENG, "summary").first].height
    assert 54 <= height <= 409
    spot = cells(content, KAIFENG)["achievements"]
    assert spot.value == "业绩" * 250
    assert spot.alignment.wrap_text


def test_a_longer_text_gets_a_smaller_font_and_stays_whole() -> None:
    sizes = []
    for count in (10, 500, 900, 1_500):
        content, problems = written(KAIFENG, [{"achievements": "业" * count}])
        spot = cells(content, KAIFENG)["achievements"]
        assert [found.where for found in problems] == (["汇总表!R5"] if spot.font.sz < 8 else [])
        assert spot.value == "业" * count
        sizes.append(spot.font.sz)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == sizes[1] > sizes[3]


def test_a_text_that_no_font_makes_fit_is_said() -> None:
    content, problems = written(KAIFENG, [ROW, {"achievements": "业" * 19_000}])
    paper = paper_of(KAIFENG, "summary")
    column = next(column.at for column in paper.columns if column.key == "achievements")
    assert [(problem.code, problem.where, problem.severity) for problem in problems] == [
        ("too_long", f"{paper.sheet}!{column}{paper.first + 1}", "warning")
    ]
    assert cells(content, KAIFENG, 1)["achievements"].value == "业" * 19_000


@pytest.mark.parametrize("count", [16_383, 16_384])
def test_a_cell_of_excel_counts_an_emoji_as_two(count: int) -> None:
    """32,767 units of UTF-16: beyond that Excel calls the file damaged."""
    form = {"achievements": "😀" * count}
    if count * 2 <= 32_767:
        assert cells(written(KAIFENG, [form])[0], KAIFENG)["achievements"].value == form["achievements"]
    else:
        with pytest.raises(Refused) as refused:
            written(KAIFENG, [form])
        assert refused.value.problems[0].code == "too_long"


@pytest.mark.parametrize("name", SHEETS)
def test_same_rows_same_bytes(name: str) -> None:
    assert written(name, [{"studio_name": "示例"}] * 3) == written(name, [{"studio_name": "示例"}] * 3)


@cache
def styles_of(name: str) -> int:
    with zipfile.ZipFile(io.BytesIO(folder_of(name).blank_bytes(paper_of(name, "summary")))) as package:
        return len(list(etree.fromstring(package.read("xl/styles.xml")).iter("{*}xf")))


def test_many_rows_do_not_make_many_formats() -> None:
    """Excel knows 64,000 formats; the sheet makes one for each number of decimals and size, not for each cell."""
    forms = [{"funding_total": f"{number}.5", "achievements": "业" * 1_500} for number in range(300)]
    content, _ = written(KAIFENG, forms)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        made = len(list(etree.fromstring(package.read("xl/styles.xml")).iter("{*}xf")))
    assert styles_of(KAIFENG) < made <= styles_of(KAIFENG) + 8
