"""Writing down what came, for several places at once; the list of what was written down; striking one out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.receiving import BROUGHT, FORM_TITLES, WAY_TITLES, Form
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce.models import PaperDay, Round
from jiangfang.stages.receive import access, actions, queries
from jiangfang.stages.receive.access import READERS, WRITES
from jiangfang.stages.receive.forms import reading
from jiangfang.stages.receive.models import Arrival
from jiangfang.stages.receive.views.inbox import base_of
from jiangfang.stages.recommend.access import worn
from jiangfang.stages.recommend.forms.reading import number, text
from jiangfang.ui import pages
from jiangfang.ui.posts import CUT_OFF, must_be_whole

REGISTER, STRIKE = "receive/register.html", "receive/strike.html"


@open_to(*WRITES)
@require_POST
def register(request: Request, round: int) -> HttpResponseBase:
    """What was ticked in the table, by count and name, with a form for all of it; then it is written down."""
    found = access.round_of(request, round, *WRITES)
    if "keep" not in request.POST:
        return pages.render(request, REGISTER, _context(request, found))
    spots = reading.spots_of(request.POST)
    try:
        must_be_whole(request.POST, (*reading.NAMES, "seen"))
        came = reading.came_of(request.POST)
        made = actions.tick(
            round=found,
            spots=spots,
            copies=came.copies,
            way=came.way,
            arrived_on=came.arrived_on,
            postmark=came.postmark,
            note=came.note,
            hat=worn(request),
            at=request.at,
            seen=_shown(request),
        )
    except Refused as refused:
        return pages.refusal(request, REGISTER, _context(request, found), refused)
    pages.said(request, f"已登记 {len(made)} 处")
    return pages.go(_papers(found, made))


def _shown(request: Request) -> int:
    """How many copies the page showed. Raises Refused where a form does not say it: it guards against doubles."""
    shown = number(request.POST.get("seen"))
    if shown is None:
        raise Refused([error("not_now", "", CUT_OFF)])
    return shown


def _papers(round: Round, made: list[Arrival]) -> str:
    """The table again; where all of it is of one recommender, that one's part."""
    there = reverse("receive:papers", args=[round.pk])
    bodies = {one.recommender_id for one in made}
    return f"{there}?recommender={bodies.pop() or 0}" if len(bodies) == 1 else there


def _context(request: Request, round: Round) -> dict[str, Any]:
    spots, plan = reading.spots_of(request.POST), queries.plan_of(round)
    items = {one.id: one for one in plan.items}
    rows, bodies, came = queries.owners(round, spots), queries.bodies(round, spots), queries.copies_of(round, spots)
    lines = []
    for spot in spots:
        item, row, body = items.get(spot.item), rows.get(spot.application or 0), bodies.get(spot.recommender or 0)
        owner = (body if item.shared else row) if item else None
        if item is not None and owner is not None and item.wanted(spot.form):
            lines.append((spot, item, FORM_TITLES[spot.form], row, body, came.get(spot, 0), item.wanted(spot.form)))
    problems: list[Problem] = []
    if len(lines) < len(spots):
        problems.append(error("not_in_list", "", "选的材料里有的不用另外交，或者已经不在表上，下面没有列出"))
    return {
        **base_of(request, round),
        "lines": lines,
        "papers_too": any(line[0].form is Form.PAPER for line in lines),
        "seen": sum(line[5] for line in lines),
        "typed": reading.typed_of(request.POST, request.today),
        "ways": [("", "请选"), *((way.value, WAY_TITLES[way]) for way in BROUGHT)],
        "by_postmark": round.paper_day == PaperDay.POSTMARK.value,
        "problems": problems,
    }


@open_to(*READERS)
def arrivals(request: Request, round: int) -> HttpResponseBase:
    """What was written down, the newest first; filtered by recommender."""
    found = access.round_of(request, round)
    body = number(request.GET.get("recommender"))
    rows = queries.arrivals().filter(round=found).order_by("-at", "-pk")
    if body is not None:
        rows = rows.filter(recommender=body or None)
    items = {one.id: one for one in queries.plan_of(found).items}
    page = pages.page_of(request, rows)
    context = {
        **base_of(request, found),
        "page": page,
        "rows": [(one, items.get(one.deliverable)) for one in page],
        "body": body,
        "bodies": queries.names(found),
        "has_direct": queries.plan_of(found).direct,
    }
    return pages.render(request, "receive/arrivals.html", context)


@open_to(*WRITES)
def strike(request: Request, pk: int) -> HttpResponseBase:
    """What was written down by mistake: says what it is, asks why."""
    found = access.arrival(request, pk, *WRITES)
    why = text(request.POST, "why")
    items = {one.id: one for one in queries.plan_of(found.round).items}
    context = {**base_of(request, found.round), "one": found, "item": items.get(found.deliverable), "why": why}
    if request.method != "POST":
        return pages.render(request, STRIKE, context)
    try:
        must_be_whole(request.POST, ("why",))
        actions.strike(arrival=found, why=why, hat=worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, STRIKE, context, refused)
    pages.said(request, "这一条已经作废，不再算数")
    return pages.go("receive:arrivals", found.round_id)
