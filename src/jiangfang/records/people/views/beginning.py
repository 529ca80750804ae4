"""The first page of an empty installation, to which every other leads until it is begun."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponseBase
from django.views.decorators.debug import sensitive_post_parameters

from jiangfang.core.problems import Refused
from jiangfang.records.people import actions, queries
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.forms import beginning as forms
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE = "people/first.html"


@open_to(public=True)
@sensitive_post_parameters("code", "password", "again")
def first(request: Request) -> HttpResponseBase:
    """The code of the terminal, the federation, its first administrator; then straight on to the desk."""
    if not queries.waits_to_begin():
        return pages.go(settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        return pages.render(request, PAGE, {"typed": forms.Typed()})
    typed = forms.typed(request.POST)
    try:
        must_be_whole(request.POST, forms.BOXES)
        person = actions.begin(
            code=typed.code,
            federation=typed.federation,
            name=typed.name,
            login=typed.login,
            password=forms.password(request.POST),
            clerk=typed.clerk,
            address=request.META.get("REMOTE_ADDR", ""),
            at=request.at,
        )
    except Refused as refused:
        return pages.refusal(request, PAGE, {"typed": typed}, refused)
    login(request, person)
    pages.said(request, f"开办好了，您是“{typed.federation.strip()}”的管理员。接着照下面的清单一步一步办")
    return pages.go(settings.LOGIN_REDIRECT_URL)
