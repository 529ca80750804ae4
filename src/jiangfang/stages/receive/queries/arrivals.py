"""What was written down of what came, and where in the table it belongs."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from jiangfang.core.receiving import Form, Spot
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive.models import Arrival
from jiangfang.stages.receive.queries.numbers import due, plan_of


def arrivals() -> QuerySet[Arrival]:
    """What came, with what it belongs to; without the long texts."""
    found = Arrival.objects.select_related(
        "round__revision", "round__federation", "recommender__organisation", "application__unit"
    )
    return found.defer("application__answers", "application__rough", "round__revision__plain")


def spot_of(arrival: Arrival) -> Spot:
    """Where in the table it belongs."""
    application, recommender = arrival.application_id, arrival.recommender_id
    return Spot(application, None if application else recommender, arrival.deliverable, Form(arrival.kind))


def unstruck(round: Round, spots: Collection[Spot]) -> QuerySet[Arrival]:
    """What came for some places of the table and still counts, perhaps with some more of the same owners."""
    rows = [one.application for one in spots if one.application is not None]
    bodies = [one.recommender for one in spots if one.recommender is not None]
    mine = Q(application__in=rows) | Q(application__isnull=True, recommender__in=bodies)
    found = Arrival.objects.filter(mine, round=round, struck_at__isnull=True)
    return found.filter(deliverable__in={one.item for one in spots})


def copies_of(round: Round, spots: Collection[Spot]) -> dict[Spot, int]:
    """How many copies came for each place."""
    found: dict[Spot, int] = {}
    for one in unstruck(round, spots):
        spot = spot_of(one)
        found[spot] = found.get(spot, 0) + one.copies
    return {spot: many for spot, many in found.items() if spot in set(spots)}


def owners(round: Round, spots: Collection[Spot]) -> dict[int, Application]:
    """The applications of some places, of those for which papers have to come."""
    wanted = [one.application for one in spots if one.application is not None]
    found = due(round, plan_of(round)).filter(pk__in=wanted).select_related("unit", "recommender__organisation")
    return {row.pk: row for row in found.defer("answers", "rough")} if wanted else {}


def bodies(round: Round, spots: Collection[Spot]) -> dict[int, Recommender]:
    """The recommenders of some places."""
    wanted = [one.recommender for one in spots if one.recommender is not None]
    found = rounds.recommenders(round).filter(pk__in=wanted) if wanted else ()
    return {row.pk: row for row in found}


def names(round: Round) -> list[tuple[int, str]]:
    """The recommenders of a round, by name, for a choice."""
    return list(rounds.recommenders(round).values_list("pk", "organisation__name"))
