"""One-time codes: issued in bulk for units, for a lost password, for a sign-in; used once; revoked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiangfang.core.journal import Actor, Subject
from jiangfang.core.people import ROLE_TITLES, Kind, Role, belongs_at, may_invite
from jiangfang.core.slips import Purpose, digest, expires, refusal, spell
from jiangfang.records.people.actions.authority import (
    actor_of,
    day_of,
    hold_tree,
    must_reach,
    must_reach_person,
    of_organisation,
    of_person,
    refused,
    tell,
)
from jiangfang.records.people.actions.persons import add_person, enter, set_password
from jiangfang.records.people.models import Hat, Organisation, Person, Slip
from jiangfang.records.people.queries import hats_of

NOT_KNOWN = "没有这个一次性码，请照纸条上的重新输一遍"


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """A slip and its code. The code is known now and never again."""

    slip: Slip
    code: str


@transaction.atomic
def issue_unit_slips(
    *,
    organisations: Sequence[Organisation],
    role: Role,
    actor: Actor,
    hat: Hat | None,
    at: datetime,
    newest: int | None = None,
) -> list[IssuedSlip]:
    """A code for each of these units, by which somebody new becomes one of it. All or none.

    newest: the last slip of these units that the issuer knows of; refused where there is a later one, since then the
    form was sent twice.
    """
    made = []
    if newest is not None:
        _must_be_newest(organisations, newest)
    for spot in Organisation.objects.filter(pk__in=[given.pk for given in organisations]).order_by("path"):
        must_reach(actor, hat, spot, at)
        if spot.closed_on is not None or not belongs_at(role, Kind(spot.kind)):
            raise refused("bad_role", f"不能给“{spot.name}”发“{ROLE_TITLES[role]}”的一次性码")
        slip = Slip(federation_id=spot.federation_id, organisation=spot, role=role.value)
        made.append(_issue(slip, Purpose.UNIT, of_organisation(spot), actor=actor, hat=hat, at=at))
    return made


def _must_be_newest(organisations: Sequence[Organisation], newest: int) -> None:
    """Raises Refused where one of them has a later slip; others who issue one there wait for this one."""
    for federation in {given.federation_id for given in organisations}:
        hold_tree(federation)
    if Slip.objects.filter(organisation__in=organisations, pk__gt=newest).exists():
        raise refused("already_there", "刚才已经给这个单位发过一个码。确实要再发一个，请再按一次", "role")


@transaction.atomic
def welcome_person(
    *,
    organisation: Organisation,
    role: Role,
    login: str,
    name: str,
    phone: str,
    actor: Actor,
    hat: Hat | None,
    at: datetime,
) -> IssuedSlip:
    """Add a person with a first hat, and a code by which the person chooses the first password."""
    person = add_person(
        organisation=organisation, role=role, login=login, name=name, phone=phone, actor=actor, hat=hat, at=at
    )
    return issue_reset_slip(person=person, actor=actor, hat=hat, at=at)


@transaction.atomic
def invite_colleague(*, hat: Hat, at: datetime, newest: int | None = None) -> IssuedSlip:
    """A code by which somebody new comes to fill in for the unit of a hat of that unit. newest: see above."""
    spot, role = hat.organisation, Role(hat.role)
    worn_now = hats_of(hat.person, day_of(at)).filter(pk=hat.pk).exists()
    if not worn_now or not may_invite(role, spot.path, Role.UNIT, spot.path):
        raise refused("not_allowed", "只有申报单位的人可以请本单位的新同事进来")
    if newest is not None:
        _must_be_newest([spot], newest)
    slip = Slip(federation_id=spot.federation_id, organisation=spot, role=Role.UNIT.value)
    return _issue(slip, Purpose.UNIT, of_organisation(spot), actor=actor_of(hat.person), hat=hat, at=at)


@transaction.atomic
def issue_reset_slip(*, person: Person, actor: Actor, hat: Hat | None, at: datetime) -> IssuedSlip:
    """A code for a person who lost the password, by the body above; an earlier one is void."""
    must_reach_person(actor, hat, person, at)
    return _issue_to(person, Purpose.RESET, actor=actor, hat=hat, at=at)


@transaction.atomic
def issue_link(*, person: Person, actor: Actor, at: datetime) -> IssuedSlip:
    """A code that signs a person in without a password. Only a service account issues it: on the server."""
    if actor.id is not None:
        raise refused("not_allowed", "一次性登录链接只能在服务器上发")
    return _issue_to(person, Purpose.LINK, actor=actor, hat=None, at=at)


@transaction.atomic
def revoke_slip(*, slip: Slip, actor: Actor, hat: Hat | None, at: datetime) -> Slip:
    """Make a slip void that nobody has used."""
    found = Slip.objects.select_related("organisation", "person").get(pk=slip.pk)
    if found.organisation is not None:
        must_reach(actor, hat, found.organisation, at)
    elif found.person is not None:
        must_reach_person(actor, hat, found.person, at)
    if not Slip.objects.filter(pk=found.pk, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at):
        raise refused("slip", "这个一次性码已经用过或者作废了")
    tell(
        "slip.revoked", _subject(found), federation=found.federation_id, actor=actor, hat=hat, at=at, after=told(found)
    )
    return Slip.objects.get(pk=found.pk)


@transaction.atomic
def redeem_unit_slip(*, code: str, login: str, name: str, phone: str, password: str, at: datetime) -> Person:
    """Somebody new enters a unit by its code, with a login and a password of their own."""
    slip = _take(code, Purpose.UNIT, at)
    if slip.organisation is None or slip.organisation.closed_on is not None:
        raise refused("slip", "发码的单位已经关掉")
    person = enter(
        slip.organisation, Role(slip.role), login, name, phone, password, passing=False, actor=None, hat=None, at=at
    )
    _used(slip, person, at)
    return person


@transaction.atomic
def reset_password(*, code: str, password: str, at: datetime) -> Person:
    """Somebody who lost the password sets another by a code."""
    slip = _take(code, Purpose.RESET, at)
    person = _person_of(slip)
    set_password(person, password, "person.password_reset", actor=actor_of(person), at=at)
    _used(slip, person, at)
    return person


@transaction.atomic
def redeem_link(*, code: str, at: datetime) -> Person:
    """Who is signed in by a link."""
    slip = _take(code, Purpose.LINK, at)
    person = _person_of(slip)
    _used(slip, person, at)
    return person


def _issue_to(person: Person, purpose: Purpose, *, actor: Actor, hat: Hat | None, at: datetime) -> IssuedSlip:
    if not Person.objects.filter(pk=person.pk, is_active=True).exists():
        raise refused("not_active", f"{person.name}的账号已经停用", "person")
    waiting = Slip.objects.filter(person=person, purpose=purpose.value, used_at__isnull=True, revoked_at__isnull=True)
    waiting.update(revoked_at=at)
    slip = Slip(federation_id=person.federation_id, person=person)
    return _issue(slip, purpose, of_person(person), actor=actor, hat=hat, at=at)


def _issue(
    slip: Slip, purpose: Purpose, subject: Subject, *, actor: Actor, hat: Hat | None, at: datetime
) -> IssuedSlip:
    code = spelt(slip, purpose, actor, at)
    slip.save(force_insert=True)
    tell("slip.issued", subject, federation=slip.federation_id, actor=actor, hat=hat, at=at, after=told(slip))
    return IssuedSlip(slip, code)


def spelt(slip: Slip, purpose: Purpose, actor: Actor, at: datetime) -> str:
    """A new code, its digest put on a slip that is still to be kept."""
    code = spell(secrets.choice)
    slip.purpose, slip.digest = purpose.value, digest(code)
    slip.issued_by_id, slip.issuer = actor.id, actor.name
    slip.issued_at, slip.expires_at = at, expires(purpose, at)
    return code


def _take(code: str, purpose: Purpose, at: datetime) -> Slip:
    """The slip of a code, taken by a conditional UPDATE: of two who use it at once, one gets it. Raises Refused."""
    mine = Slip.objects.filter(digest=digest(code), purpose=purpose.value)
    free = mine.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    taken = free.update(used_at=at)
    slip = mine.select_related("organisation", "person").first()
    if slip is None:
        raise refused("slip", NOT_KNOWN, "code")
    if not taken:
        said = refusal(at, slip.expires_at, slip.used_at, slip.revoked_at)
        raise refused("slip", said, "code")
    return slip


def _person_of(slip: Slip) -> Person:
    if slip.person is None or not slip.person.is_active:
        raise refused("not_active", "这个账号已经停用", "code")
    return slip.person


def _used(slip: Slip, person: Person, at: datetime) -> None:
    Slip.objects.filter(pk=slip.pk).update(used_by=person)
    tell(
        "slip.used",
        _subject(slip),
        federation=slip.federation_id,
        actor=actor_of(person),
        hat=None,
        at=at,
        after=told(slip),
    )


def _subject(slip: Slip) -> Subject:
    if slip.organisation is not None:
        return of_organisation(slip.organisation)
    if slip.person is None:
        raise LookupError("a slip is for a unit or a person; the database sees to it")
    return of_person(slip.person)


def told(slip: Slip) -> dict[str, str | int]:
    """What the journal keeps of a slip: nothing of its code."""
    return {"slip": slip.pk, "purpose": slip.purpose, "role": slip.role, "expires_at": slip.expires_at.isoformat()}
