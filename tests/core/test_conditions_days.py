"""Terms about days: the boundary itself, days known only in part, leap days, the end of the last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.conditions import Case, Verdict
from jiangfang.core.conditions.days import Deadline, NotAfter, Order, Running, years_later
from jiangfang.core.fields.date import span
from tests.core.making import NO, OPEN, YES, case, modest, one_day, spot, weighed
from tests.core.strategies import days

FORM = (
    spot("date", key="founded", label="建立日期"),
    spot("date", key="recognised", label="认定时间"),
)
TERM = Running("founded", 1, "end")


def at(today: str = "", end: str = "2024-11-20", **values: str) -> Case:
    return case(FORM, values, days=one_day(end), today=date.fromisoformat(today) if today else None)


@pytest.mark.parametrize(
    ("founded", "verdict"),
    [
        ("2023-11-19", YES),
        ("2023-11-20", YES),
        ("2023-11-21", NO),
        ("2023-10", YES),
        ("2023-11", OPEN),
        ("2023-12", NO),
        ("2022", YES),
        ("2023", OPEN),
        ("2024", NO),
        ("2024-11-20", NO),
        ("2100-12-31", NO),
    ],
)
def test_a_full_year_on_the_day_itself_is_enough(founded: str, verdict: Verdict) -> None:
    found = weighed(TERM, at(founded=founded))
    assert found.verdict is verdict
    assert "2024年11月20日（报送截止日）" in found.says
    assert found.where == "founded"


def test_what_is_not_full_says_both_days() -> None:
    assert (
        weighed(TERM, at(founded="2023-11-21")).says
        == "建立日期 2023年11月21日，到 2024年11月20日（报送截止日）不满 1 年"
    )


def test_a_day_that_is_not_given_is_open() -> None:
    assert weighed(TERM, at()).absent == ("founded",)


@pytest.mark.parametrize(
    ("founded", "end", "verdict"),
    [
        ("2024-02-29", "2025-02-27", NO),
        ("2024-02-29", "2025-02-28", YES),
        ("2023-02-28", "2024-02-28", YES),
        ("2023-03-01", "2024-02-29", NO),
        ("2020-02-29", "2021-02-28", YES),
    ],
)
def test_a_leap_day_falls_on_the_28th(founded: str, end: str, verdict: Verdict) -> None:
    assert weighed(TERM, at(end=end, founded=founded)).verdict is verdict


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 30))
@modest
def test_years_later_is_the_same_day_or_the_last_of_february(day: date, years: int) -> None:
    later = years_later(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


@given(days, st.dates(date(1950, 1, 1), date(2050, 12, 31)), st.integers(0, 3))
@modest
def test_a_day_known_in_part_decides_only_what_all_its_days_decide(value: str, end: date, years: int) -> None:
    first, last = span(value)
    verdicts = {
        weighed(Running("founded", years, "end"), at(end=end.isoformat(), founded=day.isoformat())).verdict
        for day in (first, last)
    }
    found = weighed(Running("founded", years, "end"), at(end=end.isoformat(), founded=value)).verdict
    assert found is (verdicts.pop() if len(verdicts) == 1 else OPEN)


@pytest.mark.parametrize(
    ("founded", "recognised", "verdict"),
    [
        ("2020-05-01", "2020-05-01", YES),
        ("2020-05-02", "2020-05-01", NO),
        ("2020-04-30", "2020-05-01", YES),
        ("2020-05-31", "2020-05", YES),
        ("2020-06-01", "2020-05", NO),
        ("2020", "2020-01-01", YES),
        ("2021", "2020", NO),
    ],
)
def test_days_in_order(founded: str, recognised: str, verdict: Verdict) -> None:
    found = weighed(Order("founded", "recognised"), at(founded=founded, recognised=recognised))
    assert found.verdict is verdict
    assert found.code == ("conflicting" if verdict is NO else "condition_failed")


@pytest.mark.parametrize("key", ["founded", "recognised"])
def test_days_in_order_are_silent_when_one_is_wanting(key: str) -> None:
    found = weighed(Order("founded", "recognised"), at(**{key: "2020"}))
    assert (found.verdict, found.silent) == (OPEN, True)


@pytest.mark.parametrize(
    ("founded", "verdict"),
    [("2024-11-20", YES), ("2024-11-21", NO), ("2024-11", YES), ("2024-12", NO), ("2024", YES), ("2025", NO)],
)
def test_not_after_the_day(founded: str, verdict: Verdict) -> None:
    assert weighed(NotAfter("founded", "end"), at(founded=founded)).verdict is verdict


def test_not_after_is_silent_without_a_day() -> None:
    assert weighed(NotAfter("founded", "end"), at()).silent


@pytest.mark.parametrize(
    ("today", "verdict"), [("2024-01-01", YES), ("2024-11-20", YES), ("2024-11-21", NO), ("2025-01-01", NO)]
)
def test_the_deadline_runs_to_the_end_of_its_day(today: str, verdict: Verdict) -> None:
    assert weighed(Deadline("end"), at(today)).verdict is verdict


def test_what_is_late_says_by_how_many_days() -> None:
    found = weighed(Deadline("end"), at("2024-11-23"))
    assert found.code == "late"
    assert found.says == "今天是 2024年11月23日，已过 2024年11月20日（报送截止日） 3 天"


def test_without_a_today_nothing_is_said() -> None:
    assert weighed(Deadline("end"), at()).silent


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(-400, 400))
@modest
def test_late_is_after_the_day_and_never_before(end: date, off: int) -> None:
    found = weighed(Deadline("end"), at((end + timedelta(days=off)).isoformat(), end.isoformat()))
    assert (found.verdict is NO) is (off > 0)
