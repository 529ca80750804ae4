"""Who is there, what each may act for, what stands below what. Everything is asked inside one federation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from jiangfang.core.people import RECOMMENDING, Kind, Role, puts_right
from jiangfang.core.slips import Purpose, digest
from jiangfang.records.people.models import Beginning, Federation, Hat, Organisation, Person, Slip


def worn(day: date, prefix: str = "") -> Q:
    """The hats that are worn on a day. prefix: the way to them, ``hats__``."""
    until = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & until


def waits_to_begin() -> bool:
    """Whether there is nobody here yet and a code was shown by which somebody may begin."""
    return Beginning.objects.filter(~Exists(Federation.objects.all())).exists()


def person_called(login: str) -> Person | None:
    """The person of a login name, however it is typed."""
    kept = login.strip().casefold()
    if "\0" in kept:  # what PostgreSQL cannot even be asked for
        return None
    return Person.objects.select_related("federation").filter(login=kept).first()


def top_of(federation: Federation) -> Organisation:
    """The organisation that the federation itself is."""
    return Organisation.objects.get(federation=federation, parent__isnull=True)


def top_id(federation: int) -> int:
    """The number of the organisation that a federation itself is."""
    return Organisation.objects.values_list("pk", flat=True).get(federation=federation, parent__isnull=True)


def hats_of(person: Person, day: date) -> QuerySet[Hat]:
    """What a person may act for on a day; nothing for one who is put out of use."""
    found = Hat.objects.filter(worn(day), person=person, person__is_active=True, organisation__closed_on__isnull=True)
    return found.select_related("organisation", "person").order_by("organisation__path", "role", "pk")


def below(organisation: Organisation, day: date) -> QuerySet[Organisation]:
    """The open organisations under one, in the order of the tree; ``holders``: how many persons act for each."""
    found = Organisation.objects.filter(
        federation=organisation.federation_id, path__startswith=organisation.path, closed_on__isnull=True
    ).exclude(pk=organisation.pk)
    holding = worn(day, "hats__") & Q(hats__person__is_active=True)
    return found.annotate(holders=Count("hats__person", filter=holding, distinct=True)).order_by("path")


def holders(organisation: Organisation, day: date, role: Role | None = None) -> QuerySet[Hat]:
    """Who wears which hat at an organisation and below it."""
    found = Hat.objects.filter(
        worn(day),
        organisation__federation=organisation.federation_id,
        organisation__path__startswith=organisation.path,
        person__is_active=True,
    )
    if role is not None:
        found = found.filter(role=role.value)
    return found.select_related("organisation", "person").order_by("organisation__path", "role", "person__name", "pk")


def open_slips(organisation: Organisation, now: datetime) -> QuerySet[Slip]:
    """The codes for units at an organisation and below it that somebody could still use."""
    found = Slip.objects.filter(
        federation=organisation.federation_id,
        organisation__path__startswith=organisation.path,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=now,
    )
    return found.select_related("organisation").order_by("organisation__path", "role", "pk")


def unit_slip(code: str, now: datetime) -> Slip | None:
    """The code for a unit that somebody holds in hand, while it is good; with its unit."""
    mine = Slip.objects.filter(digest=digest(code), purpose=Purpose.UNIT.value, organisation__closed_on__isnull=True)
    return (
        mine.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now)
        .select_related("organisation")
        .first()
    )


def tree(top: Organisation) -> QuerySet[Organisation]:
    """An organisation and the open ones below it, in the order of the tree."""
    found = Organisation.objects.filter(federation=top.federation_id, path__startswith=top.path)
    return found.filter(closed_on__isnull=True).select_related("parent").order_by("path")


def counted(organisations: Iterable[Organisation], day: date) -> dict[int, int]:
    """How many persons act for each of these organisations."""
    holding = Hat.objects.filter(worn(day), person__is_active=True, organisation__in=[one.pk for one in organisations])
    found = holding.order_by().values_list("organisation").annotate(Count("person", distinct=True))
    return {int(pk): int(count) for pk, count in found}


def may_stand_above(top: Organisation) -> QuerySet[Organisation]:
    """The bodies at an organisation and below it under which units usually stand: no units."""
    kinds = [Kind.FEDERATION.value, *(kind.value for kind in RECOMMENDING)]
    return tree(top).filter(kind__in=kinds)


def line_above(organisation: Organisation) -> QuerySet[Organisation]:
    """What stands above an organisation, from the top down."""
    above = [int(number) for number in organisation.path.strip("/").split("/")][:-1]
    return Organisation.objects.filter(pk__in=above).order_by("path")


def hats_at(organisation: Organisation, day: date) -> QuerySet[Hat]:
    """Who wears which hat exactly there, with those who are put out of use."""
    found = Hat.objects.filter(worn(day), organisation=organisation)
    return found.select_related("person").order_by("role", "person__name", "pk")


def codes_at(organisation: Organisation, now: datetime) -> QuerySet[Slip]:
    """The codes exactly there that somebody could still use."""
    return open_slips(organisation, now).filter(organisation=organisation)


def reset_slip(person: Person, now: datetime) -> Slip | None:
    """The code by which a person could still set another password."""
    waiting = Slip.objects.filter(person=person, purpose=Purpose.RESET.value, expires_at__gt=now)
    return waiting.filter(used_at__isnull=True, revoked_at__isnull=True).first()


def newest_slip(organisation: Organisation) -> int:
    """The number of the last code for a unit; 0 where there was none."""
    return Slip.objects.filter(organisation=organisation).aggregate(last=Max("pk"))["last"] or 0


def persons_seen(top: Organisation, day: date) -> QuerySet[Person]:
    """The persons whom the body at ``top`` sees: who acts at it or below it, or did so last and now acts nowhere."""
    found = Person.objects.filter(federation=top.federation_id)
    if top.parent_id is None:
        return found
    every = Hat.objects.filter(person=OuterRef("pk"))
    mine, now = every.filter(organisation__path__startswith=top.path), Exists(every.filter(worn(day)))
    return found.filter(Exists(mine.filter(worn(day))) | (Exists(mine) & ~now))


def with_hats(persons: QuerySet[Person], top: Organisation, day: date) -> QuerySet[Person]:
    """Persons with what they act for at an organisation and below it, as ``hats_here``."""
    hats = Hat.objects.filter(worn(day), organisation__path__startswith=top.path)
    ordered = hats.select_related("organisation").order_by("organisation__path", "role")
    return persons.prefetch_related(Prefetch("hats", queryset=ordered, to_attr="hats_here"))


def worn_by(person: Person, day: date) -> list[Hat]:
    """Every hat that a person wears on a day, also one who is put out of use."""
    found = Hat.objects.filter(worn(day), person=person).select_related("organisation")
    return list(found.order_by("organisation__path", "role", "pk"))


def ended_of(person: Person, top: Organisation, day: date) -> QuerySet[Hat]:
    """What a person acted for before, at an organisation and below it, last first."""
    found = Hat.objects.filter(person=person, organisation__path__startswith=top.path, until__lte=day)
    return found.select_related("organisation").order_by("-until", "-pk")


def can_manage(hat: Hat, organisation: Organisation) -> bool:
    """Whether a hat manages an organisation and its people."""
    own = hat.organisation
    within = own.federation_id == organisation.federation_id
    return within and puts_right(Role(hat.role), own.path, organisation.path)


def can_manage_person(hat: Hat, person: Person, worn_hats: Collection[Hat]) -> bool:
    """Whether a hat manages everything that a person acts for; who acts for nothing is an administrator's affair."""
    spots = [one.organisation for one in worn_hats]
    if spots:
        return all(can_manage(hat, spot) for spot in spots)
    return hat.role == Role.ADMIN and hat.organisation.federation_id == person.federation_id


def organisations_called(top: Organisation, name: str) -> QuerySet[Organisation]:
    """The open organisations of a name at another and below it."""
    return tree(top).filter(name=name.strip())
