"""The sign-in: slowed after five wrong tries, and silent about which account exists."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import hashers
from django.db import connection

from jiangfang.core.problems import Refused
from jiangfang.records.people import actions
from jiangfang.records.people.models import Person, SignInTry
from tests.engines import Engine
from tests.records.world import AT, PASSWORD, SERVER, city, later, person_of


def attempt(login: str = "甲unit", password: str = "wrong", address: str = "10.0.0.1", seconds: float = 0) -> Person:
    return actions.sign_in_attempt(login=login, password=password, address=address, at=later(seconds=seconds))


def said(**how: object) -> str:
    with pytest.raises(Refused) as refused:
        attempt(**how)  # type: ignore[arg-type]
    return refused.value.problems[0].message


@pytest.mark.usefixtures("db")
class TestSignIn:
    def test_the_right_password_signs_in(self) -> None:
        town = city()
        assert attempt(" 甲UNIT", PASSWORD) == town.worker.person
        assert person_of(town.worker).last_login == AT

    @pytest.mark.parametrize("login", ["甲unit", "甲county", "nobody", "", "\x00", "gone"])
    def test_whatever_is_wrong_the_answer_and_the_work_are_the_same(
        self, login: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = city()
        Person.objects.filter(pk=town.clerk.person_id).update(login="gone", is_active=False)
        said(login="warm", address="10.9.9.9")
        asked: list[str] = []
        verify = hashers.MD5PasswordHasher.verify

        def counted(*words: str) -> bool:
            asked.append("hash")
            return verify(*words)  # type: ignore[arg-type]

        monkeypatch.setattr(hashers.MD5PasswordHasher, "verify", counted)
        assert said(login=login) == "登录名或密码不对"
        assert asked == ["hash"]

    def test_the_sixth_try_waits_longer_and_longer(self) -> None:
        city()
        for _ in range(5):
            assert "不对" in said()
        assert said(address="10.0.0.2") == "试的次数太多了，请过 30 秒再试"
        assert said(address="10.0.0.2", seconds=29.5) == "试的次数太多了，请过 1 秒再试"
        assert "不对" in said(address="10.0.0.2", seconds=30)
        assert said(address="10.0.0.3", seconds=30) == "试的次数太多了，请过 60 秒再试"

    def test_a_name_that_nobody_has_is_slowed_alike(self) -> None:
        city()
        assert [said(login="nobody") for _ in range(7)] == [said(login="甲clerk", address="b") for _ in range(7)]

    def test_while_it_is_slowed_the_right_password_is_not_heard(self) -> None:
        city()
        for _ in range(5):
            said()
        assert "秒" in said(password=PASSWORD, address="10.0.0.2")
        assert attempt(password=PASSWORD, address="10.0.0.2", seconds=30).login == "甲unit"

    def test_a_right_one_lets_the_name_begin_anew(self) -> None:
        city()
        for turn in range(4):
            said(address=f"a{turn}")
        attempt(password=PASSWORD, address="b")
        for turn in range(5):
            assert "不对" in said(address=f"c{turn}")

    def test_one_address_is_slowed_whatever_names_it_tries(self) -> None:
        city()
        for turn in range(40):
            said(login=f"name{turn}")
        assert said(login="甲clerk") == "试的次数太多了，请过 10 秒再试"
        assert attempt(password=PASSWORD, address="10.0.0.9").login == "甲unit"

    def test_ones_own_account_is_no_way_to_go_on_guessing(self) -> None:
        city()
        for turn in range(40):
            said(login=f"name{turn}")
        attempt(password=PASSWORD, seconds=10)
        assert "不对" not in said(login="name41", seconds=11)

    def test_an_hour_of_quiet_forgets_and_old_counts_go(self) -> None:
        city()
        for _ in range(5):
            said(login="nobody")
        assert "不对" in said(login="nobody", seconds=3600)
        attempt(password=PASSWORD, address="b", seconds=7201)
        assert not SignInTry.objects.filter(last_at__lt=later(seconds=3601)).exists()

    def test_nothing_that_was_typed_is_kept(self) -> None:
        said(login="geheim")
        assert "geheim" not in str(list(SignInTry.objects.values_list()))

    def test_without_a_password_nobody_signs_in(self) -> None:
        town = city()
        actions.set_active(person=person_of(town.worker), active=False, actor=SERVER, hat=None, at=AT)
        assert "不对" in said(password=PASSWORD)
        assert "不对" in said(login="甲admin", password="")


def test_many_at_once_are_no_way_around(own_database: Engine) -> None:
    city()
    start = Barrier(8)

    def guess(number: int) -> str:
        start.wait()
        try:
            return said(address=f"10.0.1.{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(8)))
    assert len([answer for answer in answers if "不对" in answer]) == 5
