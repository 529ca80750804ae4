"""What an application brings with it into the program is written down as arrived when it comes to the city."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from jiangfang.core.receiving import Form, Spot, Way
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.queries import standing
from jiangfang.stages.receive import queries
from jiangfang.stages.receive.actions.counting import recount
from jiangfang.stages.receive.models import Arrival


def enclose(application: Application, hat: Hat, at: datetime) -> None:
    """Called inside the deed by which it came to the city, which journals it. What it brings no more is struck."""
    plan = queries.plan_of(application.round)
    if application.state not in plan.stations.arrived:
        return
    asked = {one.id for one in plan.items if not one.shared and one.wanted(Form.ELECTRONIC)}
    mine = Arrival.objects.filter(application=application, kind=Form.ELECTRONIC.value, struck_at__isnull=True)
    here = set(mine.filter(counted__gt=0).values_list("deliverable", flat=True))
    brought = standing.enclosed(application)
    if here - brought:
        _strike(application, mine.filter(way=Way.PROGRAM.value).exclude(deliverable__in=brought), hat, at)
    fresh = sorted((asked & brought) - here)
    if not fresh:
        return
    Round.objects.select_for_update(no_key=True).get(pk=application.round_id)
    Arrival.objects.bulk_create(_arrival(application, one, hat, at) for one in fresh)


def _strike(application: Application, gone: QuerySet[Arrival], hat: Hat, at: datetime) -> None:
    """What came with an earlier handing in and is there no more; something else that came may count instead of it."""
    things = list(gone.values_list("deliverable", flat=True))
    gone.update(struck_at=at, struck_by=hat.person.name, struck_why="再次提交时没有了", counted=0)
    recount(application.round, [(Spot(application.pk, None, one, Form.ELECTRONIC), 1) for one in things])


def _arrival(application: Application, deliverable: str, hat: Hat, at: datetime) -> Arrival:
    day = day_of(at)
    return Arrival(
        round=application.round,
        recommender_id=application.recommender_id,
        application=application,
        deliverable=deliverable,
        kind=Form.ELECTRONIC.value,
        copies=1,
        counted=1,
        way=Way.PROGRAM.value,
        arrived_on=day,
        day=day,
        at=at,
        person=hat.person,
        who=hat.person.name,
    )
