"""The studios of a unit, what is said of them, and what they may be called."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet

from jiangfang.records.people.models import Organisation
from jiangfang.records.studios.beside import SAID, SUGGESTED, Suggested
from jiangfang.records.studios.models import Studio

MOST_SUGGESTED = 12


def studios_of(unit: int) -> QuerySet[Studio]:
    """The studios of a unit: those that are kept first, by name."""
    return Studio.objects.filter(unit=unit).order_by(F("closed_at").asc(nulls_first=True), "name", "pk")


def whole(studios: QuerySet[Studio]) -> QuerySet[Studio]:
    """With whose they are."""
    return studios.select_related("unit", "federation")


def said_of(studios: Iterable[Studio]) -> dict[int, list[str]]:
    """What other rooms say of each."""
    ids = [one.pk for one in studios]
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    for say in SAID if ids else ():
        for pk, said in say(ids).items():
            found[pk].append(said)
    return found


def suggested(unit: Organisation) -> list[Suggested]:
    """What a unit may begin next: names that it used elsewhere and that no studio of it has; each name once."""
    taken = set(Studio.objects.filter(unit=unit).values_list("name", flat=True))
    found: dict[str, Suggested] = {}
    for suggest in SUGGESTED:
        for one in suggest(unit.pk):
            if one.name and one.name not in taken:
                found.setdefault(one.name, one)
    return list(found.values())[:MOST_SUGGESTED]
