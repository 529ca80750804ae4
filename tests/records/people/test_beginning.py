"""An empty installation is begun once, by who holds the code of the last start; on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.slips import digest
from jiangfang.records.journal.models import Entry
from jiangfang.records.journal.queries import verify
from jiangfang.records.people import actions
from jiangfang.records.people.models import Beginning, Federation, Hat, Organisation, Person
from jiangfang.records.people.queries import hats_of, waits_to_begin
from tests.engines import Engine
from tests.records.world import AT, DAY, city, later
from tests.stages.recommend.test_actions_race import at_once

WRONG = "ABCD-EFGH-JKMN-PQRS"


def begin(code: str, **other: Any) -> Person:
    given: dict[str, Any] = {
        "federation": "示例市总工会",
        "name": "示例子",
        "login": "Shili-Zi",
        "password": "di-yi-xiao-shi-2026",
        "clerk": True,
        "address": "192.0.2.1",
        "at": AT,
    }
    return actions.begin(code=code, **{**given, **other})


def why(code: str, **other: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        begin(code, **other)
    (problem,) = caught.value.problems
    return problem.code, problem.where


@pytest.mark.usefixtures("db")
class TestBeginning:
    def test_the_code_makes_the_federation_and_its_administrator(self) -> None:
        code = actions.offer_beginning(at=AT)
        assert (waits_to_begin(), Beginning.objects.get().digest) == (True, digest(code))
        person = begin(code.lower().replace("-", " "))
        (top,) = Organisation.objects.all()
        assert (top.name, top.path, top.federation.name) == ("示例市总工会", f"/{top.pk:07}/", "示例市总工会")
        assert (person.login, person.must_change_password, person.check_password("di-yi-xiao-shi-2026")) == (
            "shili-zi",
            False,
            True,
        )
        assert [hat.role for hat in hats_of(person, DAY)] == [Role.ADMIN, Role.CITY]
        assert (waits_to_begin(), Beginning.objects.exists()) == (False, False)

    def test_it_stands_in_the_journal_without_the_code(self) -> None:
        code = actions.offer_beginning(at=AT)
        federation = begin(code).federation_id
        assert list(Entry.objects.order_by("number").values_list("deed", "actor_name")) == [
            ("federation.begun", "第一次开办"),
            ("person.added", "第一次开办"),
            ("hat.given", "第一次开办"),
            ("hat.given", "第一次开办"),
        ]
        assert verify(federation) == []
        kept = [str(value) for row in Entry.objects.values() for value in row.values()]
        assert not any(told in said for told in (code, digest(code), "di-yi-xiao-shi") for said in kept)

    def test_who_is_no_clerk_is_the_administrator_alone(self) -> None:
        person = begin(actions.offer_beginning(at=AT), clerk=False)
        assert [hat.role for hat in hats_of(person, DAY)] == [Role.ADMIN]

    def test_the_code_is_good_once_and_only_the_last_one(self) -> None:
        first, second = actions.offer_beginning(at=AT), actions.offer_beginning(at=AT)
        assert (why(first), why(WRONG), why("")) == (("slip", "code"),) * 3
        begin(second)
        assert why(second) == ("slip", "code")
        assert Federation.objects.count() == 1

    def test_where_somebody_is_already_no_code_is_offered_and_an_old_one_opens_nothing(self) -> None:
        code = actions.offer_beginning(at=AT)
        city()
        assert not waits_to_begin()
        assert why(code) == ("already_there", "code")
        assert Beginning.objects.exists()
        assert actions.offer_beginning(at=AT) == ""
        assert not Beginning.objects.exists()

    @pytest.mark.parametrize(
        ("other", "problem"),
        [
            ({"federation": " "}, ("bad_name", "federation")),
            ({"federation": "示例\0总工会"}, ("bad_name", "federation")),
            ({"federation": "长" * 101}, ("bad_name", "federation")),
            ({"name": ""}, ("bad_name", "name")),
            ({"login": "两 个"}, ("bad_name", "login")),
            ({"password": "12345678"}, ("bad_password", "password")),
        ],
    )
    def test_what_is_wrong_leaves_nothing_behind_and_the_code_good(
        self, other: dict[str, str], problem: tuple[str, str]
    ) -> None:
        code = actions.offer_beginning(at=AT)
        assert why(code, **other)[1] == problem[1]
        assert (Federation.objects.count(), Person.objects.count(), Entry.objects.count()) == (0, 0, 0)
        assert begin(code).pk

    def test_wrong_codes_slow_the_address_that_they_come_from(self) -> None:
        code = actions.offer_beginning(at=AT)
        assert [why(WRONG)[0] for _ in range(6)] == ["slip"] * 5 + ["slow_down"]
        assert why(code) == ("slow_down", "")
        assert why(WRONG, address="192.0.2.2") == ("slip", "code")
        assert begin(code, at=later(minutes=1)).pk

    def test_other_faults_are_no_guessing(self) -> None:
        code = actions.offer_beginning(at=AT)
        assert [why(code, name="")[0] for _ in range(9)] == ["bad_name"] * 9


def test_of_two_who_begin_at_once_one_does(own_database: Engine) -> None:
    code = actions.offer_beginning(at=AT)
    ends = at_once(*(lambda login=login: begin(code, login=login, federation=login) for login in ("zi", "chou")))
    assert ends[0] == "" and ends[1] in ("already_there", "slip")
    assert (Federation.objects.count(), Person.objects.count(), Hat.objects.count()) == (1, 1, 2)
    assert verify(Federation.objects.get().pk) == []
