"""A unit that begins a studio is offered the names of its applications, with their leader and first day."""

import re
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal.models import Entry
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.announce.queries import ways
from jiangfang.stages.apply import actions, queries
from tests.records.ledger.keeping import studio_of
from tests.stages.recommend import making
from tests.stages.world import KAIFENG, PROGRAMMES, open_round, world
from tests.web import at, sign_in


def test_the_names_of_earlier_applications_are_offered_to_their_unit(db: None, settings: Settings) -> None:
    city = world(programme=KAIFENG)
    at(settings, city.at)
    for name, day in (("示例一室", "2019-05-01"), ("示例二室", "2020-06")):
        making.filled(city, making.started(city), studio_name=name, leader_name=f"{name}领衔人", founded_on=day)
    making.filled(city, making.started(city, kind=Kind.ZONE), studio_name="示例别家工作室")
    client = Client()
    sign_in(client, city.hat(Role.UNIT))
    page = client.get("/studios/begin/").content.decode()
    offered = [parse_qs(urlparse(one.replace("&amp;", "&")).query) for one in re.findall(r'href="(\?[^"]+)"', page)]
    assert [one["name"] for one in offered] == [["示例二室"], ["示例一室"]]
    assert offered[1] == {"name": ["示例一室"], "leader_name": ["示例一室领衔人"], "founded_on": ["2019-05-01"]}
    assert "示例别家" not in page
    form = client.get("/studios/begin/", {key: values[0] for key, values in offered[0].items()}).content.decode()
    assert 'value="示例二室"' in form and 'value="2020-06"' in form
    studio_of(city.hat(Role.UNIT), "示例二室")
    assert "示例二室" not in re.sub(r"value=\"[^\"]*\"", "", client.get("/studios/begin/").content.decode())


def test_a_programme_that_asks_no_first_day_offers_the_name_alone(db: None, settings: Settings) -> None:
    city = world(programme=PROGRAMMES[-1])
    at(settings, city.at)
    making.filled(city, making.started(city))
    client = Client()
    sign_in(client, city.hat(Role.UNIT))
    (link,) = re.findall(r'href="(\?[^"]+)"', client.get("/studios/begin/").content.decode())
    assert parse_qs(urlparse(link.replace("&amp;", "&")).query) == {"name": ["示例工坊"], "leader_name": ["李样一"]}


def test_a_studio_that_is_begun_gets_what_was_applied_for_under_its_name(db: None) -> None:
    """The last year's form fills the next one, and nobody applies twice in a year for the same studio."""
    city = world(programme=KAIFENG)
    hat = city.hat(Role.UNIT)
    mine = making.filled(city, making.started(city), studio_name="示例一室")
    other = making.filled(city, making.started(city), studio_name="示例二室")
    foreign = making.filled(city, making.started(city, kind=Kind.ZONE), studio_name="示例一室")
    studio = studio_of(hat, "示例一室")
    assert queries.studio_of(making.again(mine)) == studio
    assert [queries.studio_of(making.again(one)) for one in (other, foreign)] == [None, None]
    way = next(way for way in ways(city.round, hat.organisation) if way.recommender)
    route: dict[str, Any] = {
        "route": way.route.id,
        "recommender": way.recommender,
        "hat": hat,
        "at": city.at,
        "studio": studio,
    }
    with pytest.raises(Refused, match="这一年已经有一份申报"):
        actions.start(round=city.round, **route)
    following = announcing.publish(round=open_round(city, "示例第二批"), hat=city.clerk, at=city.at)
    way = next(way for way in ways(following, hat.organisation) if way.recommender)
    again = actions.start(round=following, **{**route, "recommender": way.recommender})
    before, now = queries.answers_of(making.again(mine)), queries.answers_of(again)
    assert {"leader_name", "members"} <= now.keys()
    newer = {"founded_on", "host_unit", "leader_name"}
    assert {key for key in now if now[key] != before[key]} == newer, "what the studio's own record says is newer"
    assert set(again.belonging.prefilled) == now.keys() - {"host_unit"}
    entry = Entry.objects.filter(deed="application.belongs").get()
    assert entry.subject_id == str(mine.pk)
