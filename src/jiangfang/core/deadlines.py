"""Until when: the round's day, a later one for one recommender, an earlier one that binds only its own units."""

from __future__ import annotations

from datetime import date

from jiangfang.core.problems import Problem
from jiangfang.core.timetable import Window, after

OWN_DAY = "推荐单位给所属单位定的截止日"


def last_day(
    round_day: date | None, extended_to: date | None, own_day: date | None, *, for_unit: bool = False
) -> date | None:
    """The last day of a recommender, or of its units; it belongs to the time to its end.

    An extension is never shorter than the round's day, a recommender's own day never later than its deadline.
    """
    last = max(round_day, extended_to) if round_day and extended_to else extended_to or round_day
    if not for_unit or own_day is None:
        return last
    return min(own_day, last) if last else own_day


def late(
    window: Window,
    round_day: date | None,
    extended_to: date | None,
    own_day: date | None,
    today: date,
    *,
    for_unit: bool = False,
) -> Problem | None:
    """The ``late`` problem of handing in today; None in time. The clause stands only behind the notice's own day."""
    last = last_day(round_day, extended_to, own_day)
    unit_last = last_day(round_day, extended_to, own_day, for_unit=for_unit)
    if unit_last != last:
        return after(unit_last, today, OWN_DAY)
    return after(last, today, window.title, window.clause)
