"""One entry: what it says, its papers by place, what happened to it; struck and put back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.core.ledger.typed import shown, spoken
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.ledger import access, actions, queries, wording
from jiangfang.records.ledger.access import KEEPERS
from jiangfang.records.ledger.models import Entry
from jiangfang.records.people.access import Request, open_to
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE = "ledger/entry.html"
MOST_LOOSE = 20


@open_to(*KEEPERS)
def entry(request: Request, studio: int, pk: int) -> HttpResponseBase:
    """An entry with everything that belongs to it."""
    return pages.render(request, PAGE, context_of(access.entry(request, studio, pk)))


def context_of(found: Entry) -> dict[str, Any]:
    """What the page of an entry shows."""
    studio = found.studio
    kind = queries.kinds_of(studio.federation_id).known(found.kind)
    told = journal.history(studio.federation_id, "entry", str(found.pk))
    return {
        "studio": studio,
        "entry": found,
        "kind": kind,
        "when": spoken(kind.dated, found.first, found.last),
        "said": shown(kind, found.values),
        "places": queries.in_slots(kind.slots, queries.papers_of([found.pk])),
        "loose": [(one, "") for one in queries.loose(studio.pk)[:MOST_LOOSE]],
        "writable": studio.closed_at is None and found.struck_at is None,
        "history": wording.lines(told, kind),
    }


@open_to(*KEEPERS)
@require_POST
def strike(request: Request, studio: int, pk: int) -> HttpResponseBase:
    """Taken out of every number, with a reason."""
    found = access.entry(request, studio, pk)
    why = request.POST.get("why", "")
    try:
        must_be_whole(request.POST, ("why",))
        made = actions.strike(entry=found, why=why, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, {**context_of(found), "why": why}, refused)
    pages.said(request, f"“{made.title}”划去了，不再算进数里；要恢复随时可以")
    return pages.go("ledger:entry", made.studio_id, made.pk)


@open_to(*KEEPERS)
@require_POST
def put_back(request: Request, studio: int, pk: int) -> HttpResponseBase:
    """It counts again."""
    found = access.entry(request, studio, pk)
    try:
        made = actions.put_back(entry=found, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, context_of(found), refused)
    pages.said(request, f"“{made.title}”恢复了")
    return pages.go("ledger:entry", made.studio_id, made.pk)
