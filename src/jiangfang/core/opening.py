"""Opening a round: what the notice leaves open, what the office says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiangfang.core.definition.programme import Programme
from jiangfang.core.ledger.numbers import CHOICES, OVER_TITLES, Number, Over
from jiangfang.core.people import KIND_TITLES, Kind
from jiangfang.core.problems import Problem, error
from jiangfang.core.quota import Asks, Passing, Quota, RecommenderClass
from jiangfang.core.routes import is_direct
from jiangfang.core.timetable import resolve

LONGEST_ANSWER = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST = 9_999


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the notice leaves open. says: the question; it is also the key of the answer that is kept."""

    id: str
    says: str
    by: Asks
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The two days of a window; both belong to it, either may be open."""

    opens: date | None = None
    closes: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A recommender as the round takes it in. id: the organisation's; floor: the answer for a development zone.

    why: the reason of a quota that is not the notice's.
    """

    id: int
    name: str
    kind: Kind
    klass: str
    at_least: int | None = None
    at_most: int | None = None
    why: str = ""
    floor: bool | None = None


_DEFAULTS: Mapping[Asks, str] = {
    Asks.FLOOR: "开发区总工会是否也按县（市、区）的下限办",
    Asks.DIRECT: "直接申报的单位，表上推荐单位一栏和推荐单位意见栏怎样填",
    Asks.PAPER_DAY: "纸质材料以收到还是寄出的日子为准",
    Asks.YEAR: "各个日子是哪一年",
}


def questions(programme: Programme) -> tuple[Question, ...]:
    """What is asked at the opening: the programme's own questions in order, then those that every opening has.

    A question that is answered by a choice stands once, however many classes ask it.
    """
    found: list[Question] = []
    for group in programme.recommenders:
        for place, asked in enumerate(group.asked_at_opening):
            if asked.by is Asks.WORDS:
                found.append(Question(f"{group.id}-{place}", asked.says, asked.by, group.clause))
            elif asked.by not in {question.by for question in found}:
                found.append(Question(asked.by.value, asked.says, asked.by, group.clause))
    there = {question.by for question in found}
    found += [Question(by.value, _DEFAULTS[by], by) for by in _always(programme) if by not in there]
    return tuple(found)


def _always(programme: Programme) -> Iterator[Asks]:
    if any(group.each.at_least for group in programme.recommenders):
        yield Asks.FLOOR
    if any(is_direct(route) for route in programme.routes):
        yield Asks.DIRECT
    yield Asks.PAPER_DAY
    yield Asks.YEAR


def class_for(programme: Programme, kind: Kind) -> RecommenderClass | None:
    """The class that a kind of body most likely has: that of its own name; a zone the counties'.

    A single class that is called by no kind of body is everybody's.
    """
    by_id = {group.id: group for group in programme.recommenders}
    found = by_id.get(kind.value) or (by_id.get(Kind.COUNTY.value) if kind is Kind.ZONE else None)
    only = programme.recommenders[0] if len(programme.recommenders) == 1 else None
    return found or (only if only and only.id not in set(Kind) else None)


def group_of(programme: Programme, klass: str) -> RecommenderClass | None:
    """A class of recommenders by id, or None."""
    return next((group for group in programme.recommenders if group.id == klass), None)


def asks_floor(group: RecommenderClass, kind: Kind) -> bool:
    """Whether it is left open if the floor of the class holds for this body: the notice speaks of counties only."""
    return kind is Kind.ZONE and bool(group.each.at_least)


def quota_for(group: RecommenderClass, kind: Kind, floor: bool | None) -> Quota | None:
    """The notice's quota for a body of the class; None for a development zone that the floor does not hold for."""
    return group.each if not asks_floor(group, kind) or floor else None


def suggested(programme: Programme, id: int, name: str, kind: Kind, floor: bool | None = None) -> Place:
    """A body as the notice would have it: its likely class ("" when none is) and the numbers of that class."""
    group = class_for(programme, kind)
    if group is None:
        return Place(id, name, kind, "")
    given = quota_for(group, kind, floor)
    numbers = (given.at_least, given.at_most) if given else (None, None)
    return Place(id, name, kind, group.id, *numbers, floor=floor if asks_floor(group, kind) else None)


def planned_days(programme: Programme) -> dict[str, Span]:
    """The days of the calendar as the notice has them, in the year in which it was issued."""
    year = programme.notice.issued_on.year
    return {window.id: Span(resolve(window.opens, year), resolve(window.closes, year)) for window in programme.calendar}


def day_problems(programme: Programme, days: Mapping[str, Span]) -> list[Problem]:
    """What is wrong with the days of a round, at ``day-<window>``."""
    found: list[Problem] = []
    for window in programme.calendar:
        span, where = days.get(window.id, Span()), f"day-{window.id}"
        given = [day for day in (span.opens, span.closes) if day]
        if span.opens and span.closes and span.opens > span.closes:
            found.append(error("bad_date", where, f"{window.title}：开始的日子晚于截止的日子", window.clause))
        if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in given):
            found.append(error("bad_date", where, f"{window.title}：年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间"))
        if window.id == programme.hand_in and span.closes is None:
            found.append(error("missing", where, f"{window.title}一定要有日子", window.clause))
    return found


def place_problems(programme: Programme, place: Place, where: str) -> list[Problem]:
    """What is wrong with one recommender of a round."""
    group = group_of(programme, place.klass)
    if group is None:
        return [error("missing", where, f"{place.name}属于哪一类推荐单位没有选")]
    if asks_floor(group, place.kind) and place.floor is None:
        said = f"{place.name}是{KIND_TITLES[place.kind]}，是否也按{group.each.rule()}办，请选一个"
        return [error("missing", where, said, group.each.clause)]
    found = number_problems(place.name, place.at_least, place.at_most, where)
    if changed(group, place) and not place.why.strip():
        said = f"{place.name}的名额和通知不一样（{group.title}{group.each.rule()}），请写明理由"
        found.append(error("missing", where, said, group.each.clause))
    return found


def number_problems(name: str, at_least: int | None, at_most: int | None, where: str) -> list[Problem]:
    """What is wrong with the two numbers of a quota."""
    if any(number is not None and not 0 <= number <= MOST for number in (at_least, at_most)):
        return [error("out_of_range", where, f"{name}的名额应在 0 到 {MOST} 之间")]
    if at_least is not None and at_most is not None and at_least > at_most:
        return [error("out_of_range", where, f"{name}的名额：至少 {at_least} 比最多 {at_most} 还大")]
    return []


def changed(group: RecommenderClass, place: Place) -> bool:
    """Whether the numbers are not those that the notice gives this body."""
    quota = quota_for(group, place.kind, place.floor)
    given = (quota.at_least, quota.at_most) if quota else (None, None)
    return (place.at_least, place.at_most) != given


def answer_problems(programme: Programme, answers: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the answers in words, by the question's id; a question may stay unanswered."""
    return [
        error("too_long", f"answer-{question.id}", f"“{question.says}”的回答超过 {LONGEST_ANSWER} 字")
        for question in questions(programme)
        if len(answers.get(question.id, "")) > LONGEST_ANSWER
    ]


def direct_problems(programme: Programme, line: str, box: str) -> list[Problem]:
    """Where a unit may apply directly, what stands on its 推荐单位 line has to be said; the box may stay empty."""
    if not any(is_direct(route) for route in programme.routes):
        return []
    if not line.strip():
        return [error("missing", "direct_line", "直接申报的单位，表上“推荐单位”一栏印什么，请写明")]
    return [
        error("too_long", where, f"{called}最多 {most} 个字")
        for where, said, most, called in (
            ("direct_line", line, 100, "推荐单位一栏"),
            ("direct_box", box, 200, "推荐单位意见栏"),
        )
        if len(said.strip()) > most
    ]


def quota(group: RecommenderClass | None, at_least: int | None, at_most: int | None, passing: Passing) -> Quota:
    """The quota of one recommender as a rule that counts and explains; the clause stays the class's."""
    each = group.each if group else Quota()
    why = each.why or "开启时由市总工会定"
    return Quota(at_least, at_most, None, passing, each.unit, each.counts, each.clause, each.origin, why)


def floor_question(group: RecommenderClass, name: str) -> str:
    """The question of the floor for one development zone, as it is kept with its answer."""
    return f"{name}是否也按{group.each.rule()}办"


def kept_answers(programme: Programme, answers: Mapping[str, str], places: Sequence[Place]) -> dict[str, str]:
    """What the round keeps: question → answer, those of the zones' floor first; what was left empty is left out."""
    kept: dict[str, str] = {}
    for place in places:
        group = group_of(programme, place.klass)
        if group is not None and asks_floor(group, place.kind):
            kept[floor_question(group, place.name)] = "是" if place.floor else "否"
    for question in questions(programme):
        if question.by is Asks.WORDS and (said := answers.get(question.id, "").strip()):
            kept[question.says] = said
    return kept


def asked_numbers(programme: Programme) -> tuple[Number, ...]:
    """The numbers whose period the notice leaves open, in the order of the form."""
    asked = {number.key: number for number in programme.numbers if number.over is Over.ASKED}
    return tuple(asked[field.key] for field in programme.fields if field.key in asked)


def period_problems(programme: Programme, chosen: Mapping[str, str], ends: date | None) -> list[Problem]:
    """What is wrong with the periods that were chosen, at ``period-<key>``; one that is not chosen is the default."""
    asked = {number.key for number in asked_numbers(programme)}
    called = {field.key: field.name for field in programme.fields}
    found = [
        error("not_in_list", f"period-{key}", f"{called.get(key, '这一项')}算哪一段时间，请从列出的里面选一个")
        for key, value in chosen.items()
        if key not in asked or value not in {one.value for one in CHOICES}
    ]
    if ends is not None and not FIRST_YEAR <= ends.year <= LAST_YEAR:
        found.append(error("bad_date", "period_ends", f"年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间"))
    return found


def kept_periods(programme: Programme, chosen: Mapping[str, str]) -> dict[str, str]:
    """What the round keeps: number → period, for every number that is asked."""
    return {number.key: chosen.get(number.key, CHOICES[0].value) for number in asked_numbers(programme)}


def told_periods(programme: Programme, kept: Mapping[str, str]) -> dict[str, str]:
    """The same in words, for the journal."""
    called = {field.key: field.name for field in programme.fields}
    return {called[key]: OVER_TITLES[Over(value)] for key, value in kept.items() if key in called}
