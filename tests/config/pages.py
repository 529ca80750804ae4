"""Pages that go wrong, in the place of the house's own."""

from __future__ import annotations

import errno

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from jiangfang.core.problems import Refused, error
from jiangfang.records.people.access import open_to

WORDS = "示例甲 0000-0000001"


@open_to(public=True)
def refuses(request: HttpRequest) -> HttpResponse:
    raise Refused([error("not_now", "", "这一步要等推荐单位报送以后")])


@open_to(public=True)
def slows(request: HttpRequest) -> HttpResponse:
    raise Refused([error("slow_down", "", "试的次数太多了，请过 30 秒再试")])


@open_to(public=True)
def full(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


@open_to(public=True)
def full_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database or disk is full")


@open_to(public=True)
def asks(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("1")


@open_to(public=True)
def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError(WORDS)


@open_to(public=True)
def takes(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("", takes),
    *(path(f"{view.__name__}/", view) for view in (refuses, slows, full, full_database, asks, breaks, takes)),
]
handler400 = "jiangfang.config.errors.bad_request"
handler403 = "jiangfang.config.errors.forbidden"
handler404 = "jiangfang.config.errors.not_found"
handler500 = "jiangfang.config.errors.broken"
