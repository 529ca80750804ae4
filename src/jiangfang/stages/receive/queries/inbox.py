"""The inbox of a round: every recommender with what came from it, what is wanting and until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from jiangfang.core.opening import group_of
from jiangfang.core.quota import Quota
from jiangfang.core.receiving import Lack, lacks, last_day, lines
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive.queries.numbers import Numbers, Plan, named, numbers_of, plan_of
from jiangfang.stages.recommend import queries as lists
from jiangfang.stages.recommend.models import HandBack, HandIn

DIRECT = "直接申报的单位"
STATUSES: Mapping[str, str] = {
    "none": "还没有报送",
    "part": "没有报齐",
    "late": "迟了",
    "back": "退回没再报",
    "full": "齐全",
}
SORTS = ("order", "name", "handed_in", "lacking", "last")


@dataclass(frozen=True, slots=True)
class Line:
    """A recommender in the inbox; None: the units that apply directly.

    deadline: its own; last: the same, or the day until which what was given back may come again. back_at, back_due: of
    what was given back and is waited for.
    """

    recommender: Recommender | None
    name: str
    klass: str
    quota: Quota | None
    numbers: Numbers
    lacks: tuple[Lack, ...]
    deadline: date | None
    last: date | None
    handed_in_at: datetime | None
    back_at: datetime | None
    back_due: date | None
    today: date

    @property
    def extended(self) -> bool:
        """Whether it has a later deadline of its own."""
        return self.recommender is not None and self.recommender.extended_to is not None

    @property
    def says(self) -> str:
        """Where it stands with its quota."""
        return self.quota.says(self.recommender.taken) if self.quota and self.recommender else ""

    @property
    def recommended(self) -> int:
        """How many it recommends."""
        return self.recommender.taken if self.recommender else 0

    @property
    def unsent(self) -> int:
        """How many are recommended and were never handed in."""
        return max(self.recommended - self.numbers.due, 0)

    @property
    def wanting(self) -> list[str]:
        """What is wanting, in words."""
        return lines(self.lacks)

    @property
    def lacking(self) -> int:
        """How many copies and files are wanting."""
        return sum(one.count for one in self.lacks)

    @property
    def overdue(self) -> bool:
        """Whether something is wanting after the last day."""
        over = self.last is not None and self.today > self.last
        return over and (bool(self.lacks) or not self.numbers.due or bool(self.numbers.back))

    @property
    def came_late(self) -> bool:
        """Whether something came after the last day."""
        end = self.deadline
        if end is None:
            return False
        after = self.numbers.latest is not None and self.numbers.latest > end
        return after or any(day > max(until, end) for day, until in self.numbers.granted)

    @property
    def statuses(self) -> frozenset[str]:
        """By which words it is found."""
        found = {
            "none": not self.numbers.due,
            "part": bool(self.numbers.due) and (bool(self.lacks) or bool(self.unsent)),
            "late": self.overdue or self.came_late,
            "back": bool(self.numbers.back),
        }
        said = {name for name, true in found.items() if true}
        return frozenset(said if said - {"late"} else {*said, "full"})

    @property
    def status(self) -> str:
        """The one that is said first."""
        return next(name for name in ("back", "none", "part", "late", "full") if name in self.statuses)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks of the inbox."""

    status: str = ""
    klass: str = ""
    find: str = ""
    sort: str = ""


def inbox(round: Round, today: date, wanted: Wanted | None = None) -> list[Line]:
    """The lines of a round, filtered and in order: recommenders as in the tree, direct applicants last."""
    asked, plan = wanted or Wanted(), plan_of(round)
    numbers = numbers_of(round, plan)
    rows = list(_with_backs(_found(rounds.recommenders(round), round, plan, asked)))
    made = [_line(round, plan, row, numbers.get(row.pk, Numbers()), today) for row in rows]
    if plan.direct and not asked.klass and asked.find in DIRECT:
        made.append(direct_line(plan, numbers.get(None, Numbers()), today))
    kept = [line for line in made if not asked.status or asked.status in line.statuses]
    return _in_order(kept, asked.sort)


def direct_line(plan: Plan, numbers: Numbers, today: date) -> Line:
    """The line of those who apply directly."""
    missing = tuple(lacks(plan.items, numbers.due, numbers.came, alone=True))
    return Line(None, DIRECT, "", None, numbers, missing, plan.deadline, plan.deadline, None, None, None, today)


def _found(found: QuerySet[Recommender], round: Round, plan: Plan, asked: Wanted) -> QuerySet[Recommender]:
    if asked.klass:
        found = found.filter(klass=asked.klass.replace("\0", ""))
    if words := asked.find.replace("\0", "").strip():
        inside = Q(studio_name__icontains=words) | Q(number__icontains=words) | Q(unit__in=named(round, words))
        private = plan.workflow.start().state
        mine = Application.objects.filter(inside, round=round).exclude(state=private).exclude(recommender=None)
        found = found.filter(Q(organisation__name__icontains=words) | Q(pk__in=mine.values("recommender")))
    return found


def _with_backs(found: QuerySet[Recommender]) -> QuerySet[Recommender]:
    """With the last handing in, and with what was given back and is waited for."""
    waited = lists.awaited(HandBack.objects.filter(recommender=OuterRef("pk"))).order_by("-at", "-pk")
    last = HandIn.objects.filter(recommender=OuterRef("pk")).order_by("-serial")
    return found.annotate(
        handed_in_at=Subquery(last.values("at")[:1]),
        back_at=Subquery(waited.values("at")[:1]),
        back_due=Subquery(waited.values("due")[:1]),
    )


def _line(round: Round, plan: Plan, row: Any, numbers: Numbers, today: date) -> Line:
    row.round = round
    group = group_of(rounds.opened(round).programme, row.klass)
    return Line(
        recommender=row,
        name=row.organisation.name,
        klass=group.title if group else "",
        quota=rounds.quota_of(round, row),
        numbers=numbers,
        lacks=tuple(lacks(plan.items, numbers.due, numbers.came, alone=False)),
        deadline=rounds.deadline(round, row),
        last=last_day(rounds.deadline(round, row), [row.back_due]),
        handed_in_at=row.handed_in_at,
        back_at=row.back_at,
        back_due=row.back_due,
        today=today,
    )


def _in_order(lines: list[Line], sort: str) -> list[Line]:
    keys: dict[str, Callable[[Line], Any]] = {
        "name": lambda line: line.name,
        "handed_in": lambda line: line.numbers.due,
        "lacking": lambda line: line.lacking,
        "last": lambda line: line.handed_in_at.timestamp() if line.handed_in_at else 0.0,
    }
    key = keys.get(sort.removeprefix("-"))
    return sorted(lines, key=key, reverse=sort.startswith("-")) if key else lines
