"""The list of a city's first hour: what is done of it, who may do the rest, and when it is gone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind, Role
from jiangfang.documents.folder import shipped
from jiangfang.records.people import actions as people
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.records.people.queries import top_of
from jiangfang.records.programmes.actions import adopt
from tests.records.world import AT, SERVER, by, city, hat, organisation, person_of
from tests.stages.world import open_round, world
from tests.web import at, sign_in

DONE, NOW, LATER = "办好了", "现在办", "还没办"


@pytest.fixture
def top(db: None, settings: Settings) -> Organisation:
    """A federation of which there is only a name."""
    at(settings, AT)
    return top_of(people.add_federation(name="示例市总工会", actor=SERVER, at=AT))


def desk(worn: Hat) -> Client:
    client = Client()
    sign_in(client, worn)
    return client


def steps(worn: Hat) -> list[tuple[str, str]]:
    """How far each step is, and where its button leads."""
    page: Any = desk(worn).get("/desk/")
    found = html.document_fromstring(page.content.decode()).xpath("//section[@aria-labelledby='steps']//li")
    made = []
    for one in found:
        (state,) = [word for word in (DONE, NOW, LATER) if word in one.text_content()]
        made.append((state, "".join(one.xpath(".//a/@href"))))
    return made


def states(worn: Hat) -> list[str]:
    return [state for state, _ in steps(worn)]


def test_the_steps_are_done_one_after_the_other(top: Organisation) -> None:
    admin = hat(top, Role.ADMIN, "admin")
    assert steps(admin) == [
        (NOW, "/people/tree/excel/"),
        (LATER, "/people/"),
        (LATER, "/programmes/"),
        (LATER, ""),
    ]
    organisation(top, Kind.UNIT, "示例厂")
    assert states(admin)[0] == NOW
    county = organisation(top, Kind.COUNTY, "示例县总工会")
    assert states(admin) == [DONE, NOW, LATER, LATER]
    clerk = hat(top, Role.CITY, "clerk")
    assert states(admin) == [DONE, NOW, LATER, LATER]
    hat(county, Role.RECOMMENDER, "county")
    assert states(admin) == [DONE, DONE, NOW, LATER]
    adopt(folder=shipped() / "kaifeng-2024", federation=top.federation, actor=SERVER, hat=None, at=AT)
    assert steps(admin)[3] == (NOW, "")
    assert steps(clerk)[2:] == [(DONE, ""), (NOW, "/rounds/open/")]


def test_who_acts_no_more_is_nobody(top: Organisation) -> None:
    admin, clerk = hat(top, Role.ADMIN, "admin"), hat(top, Role.CITY, "clerk")
    held = hat(organisation(top, Kind.ZONE, "示例开发区工会"), Role.RECOMMENDER, "zone")
    assert states(admin)[1] == DONE
    for person in (clerk, held):
        people.set_active(person=person_of(person), active=False, actor=by(admin), hat=admin, at=AT)
        assert states(admin)[1] == NOW
        people.set_active(person=person_of(person), active=True, actor=by(admin), hat=admin, at=AT)
    people.end_hat(ending=held, actor=by(admin), hat=admin, at=AT)
    assert states(admin)[1] == NOW


def test_who_wears_both_hats_is_led_to_each_page_under_the_right_one(top: Organisation) -> None:
    admin = hat(top, Role.ADMIN, "admin")
    clerk = people.give_hat(person=admin.person, organisation=top, role=Role.CITY, actor=by(admin), hat=admin, at=AT)
    adopt(folder=shipped() / "kaifeng-2024", federation=top.federation, actor=SERVER, hat=None, at=AT)
    assert [address for _, address in steps(admin)][2:] == ["/programmes/", f"/rounds/open/?hat={clerk.pk}"]
    assert [address for _, address in steps(clerk)][2:] == [f"/programmes/?hat={admin.pk}", "/rounds/open/"]
    for worn in (admin, clerk):
        client = desk(worn)
        assert {client.get(address).status_code for _, address in steps(worn) if address} == {200}


def test_another_citys_bodies_and_rounds_are_not_counted(top: Organisation) -> None:
    admin = hat(top, Role.ADMIN, "admin")
    city("乙")
    world("示例丙")
    assert states(admin) == [NOW, LATER, LATER, LATER]


def test_it_is_gone_with_the_first_round_and_never_there_for_others(db: None, settings: Settings) -> None:
    town = city()
    at(settings, AT)
    assert [len(steps(worn)) for worn in (town.admin, town.clerk, town.recommender, town.worker)] == [4, 4, 0, 0]
    made = world("示例丁")
    at(settings, made.at)
    open_round(made, "示例第二批")
    assert steps(made.clerk) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_however_many_there_are(
    top: Organisation, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    admin = hat(top, Role.ADMIN, "admin")
    for number in range(many):
        hat(organisation(top, Kind.COUNTY, f"示例{number}县"), Role.RECOMMENDER, f"county-{number}")
    client = desk(admin)
    client.get("/desk/")
    with django_assert_num_queries(10):
        client.get("/desk/")
