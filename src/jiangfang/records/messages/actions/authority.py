"""Whether a hat may do it, and what is acted on."""

from __future__ import annotations

from datetime import datetime

from jiangfang.core.journal import Actor, Subject
from jiangfang.core.people import Role
from jiangfang.records.messages.models import Mail
from jiangfang.records.people.actions.authority import actor_of, day_of, refused
from jiangfang.records.people.models import Hat, Person
from jiangfang.records.people.queries import hats_of

CLERKS = (Role.CITY, Role.ADMIN)


def must_wear(hat: Hat, *roles: Role, at: datetime) -> Actor:
    """Who acts. Raises Refused unless the hat is worn now and has one of these roles."""
    held = hats_of(Person(pk=hat.person_id), day_of(at)).filter(pk=hat.pk).first()
    if held is None or Role(held.role) not in roles:
        raise refused("not_allowed", "以现在的身份不能办这件事")
    return actor_of(held.person)


def of_outbox(federation: int) -> Subject:
    """The outbox of a federation as what is acted on."""
    return Subject("mail", str(federation), "发件箱")


def of_mail(mail: Mail) -> Subject:
    """A mail as what is acted on: by its subject, without the address."""
    return Subject("mail", str(mail.pk), mail.subject)
