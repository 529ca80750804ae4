"""Windows that run to the end of their last day, and working days with 调休."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.problems import Refused
from jiangfang.core.timetable import Window, WorkCalendar, resolve, too_late
from tests.core.making import codes, modest

WINDOW = Window("hand_in", "报送截止日", opens="11-06", closes="11-20", clause="通知四（三）")
# 2024, in short: New Year's Day off; 国庆 1 to 7 October off, Sunday 29 September and Saturday 12 October worked.
CALENDAR = WorkCalendar(
    {
        date(2024, 1, 1): False,
        **{date(2024, 10, day): False for day in range(1, 8)},
        date(2024, 9, 29): True,
        date(2024, 10, 12): True,
    },
    frozenset({2024}),
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 9, 27), True),
        (date(2024, 9, 28), False),
        (date(2024, 9, 29), True),
        (date(2024, 10, 1), False),
        (date(2024, 10, 7), False),
        (date(2024, 10, 8), True),
        (date(2024, 10, 12), True),
        (date(2024, 10, 13), False),
    ],
)
def test_a_saturday_that_is_worked_and_a_monday_that_is_not(day: date, works: bool) -> None:
    assert CALENDAR.works(day) is works


@pytest.mark.parametrize(
    ("after", "days", "last"),
    [
        (date(2024, 9, 27), 1, date(2024, 9, 29)),
        (date(2024, 9, 27), 5, date(2024, 10, 10)),
        (date(2024, 9, 30), 5, date(2024, 10, 12)),
        (date(2024, 10, 11), 1, date(2024, 10, 12)),
        (date(2024, 10, 12), 1, date(2024, 10, 14)),
        (date(2024, 3, 4), 7, date(2024, 3, 13)),
        (date(2024, 3, 9), 0, date(2024, 3, 9)),
    ],
)
def test_so_many_working_days_after_a_day(after: date, days: int, last: date) -> None:
    assert CALENDAR.after(after, days) == last


@given(st.dates(date(2024, 1, 1), date(2024, 10, 1)), st.integers(1, 40))
@modest
def test_the_last_of_so_many_is_worked_and_so_many_lie_up_to_it(after: date, days: int) -> None:
    last = CALENDAR.after(after, days)
    between = [after + timedelta(days=step) for step in range(1, (last - after).days + 1)]
    assert sum(CALENDAR.works(day) for day in between) == days
    assert CALENDAR.works(last)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2025, 1, 1), date(1900, 1, 1)])
def test_a_year_without_a_table_is_refused_not_guessed(day: date) -> None:
    with pytest.raises(Refused) as no:
        CALENDAR.works(day)
    assert codes(no.value.problems) == [("unknown_year", "error")]
    assert str(day.year) in no.value.problems[0].message


def test_counting_into_a_year_without_a_table_is_refused() -> None:
    with pytest.raises(Refused):
        CALENDAR.after(date(2024, 12, 30), 5)


@pytest.mark.parametrize(
    ("day", "is_open", "left"),
    [
        (date(2024, 11, 5), False, 15),
        (date(2024, 11, 6), True, 14),
        (date(2024, 11, 20), True, 0),
        (date(2024, 11, 21), False, -1),
    ],
)
def test_both_ends_belong_to_a_window(day: date, is_open: bool, left: int) -> None:
    assert WINDOW.is_open(day, 2024) is is_open
    assert WINDOW.days_left(day, 2024) == left


def test_a_window_without_days_is_always_open_and_has_no_last_one() -> None:
    window = Window("review", "评审", clause="通知三")
    assert window.is_open(date(1999, 1, 1), 2024)
    assert window.last_day(2024) is None
    assert window.days_left(date(2024, 1, 1), 2024) is None
    assert too_late(window, date(2999, 1, 1), 2024) is None


def test_a_window_open_at_one_end() -> None:
    window = Window("x", "甲", opens="03-01", clause="通知三")
    assert window.is_open(date(2030, 1, 1), 2024)
    assert not window.is_open(date(2024, 2, 29), 2024)


def test_the_year_is_the_notices_unless_it_is_written() -> None:
    assert WINDOW.last_day(2019) == date(2019, 11, 20)
    assert Window("x", "甲", closes="2025-01-10", clause="通知一").last_day(2024) == date(2025, 1, 10)


@pytest.mark.parametrize(("today", "late"), [(date(2024, 11, 20), False), (date(2024, 11, 21), True)])
def test_late_is_the_day_after_the_last(today: date, late: bool) -> None:
    found = too_late(WINDOW, today, 2024)
    assert (found is not None) is late
    if found is not None:
        assert codes([found]) == [("late", "error")]
        assert found.message == "今天是 2024年11月21日，报送截止日 2024年11月20日已过（通知四（三））"


@pytest.mark.parametrize("said", ["", "31", "13-01", "02-30", "11/20", "11月20日", "2024-02-30", "1-2"])
def test_what_is_no_day(said: str) -> None:
    assert resolve(said, 2024) is None
    places = [place for place, _ in Window("x", "甲", opens=said, closes=said, clause="通知一").faults()]
    assert places == (["opens", "closes"] if said else [])


def test_a_leap_day_of_the_calendar_is_none_in_another_year() -> None:
    assert resolve("02-29", 2024) == date(2024, 2, 29)
    assert resolve("02-29", 2023) is None


def test_a_window_says_where_it_comes_from() -> None:
    assert [place for place, _ in Window("x", "甲").faults()] == ["clause"]
