"""What happens to every request: its moment, who it is, under which hats, and what must be done first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.timezone import localtime

from jiangfang.config import expired
from jiangfang.config.clock import moment
from jiangfang.config.errors import bad_request, wrong_method
from jiangfang.records.people.access import Request, chosen
from jiangfang.records.people.queries import hats_of

Respond = Callable[[Any], HttpResponseBase]
MOVES_ON = timedelta(minutes=30)
KEPT_ALIVE = "kept_alive"
MAY_STILL = frozenset({"people:password", "people:sign_out", "people:large"})


class Clock:
    """``request.at`` and ``request.today``, by ``settings.CLOCK``: where it becomes the request's."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """The request with its moment."""
        request.at = moment()
        request.today = localtime(request.at).date()
        request.hats, request.hat = [], None
        said = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        if said.lower().replace("_", "-") not in {"utf-8", "utf8"}:
            request.encoding = "utf-8"  # what another one lets in, no page and no database can hold
            return bad_request(request)
        return self.get_response(request)


class Sessions(SessionMiddleware):
    """The session is written when a page has something to keep; for its time alone nobody waits until others wrote."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer with the cookie. Raises SessionInterrupted where what a page keeps cannot be kept."""
        if not getattr(request, KEPT_ALIVE, False) or request.session.modified or request.session.is_empty():
            return super().process_response(request, response)
        request.session.modified = True
        try:
            with _unwaiting():
                return super().process_response(request, response)
        except SessionInterrupted:  # the next page tries it again
            request.session.modified = False
            return super().process_response(request, response)


@contextmanager
def _unwaiting() -> Iterator[None]:
    """As long as the block lasts SQLite gives up at once where somebody else writes."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    (usual,) = connection.connection.execute("PRAGMA busy_timeout").fetchone()
    connection.connection.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {usual:d}")


class Answers:
    """A wrong method gets a sentence; what only this person may see is kept by no proxy."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, made right where it says too little."""
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponse) and not response.content:
            response = wrong_method(request, response)
        if getattr(request, "hats", None) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response


class SignedIn:
    """Every view that is not public wants somebody signed in; a form that comes too late is kept, not lost."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing here: the view is known later."""
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Let in, or ask to sign in. The CSRF check has been made before: its middleware stands earlier."""
        if getattr(view, "public", False):
            return None
        if not request.user.is_authenticated and (asked := self._ask(request, view)):
            return asked
        request.hats = list(hats_of(request.user, request.today))
        request.hat = chosen(request)
        self._keep_alive(request)
        return None

    def _ask(self, request: Request, view: Callable[..., HttpResponseBase]) -> HttpResponseBase | None:
        if expired.is_answer(request):
            return expired.sign_in_and_go_on(request)
        if getattr(request, "htmx", False):
            return expired.fragment(request)
        if request.method == "POST" and not getattr(view, "holds_secrets", False):
            return expired.page(request)
        back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
        return redirect_to_login(back, resolve_url(settings.LOGIN_URL))

    def _keep_alive(self, request: Request) -> None:
        """Twelve hours count from the last half hour in which something was done; not a write a page."""
        session, seen = request.session, request.session.get("seen")
        if seen is None or abs(request.at - datetime.fromisoformat(seen)) > MOVES_ON:
            had = session.modified
            session["seen"] = request.at.isoformat()
            session.modified = had
            setattr(request, KEPT_ALIVE, True)


class MustChange:
    """With a password that somebody else chose nothing is done but changing it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing here: the view is known later."""
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Lead to the page of the password; a form that was sent meanwhile is kept."""
        if getattr(view, "public", False) or not request.user.must_change_password:
            return None
        if request.resolver_match and request.resolver_match.view_name in MAY_STILL:
            return None
        if request.method == "POST":
            return expired.change_first(request)
        return HttpResponseRedirect(resolve_url("people:password"))
