"""A unit starts an application, and lets a colleague write in it."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat, Person
from jiangfang.records.people.queries import hats_of
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.actions.holding import held, must_wear, refused, tell
from jiangfang.stages.apply.models import Application, Share


@transaction.atomic
def start(*, round: Round, route: str, recommender: Recommender | None, hat: Hat, at: datetime) -> Application:
    """A new application of the hat's unit; the untouched one that this person started before, where there is one.

    Raises Refused where the round is not open, or the unit may not go this way.
    """
    must_wear(hat, Role.UNIT, organisation=hat.organisation_id, at=at)
    if round.federation_id != hat.organisation.federation_id or round.published_at is None:
        raise refused("not_now", "这一年的申报还没有开始")
    late = rounds.late(round, recommender, day_of(at), for_unit=True)
    if late is not None:
        raise Refused([late])
    if not any(
        way.route.id == route and way.recommender == recommender for way in rounds.ways(round, hat.organisation)
    ):
        raise refused("not_in_list", "这个单位不能走这条申报渠道，请另选", "route")
    fresh = Application.objects.filter(
        round=round, unit=hat.organisation, started_by=hat.person, version=0, route=route, recommender=recommender
    )
    found = fresh.filter(state=rounds.opened(round).programme.workflow.start().state).first()
    return found or _started(round, route, recommender, hat, at)


def _started(round: Round, route: str, recommender: Recommender | None, hat: Hat, at: datetime) -> Application:
    programme = rounds.opened(round).programme
    known = {field.key for field in programme.fields}
    answers = {"host_unit": hat.organisation.name} if "host_unit" in known else {}
    made = Application.objects.create(
        round=round,
        revision=round.revision,
        unit=hat.organisation,
        recommender=recommender,
        route=route,
        state=programme.workflow.start().state,
        answers=json.dumps(answers, ensure_ascii=False),
        started_by=hat.person,
        started_at=at,
        changed_at=at,
    )
    tell("application.started", made, hat=hat, at=at, after={"round": round.name, "route": route})
    return made


@transaction.atomic
def share(*, application: Application, person: Person, hat: Hat, at: datetime) -> Share:
    """Let somebody of the same unit write in it."""
    found = held(application)
    must_wear(hat, Role.UNIT, organisation=found.unit_id, at=at)
    _must_be_an_editor(found, hat, at)
    there = hats_of(person, day_of(at)).filter(organisation=found.unit_id, role=Role.UNIT.value)
    if not there.exists():
        raise refused("not_allowed", f"{person.name}不是{found.unit.name}的填报人，先请他用一次性码进来", "person")
    made, fresh = Share.objects.get_or_create(
        application=found, person=person, defaults={"given_by": hat.person.name, "given_at": at}
    )
    if fresh:
        tell("application.shared", found, hat=hat, at=at, after={"person": person.name})
    return made


@transaction.atomic
def unshare(*, application: Application, person: Person, hat: Hat, at: datetime) -> None:
    """Take it back; who started it always writes."""
    found = held(application)
    must_wear(hat, Role.UNIT, organisation=found.unit_id, at=at)
    _must_be_an_editor(found, hat, at)
    gone, _ = Share.objects.filter(application=found, person=person).delete()
    if gone:
        tell("application.unshared", found, hat=hat, at=at, before={"person": person.name})


def _must_be_an_editor(application: Application, hat: Hat, at: datetime) -> None:
    if not queries.may_write(application, hat.person, day_of(at)):
        raise refused("not_allowed", f"这份申报由{application.started_by.name}填写，请他来共享")
