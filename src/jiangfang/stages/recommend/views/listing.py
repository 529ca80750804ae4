"""The lists: where a body recommends, what goes through it, who is silent, and how far all recommenders are."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from jiangfang.core.fields.date import long_day
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.recommending import by_numbers, moved
from jiangfang.records.files import views as files
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.access import round_for
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.recommend import access, actions, jobs, queries, sheets
from jiangfang.stages.recommend.access import OWN, READERS
from jiangfang.stages.recommend.forms import reading
from jiangfang.ui import pages

PAGE = "recommend/list.html"
NUMBERS = ("started", "submitted", "recommended", "handed_in")


@open_to(*READERS)
def mine(request: Request) -> HttpResponseBase:
    """The rounds in which the hat's body recommends; for the city all its rounds."""
    hat = access.worn(request)
    if Role(hat.role) is Role.RECOMMENDER:
        found = [(row, queries.status(row)) for row in queries.taking_part(hat)]
        return pages.render(request, "recommend/mine.html", {"found": found})
    return pages.render(request, "recommend/rounds.html", {"rounds": rounds.rounds_for(hat, request.today)})


@open_to(*READERS)
def listing(request: Request, pk: int) -> HttpResponseBase:
    """The list of one recommender."""
    return pages.render(request, PAGE, context_of(request, access.recommender(request, pk)))


def context_of(request: Request, recommender: Recommender) -> dict[str, Any]:
    """Everything that the list shows; filters, order and search come from the address."""
    role = Role(access.worn(request).role)
    wanted = sheets.wanted_of(recommender, sheets.asked(request.GET), role)
    page: Page[Any] = Paginator(queries.list_of(recommender, wanted), pages.ROWS).get_page(request.GET.get("page"))
    rows = queries.rows(recommender, list(page.object_list))
    return {
        **base_of(request, recommender),
        "page": page,
        "rows": rows,
        "states": queries.states(recommender),
        "backs": queries.told_backs(recommender),
        "wanted": wanted,
        "masked": sheets.masked(recommender),
        "orders": wanted.sort == "place" and not wanted.search and any(row.movable for row in rows),
        "sheet": queries.summary_paper(recommender),
    }


def base_of(request: Request, recommender: Recommender) -> dict[str, Any]:
    """What every page of a recommender shows. acts: the hat is the recommender's own."""
    role = Role(access.worn(request).role)
    return {
        "recommender": recommender,
        "round": recommender.round,
        "round_name": recommender.round.name,
        "status": queries.status(recommender),
        "acts": role is Role.RECOMMENDER,
        "role": role,
        "contact": bool(queries.contact_fields(recommender)),
    }


@open_to(*READERS)
def excel(request: Request, pk: int) -> HttpResponseBase:
    """The list as it is filtered and ordered by the address, as Excel."""
    recommender = access.recommender(request, pk)
    said = sheets.asked(request.GET)
    wanted = {**said, "recommender": str(recommender.pk)}
    back = f"{reverse('recommend:recommender', args=[recommender.pk])}?{urlencode(said)}"
    name = queries.file_name(f"{recommender.organisation.name}推荐名单-{long_day(request.today)}")
    return files.answer(request, jobs.LIST, wanted, name=name, back=back)


@open_to(*OWN)
@require_POST
def order(request: Request, pk: int) -> HttpResponseBase:
    """One a place up or down (``move``: up-12), or everything by the numbers typed beside it."""
    recommender = access.recommender(request, pk, OWN)
    gone = queries.with_city(recommender)
    now = {row.pk: row for row in queries.holding(recommender) if row.pk not in gone}
    where, _, one = request.POST.get("move", "").partition("-")
    try:
        if where:
            wanted = moved(list(now), reading.number(one) or 0, up=where == "up")
        else:
            wanted = by_numbers(list(now), {pk: reading.text(request.POST, f"place-{pk}") for pk in now})
        rows = [now[pk] for pk in wanted]
        actions.order(recommender=recommender, applications=rows, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, context_of(request, recommender), refused)
    pages.said(request, "次序排好了")
    return pages.go("recommend:recommender", recommender.pk)


@open_to(*READERS)
def not_started(request: Request, pk: int) -> HttpResponseBase:
    """The units below that have not handed anything in: how far, never what; and as a text to send on."""
    recommender = access.recommender(request, pk)
    silent = queries.silent_units(recommender, request.today)
    page = pages.page_of(request, silent)
    context = {
        **base_of(request, recommender),
        "page": page,
        "rows": queries.waiting(list(page.object_list)),
        "units": bool(page.paginator.count) or queries.units_below(recommender).exists(),
        "unit_day": rounds.unit_day(recommender.round, recommender),
        "lines": queries.waiting(list(silent[: pages.ROWS * 10])),
    }
    return pages.render(request, "recommend/not_started.html", context)


@open_to(Role.CITY, Role.AUDITOR)
def progress(request: Request, round: int) -> HttpResponseBase:
    """How far every recommender of a round is."""
    found = round_for(request, round, Role.CITY, Role.AUDITOR)
    private = rounds.opened(found).programme.workflow.start().state
    rows = list(queries.counted(rounds.recommenders(found), private))
    for row in rows:
        row.round = found
    made = queries.progress(rows)
    context = {
        "round": found,
        "round_name": found.name,
        "rows": made,
        "deadline": rounds.deadline(found),
        "totals": [sum(getattr(row, name) for row in made) for name in NUMBERS],
    }
    return pages.render(request, "recommend/progress.html", context)
