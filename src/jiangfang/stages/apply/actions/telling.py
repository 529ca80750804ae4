"""Whoever is concerned by a deed on an application is told, in the same transaction and before the journal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse

from jiangfang.core.opinions import Standing
from jiangfang.core.people import Role
from jiangfang.core.telling import READERS, Happening, Told, told
from jiangfang.core.waiting import waits_for
from jiangfang.core.workflow import Position
from jiangfang.records.messages.actions import Letter, post_all
from jiangfang.records.people.queries import top_id
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.models import Application


def post_deed(
    application: Application, deed: str, *, by: Role, was: str, at: datetime, due: str = "", clause: str = ""
) -> None:
    """Tell whom a deed concerns. was: the state before it; due: the day until which it has to be mended."""
    workflow = queries.programme_of(application).programme.workflow
    here = application.state
    heard = told(
        Happening(
            deed=deed,
            name=str(application),
            number=application.number,
            by=by,
            before=workflow.title(was),
            after=workflow.title(here),
            waited=waits_for(workflow, was, application.route),
            waits=waits_for(workflow, here, application.route),
            void=_void(application) if deed == "resubmit" else (),
            hidden=workflow.private(Position(was)),
            due=date.fromisoformat(due) if due else None,
            clause=clause,
        )
    )
    open_to_all = not workflow.private(Position(here))
    letters = [_letter(application, deed, one, at, linked=open_to_all or one.role is Role.UNIT) for one in heard]
    federation = application.round.federation_id
    post_all(federation=federation, letters=[one for one in letters if one is not None], at=at)


def _letter(application: Application, deed: str, one: Told, at: datetime, *, linked: bool) -> Letter | None:
    spot = _spot(application, one.role)
    if spot is None:
        return None
    key = f"application.{deed}:{application.pk}:{at.timestamp():.6f}"
    link = reverse("apply:overview", args=[application.pk]) if linked else ""
    text = f"{application.round.name}\n{one.text}"
    return Letter(spot, (one.role,), key, one.subject, text, link, ("application", str(application.pk)))


def _spot(application: Application, role: Role) -> int | None:
    """The body that has to do with it under a role."""
    if role in (Role.UNIT, Role.UNIT_UNION):
        return application.unit_id
    if role is Role.RECOMMENDER:
        return application.recommender.organisation_id if application.recommender else None
    return top_id(application.round.federation_id)


def _void(application: Application) -> Collection[str]:
    """The roles whose opinions a later change made void."""
    lines = queries.opinion_lines(application)
    readers = {role.value for role in READERS}
    return [one.field.by for one in lines if one.standing == Standing.VOID.value and one.field.by in readers]
