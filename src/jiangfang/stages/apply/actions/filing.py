"""The unit hands in, takes back, withdraws, or goes to the city directly."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from jiangfang.core.fields.base import xml_cannot_hold
from jiangfang.core.opinions import chain, first_not_holding
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, Severity, error, with_clause
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import annexes, queries
from jiangfang.stages.apply.actions.filling import name_after
from jiangfang.stages.apply.actions.holding import held, late, late_by, must_wear, must_write, refused
from jiangfang.stages.apply.actions.moving import release_place, step
from jiangfang.stages.apply.models import Application, Filing


@transaction.atomic
def submit(*, application: Application, attested: str, hat: Hat, at: datetime) -> Filing:
    """Hand in, or hand in again after a return; the receipt. attested: the sentence that was ticked, "" for none.

    Raises Refused after the day (the draft stays as it is), with every error of the form, and without the tick.
    """
    found = held(application)
    must_write(found, hat, at)
    returned = queries.open_return(found)
    too_late = late_by(found, returned, day_of(at))
    if too_late is not None:
        raise Refused([too_late])
    aside = annexes.beside(found, queries.programme_of(found).programme, day_of(at), live=True)
    said = [*queries.problems(found, day_of(at)), *aside.problems]
    wrong = [one for one in said if one.severity is Severity.ERROR]
    if not attested.strip():
        wrong.append(error("missing", "attested", "请先勾选“以上内容属实”，再提交"))
    if wrong:
        raise Refused(wrong)
    number = found.number or _number(found.round)
    name_after(found, queries.answers_of(found))
    names = {"studio_name": found.studio_name, "leader_name": found.leader_name}
    Application.objects.filter(pk=found.pk).update(number=number, submitted_at=at, **names)
    found.number, found.submitted_at = number, at
    if returned is not None:
        found.returns.filter(answered_at__isnull=True).update(answered_at=at)
    filing = Filing.objects.create(
        application=found,
        serial=found.filings.count() + 1,
        version=found.version,
        at=at,
        who=hat.person.name,
        hat=str(hat),
        attested=attested,
    )
    for annex, _ in aside.looks:
        annex.filed(found, filing, hat, at)
    deed = "resubmit" if returned is not None else "submit"
    told = {"number": number, "version": found.version, "attested": attested}
    filing.application = step(found=found, deed=deed, role=Role.UNIT, hat=hat, at=at, after=told)
    return filing


def _number(round: Round) -> str:
    """The next number of the round, taken so that no two applications get the same."""
    Round.objects.filter(pk=round.pk).update(next_number=F("next_number") + 1)
    taken = Round.objects.values_list("next_number", flat=True).get(pk=round.pk) - 1
    return f"{round.year}-{taken:04d}"


@transaction.atomic
def recall(*, application: Application, hat: Hat, at: datetime) -> Application:
    """Take it back to write on, as long as the table of steps lets it."""
    found = held(application)
    must_wear(hat, Role.UNIT, organisation=found.unit_id, at=at)
    _must_be_an_editor(found, hat, at)
    _must_be_in_time(found, at)
    return step(found=found, deed="recall", role=Role.UNIT, hat=hat, at=at)


@transaction.atomic
def withdraw(*, application: Application, reason: str, hat: Hat, at: datetime) -> Application:
    """Withdraw for the year; a place that it took is free again."""
    found = held(application)
    must_wear(hat, Role.UNIT, organisation=found.unit_id, at=at)
    if not queries.may_write(found, hat.person, day_of(at)):
        raise refused("not_allowed", f"这份申报由{found.started_by.name}填写，请他来撤回")
    if xml_cannot_hold(reason):
        raise refused("bad_character", "原因里有看不见、也印不出的字符，请删去", "reason")
    release_place(found)  # before the journal, for which everybody waits
    return step(found=found, deed="withdraw", role=Role.UNIT, hat=hat, at=at, after={"reason": reason.strip()[:500]})


@transaction.atomic
def apply_directly(*, application: Application, hat: Hat, at: datetime) -> Application:
    """A unit without a recommender hands in to the city, once its own union's opinion holds."""
    found = held(application)
    must_wear(hat, Role.UNIT, organisation=found.unit_id, at=at)
    _must_be_an_editor(found, hat, at)
    _must_be_in_time(found, at)
    programme = queries.programme_of(found).programme
    steps = next(route.steps for route in programme.routes if route.id == found.route)
    first = [field for field in chain(programme, found.route) if steps.index(field.by) < steps.index(Role.CITY.value)]
    waiting = first_not_holding(first, queries.given(queries.last_opinions(found)), found.material_version)
    if waiting is not None:
        raise refused(
            "not_now", with_clause(f"{waiting.label}还没有签，或者已经失效", waiting.clause), "", waiting.clause
        )
    return step(found=found, deed="apply_directly", role=Role.UNIT, hat=hat, at=at)


def _must_be_in_time(application: Application, at: datetime) -> None:
    too_late = late(application, Role.UNIT, day_of(at))
    if too_late is not None:
        raise Refused([too_late])


def _must_be_an_editor(application: Application, hat: Hat, at: datetime) -> None:
    if not queries.may_write(application, hat.person, day_of(at)):
        raise refused("not_allowed", f"这份申报由{application.started_by.name}填写，请他来办")
