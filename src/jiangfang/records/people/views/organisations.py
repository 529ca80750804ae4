"""The tree of organisations, one of them, and what is done to it: added, renamed, moved, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from jiangfang.core.journal import Actor
from jiangfang.core.people import KIND_TITLES, ROLE_TITLES, Kind, Role, is_within
from jiangfang.core.problems import Refused, error
from jiangfang.records.people import actions, queries
from jiangfang.records.people.access import MANAGERS, Request, body_for, keeps, open_to, organisation_for
from jiangfang.records.people.forms import organisations as forms
from jiangfang.records.people.forms.units import ROLES
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.ui import pages

TREE, PAGE = "people/organisations.html", "people/organisation.html"
CHANGE, ADD = "people/organisation_change.html", "people/organisation_add.html"
MOVERS = (Role.ADMIN, Role.CITY)
KINDS = [(kind.value, title) for kind, title in KIND_TITLES.items()]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the tree. inset: how far it is moved in; people: how many persons act for it."""

    organisation: Organisation
    inset: str
    people: int


def worn(request: Request) -> Hat:
    """The hat that the view was opened under."""
    if request.hat is None:
        raise LookupError("the view wants a hat before")
    return request.hat


def by(request: Request) -> dict[str, Any]:
    """Who acts, under which hat, when: what every action takes."""
    return {"actor": Actor(request.user.pk, request.user.name), "hat": worn(request), "at": request.at}


@open_to(*MANAGERS)
def tree(request: Request) -> HttpResponseBase:
    """What stands at and below my body, and how many act for each."""
    hat, asks = worn(request), forms.wanted(request.GET)
    top = hat.organisation
    under = get_object_or_404(queries.tree(top), pk=asks.under) if asks.under else top
    page = pages.page_of(request, forms.filtered(queries.tree(under), asks))
    counts, level = queries.counted(page, request.today), under.path.count("/")
    rows = [Row(one, "　" * (one.path.count("/") - level), counts.get(one.pk, 0)) for one in page]
    kinds = KINDS if top.parent_id is None else [(one, title) for one, title in KINDS if one in (top.kind, Kind.UNIT)]
    context = {"page": page, "rows": rows, "asks": asks, "kinds": kinds, "under": under, "top": top}
    return pages.render(request, TREE, context)


@open_to(*MANAGERS)
def organisation(request: Request, organisation: int) -> HttpResponseBase:
    """One organisation: who acts for it, its open codes, what may be done."""
    found = organisation_for(request, organisation)
    return pages.render(request, PAGE, shown(request, found, {}))


def shown(request: Request, found: Organisation, typed: Mapping[str, str]) -> dict[str, Any]:
    """What the page of an organisation shows. typed: what was written into the form of a code."""
    hat = worn(request)
    manages = queries.can_manage(hat, found) and found.closed_on is None
    issues = manages and found.kind == Kind.UNIT
    above = [one for one in queries.line_above(found) if is_within(one.path, hat.organisation.path)]
    return {
        "organisation": found,
        "above": above,
        "page": pages.page_of(request, queries.hats_at(found, request.today)),
        "codes": queries.codes_at(found, request.at)[: pages.ROWS],
        "children": found.children.filter(closed_on__isnull=True).count(),
        "manages": manages,
        "keeps": keeps(hat, found) and found.closed_on is None,
        "moves": _may_move(hat, found),
        "roles": [(role.value, ROLE_TITLES[role]) for role in ROLES] if issues else [],
        "newest": queries.newest_slip(found),
        "typed": {"role": typed.get("role", "")},
    }


@open_to(*MANAGERS)
def add(request: Request, organisation: int) -> HttpResponseBase:
    """Add an organisation below another."""
    parent = body_for(request, organisation)
    context = {
        "parent": parent,
        "kinds": forms.kinds_below(parent),
        "typed": {"kind": request.POST.get("kind", Kind.UNIT.value), "name": request.POST.get("name", "")},
    }
    if request.method != "POST":
        return pages.render(request, ADD, context)
    try:
        made = actions.add_organisation(
            parent=parent, kind=forms.kind_of(request.POST), name=request.POST.get("name", ""), **by(request)
        )
    except Refused as refused:
        return pages.refusal(request, ADD, context, refused)
    pages.said(request, f"“{made.name}”加好了。接着可以发一次性码，或者直接登记人员")
    return pages.go("people:organisation", made.pk)


@open_to(*MANAGERS)
def change(request: Request, organisation: int) -> HttpResponseBase:
    """The forms by which an organisation is renamed, moved, closed."""
    found = organisation_for(request, organisation, managed=True)
    return pages.render(request, CHANGE, _changing(request, found))


@open_to(*MANAGERS)
@require_POST
def rename(request: Request, organisation: int) -> HttpResponseBase:
    """Another name."""

    def act(found: Organisation) -> str:
        made = actions.rename_organisation(organisation=found, name=request.POST.get("name", ""), **by(request))
        return f"现在叫“{made.name}”"

    return _deed(request, organisation_for(request, organisation, managed=True), act)


@open_to(*MOVERS)
@require_POST
def move(request: Request, organisation: int) -> HttpResponseBase:
    """Below another body, with everything below it."""

    def act(found: Organisation) -> str:
        parent = forms.body_called(worn(request).organisation, request.POST.get("parent", ""), "parent")
        actions.move_organisation(organisation=found, parent=parent, **by(request))
        return f"移到“{parent.name}”下面了"

    return _deed(request, organisation_for(request, organisation, managed=True, roles=MOVERS), act)


@open_to(*MANAGERS)
@require_POST
def close(request: Request, organisation: int) -> HttpResponseBase:
    """Closed for good: its hats end, its codes are void. The form asks whether it is meant."""

    def act(found: Organisation) -> str:
        if request.POST.get("sure") != "1":
            raise Refused([error("missing", "sure", "关闭以后不能恢复，确定要关请先打上勾")])
        actions.close_organisation(organisation=found, **by(request))
        return f"“{found.name}”关闭了"

    return _deed(request, organisation_for(request, organisation, managed=True), act)


def _deed(request: Request, found: Organisation, act: Callable[[Organisation], str]) -> HttpResponseBase:
    try:
        done = act(found)
    except Refused as refused:
        return pages.refusal(request, CHANGE, _changing(request, found), refused)
    pages.said(request, done)
    return pages.go("people:organisation", found.pk)


def _changing(request: Request, found: Organisation) -> dict[str, Any]:
    hat = worn(request)
    moves = _may_move(hat, found)
    return {
        "organisation": found,
        "moves": moves,
        "bodies": queries.may_stand_above(hat.organisation)[:200] if moves else [],
        "typed": {"name": request.POST.get("name", found.name), "parent": request.POST.get("parent", "")},
    }


def _may_move(hat: Hat, found: Organisation) -> bool:
    return Role(hat.role) in MOVERS and found.parent_id is not None
