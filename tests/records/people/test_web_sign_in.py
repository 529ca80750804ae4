"""The ways in and out over HTTP: name and password, sample accounts, links, codes."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.records.people import actions
from jiangfang.records.people.models import Hat, Person, Slip
from tests.records.world import AT, PASSWORD, SERVER, City, by, later, person_of
from tests.web import at, sign_in, who

NEW = "xin-mima-2024"
ACCOUNT = {
    "city": "示例甲市",
    "organisation": "示例机械厂",
    "role": "申报单位",
    "name": "示例员",
    "login": "甲unit",
    "password": PASSWORD,
}


def attempt(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"login": "甲unit", "password": password, **more})


class TestSignIn:
    def test_the_right_password_leads_to_the_desk(self, client: Client, town: City) -> None:
        answer = attempt(client)
        assert (answer.status_code, answer["Location"]) == (303, "/desk/")
        assert who(client) == town.worker.person_id
        assert person_of(town.worker).last_login == AT

    def test_a_wrong_one_keeps_the_name_and_says_no_more(self, client: Client, town: City) -> None:
        answer = attempt(client, "wrong")
        assert answer.status_code == 422
        assert "登录名或密码不对" in answer.content.decode()
        assert 'value="甲unit"' in answer.content.decode()
        assert who(client) is None

    def test_known_or_not_the_page_is_the_same(self, client: Client, town: City) -> None:
        pages = [
            re.sub(r'value="\w*"', "", client.post("/sign-in/", {"login": login, "password": "x"}).content.decode())
            for login in ("甲unit", "nobody")
        ]
        assert pages[0] == pages[1]

    def test_the_sixth_try_waits(self, client: Client, town: City, settings: Settings) -> None:
        for _ in range(5):
            attempt(client, "wrong")
        assert "请过 30 秒再试" in attempt(client).content.decode()
        at(settings, later(seconds=31))
        assert attempt(client).status_code == 303

    def test_the_session_is_a_new_one(self, client: Client, town: City) -> None:
        client.session.save()
        session = client.session
        session["before"] = 1
        session.save()
        client.cookies["sessionid"] = session.session_key or ""
        attempt(client)
        assert client.session.session_key != session.session_key

    @pytest.mark.parametrize(
        ("wanted", "leads"),
        [
            ("/me/?a=1", "/me/?a=1"),
            ("https://elsewhere.invalid/", "/desk/"),
            ("//elsewhere.invalid/", "/desk/"),
            ("/\\elsewhere.invalid", "/desk/"),
            ("javascript:alert(1)", "/desk/"),
            ("me/", "/desk/"),
        ],
    )
    def test_next_stays_in_the_house(self, client: Client, town: City, wanted: str, leads: str) -> None:
        assert attempt(client, next=wanted)["Location"] == leads

    def test_somebody_signed_in_goes_on_at_once(self, client: Client, town: City) -> None:
        sign_in(client, town.worker)
        assert client.get("/sign-in/?next=/me/")["Location"] == "/me/"

    def test_without_a_sign_in_a_page_asks_for_it(self, client: Client, town: City) -> None:
        assert client.get("/me/?page=2")["Location"] == "/sign-in/?next=/me/%3Fpage%3D2"

    def test_out_is_a_button(self, client: Client, town: City) -> None:
        sign_in(client, town.worker)
        wrong = client.get("/sign-out/")
        assert (wrong.status_code, wrong["Allow"]) == (405, "POST")
        assert "要从按钮进" in wrong.content.decode()
        assert who(client) == town.worker.person_id
        assert client.post("/sign-out/").status_code == 303
        assert who(client) is None

    def test_somebody_put_out_of_use_is_out_at_once(self, client: Client, town: City) -> None:
        sign_in(client, town.worker)
        Person.objects.filter(pk=town.worker.person_id).update(is_active=False)
        assert client.get("/me/").status_code == 302

    @pytest.mark.parametrize("name", ["login", "password", "next"])
    def test_hostile_text_is_only_text(self, client: Client, town: City, name: str) -> None:
        answer = client.post("/sign-in/", {"login": "a", "password": "b", name: "\x00'\"><script>alert(1)</script>"})
        assert answer.status_code == 422
        assert "<script>alert" not in answer.content.decode()


class TestSampleAccounts:
    def test_each_has_a_button_that_signs_in(self, client: Client, town: City, settings: Settings) -> None:
        settings.SAMPLE, settings.SAMPLE_ACCOUNTS = True, [ACCOUNT]
        page = client.get("/sign-in/").content.decode()
        assert "示例数据" in page and 'name="sample" value="甲unit"' in page
        assert client.post("/sign-in/", {"sample": "甲unit"}).status_code == 303
        assert who(client) == town.worker.person_id

    def test_without_sample_data_nothing_of_it_shows(self, client: Client, town: City, settings: Settings) -> None:
        settings.SAMPLE_ACCOUNTS = []
        assert "示例数据" not in client.get("/sign-in/").content.decode()
        assert client.post("/sign-in/", {"sample": "甲unit"}).status_code == 422


class TestLink:
    @pytest.fixture
    def address(self, town: City) -> str:
        return f"/in/{actions.issue_link(person=town.worker.person, actor=SERVER, at=AT).code}"

    def test_looking_does_not_use_it_up_and_pressing_does_once(self, client: Client, town: City, address: str) -> None:
        for _ in range(2):
            assert client.get(address).status_code == 200
        assert client.post(address).status_code == 303
        assert who(client) == town.worker.person_id
        second = Client().post(address)
        assert second.status_code == 422
        assert "已经用过" in second.content.decode()

    def test_after_an_hour_it_is_no_good(self, client: Client, address: str, settings: Settings) -> None:
        at(settings, later(hours=1))
        assert "已经过期" in client.post(address).content.decode()
        assert who(client) is None


class TestCodes:
    @pytest.fixture
    def code(self, town: City) -> str:
        (issued,) = actions.issue_unit_slips(organisations=[town.other], role=Role.UNIT, actor=SERVER, hat=None, at=AT)
        return issued.code

    def filled(self, code: str, **more: str) -> dict[str, str]:
        person = {"login": "xinren", "name": "示例新人", "phone": "0000-0000002"}
        return {"code": code, **person, "password": NEW, "again": NEW, **more}

    def test_the_unit_shows_only_to_who_holds_a_good_code(self, client: Client, town: City, code: str) -> None:
        assert "示例纺织厂" not in client.get("/join/").content.decode()
        wrong = client.get("/join/", {"code": "AAAA-BBBB"})
        assert (wrong.status_code, "示例纺织厂" in wrong.content.decode()) == (422, False)
        right = client.get("/join/", {"code": code.lower().replace("-", " ")}).content.decode()
        assert "“示例纺织厂”" in right and "身份是申报单位" in right

    def test_somebody_new_comes_in(self, client: Client, town: City, code: str) -> None:
        assert client.post("/join/", self.filled(code)).status_code == 303
        worn = Hat.objects.select_related("person").get(organisation=town.other)
        assert (worn.person.login, worn.role, who(client)) == ("xinren", "unit", worn.person_id)
        assert Client().post("/join/", self.filled(code, login="other")).status_code == 422

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"again": "other"}, "两次写的密码不一样"),
            ({"login": "甲unit"}, "已经有人用了"),
            ({"login": "a b"}, "不能有空格"),
            ({"name": ""}, "姓名要有"),
            ({"password": "12345678", "again": "12345678"}, "密码"),
            ({"phone": "\x00"}, "电话"),
            ({"code": "AAAA"}, "没有这个一次性码"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(
        self, client: Client, town: City, code: str, typed: dict[str, str], says: str
    ) -> None:
        page = client.post("/join/", {**self.filled(code), **typed})
        assert page.status_code == 422
        assert says in page.content.decode()
        assert NEW not in page.content.decode()
        assert Slip.objects.filter(used_at__isnull=True).count() == 1

    def test_a_lost_password_is_set_by_a_code(self, client: Client, town: City) -> None:
        issued = actions.issue_reset_slip(
            person=town.worker.person, actor=by(town.recommender), hat=town.recommender, at=AT
        )
        assert issued.code not in client.get("/forgotten/").content.decode()
        typed = {"code": issued.code, "password": NEW, "again": NEW}
        assert client.post("/forgotten/", {**typed, "again": "x"}).status_code == 422
        assert client.post("/forgotten/", typed)["Location"] == "/sign-in/"
        assert "密码改好了" in client.get("/sign-in/").content.decode()
        assert attempt(client, NEW).status_code == 303
        assert Client().post("/forgotten/", typed).status_code == 422
