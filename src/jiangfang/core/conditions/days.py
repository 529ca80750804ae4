"""Terms about days: years running, dates in order, the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiangfang.core.conditions.base import Case, Finding, Term, Verdict, no, not_filled, term, unknown, yes
from jiangfang.core.fields.date import from_parts, long_day, parts, span

MOST_YEARS = 100


def years_later(day: date, years: int) -> date:
    """The same day some years on; 29 February falls on the 28th where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def show(value: str) -> str:
    """A date answer as people read it."""
    return from_parts(*parts(value))


@term("running")
@dataclass(frozen=True, slots=True)
class Running(Term):
    """So many full years between a date of the form and a day of the calendar; 以上 includes the day itself."""

    since: str
    years: int
    on: str

    def faults(self) -> Iterator[tuple[str, str]]:
        """No rule reckons in centuries."""
        if self.years > MOST_YEARS:
            yield "years", f"最多 {MOST_YEARS} 年"

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "date", self.since
        yield "day", self.on

    def weigh(self, case: Case) -> Finding:
        """See Term; a date known only to the month or year decides nothing it cannot decide."""
        value, day = case.values.get(self.since), case.days[self.on]
        if value is None:
            return not_filled(case, self.since)
        earliest, latest = (years_later(end, self.years) for end in span(value))
        says = f"{case.label(self.since)} {show(value)}，到 {day}"
        if latest <= day.on:
            return yes(f"{says}已满 {self.years} 年", self.since)
        if earliest > day.on:
            return no(f"{says}不满 {self.years} 年", self.since)
        return unknown(f"{says}是否满 {self.years} 年要看具体日子，请把日期写完整", self.since)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.since)}到 {case.days[self.on]}满 {self.years} 年（含当日）"


@term("order")
@dataclass(frozen=True, slots=True)
class Order(Term):
    """One date of the form is not after another."""

    earlier: str
    later: str

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "date", self.earlier
        yield "date", self.later

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        first, second = case.values.get(self.earlier), case.values.get(self.later)
        if first is None or second is None:
            keys = tuple(key for key in (self.earlier, self.later) if key not in case.values)
            return Finding(Verdict.OPEN, "日期没有填全", keys[0], keys, silent=True)
        says = f"{case.label(self.earlier)} {show(first)}"
        if span(first)[0] > span(second)[1]:
            return no(f"{says}，晚于{case.label(self.later)} {show(second)}", self.earlier, "conflicting")
        return yes(f"{says}，不晚于{case.label(self.later)} {show(second)}", self.earlier)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.earlier)}不晚于{case.label(self.later)}"


@term("not_after")
@dataclass(frozen=True, slots=True)
class NotAfter(Term):
    """A date of the form is not after a day of the calendar."""

    of: str
    day: str

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "date", self.of
        yield "day", self.day

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        value, day = case.values.get(self.of), case.days[self.day]
        if value is None:
            return Finding(Verdict.OPEN, f"{case.label(self.of)}没有填", self.of, (self.of,), silent=True)
        says = f"{case.label(self.of)} {show(value)}"
        if span(value)[0] > day.on:
            return no(f"{says}，晚于 {day}", self.of, "conflicting")
        return yes(f"{says}，不晚于 {day}", self.of)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}不晚于 {case.days[self.day]}"


@term("deadline")
@dataclass(frozen=True, slots=True)
class Deadline(Term):
    """Today is within a window of the calendar; its last day runs to its end."""

    day: str

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "day", self.day

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        day = case.days[self.day]
        if case.today is None:
            return Finding(Verdict.OPEN, "没有给出日期", silent=True)
        if case.today > day.on:
            late = (case.today - day.on).days
            return no(f"今天是 {long_day(case.today)}，已过 {day} {late} 天", code="late")
        return yes(f"今天是 {long_day(case.today)}，未过 {day}")

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"不晚于 {case.days[self.day]}当天"
