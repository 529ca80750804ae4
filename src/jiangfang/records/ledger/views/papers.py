"""Papers: brought to an entry, put in order, taken out; those that lie with no entry yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.core.ledger.typed import spoken
from jiangfang.core.problems import Refused, error
from jiangfang.records.files import views as files
from jiangfang.records.ledger import access, actions, queries
from jiangfang.records.ledger.access import KEEPERS
from jiangfang.records.ledger.forms import posted
from jiangfang.records.ledger.models import EntryFile
from jiangfang.records.ledger.views.entering import brought, papers_of
from jiangfang.records.ledger.views.one import PAGE, context_of
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.studios.models import Studio
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

LOOSE = "ledger/papers.html"
LAYING, MOST_GOALS = "laying", 50


@open_to(*KEEPERS)
def loose(request: Request, studio: int) -> HttpResponseBase:
    """What was brought to the studio and lies with no entry yet; what is ticked there is laid to an entry."""
    found = access.studio(request, studio)
    if request.method == "POST":
        return _lay_loose(request, found)
    return pages.render(request, LOOSE, _loose(request, found))


def _loose(request: Request, studio: Studio) -> dict[str, Any]:
    tray, writes = queries.tray_of(studio.pk), studio.closed_at is None
    page, goals = pages.page_of(request, queries.loose(studio.pk)), _goals(studio) if writes else []
    return {
        "studio": studio,
        "page": page,
        "tray": tray,
        "writes": writes,
        "box": files.box_of(request, tray, access.place_of(studio)) if writes else None,
        "goals": goals,
        "form": LAYING if goals else "",
        "chosen": {posted.number(said) for said in request.POST.getlist("file")},
        "to": request.POST.get("to", ""),
    }


def _goals(studio: Studio) -> list[tuple[str, list[tuple[str, str]]]]:
    """The newest entries with the places of each: where files can be laid from this page."""
    kinds, made = queries.kinds_of(studio.federation_id), []
    for one in queries.in_time(queries.under_way(queries.of_studio(studio.pk)))[:MOST_GOALS]:
        kind = kinds.known(one.kind)
        when = spoken(kind.dated, one.first, one.last)
        called = f"{kind.title}：{one.title[:40]}{f'（{when}）' if when else ''}"
        if kind.slots:
            made.append((called, [(f"{one.pk}.{slot.id}", slot.name) for slot in kind.slots]))
    return made


def _lay_loose(request: Request, found: Studio) -> HttpResponseBase:
    """Files that were ticked on that page, to one place of one entry."""
    number, _, slot = request.POST.get("to", "").partition(".")
    chosen = {posted.number(said): slot for said in request.POST.getlist("file")}
    try:
        must_be_whole(request.POST, ("end",))
        if not chosen or not posted.number(number):
            raise Refused([error("missing", "to", "请先勾选材料，再选放到哪一条")])
        entry = access.entry(request, found.pk, posted.number(number))
        papers = papers_of(found, chosen)
        if not papers:
            raise Refused([error("missing", "to", "勾选的材料已经不在了，请重新选")])
        actions.lay(entry=entry, papers=papers, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, LOOSE, _loose(request, found), refused)
    pages.said(request, f"放好 {len(papers)} 份材料，在“{entry.title}”里")
    return pages.go("ledger:papers", found.pk)


@open_to(*KEEPERS)
@require_POST
def lay(request: Request, studio: int, pk: int) -> HttpResponseBase:
    """Files that come with the form, and those that were chosen of the loose ones, at their places."""
    found = access.entry(request, studio, pk)
    kind = queries.kinds_of(found.studio.federation_id).known(found.kind)
    chosen, wrong = posted.chosen(request.POST, kind), list[Refused]()
    try:
        must_be_whole(request.POST, ("end",))
        try:
            brought(request, found.studio, posted.brought(request, kind), chosen)
        except Refused as refused:
            wrong.append(refused)
        if not chosen and not wrong:
            raise Refused([error("missing", "papers", "请选文件；手机上可以直接拍照")])
        papers = papers_of(found.studio, chosen)
        if papers:
            actions.lay(entry=found, papers=papers, hat=access.worn(request), at=request.at)
        if wrong:
            raise wrong[0]
    except Refused as refused:
        return pages.refusal(request, PAGE, context_of(found), refused)
    pages.said(request, f"放好 {len(papers)} 份材料")
    return pages.go("ledger:entry", found.studio_id, found.pk)


@open_to(*KEEPERS)
@require_POST
def order(request: Request, studio: int, pk: int, paper: int) -> HttpResponseBase:
    """One place up or down."""
    return _deed(request, access.paper(request, studio, pk, paper), "")


@open_to(*KEEPERS)
@require_POST
def take_out(request: Request, studio: int, pk: int, paper: int) -> HttpResponseBase:
    """It lies there no more; the file stays with the studio."""
    return _deed(request, access.paper(request, studio, pk, paper), "取出来了，还在“没有归到条目的材料”里")


def _deed(request: Request, found: EntryFile, said: str) -> HttpResponseBase:
    """said: what is said of a paper that was taken out; "" where it only moves."""
    hat, entry = access.worn(request), found.entry
    try:
        if said:
            actions.take_out(paper=found, hat=hat, at=request.at)
            pages.said(request, said)
        else:
            up, seen = request.POST.get("to") != "down", posted.number(request.POST.get("seen"))
            actions.order(paper=found, up=up, seen=seen, hat=hat, at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, context_of(entry), refused)
    return pages.go("ledger:entry", entry.studio_id, entry.pk)
