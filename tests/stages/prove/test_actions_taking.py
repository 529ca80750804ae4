"""Papers of the ledger become proofs: those of the period by themselves, others where somebody says so."""

import pytest

from jiangfang.core.people import Kind
from jiangfang.records.files import actions as files
from jiangfang.records.ledger import actions as ledger
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import taking
from tests.records.ledger.keeping import PATENT
from tests.stages.apply.desk import fresh, started
from tests.stages.apply.trying import problems
from tests.stages.prove.making import entry, of_studio, owner, studio, training
from tests.stages.world import World, world

PEOPLE, CERTIFICATES = ("training", "people"), ("patents", "certificates")


@pytest.fixture
def city(db: None) -> World:
    return world()


def test_only_papers_of_the_period_are_taken_unless_somebody_says_otherwise(city: World) -> None:
    mine = studio(city)
    found = of_studio(city, mine)
    now = training(city, mine, 30, "2024-05-20", "sign_in", "photos")
    old = training(city, mine, 20, "2022-05-20", "sign_in")
    (people,) = [one for one in taking.offered(fresh(found)) if one.spot == PEOPLE]
    assert [(one.paper.entry.pk, bool(one.outside)) for one in people.offers] == [(old.pk, True), (now.pk, False)]
    hat = owner(city, found)
    made = actions.take(application=found, wanted={PEOPLE: None}, hat=hat, at=city.at)
    assert [(row.entry_id, row.indicator, row.proof) for row in made] == [(now.pk, *PEOPLE)]
    codes = [one.code for one in people.offers]
    more = actions.take(application=found, wanted={PEOPLE: codes}, hat=hat, at=city.at)
    assert [row.entry_id for row in more] == [old.pk]
    assert fresh(found).version == 2


def test_one_paper_can_prove_two_things_and_is_kept_once(city: World) -> None:
    mine = studio(city)
    found = of_studio(city, mine)
    training(city, mine, 30, "2024-05-20", "sign_in")
    wanted = dict.fromkeys([PEOPLE, ("training", "scene")])
    made = actions.take(application=found, wanted=wanted, hat=owner(city, found), at=city.at)
    assert [(row.indicator, row.proof) for row in made] == [PEOPLE, ("training", "scene")]
    assert len({row.file_id for row in made}) == 1
    refusal = problems(lambda: actions.take(application=found, wanted=wanted, hat=owner(city, found), at=city.at))
    assert refusal[0].message.startswith("没有选中台账里的材料")


def test_a_paper_that_proves_something_is_not_removed_from_the_ledger_s_tray(city: World) -> None:
    mine = studio(city)
    found = of_studio(city, mine)
    made = entry(city, mine, "patent", PATENT, "certificate")
    actions.take(application=found, wanted={CERTIFICATES: None}, hat=owner(city, found), at=city.at)
    ledger.strike(entry=made, why="示例记错", hat=owner(city, found), at=city.at)
    piece = Piece.objects.get(application=found)
    assert problems(lambda: files.remove(file=piece.file, hat=owner(city, found), at=city.at))[0].code == "file_in_use"
    assert taking.offered(fresh(found)) == []


def test_nothing_is_offered_without_a_studio_and_of_another_s(city: World) -> None:
    mine, other = studio(city), studio(city, "另一个示例工作室")
    entry(city, mine, "patent", PATENT, "certificate")
    assert taking.offered(started(city)) == []
    assert taking.offered(of_studio(city, other)) == []
    assert taking.waiting(started(city)) == 0
    assert taking.waiting(of_studio(city, mine)) == 1


def test_a_studio_takes_part_once_and_only_with_its_own_unit(city: World) -> None:
    mine = studio(city)
    first = of_studio(city, mine)
    assert of_studio(city, mine) == first
    applying.save_section(
        application=first, section="studio", typed={"specialty": "示例"}, base=0, hat=owner(city, first), at=city.at
    )
    assert problems(lambda: of_studio(city, mine))[0].code == "already_there"
    assert problems(lambda: of_studio(city, mine, Kind.ZONE))[0].code == "not_in_list"
    other = started(city)
    refusal = problems(lambda: applying.belong(application=other, studio=mine, hat=owner(city, other), at=city.at))
    assert refusal[0].code == "already_there"
