"""The versions of an application that have a name, and what changed from one to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiangfang.core import comparing
from jiangfang.core.comparing import Line, Pieces
from jiangfang.core.definition.programme import Programme
from jiangfang.core.entry import Typed, by_unit, typing_of
from jiangfang.core.fields import Field
from jiangfang.core.personal import HIDDEN
from jiangfang.core.workflow import FILING
from jiangfang.records.journal import queries as journal
from jiangfang.stages.apply import annexes, queries, wording
from jiangfang.stages.apply.actions.holding import subject
from jiangfang.stages.apply.annexes import Changed
from jiangfang.stages.apply.boxes import text_of
from jiangfang.stages.apply.models import Application, Change

WRITTEN = ("application.filled", "application.mended", "application.evidence", "application.reasoned")
"""Each of these deeds made one version."""
FILED = tuple(f"application.{deed}" for deed in FILING)
SAID = (
    *("application.endorse", "application.opinion_renewed", "application.return", "application.recommend"),
    *("application.hand_in", "application.receive", "application.hand_back", "application.mended"),
)
NOW = "现在"
_WORDS_SHOWN = 2
_TEXTS = frozenset({"text"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A version that has a name. says: what was done on it first, for the choice also the next things."""

    version: int
    says: tuple[str, ...]
    who: str
    at: datetime

    @property
    def title(self) -> str:
        """In one line."""
        more = "等" if len(self.says) > _WORDS_SHOWN else ""
        return f"{'、'.join(self.says[:_WORDS_SHOWN])}{more}"


def moments(application: Application) -> list[Moment]:
    """The named versions, first one first: from the first handing in on, and what stands there now."""
    entry = subject(application)
    done = journal.marks(application.round.federation_id, entry.kind, entry.id, {*WRITTEN, *FILED, *SAID})
    found: dict[int, Moment] = {}
    version = filed = 0
    for one in done:
        version += one.deed in WRITTEN
        filed += one.deed in FILED
        if not filed or one.deed not in {*FILED, *SAID} or version > application.version:
            continue
        says = f"第 {filed} 次提交" if one.deed in FILED else wording.deed(one.deed)
        before = found.get(version, Moment(version, (), one.who, one.at))
        found[version] = Moment(version, tuple(dict.fromkeys([*before.says, says])), before.who, before.at)
    last = found.get(application.version)
    says_now = (NOW, *last.says) if last else (f"{NOW}（上次提交以后改的）" if filed else NOW,)
    who, at = (last.who, last.at) if last else ("", application.changed_at)
    return [*(one for one in found.values() if one is not last), Moment(application.version, says_now, who, at)]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer in two versions. unseen: it changed only in what is not shown to who looks."""

    field: Field
    changed: bool
    unseen: bool
    pieces: Pieces = ()
    lines: tuple[Line, ...] = ()

    @property
    def same_lines(self) -> int:
        """How many rows stayed as they were."""
        return sum(line.mark == comparing.SAME for line in self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form in two versions."""

    title: str
    answers: tuple[Answer, ...]

    @property
    def changed(self) -> int:
        """In how many answers something changed."""
        return sum(answer.changed for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions beside each other: the sections of the form, then what changed in each annex, by its title."""

    parts: tuple[Part, ...] = ()
    annexed: tuple[tuple[str, tuple[Changed, ...]], ...] = ()

    @property
    def changed(self) -> int:
        """In how many answers and other places something changed."""
        return sum(part.changed for part in self.parts) + sum(len(lines) for _, lines in self.annexed)


def compared(application: Application, since: int, until: int, *, masked: bool) -> Compared:
    """What the unit filled in, section by section, in two versions. masked: without personal values."""
    programme = queries.programme_of(application).programme
    keys = [field.key for field in by_unit(programme.fields)]
    changes = list(queries.changes_after(application, since)) if since < application.version else []
    old = queries.before(application, since, keys, changes)
    new = queries.before(application, until, keys, [one for one in changes if one.version > until])
    made = []
    for section in programme.sections:
        fields = by_unit(section.fields)
        if fields:
            made.append(Part(section.title, tuple(_answer(field, old, new, masked) for field in fields)))
    between = [one for one in changes if one.version <= until]
    return Compared(tuple(made), tuple(_annexed(programme, between, masked)))


def _annexed(
    programme: Programme, changes: Sequence[Change], masked: bool
) -> Iterator[tuple[str, tuple[Changed, ...]]]:
    """What these savings changed in the annexes: the first state before and the last one after, of every place."""
    for annex in annexes.of(programme):
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for change in changes:
            was, became, *_ = queries.delta_of(change).get(annex.id, ({}, {}))
            before |= {place: said for place, said in was.items() if place not in before}
            after |= became
        places = [place for place in before if before[place] != after.get(place)]
        was, became = ({place: one.get(place) for place in places} for one in (before, after))
        lines = annex.changed(programme, was, became, masked)
        if lines:
            yield annex.title, tuple(lines)


Kept = Mapping[str, Sequence[Any]]


def _answer(field: Field, old: Kept, new: Kept, masked: bool) -> Answer:
    was, now = (_typed(field, one[field.key]) for one in (old, new))
    shown_was, shown_now = (_hidden(field, one) if masked else one for one in (was, now))
    changed, unseen = was != now, was != now and shown_was == shown_now
    if isinstance(shown_was, list) and isinstance(shown_now, list) and field.type == "rows":
        return Answer(field, changed, unseen, lines=comparing.lines(_rows(field, shown_was), _rows(field, shown_now)))
    if isinstance(shown_was, list) and isinstance(shown_now, list):
        ticked = [[word for word in one if isinstance(word, str)] for one in (shown_was, shown_now)]
        return Answer(field, changed, unseen, comparing.words(*ticked))
    texts = [text_of(field, one) for one in (shown_was, shown_now)]
    lay = comparing.pieces if field.type in _TEXTS else comparing.whole
    return Answer(field, changed, unseen, lay(*texts))


def _typed(field: Field, kept: Sequence[Any]) -> Typed:
    """What stood there: as it was typed where it could not be used, else the answer."""
    value, rough = kept
    found: Typed = rough or typing_of(field, value)
    return found


def _rows(field: Field, typed: Sequence[Any]) -> list[list[str]]:
    return [[row.get(column.key, "") for column in field.columns] for row in typed if isinstance(row, dict)]


def _hidden(field: Field, typed: Typed) -> Typed:
    """Without personal values; that something stands there is seen."""
    if field.personal:
        return HIDDEN if typed else ""
    secret = {column.key for column in field.columns if column.personal}
    if not secret or isinstance(typed, str):
        return typed
    rows = [row for row in typed if isinstance(row, dict)]
    return [{key: HIDDEN if key in secret and text else text for key, text in row.items()} for row in rows]
