"""The office looked into something that was used twice and found it in order; and takes that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from jiangfang.core.people import Role
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.actions.authority import must_wear, note, of_round, tidy_reason
from jiangfang.stages.announce.models import Round
from jiangfang.stages.prove.actions.changing import refused
from jiangfang.stages.prove.models import Settled
from jiangfang.stages.prove.queries.doubles import Double


@transaction.atomic
def settle(*, round: Round, double: Double, why: str, hat: Hat, at: datetime) -> Settled:
    """Say that it is in order, with the reason: from then on it stands apart and is not brought up any more."""
    actor = must_wear(hat, Role.CITY, round.federation_id, at)
    said = {
        "one_id": double.mine.application,
        "other_id": double.other.application,
        "reason": tidy_reason(why),
        "person": hat.person,
        "who": hat.person.name,
        "at": at,
    }
    kept, fresh = Settled.objects.get_or_create(federation=round.federation, key=double.key, defaults=said)
    if not fresh:
        raise refused("not_in_list", f"{kept.who}已经核实过这一处：{kept.reason}")
    after = {**_told(double), "why": kept.reason}
    note("round.double_settled", of_round(round), round, actor, hat, at, after=after)
    return kept


@transaction.atomic
def unsettle(*, round: Round, double: Double, hat: Hat, at: datetime) -> None:
    """It is to be looked into again."""
    actor = must_wear(hat, Role.CITY, round.federation_id, at)
    held = Settled.objects.filter(federation=round.federation_id, key=double.key)
    reasons = list(held.values_list("reason", flat=True))
    if not held.delete()[0]:
        raise refused("not_in_list", "这一处没有核实过，或者别人已经重新列出")
    before = {**_told(double), "why": "；".join(reasons)}
    note("round.double_reopened", of_round(round), round, actor, hat, at, before=before)


def _told(double: Double) -> dict[str, Any]:
    """For the journal: a file's name may name a person, so it is left out."""
    told = {"double": double.title, "applications": [double.mine.called, double.other.called]}
    return {**told, "number": double.what} if double.what else told
