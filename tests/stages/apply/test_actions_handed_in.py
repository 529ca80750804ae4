"""While the unit mends what was sent back, everybody else reads what was handed in."""

from __future__ import annotations

from typing import Any

import pytest

from jiangfang.core.people import Role
from jiangfang.documents.excel.table import Cell
from jiangfang.stages.apply import actions, queries, sheets
from jiangfang.stages.apply.handed_in import as_handed_in
from jiangfang.stages.apply.models import Application
from tests.stages.apply.desk import ATTESTED, endorsed, filled, fresh, started, submitted
from tests.stages.apply.test_pages_comparing import change, returned
from tests.stages.world import LANGFANG, World, world

pytestmark = pytest.mark.usefixtures("db")
PHONES = ("0000-0000701", "0000-0000702")
COUNTERS = ("version", "material_version", "filled_version", "studio_name", "leader_name")


@pytest.fixture
def city() -> World:
    return world(programme=LANGFANG)


def counters(application: Application) -> dict[str, Any]:
    return {name: getattr(application, name) for name in COUNTERS}


def said(application: Application) -> tuple[Any, ...]:
    return (
        queries.answers_of(application),
        queries.rough_of(application),
        counters(application),
        [line.standing for line in queries.opinion_lines(application)],
    )


def mended(city: World, found: Application) -> Application:
    found = change(city, found, leader_name="李示例", leader_phone=PHONES[1], studio_name="示例改名工作室")
    return change(city, found, member_count=99)


def test_it_is_what_it_was_when_it_was_sent_back(city: World) -> None:
    """Also that the opinions hold: what would void them was not handed in."""
    found = endorsed(city, leader_phone=PHONES[0])
    before = said(fresh(found))
    found = returned(city, found, Role.RECOMMENDER)
    assert said(as_handed_in(fresh(found))) == before
    mended(city, found)
    assert said(as_handed_in(fresh(found))) == before
    assert said(fresh(found)) != before
    assert queries.before(as_handed_in(fresh(found)), 1, ["leader_phone"])["leader_phone"][0] in (None, PHONES[0])
    filing = actions.submit(application=fresh(found), attested=ATTESTED, hat=city.hat(Role.UNIT), at=city.at)
    now = said(fresh(found))
    assert said(as_handed_in(fresh(found))) == now
    assert (filing.application.studio_name, filing.application.leader_name) == ("示例改名工作室", "李示例")


def test_a_slip_that_was_mended_before_stays_mended(city: World) -> None:
    found = endorsed(city, leader_phone=PHONES[0])
    slip = {"key": "leader_phone", "typed": PHONES[1], "reason": "单位来电", "hat": city.clerk, "at": city.at}
    actions.mend(application=found, **slip)  # type: ignore[arg-type]
    found = returned(city, fresh(found), Role.RECOMMENDER)
    before = counters(fresh(found))
    change(city, found, leader_phone=PHONES[0])
    shown = as_handed_in(fresh(found))
    assert (queries.answers_of(shown)["leader_phone"], counters(shown)) == (PHONES[1], before)


def test_what_was_withdrawn_instead_of_handed_in_stays_the_units_own(city: World) -> None:
    found = returned(city, endorsed(city), Role.RECOMMENDER)
    before = queries.answers_of(fresh(found))
    mended(city, found)
    actions.withdraw(application=fresh(found), reason="不报了", hat=city.hat(Role.UNIT), at=city.at)
    assert queries.answers_of(as_handed_in(fresh(found))) == before
    assert fresh(found).studio_name != "示例改名工作室"


def test_a_draft_and_what_is_under_way_are_what_they_are(city: World) -> None:
    for found in (filled(city, started(city)), submitted(city), endorsed(city)):
        assert said(as_handed_in(fresh(found))) == said(fresh(found))


def test_lists_keep_the_names_that_were_handed_in(city: World) -> None:
    found = submitted(city, studio_name="示例交上去的")
    found = change(city, returned(city, found), studio_name="示例没有交的", leader_name="没有交的人")
    assert (fresh(found).studio_name, str(fresh(found))) == ("示例交上去的", "示例交上去的")
    draft = filled(city, started(city), studio_name="示例草稿")
    assert fresh(draft).studio_name == "示例草稿"


def test_an_excel_with_phones_holds_those_that_were_handed_in(city: World) -> None:
    found = submitted(city, leader_phone=PHONES[0])
    change(city, returned(city, found), leader_phone=PHONES[1])
    other = submitted(city, leader_phone=PHONES[1])
    rounds = [fresh(found).round]
    shown = sheets.phones(rounds)
    place = [field.key for field in shown].index("leader_phone") - len(shown)
    rows: list[list[Cell]] = list(sheets.lines([found.pk, other.pk], rounds, shown))
    assert [row[place] for row in rows] == list(PHONES)


def test_what_was_emptied_is_no_way_to_what_it_was(city: World) -> None:
    """A saving that lost what was personal says nothing of it: the answer as it stands is shown."""
    found = returned(city, submitted(city, leader_phone=PHONES[0]))
    change(city, found, leader_phone=PHONES[1])
    found.changes.update(personal=None)
    assert queries.answers_of(as_handed_in(fresh(found)))["leader_phone"] == PHONES[1]
