"""The front page, and the public page of a round with its files."""

from __future__ import annotations

from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from jiangfang.core.people import Role
from jiangfang.portal import queries
from jiangfang.portal.access import published_round
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce.access import round_for
from jiangfang.stages.announce.models import NoticeFile, Round
from jiangfang.stages.announce.queries import deadline, opened, published
from jiangfang.stages.announce.views.notice import served
from jiangfang.ui import pages

_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@open_to(public=True)
def front(request: Request) -> HttpResponseBase:
    """What is published, by city; whoever is signed in goes on to the desk."""
    desk = reverse("desk:home")
    if _signed_in(request) and desk:
        return pages.go(desk)
    page = pages.page_of(request, published())
    rows = [{"city": found.federation.name, "round": found, "deadline": deadline(found)} for found in page]
    return pages.render(request, "portal/front.html", {"page": page, "rows": rows})


@open_to(public=True)
def notice(request: Request, round: int) -> HttpResponseBase:
    """What a round asks of whom until when, with everything to download."""
    found = published_round(round)
    return pages.render(request, "portal/notice.html", _context(request, found))


@open_to(Role.CITY)
def preview(request: Request, round: int) -> HttpResponseBase:
    """The same page for the clerk, before it is published."""
    found = round_for(request, round, Role.CITY)
    return pages.render(request, "portal/notice.html", {**_context(request, found), "preview": True})


@open_to(public=True)
def file(request: Request, round: int) -> HttpResponseBase:
    """The notice's own file, where the office attached it."""
    return served(NoticeFile.objects.filter(round=published_round(round)).first())


@open_to(public=True)
def blank(request: Request, round: int, form: str) -> HttpResponseBase:
    """An official blank as it lies in the programme."""
    programme = opened(published_round(round))
    paper = programme.programme.paper(form)
    if paper is None:
        raise Http404
    suffix = PurePath(paper.file).suffix.lower()
    type = _TYPES.get(suffix, "application/octet-stream")
    return pages.attachment(programme.blank_bytes(paper), f"{paper.title}{suffix}", type)


def _context(request: Request, round: Round) -> dict[str, object]:
    start = reverse("apply:start", args=[round.pk])
    sign_in = f"{reverse('people:sign_in')}?{urlencode({'next': start})}"
    signed_in = _signed_in(request)
    mine = (
        {hat.organisation.federation_id for hat in request.hats if hat.role == Role.UNIT.value} if signed_in else set()
    )
    return {
        "notice": queries.notice_page(round, request.today),
        "round": round,
        "start": sign_in if not signed_in else start if round.federation_id in mine else "",
        "signed_in": signed_in,
        "preview": False,
    }


def _signed_in(request: HttpRequest) -> bool:
    """Whether somebody is; these pages are for anyone."""
    return request.user.is_authenticated
