"""Many entries at once, from a list: all or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import Draft, read
from jiangfang.core.problems import Problem, Refused, has_error
from jiangfang.records.journal.actions import Deed
from jiangfang.records.ledger import queries
from jiangfang.records.ledger.actions.entering import MOST, TOKEN, entry_of, kind_called
from jiangfang.records.ledger.actions.holding import must_write, personal_of, said, subject
from jiangfang.records.ledger.models import Entry
from jiangfang.records.ledger.queries.entries import Key
from jiangfang.records.people.actions.authority import day_of, refused, tell_all
from jiangfang.records.people.models import Hat
from jiangfang.records.studios.models import Studio

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a list: how many were added, how many had been there, how many say what another row says."""

    added: int
    there: int
    doubled: int = 0


@transaction.atomic
def add_all(
    *,
    studio: Studio,
    kind: str,
    rows: Sequence[tuple[str, Mapping[str, str]]],
    again: bool,
    also: Collection[str] = (),
    token: str,
    hat: Hat,
    at: datetime,
) -> Imported:
    """Write down every row (what it is called in sentences, its boxes), in one journalled go.

    again: also those that stand there already, by title and days; also: what those rows are called that are added
    though a row before them has their title and days. token: of the list; sent twice it is added once.
    Raises Refused for the problems of every row, and where nothing would be added.
    """
    found, actor = must_write(studio, hat, at)
    meant = kind_called(found, kind)
    if not TOKEN.fullmatch(token) or Entry.objects.filter(studio=found, token__startswith=f"{token}:").exists():
        raise refused("already_there", "这份内容已经加过了，没有再加")
    drafts = _read(meant, rows, at)
    standing = queries.believed(queries.of_studio(found.pk), meant.id, drafts)
    doubled = _doubled(rows, drafts, standing, also)
    wanted = (
        drafts
        if again
        else [one for place, one in enumerate(drafts) if place not in doubled and _key(one) not in standing]
    )
    if not wanted:
        raise refused("already_there", "这些都已经记过了，没有再加")
    if queries.of_studio(found.pk).count() + len(wanted) > MOST:
        raise refused("too_many", f"一个工作室的台账最多记 {MOST} 条")
    made = Entry.objects.bulk_create(
        [entry_of(found, meant, one, f"{token}:{place}", hat, at) for place, one in enumerate(wanted)],
        batch_size=AT_ONCE,
    )
    private = personal_of(meant)
    deeds = [
        Deed("entry.imported", subject(one, meant), {"kind": meant.id, **said(draft)}, private)
        for one, draft in zip(made, wanted, strict=True)
    ]
    tell_all(deeds, federation=found.federation_id, actor=actor, hat=hat, at=at)
    left = len(drafts) - len(wanted)
    return Imported(len(made), left - len(doubled) if left else 0, len(doubled) if left else 0)


def _key(draft: Draft) -> Key:
    return draft.title, draft.first, draft.last


def _doubled(
    rows: Sequence[tuple[str, Mapping[str, str]]],
    drafts: Sequence[Draft],
    standing: Collection[Key],
    also: Collection[str],
) -> set[int]:
    """The places of rows that have the title and the days of a row before them and are not wanted all the same."""
    seen, made = set(standing), set[int]()
    for place, ((called, _), draft) in enumerate(zip(rows, drafts, strict=True)):
        key = _key(draft)
        if key in seen and key not in standing and called not in also:
            made.add(place)
        seen.add(key)
    return made


def _read(kind: LedgerKind, rows: Sequence[tuple[str, Mapping[str, str]]], at: datetime) -> list[Draft]:
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for called, texts in rows:
        draft, found = read(kind, texts, day_of(at), called)
        drafts.append(draft)
        problems += found if has_error(found) else []
    if problems:
        raise Refused(problems)
    return drafts
