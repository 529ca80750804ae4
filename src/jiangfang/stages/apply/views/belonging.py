"""Which standing studio an application is of: asked where it begins, or said later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions as studios
from jiangfang.records.studios.models import Studio
from jiangfang.records.studios.queries import studios_of
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import access, actions, forms, progress, queries
from jiangfang.stages.apply.models import Application, Belonging
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE, NEW = "apply/studio.html", "new"
MOST = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """A studio of the unit. other: the application with which it takes part already."""

    studio: Studio
    other: Application | None


def context_of(request: Request, round: Round, application: Application | None) -> dict[str, Any]:
    """The studios of the unit to choose from, and what was chosen or stands there."""
    unit = request.hat.organisation_id if request.hat else 0
    found = list(studios_of(unit).filter(closed_at__isnull=True)[:MOST])
    taken = _taken(round, application, found)
    choices = [Choice(one, taken.get(one.pk)) for one in found]
    free = [one.studio for one in choices if one.other is None]
    usual = str(free[0].pk) if len(free) == 1 == len(found) else "" if free else NEW
    mine = queries.studio_of(application) if application else None
    return {
        "studios": choices,
        "studio": request.POST.get("studio", str(mine.pk) if mine else usual),
        "name": request.POST.get("name", application.studio_name if application and not mine else ""),
    }


def _taken(round: Round, application: Application | None, found: list[Studio]) -> Mapping[int, Application]:
    """The applications of these studios in the round that have not ended, by studio."""
    if not found:
        return {}
    mine = Belonging.objects.filter(application__round=round, studio__in=found).select_related("application")
    others = [one.application for one in mine if application is None or one.application_id != application.pk]
    workflow = progress.workflow_of(round)
    final = {state.id for state in workflow.states if state.final}
    going = {one.pk for one in others if one.state not in final}
    return {one.studio_id: one.application for one in mine if one.application_id in going}


def chosen(request: Request, hat: Hat, *, may_be_none: bool) -> Studio | None:
    """The studio that was chosen, a new one begun by its name. may_be_none: a new one may get its name later.

    Called inside a transaction. Raises Refused for none and for a name that cannot be.
    """
    said, name = request.POST.get("studio", ""), request.POST.get("name", "")
    mine = studios_of(hat.organisation_id)
    if said == NEW or (not said and not mine.exists()):
        if not name.strip() and may_be_none:
            return None
        return studios.begin(name=name, leader_name="", founded_on="", hat=hat, at=request.at)
    number = forms.number(said)
    found = mine.filter(pk=number, closed_at__isnull=True).first() if number is not None else None
    if found is None:
        raise Refused([error("missing", "studio", "请选是哪个工作室")])
    return found


@open_to(Role.UNIT)
def studio(request: Request, pk: int) -> HttpResponseBase:
    """Lay an application to a studio of the unit, or to a new one."""
    application = access.application(request, pk, (Role.UNIT,))
    fillable = progress.fillable(application)
    context = {
        **context_of(request, application.round, application),
        "application": application,
        "state": queries.state_title(application),
        "now": queries.studio_of(application),
        "fillable": fillable,
        "writes": fillable and queries.may_write(application, request.user, request.today),
    }
    if request.method != "POST" or request.hat is None:
        return pages.render(request, PAGE, context)
    try:
        must_be_whole(request.POST, ("name",))
        with transaction.atomic():
            found = chosen(request, request.hat, may_be_none=False)
            if found is not None:
                actions.belong(application=application, studio=found, hat=request.hat, at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, context, refused)
    pages.said(request, f"归到“{found}”的台账")
    return pages.go("apply:overview", application.pk)
