"""What the deeds of a recommender begin and end with: who does it, what is held, in which order, what is told.

Everything is held in one order, applications by their number and then the recommender, so that two deeds never wait
for each other; the journal, which everybody waits for, comes after all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from jiangfang.core.journal import Subject
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import actor_of, day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.actions.holding import must_wear
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import queries


def must_recommend(recommender: Recommender | None, hat: Hat, at: datetime) -> Recommender:
    """The recommender again. Raises Refused unless the hat is that of its body, worn now."""
    must_wear(hat, Role.RECOMMENDER, organisation=recommender.organisation_id if recommender else 0, at=at)
    if recommender is None:
        raise LookupError("no hat belongs to no recommender")
    return recommender


def must_be_in_time(recommender: Recommender, at: datetime) -> None:
    """Raises Refused with the ``late`` problem after the recommender's deadline."""
    too_late = rounds.late(recommender.round, recommender, day_of(at))
    if too_late is not None:
        raise Refused([too_late])


def hold(applications_of: Q) -> list[int]:
    """Hold these applications against other writers until the transaction ends, in the order of their numbers."""
    found = Application.objects.select_for_update(no_key=True).filter(applications_of).order_by("pk")
    return list(found.values_list("pk", flat=True))


def hold_list(recommender: Recommender, *more: int) -> None:
    """Hold everything that takes a place of a recommender, some more applications, and then the recommender."""
    hold(Q(recommender=recommender, holds_place=True) | Q(pk__in=more))
    Recommender.objects.select_for_update(no_key=True).get(pk=recommender.pk)


def fresh(recommender: Recommender) -> Recommender:
    """A recommender as it stands now."""
    return queries.recommenders().get(pk=recommender.pk)


def fresh_application(pk: int) -> Application:
    """An application as it stands now, with what a deed needs."""
    return applications.whole(Application.objects.all()).get(pk=pk)


def renumber(rows: Iterable[Application]) -> None:
    """Let the places of a held list run from 1 in this order."""
    changed = []
    for place, row in enumerate(rows, start=1):
        if row.place != place:
            row.place = place
            changed.append(row)
    Application.objects.bulk_update(changed, ["place"])


def tell(
    deed: str,
    recommender: Recommender,
    *,
    hat: Hat,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    personal: Iterable[str] = (),
) -> None:
    """Journal a deed on a recommender's list."""
    named = f"{recommender.organisation.name}·{recommender.round.name}"
    journal.record(
        federation=recommender.round.federation_id,
        actor=actor_of(hat.person),
        hat=str(hat),
        deed=deed,
        subject=Subject("recommender", str(recommender.pk), named[:200]),
        at=at,
        before=before,
        after=after,
        personal=personal,
    )
