"""Putting down a message for whoever acts for a body, and a mail for each of them who left an address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists

from jiangfang.core.mailing import State
from jiangfang.core.people import Role
from jiangfang.records.messages.models import Mail, Message, Outbox
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.records.people.queries import worn

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told to one body under some roles. about: kind and id of what it is about."""

    organisation: int
    roles: Collection[Role]
    key: str
    subject: str
    text: str = ""
    link: str = ""
    about: tuple[str, str] = ("", "")


@transaction.atomic
def post(
    *,
    federation: int,
    organisation: int,
    roles: Collection[Role],
    key: str,
    subject: str,
    text: str,
    at: datetime,
    link: str = "",
    about: tuple[str, str] = ("", ""),
) -> None:
    """Tell one body something once: the same key to the same body and role adds nothing the second time."""
    post_all(federation=federation, letters=[Letter(organisation, roles, key, subject, text, link, about)], at=at)


@transaction.atomic
def post_all(*, federation: int, letters: Sequence[Letter], at: datetime) -> None:
    """Tell several bodies at once, in as many questions to the database as for one."""
    messages = [_message(federation, letter, role, at) for letter in letters for role in letter.roles]
    if not messages:
        return
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=_AT_ONCE)
    if settings.MAIL is not None:
        Mail.objects.bulk_create(_mails(federation, letters, at), ignore_conflicts=True, batch_size=_AT_ONCE)


def _message(federation: int, letter: Letter, role: Role, at: datetime) -> Message:
    kind, thing = letter.about
    return Message(
        federation_id=federation,
        organisation_id=letter.organisation,
        role=role.value,
        key=letter.key,
        subject=one_line(letter.subject, 200),
        text=letter.text,
        link=letter.link,
        about_kind=kind,
        about_id=thing,
        at=at,
    )


def _mails(federation: int, letters: Sequence[Letter], at: datetime) -> Iterator[Mail]:
    """A mail for everybody who wears such a hat today and left an address; one for each address and key."""
    by_reader = {(letter.organisation, role.value): letter for letter in letters for role in letter.roles}
    held = Outbox.objects.filter(federation=federation, looks_first=True)
    wearing = Hat.objects.filter(
        worn(day_of(at)),
        organisation__in={spot for spot, _ in by_reader},
        organisation__federation=federation,
        role__in={role for _, role in by_reader},
        person__is_active=True,
    ).exclude(person__email="")
    rows = wearing.annotate(held=Exists(held)).order_by("person", "pk")
    for spot, role, person, address, name, waits in rows.values_list(
        "organisation", "role", "person", "person__email", "organisation__federation__name", "held"
    ):
        letter = by_reader.get((spot, role))
        if letter is not None:
            yield Mail(
                federation_id=federation,
                person_id=person,
                address=address,
                key=letter.key,
                subject=one_line(letter.subject, 200),
                body=mail_text(letter.text or letter.subject, letter.link, name),
                state=State.HELD if waits else State.WAITING,
                next_at=at,
                made_at=at,
            )


def mail_text(text: str, link: str, sender: str) -> str:
    """What stands in a mail: the message, where to go on, and that nobody reads an answer."""
    origin = settings.ORIGIN.rstrip("/")
    where = f"打开：{origin}{link}" if origin and link else "请登录匠坊查看。"
    return f"{text.strip()}\n\n{where}\n\n—— {sender}\n这是系统发出的邮件，请不要直接回复。\n"


def one_line(text: str, longest: int) -> str:
    """A text as the subject of a mail can hold it."""
    kept = " ".join(text.split())
    return kept if len(kept) <= longest else f"{kept[: longest - 1]}…"
