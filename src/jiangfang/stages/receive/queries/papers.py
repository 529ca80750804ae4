"""The table of papers: recommender × studio × thing, paper and electronic apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.timezone import localtime

from jiangfang.core.receiving import FORM_TITLES, Cell, Form, Item, Spot, Standing, cell, last_day
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive.models import Arrival
from jiangfang.stages.receive.queries.numbers import Granted, Plan, due, granted, named, plan_of
from jiangfang.stages.recommend.models import HandedIn, HandIn

Came = Mapping[tuple[int | None, int | None, str, Form], list[tuple[date, int, datetime]]]
"""What came, by application or recommender, thing and form: (day that counts, copies, when it was written down)."""
STANDINGS: Mapping[str, str] = {"missing": "还缺的", "late": "迟了的", "here": "齐了的"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks of the table. recommender: an id, 0 for direct applicants, None for all."""

    recommender: int | None = None
    item: str = ""
    standing: str = ""
    find: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """Until when what may come: by recommender, and a later day where something was handed back."""

    deadline: date | None
    recommenders: Mapping[int, date | None]
    granted: Granted

    def of(self, recommender: int | None, application: int | None) -> date | None:
        """The last day of this."""
        own = self.deadline if recommender is None else self.recommenders.get(recommender, self.deadline)
        return last_day(own, [self.granted.of(recommender, application)])


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing of a row: on paper and electronically. stale: what came is older than what was mended since."""

    item: Item
    paper: Cell
    electronic: Cell
    paper_spot: Spot
    electronic_spot: Spot
    stale: bool = False

    @property
    def forms(self) -> tuple[tuple[str, Cell, Spot], ...]:
        """Both as they are shown: (what it is called, how it stands, where it is)."""
        both = (
            (FORM_TITLES[Form.PAPER], self.paper, self.paper_spot),
            (FORM_TITLES[Form.ELECTRONIC], self.electronic, self.electronic_spot),
        )
        return tuple(one for one in both if one[1].standing is not Standing.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Row:
    """What has to come of one application, or once of a recommender. application: None for the latter."""

    recommender: Recommender | None
    application: Application | None
    pairs: tuple[Pair, ...]
    last: date | None

    @property
    def cells(self) -> list[Cell]:
        """Everything of it that somebody has to bring."""
        return [one for pair in self.pairs for one in (pair.paper, pair.electronic) if one.wanted]

    @property
    def lacking(self) -> int:
        """How much is wanting."""
        return sum(one.lacking for one in self.cells)

    def is_(self, standing: str) -> bool:
        """Whether it is found by this word."""
        late = any(one.overdue or one.standing is Standing.LATE for one in self.cells)
        found = {"missing": bool(self.lacking), "late": late, "here": not self.lacking}
        return found.get(standing, True)


@dataclass(frozen=True, slots=True)
class Table:
    """A round as the table reads it: its plan, its recommenders, its days, everything asked for once."""

    round: Round
    plan: Plan
    recommenders: Mapping[int, Recommender]
    days: Days
    today: date


def table(round: Round, today: date, of: Recommender | None = None, given: Granted | None = None) -> Table:
    """The table of a round, or of one of its recommenders. given: its later days, where they are known."""
    plan = plan_of(round)
    mine = due(round, plan).filter(recommender=OuterRef("pk"))
    last = HandIn.objects.filter(recommender=OuterRef("pk")).order_by("serial")
    bodies = rounds.recommenders(round) if of is None else rounds.recommenders(round).filter(pk=of.pk)
    rows = bodies.annotate(due=Exists(mine), in_at=Subquery(last.values("at")[:1]))
    found = {row.pk: row for row in rows}
    for row in found.values():
        row.round = round
    by_body = {pk: rounds.deadline(round, row) for pk, row in found.items()}
    return Table(
        round, plan, found, Days(plan.deadline, by_body, granted(round, of) if given is None else given), today
    )


def asked(plan: Plan, wanted: Wanted, *, shared: bool) -> list[Item]:
    """The things that the table shows: by studio, or those that come once a recommender."""
    return [one for one in plan.items if one.shared is shared and wanted.item in ("", one.id)]


def studios(found: Table, wanted: Wanted) -> QuerySet[Application]:
    """The applications of the table, filtered, by recommender and in its order; direct applicants last."""
    rows, things = due(found.round, found.plan), asked(found.plan, wanted, shared=False)
    if not things:
        return rows.none()
    if wanted.recommender is not None:
        rows = rows.filter(recommender=wanted.recommender or None)
    if words := wanted.find.replace("\0", "").strip():
        inside = Q(studio_name__icontains=words) | Q(number__icontains=words) | Q(unit__in=named(found.round, words))
        rows = rows.filter(inside)
    if wanted.standing:
        rows = rows.filter(_standing(found, things, wanted.standing))
    return rows.order_by(F("recommender__organisation__path").asc(nulls_last=True), "place", "pk")


def _standing(found: Table, things: Sequence[Item], standing: str) -> Q:
    """The applications of which something is wanting, was late, or all is here."""
    came = Arrival.objects.filter(
        round=found.round, struck_at__isnull=True, deliverable__in=[one.id for one in things]
    ).exclude(application=None)
    need = sum(one.wanted(form) for one in things for form in Form)
    whole = came.order_by().values("application").annotate(many=Sum("counted")).filter(many__gte=need)
    here = Q(pk__in=whole.values("application")) if need else ~Q(pk__in=())
    if standing == "here":
        return here
    return ~here if standing == "missing" else _late(found, came) | (~here & _over(found))


def _late(found: Table, came: QuerySet[Arrival]) -> Q:
    """Those of which something came after its day. Those with a day of their own are few, and looked at singly."""
    days, own = found.days, found.days.granted.applications
    after = Q(pk__in=())
    for day, bodies in _by_day(found).items():
        after |= Q(day__gt=day) & bodies
    late = came.filter(after, counted__gt=0).exclude(application__in=list(own)).values("application")
    single = came.filter(application__in=list(own), counted__gt=0) if own else ()
    mine = [
        one.application_id
        for one in single
        if (last := days.of(one.recommender_id, one.application_id)) is not None and one.day > last
    ]
    return Q(pk__in=late) | Q(pk__in=mine)


def _over(found: Table) -> Q:
    """Those whose last day is over."""
    over = Q(pk__in=())
    for day, bodies in _by_day(found).items():
        if found.today > day:
            over |= bodies
    later = [pk for pk, day in found.days.granted.applications.items() if found.today <= day]
    return over & ~Q(pk__in=later)


def _by_day(found: Table) -> dict[date, Q]:
    """Which recommenders have which last day; most have that of the round."""
    if found.days.deadline is None:
        return {}
    other: dict[date, list[int]] = {}
    for pk, day in found.days.recommenders.items():
        if day is not None and day != found.days.deadline:
            other.setdefault(day, []).append(pk)
    special = [pk for some in other.values() for pk in some]
    usual = Q(recommender__isnull=True) | ~Q(recommender__in=special) if special else ~Q(pk__in=())
    return {**{day: Q(recommender__in=some) for day, some in other.items()}, found.days.deadline: usual}


def came_of(round: Round, ids: Sequence[int], of: int | None = None) -> Came:
    """What came for these applications, and once for recommenders. of: for this one alone."""
    mine = Q(application__isnull=True) if of is None else Q(application__isnull=True, recommender=of)
    made: dict[tuple[int | None, int | None, str, Form], list[tuple[date, int, datetime]]] = {}
    rows = Arrival.objects.filter(mine | Q(application__in=ids), round=round, struck_at__isnull=True).order_by()
    columns = ("application", "recommender", "deliverable", "kind", "day", "copies", "at")
    for application, recommender, item, kind, day, copies, at in rows.values_list(*columns):
        owner = (application, None) if application is not None else (None, recommender)
        made.setdefault((*owner, item, Form(kind)), []).append((day, copies, at))
    return made


def rows_of(found: Table, ids: Sequence[int], came: Came, wanted: Wanted | None = None) -> list[Row]:
    """The rows of these applications, in the order of the ids."""
    things = asked(found.plan, wanted or Wanted(), shared=False)
    first = HandedIn.objects.filter(application=OuterRef("pk")).order_by("hand_in__serial")
    rows = (
        Application.objects.filter(pk__in=ids)
        .select_related("unit")
        .defer("answers", "rough")
        .annotate(in_at=Subquery(first.values("hand_in__at")[:1]))
    )
    by_id = {row.pk: row for row in rows}
    return [_of_studio(found, by_id[pk], things, came) for pk in ids if pk in by_id]


def shared_rows(found: Table, came: Came, wanted: Wanted | None = None) -> list[Row]:
    """What each recommender brings once, for those from whom something came; filtered."""
    asked_for = wanted or Wanted()
    things = asked(found.plan, asked_for, shared=True)
    bodies = [row for row in found.recommenders.values() if row.due]  # type: ignore[attr-defined]
    if asked_for.recommender is not None:
        bodies = [row for row in bodies if row.pk == asked_for.recommender]
    bodies = [row for row in bodies if asked_for.find in row.organisation.name]
    made = [_of_body(found, row, things, came) for row in bodies] if things else []
    return [row for row in made if row.is_(asked_for.standing)]


def _of_studio(found: Table, row: Application, things: Iterable[Item], came: Came) -> Row:
    recommender = found.recommenders.get(row.recommender_id or 0)
    last, in_at = found.days.of(row.recommender_id, row.pk), row.in_at  # type: ignore[attr-defined]
    pairs = tuple(_pair(one, row.pk, None, came, last, in_at, found.today, row.submitted_at) for one in things)
    return Row(recommender, row, pairs, last)


def _of_body(found: Table, row: Recommender, things: Iterable[Item], came: Came) -> Row:
    last, in_at = found.days.of(row.pk, None), row.in_at  # type: ignore[attr-defined]
    return Row(row, None, tuple(_pair(one, None, row.pk, came, last, in_at, found.today) for one in things), last)


def _pair(
    item: Item,
    application: int | None,
    recommender: int | None,
    came: Came,
    last: date | None,
    in_at: datetime | None,
    today: date,
    changed_at: datetime | None = None,
) -> Pair:
    spots = {form: Spot(application, recommender, item.id, form) for form in Form}
    mine = {form: came.get((application, recommender, item.id, form), []) for form in Form}
    made, made_on = item.made and item.deliverable.electronic, localtime(in_at).date() if in_at else None
    stale = changed_at is not None and any(at < changed_at for _, _, at in mine[Form.PAPER])
    return Pair(
        item,
        cell(item.wanted(Form.PAPER), ((day, many) for day, many, _ in mine[Form.PAPER]), last, today),
        cell(
            item.wanted(Form.ELECTRONIC),
            ((day, many) for day, many, _ in mine[Form.ELECTRONIC]),
            last,
            today,
            made=made,
            made_on=made_on if made else None,
        ),
        spots[Form.PAPER],
        spots[Form.ELECTRONIC],
        stale,
    )
