"""How many applications of a round are how far, by recommender, and what counts of what came for them: in SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from jiangfang.core.receiving import Form, Item, Stations, items, stations
from jiangfang.core.workflow import Workflow
from jiangfang.records.people.models import Organisation
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive.models import Arrival
from jiangfang.stages.recommend.models import HandedBack, HandedIn


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round asks: its table of steps, what has to arrive, its deadline."""

    workflow: Workflow
    stations: Stations
    items: tuple[Item, ...]
    deadline: date | None
    direct: bool


def plan_of(round: Round) -> Plan:
    """The plan of a round."""
    programme = rounds.opened(round).programme
    return Plan(
        programme.workflow,
        stations(programme.workflow),
        items(programme),
        rounds.deadline(round),
        any(not route.quota_of for route in programme.routes),
    )


@dataclass(slots=True)
class Numbers:
    """How many of a recommender's applications are how far. came: what counts of what came, by thing and form.

    back: with the recommender once more. latest: the last day on which something that counts came; granted: the same
    for what had a later day of its own, with that day.
    """

    started: int = 0
    submitted: int = 0
    arrived: int = 0
    waiting: int = 0
    received: int = 0
    with_unit: int = 0
    back: int = 0
    came: Counter[tuple[str, Form]] = field(default_factory=Counter)
    latest: date | None = None
    granted: list[tuple[date, date]] = field(default_factory=list)

    @property
    def due(self) -> int:
        """For how many the papers have to come: those at the city, and those that will come back to it."""
        return self.arrived + self.with_unit + self.back


def due(round: Round, plan: Plan) -> QuerySet[Application]:
    """The applications for which papers have to come: at the city, or given back and to come again.

    Those that are away are few and asked for apart, so that the rest is answered from the index by round and state.
    """
    at, went = plan.stations, HandedIn.objects.filter(application=OuterRef("pk"))
    away = Application.objects.filter(round=round, state__in=_elsewhere(plan)).filter(
        Q(sent_from__in=at.arrived) | Q(Exists(went), state__in=at.listed, holds_place=True)
    )
    return Application.objects.filter(Q(state__in=at.arrived) | Q(pk__in=away.values("pk")), round=round)


def _elsewhere(plan: Plan) -> set[str]:
    """The states of what was handed in by its unit and is not at the city."""
    return {state.id for state in plan.workflow.states} - plan.stations.arrived - {plan.workflow.start().state}


def named(round: Round, words: str) -> QuerySet[Organisation, int]:
    """The organisations of the city with these words in their name, asked for once and not for each application."""
    found = Organisation.objects.filter(federation=round.federation_id, name__icontains=words)
    return found.values_list("pk", flat=True)


def is_due(application: Application) -> bool:
    """Whether papers have to come for this one."""
    return due(application.round, plan_of(application.round)).filter(pk=application.pk).exists()


def numbers_of(round: Round, plan: Plan, of: Recommender | None = None) -> dict[int | None, Numbers]:
    """The numbers by recommender, None for those who apply directly. of: only of this one."""
    mine = Q(round=round) if of is None else Q(round=round, recommender=of)
    found: dict[int | None, Numbers] = {}
    _count_states(found, plan, mine)
    gone = _count_astray(found, plan, mine)
    _count_arrivals(found, mine, granted(round, of), gone)
    return found


def _of(found: dict[int | None, Numbers], recommender: int | None) -> Numbers:
    return found.setdefault(recommender, Numbers())


def _count_states(found: dict[int | None, Numbers], plan: Plan, mine: Q) -> None:
    """Answered from the index by round and state alone."""
    private, at = plan.workflow.start().state, plan.stations
    rows = Application.objects.filter(mine).order_by().values_list("recommender", "state").annotate(Count("pk"))
    for recommender, state, many in rows:
        numbers = _of(found, recommender)
        numbers.started += many
        numbers.submitted += many if state != private else 0
        numbers.arrived += many if state in at.arrived else 0
        numbers.waiting += many if state in at.waiting else 0
        numbers.received += many if state in at.received else 0


def _count_astray(found: dict[int | None, Numbers], plan: Plan, mine: Q) -> list[int]:
    """What came to the city and is not there now: back with its unit or its recommender; the rest left, by id."""
    at, gone = plan.stations, []
    away = Application.objects.filter(mine, state__in=_elsewhere(plan))
    here = OuterRef("pk")
    went, came = HandedIn.objects.filter(application=here), Arrival.objects.filter(application=here)
    rows = away.annotate(went=Exists(went)).filter(Q(sent_from__in=at.arrived) | Q(went=True) | Exists(came))
    columns = ("pk", "recommender", "state", "sent_from", "holds_place", "went")
    for pk, recommender, state, sent_from, holds_place, has_gone in rows.order_by().values_list(*columns):
        if sent_from in at.arrived:
            _of(found, recommender).with_unit += 1
        elif has_gone and holds_place and state in at.listed:
            _of(found, recommender).back += 1
        else:
            gone.append(pk)
    return gone


@dataclass(frozen=True, slots=True)
class Granted:
    """Later days, given when something was handed back: by application, and for what its recommender brings."""

    applications: Mapping[int, date]
    recommenders: Mapping[int, date]

    def of(self, recommender: int | None, application: int | None) -> date | None:
        """Until when this may come; None where no other day was given."""
        if application is not None:
            return self.applications.get(application)
        return None if recommender is None else self.recommenders.get(recommender)


def granted(round: Round, of: Recommender | None = None) -> Granted:
    """The later days of a round, or of one recommender."""
    found = HandedBack.objects.order_by("pk")  # what was said last counts
    mine = found.filter(hand_back__recommender__round=round) if of is None else found.filter(hand_back__recommender=of)
    applications: dict[int, date] = {}
    recommenders: dict[int, date] = {}
    for recommender, application, day in mine.values_list("hand_back__recommender", "application", "hand_back__due"):
        if day is None:
            applications.pop(application, None)
            continue
        applications[application] = day
        recommenders[recommender] = max(day, recommenders.get(recommender, day))
    return Granted(applications, recommenders)


def _count_arrivals(found: dict[int | None, Numbers], mine: Q, given: Granted, gone: Sequence[int]) -> None:
    """What counts of what came, but for applications that left: their copies came for nothing."""
    came = Arrival.objects.filter(mine, struck_at__isnull=True, counted__gt=0).order_by()
    came = came.exclude(application__in=gone) if gone else came
    by_day = Q(application__in=list(given.applications)) | Q(
        application__isnull=True, recommender__in=list(given.recommenders)
    )
    rows = came.exclude(by_day) if given.applications else came
    summed = rows.values_list("recommender", "deliverable", "kind").annotate(Sum("counted"), Max("day"))
    for recommender, deliverable, kind, many, day in summed:
        numbers = _of(found, recommender)
        numbers.came[deliverable, Form(kind)] += many
        numbers.latest = max(numbers.latest, day) if numbers.latest else day
    if given.applications:
        columns = ("recommender", "application", "deliverable", "kind", "counted", "day")
        for recommender, application, deliverable, kind, many, day in came.filter(by_day).values_list(*columns):
            numbers = _of(found, recommender)
            numbers.came[deliverable, Form(kind)] += many
            numbers.granted.append((day, given.of(recommender, application) or day))
