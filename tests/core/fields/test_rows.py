"""Repeated rows and opinions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import NOT_GIVEN, OPINION_PARTS, Column
from jiangfang.core.fields.base import Unusable
from jiangfang.core.fields.rows import MOST_ROWS, read_row, show_row
from tests.core.making import accepted, check, codes, modest, read, refused, rows, show, spot
from tests.core.strategies import days, integers, money, months, texts

COLUMNS = (
    Column("name", "姓名", "text"),
    Column("age", "年龄", "integer", unit="岁"),
    Column("pay", "津贴", "money", unit="元"),
    Column("born", "出生年月", "month"),
    Column("since", "入坊时间", "date"),
    Column("phone", "电话", "phone"),
    Column("sex", "性别", "choice", options=("男", "女")),
)
TABLE = rows(*COLUMNS)
OPINION = spot("opinion")

row_values = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "age": integers,
        "pay": money,
        "born": months,
        "since": days,
        "phone": st.just("0316—2687421"),
        "sex": st.sampled_from(["男", "女"]),
    },
)
opinions = st.fixed_dictionaries({}, optional={"text": texts, "signer": texts, "date": days})


def read_back(columns: tuple[Column, ...], row: dict[str, Any]) -> dict[str, Any]:
    texts_of = dict(zip([column.key for column in columns], show_row(columns, row), strict=True))
    made, problems = read_row(columns, texts_of, "members[0]", "成员第 1 行")
    assert problems == []
    return made


@given(st.lists(row_values, max_size=5))
@modest
def test_rows_go_through_paper_and_empty_ones_are_dropped(given_rows: list[dict[str, Any]]) -> None:
    value, problems = check(TABLE, given_rows)
    assert problems == []
    kept = [row for row in given_rows if row]
    if not kept:
        assert value is NOT_GIVEN
        return
    assert len(value) == len(kept)
    assert [set(row) for row in value] == [set(row) for row in kept]
    assert accepted(TABLE, value) == value
    assert [read_back(COLUMNS, row) for row in value] == value


@given(opinions)
@modest
def test_opinions_go_through_paper(opinion: dict[str, Any]) -> None:
    value, problems = check(OPINION, opinion)
    assert problems == []
    if not opinion:
        assert value is NOT_GIVEN
        return
    assert list(value) == [part for part in ("text", "signer", "date") if part in opinion]
    assert accepted(OPINION, value) == value
    assert read_back(OPINION_PARTS, value) == value


def test_keys_come_in_the_order_of_the_columns() -> None:
    assert list(accepted(TABLE, [{"sex": "男", "name": "甲"}])[0]) == ["name", "sex"]


@pytest.mark.parametrize("value", [None, "", "张三", True, 1, {}, {"name": "张三"}])
def test_rows_come_as_a_list(value: Any) -> None:
    assert refused(TABLE, value).code == "wrong_type"


@pytest.mark.parametrize("value", [[], [{}], [{}, {"name": " "}], [{"name": "", "sex": "\n"}]])
def test_nothing_but_empty_rows_is_not_given(value: Any) -> None:
    assert check(TABLE, value) == (NOT_GIVEN, [])


def test_places_count_from_0_and_sentences_from_1_over_the_rows_as_given() -> None:
    value, problems = check(TABLE, [{}, {"name": "甲"}, {"name": "乙", "born": "1978-13"}])
    assert value == [{"name": "甲"}, {"name": "乙"}]
    assert [problem.where for problem in problems] == ["members[2].born"]
    assert problems[0].message.startswith("成员第 3 行 出生年月")


@pytest.mark.parametrize("row", [None, "张三", 1, [], True])
def test_a_row_is_an_object(row: Any) -> None:
    value, problems = check(TABLE, [{"name": "甲"}, row])
    assert value == [{"name": "甲"}]
    assert [(problem.code, problem.where) for problem in problems] == [("wrong_type", "members[1]")]


@pytest.mark.parametrize(
    ("key", "bad", "code"),
    [
        ("name", 12, "wrong_type"),
        ("name", "", "wrong_type"),
        ("name", None, "wrong_type"),
        ("name", "\x00", "bad_character"),
        ("age", True, "wrong_type"),
        ("age", -1, "out_of_range"),
        ("age", Unusable("带小数点的数 3.0"), "wrong_type"),
        ("pay", 30, "wrong_type"),
        ("pay", "1.0000000", "not_a_number"),
        ("born", "1978-03-05", "bad_date"),
        ("since", "2024-02-30", "bad_date"),
        ("nick", "阿甲", "unknown_key"),
        ("\ud800", "阿甲", "unknown_key"),
    ],
)
def test_a_bad_cell_is_left_out_and_said(key: str, bad: Any, code: str) -> None:
    value, problems = check(TABLE, [{"sex": "女", key: bad}])
    assert value == [{"sex": "女"}]
    assert codes(problems) == [(code, "error")]
    assert problems[0].where.startswith("members[0].")
    problems[0].message.encode("utf-8")
    problems[0].where.encode("utf-8")


def test_there_is_an_end_to_rows() -> None:
    assert len(accepted(TABLE, [{"name": "甲"}] * MOST_ROWS)) == MOST_ROWS
    assert refused(TABLE, [{"name": "甲"}] * (MOST_ROWS + 1)).code == "too_long"


@pytest.mark.parametrize("value", [None, "同意", [], True, 1])
def test_an_opinion_is_an_object(value: Any) -> None:
    assert refused(OPINION, value).code == "wrong_type"


@pytest.mark.parametrize(
    ("part", "bad", "code"),
    [
        ("text", "", "wrong_type"),
        ("text", 1, "wrong_type"),
        ("date", "11月", "bad_date"),
        ("stamp", "有", "unknown_key"),
    ],
)
def test_a_bad_part_of_an_opinion_is_left_out_and_said(part: str, bad: Any, code: str) -> None:
    value, problems = check(OPINION, {"signer": "甲", part: bad})
    assert value == {"signer": "甲"}
    assert [(problem.code, problem.where) for problem in problems] == [(code, f"a.{part}")]


def test_shown_in_one_cell_where_there_is_no_table() -> None:
    assert show(OPINION, {"text": "同意", "date": "2024-11-20"}) == "同意　2024年11月20日"
    assert show(TABLE, [{"name": "甲", "born": "1978-03"}]).split() == ["甲", "1978年3月"]


def test_a_kind_that_holds_others_is_not_read_from_one_text() -> None:
    for field in (TABLE, OPINION, spot("choices", options=("甲",))):
        assert read(field, "甲")[0] is NOT_GIVEN
        assert codes(read(field, "甲")[1]) == [("wrong_type", "error")]
        assert read(field, "  ") == (NOT_GIVEN, [])
