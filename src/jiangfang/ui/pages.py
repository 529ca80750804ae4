"""How a view answers: a page, a refusal, a word after a redirect, a file, a page of a long list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as _render
from django.shortcuts import resolve_url
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from jiangfang.core.problems import Refused

ROWS = 50
SLOW_DOWN = "slow_down"


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page, or a piece of one."""
    return _render(request, template, dict(context or {}), status=status)


def refusal(request: HttpRequest, template: str, context: Mapping[str, Any], refused: Refused) -> HttpResponse:
    """The same page once more with its ``problems``; the context holds what was typed. 429: it came too often."""
    status = 429 if any(problem.code == SLOW_DOWN for problem in refused.problems) else 422
    return render(request, template, {**context, "problems": refused.problems}, status)


def said(request: HttpRequest, sentence: str) -> None:
    """A sentence to be shown on the next page."""
    messages.success(request, sentence)


def go(to: str, *args: object, **kwargs: object) -> HttpResponseRedirect:
    """After a deed: on to a page, by its name or its address, with GET (303)."""
    response = HttpResponseRedirect(resolve_url(to, *args, **kwargs))
    response.status_code = 303
    return response


def next_of(request: HttpRequest, default: str) -> str:
    """Where ``next`` leads, when it stays in the house; else the default."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=False)
    return wanted if safe and wanted.startswith("/") else default


def attachment(content: bytes, name: str, type: str) -> HttpResponse:
    """A file to be kept, under a name in Chinese."""
    response = HttpResponse(content, content_type=type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def page_of(
    request: HttpRequest, rows: QuerySet[Any, Any] | Sequence[Any], size: int = ROWS, parameter: str = "page"
) -> Page[Any]:
    """The page of a long list that the address names (``?page=2``); the nearest where it names none.

    parameter: what it is called in the address, where a page has a second list.
    """
    return Paginator(rows, size).get_page(request.GET.get(parameter))
