"""Moving an application along the table of steps of its programme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, F, IntegerField, When

from jiangfang.core.people import Role
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.actions.holding import held, tell
from jiangfang.stages.apply.actions.telling import post_deed
from jiangfang.stages.apply.models import Application

FOLLOWING: list[Callable[[Application, Hat, datetime], None]] = []
"""What later stages do when an application came to another state: called inside that deed, before its journal."""


@transaction.atomic
def move(
    *, application: Application, deed: str, role: Role, hat: Hat, at: datetime, after: Mapping[str, Any] | None = None
) -> Application:
    """One step of the table, kept and journalled. Raises Refused where the table has no such step from here."""
    return step(found=held(application), deed=deed, role=role, hat=hat, at=at, after=after)


@transaction.atomic
def step(
    *, found: Application, deed: str, role: Role, hat: Hat, at: datetime, after: Mapping[str, Any] | None = None
) -> Application:
    """The same for one that this transaction holds already."""
    workflow = queries.programme_of(found).programme.workflow
    here = queries.position(found)
    there = workflow.move(here, deed, role.value, found.route)
    Application.objects.filter(pk=found.pk).update(state=there.state, sent_from=there.sent_from, changed_at=at)
    found.state, found.sent_from, found.changed_at = there.state, there.sent_from, at
    for follow in FOLLOWING:
        follow(found, hat, at)
    told = {**(after or {}), "state": workflow.title(there.state)}
    before = {"state": workflow.title(here.state)}
    due = str(told.get("due", "")) if deed == "return" else ""
    post_deed(found, deed, by=role, was=here.state, at=at, due=due, clause=_clause(found, deed))
    tell(f"application.{deed}", found, hat=hat, at=at, before=before, after=told)
    return found


def _clause(application: Application, deed: str) -> str:
    """The clause of the notice that the step stands under."""
    steps = queries.programme_of(application).programme.workflow.steps
    mine = (one for one in steps if one.deed == deed and (not one.routes or application.route in one.routes))
    return next((one.clause for one in mine), "")


def release_place(application: Application) -> None:
    """Give back the place that it takes of its recommender's, once; called inside a transaction that holds it."""
    mine = Application.objects.filter(pk=application.pk, holds_place=True)
    if not mine.update(holds_place=False, place=None):
        return
    if application.recommender is not None:
        taken = Recommender.objects.filter(pk=application.recommender.pk, taken__gt=0)
        over = When(waived__gt=0, taken__gt=F("at_most"), then=F("waived") - 1)
        taken.update(taken=F("taken") - 1, waived=Case(over, default=F("waived"), output_field=IntegerField()))
    application.holds_place, application.place = False, None
