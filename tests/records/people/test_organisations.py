"""The tree: who may change it, what stands where, and that a subtree moves as a whole."""

import pytest
from pytest_django import DjangoAssertNumQueries

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.people import actions, queries
from jiangfang.records.people.models import Federation, Hat, Organisation
from tests.records.world import AT, DAY, SERVER, City, by, city, hat, later, organisation

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def town() -> City:
    return city()


def add(town: City, worn: Hat, parent: Organisation, kind: Kind = Kind.UNIT, name: str = "新厂") -> Organisation:
    return actions.add_organisation(parent=parent, kind=kind, name=name, actor=by(worn), hat=worn, at=AT)


def test_a_city_is_made_and_all_of_it_journalled(town: City) -> None:
    assert [int(part) for part in town.unit.path.split("/")[1:-1]] == [town.top.pk, town.county.pk, town.unit.pk]
    assert journal.verify(town.federation.pk) == []
    told = journal.history(town.federation.pk, "organisation", str(town.unit.pk))
    assert [(entry.deed, entry.after["name"]) for entry in told] == [("organisation.added", "示例机械厂")]


def test_a_recommender_adds_units_below_itself_only(town: City) -> None:
    made = add(town, town.recommender, town.county)
    assert made.path.startswith(town.county.path)
    told = journal.history(town.federation.pk, "organisation", str(made.pk))[-1]
    assert (told.actor, told.hat) == (by(town.recommender), "推荐单位·示例县总工会")
    for parent in (town.top, city("乙").county):
        with pytest.raises(Refused, match="上级"):
            add(town, town.recommender, parent)


@pytest.mark.parametrize("worn", ["worker", "clerk"])
def test_who_does_not_manage_is_refused(town: City, worn: str) -> None:
    held: Hat = getattr(town, worn)
    Hat.objects.filter(pk=held.pk).update(until=DAY)
    with pytest.raises(Refused, match="上级"):
        add(town, held, town.county)


def test_somebody_elses_hat_is_no_hat(town: City) -> None:
    with pytest.raises(Refused):
        actions.add_organisation(
            parent=town.county, kind=Kind.UNIT, name="新厂", actor=by(town.worker), hat=town.admin, at=AT
        )


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        (Kind.COUNTY, "新县", "bad_parent"),
        (Kind.FEDERATION, "新市", "bad_parent"),
        (Kind.UNIT, " ", "bad_name"),
        (Kind.UNIT, "长" * 101, "bad_name"),
        (Kind.UNIT, "两\n行", "bad_name"),
        (Kind.UNIT, "零\x00", "bad_name"),
        (Kind.UNIT, "示例机械厂", "already_there"),
    ],
)
def test_what_does_not_fit_is_refused(town: City, kind: Kind, name: str, code: str) -> None:
    before = Organisation.objects.count()
    with pytest.raises(Refused) as refused:
        add(town, town.admin, town.county, kind, name)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert Organisation.objects.count() == before


def test_a_name_is_changed_and_both_are_told(town: City) -> None:
    actions.rename_organisation(
        organisation=town.unit, name="示例重工", actor=by(town.recommender), hat=town.recommender, at=AT
    )
    told = journal.history(town.federation.pk, "organisation", str(town.unit.pk))[-1]
    assert (told.before, told.after) == ({"name": "示例机械厂"}, {"name": "示例重工"})
    with pytest.raises(Refused):
        actions.rename_organisation(
            organisation=town.county, name="新名", actor=by(town.recommender), hat=town.recommender, at=AT
        )


def test_the_federation_is_renamed_with_its_top(town: City) -> None:
    actions.rename_organisation(
        organisation=town.top, name="示例丙市总工会", actor=by(town.admin), hat=town.admin, at=AT
    )
    assert Federation.objects.get().name == queries.top_of(town.federation).name == "示例丙市总工会"


def test_a_subtree_moves_as_a_whole(town: City) -> None:
    zone = organisation(town.top, Kind.ZONE, "示例开发区工会")
    branch = organisation(town.unit, Kind.UNIT, "示例机械厂二分厂")
    moved = actions.move_organisation(organisation=town.unit, parent=zone, actor=by(town.clerk), hat=town.clerk, at=AT)
    assert moved.path == f"{zone.path}{town.unit.pk:07}/"
    assert Organisation.objects.get(pk=branch.pk).path == f"{moved.path}{branch.pk:07}/"
    assert Organisation.objects.get(pk=town.other.pk).path == town.other.path
    told = journal.history(town.federation.pk, "organisation", str(town.unit.pk))[-1]
    assert (told.before, told.after) == ({"below": town.county.pk}, {"below": zone.pk})


def test_nothing_moves_below_itself_or_into_another_city(town: City) -> None:
    branch = organisation(town.unit, Kind.UNIT, "二分厂")
    for parent, code in ((town.unit, "bad_parent"), (branch, "bad_parent"), (city("乙").county, "not_allowed")):
        with pytest.raises(Refused) as refused:
            actions.move_organisation(organisation=town.unit, parent=parent, actor=SERVER, hat=None, at=AT)
        assert refused.value.problems[0].code == code


def test_a_closed_one_takes_its_hats_and_slips_with_it(town: City) -> None:
    actions.issue_unit_slips(organisations=[town.unit], role=Role.UNIT, actor=SERVER, hat=None, at=AT)
    actions.close_organisation(
        organisation=town.unit, actor=by(town.recommender), hat=town.recommender, at=later(days=1)
    )
    assert list(queries.hats_of(town.worker.person, DAY)) == []
    assert list(queries.open_slips(town.county, AT)) == []
    told = journal.history(town.federation.pk, "organisation", str(town.unit.pk))[-1]
    assert told.after == {"closed_on": "2024-11-21", "hats_ended": [town.worker.pk], "slips_void": 1}
    assert organisation(town.county, Kind.UNIT, "示例机械厂").pk != town.unit.pk
    with pytest.raises(Refused, match="已经关掉"):
        actions.close_organisation(organisation=town.unit, actor=SERVER, hat=None, at=AT)


def test_one_with_others_below_is_not_closed(town: City) -> None:
    for spot, code in ((town.county, "not_empty"), (town.top, "not_allowed")):
        with pytest.raises(Refused) as refused:
            actions.close_organisation(organisation=spot, actor=SERVER, hat=None, at=AT)
        assert refused.value.problems[0].code == code


def test_a_federation_is_begun_on_the_server_only(town: City) -> None:
    with pytest.raises(Refused):
        actions.add_federation(name="示例丁市总工会", actor=by(town.admin), at=AT)
    with pytest.raises(Refused, match="已经有了"):
        actions.add_federation(name=town.federation.name, actor=SERVER, at=AT)


@pytest.mark.parametrize("rows", [1, 3])
def test_what_stands_below_is_one_query(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    top = queries.top_of(actions.add_federation(name="示例市总工会", actor=SERVER, at=AT))
    county = organisation(top, Kind.COUNTY, "县")
    for number in range(rows):
        unit = organisation(county, Kind.UNIT, f"厂{number}")
        hat(unit, Role.UNIT, f"u{number}")
        hat(unit, Role.UNIT_UNION, f"v{number}")
    other = city("乙")
    with django_assert_num_queries(1):
        found = [(spot.name, spot.holders) for spot in queries.below(county, DAY)]  # type: ignore[attr-defined]
    assert found == [(f"厂{number}", 2) for number in range(rows)]
    assert not {spot.pk for spot in queries.below(top, DAY)} & {other.county.pk, other.unit.pk}
