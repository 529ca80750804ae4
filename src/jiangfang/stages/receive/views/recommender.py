"""One recommender, or the units that apply directly: what came, receiving several, giving back."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpResponseBase
from django.urls import reverse

from jiangfang.core.problems import Refused, error
from jiangfang.core.receiving import lines
from jiangfang.core.returning import BACK_REASONS
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as announced
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive import access, actions, queries
from jiangfang.stages.receive.access import READERS, WRITES
from jiangfang.stages.receive.views.inbox import base_of
from jiangfang.stages.recommend import actions as recommending
from jiangfang.stages.recommend import queries as lists
from jiangfang.stages.recommend.access import worn
from jiangfang.stages.recommend.forms import reading
from jiangfang.ui import pages

A_PAGE = 20
MOST = 500


@open_to(*READERS)
def recommender(request: Request, pk: int) -> HttpResponseBase:
    """What one recommender handed in, what is to be checked of it, what is wanting."""
    found = access.recommender(request, pk)
    context = {
        **_context(request, found.round, found),
        "status": lists.status(found),
        "chosen": lists.selection(found),
        "hand_ins": list(found.hand_ins.order_by("-serial")),
        "backs": queries.backs(found),
    }
    return pages.render(request, "receive/recommender.html", context)


@open_to(*READERS)
def direct(request: Request, round: int) -> HttpResponseBase:
    """What came directly, without a recommender."""
    found = access.round_of(request, round)
    return pages.render(request, "receive/recommender.html", _context(request, found, None))


def _context(request: Request, round: Round, body: Recommender | None) -> dict[str, Any]:
    page: Page[Any] = pages.page_of(request, queries.listing(round, body), A_PAGE)
    studios = queries.due(round, queries.plan_of(round)).filter(recommender=body).count()
    lacks = queries.lacks_of(round, body, studios)
    rows = queries.listed(round, body, list(page.object_list), request.today)
    return {
        **base_of(request, round),
        "receives": any(row.waiting for row in rows),
        "recommender": body,
        "name": body.organisation.name if body else queries.DIRECT,
        "last": announced.deadline(round, body),
        "page": page,
        "rows": rows,
        "studios": studios,
        "lacks": lacks,
        "wanting": lines(lacks),
        "papers": f"{reverse('receive:papers', args=[round.pk])}?recommender={body.pk if body else 0}",
    }


@open_to(*WRITES)
def accept(request: Request, round: int) -> HttpResponseBase:
    """Show by count and name what would be received, with what is wanting of it; then receive it."""
    found = access.round_of(request, round, *WRITES)
    if request.method != "POST":
        rows = _chosen(found, reading.numbers(request.GET.getlist("chosen")))
        return pages.render(request, "receive/accept.html", _receiving(request, found, rows, ""))
    rows, note = _chosen(found, reading.numbers(request.POST.getlist("chosen"))), reading.text(request.POST, "note")
    try:
        _must_be_all(rows, request.POST.getlist("chosen"))
        actions.receive(applications=rows, note=note, hat=worn(request), at=request.at)
    except Refused as refused:
        context = _receiving(request, found, _chosen(found, [row.pk for row in rows]), note)
        return pages.refusal(request, "receive/accept.html", context, refused)
    pages.said(request, f"已受理 {len(rows)} 份")
    bodies = {row.recommender_id for row in rows}
    if len(bodies) != 1:
        return pages.go("receive:inbox", found.pk)
    return pages.go(*(("receive:recommender", body) if (body := bodies.pop()) else ("receive:direct", found.pk)))


def _chosen(round: Round, wanted: list[int]) -> list[Application]:
    """The chosen ones of a round, in their order; what is still its unit's own is not among them."""
    there = queries.due(round, queries.plan_of(round)).filter(pk__in=wanted)
    by_id = {row.pk: row for row in applications.whole(there).defer("answers", "rough")}
    return [by_id[pk] for pk in wanted if pk in by_id]


def _must_be_all(rows: list[Application], sent: list[str]) -> list[Application]:
    """The same. Raises Refused where some of what was chosen is not there: all of them or none."""
    if len(rows) != len(set(sent)):
        raise Refused([error("not_now", "chosen", "选的里面有的已经不在这里了，一份也没有办；请回去重新选")])
    return rows


def _receiving(request: Request, round: Round, rows: list[Application], note: str) -> dict[str, Any]:
    """What would be received, with what is wanting of each."""
    plan = queries.plan_of(round)
    table, ids = queries.table(round, request.today), [row.pk for row in rows]
    papers = queries.rows_of(table, ids, queries.came_of(round, ids))
    ready = [(row, one) for row, one in zip(rows, papers, strict=True) if row.state in plan.stations.waiting]
    return {
        **base_of(request, round),
        "rows": ready,
        "left": [(row, _why_not(plan, row)) for row in rows if row.state not in plan.stations.waiting],
        "back": _back(round, rows),
        "note": note,
        "short": sum(bool(one.lacking) for _, one in ready),
    }


def _why_not(plan: queries.Plan, row: Application) -> str:
    """Why it cannot be received now."""
    return "已受理" if row.state in plan.stations.received else f"现在是“{plan.workflow.title(row.state)}”"


def _back(round: Round, rows: list[Application]) -> tuple[str, str]:
    """From where they were chosen: (address, what it is called)."""
    bodies = {row.recommender_id: row.recommender for row in rows}
    if len(bodies) != 1:
        return reverse("receive:inbox", args=[round.pk]), "收件"
    pk, body = bodies.popitem()
    if body is None:
        return reverse("receive:direct", args=[round.pk]), queries.DIRECT
    return reverse("receive:recommender", args=[pk]), body.organisation.name


@open_to(*WRITES)
def hand_back(request: Request, pk: int) -> HttpResponseBase:
    """Give some of a recommender's back to it: shown by count and name, with reasons and a day."""
    found = access.recommender(request, pk, *WRITES)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = reading.numbers(sent.getlist("chosen"))
    typed = {name: reading.text(sent, name) for name in ("text", "due")} | {"reasons": sent.getlist("reasons")}
    page = "receive/hand_back.html"
    if request.method != "POST":
        return pages.render(request, page, _giving(request, found, chosen, typed))
    try:
        recommending.hand_back(
            recommender=found,
            applications=_must_be_all(_chosen(found.round, chosen), sent.getlist("chosen")),
            reasons=request.POST.getlist("reasons"),
            text=str(typed["text"]),
            due=reading.maybe_day(request.POST, "due", "再报的期限"),
            hat=worn(request),
            at=request.at,
        )
    except Refused as refused:
        return pages.refusal(request, page, _giving(request, found, chosen, typed), refused)
    pages.said(request, "已经退回推荐单位；改好再报送，会回到这里")
    return pages.go("receive:recommender", found.pk)


def _giving(request: Request, found: Recommender, chosen: list[int], typed: dict[str, Any]) -> dict[str, Any]:
    """What can be given back now: those at the city for which the table of steps has such a step."""
    plan = queries.plan_of(found.round)
    rows = applications.whole(queries.due(found.round, plan).filter(recommender=found))
    here = [
        row
        for row in rows.defer("answers", "rough").order_by("place", "pk")[:MOST]
        if plan.workflow.offers(applications.position(row), lists.HAND_BACK, "city", row.route)
    ]
    return {
        **base_of(request, found.round),
        "recommender": found,
        "rows": here,
        "received": plan.stations.received,
        "chosen": chosen,
        "typed": typed,
        "reasons": BACK_REASONS.items(),
        "last": announced.deadline(found.round, found),
        "over": announced.late(found.round, found, request.today) is not None,
    }
