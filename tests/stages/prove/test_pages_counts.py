"""A page of the material asks the database as often with a thousand files as with ten, and at most twelve times."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.stages.apply.models import Application
from tests import web
from tests.records.ledger.keeping import PATENT
from tests.stages.apply.desk import filled, fresh
from tests.stages.apply.trying import send_back
from tests.stages.prove.making import brought, crowd, entry, handed_in, of_studio, studio, tied, training
from tests.stages.recommend import making
from tests.stages.world import World, world

MOST = 12
UNIT = (
    "evidence/",
    "evidence/of/basics/",
    "evidence/of/tasks/list/",
    "evidence/of/patents/list/list/",
    "evidence/loose/",
    "evidence/ledger/",
)
READER = ("evidence/", "evidence/of/basics/", "numbers/", "numbers/trained_count/", "read/", "")


@pytest.fixture
def city(db: None, settings: Settings) -> World:
    made = world()
    web.at(settings, made.at)
    return made


def application(city: World) -> Application:
    """With a studio whose ledger counts and has papers, a file that is tied to nothing, and some that are."""
    mine = studio(city)
    training(city, mine, 30, "2024-05-20", "sign_in")
    entry(city, mine, "patent", PATENT, "certificate")
    found = filled(city, of_studio(city, mine))
    tied(city, found, ("tasks", "list"), seed=1)
    brought(city, found, "散页.png", seed=2)
    return fresh(found)


def asked(client: Client, found: Application, page: str, base: str = "") -> int:
    """How often for a page that was opened before."""
    address = f"{base or f'/applications/{found.pk}/'}{page}"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return len(queries)


def test_the_unit_s_pages(city: World, client: Client) -> None:
    found = application(city)
    web.sign_in(client, city.hat(Role.UNIT))
    crowd(city, found, 10)
    few = {page: asked(client, found, page) for page in (*UNIT, "", "check/", "sections/results/", "numbers/")}
    crowd(city, found, 990, first=10)
    many = {page: asked(client, found, page) for page in few}
    assert many == few
    assert {page: count for page, count in many.items() if count > MOST} == {}


def test_the_pages_of_whoever_reads(city: World) -> None:
    found = application(city)
    crowd(city, found, 10)
    handed_in(city, fresh(found))
    making.endorse(city, making.again(found))
    county = Client()
    web.sign_in(county, city.hat(Role.RECOMMENDER))
    counts = {(Role.RECOMMENDER, "review"): asked(county, found, "", f"/recommend/applications/{found.pk}/")}
    send_back(city, found, sections=["evidence"], reasons=["no_proof"])
    tied(city, fresh(found), ("tasks", "people"), seed=3)
    for role, worn in (
        (Role.UNIT_UNION, city.hat(Role.UNIT_UNION)),
        (Role.CITY, city.clerk),
        (Role.AUDITOR, city.auditor),
    ):
        reader = Client()
        web.sign_in(reader, worn)
        counts |= {(role, page): asked(reader, found, page) for page in READER}
    unit = Client()
    web.sign_in(unit, city.hat(Role.UNIT))
    counts |= {(Role.UNIT, page): asked(unit, found, page) for page in (*UNIT, "", "check/", "sections/results/")}
    assert {page: count for page, count in counts.items() if count > MOST} == {}
