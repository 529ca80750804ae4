"""Units in bulk from Excel: the empty list, the upload with its preview, the confirmation with the codes to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.people import ROLE_TITLES
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.excel.people import LARGEST, MOST, UnitLine, empty_list, read_units
from jiangfang.records.people import actions, queries
from jiangfang.records.people.access import MANAGERS, Request, open_to
from jiangfang.records.people.forms import units as forms
from jiangfang.records.people.forms.organisations import body_called
from jiangfang.records.people.models import Organisation
from jiangfang.records.people.views.cards import on_this_machine, printed
from jiangfang.records.people.views.organisations import by, worn
from jiangfang.ui import pages

UPLOAD, PREVIEW = "people/units.html", "people/units_preview.html"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 300


@open_to(*MANAGERS)
def upload(request: Request) -> HttpResponseBase:
    """The form; a list that was sent is shown with what it would do, and kept nowhere but in that page."""
    if request.method != "POST":
        return pages.render(request, UPLOAD, _form(request, request.GET.get("under", "")))
    try:
        default = _default(request)
        lines = read_units(uploaded(request))
    except Refused as refused:
        return pages.refusal(request, UPLOAD, _form(request, request.POST.get("under", "")), refused)
    return _preview(request, lines, default)


@open_to(*MANAGERS)
def empty(request: Request) -> HttpResponseBase:
    """The list to fill in."""
    above = worn(request).organisation.parent_id is None
    content = empty_list([ROLE_TITLES[role] for role in forms.ROLES], above)
    return pages.attachment(content, "单位名单.xlsx", SHEET)


@open_to(*MANAGERS)
@require_POST
def confirm(request: Request) -> HttpResponseBase:
    """Add what was shown and issue the codes. What changed meanwhile is read anew; sent twice it adds nothing."""
    hat = worn(request)
    try:
        lines, pk = forms.taken_up(request.POST.get("list", ""), hat, request.at)
        default = queries.tree(hat.organisation).filter(pk=pk).first()
        if default is None:
            raise Refused([error("closed", "file", "要加到的那个单位已经关闭或移走，请重新上传一次")])
    except Refused as refused:
        return pages.refusal(request, UPLOAD, _form(request, ""), refused)
    found = forms.read(lines, forms.known(default, queries.tree(hat.organisation)))
    try:
        made = actions.import_units(
            rows=forms.new_units(found),
            parent=default,
            roles=forms.ROLES,
            again=request.POST.get("again") == "1",
            **by(request),
        )
    except Refused as refused:
        return _preview(request, lines, default, refused.problems)
    there = "又发了码" if request.POST.get("again") == "1" else "原来就有，没有发码"
    said = f"新增 {len(made.added)} 个单位" + (f"，{len(made.there)} 个{there}" if made.there else "")
    return printed(request, made.slips, reverse("people:organisations"), f"{said}。")


def _default(request: Request) -> Organisation:
    """Where lines without a body go: the one that was named, else my own."""
    named = request.POST.get("under", "").strip()
    top = worn(request).organisation
    return body_called(top, named, "under") if named else top


def uploaded(request: Request) -> bytes:
    """The list that was sent. Raises Refused."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused([error("missing", "file", "请选一个文件")])
    if (file.size or 0) > LARGEST:
        said = f"文件超过 {LARGEST // 1024 // 1024} MB，一份名单不会这么大，请确认选对了文件"
        raise Refused([error("unreadable_file", "file", said)])
    content: bytes = file.read()
    return content


def _preview(
    request: Request, lines: Sequence[UnitLine], default: Organisation, more: Sequence[Problem] = ()
) -> HttpResponseBase:
    hat = worn(request)
    found = forms.read(lines, forms.known(default, queries.tree(hat.organisation)))
    wrong = [problem for one in found for problem in one.problems]
    there = [one for one in found if one.there is not None]
    ordered = sorted(found, key=lambda one: not one.problems)
    context: dict[str, Any] = {
        "default": default,
        "rows": ordered[:SHOWN],
        "all": len(found),
        "left": max(0, len(found) - SHOWN),
        "new": len(found) - len(there) - sum(1 for one in found if one.problems and one.there is None),
        "there": len(there),
        "wrong": len(wrong),
        "local": on_this_machine(request),
        "problems": [*(one for one in more if one not in wrong), *wrong][:SHOWN],
        "list": "" if wrong else forms.waiting(lines, hat, default, request.at),
    }
    return pages.render(request, PREVIEW, context, 422 if context["problems"] else 200)


def _form(request: Request, under: str) -> dict[str, Any]:
    top = worn(request).organisation
    bodies = queries.may_stand_above(top) if top.parent_id is None else queries.tree(top).none()
    if under.isascii() and under.isdigit() and len(under) < 18:
        named = queries.tree(top).filter(pk=int(under)).first()
        under = named.name if named else ""
    context = {"top": top, "bodies": bodies[:200], "city": top.parent_id is None, "under": under}
    return {**context, "most": MOST, "largest": LARGEST // 1024 // 1024}
