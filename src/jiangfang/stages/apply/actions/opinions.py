"""Giving an opinion: in order, on a version of the answers, and again when it became void."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jiangfang.core.opinions import Standing, chain, may_give, standing
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, with_clause
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.actions.holding import held, late, must_wear, refused, tell
from jiangfang.stages.apply.actions.moving import step
from jiangfang.stages.apply.actions.telling import post_deed
from jiangfang.stages.apply.models import Application, Opinion


@transaction.atomic
def endorse(*, application: Application, text: str, signer: str, day: date, hat: Hat, at: datetime) -> Opinion:
    """The first opinion, by the union of the unit; given again where a later change made it void."""
    found = held(application)
    must_wear(hat, Role.UNIT_UNION, organisation=found.unit_id, at=at)
    too_late = late(found, Role.UNIT_UNION, day_of(at))
    if too_late is not None and not _answers_a_return(found, day_of(at)):
        raise Refused([too_late])
    return give_opinion(
        application=found, role=Role.UNIT_UNION, deed="endorse", text=text, signer=signer, day=day, hat=hat, at=at
    )


def _answers_a_return(application: Application, today: date) -> bool:
    """Whether the opinion became void by what somebody above asked to be mended, in the time that was given for it.

    Where the table of steps has no first opinion here any more, it came back to whoever asked, who waits for this one.
    """
    workflow, here = queries.programme_of(application).programme.workflow, queries.position(application)
    if not workflow.offers(here, "endorse", Role.UNIT_UNION.value, application.route):
        return True
    last = application.returns.order_by("-at", "-pk").first()
    return last is not None and last.due is not None and today <= last.due


@transaction.atomic
def give_opinion(
    *, application: Application, role: Role, deed: str, text: str, signer: str, day: date, hat: Hat, at: datetime
) -> Opinion:
    """Keep an opinion on the answers as they are, and move on; one that is void is given again without a move.

    The caller has looked whose hat it is and whether it is late. deed: the step of the table.
    """
    found = held(application)
    programme = queries.programme_of(found).programme
    fields = chain(programme, found.route)
    given = queries.given(queries.last_opinions(found))
    problems = may_give(
        fields, role.value, given, found.material_version, text=text, signer=signer, day=day, today=day_of(at)
    )
    if problems:
        raise Refused(problems)
    field = next(one for one in fields if one.by == role.value)
    workflow, here = programme.workflow, queries.position(found)
    stands = standing(given.get(role.value), found.material_version)
    moves = workflow.offers(here, deed, role.value, found.route)
    if not moves and (stands is not Standing.VOID or workflow.fillable(here, found.route)):
        workflow.move(here, deed, role.value, found.route)  # says why it cannot be now
    made = Opinion.objects.create(
        application=found,
        role=role.value,
        key=field.key,
        organisation=hat.organisation,
        version=found.version,
        text=text.strip(),
        signer=signer.strip()[:60],
        day=day,
        given_at=at,
        person=hat.person,
        who=hat.person.name,
    )
    told = {"opinion": made.text, "signer": made.signer, "day": day.isoformat(), "version": found.version}
    if moves:
        step(found=found, deed=deed, role=role, hat=hat, at=at, after=told)
    else:
        post_deed(found, "opinion_renewed", by=role, was=found.state, at=at)
        tell("application.opinion_renewed", found, hat=hat, at=at, after=told)
    return made


@transaction.atomic
def take_back_opinion(*, application: Application, role: Role, hat: Hat, at: datetime) -> None:
    """Opinions of a role no longer count; the history keeps them."""
    application.opinions.filter(role=role.value, withdrawn_at__isnull=True).update(withdrawn_at=at)
    tell("application.opinion_taken_back", application, hat=hat, at=at, before={"role": role.value})


def must_all_hold(application: Application, upto: Role) -> None:
    """Raises Refused unless every opinion up to and with a role's holds."""
    for line in queries.opinion_lines(application):
        if line.standing != Standing.HOLDS.value:
            gone = "因为后来的改动失效了，要重新签" if line.opinion else "还没有签"
            said = with_clause(f"{application}：{line.field.label}{gone}", line.field.clause)
            raise refused("not_now", said, "", line.field.clause)
        if line.field.by == upto.value:
            return
