"""Who is there, what each may act for, what stands below what. Everything is asked inside one federation."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from jiangfang.core.people import Role
from jiangfang.core.slips import Purpose, digest
from jiangfang.records.people.models import Federation, Hat, Organisation, Person, Slip


def worn(day: date, prefix: str = "") -> Q:
    """The hats that are worn on a day. prefix: the way to them, ``hats__``."""
    until = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & until


def person_called(login: str) -> Person | None:
    """The person of a login name, however it is typed."""
    kept = login.strip().casefold()
    if "\0" in kept:  # what PostgreSQL cannot even be asked for
        return None
    return Person.objects.select_related("federation").filter(login=kept).first()


def top_of(federation: Federation) -> Organisation:
    """The organisation that the federation itself is."""
    return Organisation.objects.get(federation=federation, parent__isnull=True)


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
