"""One opinion for several: chosen in the list, shown by count and name before anything is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from jiangfang.core.opinions import chain
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.core.recommending import no_place
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import access, actions, queries
from jiangfang.stages.recommend.access import OWN
from jiangfang.stages.recommend.forms import reading
from jiangfang.stages.recommend.views.listing import base_of
from jiangfang.ui import pages

PAGE = "recommend/several.html"


@open_to(*OWN)
def several(request: Request, pk: int) -> HttpResponseBase:
    """The list sends what was chosen, which goes into the address; the page that shows it sends the opinion."""
    recommender = access.recommender(request, pk, OWN)
    chosen = reading.numbers((request.POST if request.method == "POST" else request.GET).getlist("chosen"))
    if request.method != "POST":
        return pages.render(request, PAGE, _context(request, recommender, chosen, {}))
    if "give" not in request.POST:
        hat = {"hat": request.POST["hat"]} if "hat" in request.POST else {}
        there = f"{reverse('recommend:several', args=[pk])}?{urlencode({'chosen': chosen, **hat}, doseq=True)}"
        response = HttpResponseRedirect(there)
        response.status_code = 303
        return response
    key = _key(recommender)
    typed = {
        "text": reading.text(request.POST, f"{key}.text"),
        "signer": reading.text(request.POST, f"{key}.signer"),
        "day": reading.text(request.POST, f"{key}.date"),
    }
    try:
        rows = _rows(recommender, chosen)
        if len(rows) != len(chosen):
            raise Refused([error("not_now", "", "选的申报里有的已经不在这份名单上，请回到名单重新选")])
        day = reading.day(request.POST, f"{key}.date", "签署日期")
        actions.recommend_several(
            applications=rows,
            text=typed["text"],
            signer=typed["signer"],
            day=day,
            hat=access.worn(request),
            at=request.at,
        )
    except Refused as refused:
        return pages.refusal(request, PAGE, _context(request, recommender, chosen, typed), refused)
    pages.said(request, f"{len(rows)} 份的推荐意见已签署")
    return pages.go("recommend:recommender", recommender.pk)


def _context(request: Request, recommender: Recommender, chosen: list[int], typed: dict[str, str]) -> dict[str, Any]:
    """Those that can be signed now; the others are called by name and left out, with whom they wait for."""
    found = [row for row in queries.rows(recommender, chosen) if not row.private]
    rows = [row for row in found if row.ready]
    base = base_of(request, recommender)
    new = sum(not row.application.holds_place for row in rows)
    full = no_place(base["status"].quota, recommender.taken, new) if new else []
    return {
        **base,
        "rows": rows,
        "left": [row for row in found if not row.ready],
        "full": full,
        "key": _key(recommender),
        "typed": typed or {"day": request.today.isoformat()},
        "unread": sum(not row.ticked for row in rows),
    }


def _rows(recommender: Recommender, chosen: list[int]) -> list[Application]:
    found = applications.whole(Application.objects.filter(recommender=recommender, pk__in=chosen)).in_bulk()
    private = {row.application.pk for row in queries.rows(recommender, chosen) if row.private}
    return [found[pk] for pk in chosen if pk in found and pk not in private]


def _key(recommender: Recommender) -> str:
    """The key of the box that the recommender's opinion stands in."""
    programme = rounds.opened(recommender.round).programme
    routes = [route.id for route in programme.routes if route.quota_of == recommender.klass]
    boxes = (field for route in routes for field in chain(programme, route) if field.by == Role.RECOMMENDER.value)
    return next((field.key for field in boxes), "opinion")
