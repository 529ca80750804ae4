"""Days, quotas and deadlines changed after the opening: with a reason, journalled, never below what is taken."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from jiangfang.core.opening import Place, Span
from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.core.quota import Passing
from jiangfang.records.journal import queries as journal
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.models import Recommender, Round, RoundDay
from tests.engines import Engine
from tests.stages.world import KAIFENG, LANGFANG, LAST, World, moment, world


@pytest.fixture
def city(db: None) -> World:
    return world()


def again(row: Recommender) -> Recommender:
    return Recommender.objects.select_related("organisation", "round__revision").get(pk=row.pk)


def told(city: World, row: Recommender) -> list[journal.Told]:
    return journal.history(city.federation.pk, "recommender", str(row.pk))


def quota(row: Recommender, hat: Any, at: Any, **other: Any) -> Recommender:
    values = {"at_least": None, "at_most": 4, "passing": Passing.BLOCK, "why": "县里工作室多"}
    return actions.adjust_quota(recommender=row, hat=hat, at=at, **{**values, **other})


class TestDays:
    def change(self, city: World, days: dict[str, Span], why: str = "县里要求") -> Round:
        return actions.change_days(round=city.round, days=days, why=why, hat=city.clerk, at=city.at)

    def test_a_day_is_changed_with_a_reason_and_told_before_and_after(self, city: World) -> None:
        later = LAST[KAIFENG] + timedelta(days=5)
        self.change(city, {"hand_in": Span(None, later), "review": Span(later, None)})
        fresh = Round.objects.get(pk=city.round.pk)
        assert queries.deadline(fresh) == later
        entry = journal.history(city.federation.pk, "round", str(city.round.pk))[-1]
        assert entry.deed == "round.days_changed"
        assert entry.before["hand_in"] == [None, "2024-11-20"]
        assert (entry.after["hand_in"], entry.after["why"]) == ([None, "2024-11-25"], "县里要求")

    @pytest.mark.parametrize(
        ("days", "why", "says"),
        [
            ({"hand_in": Span(None, None)}, "理由", "一定要有日子"),
            ({"hand_in": Span(None, date(2024, 11, 20))}, "理由", "没有什么要改"),
            ({"hand_in": Span(None, date(2024, 11, 21))}, " ", "理由"),
            ({"hand_in": Span(None, date(2024, 11, 21))}, "长" * 501, "理由"),
            ({"nope": Span(None, date(2024, 11, 21))}, "理由", "没有这一段"),
            ({"review": Span(date(2024, 12, 2), date(2024, 12, 1))}, "理由", "晚于"),
        ],
    )
    def test_what_is_wrong_changes_nothing(self, city: World, days: dict[str, Span], why: str, says: str) -> None:
        before = list(RoundDay.objects.filter(round=city.round).values_list("window", "opens", "closes"))
        with pytest.raises(Refused, match=says):
            self.change(city, days, why)
        assert list(RoundDay.objects.filter(round=city.round).values_list("window", "opens", "closes")) == before


class TestQuota:
    def test_a_quota_is_adjusted_with_a_reason_and_keeps_its_clause(self, city: World) -> None:
        made = quota(city.recommender, city.clerk, city.at, passing=Passing.WAIVER)
        rule = queries.quota_of(city.round, made)
        assert (rule.rule(), rule.clause, rule.passing) == ("不超过 4 个", "通知二", Passing.WAIVER)
        entry = told(city, made)[-1]
        assert (entry.before["at_most"], entry.after["at_most"], entry.after["why"]) == (3, 4, "县里工作室多")

    @pytest.mark.parametrize(
        ("other", "says"),
        [
            ({"why": "  "}, "理由"),
            ({"at_least": 5}, "还大"),
            ({"at_most": 10_000}, "0 到 9999"),
            ({"at_most": 1}, "已经推荐了 2 个"),
        ],
    )
    def test_what_is_wrong_changes_nothing(self, city: World, other: dict[str, Any], says: str) -> None:
        Recommender.objects.filter(pk=city.recommender.pk).update(taken=2)
        with pytest.raises(Refused, match=says):
            quota(city.recommender, city.clerk, city.at, **other)
        assert again(city.recommender).at_most == 3
        assert told(city, city.recommender) == []

    def test_to_what_is_taken_it_may_go_down_and_a_waived_place_counts(self, city: World) -> None:
        Recommender.objects.filter(pk=city.recommender.pk).update(taken=3, waived=1)
        assert quota(city.recommender, city.clerk, city.at, at_most=2).at_most == 2
        assert quota(city.recommender, city.clerk, city.at, at_most=None, why="不限").at_most is None

    def test_nobody_but_the_citys_clerk(self, city: World) -> None:
        for hat in (city.hat(Role.RECOMMENDER), city.auditor, world("示例乙").clerk):
            with pytest.raises(Refused, match="身份"):
                quota(city.recommender, hat, city.at)


class TestAdding:
    def add(self, city: World, place: Place) -> Recommender:
        return actions.add_recommender(round=city.round, place=place, hat=city.clerk, at=city.at)

    def test_a_body_is_added_once_and_asked_what_the_opening_asks(self, db: None) -> None:
        city = world(programme=LANGFANG)
        zone = city.bodies[Kind.ZONE]
        Recommender.objects.filter(organisation=zone).delete()
        with pytest.raises(Refused, match="是否也按不少于 10 个办"):
            self.add(city, Place(zone.pk, "", Kind.ZONE, "county"))
        made = self.add(city, Place(zone.pk, "", Kind.ZONE, "county", floor=False))
        assert made.at_least is None
        assert Round.objects.get(pk=city.round.pk).answers["示例开发区总工会是否也按不少于 10 个办"] == "否"
        with pytest.raises(Refused, match="已经是"):
            self.add(city, Place(zone.pk, "", Kind.ZONE, "county", floor=False))
        assert [entry.deed for entry in told(city, made)] == ["recommender.added"]

    def test_no_unit_and_nobody_of_another_city(self, city: World) -> None:
        for body in (city.unit(), world("示例乙").bodies[Kind.COUNTY]):
            with pytest.raises(Refused, match="没有这个推荐单位"):
                self.add(city, Place(body.pk, "", Kind.COUNTY, "county", at_most=3))


class TestDeadlines:
    def extend(self, city: World, day: date | None, why: str = "大雪封路") -> Recommender:
        return actions.extend_deadline(recommender=city.recommender, day=day, why=why, hat=city.clerk, at=city.at)

    def own(self, city: World, day: date | None, hat: Any = None) -> Recommender:
        worn = hat or city.hat(Role.RECOMMENDER)
        return actions.set_own_day(recommender=city.recommender, day=day, hat=worn, at=city.at)

    def test_an_extension_is_for_one_alone_and_can_be_taken_back(self, city: World) -> None:
        later = LAST[KAIFENG] + timedelta(days=3)
        self.extend(city, later)
        assert queries.deadline(city.round, again(city.recommender)) == later
        assert queries.deadline(city.round, city.recommenders[Kind.ORGANS]) == LAST[KAIFENG]
        assert queries.late(city.round, again(city.recommender), later) is None
        late = queries.late(city.round, city.recommenders[Kind.ORGANS], later)
        assert late is not None
        assert (late.code, late.clause) == ("late", "通知四（三）")
        self.extend(city, None, "雪停了")
        assert queries.deadline(city.round, again(city.recommender)) == LAST[KAIFENG]
        assert [entry.after for entry in told(city, city.recommender)] == [
            {"extended_to": "2024-11-23", "why": "大雪封路"},
            {"extended_to": None, "why": "雪停了"},
        ]

    @pytest.mark.parametrize(
        ("day", "why", "says"),
        [
            (date(2024, 11, 19), "理由", "不能早于"),
            (date(2024, 11, 25), "", "理由"),
            (date(2999, 1, 1), "理由", "2100"),
        ],
    )
    def test_an_extension_that_is_none_is_refused(self, city: World, day: date, why: str, says: str) -> None:
        with pytest.raises(Refused, match=says):
            self.extend(city, day, why)
        assert again(city.recommender).extended_to is None

    def test_a_recommenders_own_day_binds_only_its_units(self, city: World) -> None:
        self.own(city, date(2024, 11, 15))
        row = again(city.recommender)
        assert queries.unit_day(city.round, row) == date(2024, 11, 15)
        assert queries.deadline(city.round, row) == LAST[KAIFENG]
        assert (
            queries.unit_day(city.round) == queries.unit_day(city.round, city.recommenders[Kind.ZONE]) == LAST[KAIFENG]
        )
        assert queries.late(city.round, row, date(2024, 11, 16), for_unit=True) is not None
        assert queries.late(city.round, row, date(2024, 11, 16)) is None
        self.own(city, None)
        assert queries.unit_day(city.round, again(city.recommender)) == LAST[KAIFENG]
        assert [entry.deed for entry in told(city, city.recommender)] == ["recommender.own_day_set"] * 2

    def test_it_may_be_later_only_as_far_as_the_extension(self, city: World) -> None:
        later = LAST[KAIFENG] + timedelta(days=3)
        with pytest.raises(Refused, match="不能晚于2024年11月20日"):
            self.own(city, later)
        self.extend(city, later)
        assert queries.unit_day(city.round, self.own(city, later)) == later
        with pytest.raises(Refused, match="不能早于今天"):
            self.own(city, city.today - timedelta(days=1))

    def test_it_is_its_own_recommender_alone(self, city: World) -> None:
        strangers = (city.clerk, city.hat(Role.RECOMMENDER, Kind.ORGANS), world("示例乙").hat(Role.RECOMMENDER))
        for hat in (*strangers, city.hat(Role.UNIT)):
            with pytest.raises(Refused, match="身份"):
                self.own(city, date(2024, 11, 15), hat)


def test_a_cap_that_falls_and_places_that_are_taken_never_cross(own_database: Engine) -> None:
    city = world()
    start = Barrier(2)

    def take() -> int:
        start.wait()
        try:
            free = Recommender.objects.filter(pk=city.recommender.pk, taken__lt=F("at_most"))
            return sum(free.update(taken=F("taken") + 1) for _ in range(3))
        finally:
            connection.close()

    def lower() -> bool:
        start.wait()
        try:
            quota(city.recommender, city.clerk, moment(city.today), at_most=1)
        except Refused as refused:
            assert refused.problems[0].code == "over_quota"
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        taking, lowering = pool.submit(take), pool.submit(lower)
        taken, lowered = taking.result(), lowering.result()
    row = again(city.recommender)
    assert (row.taken, row.at_most) == (taken, 1 if lowered else 3)
    assert row.taken <= (row.at_most or 0)
    assert journal.verify(city.federation.pk) == []
