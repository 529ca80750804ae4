"""What the city has and what it lacks, for whoever brings it: a recommender, or a unit that applies directly."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.core.receiving import Cell, Form, lacks
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.receive import access, queries
from jiangfang.ui import pages


@open_to(Role.RECOMMENDER)
def mine(request: Request, pk: int) -> HttpResponseBase:
    """What a recommender has to bring, what the city has of it, what was given back."""
    found = access.recommender(request, pk, Role.RECOMMENDER)
    backs = queries.backs(found)
    table = queries.table(found.round, request.today, found, queries.granted_by(backs))
    wanted = queries.WantedPapers(recommender=found.pk)
    page: Page[Any] = pages.page_of(request, queries.studios(table, wanted).values_list("pk", flat=True))
    studios, came = page.paginator.count, queries.came_of(found.round, list(page.object_list), found.pk)
    context = {
        "round": found.round,
        "round_name": found.round.name,
        "recommender": found,
        "last": table.days.of(found.pk, None),
        "page": page,
        "studios": studios,
        "rows": queries.rows_of(table, list(page.object_list), came),
        "things": queries.asked(table.plan, wanted, shared=False),
        "shared": queries.shared_rows(table, came),
        "shared_things": queries.asked(table.plan, wanted, shared=True),
        "lacks": queries.lacks_of(found.round, found, studios),
        "backs": backs,
    }
    return pages.render(request, "receive/mine.html", context)


@open_to(Role.UNIT)
def own(request: Request, pk: int) -> HttpResponseBase:
    """The same for a unit, of one application; where it did not apply directly, its recommender brings the papers."""
    found = access.own_application(request, pk)
    table = queries.table(found.round, request.today)
    rows = queries.rows_of(table, [pk], queries.came_of(found.round, [pk]))
    pairs = [pair for row in rows for pair in row.pairs]
    came = {(one.item.id, form): min(cell.came, cell.wanted) for one in pairs for form, cell in _both(one)}
    context = {
        "round": found.round,
        "round_name": found.round.name,
        "application": found,
        "last": table.days.of(found.recommender_id, pk),
        "studios": 1,
        "rows": rows,
        "things": queries.asked(table.plan, queries.WantedPapers(), shared=False),
        "lacks": lacks(table.plan.items, 1, came, alone=True),
    }
    return pages.render(request, "receive/mine.html", context)


def _both(pair: queries.Pair) -> tuple[tuple[Form, Cell], ...]:
    return ((Form.PAPER, pair.paper), (Form.ELECTRONIC, pair.electronic))
