"""Where something is not there, not allowed or broken: a sentence and a way out, never a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _page(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    """The public frame without the database, which may be what is broken."""
    context = {"title": title, "says": says, "large": request.COOKIES.get("large") == "1"}
    return HttpResponse(render_to_string("ui/error.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    says = "送来的内容太大、太多，或者不完整，什么也没有改动。请退回上一页再试一次。"
    return _page(request, 400, "这次提交看不懂", says)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403, "这一步不能办", "以现在的身份不能办这件事，什么也没有改动。")


def forbidden_page(request: HttpRequest) -> HttpResponse:
    """403 for a form that does not come from a page of ours, or from one that lay open too long."""
    says = "这一页放得太久，或者不是从本系统的页面提交的，什么也没有改动。请退回上一页，刷新以后再试一次。"
    return _page(request, 403, "没有提交成功", says)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404, "没有这一页", "地址写错了，或者这一页不归您看。若是别人发来的链接，请问一问发的人。")


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    says = "刚才这一步没有办成，没有存下一半的内容。请过一会儿再试；还是不行，请告诉市总工会经办人。"
    return _page(request, 500, "出了点问题", says)


def wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """405, which keeps the methods that it names."""
    made = _page(request, 405, "这一页要从按钮进", "这个地址是一个按钮用的，不能直接打开，什么也没有改动。")
    made["Allow"] = response["Allow"]
    return made
