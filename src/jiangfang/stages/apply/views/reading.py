"""Reading: the whole form, the official papers, what was done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase

from jiangfang.core.entry import Typed, typing_of
from jiangfang.core.fields import Field
from jiangfang.core.people import Role
from jiangfang.core.personal import hidden
from jiangfang.records.journal import actions as journal
from jiangfang.records.journal import queries as entries
from jiangfang.records.journal.models import Look
from jiangfang.records.journal.queries import Told
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.stages.apply import access, forms, progress, queries, wording
from jiangfang.stages.apply.actions.holding import subject
from jiangfang.stages.apply.annexes import Note
from jiangfang.stages.apply.boxes import text_of
from jiangfang.stages.apply.models import Application
from jiangfang.ui import pages

SUBMITTED = "application.submit"
LOOKS = 50
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer for reading. changed: since a version; before: what stood there then.

    note: what an annex says of it.
    """

    field: Field
    text: str
    rows: tuple[tuple[str, ...], ...]
    changed: bool
    before: str
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section for reading."""

    title: str
    answers: tuple[Answer, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it is marked."""
        return any(answer.changed for answer in self.answers)


@open_to(*access.READERS)
def read(request: Request, pk: int) -> HttpResponseBase:
    """The whole form in the paper's order; ``?since=`` marks what was changed after that version."""
    application = access.application(request, pk)
    looked(request, application)
    return pages.render(request, "apply/read.html", reading(request, application))


def reading(request: Request, application: Application) -> dict[str, Any]:
    """The form as a hat may read it."""
    since, mine = _since(request, application), request.hat is not None and request.hat.role == Role.UNIT
    aside = progress.beside(application, request.today, live=None if mine else False)
    return {
        "application": application,
        "state": queries.state_title(application),
        "parts": parts(application, since, aside.notes, masked=masked(request, application)),
        "aside": [(annex, look, annex.address(application)) for annex, look in aside.listed],
        "since": since,
        "masked": masked(request, application),
        "papers": queries.papers(application),
        "mine": mine,
    }


def _since(request: Request, application: Application) -> int | None:
    """The version that the address names; beside the unit nobody sees but what was handed in: the one before it."""
    since = forms.number(request.GET.get("since"))
    if since is None or (request.hat is not None and request.hat.role == Role.UNIT):
        return since
    handed = list(application.filings.order_by("serial").values_list("version", flat=True))
    return max([version for version in handed if version <= since] or handed[:1] or [0])


def masked(request: Request, application: Application) -> bool:
    """Whether its personal values stay hidden from the hat."""
    return access.masks(application, request.hat)


def looked(request: Request, application: Application) -> None:
    """Note that somebody beside the unit looks at personal details; whoever sees none of them looks at none."""
    if request.hat is None:
        raise Http404
    if request.hat.role == Role.UNIT or masked(request, application):
        return
    journal.look(
        federation=application.round.federation_id,
        person=actor_of(request.user),
        subject=subject(application),
        day=request.today,
    )


def parts(
    application: Application, since: int | None, notes: Mapping[str, Note] | None = None, *, masked: bool
) -> list[Part]:
    """The sections of the form with their answers. since: a version; masked: without personal values.

    notes: what stands beside some of them, by field key.
    """
    beside = notes or {}
    programme = queries.programme_of(application).programme
    answers, rough = queries.sheet(application), queries.rough_of(application)
    typed = {one.key: rough.get(one.key) or typing_of(one, answers.get(one.key)) for one in programme.fields}
    changed = queries.changed_since(application, since) if since is not None else []
    pairs = queries.before(application, since or 0, changed)
    by_key = {field.key: field for field in programme.fields}
    before: dict[str, Typed] = {key: pair[1] or typing_of(by_key[key], pair[0]) for key, pair in pairs.items()}
    if masked:
        typed, before = _hidden(programme.fields, typed), _hidden(programme.fields, before)
    return [
        Part(section.title, tuple(_answer(field, typed, before, beside.get(field.key)) for field in section.fields))
        for section in programme.sections
    ]


def _hidden(fields: tuple[Field, ...], typed: dict[str, Typed]) -> dict[str, Typed]:
    kept = {key: value for key, value in typed.items() if value}
    return {**typed, **hidden(fields, kept)}


def _answer(field: Field, typed: dict[str, Typed], before: dict[str, Typed], note: Note | None) -> Answer:
    value = typed.get(field.key, "")
    rows: tuple[tuple[str, ...], ...] = ()
    if field.type == "rows" and isinstance(value, list):
        rows = tuple(
            tuple(row.get(column.key, "") for column in field.columns) for row in value if isinstance(row, dict)
        )
    changed = field.key in before
    was = text_of(field, before[field.key]) if changed else ""
    return Answer(field, "" if rows else text_of(field, value), rows, changed, was, note)


@open_to(*access.READERS)
def paper(request: Request, pk: int, form: str) -> HttpResponseBase:
    """An official form, filled with what is known now."""
    application = access.application(request, pk)
    found = next((one for one in queries.papers(application) if form in (one.id, *one.also)), None)
    if found is None:
        raise Http404
    looked(request, application)
    content = queries.filled_paper(application, found, masked=masked(request, application))
    called = found.also[0] if found.also else found.title
    return pages.attachment(content, f"{called}-{_file_name(application)}{found.suffix}", WORD)


def _file_name(application: Application) -> str:
    named = application.studio_name or str(application)
    return "".join(letter for letter in named if letter.isprintable() and letter not in '\\/:*?"<>|')[:60] or "申报"


@open_to(*access.READERS)
def history(request: Request, pk: int) -> HttpResponseBase:
    """Everything that was done to it, newest first, in words."""
    application = access.application(request, pk)
    looked(request, application)
    programme = queries.programme_of(application).programme
    told = entries.history(application.round.federation_id, "application", str(application.pk))
    mine = request.hat is not None and request.hat.role == Role.UNIT
    told = told if mine else _of_others(told, application)
    page = Paginator(told[::-1], pages.ROWS).get_page(request.GET.get("page"))
    context = {
        "application": application,
        "page": page,
        "lines": [wording.entry(one, programme, masked=masked(request, application)) for one in page],
        "mine": mine,
        "looks": _looks(request, application),
    }
    return pages.render(request, "apply/journal.html", context)


def _looks(request: Request, application: Application) -> Sequence[Look]:
    """Who beside its unit saw its personal details, for the unit, the city and the auditor; the last days."""
    if request.hat is None or request.hat.role not in (Role.UNIT, Role.CITY, Role.AUDITOR):
        return ()
    return list(entries.looks_at(application.round.federation_id, "application", str(application.pk))[:LOOKS])


def _of_others(told: list[Told], application: Application) -> list[Told]:
    """What was done before it was first handed in, and what was not handed in since it was sent back, without values.

    They are the unit's own affair. application: as it was handed in.
    """
    first = next((place for place, one in enumerate(told) if one.deed == SUBMITTED), len(told))
    last = application.version
    return [
        replace(one, before={}, after={}) if place < first or _version(one) > last else one
        for place, one in enumerate(told)
    ]


def _version(told: Told) -> int:
    """The version that a deed made, or was done on; 0 where it says none."""
    said = told.after.get("version")
    return said if isinstance(said, int) else 0
