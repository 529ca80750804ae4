"""Until when: the round's day, an extension, a recommender's own day; each from both sides."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.deadlines import OWN_DAY, last_day, late
from jiangfang.core.timetable import Window

DAY = date(2024, 11, 20)
LATER, EARLIER = date(2024, 11, 25), date(2024, 11, 15)
WINDOW = Window("hand_in", "报送截止日", closes="11-20", clause="通知四（三）")
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("round_day", "extended", "own", "for_unit", "last"),
    [
        (DAY, None, None, False, DAY),
        (DAY, LATER, None, False, LATER),
        (DAY, EARLIER, None, False, DAY),
        (DAY, LATER, EARLIER, False, LATER),
        (DAY, LATER, EARLIER, True, EARLIER),
        (DAY, None, LATER, True, DAY),
        (None, None, EARLIER, True, EARLIER),
        (None, LATER, None, True, LATER),
        (None, None, None, True, None),
    ],
)
def test_which_day_is_the_last(
    round_day: date | None, extended: date | None, own: date | None, for_unit: bool, last: date | None
) -> None:
    assert last_day(round_day, extended, own, for_unit=for_unit) == last


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_a_unit_never_has_longer_than_its_recommender_and_nobody_less_than_the_round(
    day: date, extended: date | None, own: date | None
) -> None:
    whole = last_day(day, extended, own)
    unit = last_day(day, extended, own, for_unit=True)
    assert whole is not None
    assert unit is not None
    assert unit <= whole
    assert whole >= day


def test_the_last_day_runs_to_its_end_and_the_next_is_late_with_its_clause() -> None:
    assert late(WINDOW, DAY, None, None, DAY) is None
    found = late(WINDOW, DAY, None, None, DAY + timedelta(days=1))
    assert found is not None
    assert (found.code, found.clause) == ("late", "通知四（三）")
    assert found.message == "今天是 2024年11月21日，报送截止日 2024年11月20日已过（通知四（三））"


def test_a_recommenders_own_day_binds_only_units_and_claims_no_clause() -> None:
    between = date(2024, 11, 16)
    found = late(WINDOW, DAY, None, EARLIER, between, for_unit=True)
    assert found is not None
    assert (found.code, found.clause) == ("late", "")
    assert OWN_DAY in found.message
    assert late(WINDOW, DAY, None, EARLIER, between) is None


def test_an_extension_lets_both_go_on() -> None:
    assert late(WINDOW, DAY, LATER, None, LATER, for_unit=True) is None
    assert late(WINDOW, DAY, LATER, None, LATER + timedelta(days=1), for_unit=True) is not None
