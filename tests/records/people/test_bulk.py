"""Many units at once, from a list: all or none, each once, journalled one by one; on both engines."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal.models import Entry
from jiangfang.records.journal.queries import history, verify
from jiangfang.records.people import actions
from jiangfang.records.people.actions import NewUnit
from jiangfang.records.people.models import Hat, Organisation, Slip
from jiangfang.records.people.queries import open_slips
from tests.engines import Engine
from tests.records.world import AT, City, by, city, hat, later, organisation

BOTH = (Role.UNIT, Role.UNIT_UNION)


@pytest.fixture
def town(db: None) -> City:
    return city()


def bring(town: City, *names: str, worn: Hat | None = None, **more: Any) -> actions.Imported:
    worn = worn or town.recommender
    given: dict[str, Any] = {"parent": town.county, "roles": BOTH, "at": AT, **more}
    rows = given.pop("rows", [NewUnit(name) for name in names])
    return actions.import_units(rows=rows, actor=by(worn), hat=worn, **given)


def said(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.message for problem in caught.value.problems]


def test_units_are_added_with_a_code_for_each_role(town: City) -> None:
    made = bring(town, " 示例一厂 ", "示例二厂")
    assert [one.name for one in made.added] == ["示例一厂", "示例二厂"]
    for one in made.added:
        one.refresh_from_db()
        assert (one.path, one.kind, one.parent) == (f"{town.county.path}{one.pk:07}/", "unit", town.county)
    assert [(one.slip.organisation, one.slip.role) for one in made.slips] == [
        (spot, role.value) for spot in made.added for role in BOTH
    ]
    person = actions.redeem_unit_slip(
        code=made.slips[1].code, login="xin", name="示例新人", phone="", password="xin-mima-2024", at=later(hours=71)
    )
    assert Hat.objects.get(person=person).role == "unit_union"


def test_every_unit_and_every_code_stands_in_the_journal(town: City) -> None:
    made = bring(town, "示例一厂", "示例二厂")
    for one in made.added:
        told = history(town.federation.pk, "organisation", str(one.pk))
        assert [entry.deed for entry in told] == ["organisation.added", "slip.issued", "slip.issued"]
        assert (told[0].after, told[0].hat) == (
            {"name": one.name, "kind": "unit", "below": town.county.pk},
            str(town.recommender),
        )
        assert [entry.after["role"] for entry in told[1:]] == ["unit", "unit_union"]
    assert verify(town.federation.pk) == []
    assert not any(issued.code in entry.after for issued in made.slips for entry in Entry.objects.all())


def test_what_is_there_is_left_alone_or_gets_new_codes(town: City) -> None:
    (old,) = actions.issue_unit_slips(
        organisations=[town.unit], role=Role.UNIT, actor=by(town.recommender), hat=town.recommender, at=AT
    )
    made = bring(town, "示例机械厂", "示例新厂")
    assert ([one.name for one in made.added], made.there) == (["示例新厂"], [town.unit])
    assert {one.slip.organisation_id for one in made.slips} == {made.added[0].pk}
    again = bring(town, "示例机械厂", again=True)
    assert ([*again.added], len(again.slips)) == ([], 2)
    old.slip.refresh_from_db()
    assert old.slip.revoked_at == AT
    assert open_slips(town.unit, AT).count() == 2
    deeds = [entry.deed for entry in history(town.federation.pk, "organisation", str(town.unit.pk))]
    assert deeds[-3:] == ["slip.revoked", "slip.issued", "slip.issued"]


def test_a_list_that_is_sent_twice_adds_nothing(town: City) -> None:
    bring(town, "示例一厂")
    with pytest.raises(Refused) as caught:
        bring(town, "示例一厂")
    assert "都已经有了" in said(caught)[0]
    assert Organisation.objects.filter(name="示例一厂").count() == 1
    assert Slip.objects.count() == 2


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["好厂", ""], "单位名称要有"),
        (["好厂", "x" * 101], "单位名称要有"),
        (["好厂", "坏\x00厂"], "看不见的字符"),
        (["好厂", "示例厂", " 示例厂"], "写了两次"),
    ],
)
def test_one_bad_row_and_nothing_is_added(town: City, names: list[str], says: str) -> None:
    with pytest.raises(Refused) as caught:
        bring(town, rows=[NewUnit(name, where=f"row-{place}") for place, name in enumerate(names)])
    assert says in said(caught)[0]
    assert caught.value.problems[0].where == f"row-{len(names) - 1}"
    assert not Organisation.objects.filter(name__contains="好厂").exists()


def test_a_role_that_no_unit_has(town: City) -> None:
    with pytest.raises(Refused, match="单位没有“市总经办”"):
        bring(town, rows=[NewUnit("示例厂", roles=(Role.CITY,))])


def test_rows_may_name_their_own_body_and_roles(town: City) -> None:
    zone = organisation(town.top, Kind.ZONE, "示例开发区工会")
    rows = [NewUnit("示例一厂", zone, (Role.UNIT,)), NewUnit("示例一厂"), NewUnit("示例车间", town.unit)]
    made = bring(town, worn=town.clerk, parent=town.top, rows=rows)
    assert [one.parent_id for one in made.added] == [zone.pk, town.top.pk, town.unit.pk]
    assert [one.slip.role for one in made.slips] == ["unit", "unit", "unit_union", "unit", "unit_union"]


def test_only_who_keeps_the_list_adds_to_it(town: City) -> None:
    other = organisation(town.top, Kind.COUNTY, "示例乙县总工会")
    foreign = city("乙")
    for parent in (other, town.top, foreign.county):
        with pytest.raises(Refused):
            bring(town, "示例厂", parent=parent)
    with pytest.raises(Refused):
        bring(town, rows=[NewUnit("示例厂", other)])
    with pytest.raises(Refused):
        bring(town, rows=[NewUnit("示例厂", foreign.county)])
    with pytest.raises(Refused):
        bring(town, "示例厂", worn=town.worker, parent=town.unit)
    with pytest.raises(Refused):
        bring(town, "示例厂", worn=hat(other, Role.RECOMMENDER, "另县"))
    assert not Organisation.objects.filter(name="示例厂").exists()


def test_nothing_is_added_below_a_closed_body(town: City) -> None:
    actions.close_organisation(organisation=town.other, actor=by(town.clerk), hat=town.clerk, at=AT)
    with pytest.raises(Refused, match="已经关掉"):
        bring(town, "示例车间", parent=town.other)


def test_no_more_than_the_bound(town: City) -> None:
    with pytest.raises(Refused, match="一次最多"):
        bring(town, *(f"示例{number}厂" for number in range(2001)))


def test_the_work_for_a_unit_is_small(town: City) -> None:
    with CaptureQueriesContext(connection) as asked:
        bring(town, *(f"示例{number}厂" for number in range(30)))
    assert len(asked) <= 120


def test_of_two_lists_sent_at_once_each_unit_is_added_once(own_database: Engine) -> None:
    town, start, ends = city(), Barrier(2), list[str]()

    def send() -> None:
        start.wait()
        try:
            ends.append(str(len(bring(town, *(f"示例{number}厂" for number in range(5))).added)))
        except Refused as refused:
            ends.append(refused.problems[0].code)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(ends) == ["5", "already_there"]
    assert Organisation.objects.filter(parent=town.county).count() == 7
    assert verify(town.federation.pk) == []


def test_of_two_codes_asked_for_at_once_one_is_issued(own_database: Engine) -> None:
    town, start, ends = city(), Barrier(2), list[str]()

    def ask() -> None:
        start.wait()
        try:
            actions.issue_unit_slips(
                organisations=[town.unit],
                role=Role.UNIT,
                newest=0,
                actor=by(town.recommender),
                hat=town.recommender,
                at=AT,
            )
            ends.append("issued")
        except Refused as refused:
            ends.append(refused.problems[0].code)
        finally:
            connection.close()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(ends) == ["already_there", "issued"]
    assert Slip.objects.count() == 1


def test_somebody_new_is_welcomed_with_a_code_for_the_first_password(town: City) -> None:
    issued = actions.welcome_person(
        organisation=town.unit,
        role=Role.UNIT_UNION,
        login="xin",
        name="示例新人",
        phone="",
        actor=by(town.recommender),
        hat=town.recommender,
        at=AT,
    )
    person = issued.slip.person
    assert person is not None and not person.has_usable_password()
    assert actions.reset_password(code=issued.code, password="xin-mima-2024", at=later(hours=1)) == person
    person.refresh_from_db()
    assert not person.must_change_password


def test_nobody_is_left_half_welcomed(town: City) -> None:
    with pytest.raises(Refused):
        actions.welcome_person(
            organisation=town.county,
            role=Role.RECOMMENDER,
            login="xin",
            name="示例新人",
            phone="",
            actor=by(town.recommender),
            hat=town.recommender,
            at=AT,
        )
    assert not Hat.objects.filter(person__login="xin").exists()
