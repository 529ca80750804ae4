"""The list of a whole tree in Excel: the empty one with its examples, written and read back."""

import io

import openpyxl
import pytest

from jiangfang.core.people import KIND_TITLES
from jiangfang.core.problems import Refused
from jiangfang.documents.excel.people import MOST
from jiangfang.documents.excel.tree import BodyLine, empty_tree, read_tree
from tests.documents.test_people_sheet import sheet

HEAD = ["名称", "类别", "上级机构", "联系人", "身份"]
KINDS = {title: f"{title}是什么" for title in KIND_TITLES.values()}
ROLES = ["推荐单位", "申报单位", "所在单位工会"]
EXAMPLES = [
    ("示例县总工会", "县（市、区）总工会", "", "示例甲", "推荐单位"),
    ("示例厂", "单位", "示例县总工会", "", ""),
]


def blank() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(empty_tree(KINDS, ROLES, EXAMPLES)))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_tree(content)
    (problem,) = caught.value.problems
    assert problem.where == "file"
    return problem.message


def test_the_empty_list_has_headings_choices_examples_and_says_how() -> None:
    book = blank()
    assert book.sheetnames == ["机构名单", "例子", "怎样填"]
    assert [[cell.value for cell in row] for row in book["机构名单"].iter_rows()] == [HEAD]
    shown = [[cell.value or "" for cell in row] for row in book["例子"].iter_rows(min_row=2)]
    assert shown == [list(row) for row in EXAMPLES]
    kind, role = book["机构名单"].data_validations.dataValidation
    assert (f"{kind.sqref}"[:2], f"{role.sqref}"[:2]) == ("B2", "E2")
    assert kind.formula1 == f'"{",".join(KINDS)}"'
    assert role.formula1 == f'"{",".join(ROLES)}"'
    said = "".join(str(row[0].value) for row in book["怎样填"].iter_rows())
    assert all(f"{title}：{what}" in said for title, what in KINDS.items())


def test_the_examples_are_not_read_as_the_list() -> None:
    assert "“名称”下面一行也没有填" in refusal(saved(blank()))


def test_what_is_filled_in_comes_back_with_the_numbers_of_its_rows() -> None:
    book = blank()
    for column, words in enumerate([" 示例区总工会 ", "县（市、区）总工会", None, "示例甲"], 1):
        book["机构名单"].cell(3, column, words)
    assert read_tree(saved(book)) == [BodyLine(3, "示例区总工会", "县（市、区）总工会", "", "示例甲", "")]


def test_columns_are_found_by_their_headings_and_may_be_absent() -> None:
    head: list[object] = ["上级单位", "序号", "名 称*", "类别（选）"]
    rows: list[list[object]] = [["机构一览"], head, ["示例县", 1, "示例厂", "单位"]]
    assert read_tree(sheet(*rows)) == [BodyLine(3, "示例厂", "单位", "示例县")]
    assert read_tree(sheet(["名称"], ["示例厂"])) == [BodyLine(2, "示例厂")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "文件是空的"),
        (b"hello", "不是 Excel 文件"),
        (sheet(["单位名称"], ["示例厂"]), "没有“名称”这一栏"),
        (sheet(HEAD), "“名称”下面一行也没有填"),
        (sheet(HEAD, *([f"示例{number}厂"] for number in range(MOST + 1))), f"一次最多 {MOST} 行"),
    ],
    ids=["empty", "text", "no-head", "no-row", "long"],
)
def test_what_is_no_list_gets_a_sentence(content: bytes, says: str) -> None:
    assert says in refusal(content)
