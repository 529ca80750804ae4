"""What waits for a hat, what it waits for, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.quota import Quota
from jiangfang.core.waiting import awaited, waits_for
from jiangfang.core.workflow import Position
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply.access import visible
from jiangfang.stages.apply.models import Application, Opinion

# In the order in which people should look at them.
_ORDER = (
    "resubmit",
    "submit",
    "apply_directly",
    "endorse",
    "recommend",
    "hand_in",
    "receive",
    "review",
    "select",
    "name",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Applications of one round in one state on one route. only: the id where there is just one."""

    round: Round
    state: str
    route: str
    count: int
    only: int


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do. deed: of the table of steps, or the desk's own; only: the id where one application is meant."""

    deed: str
    round: Round
    count: int
    only: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """What others have to do first."""

    round: Round
    state: str
    count: int
    whom: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recommender stands in a round, with its quota and its last day."""

    recommender: Recommender
    quota: Quota
    last: date | None


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of work. last: the last day for this hat, by round id."""

    rounds: list[Round]
    tasks: list[Task] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    last: dict[int, date | None] = field(default_factory=dict)


def desk_of(hat: Hat, today: date) -> Desk:
    """What is on the desk of a hat today."""
    role = Role(hat.role)
    found = list(rounds.rounds_for(hat, today))
    places = list(_places(hat, found)) if role is Role.RECOMMENDER else []
    last = {place.recommender.round_id: place.last for place in places} or _unit_days(hat, role, found)
    desk = Desk(found, places=places, last={one.pk: last.get(one.pk, rounds.deadline(one, None)) for one in found})
    groups = _groups(visible(hat), found)
    desk.tasks.extend(_void(hat, role, found))
    desk.tasks.extend(_tasks(groups, role))
    desk.tasks.extend(_own(hat, role, found, groups))
    desk.waits.extend(_waits(groups, role))
    return desk


def _places(hat: Hat, found: Iterable[Round]) -> Iterable[Place]:
    by_round = {one.pk: one for one in found}
    mine = Recommender.objects.filter(organisation=hat.organisation_id, round__in=by_round).select_related(
        "organisation"
    )
    for recommender in mine:
        recommender.round = by_round[recommender.round_id]
        quota = rounds.quota_of(recommender.round, recommender)
        yield Place(recommender, quota, rounds.deadline(recommender.round, recommender))


def _unit_days(hat: Hat, role: Role, found: Iterable[Round]) -> dict[int, date | None]:
    """The last day of a unit in each round: the earliest of those of the bodies that it goes through."""
    if role not in (Role.UNIT, Role.UNIT_UNION):
        return {}
    above = [int(part) for part in hat.organisation.path.split("/") if part]
    going = Q(organisation__in=above) | Q(applications__unit=hat.organisation_id)
    by_round = {one.pk: one for one in found}
    days: dict[int, date | None] = {}
    for recommender in Recommender.objects.filter(going, round__in=by_round).distinct():
        day = rounds.unit_day(by_round[recommender.round_id], recommender)
        known = days.get(recommender.round_id)
        days[recommender.round_id] = min(day, known) if day and known else day or known
    return days


def _groups(applications: QuerySet[Application], found: Iterable[Round]) -> list[Group]:
    by_round = {one.pk: one for one in found}
    rows = applications.filter(round__in=by_round).order_by().values("round", "state", "route")
    counted = rows.annotate(count=Count("pk"), only=Max("pk")).order_by("round", "state", "route")
    return [
        Group(by_round[row["round"]], row["state"], row["route"], row["count"], row["only"] if row["count"] == 1 else 0)
        for row in counted
    ]


def _tasks(groups: list[Group], role: Role) -> list[Task]:
    found: dict[tuple[str, int], Task] = {}
    for group in groups:
        workflow = rounds.opened(group.round).programme.workflow
        if role is not Role.UNIT and workflow.private(Position(group.state)):
            continue
        for deed in awaited(workflow, group.state, role.value, group.route)[:1]:
            known = found.get((deed, group.round.pk))
            count = group.count + (known.count if known else 0)
            only = group.only if known is None else 0
            found[deed, group.round.pk] = Task(deed, group.round, count, only, group.state)
    return sorted(found.values(), key=lambda task: _ORDER.index(task.deed) if task.deed in _ORDER else len(_ORDER))


def _waits(groups: list[Group], role: Role) -> list[Wait]:
    found: dict[tuple[int, str, str], Wait] = {}
    for group in groups:
        workflow = rounds.opened(group.round).programme.workflow
        whom = waits_for(workflow, group.state, group.route)
        if not whom or role.value in whom:
            continue
        said = "、".join(ROLE_TITLES[Role(name)] for name in whom)
        known = found.get((group.round.pk, group.state, said))
        count = group.count + (known.count if known else 0)
        found[group.round.pk, group.state, said] = Wait(group.round, workflow.title(group.state), count, said)
    return list(found.values())


def _void(hat: Hat, role: Role, found: list[Round]) -> list[Task]:
    """Opinions of this body that a later change made void and that have to be given again."""
    if role not in (Role.UNIT_UNION, Role.RECOMMENDER):
        return []
    last = Opinion.objects.filter(application=OuterRef("pk"), role=role.value, withdrawn_at__isnull=True)
    stale = visible(hat).annotate(on=Subquery(last.order_by("-given_at", "-pk").values("version")[:1]))
    by_round = {one.pk: one for one in found}
    rows = stale.filter(Q(on__lt=F("material_version")), round__in=by_round).values_list(
        "pk", "round", "state", "route"
    )
    counted: dict[int, list[int]] = {}
    for pk, round_id, state, route in rows:
        workflow = rounds.opened(by_round[round_id]).programme.workflow
        here = Position(state)
        if not workflow.fillable(here, route) and waits_for(workflow, state, route):
            counted.setdefault(round_id, []).append(pk)
    return [Task("renew", by_round[pk], len(ids), ids[0] if len(ids) == 1 else 0, "") for pk, ids in counted.items()]


def _own(hat: Hat, role: Role, found: list[Round], groups: list[Group]) -> list[Task]:
    """What no application asks for: a round to publish, a round in which nothing was started."""
    if role is Role.CITY:
        return [Task("publish", one, 1) for one in found if one.published_at is None]
    if role is Role.UNIT:
        begun = {group.round.pk for group in groups}
        return [Task("start", one, 1) for one in found if one.published_at is not None and one.pk not in begun]
    return []
