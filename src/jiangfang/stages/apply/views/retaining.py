"""Retention of a round: what falls due, how long it is kept, and letting it go after a look at count and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponseBase, QueryDict

from jiangfang.core import retention as rules
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.retention import TITLES, Group
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce.access import round_for
from jiangfang.stages.announce.forms.reading import read_day, read_number
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import access, actions, forms, retention
from jiangfang.stages.apply.actions.retaining import MOST
from jiangfang.stages.apply.models import Terms
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

READERS = (Role.CITY, Role.AUDITOR)
LIST, TERMS, DELETE = "apply/retention.html", "apply/retention_terms.html", "apply/retention_delete.html"
BOXES = ("ends_on", *(group.value for group in Group), "why")


@open_to(*READERS)
def retaining(request: Request, round: int) -> HttpResponseBase:
    """The applications of a round by when their personal values fall due; part, group and search from the address."""
    found = round_for(request, round, *READERS)
    own = retention.own_terms(found)
    terms, asked = retention.terms_of(found, own), _asked(request.GET)
    rows = retention.in_part(found, terms, request.today, asked["show"])
    page = pages.page_of(request, retention.narrowed(found, rows, asked["group"], asked["find"]).values_list("pk"))
    ids = [pk for (pk,) in page]
    counts = retention.counted(found, terms, request.today)
    context = {
        **_base(request, found, own, terms),
        **asked,
        "page": page,
        "rows": retention.rows_of(found, terms, ids),
        "parts": [(part, title, counts[part]) for part, title in retention.SHOWN.items()],
        "groups": TITLES.items(),
        "counts": counts,
    }
    return pages.render(request, LIST, context)


def _asked(query: QueryDict) -> dict[str, str]:
    said = {name: query.get(name, "").strip()[:100] for name in ("show", "group", "find")}
    return {**said, "show": said["show"] if said["show"] in retention.SHOWN else retention.DUE}


def _base(request: Request, round: Round, own: Terms | None, terms: rules.Terms) -> dict[str, Any]:
    """What every page of it shows: for how long, and who said so."""
    programme = retention.programme_of(round)
    by_office = {group for group in Group if own is not None and getattr(own, group.value) is not None}
    return {
        "round": round,
        "round_name": round.name,
        "clerk": request.hat is not None and request.hat.role == Role.CITY,
        "own": own,
        "terms": terms,
        "said": programme.retention,
        "lines": [(TITLES[group], terms.years.get(group), terms.due(group), group in by_office) for group in Group],
    }


@open_to(Role.CITY)
def terms(request: Request, round: int) -> HttpResponseBase:
    """Set the end of the round and the years, with a reason."""
    found = round_for(request, round, Role.CITY)
    own = retention.own_terms(found)
    context = _base(request, found, own, retention.terms_of(found, own))
    if request.method != "POST":
        return pages.render(request, TERMS, {**context, **_boxes(found, _typed_of(own))})
    typed = {name: request.POST.get(name, "") for name in BOXES}
    try:
        must_be_whole(request.POST, BOXES)
        ends_on, years = _read(typed)
        hat, why = access.worn(request), typed["why"]
        actions.set_terms(round=found, ends_on=ends_on, years=years, why=why, hat=hat, at=request.at)
    except Refused as refused:
        return pages.refusal(request, TERMS, {**context, **_boxes(found, typed)}, refused)
    pages.said(request, "保存期限定好了，已记入操作记录")
    return pages.go("apply:retention", found.pk)


def _boxes(round: Round, typed: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the boxes, and what counts where one is left empty."""
    said = retention.programme_of(round).retention
    years = said.years if said else dict.fromkeys(Group)
    return {
        "typed": typed,
        "last_day": retention.last_day(round),
        "boxes": [(group.value, TITLES[group], years[group], typed.get(group.value, "")) for group in Group],
    }


def _typed_of(own: Terms | None) -> dict[str, str]:
    if own is None:
        return {}
    years = {group.value: getattr(own, group.value) for group in Group}
    shown = {name: "" if said is None else str(said) for name, said in years.items()}
    return {**shown, "ends_on": own.ends_on.isoformat() if own.ends_on else ""}


def _read(typed: Mapping[str, str]) -> tuple[date | None, dict[Group, int | None]]:
    """Raises Refused for what is no day and no number."""
    problems: list[Problem] = []
    ends_on = read_day(typed["ends_on"], "ends_on", "批次结束的日子", problems)
    years = {group: read_number(typed[group.value], group.value, TITLES[group], problems) for group in Group}
    if problems:
        raise Refused(problems)
    return ends_on, years


@open_to(Role.CITY)
def delete(request: Request, round: int) -> HttpResponseBase:
    """Show by count and name whose personal values would go, and with what; then let them go."""
    found = round_for(request, round, Role.CITY)
    if request.method != "POST":
        return pages.render(request, DELETE, _deleting(request, found, _chosen(request, found), ""))
    chosen, reason = _numbers(request.POST.getlist("chosen")), request.POST.get("reason", "")
    try:
        must_be_whole(request.POST, ("reason",))
        if request.POST.get("sure") != "1":
            raise Refused([error("missing", "sure", "请先勾选“看过上面的名单”，再删除；删除以后不能恢复")])
        made = actions.forget(round=found, applications=chosen, reason=reason, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, DELETE, _deleting(request, found, chosen, reason), refused)
    pages.said(request, f"已经删除 {len(made)} 份申报的个人信息，记入每一份的操作记录")
    return pages.go("apply:retention", found.pk)


def _numbers(said: Sequence[str]) -> list[int]:
    found = (forms.number(one) for one in said)
    return list(dict.fromkeys(one for one in found if one is not None))


def _chosen(request: Request, round: Round) -> list[int]:
    """Those that the address names, or with ``?all=1`` all that are due and fit its filters, as many as go at once."""
    if request.GET.get("all") != "1":
        return _numbers(request.GET.getlist("chosen"))
    asked, terms_now = _asked(request.GET), retention.terms_of(round, retention.own_terms(round))
    due = retention.in_part(round, terms_now, request.today, retention.DUE)
    rows = retention.narrowed(round, due, asked["group"], asked["find"])
    return list(rows.values_list("pk", flat=True)[:MOST])


def _deleting(request: Request, round: Round, chosen: Sequence[int], reason: str) -> dict[str, Any]:
    """Those of the chosen ones that are due, with what is personal in each."""
    own = retention.own_terms(round)
    terms_now = retention.terms_of(round, own)
    due = retention.in_part(round, terms_now, request.today, retention.DUE).filter(pk__in=chosen[:MOST])
    rows = retention.rows_of(round, terms_now, list(due.values_list("pk", flat=True)))
    return {
        **_base(request, round, own, terms_now),
        "rows": rows,
        "left": len(set(chosen)) - len(rows),
        "open": sum(row.open for row in rows),
        "files": sum(row.files for row in rows),
        "reason": reason,
    }
