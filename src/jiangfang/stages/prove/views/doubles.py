"""What was used twice in a round, for the city: both places beside each other, and what the office says of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce.access import round_for
from jiangfang.stages.announce.models import Round
from jiangfang.stages.prove import access, actions
from jiangfang.stages.prove.queries import doubles as found
from jiangfang.stages.prove.queries.doubles import Double
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE = "prove/doubles.html"
MOST_SETTLED = 100


@open_to(Role.CITY)
def doubles(request: Request, round: int) -> HttpResponseBase:
    """The same proof of two studios, the same number of a certificate, a photo of an earlier year."""
    here = round_for(request, round, Role.CITY)
    if request.method != "POST":
        return pages.render(request, PAGE, _context(request, here))
    try:
        said = _again(request, here) if request.POST.get("deed") == "again" else _settled(request, here)
    except Refused as refused:
        typed = {"key": request.POST.get("key", ""), "why": request.POST.get("why", "")}
        return pages.refusal(request, PAGE, {**_context(request, here), "typed": typed}, refused)
    pages.said(request, said)
    return pages.go("prove:doubles", here.pk)


def _settled(request: Request, here: Round) -> str:
    must_be_whole(request.POST, ("key", "why"))
    double, why = _double(request, here), request.POST["why"]
    actions.settle(round=here, double=double, why=why, hat=access.worn(request), at=request.at)
    return "记下了：已核实。这一处移到了下面"


def _again(request: Request, here: Round) -> str:
    must_be_whole(request.POST, ("key",))
    actions.unsettle(round=here, double=_double(request, here), hat=access.worn(request), at=request.at)
    return "重新列出来了"


def _double(request: Request, here: Round) -> Double:
    """What the form is about, as it stands now. Raises Refused where it does not any more."""
    double = next((one for one in found.doubles(here) if one.key == request.POST["key"]), None)
    if double is None:
        raise Refused([error("not_in_list", "", "这一处已经不在单子上了：材料改过，或者有一份退回去了")])
    return double


def _context(request: Request, here: Round) -> dict[str, Any]:
    every = found.doubles(here)
    open, settled = [one for one in every if not one.settled], [one for one in every if one.settled]
    counts = [(title, sum(one.kind == kind for one in open)) for kind, title in found.TITLES.items()]
    return {
        "round": here,
        "round_name": here.name,
        "page": pages.page_of(request, open),
        "cut": found.is_cut(every) and (found.MOST_BETWEEN, found.MOST),
        "counts": [(title, many) for title, many in counts if many],
        "settled": settled[:MOST_SETTLED],
        "settled_count": len(settled),
    }
