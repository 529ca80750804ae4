"""The numbers of the form beside the ledger: all of them, and how one was reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from jiangfang.core.entry import typing_of
from jiangfang.core.people import Role
from jiangfang.core.personal import HIDDEN
from jiangfang.core.problems import Refused
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.apply import access as applying
from jiangfang.stages.apply import actions as filling
from jiangfang.stages.apply import progress
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.boxes import text_of
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import access, actions
from jiangfang.stages.prove.access import READERS
from jiangfang.stages.prove.beside import place_of_doubt
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import numbers, standing
from jiangfang.stages.prove.queries.numbers import Counted
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE, ONE = "prove/numbers.html", "prove/number.html"


@dataclass(frozen=True, slots=True)
class Row:
    """A number as the page shows it. answer: as it reads; shown: the ledger's."""

    counted: Counted
    answer: str
    shown: str


@dataclass(frozen=True, slots=True)
class UsedLine:
    """An entry that counts. when: as it was written down; pieces: its papers among the proofs.

    address: its page in the ledger, for its own unit.
    """

    title: str
    share: str
    when: str
    address: str
    pieces: tuple[Piece, ...]


def _application(request: Request, pk: int) -> Application:
    found = applying.application(request, pk, READERS)
    if not numbers.asked(found):
        raise Http404
    return found


def _live(request: Request, application: Application) -> bool:
    """Whether the numbers are shown as they are now: to its unit, while it may write."""
    return access.worn(request).role == Role.UNIT and progress.fillable(application)


@open_to(*READERS)
def all_numbers(request: Request, pk: int) -> HttpResponseBase:
    """Every number that the ledger gives beside what stands on the form, and what does not go together.

    Its unit takes over all that are empty, or other without a reason, at once.
    """
    application = _application(request, pk)
    if request.method == "POST":
        application = applying.application(request, pk, (Role.UNIT,))
        try:
            pages.said(request, _take_all(request, application))
        except Refused as refused:
            return pages.refusal(request, PAGE, _everything(request, application), refused)
        return pages.go("prove:numbers", application.pk)
    return pages.render(request, PAGE, _everything(request, application))


def _everything(request: Request, application: Application) -> dict[str, Any]:
    live = _live(request, application)
    if live:
        entries = numbers.entries_of(application)
        counted = numbers.now(application, entries)
        doubts = [
            (one.message, place_of_doubt(application, one.where)) for one in numbers.doubted(application, entries)
        ]
    else:
        counted = numbers.frozen(application)
        asked = applications.kept_beside(application, numbers.NUMBERS).get("doubts", [])
        doubts = [(said, "") for said in asked if access.opens(request, application)]  # they name people
    return {
        **_base(request, application, live),
        "rows": [Row(one, text_of(one.field, _typing(one)), _shown(one)) for one in counted],
        "differ": sum(one.differs for one in counted),
        "doubts": doubts,
        "empty": sum(one.takes and not one.filled for one in counted),
        "other": sum(one.takes and one.filled for one in counted),
    }


def _take_all(request: Request, application: Application) -> str:
    """Raises Refused."""
    must_be_whole(request.POST, ("deed",))
    typed = {one.key: one.typed for one in numbers.now(application) if one.takes and one.typed is not None}
    saved = filling.save_fields(
        application=application, typed=typed, base=application.version, hat=access.worn(request), at=request.at
    )
    return f"{len(saved.changed)} 个数照台账填好了" if saved.changed else "没有要照台账填的"


def _typing(one: Counted) -> Any:
    return typing_of(one.field, one.answer)


def _shown(one: Counted) -> str:
    return text_of(one.field, one.typed) if one.typed is not None else ""


def _base(request: Request, application: Application, live: bool) -> dict[str, Any]:
    return {
        "application": application,
        "state": progress.shown(application),
        "mine": access.worn(request).role == Role.UNIT,
        "writes": access.writes(request, application),
        "opens": access.opens(request, application),
        "tray": standing.tray_of(application),
        "studio": applications.studio_of(application),
        "live": live,
    }


@open_to(*READERS)
def number(request: Request, pk: int, key: str) -> HttpResponseBase:
    """How one number was reckoned, entry by entry; its unit takes it over or says why it wrote another one."""
    application = _application(request, pk)
    if request.method != "POST":
        return pages.render(request, ONE, _context(request, application, key))
    application = applying.application(request, pk, (Role.UNIT,))
    one = _one(request, application, key)
    try:
        said = (_take if request.POST.get("deed") == "take" else _explain)(request, application, one)
    except Refused as refused:
        context = {**_context(request, application, key), "typed": request.POST.get("reason", "")}
        return pages.refusal(request, ONE, context, refused)
    pages.said(request, said)
    return pages.go("prove:number", application.pk, key)


def _one(request: Request, application: Application, key: str) -> Counted:
    """The number of an address. Raises Http404."""
    live = _live(request, application)
    counted = numbers.now(application) if live else numbers.frozen(application)
    found = next((one for one in counted if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _take(request: Request, application: Application, one: Counted) -> str:
    """What the ledger says is laid into the box of the form."""
    if one.typed is None:
        return "台账里没有，表上的照旧"
    sections = applications.programme_of(application).programme.sections
    section = next(section for section in sections if one.field in section.fields)
    filling.save_section(
        application=application,
        section=section.id,
        typed={one.key: one.typed},
        base=application.version,
        hat=access.worn(request),
        at=request.at,
    )
    return f"{one.field.name}照台账填好了"


def _explain(request: Request, application: Application, one: Counted) -> str:
    must_be_whole(request.POST, ("reason",))
    reasons = {one.key: request.POST["reason"]}
    actions.explain(application=application, reasons=reasons, hat=access.worn(request), at=request.at)
    return "理由记下了"


def _context(request: Request, application: Application, key: str) -> dict[str, Any]:
    one, base = _one(request, application, key), _base(request, application, _live(request, application))
    used = one.found.used if one.found else ()
    lying: dict[int, list[Piece]] = {}
    mine = Piece.objects.filter(application=application, entry__in=[entry.entry for entry in used])
    for piece in mine.select_related("file__content", "entry").order_by("entry", "file", "pk") if used else ():
        there = lying.setdefault(piece.entry_id or 0, [])
        if all(piece.file_id != other.file_id for other in there):
            there.append(piece)
    studio = base["studio"] if base["mine"] else None
    masked = one.kind.person and not base["opens"]
    return {
        **base,
        "one": one,
        "row": Row(one, text_of(one.field, _typing(one)), _shown(one)),
        "used": [
            UsedLine(
                HIDDEN if masked else entry.title,
                entry.share.replace(entry.title, HIDDEN) if masked else entry.share,
                entry.when,
                reverse("ledger:entry", args=[studio.pk, entry.entry]) if studio else "",
                tuple(lying.get(entry.entry, ())),
            )
            for entry in used
        ],
        "left": [(HIDDEN if masked else entry.title, entry.why) for entry in one.found.left] if one.found else (),
        "typed": one.reason,
    }
