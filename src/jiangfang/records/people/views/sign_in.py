"""The ways in and out: name and password, a link, a code for somebody new, a code for a lost password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.problems import Refused, error
from jiangfang.records.people import actions
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.forms.passwords import joining, new_password
from jiangfang.records.people.models import Person
from jiangfang.records.people.queries import unit_slip
from jiangfang.ui import pages

PAGE = "people/sign_in.html"
NOT_GOOD = "没有这个一次性码，或者它已经用过、过期、作废。请照纸条再输一遍；还不行，请发码的单位再发一个"


@open_to(public=True)
@sensitive_post_parameters("password")
def sign_in(request: Request) -> HttpResponseBase:
    """Name and password; the fragment of it where a page that is still open asks (htmx)."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_after(request))
        return pages.render(request, PAGE, _shown(request))
    typed = _typed(request)
    try:
        person = actions.sign_in_attempt(**typed, address=request.META.get("REMOTE_ADDR", ""), at=request.at)
    except Refused as refused:
        page = "people/sign_in_again.html" if request.headers.get("HX-Request") else PAGE
        return pages.refusal(request, page, _shown(request), refused)
    login(request, person)
    return HttpResponse(status=204) if request.headers.get("HX-Request") else pages.go(_after(request))


def _typed(request: Request) -> dict[str, str]:
    """The name and the password; of a sample account by its button."""
    pressed = request.POST.get("sample")
    for account in settings.SAMPLE_ACCOUNTS if pressed else ():
        if account["login"] == pressed:
            return {"login": account["login"], "password": account["password"]}
    return {"login": request.POST.get("login", ""), "password": request.POST.get("password", "")}


def _shown(request: Request) -> dict[str, Any]:
    return {
        "login": request.POST.get("login", ""),
        "next": pages.next_of(request, ""),
        "accounts": settings.SAMPLE_ACCOUNTS if settings.SAMPLE else [],
    }


def _after(request: Request) -> str:
    return pages.next_of(request, settings.LOGIN_REDIRECT_URL)


@open_to(public=True)
@require_POST
def sign_out(request: Request) -> HttpResponseBase:
    """Out; the browser is asked to forget the pages it kept."""
    logout(request)
    pages.said(request, "已经退出")
    response = pages.go("people:sign_in")
    response["Clear-Site-Data"] = '"cache"'
    return response


@open_to(public=True)
def link(request: Request, code: str) -> HttpResponseBase:
    """A one-time link: a button, since whoever previews a link must not use it up."""
    if request.method != "POST":
        return pages.render(request, "people/link.html")
    try:
        person = actions.redeem_link(code=code, at=request.at)
    except Refused as refused:
        return pages.refusal(request, "people/link.html", {}, refused)
    return _enter(request, person)


@open_to(public=True)
@sensitive_post_parameters("password", "again", "code")
def join(request: Request) -> HttpResponseBase:
    """Somebody new: first the code, then for whom it is and what is asked."""
    typed = joining(request.POST if request.method == "POST" else request.GET)
    slip = unit_slip(typed.code, request.at) if typed.code else None
    context = {"typed": typed, "slip": slip, "role": ROLE_TITLES[Role(slip.role)] if slip else ""}
    if request.method != "POST" or "step" in request.POST:
        problems = [error("slip", "code", NOT_GOOD)] if typed.code and slip is None else []
        return pages.render(request, "people/join.html", {**context, "problems": problems}, 422 if problems else 200)
    try:
        person = actions.redeem_unit_slip(
            code=typed.code,
            login=typed.login,
            name=typed.name,
            phone=typed.phone,
            password=new_password(request.POST),
            at=request.at,
        )
    except Refused as refused:
        return pages.refusal(request, "people/join.html", context, refused)
    return _enter(request, person)


@open_to(public=True)
@sensitive_post_parameters("password", "again", "code")
def forgotten(request: Request) -> HttpResponseBase:
    """A lost password: whom to ask, and where the code is typed."""
    typed = request.POST if request.method == "POST" else request.GET
    context = {"code": typed.get("code", "")}
    if request.method != "POST":
        return pages.render(request, "people/forgotten.html", context)
    try:
        actions.reset_password(code=context["code"], password=new_password(request.POST), at=request.at)
    except Refused as refused:
        return pages.refusal(request, "people/forgotten.html", context, refused)
    pages.said(request, "密码改好了，请用新密码登录")
    return pages.go("people:sign_in")


def _enter(request: Request, person: Person) -> HttpResponseBase:
    login(request, person)
    return pages.go(settings.LOGIN_REDIRECT_URL)
