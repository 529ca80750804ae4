"""One-time codes: once, in time, by the right body; two who use one at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.models import Entry
from jiangfang.records.people import actions, queries
from jiangfang.records.people.models import Person, Slip
from tests.engines import Engine
from tests.records.world import AT, PASSWORD, SERVER, City, by, city, later, organisation, person_of


def issue(town: City, role: Role = Role.UNIT) -> actions.IssuedSlip:
    boss = town.recommender
    return actions.issue_unit_slips(organisations=[town.unit], role=role, actor=by(boss), hat=boss, at=AT)[0]


def enter(code: str, login: str = "new", hours: float = 1) -> Person:
    return actions.redeem_unit_slip(
        code=code, login=login, name="示例新人", phone="", password=PASSWORD, at=later(hours=hours)
    )


@pytest.mark.usefixtures("db")
class TestForUnits:
    def test_somebody_new_enters_with_the_hat_of_the_slip(self) -> None:
        town = city()
        person = enter(issue(town, Role.UNIT_UNION).code.lower())
        worn = queries.hats_of(person, later(hours=1).date()).get()
        assert (worn.role, worn.organisation_id, person.must_change_password) == ("unit_union", town.unit.pk, False)
        assert person.check_password(PASSWORD)
        told = journal.history(town.federation.pk, "organisation", str(town.unit.pk))
        assert [entry.deed for entry in told[1:]] == ["slip.issued", "slip.used"]
        assert told[-1].actor.id == person.pk

    def test_only_the_digest_is_kept(self) -> None:
        town = city()
        code = issue(town).code
        kept = [*Slip.objects.values_list(), *Entry.objects.values_list("after", "before")]
        assert code not in str(kept)
        assert code.replace("-", "") not in str(kept)

    def test_it_is_used_once(self) -> None:
        issued = issue(city())
        enter(issued.code)
        with pytest.raises(Refused, match="用过"):
            enter(issued.code, "another")

    def test_what_goes_wrong_leaves_it_unused(self) -> None:
        issued = issue(city())
        with pytest.raises(Refused):
            enter(issued.code, "甲unit")
        assert enter(issued.code).login == "new"

    @pytest.mark.parametrize(("hours", "good"), [(71.9, True), (72, False)])
    def test_it_is_good_for_72_hours(self, hours: float, good: bool) -> None:
        issued = issue(city())
        if good:
            enter(issued.code, hours=hours)
        else:
            with pytest.raises(Refused, match="过期"):
                enter(issued.code, hours=hours)

    @pytest.mark.parametrize("code", ["", "x", "7KQM-7KQM-7KQM-7KQM", "\x00\ud800"])
    def test_another_code_is_none(self, code: str) -> None:
        with pytest.raises(Refused, match="没有这个"):
            enter(code)

    def test_it_can_be_revoked_by_who_manages_there(self) -> None:
        town = city()
        slip = issue(town).slip
        with pytest.raises(Refused, match="上级"):
            actions.revoke_slip(slip=slip, actor=by(town.worker), hat=town.worker, at=AT)
        actions.revoke_slip(slip=slip, actor=by(town.clerk), hat=town.clerk, at=AT)
        with pytest.raises(Refused, match="作废"):
            actions.revoke_slip(slip=slip, actor=by(town.clerk), hat=town.clerk, at=AT)

    def test_a_revoked_one_opens_nothing(self) -> None:
        issued = issue(city())
        actions.revoke_slip(slip=issued.slip, actor=SERVER, hat=None, at=AT)
        with pytest.raises(Refused, match="作废"):
            enter(issued.code)

    def test_in_bulk_it_is_all_or_none(self) -> None:
        town, foreign = city(), city("乙")
        boss, before = town.recommender, Slip.objects.count()
        made = actions.issue_unit_slips(
            organisations=[town.unit, town.other], role=Role.UNIT, actor=by(boss), hat=boss, at=AT
        )
        assert len({issued.code for issued in made}) == 2
        for wrong in ([town.unit, town.county], [town.unit, foreign.unit]):
            with pytest.raises(Refused):
                actions.issue_unit_slips(organisations=wrong, role=Role.UNIT, actor=by(boss), hat=boss, at=AT)
        assert Slip.objects.count() == before + 2

    @pytest.mark.parametrize("rows", [1, 3])
    def test_open_slips_are_one_query(self, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        town, other = city(), city("乙")
        units = [organisation(town.county, Kind.UNIT, f"厂{number}") for number in range(rows)]
        actions.issue_unit_slips(organisations=units, role=Role.UNIT, actor=SERVER, hat=None, at=AT)
        issue(other)
        with django_assert_num_queries(1):
            found = [slip.organisation.name for slip in queries.open_slips(town.top, AT) if slip.organisation]
        assert found == [f"厂{number}" for number in range(rows)]
        assert list(queries.open_slips(town.top, later(hours=72))) == []


@pytest.mark.usefixtures("db")
class TestForPersons:
    def test_the_body_above_puts_a_lost_password_right(self) -> None:
        town = city()
        boss, person = town.recommender, person_of(town.worker)
        first = actions.issue_reset_slip(person=person, actor=by(boss), hat=boss, at=AT)
        second = actions.issue_reset_slip(person=person, actor=by(boss), hat=boss, at=AT)
        with pytest.raises(Refused, match="作废"):
            actions.reset_password(code=first.code, password="ling-yige-mima", at=AT)
        with pytest.raises(Refused):
            actions.reset_password(code=second.code, password="short", at=AT)
        changed = actions.reset_password(code=second.code, password="ling-yige-mima", at=AT)
        assert (changed.pk, changed.must_change_password) == (person.pk, False)
        assert person_of(town.worker).check_password("ling-yige-mima")
        deeds = [entry.deed for entry in journal.history(town.federation.pk, "person", str(person.pk))]
        assert deeds[-4:] == ["slip.issued", "slip.issued", "person.password_reset", "slip.used"]

    def test_each_code_opens_only_what_it_is_for(self) -> None:
        town = city()
        reset = actions.issue_reset_slip(person=person_of(town.worker), actor=SERVER, hat=None, at=AT)
        with pytest.raises(Refused, match="没有这个"):
            actions.redeem_link(code=reset.code, at=AT)
        with pytest.raises(Refused, match="没有这个"):
            enter(reset.code)
        with pytest.raises(Refused, match="没有这个"):
            actions.reset_password(code=issue(town).code, password=PASSWORD, at=AT)

    def test_a_link_signs_in_once_within_the_hour(self) -> None:
        town = city()
        person = person_of(town.admin)
        with pytest.raises(Refused, match="服务器"):
            actions.issue_link(person=person, actor=by(town.admin), at=AT)
        codes = [actions.issue_link(person=person, actor=SERVER, at=AT).code for _ in range(2)]
        with pytest.raises(Refused, match="作废"):
            actions.redeem_link(code=codes[0], at=AT)
        assert actions.redeem_link(code=codes[1], at=later(minutes=59)) == person
        late = actions.issue_link(person=person, actor=SERVER, at=AT).code
        with pytest.raises(Refused, match="过期"):
            actions.redeem_link(code=late, at=later(minutes=60))

    def test_nothing_is_issued_to_or_opened_by_who_has_left(self) -> None:
        town = city()
        person = person_of(town.worker)
        issued = actions.issue_reset_slip(person=person, actor=SERVER, hat=None, at=AT)
        actions.set_active(person=person, active=False, actor=SERVER, hat=None, at=AT)
        with pytest.raises(Refused, match="停用"):
            actions.reset_password(code=issued.code, password=PASSWORD, at=AT)
        with pytest.raises(Refused, match="停用"):
            actions.issue_link(person=person, actor=SERVER, at=AT)
        actions.revoke_slip(slip=issued.slip, actor=SERVER, hat=None, at=AT)


def test_of_two_who_use_one_code_at_once_one_enters(own_database: Engine) -> None:
    town = city()
    code, start = issue(town).code, Barrier(2)

    def use(login: str) -> str:
        start.wait()
        try:
            return enter(code, login).login
        except Refused as refused:
            return refused.problems[0].message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(use, ("one", "two")))
    assert len([word for word in said if word in ("one", "two")]) == 1
    assert any("用过" in word for word in said)
    assert Person.objects.filter(login__in=("one", "two")).count() == 1
    assert journal.verify(town.federation.pk) == []
