"""The city gives back to a recommender: places and opinions stay, the order is free again, a day of its own counts."""

from datetime import date, datetime, timedelta

import pytest

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal.models import Entry
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import actions, queries
from jiangfang.stages.recommend.models import HandBack, HandedIn
from tests.stages.receive.making import after, hand_back, hand_in, handed_in
from tests.stages.recommend import making
from tests.stages.world import KAIFENG, LANGFANG, LAST, PROGRAMMES, THIRD, World, moment, world

STATES = {KAIFENG: "recommended", LANGFANG: "recommended", THIRD: "chosen"}


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in refused.value.problems]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_given_back_it_keeps_its_place_and_goes_in_again(db: None, programme: str) -> None:
    city = world(programme=programme)
    one, two = handed_in(city, "甲工作室", "乙工作室")
    back = hand_back(city, one)
    assert making.again(one).state == STATES[programme]
    assert (making.again(one).place, making.now(city.recommender).taken) == (1, 2)
    assert making.again(two).state != STATES[programme]
    assert queries.open_backs(city.recommender) == [back]
    assert queries.with_city(city.recommender) == {two.pk}
    hand_in(city)
    assert making.again(one).state == making.again(two).state
    assert HandBack.objects.get().answered_at == city.at
    assert queries.open_backs(city.recommender) == []
    assert list(HandedIn.objects.order_by("hand_in__serial", "place").values_list("application", "place")) == [
        (one.pk, 1),
        (two.pk, 2),
        (one.pk, 1),
    ]


def test_it_is_journalled_with_each_application_and_with_the_list(db: None) -> None:
    city = world()
    rows = handed_in(city, "甲工作室", "乙工作室")
    hand_back(city, *rows)
    told = list(Entry.objects.order_by("-number").values_list("deed", flat=True)[:3])
    assert told == ["recommender.handed_back", "application.hand_back", "application.hand_back"]


def test_what_was_given_back_can_be_put_in_another_order_and_the_rest_keeps_its_place(db: None) -> None:
    city = world(programme=LANGFANG)
    one, two, three = handed_in(city, "甲工作室", "乙工作室", "丙工作室")
    hand_back(city, one, three)
    actions.order(
        recommender=making.now(city.recommender),
        applications=[three, one],
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    assert [row.pk for row in queries.holding(city.recommender)] == [three.pk, two.pk, one.pk]
    movable = {
        row.application.pk
        for row in queries.rows(making.now(city.recommender), [one.pk, two.pk, three.pk])
        if row.movable
    }
    assert movable == {one.pk, three.pk}


def test_what_was_given_back_can_be_taken_off_the_list(db: None) -> None:
    city = world()
    one, _ = handed_in(city, "甲工作室", "乙工作室")
    hand_back(city, one)
    actions.unrecommend(application=making.again(one), hat=city.hat(Role.RECOMMENDER), at=city.at)
    assert making.now(city.recommender).taken == 1
    assert queries.open_backs(city.recommender) == []


def test_after_the_deadline_a_day_is_asked_for(db: None) -> None:
    city = world()
    (one,) = handed_in(city, "甲工作室")
    with pytest.raises(Refused) as refused:
        hand_back(city, one, at=after(city))
    assert codes(refused) == [("missing", "due")]
    with pytest.raises(Refused) as refused:
        hand_back(city, one, at=after(city, 2), due=LAST[KAIFENG] + timedelta(days=1))
    assert codes(refused) == [("bad_date", "due")]


def test_until_that_day_only_what_was_given_back_goes_in(db: None) -> None:
    city = world(programme=LANGFANG)
    (one,) = handed_in(city, "甲工作室")
    left = making.recommended(city, "没来得及报送的工作室")
    due = LAST[LANGFANG] + timedelta(days=5)
    hand_back(city, one, at=after(city), due=due)
    with pytest.raises(Refused) as refused:
        hand_in(city, at=moment(due + timedelta(days=1)))
    assert codes(refused) == [("late", "")]
    hand_in(city, at=moment(due))
    assert (making.again(one).state, making.again(left).state) == ("handed_in", "recommended")
    with pytest.raises(Refused) as refused:
        hand_in(city, at=moment(due))
    assert codes(refused) == [("late", "")]


def test_an_earlier_day_never_shortens_the_time(db: None) -> None:
    city = world()
    (one,) = handed_in(city, "甲工作室")
    hand_back(city, one, due=city.today)
    hand_in(city, at=moment(LAST[KAIFENG]))
    assert making.again(one).state == "handed_in"


def test_it_is_answered_only_once_all_of_it_went_in(db: None) -> None:
    """One is mended by its unit meanwhile: its day stays."""
    city = world()
    one, two = handed_in(city, "甲工作室", "乙工作室")
    due = LAST[KAIFENG] + timedelta(days=5)
    back = hand_back(city, one, two, due=due)
    applying.send_back(
        application=making.again(two),
        sections=[_section(two)],
        reasons=["unclear"],
        text="",
        due=None,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    hand_in(city)
    assert queries.open_backs(city.recommender) == [back]
    assert queries.given_back([back]) == {two.pk}


def _section(application: Application) -> str:
    programme = applications.programme_of(application).programme
    return next(one.id for one in programme.sections if any(field.key == "leader_name" for field in one.fields))


@pytest.mark.parametrize("wrong", ["reasons", "chosen", "not_listed", "text"])
def test_it_says_what_is_wrong(db: None, wrong: str) -> None:
    city = world()
    (one,) = handed_in(city, "甲工作室")
    reasons = [] if wrong == "reasons" else ["nonsense"] if wrong == "not_listed" else ["order"]
    with pytest.raises(Refused) as refused:
        actions.hand_back(
            recommender=making.now(city.recommender),
            applications=[] if wrong == "chosen" else [one],
            reasons=reasons,
            text="长" * 2001 if wrong == "text" else "",
            due=None,
            hat=city.clerk,
            at=city.at,
        )
    assert codes(refused)[0][1] == ("reasons" if wrong == "not_listed" else wrong)
    assert HandBack.objects.count() == 0


def test_only_a_clerk_of_this_city_gives_back_and_only_what_is_there(db: None) -> None:
    city, other = world(), world("示例乙")
    (one,) = handed_in(city, "甲工作室")
    for hat in (city.auditor, city.hat(Role.RECOMMENDER), other.clerk):
        with pytest.raises(Refused):
            actions.hand_back(
                recommender=making.now(city.recommender),
                applications=[one],
                reasons=["order"],
                text="",
                due=None,
                hat=hat,
                at=city.at,
            )
    with pytest.raises(Refused):
        actions.hand_back(
            recommender=making.now(city.recommenders[Kind.ZONE]),
            applications=[one],
            reasons=["order"],
            text="",
            due=None,
            hat=city.clerk,
            at=city.at,
        )
    hand_back(city, one)
    with pytest.raises(Refused):
        hand_back(city, one)
    assert HandBack.objects.count() == 1


def test_a_place_is_not_taken_twice(db: None) -> None:
    city: World = world()
    rows = handed_in(city, "甲工作室", "乙工作室", "丙工作室")
    hand_back(city, *rows)
    with pytest.raises(Refused) as refused:
        making.recommended(city, "丁工作室")
    assert refused.value.problems[0].code == "over_quota"


def _to_its_unit(city: World, row: Application, due: date | None, at: datetime) -> None:
    """The recommender sends it on to its unit, as its page does."""
    applying.send_back(
        application=making.again(row),
        sections=["achievements"],
        reasons=["unclear"],
        text="",
        due=due,
        granted=queries.granted_to(row),
        hat=city.hat(Role.RECOMMENDER),
        at=at,
    )


def test_after_the_deadline_it_goes_on_to_its_unit_until_the_granted_day(db: None) -> None:
    city = world()
    one, _ = handed_in(city, "甲工作室", "乙工作室")
    due = LAST[KAIFENG] + timedelta(days=10)
    hand_back(city, one, due=due, at=after(city))
    for wrong in (None, due + timedelta(days=1)):
        with pytest.raises(Refused, match="期限"):
            _to_its_unit(city, one, wrong, after(city))
    _to_its_unit(city, one, due, after(city))
    unit = making.worn_at(one.unit, Role.UNIT)
    applying.submit(application=making.again(one), attested="属实", hat=unit, at=moment(due))
    hand_in(city, at=moment(due))
    assert queries.open_backs(making.now(city.recommender)) == []


def test_what_comes_in_two_batches_is_answered_and_the_newest_day_counts(db: None) -> None:
    city = world()
    one, two = handed_in(city, "甲工作室", "乙工作室")
    long, short = (LAST[KAIFENG] + timedelta(days=days) for days in (10, 4))
    first = hand_back(city, one, two, due=long, at=after(city))
    _to_its_unit(city, two, long, after(city))
    hand_in(city, at=after(city))
    assert queries.given_back(queries.open_backs(making.now(city.recommender))) == {two.pk}
    again = hand_back(city, one, due=short, at=after(city, 2))
    with pytest.raises(Refused) as refused:
        hand_in(city, at=after(city, 6))
    assert {code for code, _ in codes(refused)} <= {"late", "not_now"}
    hand_in(city, at=after(city, 3))
    assert HandBack.objects.get(pk=again.pk).answered_at is not None
    unit = making.worn_at(two.unit, Role.UNIT)
    applying.submit(application=making.again(two), attested="属实", hat=unit, at=after(city, 5))
    hand_in(city, at=after(city, 8))
    assert HandBack.objects.get(pk=first.pk).answered_at is not None
    assert queries.open_backs(making.now(city.recommender)) == []
