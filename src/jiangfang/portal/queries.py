"""The notice of a round as the public page shows it, in the notice's own order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiangfang.core.conditions.days import Deadline
from jiangfang.core.definition.bodies import Deliverable, Route
from jiangfang.core.definition.programme import Programme
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.quota import RecommenderClass
from jiangfang.core.routes import is_direct
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.models import NoticeFile, Recommender, Round

_LEVELS: Mapping[str, str] = {"must": "必须", "should": "原则上", "ask": "由人判断"}


@dataclass(frozen=True, slots=True)
class Way:
    """A route in words. steps: who deals with it one after the other."""

    route: Route
    steps: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A clause with conditions: its text, whether that is our restatement, and what is asked under it."""

    number: str
    text: str
    restated: bool
    says: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ToHandIn:
    """A deliverable in words. blank: the FORM of its official blank, "" where it has none."""

    item: Deliverable
    copies: str
    blank: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Everything on the public page of a round."""

    round: Round
    programme: Programme
    days: Sequence[queries.Milestone]
    deadline: date | None
    ways: Sequence[Way]
    quotas: Sequence[RecommenderClass]
    changed: Sequence[tuple[Recommender, str]]
    conditions: Sequence[Asked]
    deliverables: Sequence[ToHandIn]
    blanks: Sequence[tuple[str, str]]
    file: NoticeFile | None


def notice_page(round: Round, today: date) -> NoticePage:
    """The public page of a round, published or not (a clerk looks at it before)."""
    programme = queries.opened(round).programme
    return NoticePage(
        round=round,
        programme=programme,
        days=[one for one in queries.progress(round, today) if one.id != "notice"],
        deadline=queries.deadline(round),
        ways=[Way(route, _steps(route), is_direct(route)) for route in programme.routes],
        quotas=programme.recommenders,
        changed=_changed(round, programme),
        conditions=_conditions(programme, queries.words(round)),
        deliverables=[_to_hand_in(programme, item) for item in programme.deliverables],
        blanks=[(paper.id, paper.title) for paper in programme.papers],
        file=queries.notice_file(round),
    )


def _steps(route: Route) -> str:
    """Unit → union → …, where every step is a role that we know by name."""
    titles = {role.value: title for role, title in ROLE_TITLES.items()} | {Role.CITY.value: "市总工会"}
    return " → ".join(titles[step] for step in route.steps) if set(route.steps) <= set(titles) else ""


def _changed(round: Round, programme: Programme) -> list[tuple[Recommender, str]]:
    """The recommenders whose quota the office set otherwise than the notice has it."""
    each = {group.id: (group.each.at_least, group.each.at_most) for group in programme.recommenders}
    return [
        (row, queries.quota_of(round, row).rule())
        for row in queries.recommenders(round)
        if (row.at_least, row.at_most) != each.get(row.klass)
    ]


def _conditions(programme: Programme, words: queries.Words) -> list[Asked]:
    """The clauses under which something is asked, in the notice's order; the deadline stands among the days."""
    asked: dict[str, list[tuple[str, str]]] = {}
    for condition in (*programme.conditions, *programme.exclusions):
        if condition.clause and not isinstance(condition.term, Deadline):
            asked.setdefault(condition.clause, []).append((condition.says, _LEVELS[condition.level.value]))
    return [
        Asked(clause.number, text, not own, asked[clause.number])
        for clause in programme.clauses
        if clause.number in asked
        for text, own in [words.of(clause.number)]
    ]


def _to_hand_in(programme: Programme, item: Deliverable) -> ToHandIn:
    copies = f"纸质 {item.copies} 份{'，盖章' if item.stamped else ''}" if item.copies else "不要纸质"
    said = f"{copies}；{'另交电子版' if item.electronic else '不要电子版'}"
    return ToHandIn(item, said, item.paper if programme.paper(item.paper) else "")
