"""A reader has seen a message, or all of them. Only the reader is concerned: nothing is journalled."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from jiangfang.records.messages import queries
from jiangfang.records.messages.models import Message, Seen, SeenUpTo
from jiangfang.records.people.models import Hat

_SETTLED = timedelta(hours=1)
"""A message may get its number before one that is there earlier; after so long none is on its way any more."""


@transaction.atomic
def seen(*, message: Message, hat: Hat, at: datetime) -> None:
    """The person of the hat has seen a message; a second time changes nothing."""
    _keep([message.pk], hat, at)


@transaction.atomic
def seen_all(*, upto: int, hat: Hat, at: datetime) -> None:
    """The person has seen everything up to a message: the newest that the page showed."""
    told = queries.messages_of(hat).filter(pk__lte=upto)
    settled = told.filter(at__lte=at - _SETTLED).order_by().aggregate(last=Max("pk"))["last"] or 0
    mine = {"person_id": hat.person_id, "organisation_id": hat.organisation_id, "role": hat.role}
    if settled and not SeenUpTo.objects.filter(**mine, message__gte=settled).exists():
        mark = SeenUpTo(**mine, message=settled)
        SeenUpTo.objects.bulk_create(
            [mark],
            update_conflicts=True,
            unique_fields=("person", "organisation", "role"),
            update_fields=("message",),
        )
    _keep(list(queries.unseen(hat).filter(pk__lte=upto).values_list("pk", flat=True)), hat, at)


def _keep(messages: list[int], hat: Hat, at: datetime) -> None:
    rows = [Seen(message_id=pk, person_id=hat.person_id, at=at) for pk in messages]
    Seen.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
