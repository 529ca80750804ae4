"""The table of papers: recommender × studio × thing, filtered by the address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpResponseBase

from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.receive import access, queries
from jiangfang.stages.receive.access import READERS
from jiangfang.stages.receive.views.inbox import base_of
from jiangfang.stages.recommend.forms import reading
from jiangfang.ui import pages


@open_to(*READERS)
def papers(request: Request, round: int) -> HttpResponseBase:
    """What came and what is wanting, for every studio and once a recommender."""
    found = access.round_of(request, round)
    table, wanted = queries.table(found, request.today), wanted_of(request)
    page: Page[Any] = pages.page_of(request, queries.studios(table, wanted).values_list("pk", flat=True))
    came = queries.came_of(found, list(page.object_list))
    shared = queries.shared_rows(table, came, wanted)
    context = {
        **base_of(request, found),
        "wanted": wanted,
        "links": True,
        "filtered": wanted != queries.WantedPapers(),
        "bodies": [(pk, row.organisation.name) for pk, row in table.recommenders.items()],
        "has_direct": table.plan.direct,
        "items": [(one.id, one.short) for one in table.plan.items],
        "standings": queries.STANDINGS.items(),
        "page": page,
        "things": queries.asked(table.plan, wanted, shared=False),
        "rows": queries.rows_of(table, list(page.object_list), came, wanted),
        "shared_things": queries.asked(table.plan, wanted, shared=True),
        "shared": pages.page_of(request, shared, parameter="bodies"),
    }
    return pages.render(request, "receive/papers.html", context)


def wanted_of(request: Request) -> queries.WantedPapers:
    """What the address asks of the table."""
    said = {name: request.GET.get(name, "").strip()[:100] for name in ("item", "standing", "find")}
    return queries.WantedPapers(
        recommender=reading.number(request.GET.get("recommender")),
        item=said["item"],
        standing=said["standing"] if said["standing"] in queries.STANDINGS else "",
        find=said["find"],
    )
