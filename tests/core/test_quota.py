"""名额: a cap that is never passed in any order, a floor that never blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import Origin
from jiangfang.core.problems import Refused
from jiangfang.core.quota import Passing, Quota
from tests.core.making import BOTH, codes, modest, programme

CAP = Quota(at_most=3, clause="通知二")
FLOOR = Quota(at_least=10, passing=Passing.WARN, clause="通知四")
RANGE = Quota(at_least=1, at_most=2, clause="通知一")
ABOUT = Quota(about=100, unit="家", clause="通知四")
NONE = Quota(clause="通知四")

takes = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["", " ", "市总同意，因为撤并"])), max_size=30)


def take_all(quota: Quota, wanted: list[tuple[str, str]]) -> tuple[dict[str, int], int]:
    """What each recommender has after all takes, and how many were refused."""
    used: dict[str, int] = {}
    refused = 0
    for who, waiver in wanted:
        try:
            used[who] = quota.take(used.get(who, 0), waiver)
        except Refused as no:
            refused += 1
            assert codes(no.problems) == [("over_quota", "error")]
            assert no.problems[0].clause == quota.clause
            assert no.problems[0].message.endswith(f"（{quota.clause}）")
    return used, refused


@given(takes, st.integers(0, 5))
@modest
def test_in_any_order_the_cap_is_never_passed(wanted: list[tuple[str, str]], cap: int) -> None:
    used, refused = take_all(Quota(at_most=cap, clause="通知二"), wanted)
    tried = {who: sum(name == who for name, _ in wanted) for who, _ in wanted}
    assert {who: used.get(who, 0) for who in tried} == {who: min(number, cap) for who, number in tried.items()}
    assert refused == len(wanted) - sum(used.values())


@given(takes)
@modest
def test_a_floor_a_rough_figure_and_none_never_block(wanted: list[tuple[str, str]]) -> None:
    for quota in (FLOOR, ABOUT, NONE):
        used, refused = take_all(quota, wanted)
        assert (sum(used.values()), refused) == (len(wanted), 0)


@given(takes, st.integers(0, 4))
@modest
def test_a_waiver_is_heard_only_where_the_programme_knows_waivers(wanted: list[tuple[str, str]], cap: int) -> None:
    def over(passing: Passing) -> int:
        used, _ = take_all(Quota(at_most=cap, passing=passing, clause="通知二"), wanted)
        return max((number - cap for number in used.values()), default=0)

    assert over(Passing.BLOCK) <= 0
    if not any(waiver.strip() for _, waiver in wanted):
        assert over(Passing.WAIVER) <= 0
    assert over(Passing.WARN) == max((sum(who == name for name, _ in wanted) - cap for who, _ in wanted), default=0)


def test_one_more_with_a_named_waiver() -> None:
    quota = Quota(at_most=1, passing=Passing.WAIVER, clause="通知二")
    assert quota.take(1, "市总同意") == 2
    for empty in ("", "  \n"):
        with pytest.raises(Refused):
            quota.take(1, empty)


@pytest.mark.parametrize(
    ("quota", "used", "found"),
    [
        (CAP, 3, []),
        (CAP, 4, [("over_quota", "error")]),
        (Quota(at_most=3, passing=Passing.WARN, clause="通知二"), 4, [("over_quota", "warning")]),
        (FLOOR, 10, []),
        (FLOOR, 9, [("under_quota", "warning")]),
        (FLOOR, 0, [("under_quota", "warning")]),
        (FLOOR, 500, []),
        (RANGE, 0, [("under_quota", "warning")]),
        (RANGE, 1, []),
        (RANGE, 2, []),
        (RANGE, 3, [("over_quota", "error")]),
        (ABOUT, 0, []),
        (ABOUT, 1000, []),
    ],
)
def test_weighed_from_both_sides(quota: Quota, used: int, found: list[tuple[str, str]]) -> None:
    problems = quota.weigh(used)
    assert codes(problems) == found
    assert all(problem.clause == quota.clause and quota.clause in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("quota", "kind", "rule"),
    [
        (CAP, "cap", "不超过 3 个"),
        (FLOOR, "floor", "不少于 10 个"),
        (RANGE, "range", "不少于 1 个、不超过 2 个"),
        (ABOUT, "about", "100 家左右"),
        (NONE, "none", "不限"),
    ],
)
def test_the_rule_in_words(quota: Quota, kind: str, rule: str) -> None:
    assert (quota.kind, quota.rule()) == (kind, rule)


@pytest.mark.parametrize(
    ("quota", "used", "says", "left", "short"),
    [
        (CAP, 2, "已推荐 2，最多 3", 1, 0),
        (CAP, 9, "已推荐 9，最多 3", 0, 0),
        (FLOOR, 6, "还差 4，至少 10", None, 4),
        (FLOOR, 12, "已推荐 12，至少 10", None, 0),
        (ABOUT, 7, "已推荐 7，大约 100", None, 0),
    ],
)
def test_where_a_recommender_stands(quota: Quota, used: int, says: str, left: int | None, short: int) -> None:
    assert (quota.says(used), quota.left(used), quota.short(used)) == (says, left, short)


def test_what_is_short_is_said_with_its_unit_apart() -> None:
    (short,) = FLOOR.weigh(6)
    assert short.message.startswith("还差 4，至少 10 个")


@pytest.mark.parametrize(
    ("quota", "places"),
    [
        (CAP, []),
        (Quota(at_least=3, at_most=2, clause="x"), ["at_most"]),
        (Quota(about=3, at_most=2, clause="x"), ["about"]),
        (Quota(at_most=2), ["clause"]),
        (Quota(at_most=2, origin=Origin.PRACTICE), ["why"]),
    ],
)
def test_a_quota_that_makes_no_sense(quota: Quota, places: list[str]) -> None:
    assert [place for place, _ in quota.faults()] == places


@pytest.mark.parametrize("name", BOTH)
@given(wanted=takes)
@modest
def test_the_shipped_quotas_keep_their_word(name: str, wanted: list[tuple[str, str]]) -> None:
    for group in programme(name).recommenders:
        used, refused = take_all(group.each, wanted)
        cap = group.each.at_most
        assert all(cap is None or number <= cap for number in used.values())
        assert cap is not None or refused == 0
