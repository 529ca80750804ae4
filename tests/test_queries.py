"""Every list of the house asks the database as often with three rows as with one; a page asks at most twelve times.

The literal counts are those of the whole request: the session, the person and their hats are three of them.
"""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.core.receiving import Form, Spot, Way
from jiangfang.records.files import actions as files
from jiangfang.records.files.kinds import KINDS
from jiangfang.records.ledger import actions as ledger
from jiangfang.records.messages import actions as messages
from jiangfang.records.messages.server import server_of
from jiangfang.records.people import actions as people
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.records.people.models import Person
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive import actions as receiving
from jiangfang.stages.receive import queries as receive
from jiangfang.stages.recommend import actions as recommending
from tests.access.conftest import MD5
from tests.access.table import TABLE, VISITORS, Row
from tests.access.two_cities import Place, two_cities
from tests.access.walking import address, knocking
from tests.records.ledger.keeping import entry_of, file_of, studio_of
from tests.stages.recommend import making
from tests.stages.world import World, hat, open_round, world

MOST = 12
# fmt: off
COUNTS = {
    # --------------------- nobody  UNIT  UNIT_UNION  RECOMMENDER  CITY  AUDITOR  ADMIN
    "portal:front":          "3  .  .  .  .  .  .",
    "people:organisations":  ".  .  .  6  6  .  6",
    "people:organisation":   ".  .  . 10 10  . 10",
    "people:codes":          ".  .  .  5  5  .  5",
    "people:persons":        ".  .  .  6  6  .  6",
    "messages:list":         ".  6  6  6  6  5  5",
    "messages:written":      ".  .  .  6  6  .  .",
    "messages:outbox":       ".  .  .  .  8  .  8",
    "files:list":            ".  5  5  5  5  5  .",
    "studios:list":          ".  6  .  .  .  .  .",
    "ledger:list":           ". 12  .  .  .  .  .",
    "ledger:timeline":       ".  9  .  .  .  .  .",
    "ledger:papers":         ". 11  .  .  .  .  .",
    "desk:home":             ".  9  9 10 11  8  7",
    "desk:journal":          ".  .  .  .  9  9  9",
    "announce:programmes":   ".  .  .  .  5  5  5",
    "announce:rounds":       ".  .  .  6  6  6  .",
    "announce:round":        ".  .  .  9  8  8  .",
    "apply:list":            ". 11  7  9  9  9  .",
    "apply:retention":       ".  .  .  .  7  7  .",
    "recommend:list":        ".  .  .  5  5  5  .",
    "recommend:recommender": ".  .  . 10 10 10  .",
    "recommend:not_started": ".  .  .  8  8  8  .",
    "recommend:progress":    ".  .  .  .  6  6  .",
    "receive:inbox":         ".  .  .  . 10 10  .",
    "receive:papers":        ".  .  .  . 11 11  .",
    "receive:arrivals":      ".  .  .  .  8  8  .",
    "receive:chase":         ".  .  .  . 10 10  .",
    "receive:recommender":   ".  .  .  . 12 12  .",
    "receive:chase_units":   ".  .  .  7  .  .  .",
    "receive:mine":          ".  .  . 12  .  .  .",
}
# fmt: on
LISTS = [row for row in TABLE if row.lists]


def one_more(city: World, number: int) -> None:
    """One more of everything that some list shows: a unit, people and codes, applications on their way, a round."""
    unit, county = making.unit_below(city, f"示例第{number}厂"), city.hat(Role.RECOMMENDER)
    hat(city.unit(), Role.UNIT_UNION, f"示例同事{number}", city.at)
    for spot in (unit, city.unit()):
        people.issue_unit_slips(
            organisations=[spot], role=Role.UNIT, actor=actor_of(county.person), hat=county, at=city.at
        )
    making.started(city, unit)
    making.filled(city, making.started(city))
    making.submitted(city, f"示例待签{number}")
    for writer in (county, city.clerk):
        once = f"shili-shili-{writer.role}-{number}"
        messages.announce(token=once, subject="示例通知", text="示例", to=[unit], hat=writer, at=city.at)
    refused = making.checked(city, making.endorsed(city, f"示例未荐{number}"))
    recommending.not_recommend(application=refused, reason="名额不够", hat=county, at=city.at)
    recommended = making.recommended(city, f"示例推荐{number}")
    _come(city, recommended)
    phone, why = f"0000-000000{number + 1}", "单位来电"
    applying.mend(application=recommended, key="leader_phone", typed=phone, reason=why, hat=city.clerk, at=city.at)
    _write_down(city, number)
    for worn in (city.clerk, county, city.auditor, city.hat(Role.UNIT), city.hat(Role.UNIT_UNION)):
        files.ask(kind=KINDS["apply.list"], wanted={"find": str(number)}, name="示例名单", hat=worn, at=city.at)
    if number > 1:
        announcing.publish(round=open_round(city, f"示例第{number}批"), hat=city.clerk, at=city.at)


def _write_down(city: World, number: int) -> None:
    """One more studio, and in the first one more entry with a paper, and a file that lies with none."""
    worker = city.hat(Role.UNIT)
    studio = Studio.objects.select_related("unit", "federation").order_by("pk")[0]
    studio_of(worker, f"示例第{number}工作室")
    entry = entry_of(studio, worker, at=city.at, title=f"示例专利{number}")
    paper = file_of(studio, worker, f"示例{number}.png", number, city.at)
    ledger.lay(entry=entry, papers=[("certificate", paper)], hat=worker, at=city.at)
    file_of(studio, worker, f"示例散页{number}.png", 10 + number, city.at)


def _come(city: World, recommended: Application) -> None:
    """It goes in, and the first paper of it comes."""
    making.choose(city)
    recommending.hand_in(recommender=making.now(city.recommender), hat=city.hat(Role.RECOMMENDER), at=city.at)
    thing = next(one for one in receive.plan_of(city.round).items if not one.shared)
    receiving.tick(
        round=city.round,
        spots=[Spot(recommended.pk, None, thing.id, Form.PAPER)],
        copies=1,
        way=Way.HAND,
        arrived_on=city.today,
        postmark=None,
        note="",
        hat=city.clerk,
        at=city.at,
    )


def asked(row: Row, visitor: Role | None, place: Place) -> int:
    """How often the database is asked for a page that was opened before: what never changes is kept by then."""
    with knocking(place.visitor(visitor) if visitor else None) as client:
        client.get(address(row, place))
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(row, place)).status_code == 200
            return len(found)


def test_the_lists_are_those_of_the_table() -> None:
    assert {row.view for row in LISTS} == set(COUNTS)
    for row in LISTS:
        shown = ["y" if count != "." else count for count in COUNTS[row.view].split()]
        assert shown == [row.shown(one).replace(">", ".").replace("s", ".") for one in VISITORS], row


def test_a_list_asks_as_often_with_three_rows_as_with_one(db: None, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = MD5
    city = world()
    settings.CLOCK = lambda: city.at
    settings.MAIL = server_of("smtp://localhost", "shili@example.org")
    Person.objects.filter(pk=city.hat(Role.RECOMMENDER).person_id).update(email="shili@example.org")
    things: dict[str, int | str] = {
        "round": city.round.pk,
        "recommender": city.recommender.pk,
        "unit": city.unit().pk,
        "studio": studio_of(city.hat(Role.UNIT)).pk,
    }
    place = Place(city, city, city.clerk, things)

    def counted() -> dict[str, str]:
        return {
            row.view: " ".join(str(asked(row, one, place)) if row.shown(one) == "y" else "." for one in VISITORS)
            for row in LISTS
        }

    wanted = {view: " ".join(counts.split()) for view, counts in COUNTS.items()}
    one_more(city, 1)
    assert counted() == wanted
    one_more(city, 2)
    one_more(city, 3)
    assert counted() == wanted


def test_no_page_asks_more_than_twelve_times(db: None, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = MD5
    place = two_cities()
    settings.CLOCK = lambda: place.city.at
    pages = [(row, one) for row in TABLE for one in VISITORS if row.shown(one) == "y"]
    counts = {(str(row), one): asked(row, one, place) for row, one in pages}
    assert {page: count for page, count in counts.items() if count > MOST} == {}
