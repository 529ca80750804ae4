"""Copies are written down for several places at once, count only as far as they are wanted, and can be struck out."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.core.receiving import Form, Spot, Way
from jiangfang.records.journal.models import Entry
from jiangfang.stages.announce.models import PaperDay, Round
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive import actions, queries
from jiangfang.stages.receive.models import Arrival
from tests.stages.receive.making import after, hand_back, handed_in, line, says
from tests.stages.recommend import making
from tests.stages.world import KAIFENG, LANGFANG, LAST, World, world


def paper(row: Application, item: str = "application") -> Spot:
    return Spot(row.pk, None, item, Form.PAPER)


def tick(city: World, spots: Sequence[Spot], copies: int | None = None, **more: Any) -> list[Arrival]:
    said = {
        "way": Way.HAND,
        "arrived_on": city.today,
        "postmark": None,
        "note": "",
        "hat": city.clerk,
        "at": city.at,
        **more,
    }
    return actions.tick(round=city.round, spots=spots, copies=copies, **said)


def refused(city: World, spots: Sequence[Spot], copies: int | None = None, **more: Any) -> tuple[str, str]:
    """The first problem of what must be refused, with nothing written."""
    before = (Arrival.objects.count(), Entry.objects.count())
    with pytest.raises(Refused) as caught:
        tick(city, spots, copies, **more)
    assert (Arrival.objects.count(), Entry.objects.count()) == before
    first = caught.value.problems[0]
    return first.code, first.where


def test_several_places_at_once_each_with_what_is_wanting(db: None) -> None:
    city = world()
    one, two = handed_in(city, "甲工作室", "乙工作室")
    shared = Spot(None, city.recommender.pk, "summary", Form.PAPER)
    file = Spot(one.pk, None, "evidence", Form.ELECTRONIC)
    made = tick(city, [paper(one), paper(two), shared, file])
    assert [(row.copies, row.day) for row in made] == [(1, city.today)] * 4
    assert says(line(city)) == ["工作实绩支撑材料纸质 2 份、电子版 1 份", "近一年工作总结纸质 2 份、电子版 2 份"]
    told = list(Entry.objects.order_by("-number").values_list("deed", flat=True)[:3])
    assert sorted(told) == ["application.papers_came", "application.papers_came", "recommender.papers_came"]


def test_of_more_than_is_wanted_only_so_many_count_and_no_other_studio_gains(db: None) -> None:
    city = world(programme=LANGFANG)
    one, two = handed_in(city, "甲工作室", "乙工作室")
    tick(city, [paper(one)], copies=1)
    tick(city, [paper(one)], copies=5)
    assert list(Arrival.objects.order_by("pk").values_list("copies", "counted")) == [(1, 1), (5, 1)]
    assert says(line(city)) == ["审批表纸质 2 份"]
    tick(city, [paper(two)])
    assert says(line(city)) == []
    assert "full" in line(city).statuses


def test_what_is_struck_out_counts_no_more_and_what_came_later_takes_its_place(db: None) -> None:
    city = world(programme=LANGFANG)
    (one,) = handed_in(city, "甲工作室")
    (first,) = tick(city, [paper(one)], copies=2)
    tick(city, [paper(one)], copies=1)
    struck = actions.strike(arrival=queries.arrivals().get(pk=first.pk), why="记错了工作室", hat=city.clerk, at=city.at)
    assert (struck.struck_by, struck.struck_why, struck.counted) == (city.clerk.person.name, "记错了工作室", 0)
    assert says(line(city)) == ["审批表纸质 1 份"]
    assert Entry.objects.order_by("-number")[0].deed == "application.papers_struck"
    with pytest.raises(Refused):
        actions.strike(arrival=struck, why="再来一次", hat=city.clerk, at=city.at)
    assert Entry.objects.filter(deed="application.papers_struck").count() == 1


@pytest.mark.parametrize("why", ["", "  ", "长" * 501])
def test_striking_out_needs_a_reason(db: None, why: str) -> None:
    city = world()
    (one,) = handed_in(city, "甲工作室")
    (made,) = tick(city, [paper(one)])
    with pytest.raises(Refused) as caught:
        actions.strike(arrival=queries.arrivals().get(pk=made.pk), why=why, hat=city.clerk, at=city.at)
    assert caught.value.problems[0].where == "why"
    assert Arrival.objects.get().struck_at is None


def test_what_nobody_asks_for_is_refused_and_so_is_what_is_no_place(db: None) -> None:
    city, other = world(), world("示例乙")
    one, _ = handed_in(city, "甲工作室", "乙工作室")
    (theirs,) = handed_in(other, "丙工作室")
    before_it = making.recommended(city, "丁工作室")
    assert refused(city, []) == ("missing", "")
    assert refused(city, [Spot(one.pk, None, "application", Form.ELECTRONIC)]) == ("not_now", "")
    assert refused(city, [Spot(one.pk, None, "summary", Form.PAPER)]) == ("not_in_list", "")
    assert refused(city, [Spot(None, city.recommender.pk, "application", Form.PAPER)]) == ("not_in_list", "")
    assert refused(city, [paper(one), paper(theirs)]) == ("not_in_list", "")
    assert refused(city, [paper(before_it)]) == ("not_in_list", "")
    assert refused(city, [paper(one, "nonsense")]) == ("not_in_list", "")


def test_somebody_who_was_quicker_is_not_counted_twice(db: None) -> None:
    city = world(programme=LANGFANG)
    (one,) = handed_in(city, "甲工作室")
    tick(city, [paper(one)], copies=1, seen=0)
    assert refused(city, [paper(one)], 1, seen=0) == ("not_now", "")
    tick(city, [paper(one)], copies=1, seen=1)
    assert refused(city, [paper(one)], None) == ("not_now", "copies")


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"copies": 0}, "copies"),
        ({"arrived_on": LAST[KAIFENG]}, "arrived_on"),
        ({"way": Way.MAIL}, "way"),
        ({"postmark": date(2024, 11, 7)}, "postmark"),
        ({"note": "\x02"}, "note"),
    ],
)
def test_what_is_said_has_to_be_possible(db: None, more: dict[str, Any], where: str) -> None:
    city = world()
    (one,) = handed_in(city, "甲工作室")
    assert refused(city, [paper(one)], **more)[1] == where


def test_only_a_clerk_of_the_city_counts_and_strikes(db: None) -> None:
    city, other = world(), world("示例乙")
    (one,) = handed_in(city, "甲工作室")
    (made,) = tick(city, [paper(one, "evidence")])
    for hat in (city.auditor, city.admin, making.recommender_hat(one), other.clerk):
        assert refused(city, [paper(one)], hat=hat)[0] == "not_allowed"
        with pytest.raises(Refused):
            actions.strike(arrival=queries.arrivals().get(pk=made.pk), why="记错了", hat=hat, at=city.at)
    assert Arrival.objects.get().struck_at is None


@pytest.mark.parametrize(("paper_day", "late"), [(PaperDay.ARRIVAL, True), (PaperDay.POSTMARK, False)])
def test_the_day_that_counts_is_the_one_the_office_chose(db: None, paper_day: PaperDay, late: bool) -> None:
    city = world(programme=LANGFANG)
    Round.objects.filter(pk=city.round.pk).update(paper_day=paper_day.value)
    city.round.paper_day = paper_day.value
    (one,) = handed_in(city, "甲工作室")
    at, came = after(city, 3), LAST[LANGFANG] + timedelta(days=3)
    tick(city, [paper(one)], way=Way.POST, arrived_on=came, postmark=LAST[LANGFANG], at=at)
    found = line(city, today=came)
    assert (found.came_late, "late" in found.statuses, found.lacking) == (late, late, 0)


def test_what_was_handed_back_has_a_day_of_its_own_and_the_rest_has_not(db: None) -> None:
    city = world(programme=LANGFANG)
    one, two = handed_in(city, "甲工作室", "乙工作室")
    due = LAST[LANGFANG] + timedelta(days=5)
    hand_back(city, one, due=due, at=after(city))
    tick(city, [paper(one)], arrived_on=due, at=after(city, 5))
    assert not line(city, today=due).came_late
    tick(city, [paper(two)], arrived_on=due, at=after(city, 5))
    assert line(city, today=due).came_late


def test_what_is_withdrawn_takes_its_copies_along(db: None) -> None:
    city = world(programme=LANGFANG)
    one, two = handed_in(city, "甲工作室", "乙工作室")
    tick(city, [paper(one)], copies=2)
    applying.withdraw(
        application=making.again(one), reason="不报了", hat=making.worn_at(one.unit, Role.UNIT), at=city.at
    )
    assert says(line(city)) == ["审批表纸质 2 份"]
    assert line(city).numbers.due == 1
    assert refused(city, [paper(one)], 1) == ("not_in_list", "")
    tick(city, [paper(two)])
    assert says(line(city)) == []


def test_a_unit_that_applied_directly_brings_its_own(db: None) -> None:
    city = world(programme=LANGFANG)
    found = direct(city)
    tick(city, [paper(found)], copies=1)
    (alone,) = [one for one in queries.inbox(city.round, city.today) if one.recommender is None]
    assert (alone.numbers.due, says(alone), alone.status) == (1, ["审批表纸质 1 份"], "part")
    assert Arrival.objects.get().recommender is None


def direct(city: World) -> Application:
    """Handed in to the city by the unit itself."""
    unit = city.unit(Kind.FEDERATION)
    worker, union = (making.worn_at(unit, role) for role in (Role.UNIT, Role.UNIT_UNION))
    found = applying.start(round=city.round, route="direct", recommender=None, hat=worker, at=city.at)
    found = making.filled(city, making.again(found), studio_name="直报工作室")
    applying.submit(application=found, attested="以上内容属实", hat=worker, at=city.at)
    applying.endorse(application=found, text="同意申报。", signer="示例主席", day=city.today, hat=union, at=city.at)
    applying.apply_directly(application=making.again(found), hat=worker, at=city.at)
    return making.again(found)
