"""A later deadline for one recommender, by the city; an earlier day for its own units, by the recommender."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jiangfang.core.deadlines import last_day
from jiangfang.core.fields.date import long_day
from jiangfang.core.people import Role
from jiangfang.records.people.actions.authority import day_of, refused
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.actions.authority import held, iso, must_wear, note, of_recommender, tidy_reason
from jiangfang.stages.announce.actions.telling import tell_extended, tell_own_day
from jiangfang.stages.announce.models import Recommender


@transaction.atomic
def extend_deadline(*, recommender: Recommender, day: date | None, why: str, hat: Hat, at: datetime) -> Recommender:
    """Give one recommender a later deadline, with a reason; None takes it back."""
    actor = must_wear(hat, Role.CITY, recommender.round.federation_id, at)
    was = held(recommender)
    reason = tidy_reason(why)
    usual = queries.deadline(was.round)
    if day is not None and usual is not None and day < usual:
        raise refused("bad_date", f"延到的日子不能早于{long_day(usual)}", "day")
    if day is not None and day.year > 2100:
        raise refused("bad_date", "年份应在 2100 年以前", "day")
    kept = "" if day is None else reason
    if (day, kept) == (was.extended_to, was.extended_why):
        return was
    Recommender.objects.filter(pk=was.pk).update(extended_to=day, extended_why=kept)
    before, after = {"extended_to": iso(was.extended_to)}, {"extended_to": iso(day), "why": reason}
    tell_extended(was, day, at)
    note("recommender.extended", of_recommender(was), was.round, actor, hat, at, before, after)
    was.extended_to, was.extended_why = day, kept
    return was


@transaction.atomic
def set_own_day(*, recommender: Recommender, day: date | None, hat: Hat, at: datetime) -> Recommender:
    """The recommender gives its own units an earlier day, which binds only them; None takes it back."""
    actor = must_wear(hat, Role.RECOMMENDER, recommender.round.federation_id, at, recommender.organisation_id)
    was = held(recommender)
    last = last_day(queries.deadline(was.round), was.extended_to, None)
    if day is not None and last is not None and day > last:
        raise refused("bad_date", f"给所属单位定的日子不能晚于{long_day(last)}", "own_day")
    if day is not None and day < day_of(at):
        raise refused("bad_date", "给所属单位定的日子不能早于今天", "own_day")
    if day == was.own_day:
        return was
    Recommender.objects.filter(pk=was.pk).update(own_day=day)
    before, after = {"own_day": iso(was.own_day)}, {"own_day": iso(day)}
    tell_own_day(was, day, at)
    note("recommender.own_day_set", of_recommender(was), was.round, actor, hat, at, before, after)
    was.own_day = day
    return was
