"""Who may write when, and what hostile hands send to the sections of a form."""

import html
import json

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.entry import Typed
from jiangfang.core.fields import Field
from jiangfang.core.people import Kind, Role
from jiangfang.stages.announce import actions as announce
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.models import Change
from tests import web
from tests.stages.apply.desk import day_after, submitted
from tests.stages.apply.walking import Desk, desk, input_of, other, posted, says, text_of
from tests.stages.world import KAIFENG, LANGFANG, World, hat, world

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def city() -> World:
    return world()


@pytest.fixture
def unit(client: Client, settings: Settings, city: World) -> Desk:
    return desk(client, settings, city)


# Who, when


def test_after_the_day_it_is_kept_as_a_draft_and_said(unit: Desk, city: World, settings: Settings) -> None:
    web.at(settings, day_after(city, 30))
    says(unit.get("sections/studio/"), ["不能再提交"])
    page = unit.save("studio", {"studio_name": "示例工作室"})
    assert (page.status_code, unit.answers["studio_name"]) == (200, "示例工作室")
    says(page, ["留作草稿"])


def test_the_earlier_day_of_a_recommender_counts_for_its_units(unit: Desk, city: World, settings: Settings) -> None:
    day = day_after(city, 1).date()
    announce.set_own_day(recommender=city.recommender, day=day, hat=city.hat(Role.RECOMMENDER), at=city.at)
    assert says(unit.get("sections/studio/"), ["还有 1 天"]).status_code == 200


def test_what_was_handed_in_is_not_written_any_more(client: Client, settings: Settings, city: World) -> None:
    done = submitted(city)
    web.at(settings, city.at)
    made = other(city, city.hat(Role.UNIT), done)
    assert "不能改内容" in text_of(made.get("sections/studio/"))
    for page in (made.save("studio", {"studio_name": "改"}), made.press("studio", {"studio_name": "改"})):
        assert page.status_code == 422
        assert "不能改内容" in text_of(page)
    assert made.now.version == done.version


def test_a_colleague_without_a_share_reads_and_does_not_write(unit: Desk, city: World) -> None:
    fellow = other(city, hat(city.unit(), Role.UNIT, "示例同事", city.at), unit.application)
    assert "请他" in text_of(fellow.get("sections/studio/"))
    assert fellow.save("studio", {"studio_name": "改"}).status_code == 422
    assert unit.now.version == 0


@pytest.mark.parametrize(
    ("role", "kind"),
    [(Role.UNIT, Kind.INDUSTRY), (Role.UNIT_UNION, Kind.COUNTY), (Role.RECOMMENDER, Kind.COUNTY)],
)
def test_nobody_else_finds_a_draft(unit: Desk, city: World, role: Role, kind: Kind) -> None:
    stranger = other(city, city.hat(role, kind), unit.application)
    for path in ("", "sections/studio/", "check/", "read/", "journal/", "share/", "paper/application/", "withdraw/"):
        assert stranger.get(path).status_code == 404, path
    for path in ("sections/studio/", "sections/studio/save/", "check/", "recall/", "directly/", "invite/"):
        assert stranger.post(path, {"complete": "1"}).status_code == 404, path


def test_another_city_finds_nothing(unit: Desk) -> None:
    elsewhere = world("示例乙")
    for worn in (elsewhere.hat(Role.UNIT), elsewhere.clerk, elsewhere.auditor):
        stranger = other(elsewhere, worn, unit.application)
        assert stranger.get("").status_code == 404
        assert stranger.save("studio", {"studio_name": "改"}, hat=unit.hat.pk).status_code == 404


def test_a_sign_in_that_ran_out_loses_nothing(unit: Desk) -> None:
    stranger = Client()
    data = posted({"studio_name": "示例工作室"}, 0, hat=unit.hat.pk)
    assert stranger.post(f"{unit.base}sections/studio/save/", data, HTTP_HX_REQUEST="true").status_code == 401
    page = stranger.post(f"{unit.base}sections/studio/", data)
    assert page.status_code == 401
    assert input_of(page, "f-studio_name") == "示例工作室"
    assert input_of(page, "complete") == "1"


# Hostile


HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>'",
    "{{ settings.SECRET_KEY }}{% load ui %}",
    "示例\u202e反\u2066写",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "a\0b",
    "'; DROP TABLE apply_application; --",
    "=cmd|'/c calc'!A0",
    "字" * 200_000,
    "\ufffe\x1b[31m",
]


def _everywhere(field: Field, text: str) -> Typed:
    if field.type == "rows":
        return [{column.key: text for column in field.columns}]
    return [text] if field.type == "choices" else text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("programme", [KAIFENG, LANGFANG])
def test_hostile_text_in_every_field_is_text(client: Client, settings: Settings, programme: str, text: str) -> None:
    made = desk(client, settings, world(programme=programme))
    fields = queries.unit_fields(queries.programme_of(made.application).programme)
    for section in queries.programme_of(made.application).programme.sections:
        mine = [field for field in section.fields if field in fields]
        typed = {field.key: _everywhere(field, text) for field in mine}
        if typed:
            assert made.save(section.id, typed).status_code == 200
            assert made.press(section.id, typed).status_code == 303
            shown = made.get(f"sections/{section.id}/").content.decode()
            assert "<script>alert" not in shown and "<img src=x" not in shown
            if "\0" not in text and len(text) < 1000:
                assert html.escape(text, quote=True).replace("&#x27;", "&#39;") in shown.replace("&#x27;", "&#39;")
    for path in ("", "check/", "read/", "journal/"):
        page = made.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.content.decode() and "<img src=x" not in page.content.decode()


def test_lone_surrogates_and_broken_bytes_are_replaced_and_break_nothing(unit: Desk) -> None:
    body = f"hat={unit.hat.pk}&base=0&has=studio_name&f-studio_name=%ED%A0%80x%FF&complete=1"
    page = unit.client.post(f"{unit.base}sections/studio/save/", body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    assert unit.answers["studio_name"].endswith("x\ufffd")


@pytest.mark.parametrize(
    "data",
    [
        {"base": "x;y=;=3;member_count=99999999999", "has": ["studio_name", "nothing"], "complete": "1"},
        {"base": "", "has": "members", "r-members-9999999-name": "x", "r-members-a-name": "y", "complete": "1"},
        {"base": "0", "has": "route", "f-route": "县区", "complete": "1"},
        {"complete": "1"},
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(unit: Desk, data: dict[str, str]) -> None:
    assert unit.post("sections/studio/save/", data).status_code == 200
    assert not Change.objects.filter(application=unit.application).exists()
    assert json.loads(unit.now.answers).keys() <= {"host_unit"}


def test_a_hat_that_is_not_mine_writes_nothing(unit: Desk, city: World) -> None:
    page = unit.save("studio", {"studio_name": "改"}, hat=city.hat(Role.UNIT, Kind.INDUSTRY).pk)
    assert (page.status_code, unit.now.version) == (404, 0)
