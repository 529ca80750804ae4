"""The journal of a federation tells what a unit wrote only once it was handed in."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.stages.apply import actions
from jiangfang.stages.apply.models import Application
from jiangfang.stages.apply.queries import programme_of
from tests import web
from tests.stages.recommend import making
from tests.stages.world import World, world

pytestmark = pytest.mark.usefixtures("db")
WORDS = ("草稿时的名字", "第一次交的名字", "改到一半的名字", "第二次交的名字")


@pytest.fixture
def city(settings: Settings) -> World:
    made = world()
    web.at(settings, made.at + timedelta(hours=9))
    return made


def told(city: World, *hats: Role) -> list[str]:
    """The words that stand in the journal."""
    pages = []
    for hat in (city.clerk, city.auditor, city.admin):
        client = Client()
        web.sign_in(client, hat)
        pages.append(client.get("/journal/", {"kind": "application"}).content.decode())
    return [word for word in WORDS if any(word in page for page in pages)]


def name(city: World, found: Application, word: str, hours: int) -> Application:
    """The unit gives the studio another name, some hours on."""
    at, hat = city.at + timedelta(hours=hours), city.hat(Role.UNIT)
    programme = programme_of(found).programme
    section = next(one for one in programme.sections if "studio_name" in {field.key for field in one.fields})
    typed = {"studio_name": word}
    saved = actions.save_section(application=found, section=section.id, typed=typed, base=found.version, hat=hat, at=at)
    return saved.application


def hand_in(city: World, found: Application, hours: int) -> Application:
    at = city.at + timedelta(hours=hours)
    actions.submit(application=found, attested="属实", hat=city.hat(Role.UNIT), at=at)
    return making.again(found)


def test_what_was_written_in_between_is_told_by_nobody(city: World) -> None:
    found = name(city, making.filled(city, making.started(city)), WORDS[0], 1)
    found = hand_in(city, name(city, found, WORDS[1], 2), 3)
    assert told(city) == [WORDS[1]]  # as what was handed in is called
    actions.send_back(
        application=found,
        sections=["studio"],
        reasons=["unclear"],
        text="",
        due=None,
        hat=city.hat(Role.UNIT_UNION),
        at=city.at + timedelta(hours=4),
    )
    found = name(city, making.again(found), WORDS[2], 5)
    assert told(city) == [WORDS[1]]
    hand_in(city, name(city, found, WORDS[3], 6), 7)
    assert told(city) == [WORDS[1], WORDS[2], WORDS[3]]


def test_nobody_finds_anything_by_it_either(city: World) -> None:
    found = name(city, making.filled(city, making.started(city)), WORDS[0], 1)
    hand_in(city, name(city, found, WORDS[1], 2), 3)
    client = Client()
    web.sign_in(client, city.clerk)
    hits = {word: len(client.get("/journal/", {"q": word}).context["lines"]) for word in (*WORDS[:2], "无此名")}
    assert (hits[WORDS[0]], hits["无此名"]) == (0, 0)
    assert hits[WORDS[1]] > 5  # all that was done to it, under whatever name it was done
