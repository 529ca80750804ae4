"""What a round says: the ways of a unit, the days of the rules, where in the year it is, a long list by pages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.models import Recommender, Round, RoundDay
from tests.stages.world import KAIFENG, LANGFANG, LAST, THIRD, organisation, world

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize(
    ("programme", "kind", "found"),
    [
        (LANGFANG, Kind.COUNTY, [("county", "示例县总工会")]),
        (LANGFANG, Kind.FEDERATION, [("direct", ""), ("county", "示例县总工会"), ("county", "示例开发区总工会")]),
        (LANGFANG, Kind.INDUSTRY, []),
        (KAIFENG, Kind.INDUSTRY, [("industry", "示例产业工会一分会")]),
        (
            KAIFENG,
            Kind.FEDERATION,
            [
                ("county", "示例县总工会"),
                ("county", "示例开发区总工会"),
                ("industry", "示例产业工会一分会"),
                ("organs", "示例市直机关工会"),
            ],
        ),
        (THIRD, Kind.COUNTY, [("by-township", "示例县总工会")]),
    ],
)
def test_the_ways_of_a_unit(programme: str, kind: Kind, found: list[tuple[str, str]]) -> None:
    city = world(programme=programme)
    ways = queries.ways(city.round, city.unit(kind))
    assert [(way.route.id, way.recommender.organisation.name if way.recommender else "") for way in ways] == found


def test_a_unit_below_a_unit_goes_the_way_of_the_body_above_and_a_stranger_none() -> None:
    city, other = world(), world("示例乙")
    workshop = organisation(city.unit(), Kind.UNIT, "示例分厂", city.at)
    assert [way.recommender for way in queries.ways(city.round, workshop)] == [city.recommender]
    assert queries.ways(city.round, other.unit()) == ()


def test_the_rules_reckon_by_the_days_of_the_round() -> None:
    city = world()
    RoundDay.objects.filter(round=city.round, window="hand_in").update(closes=date(2025, 11, 20))
    fresh = Round.objects.get(pk=city.round.pk)
    days = queries.rule_days(fresh)
    assert days["hand_in"].on == date(2025, 11, 20)
    assert days["notice"].on == date(2024, 11, 6)
    city.recommender.extended_to = date(2025, 11, 25)
    assert queries.rule_days(fresh, city.recommender)["hand_in"].on == date(2025, 11, 25)


@pytest.mark.parametrize(
    ("published", "days", "states"),
    [
        (False, 0, ["now", "later", "later", "later", "later"]),
        (True, 0, ["done", "now", "later", "later", "later"]),
        (True, 1, ["done", "done", "now", "later", "later"]),
    ],
)
def test_where_in_the_year_it_is(published: bool, days: int, states: list[str]) -> None:
    city = world(published=published)
    found = queries.progress(city.round, LAST[KAIFENG] + timedelta(days=days))
    assert [one.state for one in found] == states
    assert found[1].left == -days


def test_a_long_list_has_pages_and_asks_no_more(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city = world()
    settings.CLOCK = lambda: city.at
    for number in range(60):
        body = organisation(city.top, Kind.COUNTY, f"示例第{number}县总工会", city.at)
        Recommender.objects.create(round=city.round, organisation=body, klass="county", at_most=3, passing="block")
    client = Client()
    client.force_login(city.clerk.person)
    address = f"/rounds/{city.round.pk}/"
    client.get(address)
    with django_assert_num_queries(8):
        first = client.get(address).content.decode()
    assert first.count("不超过") == 50
    assert "共 64 个" in first
    second = client.get(address, {"page": 2}).content.decode()
    assert second.count("不超过") == 14
