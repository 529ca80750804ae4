"""Terms about numbers, from both sides; 以上 and 以下 include the number itself."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.conditions import Case, Verdict
from jiangfang.core.conditions.numbers import Count, Length, RowSum, Share, Sum, Within, percent
from jiangfang.core.fields import Column
from tests.core.making import NO, OPEN, YES, case, modest, rows, spot, weighed

FORM = (
    spot("integer", key="count", label="成员总数", unit="人"),
    spot("money", key="area", label="面积", unit="平方米"),
    spot("text", key="story", label="业绩"),
    spot("integer", key="part", label="其中", unit="人"),
    rows(Column("post", "岗位", "choice"), key="members", label="成员", unit="人"),
    rows(
        *(Column(key, label, "money", unit="万元") for key, label in (("in", "创收"), ("saved", "节资"))),
        Column("usd", "外汇", "money", unit="美元"),
        Column("total", "合计", "money", unit="万元"),
        key="benefit",
        label="效益",
    ),
)


def at(**values: Any) -> Case:
    return case(FORM, values)


@pytest.mark.parametrize(
    ("number", "verdict", "says"),
    [
        (4, NO, "成员总数 4 人，少于 5 人"),
        (5, YES, "成员总数 5 人"),
        (8, YES, "成员总数 8 人"),
        (9, NO, "成员总数 9 人，多于 8 人"),
        (0, NO, "成员总数 0 人，少于 5 人"),
    ],
)
def test_a_count_within_its_bounds(number: int, verdict: Verdict, says: str) -> None:
    found = weighed(Count("count", Decimal(5), Decimal(8)), at(count=number))
    assert (found.verdict, found.says, found.where) == (verdict, says, "count")


def test_a_count_that_is_not_given_is_open_and_says_what_would_decide() -> None:
    found = weighed(Count("count", Decimal(5)), at())
    assert (found.verdict, found.absent, found.where) == (OPEN, ("count",), "count")


@pytest.mark.parametrize(("number", "verdict"), [(1, NO), (2, YES), (3, YES)])
def test_a_count_of_rows(number: int, verdict: Verdict) -> None:
    found = weighed(Count("members", Decimal(2)), at(members=[{"post": "一线"}] * number))
    assert found.verdict is verdict
    assert found.says.startswith(f"成员 {number} 人")


def test_a_count_of_a_columns_sum_and_of_money_is_exact() -> None:
    term = Count("benefit.in", Decimal("0.3"), Decimal("0.3"))
    assert weighed(term, at(benefit=[{"in": "0.1"}, {"in": "0.2"}, {"saved": "9"}])).verdict is YES
    assert weighed(term, at(benefit=[{"saved": "9"}])).verdict is OPEN
    assert weighed(Count("area", Decimal("20")), at(area="19.999999")).verdict is NO
    assert weighed(Count("area", Decimal("20")), at(area="20.000000")).says == "面积 20 平方米"


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
@modest
def test_a_count_is_what_arithmetic_says(number: int, least: int, more: int) -> None:
    term = Count("count", Decimal(least), Decimal(least + more))
    assert (weighed(term, at(count=number)).verdict is YES) is (least <= number <= least + more)


@pytest.mark.parametrize(
    ("term", "place"),
    [
        (Count("count"), "at_least"),
        (Count("count", Decimal(5), Decimal(4)), "at_most"),
        (Share("members", "post", ("一线",), Decimal("1.1")), "at_least"),
        (Share("members", "post", ("一线",), Decimal("-0.1")), "at_least"),
    ],
)
def test_bounds_that_make_no_sense(term: Any, place: str) -> None:
    assert [found for found, _ in term.faults()] == [place]


def posts(**numbers: int) -> list[dict[str, str]]:
    named = {"front": {"post": "一线"}, "office": {"post": "管理"}, "silent": {}}
    return [dict(named[name]) for name, number in numbers.items() for _ in range(number)]


HALF = Share("members", "post", ("一线",), Decimal("0.5"))


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ({"front": 1, "office": 1}, YES),
        ({"front": 1, "office": 2}, NO),
        ({"front": 2, "office": 1}, YES),
        ({"office": 2}, NO),
        ({"front": 1, "silent": 1}, YES),
        ({"front": 1, "office": 1, "silent": 1}, OPEN),
        ({"front": 1, "office": 3, "silent": 1}, NO),
        ({"silent": 3}, OPEN),
        ({}, OPEN),
    ],
)
def test_a_share_is_open_only_where_the_silent_ones_could_turn_it(numbers: Mapping[str, int], verdict: Verdict) -> None:
    assert weighed(HALF, at(members=posts(**numbers))).verdict is verdict


def test_a_share_says_its_figures() -> None:
    assert weighed(HALF, at(members=posts(front=5, office=3))).says == "成员 8 人，其中一线 5 人（62.5%）"
    assert weighed(HALF, at(members=posts(front=1, office=3))).says.endswith("（25%），不到 50%")
    assert "1 人没有填" in weighed(HALF, at(members=posts(front=1, office=1, silent=1))).says


@given(st.lists(st.sampled_from(["一线", "管理", ""]), min_size=1, max_size=9), st.integers(0, 4))
@modest
def test_an_open_share_can_be_turned_both_ways_and_a_decided_one_cannot(given_posts: list[str], quarter: int) -> None:
    term = Share("members", "post", ("一线",), Decimal(quarter) / 4)

    def verdict(filled_with: str) -> Verdict:
        return weighed(term, at(members=[{"post": post or filled_with} for post in given_posts])).verdict

    now = weighed(term, at(members=[{"post": post} if post else {} for post in given_posts])).verdict
    ways = {verdict("一线"), verdict("管理")}
    assert now in ways or now is OPEN
    if any(given_posts):
        assert (now is OPEN) is (len(ways) == 2)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0.625", "62.5%"),
        ("0.5", "50%"),
        ("1", "100%"),
        ("0", "0%"),
        ("0.33333", "33.3%"),
        ("0.9995", "100%"),
        ("0.0005", "0.1%"),
    ],
)
def test_a_share_as_people_write_it(share: str, said: str) -> None:
    assert percent(Decimal(share)) == said


@pytest.mark.parametrize(
    ("values", "compare", "verdict"),
    [
        ({"part": 3, "count": 3}, "equal", YES),
        ({"part": 3, "count": 4}, "equal", NO),
        ({"part": 4, "count": 3}, "equal", NO),
        ({"part": 3, "count": 4}, "at_most", YES),
        ({"part": 4, "count": 4}, "at_most", YES),
        ({"part": 5, "count": 4}, "at_most", NO),
        ({"count": 4}, "equal", OPEN),
        ({"part": 4}, "equal", OPEN),
    ],
)
def test_a_sum_against_its_total(values: dict[str, int], compare: Any, verdict: Verdict) -> None:
    found = weighed(Sum(("part",), "count", compare), at(**values))
    assert found.verdict is verdict
    assert found.code == ("sum_differs" if verdict is NO else "condition_failed")


def test_a_sum_that_differs_says_by_how_much() -> None:
    found = weighed(Sum(("part", "members"), "count"), at(part=3, members=[{}, {}], count=9))
    assert found.says == "成员总数写的是 9 人，其中＋成员合计为 5 人，相差 4"


ROW = RowSum("benefit", ("in", "saved"), "total", "usd")


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"in": "0.1", "saved": "0.2", "total": "0.30"}, YES),
        ({"in": "1", "saved": "2", "total": "4"}, NO),
        ({"in": "1", "total": "1"}, YES),
        ({"in": "1", "total": "2"}, NO),
        ({"in": "1", "saved": "2"}, YES),
        ({"total": "5"}, YES),
        ({"in": "1", "saved": "2", "usd": "5", "total": "3"}, OPEN),
        ({"in": "1", "saved": "2", "usd": "5", "total": "8"}, OPEN),
        ({"in": "1", "saved": "2", "usd": "0", "total": "3"}, YES),
        ({"in": "1", "saved": "2", "usd": "0.00", "total": "4"}, NO),
    ],
)
def test_rows_add_up_and_currencies_are_never_added(row: dict[str, str], verdict: Verdict) -> None:
    assert weighed(ROW, at(benefit=[row])).verdict is verdict


def test_the_row_that_differs_is_named_even_beside_a_foreign_one() -> None:
    benefit = [{"in": "1", "total": "1"}, {"in": "1", "usd": "9", "total": "1"}, {"in": "1", "total": "3"}]
    found = weighed(ROW, at(benefit=benefit))
    assert (found.verdict, found.where, found.code) == (NO, "benefit[2].total", "sum_differs")
    assert "第 3 行合计写的是 3，各项相加为 1" in found.says


def test_rows_that_are_not_given_are_not_asked_about() -> None:
    assert weighed(ROW, at()).silent


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"part": 3, "count": 3}, YES),
        ({"part": 4, "count": 3}, NO),
        ({"part": 2, "members": [{}, {}, {}], "count": 3}, YES),
        ({"part": 2, "members": [{}] * 4, "count": 3}, NO),
    ],
)
def test_parts_within_a_total_may_overlap(values: dict[str, Any], verdict: Verdict) -> None:
    assert weighed(Within(("part", "members"), "count"), at(**values)).verdict is verdict


@pytest.mark.parametrize("values", [{}, {"part": 4}, {"count": 4}])
def test_parts_within_a_total_are_silent_when_something_is_wanting(values: dict[str, int]) -> None:
    found = weighed(Within(("part",), "count"), at(**values))
    assert (found.verdict, found.silent) == (OPEN, True)


@pytest.mark.parametrize(
    ("text", "verdict", "code"),
    [("一", NO, "too_short"), ("一 二", YES, None), ("一二三", YES, None), ("一 二\n三四", NO, "too_long")],
)
def test_a_length_in_zi(text: str, verdict: Verdict, code: str | None) -> None:
    found = weighed(Length("story", 2, 3), at(story=text))
    assert found.verdict is verdict
    assert code is None or found.code == code


def test_a_length_without_a_text_is_open() -> None:
    assert weighed(Length("story", 2), at()).verdict is OPEN
