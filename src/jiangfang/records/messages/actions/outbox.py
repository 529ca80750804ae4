"""What the clerk does with mails: look first, hold, let go, send again, leave out. Each deed is journalled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from jiangfang.core.mailing import State, may_send_again
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.records.messages.actions.authority import CLERKS, must_wear, of_mail, of_outbox
from jiangfang.records.messages.models import Mail, Outbox
from jiangfang.records.people.actions.authority import tell
from jiangfang.records.people.models import Hat


@transaction.atomic
def look_first(*, on: bool, hat: Hat, at: datetime) -> bool:
    """Whether new mails are held until somebody lets them go; True where that changed."""
    actor, federation = must_wear(hat, *CLERKS, at=at), hat.organisation.federation_id
    Outbox.objects.bulk_create([Outbox(federation_id=federation)], ignore_conflicts=True)
    changed = Outbox.objects.filter(federation=federation, looks_first=not on).update(looks_first=on)
    if changed:
        told = {"looks_first": on}
        tell(
            "mail.look_first",
            of_outbox(federation),
            federation=federation,
            actor=actor,
            hat=hat,
            at=at,
            before={"looks_first": not on},
            after=told,
        )
    return bool(changed)


@transaction.atomic
def hold_all(*, upto: int, hat: Hat, at: datetime) -> int:
    """Hold every mail that waits, up to the newest that the page showed; how many."""
    return _move(State.WAITING, State.HELD, "mail.held", upto, None, hat, at)


@transaction.atomic
def let_go(*, upto: int, hat: Hat, at: datetime, only: Collection[int] | None = None) -> int:
    """Let held mails go out: some, or all up to the newest that the page showed; how many."""
    return _move(State.HELD, State.WAITING, "mail.let_go", upto, only, hat, at)


@transaction.atomic
def drop(*, upto: int, hat: Hat, at: datetime, only: Collection[int] | None = None) -> int:
    """Leave held mails out: some, or all up to the newest that the page showed; how many."""
    return _move(State.HELD, State.DROPPED, "mail.dropped", upto, only, hat, at)


@transaction.atomic
def send_again(*, mail: Mail, hat: Hat, at: datetime) -> None:
    """Have a mail sent once more that failed, was left out, or of which nobody knows whether it went out."""
    actor, federation = must_wear(hat, *CLERKS, at=at), hat.organisation.federation_id
    found = Mail.objects.filter(pk=mail.pk, federation=federation).first()
    if found is None or not may_send_again(found.state):
        raise Refused([_changed()])
    mine = Mail.objects.filter(pk=found.pk, state=found.state)
    if not mine.update(state=State.WAITING, tries=0, next_at=at, claimed_at=None, said=""):
        raise Refused([_changed()])
    before = {"mail_state": found.state}
    tell(
        "mail.again",
        of_mail(found),
        federation=federation,
        actor=actor,
        hat=hat,
        at=at,
        before=before,
        after={"mail_state": State.WAITING.value},
    )


def _move(here: State, there: State, deed: str, upto: int, only: Collection[int] | None, hat: Hat, at: datetime) -> int:
    actor, federation = must_wear(hat, *CLERKS, at=at), hat.organisation.federation_id
    found: QuerySet[Mail] = Mail.objects.filter(federation=federation, state=here, pk__lte=upto)
    if only is not None:
        found = found.filter(pk__in=only)
    subjects = list(found.order_by("pk").values_list("subject", flat=True)[:20])
    moved = found.update(state=there, next_at=at)
    if moved:
        told = {"mails": moved, "subjects": list(dict.fromkeys(subjects))}
        tell(deed, of_outbox(federation), federation=federation, actor=actor, hat=hat, at=at, after=told)
    return moved


def _changed() -> Problem:
    return error("not_now", "", "这封邮件刚刚变了，请刷新后再看")
