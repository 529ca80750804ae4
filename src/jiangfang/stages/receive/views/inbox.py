"""The inbox: the rounds, and one round by recommender."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as announced
from jiangfang.stages.announce.models import Round
from jiangfang.stages.receive import access, queries
from jiangfang.stages.receive.access import READERS
from jiangfang.stages.recommend.access import worn
from jiangfang.ui import pages


@open_to(*READERS)
def rounds_page(request: Request) -> HttpResponseBase:
    """The rounds of the city; straight on into the only one that is published."""
    found = list(announced.rounds_for(worn(request), request.today))
    published = [one for one in found if one.published_at is not None]
    if len(published) == 1:
        return pages.go("receive:inbox", published[0].pk)
    return pages.render(request, "receive/rounds.html", {"rounds": found})


@open_to(*READERS)
def inbox(request: Request, round: int) -> HttpResponseBase:
    """Every recommender with what came and what is wanting; filters and order come from the address."""
    found = access.round_of(request, round)
    wanted = wanted_of(request)
    page = pages.page_of(request, queries.inbox(found, request.today, wanted))
    context = {
        **base_of(request, found),
        "page": page,
        "wanted": wanted,
        "statuses": queries.STATUSES.items(),
        "classes": [(one.id, one.title) for one in announced.opened(found).programme.recommenders],
    }
    return pages.render(request, "receive/inbox.html", context)


def wanted_of(request: Request) -> queries.Wanted:
    """What the address asks of the inbox."""
    said = {name: request.GET.get(name, "").strip()[:100] for name in ("status", "klass", "find", "sort")}
    return queries.Wanted(
        status=said["status"] if said["status"] in queries.STATUSES else "",
        klass=said["klass"],
        find=said["find"],
        sort=said["sort"] if said["sort"].removeprefix("-") in queries.SORTS else "",
    )


def base_of(request: Request, round: Round) -> dict[str, Any]:
    """What every page of a round shows. acts: the hat is a clerk's."""
    hat: Hat = worn(request)
    return {
        "round": round,
        "round_name": round.name,
        "deadline": announced.deadline(round),
        "acts": Role(hat.role) is Role.CITY,
    }
