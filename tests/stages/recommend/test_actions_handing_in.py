"""The list of a recommender: its order, how it came to be, its contact; handed in whole, with a receipt."""

from datetime import timedelta

import pytest

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import actions, queries
from jiangfang.stages.recommend.models import HandedIn, HandIn
from tests.stages.recommend import making
from tests.stages.recommend.making import again, choose, now, recommend
from tests.stages.world import KAIFENG, LANGFANG, LAST, PROGRAMMES, THIRD, World, moment, world

pytestmark = pytest.mark.usefixtures("db")


def three(city: World) -> list[Application]:
    """Recommended ones of the county."""
    names = ("示例甲厂", "示例乙厂", "示例丙厂")
    return [making.recommended(city, f"{name}创新工作室", making.unit_below(city, name)) for name in names]


def hand_in(city: World, **more: object) -> HandIn:
    at = more.get("at", city.at)
    return actions.hand_in(recommender=city.recommender, hat=city.hat(Role.RECOMMENDER), at=at)  # type: ignore[arg-type]


def places(city: World) -> list[tuple[int, int | None]]:
    return [(row.pk, row.place) for row in queries.holding(city.recommender)]


def order(city: World, rows: list[Application]) -> None:
    actions.order(recommender=city.recommender, applications=rows, hat=city.hat(Role.RECOMMENDER), at=city.at)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_what_is_recommended_is_handed_in_with_a_receipt(programme: str) -> None:
    city = world("示例甲", programme)
    found = making.recommended(city)
    choose(city)
    made = hand_in(city)
    assert (made.serial, made.hat) == (1, "推荐单位·示例县总工会")
    assert list(made.items.values_list("application", "version", "place")) == [(found.pk, found.version, 1)]
    assert again(found).state == ("at_county" if programme == THIRD else "handed_in")
    assert now(city.recommender).taken == 1
    last = journal.history(city.federation.pk, "recommender", str(city.recommender.pk))[-1]
    assert (last.deed, last.after["serial"]) == ("recommender.handed_in", 1)
    assert journal.verify(city.federation.pk) == []


def test_handing_in_twice_is_a_sentence() -> None:
    city = world()
    making.recommended(city)
    choose(city)
    hand_in(city)
    with pytest.raises(Refused, match="没有新推荐的"):
        hand_in(city)
    assert HandIn.objects.count() == 1


def test_what_comes_later_is_handed_in_once_more_behind_the_first() -> None:
    city = world()
    first = making.recommended(city)
    choose(city)
    hand_in(city)
    second = making.recommended(city, "乙创新工作室", making.unit_below(city, "示例乙厂"))
    made = hand_in(city)
    assert made.serial == 2
    assert list(made.items.values_list("application", "place")) == [(second.pk, 2)]
    assert HandedIn.objects.filter(application=first).count() == 1


def test_nothing_recommended_nothing_recorded_and_somebody_undecided_are_all_said() -> None:
    city = world()
    making.endorsed(city, "没定的工作室")
    with pytest.raises(Refused) as refused:
        hand_in(city)
    assert [one.where for one in refused.value.problems] == ["", "meeting", "undecided"]
    assert "没定的工作室：没有推荐，也没有写不推荐的理由" in refused.value.problems[2].message


def test_who_was_not_chosen_is_told_why_before() -> None:
    city = world()
    making.recommended(city)
    other = making.endorsed(city, "乙创新工作室", making.unit_below(city, "示例乙厂"))
    choose(city)
    with pytest.raises(Refused, match="乙创新工作室"):
        hand_in(city)
    actions.not_recommend(application=other, reason="名额有限，排在后面", hat=city.hat(Role.RECOMMENDER), at=city.at)
    hand_in(city)


def test_an_opinion_that_became_void_stops_everything() -> None:
    city = world()
    rows, mine = three(city), city.hat(Role.RECOMMENDER)
    choose(city)
    applying.send_back(
        application=rows[1], sections=["studio"], reasons=["wrong"], text="", due=None, hat=mine, at=city.at
    )
    changed = making.filled(city, again(rows[1]), studio_name="改了名的工作室")
    worker = making.worn_at(changed.unit, Role.UNIT)
    applying.submit(application=changed, attested="属实", hat=worker, at=city.at)
    with pytest.raises(Refused, match=r"改了名的工作室：.*失效") as refused:
        hand_in(city)
    assert refused.value.problems[0].clause != ""
    assert HandIn.objects.count() == 0 and {again(row).state for row in rows} == {"recommended"}


def test_what_is_with_its_unit_stays_there_and_keeps_its_place() -> None:
    city = world()
    rows, mine = three(city), city.hat(Role.RECOMMENDER)
    choose(city)
    applying.send_back(
        application=rows[0], sections=["studio"], reasons=["wrong"], text="", due=None, hat=mine, at=city.at
    )
    made = hand_in(city)
    assert list(made.items.values_list("application", "place").order_by("place")) == [(rows[1].pk, 1), (rows[2].pk, 2)]
    assert now(city.recommender).taken == 3


@pytest.mark.parametrize("programme", [LANGFANG, KAIFENG])
def test_the_last_second_of_the_last_day_counts(programme: str) -> None:
    city = world("示例甲", programme)
    making.recommended(city)
    choose(city)
    midnight = moment(LAST[programme] + timedelta(days=1), 0)
    with pytest.raises(Refused) as refused:
        hand_in(city, at=midnight)
    assert [one.code for one in refused.value.problems] == ["late"]
    hand_in(city, at=midnight - timedelta(seconds=1))


def test_an_opinion_that_the_citys_return_made_void_is_given_again_after_the_day() -> None:
    city = world()
    found = making.recommended(city)
    choose(city)
    hand_in(city)
    later = moment(LAST[KAIFENG] + timedelta(days=3))
    due = later.date() + timedelta(days=2)
    applying.send_back(
        application=again(found), sections=["studio"], reasons=["wrong"], text="", due=due, hat=city.clerk, at=later
    )
    changed = making.filled(city, again(found), at=later, achievements="改过的业绩。")
    applying.submit(application=changed, attested="属实", hat=city.hat(Role.UNIT), at=later)
    found = again(found)
    assert found.state == "handed_in" and queries.may_judge(found)
    making.checked(city, found, at=later)
    with pytest.raises(Refused) as refused:  # the union's own comes first; nothing is said of the day
        recommend(city, found, at=later)
    assert "late" not in [one.code for one in refused.value.problems]


def test_the_list_takes_the_order_that_the_recommender_gives_it() -> None:
    city = world()
    rows = three(city)
    order(city, [rows[2], rows[0], rows[1]])
    assert places(city) == [(rows[2].pk, 1), (rows[0].pk, 2), (rows[1].pk, 3)]
    last = journal.history(city.federation.pk, "recommender", str(city.recommender.pk))[-1]
    assert last.after["order"] == ["示例丙厂创新工作室", "示例甲厂创新工作室", "示例乙厂创新工作室"]
    for wrong in ([rows[0]], [rows[0], rows[0], rows[1]], [*rows, making.endorsed(city)]):
        with pytest.raises(Refused, match="名单刚刚有变化"):
            order(city, wrong)


def test_what_was_handed_in_keeps_its_number() -> None:
    city = world()
    first = making.recommended(city)
    choose(city)
    hand_in(city)
    names = ("示例乙厂", "示例丙厂")
    more = [making.recommended(city, f"{name}创新工作室", making.unit_below(city, name)) for name in names]
    order(city, [more[1], more[0]])
    assert places(city) == [(first.pk, 1), (more[1].pk, 2), (more[0].pk, 3)]
    with pytest.raises(Refused, match="名单刚刚有变化"):
        order(city, [first, *more])


def test_a_choice_has_a_meeting_and_a_day_that_was() -> None:
    city = world()
    mine = city.hat(Role.RECOMMENDER)
    with pytest.raises(Refused) as refused:
        actions.choose(
            recommender=city.recommender,
            meeting=" ",
            day=city.today + timedelta(days=1),
            note="长" * 2001,
            hat=mine,
            at=city.at,
        )
    assert sorted(one.where for one in refused.value.problems) == ["day", "meeting", "note"]
    choose(city)
    choose(city)
    assert queries.selection(city.recommender) is not None


def test_a_contact_is_kept_where_a_paper_prints_it() -> None:
    city = world()
    mine = city.hat(Role.RECOMMENDER)
    with pytest.raises(Refused):
        actions.set_contact(
            recommender=city.recommender, contact_name="示例联络员", contact_phone="0" * 41, hat=mine, at=city.at
        )
    actions.set_contact(
        recommender=city.recommender, contact_name="示例联络员", contact_phone="0000-0000001", hat=mine, at=city.at
    )
    assert now(city.recommender).contact_name == "示例联络员"
    other = world("示例乙", LANGFANG)
    with pytest.raises(Refused, match="没有推荐单位联系人这一栏"):
        actions.set_contact(
            recommender=other.recommender,
            contact_name="示例",
            contact_phone="0000-0000001",
            hat=other.hat(Role.RECOMMENDER),
            at=other.at,
        )


@pytest.mark.parametrize("wearer", ["unit-county", "city", "auditor", "recommender-zone"])
def test_nobody_else_touches_the_list(wearer: str) -> None:
    city = world()
    making.recommended(city)
    other, mine = city.hats[wearer], city.recommender
    for deed in (
        lambda: actions.hand_in(recommender=mine, hat=other, at=city.at),
        lambda: actions.order(recommender=mine, applications=[], hat=other, at=city.at),
        lambda: actions.choose(recommender=mine, meeting="会", day=city.today, note="", hat=other, at=city.at),
        lambda: actions.set_contact(recommender=mine, contact_name="", contact_phone="", hat=other, at=city.at),
    ):
        with pytest.raises(Refused, match="以现在的身份不能办这件事"):
            deed()
