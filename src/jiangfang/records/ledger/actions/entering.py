"""An entry is written down, struck, put back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import Draft, read
from jiangfang.core.people import has_unseen
from jiangfang.core.problems import Problem, Refused, has_error
from jiangfang.records.files.models import File
from jiangfang.records.ledger import queries
from jiangfang.records.ledger.actions.holding import FILES, held, must_write, personal_of, said, tell
from jiangfang.records.ledger.actions.papers import laid
from jiangfang.records.ledger.models import Entry
from jiangfang.records.people.actions.authority import day_of, refused
from jiangfang.records.people.models import Hat
from jiangfang.records.studios.models import Studio

MOST, LONGEST_WHY = 20_000, 200
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Added:
    """An entry, and what is to be looked at in it. again: it was there, by the same form."""

    entry: Entry
    doubts: tuple[Problem, ...] = ()
    again: bool = False


@transaction.atomic
def add(
    *,
    studio: Studio,
    kind: str,
    typed: Mapping[str, str],
    papers: Sequence[tuple[str, File]] = (),
    token: str,
    hat: Hat,
    at: datetime,
) -> Added:
    """Write an entry down as it was typed, with papers at their places. token: of the form, which adds it once.

    Raises Refused for what cannot be used as it stands.
    """
    found, actor = must_write(studio, hat, at)
    if not TOKEN.fullmatch(token):
        raise refused("not_now", "这一页放得太久了，请重新打开“记一条”")
    before = Entry.objects.filter(studio=found, token=token).first()
    if before is not None:
        return Added(before, again=True)
    meant = kind_called(found, kind)
    draft, problems = read(meant, typed, day_of(at))
    if has_error(problems):
        raise Refused(problems)
    if queries.of_studio(found.pk).count() >= MOST:
        raise refused("too_many", f"一个工作室的台账最多记 {MOST} 条")
    made = entry_of(found, meant, draft, token, hat, at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the same form, a moment ago
        return Added(Entry.objects.get(studio=found, token=token), again=True)
    files = laid(made, meant, papers)
    told = {"kind": meant.id, **said(draft), **({FILES: files} if files else {})}
    tell("entry.added", made, actor=actor, hat=hat, at=at, after=told, personal=personal_of(meant))
    return Added(made, tuple(problems))


def kind_called(studio: Studio, id: str) -> LedgerKind:
    """A kind that a studio may keep. Raises Refused."""
    found = queries.kinds_of(studio.federation_id).get(id)
    if found is None:
        raise refused("not_in_list", "台账里没有这一类，请重新选一类")
    return found


def entry_of(studio: Studio, kind: LedgerKind, draft: Draft, token: str, hat: Hat, at: datetime) -> Entry:
    """The row of a new entry, not kept yet."""
    return Entry(
        studio=studio,
        kind=kind.id,
        **columns_of(kind, draft),
        token=token,
        person=hat.person,
        who=hat.person.name,
        at=at,
        changed_at=at,
        changed_by=hat.person.name,
    )


def columns_of(kind: LedgerKind, draft: Draft) -> dict[str, object]:
    """What an entry's row holds of what was typed."""
    return {
        "title": draft.title,
        "first": draft.first,
        "last": draft.last,
        "values": dict(draft.values),
        "people": list(draft.people),
        "words": queries.words_of(kind, draft),
    }


@transaction.atomic
def strike(*, entry: Entry, why: str, hat: Hat, at: datetime) -> Entry:
    """Take an entry out of every number, with a reason; it stays to be seen. Done twice it is done once."""
    found, actor = held(entry, hat, at)
    if found.struck_at is not None:
        return found
    reason = " ".join(why.split())
    if not reason:
        raise refused("missing", "请写为什么划去", "why")
    if len(reason) > LONGEST_WHY or has_unseen(reason):
        raise refused("too_long", f"原因最多 {LONGEST_WHY} 个字，不要有看不见的字符", "why")
    Entry.objects.filter(pk=found.pk).update(struck_at=at, struck_why=reason, version=found.version + 1)
    tell("entry.struck", found, actor=actor, hat=hat, at=at, after={"reason": reason})
    return Entry.objects.select_related("studio").get(pk=found.pk)


@transaction.atomic
def put_back(*, entry: Entry, hat: Hat, at: datetime) -> Entry:
    """It counts again."""
    found, actor = held(entry, hat, at)
    if found.struck_at is not None:
        Entry.objects.filter(pk=found.pk).update(struck_at=None, struck_why="", version=found.version + 1)
        tell("entry.put_back", found, actor=actor, hat=hat, at=at, before={"reason": found.struck_why})
    return Entry.objects.select_related("studio").get(pk=found.pk)
