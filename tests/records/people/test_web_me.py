"""One's own page: name, password, hats, large letters; how much the frame asks the database."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind, Role
from jiangfang.records.journal.models import Entry
from jiangfang.records.people import actions
from jiangfang.records.people.models import Hat, Person
from tests.records.world import AT, PASSWORD, SERVER, City, hat, organisation, person_of
from tests.web import hidden, sign_in

NEW = "xin-mima-2024"


def attempt(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"login": "甲unit", "password": password, **more})


class TestMe:
    def test_the_own_name_is_mended(self, client: Client, town: City) -> None:
        sign_in(client, town.worker)
        assert client.post("/me/", {"name": "", "phone": "x"}).status_code == 422
        assert client.post("/me/", {"name": "示例新名", "phone": ""}).status_code == 303
        assert "已经保存" in client.get("/me/").content.decode()
        assert person_of(town.worker).name == "示例新名"

    def test_the_own_address_is_kept_and_cleared(self, client: Client, town: City) -> None:
        sign_in(client, town.worker)
        for wrong in ("示例", "a@b", "示例@example.org", "a@example.org\nb", f"{'a' * 300}@example.org"):
            page = client.post("/me/email/", {"email": wrong})
            assert page.status_code == 422
            assert "邮箱" in page.content.decode()
        assert client.post("/me/email/", {}).status_code == 422
        for kept in ("shili@example.org", ""):
            assert client.post("/me/email/", {"email": f" {kept} "}).status_code == 303
            assert person_of(town.worker).email == kept
        told = list(Entry.objects.filter(deed="person.email_changed").values_list("after", flat=True))
        assert len(told) == 2
        assert not any("example.org" in one for one in told)

    def test_a_new_password_puts_the_others_out(self, client: Client, town: City) -> None:
        other = Client()
        sign_in(client, town.worker)
        sign_in(other, town.worker)
        typed = {"old": PASSWORD, "password": NEW, "again": NEW}
        assert client.post("/me/password/", {**typed, "old": "no"}).status_code == 422
        assert client.post("/me/password/", typed).status_code == 303
        assert client.get("/me/").status_code == 200
        assert other.get("/me/").status_code == 302

    def test_a_password_of_somebody_else_must_be_changed_first(self, client: Client, town: City) -> None:
        Person.objects.filter(pk=town.worker.person_id).update(must_change_password=True)
        attempt(client)
        assert client.get("/me/")["Location"] == "/me/password/"
        kept = client.post("/me/", {"name": "示例乙"})
        assert kept.status_code == 403
        assert hidden(kept) == {"name": "示例乙"}
        assert person_of(town.worker).name == "示例甲unit"
        client.post("/me/password/", {"old": PASSWORD, "password": NEW, "again": NEW})
        assert client.get("/me/").status_code == 200
        assert client.post("/sign-out/").status_code == 303


class TestHats:
    @pytest.fixture
    def second(self, town: City) -> Hat:
        return actions.give_hat(
            person=town.worker.person, organisation=town.unit, role=Role.UNIT_UNION, actor=SERVER, hat=None, at=AT
        )

    def test_another_is_put_on_by_a_button(self, client: Client, town: City, second: Hat) -> None:
        sign_in(client, town.worker)
        assert client.get("/me/").context["hat"] == town.worker
        assert client.post("/hat/", {"hat": second.pk}).status_code == 303
        assert client.get("/me/").context["hat"] == second
        assert client.get("/me/", {"hat": town.worker.pk}).context["hat"] == town.worker
        assert client.get("/me/").context["hat"] == second

    @pytest.mark.parametrize("named", ["", "x", "0", "-1", "9" * 40, "other"])
    def test_one_that_is_not_mine_is_not_there(self, client: Client, town: City, named: str) -> None:
        sign_in(client, town.worker)
        wanted = str(town.clerk.pk) if named == "other" else named
        assert client.post("/hat/", {"hat": wanted}).status_code == 404
        assert client.post("/me/", {"hat": wanted, "name": "示例乙"}).status_code == 404
        assert client.get("/me/", {"hat": wanted}).context["hat"] == town.worker
        assert person_of(town.worker).name == "示例甲unit"

    def test_an_ended_one_is_gone_at_once(self, client: Client, town: City, second: Hat, settings: Settings) -> None:
        sign_in(client, second)
        actions.end_hat(ending=second, actor=SERVER, hat=None, at=AT)
        assert client.get("/me/").context["hats"] == [town.worker]
        assert client.post("/me/", {"hat": second.pk, "name": "x"}).status_code == 404

    def test_without_any_the_own_page_says_so(self, client: Client, town: City) -> None:
        sign_in(client, town.worker)
        actions.end_hat(ending=town.worker, actor=SERVER, hat=None, at=AT)
        assert "您现在没有身份" in client.get("/me/").content.decode()

    def test_the_frame_asks_three_times_however_many_hats(
        self, client: Client, town: City, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        sign_in(client, town.worker)
        client.get("/me/")
        with django_assert_num_queries(3):
            client.get("/me/")
        for number in range(3):
            more = organisation(town.county, Kind.UNIT, f"示例{number}厂")
            who = {"actor": SERVER, "hat": None, "at": AT}
            actions.give_hat(person=town.worker.person, organisation=more, role=Role.UNIT, **who)  # type: ignore[arg-type]
        with django_assert_num_queries(3):
            assert len(client.get("/me/").context["hats"]) == 4


def test_large_letters_are_kept_in_the_browser(client: Client, town: City) -> None:
    answer = client.post("/large/", {"large": "1", "next": "/sign-in/"})
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/")
    assert '<html lang="zh-Hans" class="large">' in client.get("/sign-in/").content.decode()
    assert client.post("/large/", {"large": "0", "next": "//elsewhere.invalid"})["Location"] == "/"
    assert 'class="large"' not in client.get("/sign-in/").content.decode()


def test_who_came_by_a_link_and_has_no_password_chooses_the_first(client: Client, town: City) -> None:
    fresh = hat(town.other, Role.UNIT, "fresh").person
    client.post(f"/in/{actions.issue_link(person=fresh, actor=SERVER, at=AT).code}")
    assert client.get("/me/")["Location"] == "/me/password/"
    assert 'name="old"' not in client.get("/me/password/").content.decode()
    assert client.post("/me/password/", {"password": NEW, "again": NEW}).status_code == 303
    assert client.get("/me/").status_code == 200
