"""A form that comes too late: the sign-in ran out, or its token did. What was typed is kept and sent once more."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.middleware.csrf import get_token

from jiangfang.config.errors import forbidden_page
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.records.people.access import Request
from jiangfang.records.people.actions import sign_in_attempt
from jiangfang.records.people.models import Person
from jiangfang.records.people.queries import hats_of
from jiangfang.ui import pages

LOGIN, PASSWORD = "sign-in-login", "sign-in-password"
_OURS = frozenset({LOGIN, PASSWORD, "csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form held: the pairs of its fields, and the fields whose files must be chosen again."""

    pairs: list[tuple[str, str]]
    files: list[tuple[str, str]]


def kept(request: HttpRequest) -> Kept:
    """What was posted, without what is asked anew."""
    pairs = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    files = [(name, "、".join(file.name or "" for file in found)) for name, found in request.FILES.lists()]
    return Kept(pairs, files)


def is_answer(request: HttpRequest) -> bool:
    """Whether a form comes back from the page of this module with a name and a password."""
    return request.method == "POST" and LOGIN in request.POST


def page(request: HttpRequest, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    """“登录已过期”: asks for the name and the password, and holds every field."""
    context = {"kept": kept(request), "problems": problems, "login": request.POST.get(LOGIN, "")}
    return pages.render(request, "people/expired.html", context, 401)


def fragment(request: HttpRequest) -> HttpResponse:
    """The same, inside the page that is still open: it keeps its own fields."""
    return pages.render(request, "people/sign_in_again.html", {}, 401)


def sign_in_and_go_on(request: Request) -> HttpResponseBase | None:
    """Sign in and let the form through to its view (None), or ask again."""
    try:
        person = sign_in_attempt(
            login=request.POST[LOGIN],
            password=request.POST.get(PASSWORD, ""),
            address=request.META.get("REMOTE_ADDR", ""),
            at=request.at,
        )
        _must_be_theirs(request, person)
    except Refused as refused:
        return page(request, refused.problems)
    login(request, person)
    request.POST = _without_ours(request.POST)  # type: ignore[assignment]
    return None


def _must_be_theirs(request: Request, person: Person) -> None:
    """Raises Refused where the form was begun under a hat that this person does not wear."""
    named = request.POST.get("hat")
    if named is not None and named not in {str(hat.pk) for hat in hats_of(person, request.today)}:
        raise Refused([error("not_allowed", "", "这份内容是以另一个身份填的，请用填写时的那个登录名登录")])


def _without_ours(posted: QueryDict) -> QueryDict:
    left = posted.copy()
    for name in (LOGIN, PASSWORD):
        left.pop(name, None)
    left._mutable = False
    return left


def change_first(request: HttpRequest) -> HttpResponse:
    """Signed in, with a password that must be changed first."""
    context = {"kept": kept(request), "change": True}
    return pages.render(request, "people/once_more.html", context, 403)


def untrusted(request: Request, reason: str = "") -> HttpResponseBase:
    """The CSRF check failed. A form of ours with an old token (a sign-in in another window changes it) is kept."""
    view = request.resolver_match.func if request.resolver_match else None
    get_token(request)
    if not _is_ours(request) or getattr(view, "public", False) or getattr(view, "holds_secrets", False):
        return forbidden_page(request)
    if not request.user.is_authenticated:
        return fragment(request) if getattr(request, "htmx", False) else page(request)
    return pages.render(request, "people/once_more.html", {"kept": kept(request)}, 403)


def _is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return origin in settings.CSRF_TRUSTED_ORIGINS or (
        urlsplit(origin).netloc == request.get_host() and urlsplit(origin).scheme == request.scheme
    )
