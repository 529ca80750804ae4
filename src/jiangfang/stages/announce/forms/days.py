"""The days of a calendar: two inputs a window, with the notice's own words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiangfang.core.definition.programme import Programme
from jiangfang.core.opening import Span
from jiangfang.core.problems import Problem
from jiangfang.core.timetable import Window
from jiangfang.stages.announce.forms.reading import read_day


@dataclass(frozen=True, slots=True)
class DayRow:
    """A window as it is typed. must: its last day has to be given."""

    window: Window
    opens: str
    closes: str
    must: bool = False

    @property
    def where(self) -> str:
        """The place of its problems."""
        return f"day-{self.window.id}"


def rows_of(programme: Programme, spans: Mapping[str, Span]) -> list[DayRow]:
    """The windows with the days that they have."""
    return [
        DayRow(window, _iso(spans.get(window.id, Span()).opens), _iso(spans.get(window.id, Span()).closes), must)
        for window in programme.calendar
        for must in [window.id == programme.hand_in]
    ]


def names(programme: Programme) -> list[str]:
    """The boxes of the form."""
    return [f"{side}-{window.id}" for window in programme.calendar for side in ("opens", "closes")]


def typed_rows(programme: Programme, data: Mapping[str, str]) -> list[DayRow]:
    """The windows as they were typed."""
    return [
        DayRow(window, data.get(f"opens-{window.id}", ""), data.get(f"closes-{window.id}", ""), must)
        for window in programme.calendar
        for must in [window.id == programme.hand_in]
    ]


def spans_of(rows: Sequence[DayRow], problems: list[Problem]) -> dict[str, Span]:
    """The days by window; what cannot be read becomes a problem."""
    return {
        row.window.id: Span(
            read_day(row.opens, row.where, f"{row.window.title}的开始日", problems),
            read_day(row.closes, row.where, f"{row.window.title}的截止日", problems),
        )
        for row in rows
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
