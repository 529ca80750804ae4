"""Entries from Excel or from a paste: the empty list, what it would do, and the confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import boxes
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.excel.people import LARGEST, MOST
from jiangfang.records.files.kinds import XLSX
from jiangfang.records.ledger import access, actions, queries, sheets
from jiangfang.records.ledger.access import KEEPERS
from jiangfang.records.ledger.forms import importing as forms
from jiangfang.records.ledger.forms import posted
from jiangfang.records.ledger.forms.importing import Read, Taken
from jiangfang.records.ledger.views.entering import kind_of
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.studios.models import Studio
from jiangfang.ui import pages

FORM, LOOK = "ledger/import.html", "ledger/look.html"
SHOWN, LONGEST_LEFT = 200, 200_000


@open_to(*KEEPERS)
def look(request: Request, studio: int, kind: str) -> HttpResponseBase:
    """The form; what was sent is shown with what it would do, and kept nowhere but in that page."""
    found = access.studio(request, studio)
    meant = kind_of(found, kind)
    text = request.POST.get("paste", "")
    if request.method != "POST":
        return pages.render(request, FORM, _form(found, meant, ""))
    try:
        sent = forms.of_sheet(meant, _sheet(request)) if request.FILES.get("file") else forms.of_paste(meant, text)
    except Refused as refused:
        return pages.refusal(request, FORM, _form(found, meant, text), refused)
    return _look(request, found, meant, sent, text)


def _sheet(request: Request) -> bytes:
    file = cast("UploadedFile", request.FILES["file"])
    if (file.size or 0) > LARGEST:
        said = f"文件超过 {LARGEST // 1024 // 1024} MB，一份清单不会这么大，请确认选对了文件"
        raise Refused([error("unreadable_file", "file", said)])
    content: bytes = file.read()
    return content


@open_to(*KEEPERS)
def empty(request: Request, studio: int, kind: str) -> HttpResponseBase:
    """The list of a kind to fill in."""
    meant = kind_of(access.studio(request, studio), kind)
    return pages.attachment(sheets.empty(meant), f"台账-{meant.title}.xlsx", XLSX)


@open_to(*KEEPERS)
@require_POST
def confirm(request: Request, studio: int, kind: str) -> HttpResponseBase:
    """Add what was shown. What changed meanwhile is read anew; sent twice it adds nothing."""
    found = access.studio(request, studio)
    meant, hat = kind_of(found, kind), access.worn(request)
    try:
        lines, token = forms.taken_up(meant, request.POST.get("list", ""), hat, found.pk, request.at)
    except Refused as refused:
        return pages.refusal(request, FORM, _form(found, meant, ""), refused)
    try:
        made = actions.add_all(
            studio=found,
            kind=meant.id,
            rows=[(line.place, line.texts) for line in lines],
            again=request.POST.get("again") == "1",
            also=[f"第 {posted.number(row)} 行" for row in request.POST.getlist("also")],
            token=token,
            hat=hat,
            at=request.at,
        )
    except Refused as refused:
        return _look(request, found, meant, Taken(lines), "", refused.problems)
    there = f"，{made.there} 条原来就有，没有再加" if made.there else ""
    doubled = f"，{made.doubled} 条和前面的行名称、日期一样，没有再加" if made.doubled else ""
    pages.said(request, f"加了 {made.added} 条{meant.title}{there}{doubled}")
    return pages.go("ledger:list", found.pk)


def _look(
    request: Request, studio: Studio, kind: LedgerKind, sent: Taken, text: str, more: Sequence[Problem] = ()
) -> HttpResponseBase:
    """What the rows would do. more: why they were not added."""
    of_kind, lines = queries.of_studio(studio.pk), sent.lines
    rows = forms.understood(kind, lines, request.today, lambda drafts: queries.believed(of_kind, kind.id, drafts))
    stopped = [row for row in rows if row.stops]
    known = [row for row in rows if row.there or row.like]
    problems = [*more, *(problem for row in rows for problem in row.problems)][:SHOWN] if stopped or more else []
    context: dict[str, Any] = {
        **_form(studio, kind, text[:LONGEST_LEFT] if stopped else ""),
        "rows": _shown(rows),
        "all": len(rows),
        "left": max(0, len(rows) - SHOWN),
        "new": len(rows) - len(known),
        "known": len(known),
        "there": sum(1 for row in known if row.there),
        "open": sum(1 for row in known if row.asks),
        "unknown": sent.unknown,
        "stopped": len(stopped),
        "doubtful": sum(1 for row in rows if row.problems and not row.stops),
        "problems": problems,
        "list": "" if stopped else forms.waiting(kind, lines, access.worn(request), studio.pk, request.at),
    }
    return pages.render(request, LOOK, context, 422 if problems else 200)


def _shown(rows: Sequence[Read]) -> list[Read]:
    """In the order of the list; of a long one all that is to be looked at, as far as there is room."""
    first = sorted(rows, key=lambda row: (not row.stops, not (row.problems or row.asks)))[:SHOWN]
    return sorted(first, key=lambda row: row.line.row)


def _form(studio: Studio, kind: LedgerKind, text: str) -> dict[str, Any]:
    kinds = queries.kinds_of(studio.federation_id).offered
    heads = [sheets.headed(box) for box in boxes(kind)]
    bounds = {"most": MOST, "largest": LARGEST // 1024 // 1024}
    return {"studio": studio, "kind": kind, "kinds": kinds, "heads": heads, "text": text, **bounds}
