"""An entry is changed, and nobody is overwritten: what a colleague wrote meanwhile is kept, or both are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiangfang.core.fields.base import tidy
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import Draft, boxes, read, typing_of
from jiangfang.core.problems import Problem, Refused, has_error
from jiangfang.records.ledger import queries
from jiangfang.records.ledger.actions.entering import columns_of
from jiangfang.records.ledger.actions.holding import held, must_count, personal_of, said, tell
from jiangfang.records.ledger.models import Entry
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat


@dataclass(frozen=True, slots=True)
class Clash:
    """A box that both changed."""

    key: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change. clashes: nothing was written where there are any; typed: the boxes, both sides joined."""

    entry: Entry
    typed: Mapping[str, str]
    clashes: tuple[Clash, ...] = ()
    doubts: tuple[Problem, ...] = ()


@transaction.atomic
def change(
    *, entry: Entry, typed: Mapping[str, str], base: int, shown: Mapping[str, str], hat: Hat, at: datetime
) -> Changed:
    """Keep what was typed. base: the version that the page showed; shown: what stood in its boxes then.

    A box that was left as it was shown keeps what stands there now. Raises Refused for what cannot be used.
    """
    found, actor = held(entry, hat, at)
    must_count(found)
    kind = queries.kinds_of(found.studio.federation_id).known(found.kind)
    was = queries.draft_of(found)
    now = typing_of(kind, was)
    joined, clashes = _joined(kind, typed, now if base == found.version else shown, now)
    if clashes:
        return Changed(found, joined, tuple(clashes))
    draft, problems = read(kind, joined, day_of(at))
    if has_error(problems):
        raise Refused(problems)
    draft = _with_the_rest(kind, draft, was)
    if draft == was:
        return Changed(found, joined, doubts=tuple(problems))
    changed = columns_of(kind, draft)
    Entry.objects.filter(pk=found.pk).update(
        **changed, version=found.version + 1, changed_at=at, changed_by=hat.person.name
    )
    made = Entry.objects.select_related("studio").get(pk=found.pk)
    before, after = said(was), said(draft)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    sides = ({key: side[key] for key in keys if key in side} for side in (before, after))
    told = dict(zip(("before", "after"), sides, strict=True))
    tell("entry.changed", made, actor=actor, hat=hat, at=at, personal=personal_of(kind), **told)
    return Changed(made, joined, doubts=tuple(problems))


def _joined(
    kind: LedgerKind, typed: Mapping[str, str], shown: Mapping[str, str], now: Mapping[str, str]
) -> tuple[dict[str, str], list[Clash]]:
    """The boxes with what either side changed, and those that both did."""
    joined, clashes = dict[str, str](), list[Clash]()
    for box in boxes(kind):
        was, mine, theirs = (tidy(side.get(box.key, "")) for side in (shown, typed, now))
        joined[box.key] = theirs if mine == was else mine
        if mine not in (was, theirs) and theirs != was:
            clashes.append(Clash(box.key, box.label, mine, theirs))
    return joined, clashes


def _with_the_rest(kind: LedgerKind, draft: Draft, was: Draft) -> Draft:
    """With the values of columns that the kind has no more: nobody was asked about them."""
    rest = {key: value for key, value in was.values.items() if kind.column(key) is None}
    return Draft(draft.title, draft.first, draft.last, {**rest, **draft.values}, draft.people)
