"""Where something is not there, not allowed or broken: a sentence, a way out and a number; never a trace."""

from __future__ import annotations

import errno
import sys
from typing import TypeGuard, cast

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from jiangfang.config.logs import number_of
from jiangfang.core.problems import Refused
from jiangfang.records.people.access import Request, chosen
from jiangfang.records.people.queries import hats_of
from jiangfang.ui.pages import SLOW_DOWN

_UNHEARD = "请退回上一页再试一次。"
_UNSURE = "现在写入的人多，这一页没有送到。请稍等一会儿，刷新看一看刚才的一步办成了没有，再决定要不要再按一次。"
_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_NO_ROOM = ("disk is full", "disk I/O error", "No space left", "could not extend file")


def _page(request: HttpRequest, status: int, title: str, *says: str, again: bool = False) -> HttpResponse:
    """The public frame without the database, which may be what is broken. again: whether a reload is a way out."""
    context = {
        "title": title,
        "says": says,
        "number": number_of(request),
        "quiet": status == 404,
        "again": request.get_full_path() if again and request.method in ("GET", "HEAD") else "",
        "large": request.COOKIES.get("large") == "1",
    }
    response = HttpResponse(render_to_string("ui/error.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 where it was only too much, 503 where only the session could not be kept."""
    if isinstance(exception, _LARGE):
        return too_large(request)
    if isinstance(exception, SessionInterrupted):
        return _later(request, "现在写入的人多", _UNSURE)
    if isinstance(exception, DisallowedHost):
        says = "地址栏里的主机名没有在这里登记。请用市总工会给您的网址；管理员请把这个名字写进 JIANGFANG_HOSTS。"
        return _page(request, 400, "这个网址打不开", says)
    return _page(request, 400, "这次提交看不懂", f"送来的内容不完整，或者写法不对，什么也没有改动。{_UNHEARD}")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403, "这一步不能办", "以现在的身份不能办这件事，什么也没有改动。")


def forbidden_page(request: HttpRequest) -> HttpResponse:
    """403 for a form that does not come from a page of ours, or from one that lay open too long."""
    says = "这一页放得太久，或者不是从本系统的页面提交的，什么也没有改动。请退回上一页，刷新以后再试一次。"
    return _page(request, 403, "没有提交成功", says)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; whoever is signed in keeps the menu."""
    title, says = "没有这一页", "地址写错了，或者这一页不归您看。若是别人发来的链接，请问一问发的人。"
    if not _seated(request):
        return _page(request, 404, title, says)
    context = {"title": title, "says": [says], "number": number_of(request)}
    response = HttpResponse(render_to_string("ui/not_here.html", context, request), status=404)
    response["Cache-Control"] = "no-store"
    return response


def _seated(request: HttpRequest) -> TypeGuard[Request]:
    """Whether it comes from somebody with a hat; where no view was found nobody has asked yet."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    signed_in = cast(Request, request)
    if signed_in.hat is None:
        signed_in.hats = list(hats_of(signed_in.user, signed_in.today))
        signed_in.hat = chosen(signed_in)
    return signed_in.hat is not None and not signed_in.user.must_change_password


def wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """405, which keeps the methods that it names."""
    made = _page(request, 405, "这一页要从按钮进", "这个地址是一个按钮用的，不能直接打开，什么也没有改动。")
    made["Allow"] = response["Allow"]
    return made


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    says = "一次送来的内容太大或者太多，什么也没有改动。文件请压缩或者拆开，一次少送一些。"
    return _page(request, 413, "太大了", says)


def refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    """422: a "no" for which the page has no place of its own; 429 where it only came too often."""
    says = [problem.message for problem in fault.problems]
    if any(problem.code == SLOW_DOWN for problem in fault.problems):
        return _page(request, 429, "请稍等一会儿", *says, "什么也没有改动。", again=True)
    return _page(request, 422, "这一步没有办成", *says, "什么也没有改动。")


def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 where it is the server that cannot at the moment, so that the same may be tried again."""
    fault = sys.exc_info()[1]
    if isinstance(fault, Refused):
        return refused(request, fault)
    for hindered, title, says in (
        (_busy, "现在写入的人多", "现在写入的人多，这一步没有办成，什么也没有改动。请稍等一会儿再按一次。"),
        (_full, "现在存不下", "服务器的磁盘满了或者写不进去，什么也没有改动。请告诉管理员腾出地方，再按一次。"),
        (_away, "现在连不上数据库", "服务器暂时连不上数据库，什么也没有改动。请稍等一会儿再试。"),
    ):
        if fault is not None and hindered(fault):
            return _later(request, title, says)
    says = "刚才这一步没有办成，没有存下一半的内容。请过一会儿再试；还是不行，请告诉市总工会经办人。"
    return _page(request, 500, "出了点问题", says, again=True)


def _later(request: HttpRequest, title: str, says: str) -> HttpResponse:
    made = _page(request, 503, title, says, again=True)
    made["Retry-After"] = "5"
    return made


def _busy(fault: BaseException) -> bool:
    """Whether SQLite gave up waiting for its turn to write."""
    return isinstance(fault, OperationalError) and "database is locked" in str(fault)


def _full(fault: BaseException) -> bool:
    """Whether nothing more can be written down."""
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
    return isinstance(fault, DatabaseError) and any(said in str(fault) for said in _NO_ROOM)


def _away(fault: BaseException) -> bool:
    """Whether the database server does not answer; a fault of SQLite is one of ours."""
    cause = type(fault.__cause__).__module__
    return isinstance(fault, (OperationalError, InterfaceError)) and cause.startswith("psycopg")
