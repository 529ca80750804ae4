"""A round's days changed, and the round published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jiangfang.core import opening
from jiangfang.core.definition.programme import Programme
from jiangfang.core.fields.date import long_day
from jiangfang.core.opening import Span
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.actions.authority import held_round, iso, must_wear, note, of_round, tidy_reason
from jiangfang.stages.announce.actions.telling import tell_days, tell_published
from jiangfang.stages.announce.models import Round, RoundDay


@transaction.atomic
def change_days(*, round: Round, days: Mapping[str, Span], why: str, hat: Hat, at: datetime) -> Round:
    """Give windows of the calendar other days, with a reason; a window that is not named keeps its own."""
    found = held_round(round)
    actor = must_wear(hat, Role.CITY, found.federation_id, at)
    programme = queries.opened(found).programme
    rows = {row.window: row for row in found.days.all()}
    if strange := sorted(set(days) - {window.id for window in programme.calendar}):
        raise Refused([error("not_in_list", f"day-{strange[0]}", "日程里没有这一段")])
    wanted = {window: Span(row.opens, row.closes) for window, row in rows.items()} | dict(days)
    if problems := opening.day_problems(programme, wanted):
        raise Refused(problems)
    changed = [window for window in days if window not in rows or _span(rows[window]) != days[window]]
    if not changed:
        raise Refused([error("nothing_changed", "", "日子和原来一样，没有什么要改的")])
    reason = tidy_reason(why)
    for window in changed:
        values = {"opens": days[window].opens, "closes": days[window].closes}
        RoundDay.objects.update_or_create(round=found, window=window, defaults=values)
    before = {window: _told(_span(rows[window])) for window in changed if window in rows}
    after = {**{window: _told(days[window]) for window in changed}, "why": reason}
    if found.published_at is not None:
        tell_days(found, _titles(programme, changed, days), at)
    note("round.days_changed", of_round(found), found, actor, hat, at, before, after)
    return found


@transaction.atomic
def publish(*, round: Round, hat: Hat, at: datetime) -> Round:
    """Let everybody see the notice and units begin. Once published it stays; a second time changes nothing."""
    actor = must_wear(hat, Role.CITY, round.federation_id, at)
    fresh = Round.objects.filter(pk=round.pk, published_at__isnull=True).update(published_at=at)
    found = Round.objects.select_related("revision").get(pk=round.pk)
    if fresh:
        tell_published(found, at)
        note("round.published", of_round(found), found, actor, hat, at, after={"published_at": at.isoformat()})
    return found


def _titles(programme: Programme, windows: list[str], days: Mapping[str, Span]) -> list[str]:
    """The windows that were changed, in words: 申报：2024年11月6日至2024年11月20日."""
    called = {window.id: window.title for window in programme.calendar}
    return [f"{called[one]}：{_words(days[one])}" for one in windows]


def _words(span: Span) -> str:
    opens, closes = (long_day(day) if day else "" for day in (span.opens, span.closes))
    if opens and closes:
        return f"{opens}至{closes}"
    return f"{opens}起" if opens else f"到{closes}为止" if closes else "未定"


def _span(row: RoundDay) -> Span:
    return Span(row.opens, row.closes)


def _told(span: Span) -> list[str | None]:
    return [iso(span.opens), iso(span.closes)]
