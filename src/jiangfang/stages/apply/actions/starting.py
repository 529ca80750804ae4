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
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply import prefilling, queries
from jiangfang.stages.apply.actions.holding import held, must_wear, must_write, refused, tell
from jiangfang.stages.apply.models import Application, Belonging, Share


@transaction.atomic
def start(
    *,
    round: Round,
    route: str,
    recommender: Recommender | None,
    hat: Hat,
    at: datetime,
    studio: Studio | None = None,
) -> Application:
    """A new application of the hat's unit; the untouched one that this person started before, where there is one.

    studio: the standing one that it is of, from which it is filled as far as it can be. Raises Refused where the round
    is not open, the unit may not go this way, or the studio takes part already.
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
    mine = fresh.filter(belonging__studio=studio)
    found = mine.filter(state=rounds.opened(round).programme.workflow.start().state).first()
    if found is None and studio is not None:
        must_be_free(studio, round, None, hat)
    return found or _started(round, route, recommender, studio, hat, at)


def must_be_free(studio: Studio, round: Round, application: Application | None, hat: Hat) -> None:
    """Raises Refused for a studio of another unit, and for one that takes part in the round by another application."""
    # held, so that no other application of it begins meanwhile
    now = Studio.objects.select_for_update(no_key=True).get(pk=studio.pk)
    if now.unit_id != hat.organisation_id or now.closed_at is not None:
        raise refused("not_in_list", "请从本单位的工作室里选", "studio")
    final = {state.id for state in rounds.opened(round).programme.workflow.states if state.final}
    others = Application.objects.filter(round=round, belonging__studio=studio).exclude(state__in=final)
    other = (others.exclude(pk=application.pk) if application else others).first()
    if other is not None:
        said = f"“{studio.name}”这一年已经有一份申报（{other.number or '还没有提交'}），请打开那一份接着填"
        raise refused("already_there", said, "studio")


def _started(
    round: Round, route: str, recommender: Recommender | None, studio: Studio | None, hat: Hat, at: datetime
) -> Application:
    programme = rounds.opened(round).programme
    known = {field.key for field in programme.fields}
    own = {"host_unit": hat.organisation.name} if "host_unit" in known else {}
    brought = prefilling.brought(programme, studio) if studio else {}
    answers = {**brought, **own}
    made = Application.objects.create(
        round=round,
        revision=round.revision,
        unit=hat.organisation,
        recommender=recommender,
        route=route,
        state=programme.workflow.start().state,
        answers=json.dumps(answers, ensure_ascii=False),
        studio_name=str(answers.get("studio_name", ""))[:200],
        leader_name=str(answers.get("leader_name", ""))[:200],
        started_by=hat.person,
        started_at=at,
        changed_at=at,
    )
    told = {"round": round.name, "route": route}
    if studio is not None:
        Belonging.objects.create(application=made, studio=studio, prefilled=[key for key in brought if key not in own])
        told["studio"] = studio.name
    tell("application.started", made, hat=hat, at=at, after=told)
    return made


@transaction.atomic
def belong(*, application: Application, studio: Studio, hat: Hat, at: datetime) -> None:
    """Say which standing studio it is of; what stands on the form stays as it is."""
    found = held(application)
    must_write(found, hat, at)
    before = queries.studio_of(found)
    if before == studio:
        return
    must_be_free(studio, found.round, found, hat)
    Belonging.objects.update_or_create(application=found, defaults={"studio": studio})
    said = {"studio": before.name} if before else {}
    tell("application.belongs", found, hat=hat, at=at, before=said, after={"studio": studio.name})


@transaction.atomic
def adopt(studio: Studio, hat: Hat, at: datetime) -> None:
    """Lay to a studio what its unit applied for under the same name before it had one: the newest of each round."""
    mine = Application.objects.filter(unit=studio.unit_id, studio_name=studio.name, belonging=None)
    newest: dict[int, Application] = {}
    for one in mine.select_related("round", "unit").order_by("-changed_at", "-pk"):
        newest.setdefault(one.round_id, one)
    for one in newest.values():
        Belonging.objects.create(application=one, studio=studio)
        tell("application.belongs", one, hat=hat, at=at, after={"studio": studio.name})


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
