"""A list out of the ledger comes as any file comes: tied, in a version, journalled; made anew it takes its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from jiangfang.core.evidence import Coverage
from jiangfang.core.people import Role
from jiangfang.records.files import actions as files
from jiangfang.records.files import store
from jiangfang.records.files.models import File
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.models import Entry as Deed
from jiangfang.records.ledger import actions as ledger
from jiangfang.stages.apply.handed_in import as_handed_in
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions, printing
from jiangfang.stages.prove.access import place_of
from jiangfang.stages.prove.actions import Spot
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import listing, standing
from tests.components import needs
from tests.documents.pdf.material import texts
from tests.records.ledger.keeping import PATENT
from tests.stages.apply.desk import endorse, filled, fresh, started
from tests.stages.apply.trying import problems, send_back
from tests.stages.prove.making import entry, handed_in, of_studio, owner, studio, tied, training
from tests.stages.prove.volumes import bound
from tests.stages.world import World, world

pytestmark = needs("cjk-font")
PATENTS, TRAININGS, TASKS, MACHINES = ("patents", "list"), ("training", "names"), ("tasks", "list"), ("support", "list")


@pytest.fixture
def city(db: None, settings: Settings, tmp_path: Path) -> World:
    settings.DATA = tmp_path
    return world()


@pytest.fixture
def found(city: World) -> Iterator[Application]:
    """Of a studio with a patent."""
    mine = studio(city)
    entry(city, mine, "patent", PATENT)
    yield fresh(of_studio(city, mine))


def laid(city: World, application: Application, spot: Spot = PATENTS, content: bytes = b"") -> bool:
    """The list as it is now, laid at its proof."""
    now = fresh(application)
    made = listing.of_proof(now, *spot)
    assert made is not None
    return actions.lay_list(
        application=now,
        spot=spot,
        content=content or printing.list_of(now, made).content,
        name=printing.name_of(made),
        place=place_of(now),
        hat=owner(city, now),
        at=city.at,
    )


def said(file: File) -> str:
    with store.open(file.content) as content:
        return "".join("".join(texts(content.read())).split())


def test_it_is_a_file_of_the_application_tied_versioned_and_journalled(city: World, found: Application) -> None:
    assert laid(city, found)
    (piece,) = Piece.objects.filter(application=found).select_related("file__content")
    assert (piece.indicator, piece.proof, piece.listed, piece.stamped) == (*PATENTS, True, False)
    assert (piece.file.name, piece.file.tray) == ("专利列表.pdf", standing.tray_of(found))
    assert (piece.file.content.kind, piece.file.content.script) == ("pdf", False)
    for words in ("专利列表", "一种环缝自动焊夹具", "ZL202310000000.0", "示例甲、示例乙", "截至", found.unit.name):
        assert words in said(piece.file), words
    assert fresh(found).version == found.version + 1
    deeds = list(Deed.objects.order_by("number").values_list("deed", flat=True))[-2:]
    assert deeds == ["file.brought", "application.evidence"]
    assert journal.verify(city.federation.pk) == []


def test_it_proves_what_it_is_laid_at_and_is_bound(city: World, found: Application) -> None:
    laid(city, found)
    lines = {one.indicator.id: one for one in standing.standing(fresh(found), live=True).lines}
    assert [one.many for one in lines["patents"].proofs if one.proof.id == "list"] == [1]
    pages = ["".join(page.split()) for page in texts(bound(city, fresh(found)))]
    assert any("单位（盖章）" in page and "一种环缝自动焊夹具" in page for page in pages)


def test_made_anew_it_takes_the_place_of_the_one_before(city: World, found: Application) -> None:
    laid(city, found)
    tied(city, fresh(found), PATENTS, seed=1)
    first = Piece.objects.get(application=found, listed=True)
    assert not laid(city, found)
    assert fresh(found).version == found.version + 2
    mine = listing.of_proof(fresh(found), *PATENTS)
    assert mine is not None
    assert mine.studio is not None
    entry(city, mine.studio, "patent", {**PATENT, "title": "另一项示例专利"})
    assert laid(city, found)
    second = Piece.objects.select_related("file__content").get(application=found, listed=True)
    assert second.file_id != first.file_id
    assert "另一项示例专利" in said(second.file)
    assert [row.listed for row in standing.pieces_of(found).filter(proof="list")] == [True, False]
    assert not File.objects.filter(pk=first.file_id).exists()
    assert fresh(found).version == found.version + 3


def test_what_was_handed_in_stays_to_be_read_when_another_takes_its_place(city: World, found: Application) -> None:
    laid(city, found)
    tied(city, fresh(found), ("basics", "founding"), seed=1)
    endorse(city, handed_in(city, filled(city, fresh(found))))
    first = Piece.objects.get(application=found, listed=True)
    send_back(city, fresh(found), sections=["evidence"], reasons=["no_proof"])
    now = listing.of_proof(fresh(found), *PATENTS)
    assert now is not None
    assert now.studio is not None
    entry(city, now.studio, "patent", {**PATENT, "title": "另一项示例专利"})
    assert laid(city, found)
    assert Piece.objects.get(application=found, listed=True).file_id != first.file_id
    assert File.objects.filter(pk=first.file_id).exists()
    before = standing.pieces_as_read(as_handed_in(fresh(found)), live=False)
    assert f"patents/list/{first.file_id}" in before


def test_it_is_taken_off_and_removed_like_any_other(city: World, found: Application) -> None:
    laid(city, found)
    piece = Piece.objects.get(application=found)
    hat = owner(city, found)
    actions.untie(application=fresh(found), pieces=[piece.pk], hat=hat, at=city.at)
    files.remove(file=piece.file, hat=hat, at=city.at)
    assert not File.objects.filter(pk=piece.file_id).exists()
    assert laid(city, found)


def test_no_seal_is_invented_it_proves_partly_until_the_sealed_one_comes(city: World, found: Application) -> None:
    mine = listing.of_proof(found, *TASKS)
    assert mine is not None
    assert mine.studio is not None
    entry(city, mine.studio, "project", {"title": "示例攻关", "first": "2024-01-05", "people": "示例甲"})
    laid(city, found, TASKS)
    piece = Piece.objects.get(application=found, proof="list")
    hat = owner(city, found)
    for _ in range(2):
        actions.arrange(application=fresh(found), said={piece.pk: actions.Said(1, True)}, hat=hat, at=city.at)
    piece.refresh_from_db()
    assert not piece.stamped
    (line,) = [one for one in standing.standing(fresh(found), live=True).lines if one.indicator.id == "tasks"]
    assert line.coverage is Coverage.PARTLY
    assert [(one.many, one.open) for one in line.proofs if one.proof.id == "list"] == [(1, 1)]


def test_nor_does_it_get_one_by_being_tied_elsewhere(city: World, found: Application) -> None:
    laid(city, found)
    file = Piece.objects.get(application=found).file
    hat = owner(city, found)
    (more,) = actions.tie(application=fresh(found), files=[file], spots=[TASKS], hat=hat, at=city.at)
    actions.arrange(application=fresh(found), said={more.pk: actions.Said(1, True)}, hat=hat, at=city.at)
    more.refresh_from_db()
    assert (more.listed, more.stamped) == (True, False)


def test_only_the_period_of_its_indicator_stands_in_it(city: World) -> None:
    mine = studio(city)
    found = fresh(of_studio(city, mine))
    training(city, mine, 30, "2024-05-20")
    old = training(city, mine, 20, "2022-05-20")
    gone = training(city, mine, 10, "2024-06-20")
    ledger.strike(entry=gone, why="示例记错", hat=owner(city, found), at=city.at)
    entry(city, mine, "exchange", {"title": "示例交流", "first": "2024-07-01", "partner": "示例乙厂", "count": "8"})
    made = listing.of_proof(found, *TRAININGS)
    assert made is not None
    assert [(table.title, [row[0] for row in table.rows]) for table in made.tables] == [
        ("培训", ["示例培训2024-05-20"]),
        ("技术交流", ["示例交流"]),
    ]
    assert [(one.entry, one.why) for one in made.left] == [(old.pk, "在 2023年11月21日以前")]
    assert made.period == "近 1 年（2023年11月21日至2024年11月20日）"


def test_a_machine_without_a_day_stands_in_the_list_of_machines(city: World) -> None:
    mine = studio(city)
    entry(city, mine, "equipment", {"title": "示例焊机", "count": "2", "value": "3.5"})
    entry(city, mine, "equipment", {"title": "示例铣床", "count": "1", "value": "12"})
    made = listing.of_proof(fresh(of_studio(city, mine)), *MACHINES)
    assert made is not None
    assert [table.totals for table in made.tables] == [("", "", "3", "15.5")]


def test_it_is_offered_where_the_ledger_has_entries_of_its_kinds_and_nowhere_else(
    city: World, found: Application
) -> None:
    assert listing.listable(found) == {"patents/list", "patents/people"}
    assert listing.listable(started(city)) == frozenset()
    assert listing.of_proof(found, "patents", "certificates") is None
    assert listing.of_proof(found, "nope", "list") is None
    nobodys = listing.of_proof(started(city), *PATENTS)
    assert nobodys is not None
    assert (nobodys.studio, nobodys.many) == (None, 0)


def test_nobody_else_lays_it_nor_once_it_is_handed_in_and_no_file_stays(city: World, found: Application) -> None:
    made = listing.of_proof(found, *PATENTS)
    assert made is not None
    content = printing.list_of(found, made).content

    def laid_by(role: Role | None, spot: Spot = PATENTS) -> str:
        hat = city.hat(role) if role else owner(city, found)
        said = problems(
            lambda: actions.lay_list(
                application=fresh(found),
                spot=spot,
                content=content,
                name="专利列表.pdf",
                place=place_of(found),
                hat=hat,
                at=city.at,
            )
        )
        return said[0].code

    assert laid_by(Role.UNIT_UNION) == laid_by(Role.RECOMMENDER) == "not_allowed"
    tied(city, filled(city, fresh(found)), ("basics", "founding"), seed=1)
    handed_in(city, fresh(found))
    assert laid_by(None) == "not_now"
    assert not File.objects.filter(name="专利列表.pdf").exists()


def test_a_proof_that_is_no_list_takes_none(city: World, found: Application) -> None:
    assert problems(lambda: laid_at(city, found, ("patents", "certificates")))[0].code == "not_in_list"
    assert not Piece.objects.filter(application=found).exists()


def laid_at(city: World, found: Application, spot: Spot) -> bool:
    made = listing.of_proof(found, *PATENTS)
    assert made is not None
    return actions.lay_list(
        application=found,
        spot=spot,
        content=printing.list_of(found, made).content,
        name="专利列表.pdf",
        place=place_of(found),
        hat=owner(city, found),
        at=city.at,
    )


def test_nothing_to_list_is_a_sentence(city: World, found: Application) -> None:
    made = listing.of_proof(found, *TRAININGS)
    assert made is not None
    assert problems(lambda: printing.list_of(found, made))[0].message.startswith("台账里没有这一段时间的条目")
