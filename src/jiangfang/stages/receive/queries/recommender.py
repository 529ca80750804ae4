"""One recommender as the city reads it: its list with what is to be checked, what it handed in, what was given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from jiangfang.core.personal import unsaid
from jiangfang.core.problems import Problem, Severity
from jiangfang.core.receiving import Form, Lack, lacks
from jiangfang.core.returning import ALL_REASONS
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.queries import standing as proving
from jiangfang.stages.receive.models import Arrival, Receiving
from jiangfang.stages.receive.queries.numbers import Granted, due, plan_of
from jiangfang.stages.recommend import queries as lists
from jiangfang.stages.recommend.models import HandBack, HandedBack


@dataclass(frozen=True, slots=True)
class Listed:
    """An application of the list. found: what the program has to say of its form; row: None for one without a list.

    mending: its unit has it to mend, and what stands there is its own affair until it comes again. proved: how far its
    supporting material is there, with a mark.
    """

    application: Application
    state: str
    waiting: bool
    at_city: bool
    found: tuple[Problem, ...]
    received_at: datetime | None
    row: lists.Row | None = None
    mending: bool = False
    proved: tuple[str, str] = ("", "idle")

    @property
    def stops(self) -> int:
        """How many of the problems would stop it today."""
        return sum(one.severity is Severity.ERROR for one in self.found)


@dataclass(frozen=True, slots=True)
class Back:
    """What was given back at one time. open: it is waited for."""

    made: HandBack
    reasons: tuple[str, ...]
    applications: tuple[Application, ...]
    open: bool


def listing(round: Round, recommender: Recommender | None) -> QuerySet[Application]:
    """What a recommender recommends or handed in, in its order; None: what came directly."""
    plan = plan_of(round)
    if recommender is None:
        found = due(round, plan).filter(recommender__isnull=True)
    else:
        mine = due(round, plan).filter(pk=OuterRef("pk"))
        found = Application.objects.filter(Q(holds_place=True) | Exists(mine), recommender=recommender)
    last = Receiving.objects.filter(application=OuterRef("pk")).order_by("-at", "-pk")
    found = found.select_related("unit", "revision", "annexed", "forgotten").defer("revision__plain")
    return found.annotate(received_at=Subquery(last.values("at")[:1])).order_by("place", "pk")


def listed(round: Round, recommender: Recommender | None, page: Sequence[Application], today: date) -> list[Listed]:
    """A page of that list."""
    at, workflow = plan_of(round).stations, plan_of(round).workflow
    for one in page:
        one.round, one.recommender = round, recommender
    found = lists.rows(recommender, [one.pk for one in page]) if recommender is not None else ()
    rows = {row.application.pk: row for row in found}
    mending = {one.pk for one in page if workflow.fillable(applications.position(one), one.route)}
    return [
        Listed(
            application=one,
            state=workflow.title(one.state),
            waiting=one.state in at.waiting,
            at_city=one.state in at.arrived,
            found=() if one.pk in mending else tuple(_without_values(one, today)),
            received_at=one.received_at if one.state in at.received else None,  # type: ignore[attr-defined]
            row=rows.get(one.pk),
            mending=one.pk in mending,
            proved=proving.in_list(one, rounds.opened(round).programme),
        )
        for one in page
    ]


def _without_values(application: Application, today: date) -> list[Problem]:
    """What the program has to say; a list quotes no personal value."""
    fields = applications.programme_of(application).programme.fields
    return unsaid(fields, applications.problems(application, today, {}))


def lacks_of(round: Round, recommender: Recommender | None, studios: int) -> list[Lack]:
    """What is wanting of one recommender for so many studios; None: of the units that apply directly."""
    plan = plan_of(round)
    there = due(round, plan).filter(pk=OuterRef("application"))
    mine = Arrival.objects.filter(Q(application__isnull=True) | Exists(there), round=round, struck_at__isnull=True)
    mine = mine.filter(recommender=recommender) if recommender else mine.filter(recommender__isnull=True)
    summed = mine.order_by().values_list("deliverable", "kind").annotate(Sum("counted"))
    came: Mapping[tuple[str, Form], int] = {(item, Form(kind)): many for item, kind, many in summed}
    return lacks(plan.items, studios, came, alone=recommender is None)


def granted_by(found: Sequence[Back]) -> Granted:
    """The later days that were given by these."""
    days = [(back.made.due, back) for back in sorted(found, key=lambda one: one.made.due or date.min)]
    given = [(due, back) for due, back in days if due is not None]
    applications = {row.pk: due for due, back in given for row in back.applications}
    return Granted(applications, {back.made.recommender_id: due for due, back in given})


def backs(recommender: Recommender) -> list[Back]:
    """What was given back to a recommender, the newest first."""
    found = HandedBack.objects.filter(hand_back__recommender=recommender).select_related("hand_back", "application")
    rows: dict[HandBack, list[Application]] = {}
    for one in found.defer("application__answers", "application__rough").order_by("-hand_back__at", "-hand_back", "pk"):
        rows.setdefault(one.hand_back, []).append(one.application)
    return [
        Back(
            made,
            tuple(ALL_REASONS.get(code, code) for code in made.reasons),
            tuple(mine),
            made.answered_at is None and any(row.holds_place for row in mine),
        )
        for made, mine in rows.items()
    ]
