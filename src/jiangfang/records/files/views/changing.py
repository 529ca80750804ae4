"""A file that was brought is turned, named and taken away again."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.problems import Refused
from jiangfang.records.files import access, actions
from jiangfang.records.files.models import File
from jiangfang.records.files.views.showing import page_of
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.models import Hat
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole


@open_to(*access.WRITERS)
@require_POST
def turn(request: Request, tray: str, pk: int) -> HttpResponseBase:
    """Shown turned by so many degrees from how it came, so that a button pressed twice turns once."""
    found = access.own(request, tray, pk)
    said = request.POST.get("turned", "")
    further = (int(said) - found.turned) % 360 if said in ("0", "90", "180", "270") else 0
    try:
        if further:
            actions.turn(file=found, degrees=further, hat=_hat(request), at=request.at)
    except Refused as refused:
        return _again(request, tray, found, refused)
    return pages.go(_then(request, tray, found))


@open_to(*access.WRITERS)
@require_POST
def rename(request: Request, tray: str, pk: int) -> HttpResponseBase:
    """Another name."""
    found = access.own(request, tray, pk)
    try:
        must_be_whole(request.POST, ["name"])
        named = actions.rename(file=found, name=request.POST["name"], hat=_hat(request), at=request.at)
    except Refused as refused:
        return _again(request, tray, found, refused)
    pages.said(request, f"改名为“{named.name}”。")
    return pages.go(_then(request, tray, found))


@open_to(*access.WRITERS)
def remove(request: Request, tray: str, pk: int) -> HttpResponseBase:
    """Asked for once more, then taken away."""
    found = access.own(request, tray, pk)
    context = {"file": found, "tray": tray, "then": pages.next_of(request, reverse("files:upload", args=[tray]))}
    if request.method != "POST":
        return pages.render(request, "files/remove.html", context)
    try:
        actions.remove(file=found, hat=_hat(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, "files/remove.html", context, refused)
    pages.said(request, f"“{found.name}”删掉了。")
    return pages.go(str(context["then"]))


def _hat(request: Request) -> Hat:
    if request.hat is None:
        raise LookupError("nobody changes a file without a hat")
    return request.hat


def _then(request: Request, tray: str, file: File) -> str:
    return pages.next_of(request, reverse("files:look", args=[tray, file.pk]))


def _again(request: Request, tray: str, file: File, refused: Refused) -> HttpResponseBase:
    """The page of the file, with what was typed and why it was not taken."""
    context = {**page_of(request, tray, file), "typed": request.POST.get("name")}
    return pages.refusal(request, "files/look.html", context, refused)
