"""Persons and their hats: added, amended, put out of use; hats given and ended; one's own password changed."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jiangfang.core.journal import Actor
from jiangfang.core.people import KIND_TITLES, ROLE_TITLES, Kind, Role, belongs_at
from jiangfang.core.problems import Refused, error
from jiangfang.records.people.actions.authority import (
    actor_of,
    day_of,
    must_reach,
    must_reach_person,
    of_person,
    refused,
    tell,
    tidy_name,
)
from jiangfang.records.people.actions.sign_in import own_password
from jiangfang.records.people.models import Hat, Organisation, Person
from jiangfang.records.people.queries import worn


@transaction.atomic
def add_person(
    *,
    organisation: Organisation,
    role: Role,
    login: str,
    name: str,
    actor: Actor,
    hat: Hat | None,
    at: datetime,
    phone: str = "",
    password: str | None = None,
) -> Person:
    """Add a person with a first hat. Without a password the person gets in by a slip; a given one must be changed."""
    must_reach(actor, hat, organisation, at)
    return enter(organisation, role, login, name, phone, password, passing=True, actor=actor, hat=hat, at=at)


def enter(
    organisation: Organisation,
    role: Role,
    login: str,
    name: str,
    phone: str,
    password: str | None,
    *,
    passing: bool,
    actor: Actor | None,
    hat: Hat | None,
    at: datetime,
) -> Person:
    """A person kept with a first hat and journalled. passing: the password is only good for the first time.

    actor: None for the person itself.
    """
    person = Person(federation_id=organisation.federation_id, login=tidy_login(login))
    person.name = tidy_name(name, "姓名", 60)
    person.phone = tidy_name(phone, "电话", 40, "phone") if phone.strip() else ""
    person.password = hashed(password, person) if password is not None else make_password(None)
    person.must_change_password = passing
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as fault:
        raise refused("already_there", f"登录名“{person.login}”已经有人用了，请换一个", "login") from fault
    who = actor or actor_of(person)
    tell(
        "person.added",
        of_person(person),
        federation=person.federation_id,
        actor=who,
        hat=hat,
        at=at,
        after={"login": person.login, "name": person.name, "phone": person.phone},
        personal=("phone",),
    )
    put_on(person, organisation, role, actor=who, hat=hat, at=at)
    return person


@transaction.atomic
def amend_person(*, person: Person, name: str, phone: str, actor: Actor, hat: Hat | None, at: datetime) -> Person:
    """Mend the name or the phone of a person; one's own is mended without a hat."""
    if actor.id == person.pk:
        hat = None
    else:
        must_reach_person(actor, hat, person, at)
    found = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    new = {"name": tidy_name(name, "姓名", 60), "phone": tidy_name(phone, "电话", 40, "phone") if phone.strip() else ""}
    old = {key: getattr(found, key) for key in new}
    changed = [key for key in new if new[key] != old[key]]
    if changed:
        Person.objects.filter(pk=found.pk).update(**new)
        found.name, found.phone = new["name"], new["phone"]
        tell(
            "person.amended",
            of_person(found),
            federation=found.federation_id,
            actor=actor,
            hat=hat,
            at=at,
            before={key: old[key] for key in changed},
            after={key: new[key] for key in changed},
            personal=("phone",),
        )
    return found


@transaction.atomic
def set_active(*, person: Person, active: bool, actor: Actor, hat: Hat | None, at: datetime) -> Person:
    """Put a person who has left out of use, or back into it; the hats stay. The last administrator stays in use."""
    must_reach_person(actor, hat, person, at)
    kept = Hat.objects.filter(worn(day_of(at)), person=person, role=Role.ADMIN.value)
    if not active and any(_only_one(held, at) for held in kept):
        raise refused("last_admin", "这是最后一个管理员，请先指定另一个")
    if Person.objects.filter(pk=person.pk, is_active=not active).update(is_active=active):
        deed = "person.put_back" if active else "person.put_out"
        tell(deed, of_person(person), federation=person.federation_id, actor=actor, hat=hat, at=at)
    return Person.objects.get(pk=person.pk)


@transaction.atomic
def give_hat(
    *, person: Person, organisation: Organisation, role: Role, actor: Actor, hat: Hat | None, at: datetime
) -> Hat:
    """Let a person act for an organisation of the same federation.

    A recommender does not do so for itself: whoever judges a unit's form neither fills it in nor signs for its union.
    """
    must_reach(actor, hat, organisation, at)
    if hat is not None and hat.role == Role.RECOMMENDER.value and person.pk == actor.id:
        raise refused("not_allowed", "推荐单位的人不能给自己加所属单位的身份，确有需要请市总工会来办", "person")
    return put_on(person, organisation, role, actor=actor, hat=hat, at=at)


def put_on(
    person: Person, organisation: Organisation, role: Role, *, actor: Actor, hat: Hat | None, at: datetime
) -> Hat:
    """A hat kept and journalled, where it may be."""
    spot = Organisation.objects.get(pk=organisation.pk)
    if person.federation_id != spot.federation_id:
        raise refused("not_allowed", "这个人不在这个市总工会", "person")
    if spot.closed_on is not None:
        raise refused("closed", f"“{spot.name}”已经关掉", "organisation")
    if not belongs_at(role, Kind(spot.kind)):
        raise refused("bad_role", f"{KIND_TITLES[Kind(spot.kind)]}没有“{ROLE_TITLES[role]}”这个身份", "role")
    try:
        with transaction.atomic():
            made = Hat.objects.create(person=person, organisation=spot, role=role.value, since=day_of(at))
    except IntegrityError as fault:
        raise refused("already_there", f"{person.name}已经是{ROLE_TITLES[role]}·{spot.name}") from fault
    told = {"organisation": spot.pk, "organisation_name": spot.name, "role": role.value}
    tell("hat.given", of_person(person), federation=spot.federation_id, actor=actor, hat=hat, at=at, after=told)
    return made


@transaction.atomic
def end_hat(*, ending: Hat, actor: Actor, hat: Hat | None, at: datetime) -> Hat:
    """End a hat with today; from today on nothing can be done under it. The last administrator stays."""
    found = Hat.objects.select_related("person", "organisation").get(pk=ending.pk)
    must_reach(actor, hat, found.organisation, at)
    day = day_of(at)
    if found.role == Role.ADMIN.value and _only_one(found, at):
        raise refused("last_admin", "这是最后一个管理员，请先指定另一个")
    if Hat.objects.filter(worn(day), pk=found.pk).update(until=day):
        spot = found.organisation
        told = {"organisation": spot.pk, "organisation_name": spot.name, "role": found.role, "until": day.isoformat()}
        subject = of_person(found.person)
        tell("hat.ended", subject, federation=found.person.federation_id, actor=actor, hat=hat, at=at, after=told)
    return Hat.objects.get(pk=found.pk)


def _only_one(hat: Hat, at: datetime) -> bool:
    """Whether nobody else is an administrator there; other administrators' ends wait until this one is decided."""
    spot = Organisation.objects.select_for_update(no_key=True).get(pk=hat.organisation_id)
    others = Hat.objects.filter(worn(day_of(at)), organisation=spot, role=Role.ADMIN.value, person__is_active=True)
    return not others.exclude(pk=hat.pk).exists()


def change_password(*, person: Person, old: str, new: str, at: datetime) -> Person:
    """Change one's own password; the old one is asked, also where it must be changed.

    Who never had one and came in by a link chooses the first. A wrong old one counts as a wrong try of the sign-in and
    slows both; it is counted before the transaction, which a refusal takes back.
    """
    known = Person.objects.get(pk=person.pk)
    if known.has_usable_password() and not own_password(known, old, at):
        raise refused("wrong_password", "原来的密码不对", "old")
    if old == new:
        raise refused("bad_password", "新密码要和原来的不同", "new")
    with transaction.atomic():
        found = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if found.password != known.password:
            raise refused("wrong_password", "密码刚刚改过了，请用新的密码再试", "old")
        return set_password(found, new, "person.password_changed", actor=actor_of(found), at=at)


def set_password(person: Person, password: str, deed: str, *, actor: Actor, at: datetime) -> Person:
    """A password that the person chose, kept and journalled (the deed, nothing of it)."""
    person.password = hashed(password, person)
    person.must_change_password = False
    Person.objects.filter(pk=person.pk).update(password=person.password, must_change_password=False)
    tell(deed, of_person(person), federation=person.federation_id, actor=actor, hat=None, at=at)
    return person


def tidy_login(login: str) -> str:
    """A login name as it is kept: without capitals and without spaces. Raises Refused."""
    kept = tidy_name(login, "登录名", 40, "login").casefold()
    if any(letter.isspace() for letter in kept) or len(kept) > 40:
        raise refused("bad_name", "登录名里不能有空格", "login")
    return kept


def hashed(password: str, person: Person) -> str:
    """What is kept of a password. Raises Refused for one that is too easy."""
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refused([error("bad_password", "password", _spoken(says)) for says in fault.messages]) from fault
    return make_password(password)


def _spoken(says: str) -> str:
    """Django's sentence without the names of our columns: 密码跟 login 太相似了."""
    return says.replace(" login ", "登录名").replace(" phone ", "电话")
