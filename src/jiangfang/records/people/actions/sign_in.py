"""The sign-in by name and password, slowed after wrong tries, and silent about which account exists.

Known or not, in use or not: the same counts, the same hashing, the same answer.
"""

from __future__ import annotations

import hashlib
import math
from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.db import transaction

from jiangfang.core.throttle import BY_ADDRESS, BY_NAME
from jiangfang.records.people.actions.authority import refused
from jiangfang.records.people.models import Person, SignInTry
from jiangfang.records.people.queries import person_called

_LONG_AGO = max(BY_ADDRESS.quiet, BY_NAME.quiet)
_STEPS = {"address": BY_ADDRESS, "name": BY_NAME, "first": BY_NAME}


def sign_in_attempt(*, login: str, password: str, address: str, at: datetime) -> Person:
    """The person whose name and password these are. Raises Refused, with the same sentence whatever was wrong.

    The try is counted before the password is looked at, in a transaction of its own, so that many at once are no way
    around; a right one takes its count back. Not journalled: the count is the trace of a wrong try, ``last_login`` of
    a right one.
    """
    keys = {"address": _digest(address), "name": _of_name(login)}
    _slow_down(keys, at)
    nobody, person = _nobody(), person_called(login)
    known = person is not None and person.is_active and is_password_usable(person.password)
    right = check_password(password, person.password if person is not None and known else nobody)
    if person is None or not (known and right):
        raise refused("sign_in_failed", "登录名或密码不对")
    _forgive(keys, person, at)
    return person


def own_password(person: Person, password: str, at: datetime) -> bool:
    """Whether it is the password of somebody who is signed in; wrong ones slow the name as at the sign-in."""
    _slow_down({"name": _of_name(person.login)}, at)
    right = check_password(password, person.password)
    if right:
        SignInTry.objects.filter(kind="name", key=_of_name(person.login)).update(tries=0)
    return right


def first_code_tried(address: str, at: datetime) -> None:
    """Counts a try of the code by which an installation is begun. Raises Refused where there is a wait first."""
    _slow_down({"first": _digest(address)}, at)


def first_code_right(address: str) -> None:
    """Takes the count back: what else is wrong with the form is no guessing."""
    SignInTry.objects.filter(kind="first", key=_digest(address)).update(tries=0)


def _slow_down(keys: dict[str, str], at: datetime) -> None:
    """Counts a try. Raises Refused where there is a wait first."""
    wait = _count(keys, at)
    if wait:
        raise refused("slow_down", f"试的次数太多了，请过 {wait} 秒再试")


@transaction.atomic
def _count(keys: dict[str, str], at: datetime) -> int:
    """One more try for each key; or the seconds to wait, and nothing counted."""
    fresh = [SignInTry(kind=kind, key=key, last_at=at) for kind, key in keys.items()]
    SignInTry.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = [SignInTry.objects.select_for_update(no_key=True).get(kind=kind, key=key) for kind, key in keys.items()]
    ready = max(_STEPS[row.kind].ready(row.tries, row.last_at, at) for row in rows)
    if ready > at:
        return math.ceil((ready - at).total_seconds())
    for row in rows:
        tries = _STEPS[row.kind].counted(row.tries, row.last_at, at) + 1
        SignInTry.objects.filter(pk=row.pk).update(tries=tries, last_at=at)
    return 0


@transaction.atomic
def _forgive(keys: dict[str, str], person: Person, at: datetime) -> None:
    """A right try: the name begins anew, the address has one wrong try less (others may be guessing from it)."""
    address = SignInTry.objects.select_for_update(no_key=True).get(kind="address", key=keys["address"])
    SignInTry.objects.filter(pk=address.pk).update(tries=max(address.tries - 1, 0))
    SignInTry.objects.filter(kind="name", key=keys["name"]).update(tries=0)
    SignInTry.objects.filter(last_at__lt=at - _LONG_AGO).delete()
    Person.objects.filter(pk=person.pk).update(last_login=at)


def _of_name(login: str) -> str:
    return _digest(login.strip().casefold())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _nobody() -> str:
    """A password that nobody has, made once, to be hashed against where there is no account."""
    return make_password("nobody has this one")
