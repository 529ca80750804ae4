"""How long personal values are kept, who falls due when, and what is left of a form afterwards."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.definition.programme import Programme, load
from jiangfang.core.definition.structure import Fault, dump, structure
from jiangfang.core.fields import Column, Field, Origin
from jiangfang.core.people import Role
from jiangfang.core.personal import SEEN_BY, personal_keys, sees, unsaid
from jiangfang.core.problems import error
from jiangfang.core.retention import (
    Group,
    Retention,
    Terms,
    emptied,
    group_of,
    personal_words,
    states_of,
    unfinished,
    years_after,
)
from jiangfang.core.workflow import State, Step, Workflow
from jiangfang.documents.folder import load_folder, shipped

FIELDS = (
    Field("name", "姓名", "text", called="领衔人姓名", origin=Origin.PRACTICE, why="试"),
    Field("phone", "联系电话", "phone", personal=True, origin=Origin.PRACTICE, why="试"),
    Field(
        "members",
        "骨干成员",
        "rows",
        columns=(Column("name", "姓名", "text"), Column("born", "出生年月", "month", personal=True)),
        origin=Origin.PRACTICE,
        why="试",
    ),
)
ROWS = [{"name": "示例甲", "born": "1980-01"}, {"name": "示例乙"}]
ANSWERS: dict[str, Any] = {"name": "示例甲", "phone": "0000-0000001", "members": ROWS, "gone": 1}


def shipped_programme(name: str) -> Programme:
    found, _ = load_folder(shipped() / name)
    assert found is not None
    return found.programme


def test_what_is_personal_goes_and_the_rest_stays() -> None:
    assert emptied(FIELDS, ANSWERS) == {
        "name": "示例甲",
        "members": [{"name": "示例甲"}, {"name": "示例乙"}],
        "gone": 1,
    }
    assert ANSWERS["members"] == ROWS


VALUES = st.dictionaries(
    st.sampled_from(["name", "phone", "members", "x"]),
    st.text() | st.integers() | st.lists(st.dictionaries(st.sampled_from(["name", "born"]), st.text()), max_size=3),
)


@given(VALUES)
def test_afterwards_nothing_personal_is_left_and_nothing_more_can_go(values: dict[str, Any]) -> None:
    """Also of what was typed and fits no kind."""
    left = emptied(FIELDS, values)
    assert (personal_words(FIELDS, left), emptied(FIELDS, left)) == ([], left)
    assert {key: left[key] for key in left if key not in personal_keys(FIELDS)} == {
        key: value for key, value in values.items() if key not in personal_keys(FIELDS)
    }


def test_it_is_told_in_words_without_a_value() -> None:
    assert personal_words(FIELDS, ANSWERS) == ["联系电话", "骨干成员 1 人的出生年月"]
    assert personal_words(FIELDS, {"phone": "", "members": [{"name": "示例甲"}]}) == []


@pytest.mark.parametrize(
    ("day", "years", "due"),
    [
        (date(2024, 11, 20), 3, date(2027, 11, 20)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 11, 20), 0, date(2024, 11, 20)),
        (date(2024, 11, 20), 100, date(2100, 11, 20)),
    ],
)
def test_some_years_later(day: date, years: int, due: date) -> None:
    assert years_after(day, years) == due


def test_nothing_falls_due_that_nobody_gave_a_time() -> None:
    years: dict[Group, int | None] = {Group.NOT_NAMED: 3, Group.WITHDRAWN: None}
    terms = Terms(date(2024, 11, 20), years)
    assert [terms.due(group) for group in Group] == [date(2027, 11, 20), None, None]
    assert (terms.over(date(2027, 11, 19)), terms.over(date(2027, 11, 20))) == ([], [Group.NOT_NAMED])
    assert Terms(None, years).over(date(2100, 1, 1)) == []


@pytest.mark.parametrize("name", ["langfang-2019", "kaifeng-2024"])
def test_the_groups_of_the_two_notices(name: str) -> None:
    workflow = shipped_programme(name).workflow
    groups = {group: states_of(workflow)[group] for group in Group}
    assert groups[Group.DRAFTS] == {"draft"}
    assert groups[Group.WITHDRAWN] == {"withdrawn"}
    assert {"submitted", "received", "returned", "not_recommended", "not_named"} <= groups[Group.NOT_NAMED]
    assert (group_of(workflow, "named"), group_of(workflow, "returned")) == (None, Group.NOT_NAMED)
    assert [unfinished(workflow, state) for state in ("received", "not_named", "draft")] == [True, False, False]
    known = {state.id for state in workflow.states}
    assert known - {"named"} == set().union(*groups.values())


def test_where_nothing_is_named_whoever_comes_to_the_end_is_kept() -> None:
    states = (State("draft", "填写中"), State("here", "已报", final=True), State("out", "不报了", final=True))
    steps = (
        Step("submit", "提交", ("unit",), ("draft",), "here", clause="一"),
        Step("withdraw", "撤回", ("unit",), ("draft",), "out", clause="一"),
    )
    workflow = Workflow(states, steps)
    assert [group_of(workflow, state.id) for state in states] == [Group.DRAFTS, None, Group.WITHDRAWN]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"not_named": 3, "clause": "通知六"}, None),
        ({"not_named": 0, "drafts": 1, "origin": "practice", "why": "惯例"}, None),
        ({"not_named": 101, "clause": "通知六"}, "retention.not_named"),
        ({"clause": "通知六"}, "retention"),
        ({"not_named": 3}, "retention.clause"),
        ({"not_named": 3, "origin": "practice"}, "retention.why"),
        ({"not_named": -1, "clause": "通知六"}, "retention.not_named"),
    ],
)
def test_a_table_of_the_programme(said: dict[str, Any], path: str | None) -> None:
    faults: list[Fault] = []
    structure(Retention, said, "retention", faults)
    assert [fault.path for fault in faults] == ([path] if path else [])


def plain(**more: Any) -> dict[str, Any]:
    found: dict[str, Any] = dump(shipped_programme("kaifeng-2024"))
    return {**found, **more}


def test_it_has_to_fit_the_programme() -> None:
    good, wrong = load(plain(retention={"not_named": 3, "clause": "通知三"}, personal_for=["recommender", "city"]))
    assert wrong == []
    assert good is not None and good.retention == Retention(not_named=3, clause="通知三")
    _, wrong = load(plain(retention={"not_named": 3, "clause": "通知九"}, personal_for=["recommender", "auditor"]))
    assert {fault.path for fault in wrong} == {"retention.clause", "personal_for"}
    assert len(wrong) == 3  # nobody is called auditor there, and the city is missing


def test_who_sees_personal_values() -> None:
    assert {role for role in Role if sees(SEEN_BY, role)} == {
        Role.UNIT,
        Role.UNIT_UNION,
        Role.RECOMMENDER,
        Role.CITY,
    }
    assert {role for role in Role if sees(("city",), role)} == {Role.UNIT, Role.CITY}


def test_a_problem_quotes_nothing_to_whoever_sees_no_personal_value() -> None:
    found = [
        error("bad_phone", "phone", "联系电话“七七七”不是电话"),
        error("bad_date", "members[1].born", "第 2 行“一九八〇”不是年月"),
        error("missing", "members[1].name", "第 2 行没有写姓名"),
        error("late", "", "迟了"),
    ]
    said = [one.message for one in unsaid(FIELDS, found)]
    assert "七七七" not in said[0] and "一九八〇" not in said[1]
    assert said[2:] == ["第 2 行没有写姓名", "迟了"]
