"""Which ways a unit may go in a round, and the quota of a recommender as a rule."""

from __future__ import annotations

from dataclasses import dataclass

from jiangfang.core import opening, routes
from jiangfang.core.definition.bodies import Route
from jiangfang.core.people import Kind
from jiangfang.core.quota import Passing, Quota
from jiangfang.records.people.models import Organisation
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.announce.queries.rounds import opened, recommenders


@dataclass(frozen=True, slots=True)
class WayThrough:
    """A way open to a unit; recommender: through whom, None where it applies directly."""

    route: Route
    recommender: Recommender | None = None


def ways(round: Round, unit: Organisation) -> tuple[WayThrough, ...]:
    """Every way a unit may choose; none when the body above it takes no part in the round."""
    programme = opened(round).programme
    above = [int(part) for part in unit.path.split("/") if part]
    bodies = Organisation.objects.filter(pk__in=above).exclude(kind=Kind.UNIT.value)
    parent = bodies.order_by("-path").first()
    if parent is None or parent.federation_id != round.federation_id:
        return ()
    taking = recommenders(round).filter(organisation__closed_on__isnull=True)
    if parent.kind != Kind.FEDERATION:
        taking = taking.filter(organisation=parent)
    by_class: dict[str, list[Recommender]] = {}
    for recommender in taking:
        by_class.setdefault(recommender.klass, []).append(recommender)
    found: list[WayThrough] = []
    for choice in routes.choices(programme, Kind(parent.kind), by_class):
        if choice.klass:
            found += [WayThrough(choice.route, recommender) for recommender in by_class[choice.klass]]
        else:
            found.append(WayThrough(choice.route))
    return tuple(found)


def quota_of(round: Round, recommender: Recommender) -> Quota:
    """The quota of a recommender in a round: its own numbers, the clause and the words of its class."""
    group = opening.group_of(opened(round).programme, recommender.klass)
    return opening.quota(group, recommender.at_least, recommender.at_most, Passing(recommender.passing))
