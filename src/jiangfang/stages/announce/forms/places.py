"""A body that may recommend: whether it takes part, its class, the floor of a zone, its numbers with their reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiangfang.core import opening
from jiangfang.core.definition.programme import Programme
from jiangfang.core.opening import Place
from jiangfang.core.people import KIND_TITLES, Kind
from jiangfang.core.problems import Problem
from jiangfang.records.people.models import Organisation
from jiangfang.stages.announce.forms.reading import read_number, read_text

FLOORS: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A body as it is typed. was: the class that the numbers in the form were filled in for."""

    id: int
    name: str
    kind: Kind
    takes: bool
    klass: str
    was: str
    floor: str
    at_least: str
    at_most: str
    why: str = ""

    @property
    def where(self) -> str:
        """The place of its problems."""
        return f"place-{self.id}"

    @property
    def kind_title(self) -> str:
        """What kind of body it is."""
        return KIND_TITLES[self.kind]

    @property
    def is_zone(self) -> bool:
        """Whether the question of the floor may be asked of it."""
        return self.kind is Kind.ZONE


def suggested_rows(programme: Programme, bodies: Iterable[Organisation]) -> list[PlaceRow]:
    """Every body as the notice would have it; those that have no class take no part until somebody says so."""
    rows = []
    for body in bodies:
        place = opening.suggested(programme, body.pk, body.name, Kind(body.kind))
        numbers = _shown(place.at_least), _shown(place.at_most)
        takes = bool(place.klass)
        rows.append(PlaceRow(body.pk, body.name, place.kind, takes, place.klass, place.klass, "", *numbers))
    return rows


def typed_rows(bodies: Iterable[Organisation], data: Mapping[str, str]) -> list[PlaceRow]:
    """Every body as it was typed."""
    return [
        PlaceRow(
            body.pk,
            body.name,
            Kind(body.kind),
            f"takes-{body.pk}" in data,
            data.get(f"class-{body.pk}", ""),
            data.get(f"was-{body.pk}", ""),
            data.get(f"floor-{body.pk}", ""),
            data.get(f"at_least-{body.pk}", ""),
            data.get(f"at_most-{body.pk}", ""),
            read_text(data, f"why-{body.pk}"),
        )
        for body in bodies
    ]


def places_of(programme: Programme, rows: Sequence[PlaceRow], problems: list[Problem]) -> list[Place]:
    """Those that take part, as values; what cannot be read becomes a problem."""
    return [place_of(programme, row, problems) for row in rows if row.takes]


def place_of(programme: Programme, row: PlaceRow, problems: list[Problem]) -> Place:
    """One body as a value. Numbers that nobody touched follow the class and the answer that were chosen."""
    numbers = (
        read_number(row.at_least, row.where, f"{row.name}的下限", problems),
        read_number(row.at_most, row.where, f"{row.name}的上限", problems),
    )
    floor = FLOORS.get(row.floor)
    if numbers == _numbers(programme, row.was, row.kind, None):
        numbers = _numbers(programme, row.klass, row.kind, floor)
    return Place(row.id, row.name, row.kind, row.klass, *numbers, why=row.why, floor=floor)


def _numbers(programme: Programme, klass: str, kind: Kind, floor: bool | None) -> tuple[int | None, int | None]:
    group = opening.group_of(programme, klass)
    quota = opening.quota_for(group, kind, floor) if group else None
    return (quota.at_least, quota.at_most) if quota else (None, None)


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
