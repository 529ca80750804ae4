"""Whether a hat may do it, and the words in which the journal keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jiangfang.core.journal import Actor, Subject
from jiangfang.core.people import Role
from jiangfang.records.people.actions.authority import actor_of, day_of, refused, tell
from jiangfang.records.people.models import Hat, Person
from jiangfang.records.people.queries import hats_of
from jiangfang.stages.announce.models import Recommender, Round

LONGEST_REASON = 500


def must_wear(hat: Hat, role: Role, federation: int, at: datetime, organisation: int | None = None) -> Actor:
    """Who acts. Raises Refused unless the hat is worn now, has that role, and is of the federation (and the body)."""
    held = hats_of(Person(pk=hat.person_id), day_of(at)).filter(pk=hat.pk).first()
    ours = held is not None and held.organisation.federation_id == federation and held.role == role.value
    if held is None or not ours or organisation not in (None, held.organisation_id):
        raise refused("not_allowed", "以现在的身份不能办这件事")
    return actor_of(held.person)


def tidy_reason(why: str, where: str = "why") -> str:
    """A reason as it is kept. Raises Refused for an empty or an overlong one."""
    kept = why.replace("\0", "").strip()
    if not kept or len(kept) > LONGEST_REASON:
        raise refused("missing", f"请写明理由，最多 {LONGEST_REASON} 个字", where)
    return kept


def of_round(round: Round) -> Subject:
    """A round as what is acted on."""
    return Subject("round", str(round.pk), round.name)


def of_recommender(recommender: Recommender) -> Subject:
    """A recommender of a round as what is acted on."""
    named = f"{recommender.organisation.name}·{recommender.round.name}"
    return Subject("recommender", str(recommender.pk), named[:200])


def held(recommender: Recommender) -> Recommender:
    """As it stands now, held against other writers until the transaction ends."""
    found = Recommender.objects.select_for_update(of=("self",), no_key=True).select_related("organisation", "round")
    return found.get(pk=recommender.pk)


def held_round(round: Round) -> Round:
    """The same of a round, with its revision."""
    found = Round.objects.select_for_update(of=("self",), no_key=True).select_related("revision")
    return found.get(pk=round.pk)


def iso(day: date | None) -> str | None:
    """A day as the journal keeps it."""
    return day.isoformat() if day else None


def note(
    deed: str,
    subject: Subject,
    round: Round,
    actor: Actor,
    hat: Hat,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Journal a deed of this room."""
    tell(deed, subject, federation=round.federation_id, actor=actor, hat=hat, at=at, before=before, after=after)
