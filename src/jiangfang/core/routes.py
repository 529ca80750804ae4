"""Which ways an application may go: through the body above the unit, or directly where the notice has such a way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from jiangfang.core.definition.bodies import Route
from jiangfang.core.definition.programme import Programme
from jiangfang.core.people import RECOMMENDING, Kind, Role


@dataclass(frozen=True, slots=True)
class Choice:
    """One way. klass: the class of the recommender it goes through, "" where none stands between."""

    route: Route
    klass: str = ""


def is_direct(route: Route) -> bool:
    """Whether no recommender stands between the unit and the city."""
    return not route.quota_of and Role.RECOMMENDER.value not in route.steps


def route_of(programme: Programme, klass: str) -> Route | None:
    """The way through a class of recommenders; None where there is none."""
    return next((route for route in programme.routes if route.quota_of == klass), None)


def choices(programme: Programme, parent_kind: Kind, classes: Collection[str]) -> tuple[Choice, ...]:
    """The ways open to a unit.

    parent_kind: what it stands below. classes: for a unit below a recommending body, the class of that body in the
    round (none when it takes no part); for a unit directly below the city, the classes of all bodies that take part.
    """
    through = [
        Choice(route, group.id)
        for group in programme.recommenders
        if group.id in classes and (route := route_of(programme, group.id)) is not None
    ]
    if parent_kind in RECOMMENDING:
        return tuple(through)
    return (*(Choice(route) for route in programme.routes if is_direct(route)), *through)
