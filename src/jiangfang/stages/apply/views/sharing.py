"""Letting a colleague write in it; and a code by which a new one comes into the unit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.people import actions as people
from jiangfang.records.people import queries as persons
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.views import cards
from jiangfang.stages.apply import access, actions, forms, queries
from jiangfang.stages.apply.models import Application
from jiangfang.ui import pages

PAGE = "apply/share.html"


@open_to(Role.UNIT)
def share(request: Request, pk: int) -> HttpResponseBase:
    """Who of the unit may write: each is let in, or no longer, by a button."""
    application = access.application(request, pk, (Role.UNIT,))
    context = _context(request, application)
    if request.method != "POST":
        return pages.render(request, PAGE, context)
    wanted = forms.number(request.POST.get("person"))
    person = next((row["person"] for row in context["colleagues"] if row["person"].pk == wanted), None)
    if person is None or request.hat is None:
        raise Http404
    deed = actions.unshare if request.POST.get("deed") == "unshare" else actions.share
    try:
        deed(application=application, person=person, hat=request.hat, at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, context, refused)
    pages.said(request, f"{person.name}{'不再能填写' if deed is actions.unshare else '现在可以一起填写'}")
    return pages.go("apply:share", application.pk)


@open_to(Role.UNIT)
@require_POST
def invite(request: Request, pk: int) -> HttpResponseBase:
    """A one-time code for somebody new of the unit: shown now and never again, to be printed or sent on.

    The page names the newest code that it knew of, so that sent twice it is one.
    """
    application = access.application(request, pk, (Role.UNIT,))
    if request.hat is None:
        raise Http404
    try:
        issued = people.invite_colleague(
            hat=request.hat, at=request.at, newest=forms.number(request.POST.get("newest")) or 0
        )
    except Refused as refused:
        return pages.refusal(request, PAGE, _context(request, application), refused)
    says = "同事凭码登记以后，回到共享页，在他的名字后面按“共享”"
    return cards.printed(request, [issued], reverse("apply:share", args=[application.pk]), says)


def _context(request: Request, application: Application) -> dict[str, Any]:
    shared = set(application.shares.values_list("person", flat=True))
    hats = persons.holders(application.unit, request.today, Role.UNIT).filter(organisation=application.unit_id)
    return {
        "application": application,
        "colleagues": [
            {
                "person": hat.person,
                "started": hat.person_id == application.started_by_id,
                "shared": hat.person_id in shared,
                "me": hat.person_id == request.user.pk,
            }
            for hat in hats
        ],
        "newest": persons.newest_slip(application.unit),
        "writes": queries.may_write(application, request.user, request.today),
    }
