"""Whether somebody may do it, and the words in which the journal keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from jiangfang.core.journal import Actor, Subject
from jiangfang.core.people import Role, has_unseen, puts_right
from jiangfang.core.problems import Refused, error
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.models import Federation, Hat, Organisation, Person
from jiangfang.records.people.queries import hats_of, worn


def day_of(at: datetime) -> date:
    """The day of a moment in the time of the installation."""
    return localtime(at).date()


def refused(code: str, says: str, where: str = "") -> Refused:
    """A refusal with one sentence."""
    return Refused([error(code, where, says)])


def tidy_name(name: str, what: str, longest: int, where: str = "name") -> str:
    """A name as it is kept. Raises Refused for an empty, overlong or unprintable one."""
    kept = name.strip()
    if not kept or len(kept) > longest:
        raise refused("bad_name", f"{what}要有 1 到 {longest} 个字", where)
    if has_unseen(kept):
        raise refused("bad_name", f"{what}里有换行或看不见的字符，请删去，重新写一遍", where)
    return kept


def must_reach(actor: Actor, hat: Hat | None, organisation: Organisation, at: datetime) -> None:
    """Raises Refused unless the actor, under that hat on that day, manages the organisation."""
    if actor.id is None and hat is None:
        return
    worn_now = _worn_now(actor, hat, at)
    if worn_now and worn_now.organisation.federation_id == organisation.federation_id:
        reaches = puts_right(Role(worn_now.role), worn_now.organisation.path, organisation.path)
        if reaches:
            return
    raise refused("not_allowed", f"以现在的身份不能办“{organisation.name}”的事，请它的上级工会来办")


def must_reach_person(actor: Actor, hat: Hat | None, person: Person, at: datetime) -> None:
    """Raises Refused unless the actor manages every organisation that the person acts for.

    Else a recommender could take over somebody of the city who also has a hat in one of its units. Who wears no hat is
    the affair of an administrator.
    """
    if actor.id is None and hat is None:
        return
    hats = Hat.objects.filter(worn(day_of(at)), person=person).select_related("organisation")
    spots = [held.organisation for held in hats]
    for spot in spots or [Organisation.objects.get(federation=person.federation_id, parent__isnull=True)]:
        must_reach(actor, hat, spot, at)


def _worn_now(actor: Actor, hat: Hat | None, at: datetime) -> Hat | None:
    """The hat as it stands in the database now: it may have been ended a moment ago."""
    if hat is None or actor.id is None:
        return None
    return hats_of(Person(pk=actor.id), day_of(at)).filter(pk=hat.pk).first()


def actor_of(person: Person) -> Actor:
    """A person as the one who acts."""
    return Actor(person.pk, person.name)


def of_person(person: Person) -> Subject:
    """A person as what is acted on."""
    return Subject("person", str(person.pk), person.name)


def of_organisation(organisation: Organisation) -> Subject:
    """An organisation as what is acted on."""
    return Subject("organisation", str(organisation.pk), organisation.name)


def hold_tree(federation: int) -> None:
    """Whoever changes the tree of a federation waits for whoever is changing it."""
    Federation.objects.select_for_update(no_key=True).get(pk=federation)


def tell(
    deed: str,
    subject: Subject,
    *,
    federation: int,
    actor: Actor,
    hat: Hat | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    personal: Iterable[str] = (),
) -> None:
    """Journal a deed of this room."""
    journal.record(
        federation=federation,
        actor=actor,
        hat=str(hat) if hat else "",
        deed=deed,
        subject=subject,
        at=at,
        before=before,
        after=after,
        personal=personal,
    )


def tell_all(deeds: Sequence[journal.Deed], *, federation: int, actor: Actor, hat: Hat | None, at: datetime) -> None:
    """Journal many deeds of this room, done at once."""
    journal.record_all(federation=federation, actor=actor, hat=str(hat) if hat else "", at=at, deeds=deeds)
