"""The inbox and the table of papers as Excel: the rows of the page, counts as numbers, days as days."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.config.jobs import run_waiting
from jiangfang.core.people import Role
from jiangfang.core.receiving import Form, Spot, Way
from jiangfang.records.people.models import Hat
from jiangfang.stages.receive import actions
from jiangfang.stages.receive.queries import STATUSES
from tests import web
from tests.stages.apply.test_pages_excel import lines
from tests.stages.apply.test_pages_excel import shown as whole_list
from tests.stages.receive.making import after, hand_back, handed_in
from tests.stages.recommend import making
from tests.stages.world import PROGRAMMES, World, world

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


def sheet(city: World, name: str, hat: Hat | None = None, **query: str) -> list[dict[str, Any]]:
    return lines(at(hat or city.clerk).get(f"/rounds/{city.round.pk}/{name}.xlsx", query))


def day_of(day: date) -> datetime:
    return datetime(*day.timetuple()[:3])  # noqa: DTZ001 - as it stands in a cell


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_inbox_says_what_its_page_says(programme: str, settings: Settings) -> None:
    city = world(programme=programme)
    web.at(settings, city.at)
    handed_in(city, "示例甲工作室", "示例乙工作室")
    making.ready(city, "示例丙工作室")
    page = at(city.clerk).get(f"/rounds/{city.round.pk}/inbox/").content.decode()
    rows = sheet(city, "inbox")
    county = next(row for row in rows if row["推荐单位"] == "示例县总工会")
    assert [county[name] for name in ("已开始", "已提交", "已推荐", "已报送", "已受理", "退回")] == [3, 3, 2, 2, 0, 0]
    assert county["最近报送"] == city.at.replace(tzinfo=None)
    assert county["情况"] in STATUSES.values()
    assert county["还差什么"]
    assert all(row["推荐单位"] in page for row in rows)
    assert page.count('<th scope="row">') == len(rows)


def test_the_inbox_is_filtered_and_ordered_as_its_page(city: World) -> None:
    handed_in(city, "示例甲工作室")
    for query in ({"status": "none"}, {"status": "part"}, {"find": "甲工作室"}, {"sort": "-name"}, {"klass": "\0"}):
        page = at(city.auditor).get(f"/rounds/{city.round.pk}/inbox/", query).content.decode()
        found = [row["推荐单位"] for row in sheet(city, "inbox", city.auditor, **query)]
        places = [page.index(f">{name}<") for name in found]
        assert (places, len(found)) == (sorted(places), page.count('<th scope="row">')), query
        assert found or query == {"klass": "\0"}


def test_what_is_over_is_said_to_be(city: World, settings: Settings) -> None:
    handed_in(city, "示例甲工作室")
    web.at(settings, after(city, 2))
    county = next(row for row in sheet(city, "inbox") if row["推荐单位"] == "示例县总工会")
    assert county["情况"].endswith("，已过期")
    (studio,) = [row for row in sheet(city, "papers") if row["工作室"] == "示例甲工作室"]
    assert "已过期" in studio.values()


def came(city: World, application: int, item: str, copies: int) -> None:
    actions.tick(
        round=city.round,
        spots=[Spot(application, None, item, Form.PAPER)],
        copies=copies,
        way=Way.HAND,
        arrived_on=city.today,
        postmark=None,
        note="",
        hat=city.clerk,
        at=city.at,
    )


def test_papers_stand_as_numbers_and_days(city: World) -> None:
    first, second = handed_in(city, "示例甲工作室", "示例乙工作室")
    came(city, first.pk, "application", 1)
    rows = {row["工作室"]: row for row in sheet(city, "papers")}
    assert set(rows) == {"示例甲工作室", "示例乙工作室", "（推荐单位交一次）"}
    mine, other = rows["示例甲工作室"], rows["示例乙工作室"]
    asked = next(name.removesuffix("应交") for name in mine if name.endswith("（纸质）应交") and mine[name])
    assert mine[f"{asked}实收"] == 1
    assert (other[f"{asked}实收"], other[f"{asked}收齐日期"]) == (0, None)
    assert other["还差"] - mine["还差"] == 1
    assert mine[f"{asked}收齐日期"] in (None, day_of(city.today))
    assert (mine["编号"], mine["推荐单位"]) == (first.number, "示例县总工会")
    assert second.number == other["编号"]
    assert rows["（推荐单位交一次）"][f"{asked}应交"] is None


def test_papers_are_filtered_as_their_page(city: World) -> None:
    handed_in(city, "示例甲工作室", "示例乙工作室")
    base, sheets = (f"/rounds/{city.round.pk}/papers{end}" for end in ("/", ".xlsx"))
    for query in (
        {"find": "甲"},
        {"standing": "here"},
        {"standing": "missing"},
        {"recommender": "0"},
        {"item": "none"},
    ):
        page = at(city.clerk).get(base, query).content.decode()
        studios = {row["工作室"] for row in lines(at(city.clerk).get(sheets, query))} - {"（推荐单位交一次）"}
        assert studios == {name for name in ("示例甲工作室", "示例乙工作室") if name in page}, query


def test_the_pages_lead_there_and_nobody_else_comes(city: World) -> None:
    handed_in(city, "示例甲工作室")
    client, base = at(city.clerk), f"/rounds/{city.round.pk}"
    assert f'href="{base}/inbox.xlsx?status=part"' in client.get(f"{base}/inbox/?status=part&page=1").content.decode()
    assert f'href="{base}/papers.xlsx?find=' in client.get(f"{base}/papers/?find=甲&page=1").content.decode()
    for hat in (city.hat(Role.RECOMMENDER), city.hat(Role.UNIT), city.admin, world("示例乙").clerk):
        for name in ("inbox", "papers"):
            assert at(hat).get(f"{base}/{name}.xlsx").status_code == 404


def test_both_can_be_made_beside_the_pages(city: World) -> None:
    handed_in(city, "示例甲工作室")
    client = at(city.clerk)
    for name in ("inbox", "papers"):
        path = f"/rounds/{city.round.pk}/{name}.xlsx?find=甲"
        asked = client.post(path, {"hat": city.clerk.pk})
        run_waiting()
        assert lines(client.get(f"{asked['Location']}file/")) == lines(client.get(path))


def test_the_list_of_the_city_says_what_was_received(city: World) -> None:
    first, second = handed_in(city, "示例甲工作室", "示例乙工作室")
    actions.receive(applications=[first, second], note="", hat=city.clerk, at=city.at)
    hand_back(city, making.again(second))
    said = {row["工作室"]: row["受理"] for row in whole_list(city.clerk)}
    assert said == {"示例甲工作室": city.at.replace(tzinfo=None), "示例乙工作室": None}


def test_they_ask_a_fixed_number_of_questions(city: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    handed_in(city, "示例甲工作室")
    client = at(city.clerk)
    for name, count in (("inbox", 12), ("papers", 12)):
        path = f"/rounds/{city.round.pk}/{name}.xlsx"
        client.get(path)
        with django_assert_num_queries(count):
            client.get(path)
