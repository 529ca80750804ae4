"""The days of a round, and until when whom they bind. A round read by this room's queries has its days with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from jiangfang.core import deadlines
from jiangfang.core.conditions import Day
from jiangfang.core.opening import Span
from jiangfang.core.problems import Problem
from jiangfang.core.timetable import Window
from jiangfang.records.programmes.models import Revision
from jiangfang.records.programmes.queries import OpenedProgramme, programme
from jiangfang.stages.announce.models import Recommender, Round, RoundDay
from jiangfang.stages.announce.queries.rounds import opened

_KEPT = 64
_in_rounds: dict[tuple[object, ...], OpenedProgramme] = {}


def days_of(round: Round) -> dict[str, RoundDay]:
    """The days of a round, by window."""
    return {row.window: row for row in round.days.all()}


def spans_of(round: Round) -> dict[str, Span]:
    """The same as plain values."""
    return {row.window: Span(row.opens, row.closes) for row in round.days.all()}


def day_of(round: Round, window: str) -> date | None:
    """The last day of a window in this round; None where none is set."""
    row = days_of(round).get(window)
    return row.closes if row else None


def deadline(round: Round, recommender: Recommender | None = None) -> date | None:
    """The last day for a recommender's deeds, which an extension moves; without one, the round's own."""
    usual = day_of(round, opened(round).programme.hand_in)
    return deadlines.last_day(usual, recommender.extended_to if recommender else None, None)


def unit_day(round: Round, recommender: Recommender | None = None) -> date | None:
    """The last day for a unit and its union: its recommender's own day where it set one, else the deadline."""
    own = recommender.own_day if recommender else None
    return deadlines.last_day(deadline(round, recommender), None, own, for_unit=True)


def late(round: Round, recommender: Recommender | None, today: date, *, for_unit: bool = False) -> Problem | None:
    """The ``late`` problem of a deed today, with its clause; None in time."""
    programme = opened(round).programme
    window = programme.window(programme.hand_in)
    if window is None:
        raise LookupError("a programme without the window that it hands in by is not loaded")
    extended, own = (recommender.extended_to, recommender.own_day) if recommender else (None, None)
    return deadlines.late(window, day_of(round, window.id), extended, own, today, for_unit=for_unit)


def in_round(round: Round, revision: Revision) -> OpenedProgramme:
    """The programme of a revision with the days of a round in its calendar; kept in the process by both."""
    found, spans = programme(revision), spans_of(round)
    known = (revision.digest, tuple(sorted((name, str(span.opens), str(span.closes)) for name, span in spans.items())))
    if known not in _in_rounds:
        while len(_in_rounds) >= _KEPT:
            _in_rounds.pop(next(iter(_in_rounds)), None)
        calendar = tuple(_dated(window, spans.get(window.id, Span())) for window in found.programme.calendar)
        _in_rounds[known] = replace(found, programme=replace(found.programme, calendar=calendar))
    return _in_rounds[known]


def _dated(window: Window, span: Span) -> Window:
    opens, closes = (day.isoformat() if day else "" for day in (span.opens, span.closes))
    return replace(window, opens=opens, closes=closes)


def rule_days(round: Round, recommender: Recommender | None = None) -> dict[str, Day]:
    """The days that the conditions reckon by, as this round has them: for ``Case.days``."""
    programme = opened(round).programme
    found = programme.days()
    for window in programme.calendar:
        last = deadline(round, recommender) if window.id == programme.hand_in else day_of(round, window.id)
        if last is not None:
            found[window.id] = Day(window.title, last)
    return found
