"""The tree from Excel: the empty list, the upload with its preview, the confirmation with the codes to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.people import KIND_TITLES, ROLE_TITLES, Role
from jiangfang.core.problems import Problem, Refused
from jiangfang.documents.excel.people import MOST
from jiangfang.documents.excel.tree import BodyLine, empty_tree, read_tree
from jiangfang.records.people import actions, queries
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.forms import tree as forms
from jiangfang.records.people.views.cards import on_this_machine, printed
from jiangfang.records.people.views.organisations import by, worn
from jiangfang.records.people.views.units import SHEET, uploaded
from jiangfang.ui import pages

UPLOAD, PREVIEW = "people/tree.html", "people/tree_preview.html"
KEEPERS = (Role.ADMIN, Role.CITY)
SHOWN = 300


@open_to(*KEEPERS)
def upload(request: Request) -> HttpResponseBase:
    """The form; a list that was sent is shown with what it would do, and kept nowhere but in that page."""
    if request.method != "POST":
        return pages.render(request, UPLOAD, _form(request))
    try:
        lines = read_tree(uploaded(request))
    except Refused as refused:
        return pages.refusal(request, UPLOAD, _form(request), refused)
    return _preview(request, lines)


@open_to(*KEEPERS)
def empty(request: Request) -> HttpResponseBase:
    """The list to fill in."""
    kinds = {KIND_TITLES[kind]: what for kind, what in forms.KINDS.items()}
    content = empty_tree(kinds, [ROLE_TITLES[role] for role in forms.ROLES], forms.EXAMPLES)
    return pages.attachment(content, "机构名单.xlsx", SHEET)


@open_to(*KEEPERS)
@require_POST
def confirm(request: Request) -> HttpResponseBase:
    """Add what was shown and issue the codes. What changed meanwhile is read anew; sent twice it adds nothing."""
    hat, again = worn(request), request.POST.get("again") == "1"
    top = hat.organisation
    try:
        lines = forms.taken_up(request.POST.get("list", ""), hat, request.at)
    except Refused as refused:
        return pages.refusal(request, UPLOAD, _form(request), refused)
    there = {one.pk: one for one in queries.tree(top)}
    try:
        rows = forms.new_bodies(forms.read(lines, there.values(), top), there)
        made = actions.import_tree(top=top, rows=rows, again=again, **by(request))
    except Refused as refused:
        return _preview(request, lines, refused.problems)
    said = f"新增 {len(made.added)} 个机构" + (f"，{len(made.there)} 个原来就有" if made.there else "")
    if not made.slips:
        pages.said(request, said)
        return pages.go("people:organisations")
    contacts = {spot.pk: line.contact for spot, line in zip(made.spots, lines, strict=True)}
    return printed(request, made.slips, reverse("people:organisations"), f"{said}。", contacts)


def _preview(request: Request, lines: Sequence[BodyLine], more: Sequence[Problem] = ()) -> HttpResponseBase:
    hat = worn(request)
    found = forms.read(lines, queries.tree(hat.organisation), hat.organisation)
    wrong = [problem for one in found for problem in one.problems]
    there = [one for one in found if one.there is not None]
    ordered = sorted(found, key=lambda one: not one.problems)
    context: dict[str, Any] = {
        "rows": ordered[:SHOWN],
        "all": len(found),
        "left": max(0, len(found) - SHOWN),
        "new": sum(1 for one in found if one.there is None and not one.problems),
        "there": len(there),
        "coded": sum(1 for one in there if one.roles),
        "codes": sum(len(one.roles) for one in found if one.there is None),
        "wrong": len(wrong),
        "local": on_this_machine(request),
        "problems": [*(one for one in more if one not in wrong), *wrong][:SHOWN],
        "list": "" if wrong else forms.waiting(lines, hat, hat.organisation, request.at),
    }
    return pages.render(request, PREVIEW, context, 422 if context["problems"] else 200)


def _form(request: Request) -> dict[str, Any]:
    return {"most": MOST, "top": worn(request).organisation, "kinds": forms.KINDS.values()}
