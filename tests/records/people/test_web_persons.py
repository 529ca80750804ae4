"""Persons over HTTP: who sees whom, what the body above does, what is noted of it."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind, Role
from jiangfang.records.journal.models import Look
from jiangfang.records.people import actions
from jiangfang.records.people.models import Hat, Person, Slip
from tests.records.people.test_web_organisations import HOSTILE, address, as_, rows, text
from tests.records.world import AT, PASSWORD, SERVER, City, city, hat, later, organisation, person_of
from tests.web import at

PHONE = "0316—0000000"


@pytest.fixture
def town(db: None, settings: Settings) -> City:
    at(settings, AT)
    return city()


def of(worn: Hat, more: str = "") -> str:
    return f"/people/persons/{worn.person_id}/{more}"


def give(worn: Hat, spot: Any, role: Role) -> Hat:
    return actions.give_hat(person=worn.person, organisation=spot, role=role, actor=SERVER, hat=None, at=AT)


class TestList:
    def test_each_sees_their_own(self, town: City) -> None:
        city("乙")
        assert rows(as_(town.recommender).get("/people/persons/")) == ["示例甲county", "示例甲unit"]
        everybody = ["示例甲admin", "示例甲clerk", "示例甲county", "示例甲unit"]
        assert rows(as_(town.clerk).get("/people/persons/")) == everybody

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?q=甲UNIT", ["示例甲unit"]),
            ("?state=out", ["示例甲unit"]),
            ("?state=in&q=unit", []),
            ("?state=bare", []),
            ("?state=x&q=%00", ["示例甲county", "示例甲unit"]),
        ],
    )
    def test_it_is_searched_in_the_address(self, town: City, query: str, found: list[str]) -> None:
        Person.objects.filter(pk=town.worker.person_id).update(is_active=False)
        assert rows(as_(town.recommender).get(f"/people/persons/{query}")) == found

    @pytest.mark.parametrize("more", [0, 2])
    def test_it_asks_the_same_whatever_is_there(
        self, town: City, django_assert_num_queries: DjangoAssertNumQueries, more: int
    ) -> None:
        for number in range(more):
            give(hat(town.unit, Role.UNIT, f"u{number}"), town.other, Role.UNIT)
        client = as_(town.recommender)
        client.get("/people/persons/")
        with django_assert_num_queries(6):
            client.get("/people/persons/")

    def test_what_is_done_elsewhere_is_not_shown(self, town: City) -> None:
        other = organisation(town.top, Kind.COUNTY, "示例乙县总工会")
        give(town.worker, other, Role.RECOMMENDER)
        assert "示例乙县总工会" not in text(as_(town.recommender).get("/people/persons/"))


class TestPage:
    def test_who_is_anothers_is_not_there(self, town: City) -> None:
        other = hat(organisation(town.top, Kind.COUNTY, "示例乙县总工会"), Role.RECOMMENDER, "other")
        foreign = city("乙")
        client = as_(town.recommender)
        for worn in (other, town.clerk, foreign.worker, foreign.admin):
            assert client.get(of(worn)).status_code == 404
            for deed in ("phone/", "amend/", "reset/", "active/", "give/", f"end/{worn.pk}/"):
                assert client.post(of(worn, deed), {"name": "x"}).status_code == 404
        assert as_(town.admin).get(of(foreign.worker)).status_code == 404
        assert client.get("/people/persons/99999999999999999999999/").status_code == 404
        assert Slip.objects.count() == 0

    def test_the_phone_is_shown_to_who_asks_and_that_is_noted(self, town: City, settings: Settings) -> None:
        client = as_(town.recommender)
        for page in (of(town.worker), of(town.worker, "?phone=1")):
            assert PHONE not in text(client.get(page))
        for answer in [client.post(of(town.worker, "phone/")) for _ in range(2)]:
            assert (answer.status_code, answer["Location"]) == (303, of(town.worker, "?phone=1"))
        shown = of(town.worker, "?phone=1")
        assert PHONE in text(client.get(shown))
        assert PHONE not in text(client.get(of(town.worker)))
        assert PHONE not in text(as_(town.clerk).get(shown))
        look = Look.objects.get()
        assert (look.person_id, look.subject_id) == (town.recommender.person_id, str(town.worker.person_id))
        at(settings, later(hours=24))
        sign = as_(town.recommender)
        assert PHONE not in text(sign.get(shown))

    def test_what_happened_is_told_without_the_phone(self, town: City) -> None:
        client = as_(town.recommender)
        client.post(of(town.worker, "phone/"))
        client.post(of(town.worker, "amend/"), {"name": "示例改名", "phone": "0000-0000001"})
        client.post(of(town.worker, "reset/"))
        client.post(of(town.worker, "active/"), {"active": "0"})
        page = text(client.get(of(town.worker)))
        for words in (
            "登记：登录名 甲unit",
            "给了身份：申报单位·示例机械厂",
            "姓名由“示例甲unit”改为“示例改名”，电话改了",
            "发了一次性码：重设密码",
            "停用账号",
        ):
            assert words in page
        assert "0000-0000001" not in page and PHONE not in page
        assert not re.search(r">[a-z]+\.[a-z_]+<", page)

    @pytest.mark.parametrize("more", [0, 2])
    def test_it_asks_the_same_whatever_is_there(
        self, town: City, django_assert_num_queries: DjangoAssertNumQueries, more: int
    ) -> None:
        for number in range(more):
            give(town.worker, organisation(town.county, Kind.UNIT, f"示例{number}厂"), Role.UNIT)
        client = as_(town.recommender)
        client.get(of(town.worker))
        with django_assert_num_queries(11):
            client.get(of(town.worker))

    def test_a_hostile_name_is_only_text(self, town: City) -> None:
        Person.objects.filter(pk=town.worker.person_id).update(name=HOSTILE)
        for page in (of(town.worker), "/people/persons/", address(town.unit)):
            assert HOSTILE not in text(as_(town.recommender).get(page))


class TestDeeds:
    def test_a_lost_password_is_put_right_by_the_body_above(self, town: City) -> None:
        client = as_(town.recommender)
        codes, page = [], client.get(of(town.worker))
        for _ in range(2):
            page = client.post(of(town.worker, "reset/"))
            assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
            codes += re.findall(r'class="code">([0-9A-Z-]{19})<', text(page))
        assert "http://testserver/forgotten/ " in text(page) and "设新密码" in text(page)
        assert "还没有用" in text(client.get(of(town.worker)))
        new = {"password": "xin-mima-2024", "again": "xin-mima-2024"}
        assert Client().post("/forgotten/", {"code": codes[0], **new}).status_code == 422
        assert Client().post("/forgotten/", {"code": codes[1], **new}).status_code == 303

    def test_a_code_for_a_password_is_revoked(self, town: City) -> None:
        client = as_(town.recommender)
        client.post(of(town.worker, "reset/"))
        answer = client.post(f"/people/codes/{Slip.objects.get().pk}/revoke/")
        assert (answer.status_code, answer["Location"]) == (303, of(town.worker))
        assert "还没有用" not in text(client.get(of(town.worker)))

    def test_out_of_use_and_back(self, town: City) -> None:
        client = as_(town.recommender)
        for _ in range(2):
            assert client.post(of(town.worker, "active/"), {"active": "0"}).status_code == 303
        assert not person_of(town.worker).is_active
        page = text(client.get(of(town.worker)))
        assert "恢复账号" in page and "忘了密码" not in page and "示例机械厂" in page
        refused = client.post(of(town.worker, "reset/"))
        assert (refused.status_code, "已经停用" in text(refused)) == (422, True)
        client.post(of(town.worker, "active/"), {"active": "1"})
        assert person_of(town.worker).is_active

    def test_a_hat_is_ended_and_given_again(self, town: City) -> None:
        client = as_(town.recommender)
        for _ in range(2):
            answer = client.post(of(town.worker, f"end/{town.worker.pk}/"))
            assert (answer.status_code, answer["Location"]) == (303, of(town.worker))
        page = text(client.get(of(town.worker)))
        assert "现在没有身份" in page and "以前的身份" in page and "由市总工会的管理员来办" in page
        assert rows(client.get("/people/persons/?state=bare")) == ["示例甲unit"]
        answer = client.post(
            of(town.worker, "give/"), {"organisation": "示例纺织厂", "role": "unit_union"}, follow=True
        )
        assert "现在是所在单位工会·示例纺织厂" in text(answer)
        again = client.post(of(town.worker, "give/"), {"organisation": "示例纺织厂", "role": "unit_union"})
        assert (again.status_code, "已经是" in text(again)) == (422, True)

    def test_the_hat_of_another_is_not_there(self, town: City) -> None:
        other = hat(town.other, Role.UNIT, "other")
        assert as_(town.recommender).post(of(town.worker, f"end/{other.pk}/")).status_code == 404

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({"organisation": "", "role": "unit"}, "请写单位的全称"),
            ({"organisation": "示例甲市总工会", "role": "city"}, "没有叫"),
            ({"organisation": "示例纺织厂", "role": ""}, "请选一个身份"),
            ({"organisation": "示例纺织厂", "role": "city"}, "没有“市总经办”这个身份"),
            ({"organisation": "示例县总工会", "role": "recommender"}, "以现在的身份不能办"),
            ({"organisation": HOSTILE, "role": "unit"}, "没有叫"),
        ],
    )
    def test_what_cannot_be_given_is_said_and_kept(self, town: City, sent: dict[str, str], says: str) -> None:
        answer = as_(town.recommender).post(of(town.worker, "give/"), sent)
        assert (answer.status_code, says in text(answer), HOSTILE in text(answer)) == (422, True, False)
        if sent["organisation"].startswith("示例"):
            assert f'value="{sent["organisation"]}" list=' in text(answer)

    def test_who_also_acts_elsewhere_is_the_affair_of_the_body_above_both(self, town: City) -> None:
        other = organisation(town.top, Kind.COUNTY, "示例乙县总工会")
        give(town.worker, other, Role.RECOMMENDER)
        client = as_(town.recommender)
        page = text(client.get(of(town.worker)))
        assert (
            "在别处还有 1 个身份" in page and "示例乙县" not in page and "忘了密码" not in page and "经过" not in page
        )
        for deed in ("reset/", "active/", "amend/"):
            assert client.post(of(town.worker, deed), {"name": "x", "active": "0"}).status_code == 422
        assert as_(town.clerk).post(of(town.worker, "reset/")).status_code == 200

    def test_name_and_phone_are_amended(self, town: City) -> None:
        client = as_(town.recommender)
        assert client.post(of(town.worker, "amend/"), {"name": "示例新名"}).status_code == 303
        assert (person_of(town.worker).name, person_of(town.worker).phone) == ("示例新名", PHONE)
        client.post(of(town.worker, "amend/"), {"name": "示例新名", "phone": ""})
        assert person_of(town.worker).phone == ""
        refused = client.post(of(town.worker, "amend/"), {"name": "", "phone": "x" * 41})
        assert (refused.status_code, "姓名要有" in text(refused)) == (422, True)

    def test_the_last_administrator_stays(self, town: City) -> None:
        client = as_(town.admin)
        page = client.post(of(town.admin, "active/"), {"active": "0"})
        assert (page.status_code, "最后一个管理员" in text(page)) == (422, True)
        assert client.post(of(town.admin, f"end/{town.admin.pk}/")).status_code == 422
        assert client.post(of(town.clerk, "active/"), {"active": "0"}).status_code == 303

    def test_of_oneself_the_own_page_is_named(self, town: City) -> None:
        page = text(as_(town.admin).get(of(town.admin)))
        assert "这是您自己" in page and "停用账号" not in page and "忘了密码" not in page


class TestAdding:
    def sent(self, **more: str) -> dict[str, str]:
        return {"login": "xinren", "name": "示例新人", "phone": "", "role": "unit", **more}

    def test_somebody_new_gets_a_code_and_no_password(self, town: City) -> None:
        client = as_(town.recommender)
        assert "password" not in text(client.get(address(town.unit, "person/")))
        page = client.post(address(town.unit, "person/"), self.sent())
        (code,) = re.findall(r'class="code">([0-9A-Z-]{19})<', text(page))
        assert "人员登记好了" in text(page) and "示例新人" in text(page)
        new = {"password": "xin-mima-2024", "again": "xin-mima-2024"}
        assert Client().post("/forgotten/", {"code": code, **new}).status_code == 303
        assert Client().post("/sign-in/", {"login": "xinren", "password": new["password"]})["Location"] == "/desk/"
        again = client.post(address(town.unit, "person/"), self.sent())
        assert (again.status_code, "已经有人用了" in text(again), Person.objects.filter(login="xinren").count()) == (
            422,
            True,
            1,
        )

    @pytest.mark.parametrize(
        ("more", "says"),
        [
            ({"login": "a b"}, "不能有空格"),
            ({"name": ""}, "姓名要有"),
            ({"role": ""}, "请选一个身份"),
            ({"role": "recommender"}, "没有“推荐单位”这个身份"),
            ({"phone": "x" * 41}, "电话要有"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(self, town: City, more: dict[str, str], says: str) -> None:
        answer = as_(town.recommender).post(address(town.unit, "person/"), self.sent(**more))
        assert (answer.status_code, says in text(answer)) == (422, True)
        assert 'value="xinren"' in text(answer) or "login" in more
        assert not Hat.objects.filter(person__name="示例新人").exists()

    def test_the_roles_offered_are_those_of_the_body(self, town: City) -> None:
        page = text(as_(town.admin).get(address(town.top, "person/")))
        assert "市总经办" in page and "审计" in page and 'value="unit"' not in page
        assert as_(town.clerk).get(address(town.top, "person/")).status_code == 404


def test_the_password_of_the_world_is_never_on_a_page(town: City) -> None:
    assert PASSWORD not in text(as_(town.admin).get(of(town.worker)))
