"""The first opinion, by the union of the unit; and sending back, by whoever may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponseBase

from jiangfang.core.fields import Field
from jiangfang.core.opinions import chain
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused
from jiangfang.core.returning import REASONS
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import access, actions, annexes, forms, progress, queries
from jiangfang.stages.apply.actions.holding import late
from jiangfang.stages.apply.models import Application, Opinion
from jiangfang.stages.apply.views.reading import looked, reading
from jiangfang.ui import pages

SUGGESTED = "同意申报。"
ENDORSE, RETURN = "apply/endorse.html", "apply/return.html"
RETURNERS = (Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY)


@open_to(Role.UNIT_UNION)
def endorse(request: Request, pk: int) -> HttpResponseBase:
    """The form to read with the opinion beside it; given again where a later change made it void."""
    application = access.application(request, pk, (Role.UNIT_UNION,))
    field = next((one for one in _chain(application) if one.by == Role.UNIT_UNION.value), None)
    if field is None or request.hat is None:
        raise Http404
    looked(request, application)
    if request.method != "POST":
        return pages.render(request, ENDORSE, _context(request, application, field))
    try:
        actions.endorse(
            application=application,
            text=request.POST.get("text", ""),
            signer=request.POST.get("signer", ""),
            day=forms.day(request.POST, "day", "签署日期"),
            hat=request.hat,
            at=request.at,
        )
    except Refused as refused:
        application.refresh_from_db(fields=["state", "sent_from"])
        context = _context(request, application, field)
        return pages.refusal(request, ENDORSE, context, Refused(_here(refused.problems, field)))
    pages.said(request, "意见已签好")
    return pages.go("apply:overview", application.pk)


def _here(problems: Sequence[Problem], field: Field) -> list[Problem]:
    """The places of the rules as the boxes of this page are called."""
    names = {f"{field.key}.text": "text", f"{field.key}.date": "day", "day": "day"}
    return [
        Problem(one.code, names.get(one.where, one.where), one.message, one.clause, one.severity) for one in problems
    ]


def _chain(application: Application) -> list[Field]:
    return chain(queries.programme_of(application).programme, application.route)


def _context(request: Request, application: Application, field: Field) -> dict[str, Any]:
    own = queries.last_opinions(application).get(Role.UNIT_UNION.value)
    void = own is not None and own.version < application.material_version
    return {
        **reading(request, application),
        "field": field,
        "opinion_hint": f"可以改写（{field.clause}）" if field.clause else "可以改写",
        "own": own,
        "void": void,
        "changes": _changed(application, own) if own and void else [],
        "waits": progress.waits_for_union(application, own),
        "returns": "return" in progress.offered(application, Role.UNIT_UNION),
        "late": late(application, Role.UNIT_UNION, request.today),
        "text": request.POST.get("text", own.text if own else SUGGESTED),
        "signer": request.POST.get("signer", own.signer if own else ""),
        "day": request.POST.get("day", request.today.isoformat()),
    }


def _changed(application: Application, own: Opinion) -> list[str]:
    """The names of the fields of weight that were changed after an opinion."""
    changes = list(queries.changes_after(application, own.version))
    keys = queries.changed_since(application, own.version, changes)
    programme = queries.programme_of(application).programme
    beside = {key for change in changes for key in queries.delta_of(change)}
    named = [field.name for field in programme.fields if field.key in keys and field.material]
    return [*named, *(annex.title for annex in annexes.of(programme) if annex.id in beside)]


@open_to(*RETURNERS)
def send_back(request: Request, pk: int) -> HttpResponseBase:
    """Send back to the unit: which sections, why, until when."""
    application = access.application(request, pk, RETURNERS)
    if request.hat is None:
        raise Http404
    context = _returning(request, application)
    if request.method != "POST":
        return pages.render(request, RETURN, context)
    try:
        actions.send_back(
            application=application,
            sections=request.POST.getlist("sections"),
            reasons=request.POST.getlist("reasons"),
            text=request.POST.get("text", ""),
            due=_due(request),
            hat=request.hat,
            at=request.at,
        )
    except Refused as refused:
        return pages.refusal(request, RETURN, context, refused)
    pages.said(request, "已经退回，单位改好再交时直接回到您这里")
    return pages.go("apply:overview", application.pk)


def _due(request: Request) -> date | None:
    return forms.maybe_day(request.POST, "due", "补正期限")


def _returning(request: Request, application: Application) -> dict[str, Any]:
    role = Role(request.hat.role) if request.hat else Role.UNIT_UNION
    return {
        "application": application,
        "state": queries.state_title(application),
        "offered": "return" in progress.offered(application, role),
        "sections": progress.returnable(queries.programme_of(application).programme),
        "reasons": list(REASONS.items()),
        "ticked": set(request.POST.getlist("sections")),
        "given": set(request.POST.getlist("reasons")),
        "text": request.POST.get("text", ""),
        "due": request.POST.get("due", ""),
        "last_day": rounds.deadline(application.round, application.recommender),
    }
