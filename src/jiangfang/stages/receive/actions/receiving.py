"""Receiving (受理): from now on the application is the city's to review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.receiving import note_problems
from jiangfang.records.people.models import Hat
from jiangfang.records.people.queries import top_of
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.actions import move
from jiangfang.stages.apply.actions.holding import must_wear, refused
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive.actions.telling import tell_received
from jiangfang.stages.receive.models import Receiving
from jiangfang.stages.recommend.actions.holding import hold

RECEIVE = "receive"


@transaction.atomic
def receive(*, applications: Sequence[Application], note: str, hat: Hat, at: datetime) -> list[Receiving]:
    """Receive these: all of them or none. What is wanting on paper stops nothing; it is shown before and chased after.

    Raises Refused for one that is not at the city now.
    """
    wanted = list(dict.fromkeys(one.pk for one in applications))
    if not wanted:
        raise refused("missing", "还没有选，请先勾出要受理的", "chosen")
    must_wear(hat, Role.CITY, organisation=top_of(applications[0].round.federation).pk, at=at)
    hold(Q(pk__in=wanted))
    rows = _fresh(wanted)
    if any(row.round.federation_id != hat.organisation.federation_id for row in rows):
        raise refused("not_allowed", "以现在的身份不能办这件事")
    if wrong := note_problems(note, "note"):
        raise Refused(wrong)
    made = [Receiving(application=row, at=at, who=hat.person.name, note=note.strip()) for row in rows]
    Receiving.objects.bulk_create(made)
    tell_received(rows, at)
    for row in rows:
        move(application=row, deed=RECEIVE, role=Role.CITY, hat=hat, at=at, after={"note": note.strip()})
    return made


def _fresh(wanted: Sequence[int]) -> list[Application]:
    by_id = applications.whole(Application.objects.all()).in_bulk(wanted)
    return [by_id[pk] for pk in wanted]
