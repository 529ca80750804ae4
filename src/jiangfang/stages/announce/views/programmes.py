"""The programmes that the city has taken over, and those that come with the program."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.documents.folder import shipped, shipped_ids, shipped_titles
from jiangfang.records.people.access import Request, act_as, open_to
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.records.programmes.actions import adopt as take_over
from jiangfang.stages.announce import queries
from jiangfang.ui import pages

LIST = "announce/programmes.html"


@open_to(Role.ADMIN, Role.CITY, Role.AUDITOR)
def programmes(request: Request) -> HttpResponseBase:
    """Revisions that this city has, and shipped programmes that it can take over."""
    return pages.render(request, LIST, _context(request))


@open_to(Role.ADMIN)
@require_POST
def adopt(request: Request) -> HttpResponseBase:
    """Take over a shipped programme as it is now."""
    hat = act_as(request, [Role.ADMIN], lambda hat: True)
    wanted = request.POST.get("programme", "")
    if wanted not in shipped_ids():
        raise Http404
    try:
        revision = take_over(
            folder=shipped() / wanted,
            federation=hat.organisation.federation,
            actor=actor_of(request.user),
            hat=hat,
            at=request.at,
        )
    except Refused as refused:
        return pages.refusal(request, LIST, _context(request), refused)
    fresh = revision.loaded_at == request.at
    pages.said(request, f"采用了“{revision.title}”" if fresh else f"“{revision.title}”已经是最新的，没有变化")
    return pages.go("announce:programmes")


def _context(request: Request) -> dict[str, object]:
    hat = request.hat
    if hat is None:
        raise Http404
    page = pages.page_of(request, queries.revisions(hat.organisation.federation_id))
    return {
        "page": page,
        "shipped": shipped_titles().items() if hat.role == Role.ADMIN else [],
        "may_open": hat.role == Role.CITY,
    }
