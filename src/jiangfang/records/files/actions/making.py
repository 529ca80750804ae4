"""A file is asked for, made step by step, and thrown away. Only the asking is a deed of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from jiangfang.core.journal import Subject
from jiangfang.records.files.kinds import Kind
from jiangfang.records.files.models import Making, State
from jiangfang.records.files.queries import path_of
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.records.people.models import Hat

OPEN = (State.WAITING, State.MAKING)


class Superseded(Exception):  # noqa: N818 - what happened
    """Somebody else makes this file by now, or it was given up."""


@transaction.atomic
def ask(*, kind: Kind, wanted: Mapping[str, str], name: str, hat: Hat, at: datetime) -> Making:
    """Ask for a file; one that is being made already is not made twice. The caller hands it to a worker."""
    same = {"person": hat.person, "hat": hat, "kind": kind.name, "wanted": dict(wanted), "state__in": OPEN}
    found = Making.objects.filter(**same).order_by("-pk").first()
    if found is not None:
        return found
    federation = hat.organisation.federation_id
    made = Making.objects.create(
        federation_id=federation,
        person=hat.person,
        hat=hat,
        kind=kind.name,
        wanted=dict(wanted),
        name=f"{name}{kind.suffix}"[-200:],
        type=kind.type,
        asked_at=at,
        beat_at=at,
    )
    journal.record(
        federation=federation,
        actor=actor_of(hat.person),
        hat=str(hat),
        deed=kind.deed,
        subject=Subject("making", str(made.pk), made.name),
        after={"file": made.name},
        at=at,
    )
    return made


def begin(*, making: int, at: datetime) -> Making | None:
    """Take it up, also where another began and did not end; None where nothing is to be made any more."""
    waits = Making.objects.filter(pk=making, state__in=OPEN)
    if not waits.update(state=State.MAKING, attempt=F("attempt") + 1, done=0, beat_at=at):
        return None
    return Making.objects.select_related("hat__organisation__federation", "hat__person").get(pk=making)


def go_on(*, making: Making, done: int, total: int, at: datetime) -> None:
    """So much is done. Raises Superseded where it is made by somebody else."""
    if not _mine(making).update(done=done, total=total, beat_at=at):
        raise Superseded


def end(*, making: Making, size: int, at: datetime) -> None:
    """It lies in its place. Raises Superseded."""
    if not _mine(making).update(state=State.DONE, done=F("total"), size=size, made_at=at, beat_at=at):
        raise Superseded


def give_up(*, making: Making, said: str, at: datetime) -> None:
    """It could not be made; said: why."""
    _mine(making).update(state=State.FAILED, said=said[:500], beat_at=at)


def _mine(making: Making) -> QuerySet[Making]:
    return Making.objects.filter(pk=making.pk, attempt=making.attempt, state=State.MAKING)


def throw_away(*, making: Making) -> None:
    """Its content is deleted; that it was asked for stays for a while."""
    path_of(making.pk).unlink(missing_ok=True)
    Making.objects.filter(pk=making.pk).exclude(state=State.FAILED).update(state=State.GONE)


@transaction.atomic
def throw_away_all(*, federation: int) -> int:
    """Everything made or being made for a federation goes, since something that may stand in it was let go; how many.

    Whoever still wants a file asks once more. The bytes go after the commit.
    """
    rows = Making.objects.filter(federation=federation, state__in=[*OPEN, State.DONE])
    ids = list(rows.values_list("pk", flat=True))
    rows.update(state=State.GONE)
    transaction.on_commit(lambda: _unlink(ids))
    return len(ids)


def _unlink(makings: Iterable[int]) -> None:
    for making in makings:
        path_of(making).unlink(missing_ok=True)
