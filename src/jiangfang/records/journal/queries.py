"""What the journal says, and whether it still is what was written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiangfang.core.journal import (
    FORGET,
    FORGOTTEN,
    Actor,
    End,
    Forgotten,
    Link,
    Sealed,
    Stored,
    Subject,
    chain_fault,
    misplaced,
    unguarded_by,
    unsealed,
    up_to,
)
from jiangfang.core.problems import Problem
from jiangfang.records.journal.guards import GUARDS, standing
from jiangfang.records.journal.models import Entry, Head, Look

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Told:
    """An entry for reading. before, after: values with the personal ones put back, None where they were emptied.

    personal: the keys of the personal ones.
    """

    number: int
    at: datetime
    actor: Actor
    hat: str
    deed: str
    subject: Subject
    before: dict[str, Any]
    after: dict[str, Any]
    personal: frozenset[str] = frozenset()


def history(federation: int, kind: str, subject: str) -> list[Told]:
    """Everything that was done to one thing, first deed first."""
    found = Entry.objects.filter(federation=federation, subject_kind=kind, subject_id=subject)
    return [_told(entry) for entry in found.order_by("number").prefetch_related("secrets")]


def latest(federation: int, count: int, below: int | None = None) -> list[Told]:
    """The last deeds of a federation, newest first; below: only those with a smaller number, for the next page."""
    found = Entry.objects.filter(federation=federation)
    if below is not None:
        found = found.filter(number__lt=below)
    return [_told(entry) for entry in found.order_by("-number").prefetch_related("secrets")[:count]]


def matching(federation: int, rule: Q, count: int) -> list[Told]:
    """The last deeds that fit a rule over the columns of an entry, newest first."""
    found = Entry.objects.filter(rule, federation=federation)
    return [_told(entry) for entry in found.order_by("-number").prefetch_related("secrets")[:count]]


@dataclass(frozen=True, slots=True)
class Mark:
    """That something was done, without what was changed by it."""

    number: int
    at: datetime
    who: str
    deed: str


def marks(federation: int, kind: str, subject: str, deeds: Collection[str]) -> list[Mark]:
    """When some deeds were done to one thing, first one first."""
    found = Entry.objects.filter(federation=federation, subject_kind=kind, subject_id=subject, deed__in=deeds)
    rows = found.order_by("number").values_list("number", "at", "actor_name", "deed")
    return [Mark(*row) for row in rows]


def looks_at(federation: int, kind: str, subject: str) -> QuerySet[Look]:
    """Who looked at somebody's personal details, last day first."""
    found = Look.objects.filter(federation=federation, subject_kind=kind, subject_id=subject)
    return found.order_by("-day", "person_name", "pk")


def federations() -> list[int]:
    """Every federation that has a chain, or something that should be one."""
    told = Entry.objects.order_by().values_list("federation", flat=True)
    return sorted(set(told.union(Head.objects.order_by().values_list("federation", flat=True))))


def end_of(federation: int) -> End | None:
    """Where the chain of a federation ends; None before its first entry."""
    head = Head.objects.filter(federation=federation).first()
    return End(head.number, head.digest) if head else None


def verify(federation: int) -> list[Problem]:
    """The first broken entry of a federation's chain; nothing for a sound one. May run while others write."""
    end = end_of(federation)
    entries = Entry.objects.filter(federation=federation)
    if end:
        entries = entries.filter(number__lte=end.number)
    found = chain_fault(_stored(entries), end, _forgotten(federation)) or _behind_the_end(federation)
    return [found] if found else []


def unguarded() -> list[Problem]:
    """The guards of the journal that do not stand in this database."""
    wanted = {guard.name for guard in GUARDS if guard.stands_on(connection.vendor)}
    return [unguarded_by(name) for name in sorted(wanted - standing(connection))]


def _behind_the_end(federation: int) -> Problem | None:
    """An entry with a higher number than the head's; asked in one statement, so that an entry just added is none."""
    head = Head.objects.filter(federation=OuterRef("federation")).values("number")
    behind = Entry.objects.filter(federation=federation, number__gt=Coalesce(Subquery(head), 0)).order_by("number")
    found = behind.values_list("number", flat=True).first()
    return None if found is None else misplaced(found)


def _forgotten(federation: int) -> Forgotten:
    """What retention emptied, of everything and of single things."""
    found = Entry.objects.filter(federation=federation, deed__endswith=FORGOTTEN).order_by("number")
    last, things = 0, dict[tuple[str, str], int]()
    for number, deed, kind, subject, after in found.values_list(
        "number", "deed", "subject_kind", "subject_id", "after"
    ):
        if deed == FORGET:
            last = max(last, up_to(after))
        elif deed == f"{kind}{FORGOTTEN}":
            things[kind, subject] = number
    return Forgotten(last, things)


def _stored(entries: QuerySet[Entry]) -> Iterator[Stored]:
    for entry in entries.order_by("number").prefetch_related("secrets").iterator(chunk_size=_AT_ONCE):
        yield Stored(_link(entry), entry.digest, _sealed(entry))


def _sealed(entry: Entry) -> tuple[Sealed, ...]:
    return tuple(Sealed(secret.path, secret.salt, secret.value) for secret in entry.secrets.all())


def _link(entry: Entry) -> Link:
    return Link(
        federation=entry.federation,
        number=entry.number,
        at=entry.at,
        actor=Actor(entry.actor_id, entry.actor_name),
        hat=entry.hat,
        deed=entry.deed,
        subject=Subject(entry.subject_kind, entry.subject_id, entry.subject_name),
        before=entry.before,
        after=entry.after,
        previous=entry.previous,
    )


def _told(entry: Entry) -> Told:
    link, sealed = _link(entry), _sealed(entry)
    before, after = (unsealed(*place, sealed) for place in (("before", link.before), ("after", link.after)))
    personal = frozenset(one.path.partition(".")[2] for one in sealed)
    return Told(link.number, link.at, link.actor, link.hat, link.deed, link.subject, before, after, personal)
