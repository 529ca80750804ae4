"""Messages of a reader, the mails of a federation, and to whom an office may write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.timezone import make_aware

from jiangfang.core.people import RECOMMENDING, Kind, Role
from jiangfang.records.messages.models import Announcement, Mail, Message, Outbox, Seen, SeenUpTo
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.records.people.queries import worn

NEWEST = 10
ANNOUNCED = "announced:"
"""How the keys of announcements begin."""


def messages_of(hat: Hat) -> QuerySet[Message]:
    """What was told to a hat since it is worn, newest first; ``is_new``: this person has not seen it."""
    begins = make_aware(datetime.combine(hat.since, time.min))
    mine = Message.objects.filter(organisation=hat.organisation_id, role=hat.role, at__gte=begins)
    return mine.annotate(is_new=_new(hat)).order_by("-pk")


def _new(hat: Hat) -> Combinable:
    upto = SeenUpTo.objects.filter(person=hat.person_id, organisation=hat.organisation_id, role=hat.role)
    seen = Seen.objects.filter(message=OuterRef("pk"), person=hat.person_id)
    return Q(pk__gt=Coalesce(Subquery(upto.values("message")[:1]), Value(0))) & ~Exists(seen)


def unseen(hat: Hat) -> QuerySet[Message]:
    """What this person has not seen yet, newest first."""
    return messages_of(hat).filter(_new(hat))


def newest(hat: Hat) -> list[Message]:
    """What the desk shows of it; one more than it shows where there is more."""
    return list(unseen(hat)[: NEWEST + 1])


def saying(told: QuerySet[Message], text: str) -> QuerySet[Message]:
    """Those in which a text stands."""
    return told.filter(Q(subject__icontains=text) | Q(text__icontains=text))


def message_for(hat: Hat, pk: int) -> Message | None:
    """A message that was told to a hat."""
    return messages_of(hat).filter(pk=pk).first()


def mails_of(federation: int) -> QuerySet[Mail]:
    """The mails of a federation, newest first."""
    return Mail.objects.filter(federation=federation).order_by("-pk")


def mails_like(federation: int, state: str, text: str) -> QuerySet[Mail]:
    """Those in one state, to an address or under a subject."""
    found = mails_of(federation)
    if state:
        found = found.filter(state=state)
    return found.filter(Q(address__icontains=text) | Q(subject__icontains=text)) if text else found


def newest_mail(federation: int) -> int:
    """The number of the newest mail; 0 where there is none."""
    return mails_of(federation).values_list("pk", flat=True).first() or 0


def counted(federation: int) -> dict[str, int]:
    """How many mails stand where."""
    found = Mail.objects.filter(federation=federation).order_by().values_list("state").annotate(Count("pk"))
    return {str(state): int(count) for state, count in found}


def looks_first(federation: int) -> bool:
    """Whether mails are held until somebody lets them go."""
    return Outbox.objects.filter(federation=federation, looks_first=True).exists()


def mail_is_set() -> bool:
    """Whether there is a server to hand mails to."""
    return settings.MAIL is not None


def bodies_of(hat: Hat) -> QuerySet[Organisation]:
    """The recommending bodies to which the city may write; none for a recommender."""
    kinds = [kind.value for kind in RECOMMENDING] if hat.role == Role.CITY else []
    return _below(hat).filter(kind__in=kinds)


def units_of(hat: Hat) -> QuerySet[Organisation]:
    """The units to which a hat may write: those below its body."""
    return _below(hat).filter(kind=Kind.UNIT.value)


def _below(hat: Hat) -> QuerySet[Organisation]:
    own = hat.organisation
    found = Organisation.objects.filter(federation=own.federation_id, path__startswith=own.path)
    return found.filter(closed_on__isnull=True).exclude(pk=own.pk).order_by("path")


@dataclass(frozen=True, slots=True)
class Reached:
    """A body that is written to. persons: how many read it; mails: how many of them get it as mail, too."""

    organisation: Organisation
    role: Role
    persons: int
    mails: int


def reached(organisations: Iterable[Organisation], day: date) -> list[Reached]:
    """Who would read what is written to these bodies: to a unit as such, to any other body as a recommender."""
    found = list(organisations)
    roles = {one.pk: reader_of(one) for one in found}
    hats = Hat.objects.filter(worn(day), organisation__in=roles, person__is_active=True).order_by()
    counts = hats.values_list("organisation", "role").annotate(
        persons=Count("person", distinct=True),
        mails=Count("person__email", distinct=True, filter=~Q(person__email="")),
    )
    known = {(spot, role): (persons, mails) for spot, role, persons, mails in counts}
    sending = mail_is_set()
    made = []
    for one in found:
        persons, mails = known.get((one.pk, roles[one.pk].value), (0, 0))
        made.append(Reached(one, roles[one.pk], persons, mails if sending else 0))
    return made


def bodies_acting(path: str, role: Role, federation: int, day: date) -> list[int]:
    """The bodies at a place of the tree and below it for which somebody acts under a role."""
    hats = Hat.objects.filter(
        worn(day),
        organisation__federation=federation,
        organisation__path__startswith=path,
        organisation__closed_on__isnull=True,
        role=role.value,
        person__is_active=True,
    )
    return list(hats.order_by("organisation").values_list("organisation", flat=True).distinct())


def reader_of(organisation: Organisation) -> Role:
    """Under which role a body reads what an office writes to it."""
    return Role.UNIT if organisation.kind == Kind.UNIT.value else Role.RECOMMENDER


def announced(hat: Hat) -> QuerySet[Announcement]:
    """What the body of a hat wrote itself, newest first."""
    return Announcement.objects.filter(organisation=hat.organisation_id).order_by("-pk")


def read_by(announcements: Sequence[Announcement], federation: int) -> dict[str, int]:
    """How many of the bodies that each was written to have seen it, by its token."""
    keys = {key_of(one.token): one.token for one in announcements}
    told = Message.objects.filter(federation=federation, key__in=keys)
    upto = SeenUpTo.objects.filter(
        organisation=OuterRef("organisation"), role=OuterRef("role"), message__gte=OuterRef("pk")
    )
    read = told.filter(Exists(Seen.objects.filter(message=OuterRef("pk"))) | Exists(upto))
    counts = read.order_by().values_list("key").annotate(Count("pk"))
    return {keys[key]: int(count) for key, count in counts}


def key_of(token: str) -> str:
    """The key of the messages of an announcement."""
    return f"{ANNOUNCED}{token}"
