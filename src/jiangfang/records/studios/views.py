"""The studios of a unit: their list, one begun, called otherwise, closed and taken up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from jiangfang.core.problems import Refused
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.studios import access, actions, forms, queries
from jiangfang.records.studios.access import KEEPERS
from jiangfang.records.studios.beside import Suggested
from jiangfang.records.studios.models import Studio
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

LIST, BEGIN, CHANGE = "studios/list.html", "studios/begin.html", "studios/change.html"


@dataclass(frozen=True, slots=True)
class Line:
    """A studio in the list. said: what other rooms say of it."""

    studio: Studio
    founded: str
    said: list[str]


@open_to(*KEEPERS)
def studios(request: Request) -> HttpResponseBase:
    """The studios of the unit."""
    unit = access.worn(request).organisation
    page = pages.page_of(request, queries.studios_of(unit.pk))
    said = queries.said_of(page)
    lines = [Line(one, forms.day_of(one), said[one.pk]) for one in page]
    return pages.render(request, LIST, {"page": page, "lines": lines})


@open_to(*KEEPERS)
def begin(request: Request) -> HttpResponseBase:
    """A new one; the address may bring what is suggested into the form."""
    hat = access.worn(request)
    if request.method != "POST":
        return pages.render(request, BEGIN, _beginning(request, forms.typed(request.GET)))
    typed = forms.typed(request.POST)
    try:
        must_be_whole(request.POST, forms.NAMES)
        made = actions.begin(
            name=typed.name, leader_name=typed.leader_name, founded_on=typed.founded_on, hat=hat, at=request.at
        )
    except Refused as refused:
        return pages.refusal(request, BEGIN, _beginning(request, typed), refused)
    pages.said(request, f"“{made.name}”的台账建好了，可以开始记")
    return pages.go("ledger:list", made.pk)


def _beginning(request: Request, typed: forms.Typed) -> dict[str, Any]:
    found = queries.suggested(access.worn(request).organisation)
    return {"typed": typed, "suggested": [(one, f"?{urlencode(_asked(one))}") for one in found]}


def _asked(one: Suggested) -> Mapping[str, str]:
    return {"name": one.name, "leader_name": one.leader_name, "founded_on": one.founded_on}


@open_to(*KEEPERS)
def change(request: Request, pk: int) -> HttpResponseBase:
    """Its name, leader and first day; by two more forms it is closed and taken up again."""
    found = access.studio(request, pk)
    if request.method != "POST":
        return pages.render(request, CHANGE, _changing(found, forms.typing_of(found)))
    typed = forms.typed(request.POST)
    try:
        must_be_whole(request.POST, ("base", *forms.NAMES))
        made = actions.amend(
            studio=found,
            name=typed.name,
            leader_name=typed.leader_name,
            founded_on=typed.founded_on,
            base=forms.version(request.POST),
            hat=access.worn(request),
            at=request.at,
        )
    except Refused as refused:
        now = queries.whole(Studio.objects.all()).get(pk=found.pk)
        return pages.refusal(request, CHANGE, _changing(now, typed), refused)
    pages.said(request, f"“{made.name}”已保存")
    return pages.go("ledger:list", made.pk)


def _changing(found: Studio, typed: forms.Typed) -> dict[str, Any]:
    now = forms.typing_of(found)
    return {"studio": found, "typed": typed, "now": now, "differs": typed != now}


@open_to(*KEEPERS)
@require_POST
def close(request: Request, pk: int) -> HttpResponseBase:
    """Closed until it is taken up again."""
    return _deed(request, pk, actions.close, "已停用，台账还看得到，不再往里记")


@open_to(*KEEPERS)
@require_POST
def reopen(request: Request, pk: int) -> HttpResponseBase:
    """Taken up again."""
    return _deed(request, pk, actions.reopen, "恢复了，可以接着记")


def _deed(request: Request, pk: int, act: Callable[..., Studio], said: str) -> HttpResponseBase:
    found = access.studio(request, pk)
    try:
        made = act(studio=found, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, CHANGE, _changing(found, forms.typing_of(found)), refused)
    pages.said(request, f"“{made.name}”{said}")
    return pages.go(reverse("studios:change", args=[made.pk]))
