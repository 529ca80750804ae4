"""Opening a round: choose the programme, say what its notice leaves open."""

from __future__ import annotations

from django.http import HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.people.access import Request, act_as, open_to
from jiangfang.records.programmes.queries import programme as opened
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.access import revision_for
from jiangfang.stages.announce.forms import opening as forms
from jiangfang.ui import pages


@open_to(Role.CITY)
def choose(request: Request) -> HttpResponseBase:
    """The programmes that a round can be opened from."""
    hat = act_as(request, [Role.CITY], lambda hat: True)
    page = pages.page_of(request, queries.revisions(hat.organisation.federation_id))
    return pages.render(request, "announce/choose.html", {"page": page})


@open_to(Role.CITY)
def open_round(request: Request, revision: int) -> HttpResponseBase:
    """Name, days, recommenders with quotas, and what the notice leaves open."""
    found = revision_for(request, revision)
    programme, city = opened(found).programme, found.federation
    bodies = list(queries.bodies(city.pk))
    if request.method != "POST":
        form = forms.suggested(programme, bodies, city.name)
        return pages.render(request, "announce/open.html", {"form": form, "revision": found})
    form = forms.typed(programme, bodies, request.POST)
    hat = act_as(request, [Role.CITY], lambda hat: hat.organisation.federation_id == city.pk)
    try:
        made = actions.open_round(revision=found, hat=hat, at=request.at, **form.values())
    except Refused as refused:
        return pages.refusal(request, "announce/open.html", {"form": form, "revision": found}, refused)
    pages.said(request, f"“{made.name}”开好了，还没有发布。核对无误后再发布")
    return pages.go("announce:round", made.pk)
