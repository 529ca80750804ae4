"""A recommender's list as Excel: its rows, its order, and of a draft only whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.config.jobs import run_waiting
from jiangfang.core.people import Kind, Role
from jiangfang.records.files.models import Making
from jiangfang.records.people.models import Hat
from jiangfang.stages.recommend import actions
from tests import web
from tests.stages.apply.test_pages_excel import lines
from tests.stages.apply.test_pages_excel import shown as whole_list
from tests.stages.recommend import making
from tests.stages.world import World, world

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.both_engines]


@pytest.fixture
def city(settings: Settings, tmp_path: Path) -> World:
    settings.DATA = tmp_path
    made = world()
    web.at(settings, made.at)
    return made


def at(hat: Hat) -> Client:
    client = Client()
    web.sign_in(client, hat)
    return client


def page_of(city: World) -> str:
    return f"/recommend/{city.recommender.pk}/"


def numbers(city: World, hat: Hat, **query: str) -> list[object]:
    return [row["编号"] for row in lines(at(hat).get(f"{page_of(city)}list.xlsx", query))]


def test_a_line_says_what_the_page_says(city: World) -> None:
    found = making.recommended(city, "示例甲工作室")
    ready = making.ready(city, "示例乙工作室")
    making.filled(city, making.started(city), studio_name="示例草稿工作室")
    rows = lines(at(city.hat(Role.RECOMMENDER)).get(f"{page_of(city)}list.xlsx"))
    by_name = {row["工作室"]: row for row in rows}
    assert set(by_name) == {"示例甲工作室", "示例乙工作室", "（还没有提交）"}
    mine = by_name["示例甲工作室"]
    assert (mine["序号"], mine["编号"], mine["单位"]) == (1, found.number, "示例机械厂")
    assert (mine["所在单位工会意见"], mine["推荐单位意见"], mine["核对"]) == ("有效", "有效", "已核对")
    assert mine["最近提交"] == city.at.replace(tzinfo=None)
    assert (by_name["示例乙工作室"]["推荐单位意见"], by_name["示例乙工作室"]["编号"]) == (None, ready.number)
    draft = by_name["（还没有提交）"]
    assert {name for name, text in draft.items() if text} == {"工作室", "单位", "状态"}


def test_it_is_filtered_and_ordered_as_the_page(city: World) -> None:
    for name in ("示例甲工作室", "示例乙工作室", "示例丙工作室"):
        making.submitted(city, name)
    client = at(city.hat(Role.RECOMMENDER))
    for query in ({}, {"q": "乙"}, {"sort": "-studio"}, {"sort": "submitted"}, {"state": "draft"}, {"sort": "bad"}):
        page = client.get(page_of(city), query).content.decode()
        found = numbers(city, city.hat(Role.RECOMMENDER), **query)
        places = [page.index(str(number)) for number in found]
        assert places == sorted(places)
        assert len(found) == page.count('class="studio called"')
    link = client.get(page_of(city), {"q": "乙", "page": "1"}).content.decode()
    assert f'href="{page_of(city)}list.xlsx?q=%E4%B9%99"' in link


def test_another_recommender_finds_nothing(city: World) -> None:
    making.submitted(city)
    path = f"{page_of(city)}list.xlsx"
    zone = city.hat(Role.RECOMMENDER, Kind.ZONE)
    assert at(zone).get(path).status_code == 404
    assert at(zone).post(path, {"hat": zone.pk}).status_code == 404
    assert not Making.objects.exists()
    assert len(numbers(city, city.clerk)) == len(numbers(city, city.auditor)) == 1


def test_it_can_be_made_beside_the_pages(city: World) -> None:
    making.submitted(city, "示例甲工作室")
    hat = city.hat(Role.RECOMMENDER)
    client = at(hat)
    asked = client.post(f"{page_of(city)}list.xlsx?q=甲", {"hat": hat.pk})
    run_waiting()
    (line,) = lines(client.get(f"{asked['Location']}file/"))
    assert line["工作室"] == "示例甲工作室"


def test_the_list_of_the_city_says_when_it_was_handed_in(city: World) -> None:
    making.recommended(city, "示例甲工作室")
    late = making.ready(city, "示例乙工作室")
    assert {row["最近报送市总工会"] for row in whole_list(city.clerk)} == {None}
    county = city.hat(Role.RECOMMENDER)
    actions.not_recommend(application=late, reason="名额不够", hat=county, at=city.at)
    making.choose(city)
    actions.hand_in(recommender=making.now(city.recommender), hat=county, at=city.at)
    said = {row["工作室"]: row["最近报送市总工会"] for row in whole_list(city.clerk)}
    assert said == {"示例甲工作室": city.at.replace(tzinfo=None), "示例乙工作室": None}
