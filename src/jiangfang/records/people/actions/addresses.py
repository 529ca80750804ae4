"""The e-mail address that somebody leaves, so that what changed comes as mail, too."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from jiangfang.records.people.actions.authority import actor_of, of_person, refused, tell
from jiangfang.records.people.models import Person

LONGEST = 254


@transaction.atomic
def set_email(*, person: Person, email: str, at: datetime) -> Person:
    """Keep one's own address; an empty one is none. Raises Refused for what no mail can be sent to."""
    kept = email.strip()
    if kept:
        _must_be_an_address(kept)
    found = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if kept != found.email:
        Person.objects.filter(pk=found.pk).update(email=kept)
        tell(
            "person.email_changed",
            of_person(found),
            federation=found.federation_id,
            actor=actor_of(found),
            hat=None,
            at=at,
            before={"email": found.email},
            after={"email": kept},
            personal=("email",),
        )
        found.email = kept
    return found


def _must_be_an_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as fault:
        raise refused("bad_email", "邮箱写得不对，例如 zhangsan@example.org", "email") from fault
    if len(email) > LONGEST or not email.isascii():
        raise refused("bad_email", "邮箱只能是字母、数字和符号，例如 zhangsan@example.org", "email")
