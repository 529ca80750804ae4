"""Opening a round: what is asked, what is suggested, what is refused; and the ways a unit may go."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from jiangfang.core import opening, routes
from jiangfang.core.definition.programme import Programme
from jiangfang.core.opening import Place, Span
from jiangfang.core.people import Kind
from jiangfang.core.quota import Asks, Passing
from jiangfang.documents.folder import load_folder
from tests.stages.world import KAIFENG, LANGFANG, LAST, THIRD, folder_of


@cache
def programme(name: str) -> Programme:
    loaded, problems = load_folder(folder_of(name))
    assert loaded is not None, problems
    return loaded.programme


@pytest.mark.parametrize(
    ("name", "by"),
    [
        (LANGFANG, [Asks.FLOOR, Asks.DIRECT, Asks.PAPER_DAY, Asks.YEAR]),
        (KAIFENG, [Asks.PAPER_DAY, Asks.YEAR, Asks.WORDS]),
        (THIRD, [Asks.FLOOR, Asks.PAPER_DAY, Asks.YEAR]),
    ],
)
def test_what_the_notice_leaves_open_is_asked_once(name: str, by: list[Asks]) -> None:
    asked = opening.questions(programme(name))
    assert [question.by for question in asked] == by
    assert len({question.id for question in asked}) == len({question.says for question in asked}) == len(asked)


@pytest.mark.parametrize("name", [LANGFANG, KAIFENG, THIRD])
def test_the_days_are_those_of_the_notice_in_its_year(name: str) -> None:
    days = opening.planned_days(programme(name))
    assert days[programme(name).hand_in] == Span(None, LAST[name])
    assert opening.day_problems(programme(name), days) == []


@pytest.mark.parametrize(
    ("name", "kind", "floor", "klass", "numbers"),
    [
        (LANGFANG, Kind.COUNTY, None, "county", (10, None)),
        (LANGFANG, Kind.ZONE, None, "county", (None, None)),
        (LANGFANG, Kind.ZONE, True, "county", (10, None)),
        (LANGFANG, Kind.ZONE, False, "county", (None, None)),
        (LANGFANG, Kind.INDUSTRY, None, "", (None, None)),
        (KAIFENG, Kind.ZONE, None, "county", (None, 3)),
        (KAIFENG, Kind.INDUSTRY, None, "industry", (None, 2)),
        (KAIFENG, Kind.ORGANS, None, "organs", (None, 2)),
        (THIRD, Kind.COUNTY, None, "township", (1, 2)),
    ],
)
def test_what_is_suggested_for_a_body(
    name: str, kind: Kind, floor: bool | None, klass: str, numbers: tuple[int | None, int | None]
) -> None:
    place = opening.suggested(programme(name), 1, "示例", kind, floor)
    assert (place.klass, (place.at_least, place.at_most)) == (klass, numbers)
    if klass and floor is not None:
        assert opening.place_problems(programme(name), place, "here") == []


ZONE = Place(7, "示例开发区总工会", Kind.ZONE, "county")
COUNTY = Place(8, "示例县总工会", Kind.COUNTY, "county", at_least=10)


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        (COUNTY, []),
        (replace(COUNTY, klass=""), ["missing"]),
        (replace(COUNTY, klass="nope"), ["missing"]),
        (ZONE, ["missing"]),
        (replace(ZONE, floor=False), []),
        (replace(ZONE, floor=True), ["missing"]),
        (replace(ZONE, floor=True, at_least=10), []),
        (replace(ZONE, floor=False, at_least=10), ["missing"]),
        (replace(COUNTY, at_least=8), ["missing"]),
        (replace(COUNTY, at_least=8, why="新设的县"), []),
        (replace(COUNTY, at_least=5, at_most=4, why="新设的县"), ["out_of_range"]),
        (replace(COUNTY, at_least=10_000, why="新设的县"), ["out_of_range"]),
    ],
)
def test_a_quota_that_is_not_the_notices_wants_a_reason(place: Place, codes: list[str]) -> None:
    found = opening.place_problems(programme(LANGFANG), place, "here")
    assert [problem.code for problem in found] == codes
    if codes == ["missing"] and place.klass == "county":
        assert found[0].clause == "通知四"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"hand_in": Span(None, None)}, "一定要有日子"),
        ({}, "一定要有日子"),
        ({"hand_in": Span(date(2024, 11, 21), date(2024, 11, 20))}, "开始的日子晚于截止的日子"),
        ({"hand_in": Span(None, date(1999, 11, 20))}, "年份应在"),
        ({"hand_in": Span(None, date(2024, 11, 20)), "review": Span(date(2024, 12, 2), None)}, ""),
    ],
)
def test_the_days_have_to_fit(days: dict[str, Span], said: str) -> None:
    found = opening.day_problems(programme(KAIFENG), days)
    assert said in "".join(problem.message for problem in found)
    assert bool(found) is bool(said)


def test_where_units_may_apply_directly_their_line_has_to_be_said() -> None:
    assert [found.where for found in opening.direct_problems(programme(LANGFANG), " ", "")] == ["direct_line"]
    assert opening.direct_problems(programme(LANGFANG), "示例", "") == []
    assert [found.code for found in opening.direct_problems(programme(LANGFANG), "示" * 101, "")] == ["too_long"]
    assert opening.direct_problems(programme(KAIFENG), "", "") == []


def test_answers_are_kept_by_their_question() -> None:
    words = next(question for question in opening.questions(programme(KAIFENG)) if question.by is Asks.WORDS)
    assert opening.kept_answers(programme(KAIFENG), {words.id: " 三个分会 ", "nope": "x"}, []) == {
        words.says: "三个分会"
    }
    assert opening.answer_problems(programme(KAIFENG), {words.id: "字" * 501})[0].code == "too_long"
    kept = opening.kept_answers(programme(LANGFANG), {}, [replace(ZONE, floor=False), COUNTY])
    assert kept == {"示例开发区总工会是否也按不少于 10 个办": "否"}


@pytest.mark.parametrize(
    ("name", "parent", "classes", "ids"),
    [
        (LANGFANG, Kind.COUNTY, ["county"], ["county"]),
        (LANGFANG, Kind.COUNTY, [], []),
        (LANGFANG, Kind.FEDERATION, ["county"], ["direct", "county"]),
        (LANGFANG, Kind.FEDERATION, [], ["direct"]),
        (KAIFENG, Kind.INDUSTRY, ["industry"], ["industry"]),
        (KAIFENG, Kind.FEDERATION, ["county", "organs"], ["county", "organs"]),
        (KAIFENG, Kind.FEDERATION, [], []),
        (THIRD, Kind.COUNTY, ["township"], ["by-township"]),
    ],
)
def test_the_ways_a_unit_may_go(name: str, parent: Kind, classes: list[str], ids: list[str]) -> None:
    assert [choice.route.id for choice in routes.choices(programme(name), parent, classes)] == ids


def test_a_recommenders_quota_speaks_with_its_classs_clause() -> None:
    group = opening.group_of(programme(KAIFENG), "county")
    quota = opening.quota(group, None, 5, Passing.BLOCK)
    assert (quota.says(2), quota.rule(), quota.clause) == ("已推荐 2，最多 5", "不超过 5 个", "通知二")
    assert opening.quota(group, None, None, Passing.WARN).rule() == "不限"
