"""What was used twice in a round, for the city: both places beside each other."""

from __future__ import annotations

from django.http import HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce.access import round_for
from jiangfang.stages.prove.queries import doubles as found
from jiangfang.ui import pages


@open_to(Role.CITY)
def doubles(request: Request, round: int) -> HttpResponseBase:
    """The same proof of two studios, the same number of a certificate, a photo of an earlier year."""
    here = round_for(request, round, Role.CITY)
    every = found.doubles(here)
    counts = [(title, sum(one.kind == kind for one in every)) for kind, title in found.TITLES.items()]
    context = {"round": here, "round_name": here.name, "page": pages.page_of(request, every), "counts": counts}
    return pages.render(request, "prove/doubles.html", context)
