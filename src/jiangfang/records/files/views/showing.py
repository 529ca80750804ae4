"""A file that was brought, as pictures of our own making, and as it is to be taken home: never shown as it came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from jiangfang.core.problems import Refused
from jiangfang.documents.preview.drawing import Undrawable
from jiangfang.records.files import access, jobs, previews, store
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.trays import tray_of
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.ui import pages

PIECE, AT_ONCE = 256 * 1024, 1024 * 1024
TURNS = ((270, "向左转"), (90, "向右转"), (180, "倒过来"))
# What somebody else wrote gets no rights in our house, however a browser is brought to open it.
NO_RIGHTS = "default-src 'none'; sandbox"


@open_to(*access.READERS)
def look(request: Request, tray: str, pk: int) -> HttpResponseBase:
    """A page of it as a picture, with the next one, the buttons that turn, name, fetch and remove it."""
    found = access.file(request, tray, pk)
    context = page_of(request, tray, found)
    return pages.render(request, "files/sight.html" if request.htmx else "files/look.html", context)


def page_of(request: Request, tray: str, file: File) -> dict[str, Any]:
    """What the page of a file shows; what is not ready to be shown is asked for."""
    sight = previews.sight_of(file.content)
    if sight.coming and previews.to_be_converted(file.content):
        jobs.convert.enqueue(file.content_id)
    return {
        "file": file,
        "tray": tray,
        "sight": sight,
        "number": _within(request.GET.get("page", ""), sight.pages),
        "writes": file.tray == tray and access.may_write(request, tray),
        "then": pages.next_of(request, ""),
        "turns": TURNS,
    }


def _within(said: str, pages: int) -> int:
    """The page that the address names, the nearest that there is."""
    wanted = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    return max(1, min(wanted, pages))


@open_to(*access.READERS)
def preview(request: Request, tray: str, pk: int, page: int) -> HttpResponseBase:
    """A page drawn anew; ``?size=thumb`` for the small one of a list."""
    found = access.file(request, tray, pk)
    size = request.GET.get("size", "page")
    sight = previews.sight_of(found.content)
    if size not in previews.SIZES or not 0 < page <= sight.pages:
        raise Http404
    try:
        path = previews.drawn(found.content, page=page, size=size, turned=found.turned)
    except (Undrawable, store.Lost) as fault:
        raise Http404 from fault
    except (previews.Busy, Refused):
        wait = HttpResponse(status=503, headers={"Retry-After": "2"})
        wait._has_been_logged = True  # type: ignore[attr-defined]  # no fault: whoever asks again gets it
        return wait
    if size != "thumb":
        _noted(request, tray, found)
    response = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    return guarded(response, "private, max-age=600")


@open_to(*access.READERS)
def download(request: Request, tray: str, pk: int) -> HttpResponseBase:
    """The file as it came, to be kept and never to be opened here."""
    found = access.file(request, tray, pk)
    try:
        content = store.open(found.content)
    except Refused as refused:
        return pages.refusal(request, "files/look.html", page_of(request, tray, found), refused)
    _noted(request, tray, found)
    response = _given(content, found.content)
    response["Content-Length"] = str(found.content.size)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return guarded(response, "private, no-store")


def _given(content: BinaryIO, kept: Content) -> HttpResponseBase:
    """What is small at once, what is large piece by piece."""
    if kept.size > AT_ONCE:
        return StreamingHttpResponse(_pieces(content), content_type=kept.type)
    with content:
        return HttpResponse(content.read(), content_type=kept.type)


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while piece := content.read(PIECE):
            yield piece


def _noted(request: Request, tray: str, file: File) -> None:
    """That somebody looked, where the file is about somebody."""
    subject = tray_of(tray)[0].personal(request, file)
    if subject is not None:
        journal.look(federation=file.federation_id, person=actor_of(request.user), subject=subject, day=request.today)


def guarded(response: Any, cached: str) -> HttpResponseBase:
    """What came from outside stands alone: no rights, no guessing, nothing for other pages and for proxies."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NO_RIGHTS
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = cached
    made: HttpResponseBase = response
    return made
