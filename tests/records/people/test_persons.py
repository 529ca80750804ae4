"""Persons and hats: who gives which, what a person may act for, and that cities do not see each other."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from pytest_django import DjangoAssertNumQueries

from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.people import actions, queries
from jiangfang.records.people.models import Hat, Person
from tests.records.world import AT, DAY, PASSWORD, SERVER, City, by, city, hat, later, person_of

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def town() -> City:
    return city()


def test_a_person_is_the_user_of_django(town: City) -> None:
    assert get_user_model() is Person
    assert Person.objects.get_by_natural_key(" 甲UNIT ") == town.worker.person
    assert town.worker.person.get_full_name() == "示例甲unit"


def test_a_given_password_must_be_changed(town: City) -> None:
    person = person_of(town.worker)
    assert person.must_change_password
    changed = actions.change_password(person=person, old=PASSWORD, new="ling-yige-mima", at=AT)
    assert not changed.must_change_password
    assert Person.objects.get(pk=person.pk).check_password("ling-yige-mima")
    deeds = [entry.deed for entry in journal.history(town.federation.pk, "person", str(person.pk))]
    assert deeds == ["person.added", "hat.given", "person.password_changed"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("x", "ling-yige-mima", "wrong_password"),
        (PASSWORD, "short", "bad_password"),
        (PASSWORD, "password123", "bad_password"),
        (PASSWORD, PASSWORD, "bad_password"),
    ],
)
def test_a_bad_change_is_refused(town: City, old: str, new: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.change_password(person=person_of(town.worker), old=old, new=new, at=AT)
    assert {problem.code for problem in refused.value.problems} == {code}


def test_the_phone_is_sealed_in_the_journal(town: City) -> None:
    actions.amend_person(
        person=person_of(town.worker), name="示例新", phone="00000002", actor=by(town.clerk), hat=town.clerk, at=AT
    )
    told = journal.history(town.federation.pk, "person", str(town.worker.person_id))[-1]
    assert told.after == {"name": "示例新", "phone": "00000002"}
    assert told.before["phone"] == "0316—0000000"
    assert journal.verify(town.federation.pk) == []


def test_nothing_changed_is_nothing_told(town: City) -> None:
    person = person_of(town.worker)
    before = journal.end_of(town.federation.pk)
    actions.amend_person(person=person, name=person.name, phone=person.phone, actor=by(town.worker), hat=None, at=AT)
    assert journal.end_of(town.federation.pk) == before


@pytest.mark.parametrize("login", ["甲UNIT", "a b", "", "长" * 41, "x\x00"])
def test_a_login_is_one_word_and_somebodys_alone(town: City, login: str) -> None:
    with pytest.raises(Refused) as refused:
        hat(town.unit, Role.UNIT, login)
    assert refused.value.problems[0].where == "login"


def test_one_person_wears_several_hats_and_each_ends_by_itself(town: City) -> None:
    person, boss = person_of(town.worker), town.recommender
    union = actions.give_hat(
        person=person, organisation=town.unit, role=Role.UNIT_UNION, actor=by(boss), hat=boss, at=AT
    )
    assert {worn.role for worn in queries.hats_of(person, DAY)} == {"unit", "unit_union"}
    with pytest.raises(Refused, match="已经是"):
        actions.give_hat(person=person, organisation=town.unit, role=Role.UNIT_UNION, actor=by(boss), hat=boss, at=AT)
    ended = actions.end_hat(ending=union, actor=by(boss), hat=boss, at=AT)
    assert not ended.worn_on(DAY)
    assert [worn.role for worn in queries.hats_of(person, DAY)] == ["unit"]
    again = actions.give_hat(
        person=person, organisation=town.unit, role=Role.UNIT_UNION, actor=by(boss), hat=boss, at=later(days=1)
    )
    assert again.worn_on(later(days=1).date())
    deeds = [entry.deed for entry in journal.history(town.federation.pk, "person", str(person.pk))]
    assert deeds[-3:] == ["hat.given", "hat.ended", "hat.given"]


@pytest.mark.parametrize(
    ("spot", "role"),
    [("unit", Role.RECOMMENDER), ("county", Role.UNIT), ("county", Role.ADMIN), ("top", Role.UNIT_UNION)],
)
def test_a_role_belongs_where_it_belongs(town: City, spot: str, role: Role) -> None:
    with pytest.raises(Refused) as refused:
        actions.give_hat(
            person=person_of(town.worker), organisation=getattr(town, spot), role=role, actor=SERVER, hat=None, at=AT
        )
    assert refused.value.problems[0].code == "bad_role"


def test_nobody_gives_a_hat_above_their_own(town: City) -> None:
    for giver, spot, role in (
        (town.clerk, town.top, Role.ADMIN),
        (town.recommender, town.county, Role.RECOMMENDER),
        (town.worker, town.unit, Role.UNIT),
    ):
        with pytest.raises(Refused, match="上级"):
            actions.give_hat(person=person_of(giver), organisation=spot, role=role, actor=by(giver), hat=giver, at=AT)


def test_a_recommender_gives_itself_no_hat_below(town: City) -> None:
    boss = town.recommender
    for role in (Role.UNIT, Role.UNIT_UNION):
        with pytest.raises(Refused, match="不能给自己"):
            actions.give_hat(person=person_of(boss), organisation=town.unit, role=role, actor=by(boss), hat=boss, at=AT)
    assert [worn.pk for worn in queries.hats_of(person_of(boss), DAY)] == [boss.pk]
    actions.give_hat(
        person=person_of(boss), organisation=town.unit, role=Role.UNIT, actor=by(town.clerk), hat=town.clerk, at=AT
    )


@pytest.mark.parametrize("letter", ["\u200b", "\u202e", "\u2066", "\ufeff", "\n"], ids=ascii)
def test_no_name_holds_what_nobody_sees(town: City, letter: str) -> None:
    name = f"示例{letter}甲"
    who: dict[str, Any] = {"actor": by(town.clerk), "hat": town.clerk, "at": AT}
    for deed in (
        lambda: actions.amend_person(person=person_of(town.worker), name=name, phone="", **who),
        lambda: actions.rename_organisation(organisation=town.unit, name=name, **who),
        lambda: actions.add_organisation(parent=town.county, kind=Kind.UNIT, name=name, **who),
        lambda: actions.add_person(organisation=town.unit, role=Role.UNIT, login=name, name="示例", **who),
    ):
        with pytest.raises(Refused, match="看不见的字符"):
            deed()


def test_a_wrong_old_password_slows_like_a_wrong_try_of_the_sign_in(town: City) -> None:
    def said(old: str, seconds: float = 0) -> str:
        with pytest.raises(Refused) as refused:
            actions.change_password(
                person=person_of(town.worker), old=old, new="ling-yige-mima", at=later(seconds=seconds)
            )
        return refused.value.problems[0].code

    assert [said("wrong") for _ in range(6)] == ["wrong_password"] * 5 + ["slow_down"]
    assert said(PASSWORD) == "slow_down"
    with pytest.raises(Refused, match="秒"):
        actions.sign_in_attempt(login="甲unit", password=PASSWORD, address="10.0.0.1", at=AT)
    actions.change_password(person=person_of(town.worker), old=PASSWORD, new="ling-yige-mima", at=later(seconds=30))
    assert person_of(town.worker).check_password("ling-yige-mima")
    assert [said("wrong", 31) for _ in range(5)] == ["wrong_password"] * 5


def test_the_last_administrator_stays(town: City) -> None:
    with pytest.raises(Refused, match="最后一个"):
        actions.end_hat(ending=town.admin, actor=by(town.admin), hat=town.admin, at=AT)
    with pytest.raises(Refused, match="最后一个"):
        actions.set_active(person=person_of(town.admin), active=False, actor=by(town.admin), hat=town.admin, at=AT)
    second = hat(town.top, Role.ADMIN, "second")
    assert actions.end_hat(ending=town.admin, actor=by(second), hat=second, at=AT).until == DAY


def test_who_has_left_can_do_nothing_and_comes_back(town: City) -> None:
    person = person_of(town.recommender)
    actions.set_active(person=person, active=False, actor=by(town.clerk), hat=town.clerk, at=AT)
    assert list(queries.hats_of(person, DAY)) == []
    with pytest.raises(Refused):
        actions.rename_organisation(
            organisation=town.unit, name="新", actor=by(town.recommender), hat=town.recommender, at=AT
        )
    actions.set_active(person=person, active=True, actor=by(town.clerk), hat=town.clerk, at=AT)
    assert [worn.pk for worn in queries.hats_of(person, DAY)] == [town.recommender.pk]


def test_a_hat_in_the_city_keeps_the_county_off(town: City) -> None:
    actions.give_hat(
        person=person_of(town.worker), organisation=town.top, role=Role.AUDITOR, actor=SERVER, hat=None, at=AT
    )
    for deed in (actions.issue_reset_slip,):
        with pytest.raises(Refused, match="上级"):
            deed(person=person_of(town.worker), actor=by(town.recommender), hat=town.recommender, at=AT)
        with pytest.raises(Refused, match="上级"):
            deed(person=person_of(town.worker), actor=by(town.clerk), hat=town.clerk, at=AT)
    actions.issue_reset_slip(person=person_of(town.worker), actor=by(town.admin), hat=town.admin, at=AT)


def test_two_cities_do_not_see_or_touch_each_other(town: City) -> None:
    other = city("乙")
    seen = [
        *(spot.federation_id for spot in queries.below(town.top, DAY)),
        *(worn.person.federation_id for worn in queries.holders(town.top, DAY)),
    ]
    assert set(seen) == {town.federation.pk}
    assert {entry.number for entry in journal.latest(other.federation.pk, 99)} == set(range(1, 13))
    with pytest.raises(Refused, match="不在这个"):
        actions.give_hat(
            person=person_of(other.worker), organisation=town.unit, role=Role.UNIT, actor=SERVER, hat=None, at=AT
        )
    for deed in (actions.set_active,):
        with pytest.raises(Refused):
            deed(person=person_of(other.worker), active=False, actor=by(town.admin), hat=town.admin, at=AT)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_hats_are_one_query(town: City, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = person_of(town.worker)
    for number in range(rows):
        hat(town.other, Role.UNIT, f"w{number}")
    roles = [Role.AUDITOR, Role.EXPERT, Role.GROUP][:rows]
    for role in roles:
        actions.give_hat(person=person, organisation=town.top, role=role, actor=SERVER, hat=None, at=AT)
    with django_assert_num_queries(1):
        assert len([str(worn) + worn.person.name for worn in queries.hats_of(person, DAY)]) == rows + 1
    with django_assert_num_queries(1):
        assert len([str(worn) for worn in queries.holders(town.other, DAY)]) == rows
    assert [worn.person_id for worn in queries.holders(town.top, DAY, Role.ADMIN)] == [town.admin.person_id]
    assert Hat.objects.count() == 4 + 2 * rows
