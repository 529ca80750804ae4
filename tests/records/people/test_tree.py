"""A whole tree at once, from a list: all or none, each once, journalled one by one; on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal.models import Entry
from jiangfang.records.journal.queries import history, verify
from jiangfang.records.people import actions
from jiangfang.records.people.actions import NewBody
from jiangfang.records.people.models import Hat, Organisation, Slip
from jiangfang.records.people.queries import open_slips, tree
from tests.engines import Engine
from tests.records.world import AT, City, by, city, later
from tests.stages.recommend.test_actions_race import at_once

BOTH = (Role.UNIT, Role.UNIT_UNION)


@pytest.fixture
def town(db: None) -> City:
    return city()


def listed(town: City) -> list[NewBody]:
    """A workshop before the factory that it stands in, before the union above both."""
    return [
        NewBody("示例车间", Kind.UNIT, above=1, where="row-2"),
        NewBody("示例一厂", Kind.UNIT, above=2, roles=BOTH, where="row-3"),
        NewBody("示例区总工会", Kind.COUNTY, town.top, roles=(Role.RECOMMENDER,), where="row-4"),
        NewBody("示例二厂", Kind.UNIT, town.county, where="row-5"),
    ]


def bring(town: City, rows: list[NewBody], worn: Hat | None = None, **more: Any) -> actions.Imported:
    worn = worn or town.admin
    given: dict[str, Any] = {"top": town.top, "at": AT, **more}
    return actions.import_tree(rows=rows, actor=by(worn), hat=worn, **given)


def refusal(town: City, rows: list[NewBody], worn: Hat | None = None, **more: Any) -> list[tuple[str, str]]:
    before = Organisation.objects.count(), Slip.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as caught:
        bring(town, rows, worn, **more)
    assert before == (Organisation.objects.count(), Slip.objects.count(), Entry.objects.count())
    return [(problem.code, problem.where) for problem in caught.value.problems]


def test_a_tree_is_added_whatever_order_it_is_listed_in(town: City) -> None:
    made = bring(town, listed(town))
    assert {one.name for one in made.added} == {"示例车间", "示例一厂", "示例区总工会", "示例二厂"}
    assert [one.name for one in made.spots] == ["示例车间", "示例一厂", "示例区总工会", "示例二厂"]
    by_name = {one.name: one for one in tree(town.top)}
    for name, above, kind in (
        ("示例车间", "示例一厂", "unit"),
        ("示例一厂", "示例区总工会", "unit"),
        ("示例区总工会", town.top.name, "county"),
        ("示例二厂", town.county.name, "unit"),
    ):
        one = by_name[name]
        assert (one.parent, one.kind, one.path) == (by_name[above], kind, f"{by_name[above].path}{one.pk:07}/")


def test_a_code_for_each_role_and_none_where_none_is_asked(town: City) -> None:
    made = bring(town, listed(town))
    assert [(one.slip.organisation.name if one.slip.organisation else "", one.slip.role) for one in made.slips] == [
        ("示例一厂", "unit"),
        ("示例一厂", "unit_union"),
        ("示例区总工会", "recommender"),
    ]
    person = actions.redeem_unit_slip(
        code=made.slips[2].code, login="xin", name="示例新人", phone="", password="xin-mima-2024", at=later(hours=71)
    )
    worn = Hat.objects.select_related("organisation").get(person=person)
    assert (worn.role, worn.organisation.name) == ("recommender", "示例区总工会")


def test_every_body_and_every_code_stands_in_the_journal(town: City) -> None:
    made = bring(town, listed(town))
    deeds = {
        one.name: [entry.deed for entry in history(town.federation.pk, "organisation", str(one.pk))]
        for one in made.added
    }
    assert deeds == {
        "示例车间": ["organisation.added"],
        "示例一厂": ["organisation.added", "slip.issued", "slip.issued"],
        "示例区总工会": ["organisation.added", "slip.issued"],
        "示例二厂": ["organisation.added"],
    }
    assert verify(town.federation.pk) == []


def test_a_second_list_adds_only_what_is_new_and_leaves_the_rest(town: City) -> None:
    rows = listed(town)
    bring(town, rows)
    assert refusal(town, rows) == [("already_there", "")]
    more = [*rows, NewBody("示例三厂", Kind.UNIT, above=2, roles=(Role.UNIT,))]
    made = bring(town, more)
    assert [one.name for one in made.added] == ["示例三厂"]
    assert [one.name for one in made.there] == [row.name for row in rows]
    assert len(made.slips) == 1


def test_codes_are_issued_again_where_that_is_wanted_and_the_open_ones_are_void(town: City) -> None:
    rows = listed(town)
    bring(town, rows)
    made = bring(town, rows, again=True)
    assert (made.added, len(made.slips)) == ([], 3)
    assert Slip.objects.filter(revoked_at__isnull=False).count() == 3
    assert {one.pk for one in open_slips(town.top, AT)} == {one.slip.pk for one in made.slips}
    assert refusal(town, [NewBody("示例二厂", Kind.UNIT, town.county)], again=True) == [("already_there", "")]


def test_what_is_wrong_in_any_row_keeps_all_out(town: City) -> None:
    rows = listed(town)
    for wrong, problem in (
        (NewBody(" ", Kind.UNIT, town.county, where="row-9"), ("bad_name", "row-9")),
        (NewBody("示\0例", Kind.UNIT, town.county, where="row-9"), ("bad_name", "row-9")),
        (NewBody("示例厂", Kind.UNIT, town.county, roles=(Role.ADMIN,), where="row-9"), ("bad_role", "row-9")),
        (NewBody("示例县", Kind.COUNTY, town.top, roles=(Role.UNIT,), where="row-9"), ("bad_role", "row-9")),
        (NewBody("示例县", Kind.COUNTY, town.county, where="row-9"), ("bad_parent", "row-9")),
        (NewBody("示例县", Kind.COUNTY, above=1, where="row-9"), ("bad_parent", "row-9")),
        (NewBody("示例市", Kind.FEDERATION, town.top, where="row-9"), ("bad_parent", "row-9")),
        (NewBody("示例机械厂", Kind.ORGANS, town.county, where="row-9"), ("already_there", "row-9")),
        (NewBody("示例二厂 ", Kind.UNIT, town.county, where="row-9"), ("twice", "row-9")),
        (NewBody("示例甲厂", Kind.UNIT, above=4), ("bad_parent", "")),
        (NewBody("示例甲厂", Kind.UNIT, above=77), ("bad_parent", "")),
    ):
        assert refusal(town, [*rows, wrong])[-1] == problem, wrong
    assert refusal(town, rows * 600) == [("too_many", "")]


def test_nothing_is_added_below_what_is_closed_or_elsewhere(town: City) -> None:
    other = city("乙")
    assert refusal(town, [NewBody("示例甲厂", Kind.UNIT, other.county)]) == [("not_allowed", "")]
    actions.close_organisation(organisation=town.other, actor=by(town.admin), hat=town.admin, at=AT)
    assert refusal(town, [NewBody("示例甲厂", Kind.UNIT, town.other)]) == [("not_allowed", "")]


def test_only_who_keeps_the_whole_tree_may(town: City) -> None:
    rows = [NewBody("示例甲厂", Kind.UNIT, town.county)]
    for worn in (town.recommender, town.worker, city("乙").admin):
        assert refusal(town, rows, worn) == [("not_allowed", "")]
    assert len(bring(town, rows, town.clerk).added) == 1


@pytest.mark.parametrize("many", [3, 30])
def test_a_row_asks_only_for_its_place_in_the_journal(town: City, many: int) -> None:
    rows = [NewBody("示例区总工会", Kind.COUNTY, town.top)]
    rows += [NewBody(f"示例{number}厂", Kind.UNIT, above=0) for number in range(many)]
    with CaptureQueriesContext(connection) as asked:
        bring(town, rows)
    assert len(asked) - many <= 16


def test_of_two_lists_sent_at_once_each_body_is_added_once(own_database: Engine) -> None:
    town = city()
    ends = at_once(*[lambda: bring(town, listed(town))] * 2)
    assert ends == ["", "already_there"]
    assert tree(town.top).count() == 4 + 4
    assert verify(town.federation.pk) == []
