"""Papers are taken from the ledger: looked at first, by proof and count, or one by one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase

from jiangfang.core.problems import Refused
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import access, actions, forms
from jiangfang.stages.prove.access import OWN
from jiangfang.stages.prove.queries import taking
from jiangfang.stages.prove.views import evidence
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

ALL, ONE = "prove/taking.html", "prove/taking_one.html"


@open_to(*OWN)
def all_papers(request: Request, pk: int) -> HttpResponseBase:
    """What the ledger has for which proof; what is ticked is taken."""
    application = access.application(request, pk, OWN)
    if request.method != "POST":
        return pages.render(request, ALL, _all(request, application))
    try:
        must_be_whole(request.POST, ("complete",))
        wanted = dict.fromkeys(forms.spots(request.POST.getlist("spots")))
        made = actions.take(application=application, wanted=wanted, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, ALL, _all(request, application), refused)
    pages.said(request, f"从台账取入 {len(made)} 处")
    return pages.go("prove:evidence", application.pk)


def _all(request: Request, application: Application) -> dict[str, Any]:
    found = taking.offered(application)
    return {
        **evidence.base_of(request, application),
        "studio": applications.studio_of(application),
        "offered": found,
        "fresh": sum(len(one.fresh) for one in found),
        "files": len({offer.paper.file.pk for one in found for offer in one.fresh}),
        "ends": rounds.period_ends(application.round),
    }


@open_to(*OWN)
def papers(request: Request, pk: int, indicator: str, proof: str) -> HttpResponseBase:
    """The papers that the ledger has for one proof, one by one, those of another time too."""
    application = access.application(request, pk, OWN)
    spot = (indicator, proof)
    if request.method != "POST":
        return pages.render(request, ONE, _one(request, application, spot))
    try:
        must_be_whole(request.POST, ("complete",))
        codes = request.POST.getlist("paper")[: forms.MOST]
        made = actions.take(application=application, wanted={spot: codes}, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, ONE, _one(request, application, spot), refused)
    pages.said(request, f"从台账取入 {len(made)} 处")
    return pages.go("prove:taking", application.pk)


def _one(request: Request, application: Application, spot: taking.Spot) -> dict[str, Any]:
    found = next(iter(taking.offered(application, spot)), None)
    if found is None:
        raise Http404
    return {
        **evidence.base_of(request, application),
        "found": found,
        "page": pages.page_of(request, found.offers),
    }
