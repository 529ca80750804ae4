"""催办: whom to urge and for what, as a list and as a text to paste into a chat group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.records.messages.queries import mail_is_set
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as announced
from jiangfang.stages.announce.models import Round
from jiangfang.stages.receive import access, queries
from jiangfang.stages.receive.access import READERS
from jiangfang.stages.receive.queries import Urged
from jiangfang.stages.receive.views.inbox import base_of
from jiangfang.ui import pages


@open_to(*READERS)
def chase(request: Request, round: int) -> HttpResponseBase:
    """The recommenders of a round that are to be urged."""
    found = access.round_of(request, round)
    urged, last = queries.chased(found, request.today), announced.deadline(found)
    base = base_of(request, found)
    context = {**base, **_urging(request, found, urged, queries.GROUPS, last), "writes": base["acts"]}
    return pages.render(request, "receive/chase.html", context)


@open_to(Role.RECOMMENDER)
def chase_units(request: Request, pk: int) -> HttpResponseBase:
    """The units below a recommender that are to be urged."""
    found = access.recommender(request, pk, Role.RECOMMENDER)
    urged, last = queries.chased_units(found, request.today), announced.unit_day(found.round, found)
    context = {
        "round": found.round,
        "round_name": found.round.name,
        "recommender": found,
        **_urging(request, found.round, urged, queries.UNIT_GROUPS, last),
        "writes": True,
    }
    return pages.render(request, "receive/chase.html", context)


def _urging(
    request: Request, round: Round, urged: Sequence[Urged], titles: Mapping[str, str], last: date | None
) -> dict[str, Any]:
    """Those of the group that the address asks for, else all; the texts and whom to write to are of the same ones."""
    wanted = request.GET.get("group", "")
    wanted = wanted if wanted in titles else ""
    shown = [one for one in urged if not wanted or one.group == wanted]
    page = pages.page_of(request, shown)
    counts = [(name, title, sum(one.group == name for one in urged)) for name, title in titles.items()]
    groups = [(title, [one for one in page if one.group == name]) for name, title in titles.items()]
    return {
        "last": last,
        "page": page,
        "groups": [(title, rows) for title, rows in groups if rows],
        "counts": [one for one in counts if one[2] or one[0] == wanted],
        "wanted": wanted,
        "many": len(urged),
        "shown": len(shown),
        "text": queries.text_of(round, shown, last, request.today),
        "letter": queries.letter_of(round, titles.get(wanted, ""), last, request.today),
        "to": sorted({one.body for one in shown if one.body}),
        "mail": mail_is_set(),
    }
