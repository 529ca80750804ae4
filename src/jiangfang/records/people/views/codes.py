"""One-time codes for units: issued one by one, listed while they are open, revoked."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.problems import Refused
from jiangfang.records.people import actions, queries
from jiangfang.records.people.access import MANAGERS, Request, code_for, open_to, organisation_for
from jiangfang.records.people.forms.organisations import role_of
from jiangfang.records.people.views.cards import printed
from jiangfang.records.people.views.organisations import PAGE, by, shown, worn
from jiangfang.ui import pages

CODES = "people/codes.html"


@open_to(*MANAGERS)
@require_POST
def issue(request: Request, organisation: int) -> HttpResponseBase:
    """A code for a role of a unit. The page names the newest code it knew of, so that sent twice it is one."""
    found = organisation_for(request, organisation, managed=True)
    newest = request.POST.get("newest", "")
    try:
        issued = actions.issue_unit_slips(
            organisations=[found],
            role=role_of(request.POST),
            newest=int(newest) if newest.isascii() and newest.isdigit() and len(newest) < 18 else 0,
            **by(request),
        )
    except Refused as refused:
        return pages.refusal(request, PAGE, shown(request, found, request.POST), refused)
    return printed(request, issued, reverse("people:organisation", args=[found.pk]))


@open_to(*MANAGERS)
def codes(request: Request) -> HttpResponseBase:
    """The codes at my body and below it that somebody could still use."""
    found = queries.open_slips(worn(request).organisation, request.at)
    return pages.render(request, CODES, {"page": pages.page_of(request, found)})


@open_to(*MANAGERS)
@require_POST
def revoke(request: Request, code: int) -> HttpResponseBase:
    """A code made void; sent twice it is void as well."""
    found = code_for(request, code)
    try:
        actions.revoke_slip(slip=found, **by(request))
    except Refused as refused:
        page = pages.page_of(request, queries.open_slips(worn(request).organisation, request.at))
        return pages.refusal(request, CODES, {"page": page}, refused)
    pages.said(request, "这个一次性码作废了")
    if found.person_id is not None:
        return pages.go("people:person", found.person_id)
    back = pages.next_of(request, "")
    return pages.go(back) if back else pages.go("people:codes")
