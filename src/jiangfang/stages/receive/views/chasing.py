"""催办: whom to urge and for what, as a list and as a text to paste into a chat group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as announced
from jiangfang.stages.receive import access, queries
from jiangfang.stages.receive.access import READERS
from jiangfang.stages.receive.queries import Urged
from jiangfang.stages.receive.views.inbox import base_of
from jiangfang.ui import pages


@open_to(*READERS)
def chase(request: Request, round: int) -> HttpResponseBase:
    """The recommenders of a round that are to be urged."""
    found = access.round_of(request, round)
    urged = queries.chased(found, request.today)
    last = announced.deadline(found)
    context = {
        **base_of(request, found),
        **_grouped(request, urged, queries.GROUPS),
        "text": queries.text_of(found, urged, last, request.today),
        "last": last,
    }
    return pages.render(request, "receive/chase.html", {**context, "writes": context["acts"]})


@open_to(Role.RECOMMENDER)
def chase_units(request: Request, pk: int) -> HttpResponseBase:
    """The units below a recommender that are to be urged."""
    found = access.recommender(request, pk, Role.RECOMMENDER)
    urged = queries.chased_units(found, request.today)
    last = announced.unit_day(found.round, found)
    context = {
        "round": found.round,
        "round_name": found.round.name,
        "recommender": found,
        **_grouped(request, urged, queries.UNIT_GROUPS),
        "text": queries.text_of(found.round, urged, last, request.today),
        "last": last,
        "writes": True,
    }
    return pages.render(request, "receive/chase.html", context)


def _grouped(request: Request, urged: Sequence[Urged], titles: Mapping[str, str]) -> dict[str, Any]:
    """The groups that have somebody, chosen by the address; the text is of all of them."""
    wanted = request.GET.get("group", "")
    counts = [(name, title, sum(one.group == name for one in urged)) for name, title in titles.items()]
    shown = [one for one in urged if wanted not in titles or one.group == wanted]
    page = pages.page_of(request, shown)
    groups = [(title, [one for one in page if one.group == name]) for name, title in titles.items()]
    return {
        "page": page,
        "groups": [(title, rows) for title, rows in groups if rows],
        "counts": [one for one in counts if one[2]],
        "wanted": wanted if wanted in titles else "",
        "many": len(urged),
        "to": sorted({one.body for one in urged if one.body}),
    }
