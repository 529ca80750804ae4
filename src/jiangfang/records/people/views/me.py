"""One's own: name and phone, hats, password, the size of the letters."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponseBase
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiangfang.core.journal import Actor
from jiangfang.core.problems import Refused
from jiangfang.records.people import actions
from jiangfang.records.people.access import SESSION_HAT, Request, open_to
from jiangfang.records.people.forms.passwords import new_password
from jiangfang.records.people.models import Person
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

YEAR = 365 * 24 * 60 * 60


@open_to()
def me(request: Request) -> HttpResponseBase:
    """Who I am here and for whom I act; name and phone can be mended."""
    person = request.user
    kept = _kept(person)
    if request.method != "POST":
        return pages.render(request, "people/me.html", kept)
    typed = {"name": request.POST.get("name", ""), "phone": request.POST.get("phone", "")}
    try:
        must_be_whole(request.POST, typed)
        actions.amend_person(person=person, **typed, actor=Actor(person.pk, person.name), hat=None, at=request.at)
    except Refused as refused:
        return pages.refusal(request, "people/me.html", {**kept, **typed}, refused)
    pages.said(request, "已经保存")
    return pages.go("people:me")


@open_to()
def email(request: Request) -> HttpResponseBase:
    """The address at which I get mails; without one there are none."""
    if request.method != "POST":
        return pages.go("people:me")
    kept, typed = _kept(request.user), {"email": request.POST.get("email", "")}
    try:
        must_be_whole(request.POST, typed)
        actions.set_email(person=request.user, email=typed["email"], at=request.at)
    except Refused as refused:
        return pages.refusal(request, "people/me.html", {**kept, **typed}, refused)
    pages.said(request, "已经保存")
    return pages.go("people:me")


def _kept(person: Person) -> dict[str, Any]:
    return {"name": person.name, "phone": person.phone, "email": person.email, "mail": settings.MAIL is not None}


@open_to()
@sensitive_post_parameters("old", "password", "again")
def password(request: Request) -> HttpResponseBase:
    """Change one's own password; whoever is signed in elsewhere with the old one is out."""
    if request.method != "POST":
        return pages.render(request, "people/password.html")
    try:
        person = actions.change_password(
            person=request.user, old=request.POST.get("old", ""), new=new_password(request.POST), at=request.at
        )
    except Refused as refused:
        return pages.refusal(request, "people/password.html", {}, refused)
    update_session_auth_hash(request, person)
    pages.said(request, "密码改好了")
    return pages.go("people:me")


password.holds_secrets = True  # type: ignore[attr-defined]


@open_to()
@require_POST
def wear(request: Request) -> HttpResponseBase:
    """Act under another of my hats from now on. A hat that is not mine is not there."""
    if "hat" not in request.POST:
        raise Http404
    request.session[SESSION_HAT] = int(request.POST["hat"])
    return pages.go(settings.LOGIN_REDIRECT_URL)


@open_to(public=True)
@require_POST
def large(request: Request) -> HttpResponseBase:
    """Large letters or the usual ones, kept in the browser."""
    response = pages.go(pages.next_of(request, "/"))
    response.set_cookie(
        "large",
        "1" if request.POST.get("large") == "1" else "0",
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
