"""Until an installation is begun every address leads to its first page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from jiangfang.records.people.queries import waits_to_begin

Respond = Callable[[HttpRequest], HttpResponseBase]
STAY = ("people:first", "people:large")


class FirstPage:
    """Leads to ``/first/``. Asks the database until somebody has begun, in this process or another, then never more."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response, self.begun = get_response, False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or the way to the first one."""
        if not self.begun:
            self.begun = not waits_to_begin()
        if self.begun or request.path in [reverse(name) for name in STAY]:
            return self.get_response(request)
        response = HttpResponseRedirect(reverse(STAY[0]))
        response["Cache-Control"] = "no-store"
        return response
