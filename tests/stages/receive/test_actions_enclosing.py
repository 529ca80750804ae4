"""What an application brings with it is down as arrived when it comes to the city; what it brings no more is struck."""

import pytest

from jiangfang.core.people import Role
from jiangfang.core.receiving import Form, Spot, Way
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions as proving
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.receive import actions, queries
from jiangfang.stages.receive.models import Arrival
from jiangfang.stages.recommend import actions as recommending
from tests.stages.prove.making import YEAR_SUMMARY, owner, tied
from tests.stages.recommend import making
from tests.stages.world import World, world


@pytest.fixture
def city(db: None) -> World:
    return world()


def handed_in(city: World, name: str = "示例报送工作室", *, proofs: bool = True) -> Application:
    """At the city, with a proof and its summary of the year."""
    draft = making.filled(city, making.started(city), studio_name=name)
    if proofs:
        tied(city, draft, ("tasks", "list"), YEAR_SUMMARY)
    hat = owner(city, draft)
    applying.submit(application=making.again(draft), attested="以上内容属实。", hat=hat, at=city.at)
    making.endorse(city, making.again(draft))
    making.recommend(city, making.checked(city, making.again(draft)))
    making.choose(city)
    recommending.hand_in(recommender=making.now(city.recommender), hat=city.hat(Role.RECOMMENDER), at=city.at)
    return making.again(draft)


def came(application: Application) -> list[tuple[str, str, int, bool]]:
    rows = Arrival.objects.filter(application=application).order_by("deliverable", "pk")
    return [(row.deliverable, row.way, row.counted, row.struck_at is not None) for row in rows]


def lacking(city: World) -> list[tuple[str, Form, int]]:
    """What the inbox says is wanting of the county."""
    (line,) = [one for one in queries.inbox(city.round, city.today) if one.name == "示例县总工会"]
    return [(one.item.id, one.form, one.count) for one in line.lacks]


def test_the_summary_and_the_material_arrive_with_the_hand_in(city: World) -> None:
    found = handed_in(city)
    assert came(found) == [("evidence", Way.PROGRAM, 1, False), ("year_summary", Way.PROGRAM, 1, False)]
    assert [one for one in lacking(city) if one[1] is Form.ELECTRONIC] == []
    table = queries.table(city.round, city.today)
    here = queries.studios(table, queries.WantedPapers(standing="missing"))
    assert list(here) == [found]
    assert {item for item, form, _ in lacking(city)} >= {"application", "evidence", "year_summary"}


def test_without_them_they_are_wanting(city: World) -> None:
    found = handed_in(city, proofs=False)
    assert came(found) == []
    assert [one for one in lacking(city) if one[1] is Form.ELECTRONIC] == [
        ("evidence", Form.ELECTRONIC, 1),
        ("year_summary", Form.ELECTRONIC, 1),
    ]


def test_what_came_by_mail_before_is_not_counted_twice(city: World) -> None:
    found = handed_in(city, proofs=False)
    actions.tick(
        round=city.round,
        spots=[Spot(found.pk, None, "year_summary", Form.ELECTRONIC)],
        copies=1,
        way=Way.MAIL,
        arrived_on=city.today,
        postmark=None,
        note="",
        hat=city.clerk,
        at=city.at,
    )
    again(city, found, add=True)
    assert came(found) == [("evidence", Way.PROGRAM, 1, False), ("year_summary", Way.MAIL, 1, False)]


def again(city: World, found: Application, *, add: bool) -> None:
    """Sent back by the city, changed and handed in again: it is at the city at once."""
    applying.send_back(
        application=found,
        sections=["evidence"],
        reasons=["no_proof"],
        text="",
        due=None,
        hat=city.clerk,
        at=city.at,
    )
    if add:
        tied(city, making.again(found), ("tasks", "list"), YEAR_SUMMARY)
    else:
        gone = list(Piece.objects.filter(application=found).values_list("pk", flat=True))
        proving.untie(application=found, pieces=gone, hat=owner(city, found), at=city.at)
    applying.submit(application=making.again(found), attested="以上内容属实。", hat=owner(city, found), at=city.at)


def test_mended_after_a_return_it_comes_and_goes(city: World) -> None:
    found = handed_in(city, proofs=False)
    again(city, found, add=True)
    assert came(found) == [("evidence", Way.PROGRAM, 1, False), ("year_summary", Way.PROGRAM, 1, False)]
    again(city, making.again(found), add=False)
    assert came(found) == [("evidence", Way.PROGRAM, 0, True), ("year_summary", Way.PROGRAM, 0, True)]
    again(city, making.again(found), add=True)
    assert [one[2:] for one in came(found)] == [(0, True), (1, False), (0, True), (1, False)]
