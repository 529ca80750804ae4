"""Where in the year a round is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from jiangfang.core.fields.date import long_day
from jiangfang.stages.announce.models import Round
from jiangfang.stages.announce.queries.days import spans_of
from jiangfang.stages.announce.queries.rounds import opened


@dataclass(frozen=True, slots=True)
class Milestone:
    """A part of the year. called: its name in the notice; state: done, now or later; left: days to its last one."""

    id: str
    title: str
    says: str
    state: str
    opens: date | None = None
    closes: date | None = None
    left: int | None = None
    clause: str = ""
    as_written: str = ""
    called: str = ""


def progress(round: Round, today: date) -> tuple[Milestone, ...]:
    """The notice, then the windows of the calendar in order; the first that is not over is now, once published."""
    programme, spans = opened(round).programme, spans_of(round)
    made = [_notice(round)]
    current = not round.published_at
    for window in programme.calendar:
        span = spans.get(window.id)
        opens, closes = (span.opens, span.closes) if span else (None, None)
        over = closes is not None and closes < today
        state = "done" if over and round.published_at else "later" if current else "now"
        current = current or state == "now"
        title = "申报推荐" if window.id == programme.hand_in else window.title
        left = (closes - today).days if closes else None
        says = _says(opens, closes)
        made.append(
            Milestone(
                window.id, title, says, state, opens, closes, left, window.clause, window.as_written, window.title
            )
        )
    return tuple(made)


def _notice(round: Round) -> Milestone:
    if round.published_at is None:
        return Milestone("notice", "通知", "还没有发布", "now")
    day = localtime(round.published_at).date()
    return Milestone("notice", "通知", f"{day.month}月{day.day}日发布", "done", day, day)


def _says(opens: date | None, closes: date | None) -> str:
    if opens and closes:
        return f"{long_day(opens)}至{closes.month}月{closes.day}日"
    if closes:
        return f"至 {long_day(closes)}"
    return f"{long_day(opens)}起" if opens else "日子还没有定"
