"""What every deed on a ledger begins and ends with: it is held, the hat is looked at, the deed is journalled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from jiangfang.core.journal import Actor, Subject
from jiangfang.core.ledger.kinds import TITLE, LedgerKind
from jiangfang.core.ledger.typed import FIRST, LAST, PEOPLE, Draft
from jiangfang.records.ledger.models import Entry
from jiangfang.records.ledger.queries.kinds import kinds_of
from jiangfang.records.people.actions import authority
from jiangfang.records.people.actions.authority import refused
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions as studios
from jiangfang.records.studios.models import Studio

FILES = "files"


def must_write(studio: Studio, hat: Hat, at: datetime) -> tuple[Studio, Actor]:
    """The studio as it stands now, held, and who acts. Raises Refused where the hat may not, or where it is closed."""
    found = studios.held(studio)
    actor = studios.must_keep(hat, found.unit_id, at)
    if found.closed_at is not None:
        raise refused("closed", "这个工作室已经停用，不再往里记；要接着记，请先恢复它")
    return found, actor


def held(entry: Entry, hat: Hat, at: datetime) -> tuple[Entry, Actor]:
    """The entry as it stands now, held, and who acts. Raises Refused."""
    studio, actor = must_write(entry.studio, hat, at)
    found = Entry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    found.studio = studio
    return found, actor


def must_count(entry: Entry) -> None:
    """Raises Refused for an entry that was struck."""
    if entry.struck_at is not None:
        raise refused("not_now", "这一条已经划去，先恢复再改")


def subject(entry: Entry, kind: LedgerKind | None = None) -> Subject:
    """An entry as what is acted on; where its title is somebody's name it is called by its kind. kind: where known."""
    meant = kind or kinds_of(entry.studio.federation_id).known(entry.kind)
    return Subject("entry", str(entry.pk), meant.title if meant.person else entry.title)


def tell(
    deed: str,
    entry: Entry,
    *,
    actor: Actor,
    hat: Hat,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    personal: Iterable[str] = (),
) -> None:
    """Journal a deed on an entry."""
    authority.tell(
        deed,
        subject(entry),
        federation=entry.studio.federation_id,
        actor=actor,
        hat=hat,
        at=at,
        before=before,
        after=after,
        personal=personal,
    )


def said(draft: Draft) -> dict[str, Any]:
    """What the journal keeps of an entry, by the keys of its boxes."""
    last = draft.last if draft.last != draft.first else None
    told = {TITLE: draft.title, FIRST: _day(draft.first), LAST: _day(last), PEOPLE: list(draft.people)}
    return {key: value for key, value in {**told, **draft.values}.items() if value not in (None, [], "")}


def personal_of(kind: LedgerKind) -> list[str]:
    """The keys of what is personal in an entry: names, those of files too, and what its columns say."""
    title = [TITLE] if kind.person else []
    return [*title, PEOPLE, FILES, *(column.key for column in kind.columns if column.personal)]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
