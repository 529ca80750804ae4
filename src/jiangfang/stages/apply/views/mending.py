"""A slip mended by the clerk, and the word to those who have to be told of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from jiangfang.core.entry import mendable, typing_of
from jiangfang.core.fields import Field
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error, root_key
from jiangfang.records.people.access import Request, act_as, open_to
from jiangfang.stages.apply import access, actions, forms, queries
from jiangfang.stages.apply.boxes import boxes, text_of
from jiangfang.stages.apply.models import Application, Telling
from jiangfang.stages.apply.views.reading import looked
from jiangfang.ui import pages

PAGE = "apply/mend.html"
TOLD = (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER)


@open_to(Role.CITY)
def mend(request: Request, pk: int) -> HttpResponseBase:
    """First which answer (``?key=``), then the right one and the reason."""
    application = access.application(request, pk, (Role.CITY,))
    looked(request, application)
    fields = [one for one in queries.programme_of(application).programme.fields if mendable(one)]
    key = request.POST.get("key") or request.GET.get("key", "")
    field = next((one for one in fields if one.key == key), None)
    if request.method != "POST":
        return pages.render(request, PAGE, _context(request, application, fields, field))
    try:
        _mend(request, application, field)
    except Refused as refused:
        context = _context(request, application, fields, field, refused.problems)
        return pages.refusal(request, PAGE, context, refused)
    pages.said(request, "已经更正，并告诉了单位和各级工会")
    return pages.go("apply:mend", application.pk)


def _mend(request: Request, application: Application, field: Field | None) -> None:
    posted = forms.posted(request.POST, [field] if field else [])
    if field is None or field.key not in posted.typed or request.hat is None:
        raise Refused([error("missing", "key", "请先选要更正哪一项")])
    actions.mend(
        application=application,
        key=field.key,
        typed=posted.typed[field.key],
        reason=request.POST.get("reason", ""),
        hat=request.hat,
        at=request.at,
    )


def _context(
    request: Request,
    application: Application,
    fields: list[Field],
    field: Field | None,
    problems: tuple[Problem, ...] = (),
) -> dict[str, Any]:
    typed = queries.typing(application, [field] if field else [])
    if field is not None and request.method == "POST":
        typed |= forms.posted(request.POST, [field]).typed
    mine = [one for one in problems if field is not None and root_key(one.where) == field.key]
    kept = queries.answers_of(application)
    return {
        "application": application,
        "state": queries.state_title(application),
        "fields": [(one, text_of(one, typing_of(one, kept.get(one.key)))) for one in fields],
        "field": field,
        "box": boxes([field], typed, mine, {})[0] if field else None,
        "reason": request.POST.get("reason", ""),
        "mends": application.changes.filter(kind="mend").order_by("-version"),
    }


@open_to(*TOLD)
@require_POST
def seen(request: Request, pk: int) -> HttpResponseBase:
    """Somebody who had to be told has seen it."""
    telling = get_object_or_404(Telling.objects.select_related("application__round__federation"), pk=pk)
    hat = act_as(request, TOLD, lambda hat: (hat.organisation_id, hat.role) == (telling.organisation_id, telling.role))
    try:
        actions.seen(telling=telling, hat=hat, at=request.at)
    except Refused as refused:
        raise Http404 from refused
    return pages.go(pages.next_of(request, f"/applications/{telling.application_id}/"))
