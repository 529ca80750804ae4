"""Receiving several at once: all or none, journalled, by a clerk of the city alone."""

import pytest

from jiangfang.core.problems import Refused
from jiangfang.records.journal.models import Entry
from jiangfang.stages.receive import actions
from jiangfang.stages.receive.models import Receiving
from tests.stages.receive.making import hand_back, hand_in, handed_in, numbers
from tests.stages.recommend import making
from tests.stages.world import LANGFANG, THIRD, world


def test_several_are_received_together(db: None) -> None:
    city = world()
    one, two = handed_in(city, "甲工作室", "乙工作室")
    assert (numbers(city).waiting, numbers(city).received) == (2, 0)
    actions.receive(applications=[two, one], note="齐全", hat=city.clerk, at=city.at)
    assert {making.again(row).state for row in (one, two)} == {"received"}
    assert list(Receiving.objects.order_by("pk").values_list("application", "note")) == [
        (two.pk, "齐全"),
        (one.pk, "齐全"),
    ]
    assert (numbers(city).waiting, numbers(city).received) == (0, 2)
    told = Entry.objects.filter(deed="application.receive").values_list("subject_id", flat=True)
    assert set(told) == {str(one.pk), str(two.pk)}


def test_all_or_none(db: None) -> None:
    city = world(programme=LANGFANG)
    one, two = handed_in(city, "甲工作室", "乙工作室")
    hand_back(city, two)
    before = Entry.objects.count()
    with pytest.raises(Refused):
        actions.receive(applications=[one, two], note="", hat=city.clerk, at=city.at)
    assert making.again(one).state == "handed_in"
    assert (Receiving.objects.count(), Entry.objects.count()) == (0, before)


def test_what_was_received_and_given_back_is_received_once_more(db: None) -> None:
    city = world()
    (one,) = handed_in(city, "甲工作室")
    actions.receive(applications=[one], note="", hat=city.clerk, at=city.at)
    hand_back(city, one)
    assert (numbers(city).received, numbers(city).back, numbers(city).due) == (0, 1, 1)
    hand_in(city)
    actions.receive(applications=[making.again(one)], note="", hat=city.clerk, at=city.at)
    assert Receiving.objects.count() == 2
    assert numbers(city).received == 1


@pytest.mark.parametrize("programme", [LANGFANG, THIRD])
def test_nothing_is_received_without_being_chosen_or_where_no_such_step_is(db: None, programme: str) -> None:
    city = world(programme=programme)
    (one,) = handed_in(city, "甲工作室")
    with pytest.raises(Refused):
        actions.receive(applications=[], note="", hat=city.clerk, at=city.at)
    if programme == THIRD:
        with pytest.raises(Refused):
            actions.receive(applications=[one], note="", hat=city.clerk, at=city.at)
    with pytest.raises(Refused):
        actions.receive(applications=[one], note="\x02", hat=city.clerk, at=city.at)
    assert Receiving.objects.count() == 0


def test_only_a_clerk_of_this_city_receives(db: None) -> None:
    city, other = world(), world("示例乙")
    (one,) = handed_in(city, "甲工作室")
    (theirs,) = handed_in(other, "乙工作室")
    for hat in (city.auditor, city.admin, making.recommender_hat(one), other.clerk):
        with pytest.raises(Refused):
            actions.receive(applications=[one], note="", hat=hat, at=city.at)
    with pytest.raises(Refused):
        actions.receive(applications=[one, theirs], note="", hat=city.clerk, at=city.at)
    assert Receiving.objects.count() == 0
