"""Windows, working days with 调休, and what is open on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from jiangfang.core.fields import Origin
from jiangfang.core.fields.date import long_day
from jiangfang.core.problems import Problem, Refused, error, with_clause

_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """A span of the calendar that ends at the end of a day.

    closes: ``11-20`` in the year of the notice, or a whole date ``2025-01-10``; as_written: the paper's own words.
    closes is "" where the notice gives no day; then the office sets it at opening.
    """

    id: str
    title: str
    as_written: str = ""
    opens: str = ""
    closes: str = ""
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        for name, said in (("opens", self.opens), ("closes", self.closes)):
            if said and resolve(said, 2000) is None:
                yield name, f"“{said}”不是日子；写成 11-20（通知当年）或 2025-01-10"
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"

    def last_day(self, year: int) -> date | None:
        """The last day, which belongs to the window to its end; None where none is given."""
        return resolve(self.closes, year)

    def is_open(self, day: date, year: int) -> bool:
        """True on a day of the window, both ends included."""
        first, last = resolve(self.opens, year), self.last_day(year)
        return (first is None or first <= day) and (last is None or day <= last)

    def days_left(self, day: date, year: int) -> int | None:
        """Days to the last one: 0 on that day, negative after it, None where none is given."""
        last = self.last_day(year)
        return None if last is None else (last - day).days


def resolve(said: str, year: int) -> date | None:
    """``11-20`` in that year, or a whole date; None for "" and for what is no day."""
    whole = f"{year}-{said}" if _MONTH_DAY.fullmatch(said) else said
    try:
        return date.fromisoformat(whole)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days as published for some years. days: True for a working 调休 day, False for a holiday, by date.

    years: those that the table covers; outside them nothing is guessed.
    """

    days: Mapping[date, bool]
    years: frozenset[int]

    def works(self, day: date) -> bool:
        """True on a working day. Raises Refused for a year that the table does not cover."""
        if day.year not in self.years:
            said = f"没有 {day.year} 年的放假和调休安排，{long_day(day)}是不是工作日不能断定，请先补上这一年的安排"
            raise Refused([error("unknown_year", "", said)])
        return self.days.get(day, day.weekday() < 5)

    def after(self, day: date, working_days: int) -> date:
        """The last of so many working days that begin on the day after ``day``."""
        found = day
        for _ in range(working_days):
            found += timedelta(days=1)
            while not self.works(found):
                found += timedelta(days=1)
        return found


def too_late(window: Window, today: date, year: int) -> Problem | None:
    """The ``late`` problem of a day after a window's last one; None before and on it."""
    return after(window.last_day(year), today, window.title, window.clause)


def after(last: date | None, today: date, title: str, clause: str = "") -> Problem | None:
    """The ``late`` problem of a day after the last one of something; None before and on it."""
    if last is None or today <= last:
        return None
    said = f"今天是 {long_day(today)}，{title} {long_day(last)}已过"
    return error("late", "", with_clause(said, clause), clause)
