"""Asking for a file that is made, seeing how far it is, fetching it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import transaction
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from jiangfang.documents.excel.table import write_table
from jiangfang.records.files import access, actions, jobs, queries
from jiangfang.records.files.kinds import KINDS, ListKind, Sent, Wish
from jiangfang.records.files.models import Making, State
from jiangfang.records.files.views.showing import guarded
from jiangfang.records.people.access import Request, open_to
from jiangfang.ui import pages

AT_ONCE, PIECE = 500, 64 * 1024


def answer(request: Request, kind: ListKind, wanted: Mapping[str, str], *, name: str, back: str) -> HttpResponseBase:
    """A list as a file: at once where it is short, else after a button that has it made beside the pages.

    name: of the file, without suffix; back: the address of the page that leads here.
    """
    hat = request.hat
    if hat is None:
        raise Http404
    if request.method == "POST":
        with transaction.atomic():
            made = actions.ask(kind=kind, wanted=wanted, name=name, hat=hat, at=request.at)
            jobs.make.enqueue(made.pk)
        return pages.go("files:making", made.pk)
    table = kind.table(Wish(hat, wanted, request.at))
    if table.total > AT_ONCE:
        return pages.render(request, "files/large.html", {"name": name, "count": table.total, "back": back})
    out = io.BytesIO()
    write_table(out, table)
    return pages.attachment(out.getvalue(), f"{name}{kind.suffix}", kind.type)


@open_to(*access.MAKERS)
def mine(request: Request) -> HttpResponseBase:
    """The files that this person asked for."""
    return pages.render(request, "files/list.html", {"page": pages.page_of(request, queries.asked_by(request.hats))})


@open_to(*access.MAKERS)
def making(request: Request, pk: int) -> HttpResponseBase:
    """How far one is; the page asks by itself, or by its link."""
    found = access.making(request, pk)
    template = "files/progress.html" if request.htmx else "files/making.html"
    kind = KINDS.get(found.kind)
    return pages.render(request, template, {"making": found, "counted": kind.counted if kind else ""})


@open_to(*access.MAKERS)
def file(request: Request, pk: int) -> HttpResponseBase:
    """The file itself; back to its page while it is not made."""
    found = access.making(request, pk)
    if found.state != State.DONE:
        return pages.go("files:making", found.pk)
    try:
        sent = _sent(found)
    except FileNotFoundError:
        raise Http404 from None
    response = StreamingHttpResponse(sent.pieces, content_type=found.type)
    response["Content-Length"] = str(sent.size)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return guarded(response, "private, no-store")


def _sent(making: Making) -> Sent:
    """What was made, or what was written down to be put together now. Raises FileNotFoundError."""
    path, kind = queries.path_of(making.pk), KINDS.get(making.kind)
    if kind is not None and kind.sent is not None:
        return kind.sent(path)
    return Sent(path.stat().st_size, _pieces(path))


def _pieces(path: Path) -> Iterator[bytes]:
    """The content, opened when the first piece is wanted."""
    with path.open("rb") as content:
        while piece := content.read(PIECE):
            yield piece
