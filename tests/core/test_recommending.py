"""Recommending: what has to be done first, the places of a quota, the order of a list, and handing in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.conditions import Condition, Level
from jiangfang.core.problems import Problem, Refused
from jiangfang.core.quota import Passing, Quota
from jiangfang.core.recommending import (
    LONGEST_REASON,
    by_numbers,
    hand_in_problems,
    moved,
    no_place,
    not_ready,
    reason_problems,
    reordered,
    waiver_problems,
)

CAP = Quota(at_most=3, clause="通知二")
TEAM = Condition("team", Level.ASK, "有一支团队", clause="通知一·2")
YEAR = Condition("year", Level.ASK, "运行满一年", clause="通知一·3")


def codes(problems: list[Problem]) -> list[str]:
    return [found.code for found in problems]


def test_what_was_opened_and_ticked_is_ready() -> None:
    assert not_ready("甲工作室", True, []) == []


def test_what_was_not_opened_is_named() -> None:
    assert [found.message for found in not_ready("甲工作室", False, [])] == [
        "甲工作室：现在的内容还没有打开看过，请先打开看一遍"
    ]


def test_the_first_line_that_is_not_ticked_is_said_with_its_clause_and_how_many_there_are() -> None:
    (found,) = not_ready("甲工作室", True, [TEAM, YEAR])
    assert (found.code, found.where, found.clause) == ("missing", "items", "通知一·2")
    assert found.message == "甲工作室：核对清单还没有勾完，差“有一支团队”等 2 项（通知一·2）"
    assert "等" not in not_ready("甲工作室", True, [YEAR])[0].message


@pytest.mark.parametrize(("reason", "code"), [("", "missing"), (" \n", "missing"), ("字" * 2001, "too_long")])
def test_a_reason_is_given_and_not_endless(reason: str, code: str) -> None:
    assert codes(reason_problems(reason, "reason", "不推荐")) == [code]
    assert reason_problems("字" * LONGEST_REASON, "reason", "不推荐") == []


def test_a_waiver_names_who_and_why() -> None:
    assert [found.where for found in waiver_problems(" ", "")] == ["allowed_by", "waiver_reason"]
    assert codes(waiver_problems("甲" * 101, "因为")) == ["too_long"]
    assert waiver_problems("示例市总工会", "两份并列") == []


@given(taken=st.integers(0, 20), wanted=st.integers(1, 20), most=st.none() | st.integers(0, 20))
def test_there_is_no_place_exactly_where_the_cap_would_be_passed(taken: int, wanted: int, most: int | None) -> None:
    over = most is not None and taken + wanted > most
    for passing in (Passing.BLOCK, Passing.WAIVER):
        found = no_place(Quota(at_most=most, passing=passing, clause="通知二"), taken, wanted)
        assert bool(found) is over
        assert not over or found[0].code == "over_quota"
    assert no_place(Quota(at_most=most, passing=Passing.WARN, clause="通知二"), taken, wanted) == []


def test_a_full_quota_speaks_in_its_own_words() -> None:
    (found,) = no_place(CAP, 3, 1)
    assert (found.message, found.clause) == ("名额已满：已推荐 3，不超过 3 个（通知二）", "通知二")


def test_too_many_at_once_are_told_how_many_there_are() -> None:
    assert no_place(CAP, 2, 2)[0].message == "名额不够：已推荐 2，不超过 3 个，这次选了 2 个（通知二）"


def test_where_a_waiver_may_help_it_is_said() -> None:
    found = no_place(Quota(at_most=2, passing=Passing.WAIVER, clause="通知一"), 2, 1)
    assert [(one.code, one.where) for one in found] == [("over_quota", ""), ("missing", "allowed_by")]


@given(st.permutations([3, 5, 8, 13]))
def test_a_list_takes_any_order_of_itself(wanted: list[int]) -> None:
    assert reordered([3, 5, 8, 13], wanted) == tuple(wanted)


@pytest.mark.parametrize("wanted", [[1], [1, 2, 3], [1, 1], [1, 3], []])
def test_a_list_that_changed_meanwhile_is_not_ordered(wanted: list[int]) -> None:
    with pytest.raises(Refused, match="名单刚刚有变化"):
        reordered([1, 2], wanted)


def test_one_is_moved_up_or_down_and_stays_at_the_end() -> None:
    assert moved([1, 2, 3], 2, up=True) == (2, 1, 3)
    assert moved([1, 2, 3], 2, up=False) == (1, 3, 2)
    assert moved([1, 2, 3], 1, up=True) == (1, 2, 3)
    assert moved([1, 2, 3], 3, up=False) == (1, 2, 3)
    with pytest.raises(Refused, match="不在可以排的名单里"):
        moved([1, 2], 9, up=True)


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({}, (7, 8, 9)),
        ({9: "1"}, (9, 7, 8)),
        ({7: "3"}, (8, 9, 7)),
        ({7: "2"}, (8, 7, 9)),
        ({7: "3", 8: "1", 9: "2"}, (8, 9, 7)),
        ({7: " ", 8: "2", 9: "999"}, (7, 8, 9)),
    ],
)
def test_numbers_beside_the_list_say_its_order(typed: dict[int, str], order: tuple[int, ...]) -> None:
    assert by_numbers([7, 8, 9], typed) == order


@pytest.mark.parametrize("said", ["一", "1.5", "-1", "<b>", "①", "1" * 7])
def test_what_is_no_number_is_told_where_it_stands(said: str) -> None:
    with pytest.raises(Refused) as refused:
        by_numbers([7], {7: said})
    assert [(one.code, one.where) for one in refused.value.problems] == [("not_a_number", "place-7")]


def test_handing_in_wants_something_a_choice_and_a_word_on_everybody() -> None:
    assert hand_in_problems(True, [], 0, chosen=True, before=False) == []
    nothing = hand_in_problems(False, ["乙"], 1, chosen=False, before=False)
    assert [(one.code, one.where) for one in nothing] == [
        ("not_now", ""),
        ("missing", "meeting"),
        ("missing", "undecided"),
    ]
    assert nothing[2].message.startswith("乙：没有推荐")
    assert "已经报送的不用再报" in hand_in_problems(False, [], 0, chosen=True, before=True)[0].message


def test_more_than_can_be_named_are_counted() -> None:
    found = hand_in_problems(True, ["甲", "乙"], 9, chosen=True, before=False)
    assert [one.message.split("：")[0] for one in found] == ["甲", "乙", "没有定下来的一共 9 份，上面是前 2 份"]
    assert {one.where for one in found} == {"undecided"}
