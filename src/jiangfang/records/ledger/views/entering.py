"""An entry is written down on one screen, and changed on the same; its papers come in the same form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponseBase
from django.urls import reverse

from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.ledger.typed import YEAR, read, typing_of
from jiangfang.core.problems import Problem, Refused, Severity
from jiangfang.records.files import actions as files
from jiangfang.records.files.models import File
from jiangfang.records.ledger import access, actions, queries
from jiangfang.records.ledger.access import KEEPERS
from jiangfang.records.ledger.forms import posted
from jiangfang.records.ledger.models import Entry
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.studios.models import Studio
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

CHOOSE, FORM = "ledger/choose.html", "ledger/form.html"
MOST_LOOSE = 20


@open_to(*KEEPERS)
def choose(request: Request, studio: int) -> HttpResponseBase:
    """Which kind it is; those that the studio writes down most stand first."""
    found = access.studio(request, studio)
    kinds = queries.kinds_of(found.federation_id)
    often = [kinds.get(id) for id in queries.often(found.pk)]
    context = {"studio": found, "kinds": kinds.offered, "often": [kind for kind in often if kind is not None]}
    return pages.render(request, CHOOSE, context)


def kind_of(studio: Studio, id: str) -> LedgerKind:
    """A kind that can be written down. Raises Http404."""
    found = queries.kinds_of(studio.federation_id).get(id)
    if found is None:
        raise Http404
    return found


@open_to(*KEEPERS)
def add(request: Request, studio: int, kind: str) -> HttpResponseBase:
    """One more entry of a kind."""
    found = access.studio(request, studio)
    meant = kind_of(found, kind)
    if request.method != "POST":
        typed = {YEAR: str(request.today.year)} if meant.dated is Dated.YEAR else {}
        return answer(request, _adding(found, meant, typed, {}, posted.fresh_token()))
    typed, chosen = posted.typed(request.POST, meant), posted.chosen(request.POST, meant)
    token = request.POST.get("token", "")
    try:
        must_be_whole(request.POST, ["token", *posted.box_names(meant)])
        _bring(request, found, meant, typed, chosen)
        made = actions.add(
            studio=found,
            kind=meant.id,
            typed=typed,
            papers=papers_of(found, chosen),
            token=token,
            hat=access.worn(request),
            at=request.at,
        )
    except Refused as refused:
        context = _adding(found, meant, typed, chosen, token or posted.fresh_token())
        return answer(request, context, refused.problems)
    pages.said(request, _told("记下了" if not made.again else "这一条已经记下，没有重复记", made.doubts))
    return pages.go(reverse("ledger:entry", args=[found.pk, made.entry.pk]))


def _bring(
    request: Request, studio: Studio, kind: LedgerKind, typed: Mapping[str, str], chosen: dict[int, str]
) -> None:
    """The files of a new entry; where one is refused, all that is wrong with the boxes is said with it."""
    try:
        brought(request, studio, posted.brought(request, kind), chosen)
    except Refused as refused:
        raise Refused([*read(kind, typed, request.today)[1], *refused.problems]) from refused


def brought(
    request: Request, studio: Studio, files_in: Sequence[tuple[str, UploadedFile]], chosen: dict[int, str]
) -> dict[int, str]:
    """Files that came with a form, taken in one by one: what is taken stays, also where another one is refused.

    chosen: gains each of them with its place. Raises Refused with what is said of the others.
    """
    place, hat = access.place_of(studio), access.worn(request)
    tray, problems = queries.tray_of(studio.pk), list[Problem]()
    for slot, upload in files_in:
        try:
            content, name = cast("BinaryIO", upload.file), upload.name or ""
            made = files.bring(tray=tray, place=place, name=name, content=content, hat=hat, at=request.at)
            chosen[made.pk] = slot
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused([Problem(one.code, "papers", one.message, one.clause, one.severity) for one in problems])
    return chosen


def papers_of(studio: Studio, chosen: Mapping[int, str]) -> list[tuple[str, File]]:
    """The files of a studio that were chosen, each with its place, in the order in which they came."""
    found = File.objects.filter(tray=queries.tray_of(studio.pk), pk__in=chosen).order_by("at", "pk") if chosen else []
    return [(chosen[one.pk], one) for one in found]


def _adding(
    studio: Studio, kind: LedgerKind, typed: Mapping[str, str], chosen: Mapping[int, str], token: str
) -> dict[str, Any]:
    loose = [(one, chosen.get(one.pk, "")) for one in queries.loose(studio.pk)[:MOST_LOOSE]]
    return {"studio": studio, "kind": kind, "typed": typed, "token": token, "loose": loose}


def answer(
    request: Request, context: dict[str, Any], problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponseBase:
    """The form with what stands in it; problems: why it was not kept."""
    known = queries.known_names(context["studio"])
    context["boxes"] = posted.shown_boxes(context["kind"], context["typed"], problems, known)
    if problems:
        return pages.refusal(request, FORM, context, Refused(problems))
    return pages.render(request, FORM, context, status)


def _told(said: str, doubts: Sequence[Problem]) -> str:
    """What is said afterwards, with what is to be looked at."""
    open_ones = [one.message for one in doubts if one.severity is Severity.WARNING]
    return "。".join([said, *open_ones]) if open_ones else said


@open_to(*KEEPERS)
def change(request: Request, studio: int, pk: int) -> HttpResponseBase:
    """An entry anew; what a colleague changed meanwhile is not overwritten."""
    found = access.entry(request, studio, pk)
    kind = queries.kinds_of(found.studio.federation_id).known(found.kind)
    if request.method != "POST":
        return answer(request, _changing(found, kind, typing_of(kind, queries.draft_of(found))))
    typed, shown = posted.typed(request.POST, kind), posted.shown_of(request.POST)
    base = posted.number(request.POST.get("base"))
    try:
        must_be_whole(request.POST, ["base", "shown", *posted.box_names(kind)])
        typed = posted.decided(request.POST, typed, shown)
        made = actions.change(entry=found, typed=typed, base=base, shown=shown, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return answer(request, _again(found, kind, typed, base, shown), refused.problems)
    if made.clashes:
        context = {**_changing(made.entry, kind, made.typed), "clashes": made.clashes}
        return answer(request, context, status=409)
    pages.said(request, _told("保存了", made.doubts))
    return pages.go(reverse("ledger:entry", args=[found.studio_id, found.pk]))


def _changing(entry: Entry, kind: LedgerKind, typed: Mapping[str, str]) -> dict[str, Any]:
    shown = posted.shown_text(typing_of(kind, queries.draft_of(entry)))
    return {
        "studio": entry.studio,
        "kind": kind,
        "entry": entry,
        "typed": typed,
        "base": entry.version,
        "shown": shown,
    }


def _again(
    entry: Entry, kind: LedgerKind, typed: Mapping[str, str], base: int, shown: Mapping[str, str]
) -> dict[str, Any]:
    """The form once more, beside what it showed before: nothing newer is taken for seen."""
    context = _changing(entry, kind, typed)
    known = base < entry.version and shown
    return {**context, "base": base, "shown": posted.shown_text(shown)} if known else context
