"""Writing into the journal. Called by every other action, last, inside its transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from jiangfang.core.journal import FORGET, FORGOTTEN, START, Actor, Link, Sealed, Subject, sealing
from jiangfang.records.journal.models import Entry, Head, Look, Secret


@transaction.atomic
def record(
    *,
    federation: int,
    actor: Actor,
    hat: str,
    deed: str,
    subject: Subject,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    personal: Iterable[str] = (),
) -> Entry:
    """Add one entry to the chain of a federation and move its head on.

    before, after: what changed, plain JSON values without floats. personal: the keys of these whose values stand
    sealed in the chain and open in the side table. Whoever else writes in the federation waits until this transaction
    ends. Raises TypeError for a value that JSON cannot hold, ValueError for a time without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("the time of an entry needs a zone")
    said_before, sealed = sealing("before", before or {}, personal, _salts())
    said_after, more = sealing("after", after or {}, personal, _salts())
    head = _hold(federation)
    link = Link(
        federation=federation,
        number=head.number + 1,
        at=at,
        actor=actor,
        hat=hat,
        deed=deed,
        subject=subject,
        before=said_before,
        after=said_after,
        previous=head.digest,
    )
    _move_on(head, link)
    return _keep(link, [*sealed, *more])


@dataclass(frozen=True, slots=True)
class Deed:
    """One of many deeds done at once. personal: the keys of ``after`` whose values stand sealed in the chain."""

    deed: str
    subject: Subject
    after: Mapping[str, Any]
    personal: Collection[str] = ()


@transaction.atomic
def record_all(*, federation: int, actor: Actor, hat: str, at: datetime, deeds: Sequence[Deed]) -> None:
    """Add an entry for each of many deeds of one moment, in their order; the head is held once and moves on by one."""
    if at.tzinfo is None:
        raise ValueError("the time of an entry needs a zone")
    head, made, sealed = _hold(federation), list[Entry](), list[tuple[Entry, Sealed]]()
    for one in deeds:
        said, some = sealing("after", one.after, one.personal, _salts())
        link = Link(
            federation=federation,
            number=head.number + 1,
            at=at,
            actor=actor,
            hat=hat,
            deed=one.deed,
            subject=one.subject,
            before=sealing("before", {}, (), _salts())[0],
            after=said,
            previous=head.digest,
        )
        _move_on(head, link)
        head.number, head.digest = link.number, link.digest
        made.append(_entry(link))
        sealed += [(made[-1], value) for value in some]
    Entry.objects.bulk_create(made, batch_size=500)
    Secret.objects.bulk_create((_secret(entry, value) for entry, value in sealed), batch_size=500)


def look(*, federation: int, person: Actor, subject: Subject, day: date) -> None:
    """Note that a person looked at somebody's personal details; a second look on the same day adds nothing."""
    look_at_all(federation=federation, person=person, subjects=[subject], day=day)


def look_at_all(*, federation: int, person: Actor, subjects: Iterable[Subject], day: date) -> None:
    """The same of many at once, as of those in a list."""
    if person.id is None:
        raise ValueError("only a person looks; a service account has no eyes")
    seen = (
        Look(
            federation=federation,
            person_id=person.id,
            person_name=person.name,
            subject_kind=subject.kind,
            subject_id=subject.id,
            day=day,
        )
        for subject in subjects
    )
    Look.objects.bulk_create(seen, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def forget(*, federation: int, actor: Actor, hat: str, older_than: datetime, at: datetime) -> int:
    """Retention: empty the personal values of every entry before the first one at ``older_than`` or later.

    The entries and the chain stay; a new entry says up to which number. Returns how many values were emptied.
    """
    head = _hold(federation)
    kept = Entry.objects.filter(federation=federation, at__gte=older_than).order_by("number")
    first_kept = kept.values_list("number", flat=True).first()
    last = head.number if first_kept is None else first_kept - 1
    full = Secret.objects.filter(entry__federation=federation, entry__number__lte=last, value__isnull=False)
    emptied = full.update(value=None, salt=None)
    if emptied:
        record(
            federation=federation,
            actor=actor,
            hat=hat,
            deed=FORGET,
            subject=Subject("journal", str(federation), "日志"),
            after={"up_to": last, "values": emptied},
            at=at,
        )
    return emptied


@transaction.atomic
def forget_things(*, federation: int, actor: Actor, hat: str, at: datetime, deeds: Sequence[Deed]) -> int:
    """Retention of single things: empty the personal values of every entry about them. How many were emptied.

    deeds: one for each, ``<kind>.forgotten`` of its kind; they say in the chain that it was done. Raises ValueError for
    any other deed.
    """
    by_kind: dict[str, list[str]] = {}
    for one in deeds:
        if one.deed != f"{one.subject.kind}{FORGOTTEN}":
            raise ValueError(f"{one.deed} is no retention of a {one.subject.kind}")
        by_kind.setdefault(one.subject.kind, []).append(one.subject.id)
    _hold(federation)
    emptied = 0
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            mine = Entry.objects.filter(federation=federation, subject_kind=kind, subject_id__in=some)
            full = Secret.objects.filter(entry__in=mine, value__isnull=False)
            emptied += full.update(value=None, salt=None)
    record_all(federation=federation, actor=actor, hat=hat, at=at, deeds=deeds)
    return emptied


def _salts() -> Iterator[str]:
    while True:
        yield secrets.token_hex(16)


def _hold(federation: int) -> Head:
    """The head of the chain, held against other writers until the transaction ends (on SQLite it already is)."""
    heads = Head.objects.select_for_update(no_key=True).filter(federation=federation)
    found = heads.first()
    if found is None:
        Head.objects.bulk_create([Head(federation=federation, digest=START)], ignore_conflicts=True)
        found = heads.get()
    return found


def _move_on(head: Head, link: Link) -> None:
    """Move the head to an entry, only from where it was read. Raises RuntimeError when it is there no more."""
    believed = Head.objects.filter(federation=head.federation, number=head.number, digest=head.digest)
    if not believed.update(number=link.number, digest=link.digest):
        raise RuntimeError("the head of the journal moved although it was held")


def _keep(link: Link, sealed: Iterable[Sealed]) -> Entry:
    entry = _entry(link)
    entry.save(force_insert=True)
    Secret.objects.bulk_create(_secret(entry, value) for value in sealed)
    return entry


def _secret(entry: Entry, value: Sealed) -> Secret:
    return Secret(entry=entry, path=value.path, salt=value.salt, value=value.value)


def _entry(link: Link) -> Entry:
    return Entry(
        federation=link.federation,
        number=link.number,
        at=link.at,
        actor_id=link.actor.id,
        actor_name=link.actor.name,
        hat=link.hat,
        deed=link.deed,
        subject_kind=link.subject.kind,
        subject_id=link.subject.id,
        subject_name=link.subject.name,
        before=link.before,
        after=link.after,
        previous=link.previous,
        digest=link.digest,
    )
