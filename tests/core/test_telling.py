"""Who is told what of a deed on an application."""

from __future__ import annotations

from datetime import date

import pytest

from jiangfang.core.people import Role
from jiangfang.core.telling import READERS, Happening, told
from jiangfang.documents.folder import load_folder, shipped

CITY, BODY, UNION, UNIT = "city", "recommender", "unit_union", "unit"


def happening(
    deed: str, by: Role, waits: tuple[str, ...] = (), waited: tuple[str, ...] = (), **more: object
) -> Happening:
    values = {"name": "示例工作室", "number": "2024-0001", "before": "甲", "after": "乙", "clause": "", **more}
    return Happening(deed=deed, by=by, waits=waits, waited=waited, **values)  # type: ignore[arg-type]


def roles(what: Happening) -> dict[str, bool]:
    return {one.role.value: one.turn for one in told(what)}


@pytest.mark.parametrize(
    ("deed", "by", "waits", "waited", "heard"),
    [
        ("submit", Role.UNIT, (UNION,), (UNIT,), {UNION: True}),
        ("submit", Role.UNIT, (BODY,), (UNIT,), {BODY: True}),
        ("resubmit", Role.UNIT, (CITY,), (UNIT,), {CITY: True}),
        ("recall", Role.UNIT, (UNIT,), (UNION,), {UNION: False}),
        ("withdraw", Role.UNIT, (), (CITY,), {UNION: False, BODY: False, CITY: False}),
        ("apply_directly", Role.UNIT, (CITY,), (UNIT,), {CITY: True}),
        ("endorse", Role.UNIT_UNION, (BODY,), (UNION,), {UNIT: False, BODY: True}),
        ("endorse", Role.UNIT_UNION, (UNIT,), (UNION,), {UNIT: True}),
        ("opinion_renewed", Role.UNIT_UNION, (CITY,), (CITY,), {UNIT: False, CITY: True}),
        ("return", Role.UNIT_UNION, (UNIT,), (UNION,), {UNIT: True}),
        ("return", Role.RECOMMENDER, (UNIT,), (BODY,), {UNIT: True}),
        ("return", Role.CITY, (UNIT,), (CITY,), {UNIT: True, BODY: False}),
        ("recommend", Role.RECOMMENDER, (BODY,), (BODY,), {UNIT: False}),
        ("unrecommend", Role.RECOMMENDER, (BODY,), (BODY,), {UNIT: False}),
        ("not_recommend", Role.RECOMMENDER, (), (BODY,), {UNIT: False}),
        ("passed_over", Role.RECOMMENDER, (BODY,), (BODY,), {UNIT: False}),
        ("hand_in", Role.RECOMMENDER, (CITY,), (BODY,), {UNIT: False}),
        ("receive", Role.CITY, ("group",), (CITY,), {UNIT: False}),
        ("hand_back", Role.CITY, (BODY,), (CITY,), {UNIT: False, UNION: False}),
        ("reject", Role.CITY, (), (CITY,), {}),
    ],
)
def test_who_hears_of_a_deed(
    deed: str, by: Role, waits: tuple[str, ...], waited: tuple[str, ...], heard: dict[str, bool]
) -> None:
    assert roles(happening(deed, by, waits, waited)) == heard


def test_what_nobody_read_is_told_to_nobody_when_it_is_withdrawn() -> None:
    assert told(happening("withdraw", Role.UNIT, (), (UNIT,), hidden=True)) == ()


def test_whose_opinion_became_void_gives_it_again() -> None:
    found = {one.role: one for one in told(happening("resubmit", Role.UNIT, (CITY,), (UNIT,), void=(UNION, BODY)))}
    assert {role.value: one.turn for role, one in found.items()} == {UNION: True, BODY: True, CITY: True}
    assert found[Role.UNIT_UNION].subject == "示例工作室：所在单位工会意见失效了，等您重新签"
    assert "推荐意见失效了" in found[Role.RECOMMENDER].text


def test_a_return_says_until_when_and_under_which_clause() -> None:
    due = date(2024, 11, 15)
    (unit, body) = told(happening("return", Role.CITY, (UNIT,), (CITY,), due=due, clause="通知二（三）"))
    assert unit.subject == "示例工作室：请在2024年11月15日前改好再交"
    assert unit.text == (
        "示例工作室（2024-0001）：市总经办退回补正（通知二（三））。现在是“乙”。请在2024年11月15日前改好再交。"
    )
    assert body.subject == "示例工作室：市总经办退回补正"


def test_a_return_without_a_day_says_to_mend() -> None:
    assert told(happening("return", Role.UNIT_UNION, (UNIT,), (UNION,)))[0].subject == "示例工作室：请改好再交"


@pytest.mark.parametrize("programme", ["langfang-2019", "kaifeng-2024"])
def test_every_step_of_a_notice_tells_only_those_who_read(programme: str) -> None:
    """Whatever the table of steps says, nobody is told twice of a step, and never who did it."""
    folder, _ = load_folder(shipped() / programme)
    assert folder is not None
    workflow = folder.programme.workflow
    for step in workflow.steps:
        for by in step.by:
            heard = [one.role for one in told(happening(step.deed, Role(by), tuple(READERS), tuple(READERS)))]
            assert len(set(heard)) == len(heard)
            assert Role(by) not in heard
