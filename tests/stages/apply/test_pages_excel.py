"""The list as Excel: the rows of the page and no others, phones for the city alone, many rows beside the pages."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.config.jobs import run_waiting
from jiangfang.core.people import Kind, Role
from jiangfang.records.files.kinds import XLSX
from jiangfang.records.files.models import Making, State
from jiangfang.records.files.views import AT_ONCE
from jiangfang.records.journal.models import Look
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import sheets
from jiangfang.stages.apply.models import Application
from tests import web
from tests.stages.apply.desk import answers_of, endorse, endorsed, filled, fresh, started, submitted
from tests.stages.apply.test_pages_comparing import change, returned
from tests.stages.apply.walking import says
from tests.stages.world import PROGRAMMES, World, world

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.both_engines]
PAGE = "/applications/excel/"
BASE = [one.title for one in sheets.columns([])]


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


def lines(response: Any) -> list[dict[str, Any]]:
    """The rows below the headings, by heading."""
    assert (response.status_code, response["Content-Type"]) == (200, XLSX)
    content = b"".join(response)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def shown(hat: Hat, **query: str) -> list[dict[str, Any]]:
    return lines(at(hat).get(PAGE, query))


def studios(hat: Hat, **query: str) -> set[str]:
    return {row["工作室"] for row in shown(hat, **query)}


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_line_says_what_the_list_says(programme: str, settings: Settings) -> None:
    city = world(programme=programme)
    web.at(settings, city.at)
    found = endorsed(city, studio_name="示例甲<&>工作室")
    (line,) = shown(city.clerk)
    union = None if programme == "third-2026" else datetime(*city.today.timetuple()[:3])  # noqa: DTZ001
    assert (line["编号"], line["工作室"], line["领衔人"]) == (found.number, "示例甲<&>工作室", found.leader_name)
    assert (line["单位"], line["推荐单位"], line["批次"]) == ("示例机械厂", "示例县总工会", str(city.round))
    assert (line["最近提交"], line["所在单位工会意见"]) == (city.at.replace(tzinfo=None), union)
    assert line["推荐单位意见"] is None
    assert line["申报渠道"]
    assert line["状态"] in at(city.clerk).get("/applications/").content.decode()
    assert set(BASE) <= set(line)


def test_it_holds_what_the_page_shows(city: World) -> None:
    first = submitted(city, studio_name="示例甲工作室")
    endorsed(city, Kind.INDUSTRY, studio_name="示例焊接工作室")
    filled(city, started(city), studio_name="示例草稿工作室")
    assert studios(city.clerk) == studios(city.auditor) == {"示例甲工作室", "示例焊接工作室"}
    assert studios(city.hat(Role.RECOMMENDER)) == {"示例甲工作室"}
    assert studios(city.hat(Role.RECOMMENDER, Kind.INDUSTRY)) == {"示例焊接工作室"}
    assert studios(world("示例乙").clerk) == set()
    for query in ({"find": "焊接"}, {"state": first.state}, {"round": "999"}, {"find": "没有的"}, {"find": "\0"}):
        page = at(city.clerk).get("/applications/", query).content.decode()
        assert studios(city.clerk, **query) == {name for name in studios(city.clerk) if name in page}, query


def test_an_opinion_that_became_void_is_said_to_be(city: World) -> None:
    found = submitted(city)
    endorse(city, found)
    change(city, returned(city, fresh(found), Role.RECOMMENDER), leader_name="李示例")
    (line,) = shown(city.clerk)
    assert "已失效" in line["所在单位工会意见"]


def test_phones_are_for_the_city_alone_and_are_a_look_at_each(city: World) -> None:
    many = [submitted(city, leader_phone=f"0000-000002{place}") for place in range(3)]
    filled(city, started(city), leader_phone="0000-0000099")
    for hat in (city.auditor, city.hat(Role.RECOMMENDER)):
        assert at(hat).get(PAGE, {"personal": "1"}).status_code == 404
        assert at(hat).post(f"{PAGE}?personal=1", {"hat": hat.pk}).status_code == 404
    assert "0000-" not in str(shown(city.clerk))
    assert not Look.objects.exists()
    for _ in range(2):
        rows = shown(city.clerk, personal="1")
        found = {
            text for row in rows for text in row.values() if isinstance(text, str) and text.startswith("0000-000002")
        }
        assert found == {f"0000-000002{place}" for place in range(3)}
    looks = Look.objects.values_list("person_name", "subject_kind", "subject_id", "day")
    expected = {(city.clerk.person.name, "application", str(one.pk), city.today) for one in many}
    assert set(looks) == expected
    assert len(looks) == len(expected)
    assert "0000-0000099" not in str(shown(city.clerk, personal="1"))


def test_only_phones_of_the_unit_stand_there(city: World) -> None:
    submitted(city)
    (line,) = shown(city.clerk, personal="1")
    added = set(line) - set(BASE) - {more.column.title for more in sheets.LATER}
    answers = answers_of(city.programme)
    assert {line[name] for name in added} == {answers["leader_phone"], answers["operator_phone"]}


def test_the_page_leads_there_with_what_it_is_filtered_by(city: World) -> None:
    client = at(city.clerk)
    assert "下载 Excel" not in client.get("/applications/").content.decode()
    submitted(city)
    page = client.get("/applications/", {"find": "2024", "page": "1"}).content.decode()
    assert f'href="{PAGE}?find=2024"' in page
    assert f'href="{PAGE}?find=2024&amp;personal=1"' in page
    assert "含电话" not in at(city.auditor).get("/applications/").content.decode()


def many_more(found: Application, many: int) -> None:
    """Copies of one, which only their numbers tell apart."""
    plain = Application.objects.get(pk=found.pk)
    made = []
    for place in range(many):
        values = {field.attname: getattr(plain, field.attname) for field in Application._meta.concrete_fields}
        values |= {
            "id": None,
            "number": f"2024-1{place:04d}",
            "submitted_at": found.changed_at + timedelta(minutes=place),
        }
        made.append(Application(**values))
    Application.objects.bulk_create(made, batch_size=200)


def test_many_rows_are_made_beside_the_pages(city: World) -> None:
    many_more(submitted(city), AT_ONCE)
    client = at(city.clerk)
    page = client.get(PAGE, {"find": "2024"})
    says(page, [f"共 {AT_ONCE + 1} 行", "开始做 Excel", "返回"])
    assert 'href="/applications/?find=2024"' in page.content.decode()
    asked = client.post(f"{PAGE}?find=2024", {"hat": city.clerk.pk})
    made = Making.objects.get()
    assert (asked.status_code, asked["Location"]) == (303, f"/made/{made.pk}/")
    run_waiting()
    made = Making.objects.get()
    assert (made.state, made.done, made.total) == (State.DONE, AT_ONCE + 1, AT_ONCE + 1)
    rows = lines(client.get(f"/made/{made.pk}/file/"))
    shown_first = [row["编号"] for row in rows[:50]]
    listed = client.get("/applications/", {"find": "2024"}).content.decode()
    places = [listed.index(f">{number}<") for number in shown_first]
    assert (len(rows), places) == (AT_ONCE + 1, sorted(places))
    assert len({row["编号"] for row in rows}) == AT_ONCE + 1


def test_a_making_with_phones_is_a_look_too(city: World) -> None:
    found = submitted(city, leader_phone="0000-0000012")
    client = at(city.clerk)
    client.post(f"{PAGE}?personal=1", {"hat": city.clerk.pk})
    assert not Look.objects.exists()
    run_waiting()
    assert "0000-0000012" in str(lines(client.get(f"/made/{Making.objects.get().pk}/file/")))
    assert list(Look.objects.values_list("subject_id", flat=True)) == [str(found.pk)]


def test_it_asks_a_fixed_number_of_questions(city: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    submitted(city)
    client = at(city.clerk)
    client.get(PAGE)
    with django_assert_num_queries(10):
        client.get(PAGE)
    many_more(submitted(city), 100)
    with django_assert_num_queries(10):
        client.get(PAGE)
