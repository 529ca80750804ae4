"""A filled form against its fields, and that what was checked once stays what it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.answers import check_answers
from jiangfang.core.answers.checking import missing_answers
from jiangfang.core.fields import Column, Field, Need
from jiangfang.core.problems import Severity, in_order, root_key
from tests.core.making import BOTH, codes, modest, programme, rows, spot
from tests.core.strategies import days, integers, json_values, money, months, texts

FORM = (
    spot("text", key="name", label="名称", need=Need.MUST, limit=5),
    spot("integer", key="count", label="人数", need=Need.SHOULD),
    spot("money", key="pay", label="金额", unit="万元"),
    rows(Column("name", "姓名", "text", need=Need.MUST), Column("born", "出生年月", "month", need=Need.SHOULD)),
    spot("opinion", key="opinion", label="意见"),
    spot("choices", key="kinds", label="类型", options=("甲", "乙")),
    spot("date", key="day", label="日期"),
)
good = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "count": integers,
        "pay": money,
        "members": st.lists(st.fixed_dictionaries({}, optional={"name": texts, "born": months}), max_size=3),
        "opinion": st.fixed_dictionaries({}, optional={"text": texts, "signer": texts, "date": days}),
        "kinds": st.lists(st.sampled_from(["甲", "乙"])),
        "day": days,
    },
)
mixed = st.dictionaries(st.one_of(st.sampled_from([field.key for field in FORM]), st.text(max_size=5)), json_values)


@given(good)
@modest
def test_checked_again_it_is_the_same_also_through_json(answers: dict[str, Any]) -> None:
    once = check_answers(FORM, answers)
    assert once.usable
    assert set(once.values) >= {key for key, value in answers.items() if value and key not in {"members"}}
    again = check_answers(FORM, json.loads(json.dumps(once.values, ensure_ascii=False)))
    assert again.values == once.values
    assert list(again.values) == [field.key for field in FORM if field.key in again.values]
    assert {problem.code for problem in again.problems} <= {"too_long"}


@given(mixed)
@modest
def test_whatever_comes_the_values_are_usable_and_every_loss_is_said(answers: dict[str, Any]) -> None:
    filled = check_answers(FORM, answers)
    again = check_answers(FORM, filled.values)
    assert again.values == filled.values
    assert again.usable
    said = {root_key(problem.where) for problem in filled.problems if problem.severity is Severity.ERROR}
    for key, value in answers.items():
        if key in {field.key for field in FORM} and key not in filled.values:
            assert (
                key in said
                or value in ([], {})
                or all(not row or set(map(str.strip, row.values())) == {""} for row in value)
            )
    json.dumps([problem.as_json() for problem in filled.problems], ensure_ascii=False).encode("utf-8")


@given(mixed)
@modest
def test_problems_stand_in_the_order_of_the_form_then_severity_then_code(answers: dict[str, Any]) -> None:
    keys = [field.key for field in FORM]
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    found = check_answers(FORM, answers).problems
    places = [
        (keys.index(root) if (root := root_key(problem.where)) in keys else -1, rank[problem.severity], problem.code)
        for problem in found
    ]
    assert places == sorted(places)


def test_one_order_for_all() -> None:
    answers = {"day": "2024-02-30", "kinds": ["丙", "甲", "甲"], "name": "一二三四五六", "x": 1, "count": "12"}
    found = check_answers(FORM, answers).problems
    assert [(problem.where, problem.code, problem.severity.value) for problem in found] == [
        ("x", "unknown_key", "error"),
        ("name", "too_long", "warning"),
        ("count", "wrong_type", "error"),
        ("kinds[0]", "not_in_list", "error"),
        ("kinds[2]", "doubled", "warning"),
        ("day", "bad_date", "error"),
    ]


def test_in_order_puts_what_is_no_field_first_and_keeps_equal_ones_as_they_came() -> None:
    filled = check_answers(FORM, {"members": [{"born": "1"}, {"born": "2"}]})
    assert [problem.where for problem in in_order(filled.problems, ["members"])] == [
        "members[0].born",
        "members[1].born",
    ]


@pytest.mark.parametrize("value", ["", "  ", None])
def test_an_answer_that_is_not_given_is_left_out_never_empty(value: Any) -> None:
    filled = check_answers(FORM, {"name": value, "day": value, "pay": value, "count": value})
    assert filled.values == {}
    assert codes(filled.problems) == [("wrong_type", "error")] * 4


def test_missing_tells_must_from_should() -> None:
    found = missing_answers(FORM, {"members": [{"name": "甲", "born": "1978"}, {}]})
    assert [(problem.where, problem.severity.value, problem.message) for problem in found] == [
        ("name", "error", "名称没有填，请补填（通知一）"),
        ("count", "warning", "人数没有填，请补填，或确认不用填（通知一）"),
        ("members[1].name", "error", "成员第 2 行 姓名没有填，请补填（通知一）"),
        ("members[1].born", "warning", "成员第 2 行 出生年月没有填，请补填，或确认不用填（通知一）"),
    ]
    assert {problem.code for problem in found} == {"missing"}
    assert {problem.clause for problem in found} == {"通知一"}


@pytest.mark.parametrize("name", BOTH)
@given(data=st.data())
@modest
def test_the_shipped_forms_take_what_they_take(name: str, data: st.DataObject) -> None:
    fields: tuple[Field, ...] = programme(name).fields
    keys = st.sampled_from([field.key for field in fields])
    answers = data.draw(st.dictionaries(keys, st.one_of(json_values, texts, integers, money, days, months), max_size=6))
    once = check_answers(fields, answers)
    again = check_answers(fields, json.loads(json.dumps(once.values)))
    assert again.values == once.values
    assert again.usable
