"""Handing in, taking back, withdrawing, coming back after a return."""

from datetime import timedelta
from typing import Any

import pytest

from jiangfang.core.people import Kind, Role
from jiangfang.stages.announce import actions as announce
from jiangfang.stages.apply import actions, queries
from jiangfang.stages.apply.models import Filing, Opinion
from tests.stages.apply.desk import (
    day_after,
    endorse,
    endorsed,
    filled,
    fresh,
    started,
    submitted,
)
from tests.stages.apply.trying import problems, save, send_back, submit
from tests.stages.world import KAIFENG, LANGFANG, LAST, PROGRAMMES, hat, moment, world

pytestmark = pytest.mark.usefixtures("db")


def test_the_tick_and_the_musts_are_asked() -> None:
    city = world()
    found = started(city)
    codes = {(problem.code, problem.where) for problem in problems(lambda: submit(city, found, attested=""))}
    assert {("missing", "attested"), ("missing", "studio_name"), ("missing", "leader_name")} <= codes
    assert fresh(found).number == ""
    assert not Filing.objects.exists()


def test_words_that_are_no_answer_are_asked_again() -> None:
    city = world()
    found = filled(city, started(city))
    save(city, found, {"member_count": "十来个"}, base=found.version)
    assert [problem.where for problem in problems(lambda: submit(city, found))] == ["member_count"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_last_second_counts_and_the_next_is_late(programme: str) -> None:
    city = world(programme=programme)
    found = filled(city, started(city))
    last = moment(LAST[programme] + timedelta(days=1), 0)
    (late,) = problems(lambda: submit(city, found, at=last))
    assert (late.code, late.clause != "") == ("late", True)
    assert fresh(found).state == queries.programme_of(found).programme.workflow.start().state
    assert queries.answers_of(fresh(found)) == queries.answers_of(found)
    assert submit(city, found, at=last - timedelta(seconds=1)).serial == 1


def test_an_extension_and_an_own_day_bind_only_whom_they_should() -> None:
    city = world()
    mine, other = filled(city, started(city)), filled(city, started(city, Kind.ZONE))
    announce.set_own_day(recommender=city.recommender, day=city.today, hat=city.hat(Role.RECOMMENDER), at=city.at)
    tomorrow = day_after(city, 1)
    assert problems(lambda: submit(city, fresh(mine), at=tomorrow))[0].code == "late"
    assert submit(city, fresh(other), hat=city.hat(Role.UNIT, Kind.ZONE), at=tomorrow).serial == 1
    announce.set_own_day(recommender=city.recommender, day=None, hat=city.hat(Role.RECOMMENDER), at=city.at)
    announce.extend_deadline(
        recommender=city.recommender, day=LAST[KAIFENG] + timedelta(days=3), why="暴雨", hat=city.clerk, at=city.at
    )
    assert submit(city, fresh(mine), at=moment(LAST[KAIFENG] + timedelta(days=3), 23, 59)).serial == 1


def test_handing_in_twice_is_said() -> None:
    city = world()
    found = submitted(city)
    assert problems(lambda: submit(city, found))[0].code == "not_now"
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("programme", [LANGFANG, KAIFENG])
def test_a_unit_takes_back_and_corrects_until_it_is_recommended(programme: str) -> None:
    city = world(programme=programme)
    found = endorsed(city)
    actions.recall(application=found, hat=city.hat(Role.UNIT), at=city.at)
    kept = fresh(found)
    section = next(
        one.id
        for one in queries.programme_of(kept).programme.sections
        if any(f.key == "studio_name" for f in one.fields)
    )
    save(city, kept, {"studio_name": "示例改名工作室"}, section)
    submit(city, fresh(found))
    assert next(line.standing for line in queries.opinion_lines(fresh(found))) == "void"
    endorse(city, fresh(found))
    assert next(line.standing for line in queries.opinion_lines(fresh(found))) == "holds"


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_withdrawn_one_is_out(programme: str) -> None:
    city = world(programme=programme)
    found = submitted(city)
    actions.withdraw(application=found, reason="条件不够", hat=city.hat(Role.UNIT), at=city.at)
    kept = fresh(found)
    states = {state.id: state for state in queries.programme_of(kept).programme.workflow.states}
    assert states[kept.state].final
    assert problems(lambda: save(city, kept, {"studio_name": "再来"}))[0].code == "not_now"


def test_sent_back_it_comes_back_to_who_asked() -> None:
    city = world()
    found = endorsed(city)
    back = actions.send_back(
        application=found,
        sections=["results", "leader"],
        reasons=["wrong"],
        text="经费请核对",
        due=None,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    kept = fresh(found)
    assert (kept.state, kept.sent_from, back.version) == ("returned", "endorsed", kept.version)
    assert queries.open_return(kept) == back
    save(city, kept, {"leader_phone": "0000-0000009"}, "leader")
    submit(city, fresh(found))
    there = fresh(found)
    assert (there.state, queries.open_return(there)) == ("endorsed", None)
    assert queries.opinion_lines(there)[0].standing == "holds"  # a phone is no matter of weight


def test_a_change_of_weight_voids_the_opinions_after_it() -> None:
    city = world()
    found = endorsed(city)
    send_back(city, found)
    save(city, fresh(found), {"funding_total": "999"}, "results")
    submit(city, fresh(found))
    there = fresh(found)
    assert (there.state, queries.opinion_lines(there)[0].standing) == ("endorsed", "void")
    assert "opinion_unit_union" not in queries.sheet(there)
    endorse(city, there, text="同意修改后申报。")
    again = fresh(found)
    assert (again.state, queries.opinion_lines(again)[0].standing) == ("endorsed", "holds")
    assert queries.sheet(again)["opinion_unit_union"]["text"] == "同意修改后申报。"
    assert Opinion.objects.count() == 2


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"sections": []}, "sections"),
        ({"sections": ["opinions"]}, "sections"),
        ({"reasons": ["nonsense"]}, "reasons"),
        ({"reasons": [], "text": " "}, "reasons"),
        ({"due": LAST[KAIFENG] + timedelta(days=1)}, "due"),
        ({"due": LAST[KAIFENG] - timedelta(days=30)}, "due"),
    ],
)
def test_a_return_says_what_and_why(other: dict[str, Any], where: str) -> None:
    city = world()
    found = endorsed(city)
    assert [problem.where for problem in problems(lambda: send_back(city, found, **other))] == [where]
    assert fresh(found).state == "endorsed"


@pytest.mark.parametrize("kind", [Kind.ZONE, Kind.ORGANS])
def test_another_recommender_returns_nothing(kind: Kind) -> None:
    city = world()
    found = endorsed(city)
    assert problems(lambda: send_back(city, found, hat=city.hat(Role.RECOMMENDER, kind)))[0].code == "not_allowed"


def test_a_day_of_its_own_lets_the_answer_come_later() -> None:
    city = world()
    found = endorsed(city)
    send_back(city, found, due=LAST[KAIFENG])
    announce.set_own_day(recommender=city.recommender, day=city.today, hat=city.hat(Role.RECOMMENDER), at=city.at)
    assert submit(city, fresh(found), at=moment(LAST[KAIFENG], 23, 59)).serial == 2


def test_a_colleague_without_a_share_takes_nothing_back() -> None:
    city = world()
    found = submitted(city)
    colleague = hat(city.unit(), Role.UNIT, "示例甲同事", city.at)
    deed = lambda: actions.recall(application=found, hat=colleague, at=city.at)  # noqa: E731
    assert problems(deed)[0].code == "not_allowed"
