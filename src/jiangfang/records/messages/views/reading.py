"""What changed for me: the list of messages, and what was seen of it."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.records.messages import access, actions, forms, queries
from jiangfang.records.people.access import Request, open_to
from jiangfang.ui import pages

LIST = "messages/list.html"


@open_to()
def messages(request: Request) -> HttpResponseBase:
    """Everything that was told to the hat, newest first; filtered by the address."""
    asks = forms.asked(request.GET, "new", "find")
    if request.hat is None:
        return pages.render(request, LIST, asks)
    told = queries.unseen(request.hat) if asks["new"] else queries.messages_of(request.hat)
    if asks["find"]:
        told = queries.saying(told, asks["find"])
    page = pages.page_of(request, told)
    newest = queries.unseen(request.hat).values_list("pk", flat=True).first()
    return pages.render(request, LIST, {**asks, "page": page, "newest": newest})


@open_to()
@require_POST
def seen(request: Request, message: int) -> HttpResponseBase:
    """This one is known."""
    found = access.message_for(request, message)
    actions.seen(message=found, hat=access.worn(request), at=request.at)
    return pages.go(pages.next_of(request, "/messages/"))


@open_to()
@require_POST
def seen_all(request: Request) -> HttpResponseBase:
    """Everything up to the newest that the page showed is known."""
    upto = forms.number(request.POST.get("upto"))
    if request.hat is not None and upto:
        actions.seen_all(upto=upto, hat=request.hat, at=request.at)
    return pages.go(pages.next_of(request, "/messages/"))
