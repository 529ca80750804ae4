"""What waits for a hat, what it waits for, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When

from jiangfang.core.opinions import chain
from jiangfang.core.people import Role
from jiangfang.core.quota import Quota
from jiangfang.core.states import Shown, shown
from jiangfang.core.waiting import awaited, names_of, turn_of, waits_for
from jiangfang.core.workflow import Position
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply.access import visible
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend.queries import back_counts, last_version

# In the order in which people should look at them.
RENEW = "renew"
HAND_IN_AGAIN = "hand_in_again"
_ORDER = (
    RENEW,
    "resubmit",
    "submit",
    "apply_directly",
    "endorse",
    HAND_IN_AGAIN,
    "recommend",
    "hand_in",
    "receive",
    "review",
    "select",
    "name",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Applications of one round in one state on one route. only: the id where there is just one.

    stale: the last opinion of the hat's own body is void; before: the unit's own union has to sign before.
    """

    round: Round
    state: str
    route: str
    count: int
    only: int
    stale: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do. deed: of the table of steps, or the desk's own; only: the id where one application is meant.

    state: the one in which they all are, "" for several.
    """

    deed: str
    round: Round
    count: int
    only: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """What others have to do first. only: the id where one application is meant; does: what they have to do."""

    round: Round
    state: str
    shown: Shown
    count: int
    whom: str
    only: int = 0
    does: str = "办"


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
    groups = _groups(visible(hat), role, found)
    desk.tasks.extend(_with_backs(_tasks(groups, role), places))
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


def _groups(applications: QuerySet[Application], role: Role, found: Iterable[Round]) -> list[Group]:
    by_round = {one.pk: one for one in found}
    by = ("round", "state", "route", "stale", "before")
    rows = _marked(applications.filter(round__in=by_round), role).order_by().values(*by)
    counted = rows.annotate(count=Count("pk"), only=Max("pk")).order_by(*by)
    return [
        Group(
            by_round[row["round"]],
            row["state"],
            row["route"],
            row["count"],
            row["only"] if row["count"] == 1 else 0,
            row["stale"],
            row["before"],
        )
        for row in counted
    ]


def _marked(applications: QuerySet[Application], role: Role) -> QuerySet[Application]:
    """With whether the hat's own opinion is void, and whether that of the unit's union is not there or void."""
    if role not in (Role.UNIT_UNION, Role.RECOMMENDER):
        return applications.annotate(stale=Value(False), before=Value(False))
    found = applications.annotate(own_on=last_version(role), union_on=last_version(Role.UNIT_UNION))
    void = When(own_on__lt=F("material_version"), then=Value(True))
    unsigned = When(Q(union_on__isnull=True) | Q(union_on__lt=F("material_version")), then=Value(True))
    ahead = [unsigned] if role is Role.RECOMMENDER else []
    return found.annotate(stale=Case(void, default=Value(False)), before=Case(*ahead, default=Value(False)))


def _tasks(groups: list[Group], role: Role) -> list[Task]:
    """What waits for a role, one line a deed and round, in the order in which people should look at it."""
    found: dict[tuple[str, int], Task] = {}
    for group in groups:
        deed = _deed(group, role)
        if not deed or _waits_ahead(group):
            continue
        known = found.get((deed, group.round.pk))
        count = group.count + (known.count if known else 0)
        only = group.only if known is None else 0
        state = group.state if known is None or known.state == group.state else ""
        found[deed, group.round.pk] = Task(deed, group.round, count, only, state)
    return sorted(found.values(), key=_rank)


def _rank(task: Task) -> int:
    return _ORDER.index(task.deed) if task.deed in _ORDER else len(_ORDER)


def _with_backs(tasks: list[Task], places: list[Place]) -> list[Task]:
    """What the city gave back is a task of its own, and not one of those that go in for the first time."""
    backs = back_counts([place.recommender.pk for place in places]) if places else {}
    again = {one.recommender.round_id: one for one in places if backs.get(one.recommender.pk)}
    made = [Task(HAND_IN_AGAIN, one.recommender.round, backs[one.recommender.pk]) for one in again.values()]
    for task in tasks:
        gone = 0
        if task.deed == "hand_in" and task.round.pk in again:
            gone = backs[again[task.round.pk].recommender.pk]
        if task.count > gone:
            made.append(replace(task, count=task.count - gone))
    return sorted(made, key=_rank)


def _deed(group: Group, role: Role) -> str:
    """What a role has to do with these: the opinion once more where its own became void; "" for nothing."""
    workflow, here = rounds.opened(group.round).programme.workflow, Position(group.state)
    if role is not Role.UNIT and workflow.private(here):
        return ""
    goes_on = not workflow.fillable(here, group.route) and waits_for(workflow, group.state, group.route)
    if group.stale and goes_on:
        return RENEW
    return next(iter(awaited(workflow, group.state, role.value, group.route)), "")


def _waits_ahead(group: Group) -> bool:
    """Whether the opinion of the unit's own union has to come first; not every route has one."""
    asked = chain(rounds.opened(group.round).programme, group.route)
    return group.before and any(field.by == Role.UNIT_UNION.value for field in asked)


def _waits(groups: list[Group], role: Role) -> list[Wait]:
    """What others have to do, one line a state and body that is waited for."""
    found: dict[tuple[int, str, str, str], Wait] = {}
    for group in groups:
        workflow, mine = rounds.opened(group.round).programme.workflow, _deed(group, role)
        again = bool(mine) and _waits_ahead(group)
        whom = waits_for(workflow, group.state, group.route)
        if not again and (mine == RENEW or not whom or role.value in whom):
            continue
        said = names_of([Role.UNIT_UNION.value] if again else whom)
        does = "重新签意见" if again else turn_of(workflow, group.state, group.route)
        key = (group.round.pk, group.state, said, does)
        known = found.get(key)
        count = group.count + (known.count if known else 0)
        only = group.only if known is None else 0
        marked = shown(workflow, group.state, group.route)
        found[key] = Wait(group.round, group.state, marked, count, said, only, does)
    return list(found.values())


def _own(hat: Hat, role: Role, found: list[Round], groups: list[Group]) -> list[Task]:
    """What no application asks for: a round to publish, a round in which nothing was started."""
    if role is Role.CITY:
        return [Task("publish", one, 1) for one in found if one.published_at is None]
    if role is Role.UNIT:
        begun = {group.round.pk for group in groups}
        return [Task("start", one, 1) for one in found if one.published_at is not None and one.pk not in begun]
    return []
