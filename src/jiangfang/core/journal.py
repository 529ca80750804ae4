"""The chain of the journal: how an entry is digested, how a personal value is sealed, and what breaks a chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from jiangfang.core.problems import Problem, error

START = "0" * 64
SEALED = "sealed"
FORGOTTEN = ".forgotten"
FORGET = f"journal{FORGOTTEN}"
"""Retention of everything before a day. ``application.forgotten`` is that of one application: what its subject says."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it. id: the person's; None for a service account such as the command line."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What it was done to: a kind (``person``), an id inside the kind, and its name on that day."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a chain, as it is digested. before, after: canonical JSON texts; previous: the digest before it."""

    federation: int
    number: int
    at: datetime
    actor: Actor
    hat: str
    deed: str
    subject: Subject
    before: str
    after: str
    previous: str

    @property
    def digest(self) -> str:
        """SHA-256 over everything that the entry says and over the entry before it."""
        who, what = self.actor, self.subject
        said = [
            *(1, self.federation, self.number, self.at.astimezone(UTC).isoformat(timespec="microseconds")),
            *(who.id, who.name, self.hat, self.deed, what.kind, what.id, what.name),
            *(self.before, self.after, self.previous),
        ]
        return _sha256(canonical(said))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal value beside its entry. path: ``after.phone``; salt and value are None once it is emptied."""

    path: str
    salt: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it lies in the database: the link, the digest kept with it, and its personal values."""

    link: Link
    digest: str
    sealed: tuple[Sealed, ...] = ()


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, ASCII. Raises TypeError for what JSON cannot hold.

    A float is refused: engines and languages print it differently; amounts are written as text.
    """
    _no_float(value)
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _no_float(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a journal holds no float; write an amount as text")
    if isinstance(value, Mapping):
        for item in value.values():
            _no_float(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _no_float(item)


def seal(salt: str, value: str) -> str:
    """What stands in the chain for a personal value (its canonical JSON text)."""
    return _sha256(f"{salt}\n{value}")


def sealing(
    place: str, values: Mapping[str, Any], personal: Iterable[str], salts: Iterator[str]
) -> tuple[str, list[Sealed]]:
    """The canonical text of ``before`` or ``after`` with its personal values sealed, and these values."""
    private = set(personal)
    if any(_is_sealed(value) for value in values.values()):
        raise TypeError("a value of the journal must not look like a sealed one")
    shown, sealed = dict(values), []
    for key in sorted(private.intersection(values)):
        kept = Sealed(f"{place}.{key}", next(salts), canonical(values[key]))
        sealed.append(kept)
        shown[key] = {SEALED: seal(kept.salt or "", kept.value or "")}
    return canonical(shown), sealed


def unsealed(place: str, text: str, sealed: Iterable[Sealed]) -> dict[str, Any]:
    """The values of ``before`` or ``after``; a personal value that was emptied is None."""
    values: dict[str, Any] = json.loads(text)
    for kept in sealed:
        head, _, key = kept.path.partition(".")
        if head == place and key in values:
            values[key] = None if kept.value is None else json.loads(kept.value)
    return values


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends, as its head row says."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a journalled retention emptied. up_to: all before and with this number; things: of one thing, before one.

    things: by the kind and the id of what was acted on.
    """

    up_to: int = 0
    things: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def covers(self, link: Link) -> bool:
        """Whether the personal values of an entry may be empty."""
        return link.number <= self.up_to or link.number < self.things.get((link.subject.kind, link.subject.id), 0)


NOTHING = Forgotten()


def chain_fault(entries: Iterable[Stored], head: End | None, forgotten: Forgotten = NOTHING) -> Problem | None:
    """The first broken entry of a chain, in the order of numbers; None for a sound one."""
    number, previous = 0, START
    for entry in entries:
        fault = _entry_fault(entry, number + 1, previous, forgotten)
        if fault:
            return fault
        number, previous = number + 1, entry.digest
    return _end_fault(End(number, previous), head)


def _entry_fault(entry: Stored, number: int, previous: str, forgotten: Forgotten) -> Problem | None:
    link = entry.link
    if link.number != number:
        if link.number < number:
            return misplaced(link.number)
        return _broken("journal_removed", number, f"不见了，下一条是第 {link.number} 条")
    if link.digest != entry.digest:
        return _broken("journal_changed", number, "的内容和它的摘要对不上，被改动过")
    if link.previous != previous:
        return _broken("journal_inserted", number, "接不上前一条：有条目被插入、调换或整条重写")
    fault = _secret_fault(entry, forgotten)
    return _broken("journal_secret", number, fault) if fault else None


def _secret_fault(entry: Stored, forgotten: Forgotten) -> str:
    """What is wrong with the personal values beside an entry; "" when they are those that were sealed."""
    kept = {sealed.path: sealed for sealed in entry.sealed}
    places = dict(_places(entry.link))
    if lost := sorted(places.keys() - kept.keys()):
        return f"的个人信息 {lost[0]} 不见了"
    if strange := sorted(kept.keys() - places.keys()):
        return f"旁边多出了个人信息 {strange[0]}"
    for path, digest in sorted(places.items()):
        salt, value = kept[path].salt, kept[path].value
        if salt is None or value is None:
            if not forgotten.covers(entry.link):
                return f"的个人信息 {path} 被清空，却没有到期清除的记录"
        elif seal(salt, value) != digest:
            return f"的个人信息 {path} 被换过"
    return ""


def _places(link: Link) -> Iterator[tuple[str, str]]:
    """Where values are sealed in an entry, and their digests."""
    for place, text in (("before", link.before), ("after", link.after)):
        for key, value in json.loads(text).items():
            if _is_sealed(value):
                yield f"{place}.{key}", str(value[SEALED])


def _is_sealed(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {SEALED}


def _end_fault(last: End, head: End | None) -> Problem | None:
    """Entries taken from the end, or hung on behind it, show at the head."""
    if head is None:
        return _broken("journal_head", last.number, "之后没有链尾，链尾被删") if last.number else None
    if head.number > last.number:
        return _broken("journal_removed", last.number + 1, f"起到第 {head.number} 条不见了")
    if head.number < last.number:
        return misplaced(head.number + 1)
    if head.digest != last.digest:
        return _broken("journal_head", last.number, "和链尾对不上，链尾或者最后一条被换过")
    return None


def misplaced(number: int) -> Problem:
    """The problem of an entry that no chain leads to."""
    return _broken("journal_inserted", number, "不在链上，是后来插入的")


def unguarded_by(name: str) -> Problem:
    """The problem of a database that would let the journal be changed."""
    said = f"数据库里没有（或关掉了）保护日志的触发器 {name}，日志可以被改动；请找人检查这个数据库"
    return error("journal_unguarded", name, said)


def up_to(after: str) -> int:
    """The last number whose personal values a retention emptied, from its own entry."""
    said = json.loads(after).get("up_to")
    return said if isinstance(said, int) else 0


def _broken(code: str, number: int, says: str) -> Problem:
    return error(code, f"journal[{number}]", f"日志第 {number} 条{says}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
