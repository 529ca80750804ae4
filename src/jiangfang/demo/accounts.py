"""Who can be tried in the sample data: for the sign-in page, and as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from unicodedata import east_asian_width

from jiangfang.config.sample import KEYS
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.demo.cast import CITIES, City
from jiangfang.records.journal.models import Entry
from jiangfang.records.people.models import Federation, Person
from jiangfang.records.people.queries import hats_of

CHANGED = "（已经改过）"
_DEEDS = ("person.password_changed", "person.password_reset")


def federation_of(city: City) -> Federation | None:
    """The federation of a sample city, however it is called by now; None where it is not there."""
    admin = Person.objects.select_related("federation").filter(login=city.admin).first()
    return admin.federation if admin else None


def accounts(today: date) -> list[dict[str, str]]:
    """Everybody of the sample who still signs in, with the keys of the file that the sign-in page reads."""
    return [account for city in CITIES if (found := federation_of(city)) for account in _of(city, found, today)]


def _of(city: City, federation: Federation, today: date) -> Iterator[dict[str, str]]:
    changed = _changed(federation)
    there = {person.login: person for person in Person.objects.filter(federation=federation, is_active=True)}
    for account in city.accounts():
        person = there.get(account.login)
        hats = list(hats_of(person, today)) if person else []
        if person and hats:
            spots = list(dict.fromkeys(hat.organisation.name for hat in hats))
            roles = [ROLE_TITLES[Role(hat.role)] for hat in hats]
            password = CHANGED if str(person.pk) in changed else account.password
            said = (federation.name, "、".join(spots), "、".join(roles), person.name, person.login, password)
            yield dict(zip(KEYS, said, strict=True))


def _changed(federation: Federation) -> set[str]:
    """The persons whose password somebody changed after the sample was made, whose first day is its first entry's."""
    entries = Entry.objects.filter(federation=federation.pk)
    first = entries.order_by("number").values_list("at", flat=True).first()
    if first is None:
        return set()
    later = entries.filter(deed__in=_DEEDS, at__gt=first + timedelta(days=2))
    return set(later.values_list("subject_id", flat=True))


def table(found: Sequence[dict[str, str]]) -> list[str]:
    """The accounts as lines, city by city, the columns one below the other."""
    shown = ("role", "organisation", "name", "login", "password")
    widths = [max((_width(one[key]) for one in found), default=0) for key in shown]
    lines: list[str] = []
    for city, rows in groupby(found, key=lambda one: one["city"]):
        lines.append(city)
        lines += ["  " + "  ".join(map(_padded, (one[key] for key in shown), widths)).rstrip() for one in rows]
    return lines


def _width(text: str) -> int:
    """How many places it takes in a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
