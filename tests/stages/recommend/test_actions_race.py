"""Two who reach at once: for the last place, for the same application, for the same hand-in. Real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application, Opinion
from jiangfang.stages.recommend import actions, queries
from jiangfang.stages.recommend.models import HandIn, Waiver
from tests.engines import Engine
from tests.stages.recommend import making
from tests.stages.recommend.making import again, choose, now, recommend
from tests.stages.world import LANGFANG, THIRD, World, hat, world


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Each in a thread of its own, begun together: "" for what went through, else the code of its refusal."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        start.wait()
        try:
            deed()
        except Refused as refused:
            return refused.problems[0].code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def ready(city: World, count: int) -> list[Application]:
    names = [f"示例第{number}厂" for number in range(count)]
    return [making.ready(city, f"{name}工作室", making.unit_below(city, name)) for name in names]


def second(city: World) -> Hat:
    """A colleague at the county."""
    return hat(city.recommender.organisation, Role.RECOMMENDER, f"{city.federation.pk}-second", city.at)


def by(city: World, row: Application, waiver: tuple[str, str] | None = None) -> Callable[[], object]:
    return lambda: recommend(city, row, waiver=waiver)


@pytest.mark.usefixtures("own_database")
def test_the_last_place_goes_to_one() -> None:
    city = world()
    rows = ready(city, 6)
    for row in rows[:2]:
        recommend(city, row)
    assert at_once(*(by(city, row) for row in rows[2:])) == ["", "over_quota", "over_quota", "over_quota"]
    found = now(city.recommender)
    assert (found.taken, queries.holding(found).count()) == (3, 3)
    assert [row.place for row in queries.holding(found)] == [1, 2, 3]
    assert journal.verify(city.federation.pk) == []


@pytest.mark.usefixtures("own_database")
def test_several_at_once_and_one_by_one_never_pass_the_cap() -> None:
    city = world()
    rows = ready(city, 4)
    mine = city.hat(Role.RECOMMENDER)

    def several() -> object:
        return actions.recommend_several(
            applications=rows[:2], text="同意。", signer="", day=city.today, hat=mine, at=city.at
        )

    told = at_once(several, by(city, rows[2]), by(city, rows[3]))
    assert told == ["", "", "over_quota"]
    found = now(city.recommender)
    assert found.taken == queries.holding(found).count() <= 3


@pytest.mark.usefixtures("own_database")
def test_each_over_the_cap_has_a_waiver_of_its_own() -> None:
    city = world("示例甲", THIRD)
    rows = ready(city, 6)
    for row in rows[:2]:
        recommend(city, row)
    allowed = ("示例县总工会", "并列")
    told = at_once(by(city, rows[2], allowed), by(city, rows[3], allowed), by(city, rows[4]), by(city, rows[5]))
    assert told == ["", "", "over_quota", "over_quota"]
    found = now(city.recommender)
    assert (found.taken, found.waived, Waiver.objects.count()) == (4, 2, 2)


@pytest.mark.usefixtures("own_database")
def test_the_same_form_sent_twice_recommends_once() -> None:
    city = world()
    (row,) = ready(city, 1)
    assert at_once(*[by(city, row)] * 4) == ["", "not_now", "not_now", "not_now"]
    assert (now(city.recommender).taken, Opinion.objects.filter(role="recommender").count()) == (1, 1)


@pytest.mark.usefixtures("own_database")
def test_two_who_hand_in_at_once_hand_in_once() -> None:
    city = world()
    for row in ready(city, 3):
        recommend(city, row)
    choose(city)
    hats = [city.hat(Role.RECOMMENDER), second(city)]
    deeds = [lambda worn=worn: actions.hand_in(recommender=city.recommender, hat=worn, at=city.at) for worn in hats]
    assert at_once(*deeds, *deeds) == ["", "not_now", "not_now", "not_now"]
    assert HandIn.objects.count() == 1 and HandIn.objects.get().items.count() == 3
    assert journal.verify(city.federation.pk) == []


@pytest.mark.usefixtures("own_database")
def test_recommending_handing_in_ordering_and_withdrawing_do_not_wait_for_each_other(own_database: Engine) -> None:
    city = world("示例甲", LANGFANG)
    rows = ready(city, 6)
    for row in rows[:3]:
        recommend(city, row)
    choose(city)
    mine = city.hat(Role.RECOMMENDER)
    workers = {row.pk: making.worn_at(row.unit, Role.UNIT) for row in rows}
    listed = [again(row) for row in rows[:3]]
    told = at_once(
        by(city, rows[3]),
        by(city, rows[4]),
        lambda: actions.order(recommender=city.recommender, applications=listed[::-1], hat=mine, at=city.at),
        lambda: applying.withdraw(application=rows[0], reason="不报了", hat=workers[rows[0].pk], at=city.at),
        lambda: actions.unrecommend(application=listed[1], hat=mine, at=city.at),
        lambda: actions.hand_in(recommender=city.recommender, hat=mine, at=city.at),
    )
    assert len(told) == 6
    found = now(city.recommender)
    assert found.taken == queries.holding(found).count()
    assert journal.verify(city.federation.pk) == []
