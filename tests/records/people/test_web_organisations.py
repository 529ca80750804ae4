"""The tree and its organisations over HTTP: who sees what, what each form does, what bad input gets."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind, Role
from jiangfang.records.people.models import Hat, Organisation, Slip
from jiangfang.records.people.queries import open_slips
from tests.records.world import AT, City, city, hat, later, organisation
from tests.web import at, sign_in

HOSTILE = '<script>alert("1")</script>'


@pytest.fixture
def town(db: None, settings: Settings) -> City:
    at(settings, AT)
    return city()


def as_(worn: Hat) -> Client:
    client = Client()
    sign_in(client, worn)
    return client


def text(page: Any) -> str:
    made: str = page.content.decode()
    return made


def rows(page: Any) -> list[str]:
    """The names in the first column of a page's table."""
    return re.findall(r"<tr><td>\u3000*<a[^>]*>([^<]*)</a>", text(page))


def address(spot: Organisation, more: str = "") -> str:
    return f"/people/organisations/{spot.pk}/{more}"


class TestTree:
    def test_the_city_sees_all_and_a_recommender_its_own(self, town: City) -> None:
        organisation(town.top, Kind.COUNTY, "示例乙县总工会")
        city("乙")
        everything = ["示例甲市总工会", "示例县总工会", "示例机械厂", "示例纺织厂", "示例乙县总工会"]
        assert rows(as_(town.admin).get("/people/")) == everything
        assert rows(as_(town.clerk).get("/people/")) == everything
        assert rows(as_(town.recommender).get("/people/")) == everything[1:4]

    def test_it_says_how_many_act_for_each(self, town: City) -> None:
        hat(town.unit, Role.UNIT, "two")
        page = text(as_(town.recommender).get("/people/"))
        assert re.search(r"示例机械厂</a></td>.*?<td class=\"num\">2</td>", page)
        assert re.search(r"示例纺织厂</a></td>.*?还没有人", page)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?q=机械", ["示例机械厂"]),
            ("?kind=county", ["示例县总工会"]),
            ("?kind=nothing&q=%00", ["示例甲市总工会", "示例县总工会", "示例机械厂", "示例纺织厂"]),
            ("?q=机械&kind=county", []),
            ("?q=%25", []),
            ("?page=99", ["示例甲市总工会", "示例县总工会", "示例机械厂", "示例纺织厂"]),
        ],
    )
    def test_it_is_searched_in_the_address(self, town: City, query: str, found: list[str]) -> None:
        assert rows(as_(town.clerk).get(f"/people/{query}")) == found

    def test_what_is_below_one_body(self, town: City) -> None:
        client = as_(town.clerk)
        assert rows(client.get("/people/", {"under": town.county.pk})) == ["示例县总工会", "示例机械厂", "示例纺织厂"]
        foreign = city("乙")
        for pk in (foreign.top.pk, "9" * 17):
            assert client.get("/people/", {"under": pk}).status_code == 404
        assert as_(town.recommender).get("/people/", {"under": town.top.pk}).status_code == 404

    @pytest.mark.parametrize("more", [0, 2])
    def test_it_asks_the_same_whatever_is_there(
        self, town: City, django_assert_num_queries: DjangoAssertNumQueries, more: int
    ) -> None:
        for number in range(more):
            hat(organisation(town.county, Kind.UNIT, f"示例{number}厂"), Role.UNIT, f"u{number}")
        client = as_(town.recommender)
        client.get("/people/")
        with django_assert_num_queries(6):
            client.get("/people/")

    def test_fifty_a_page(self, town: City) -> None:
        for number in range(50):
            organisation(town.county, Kind.UNIT, f"示例{number:02}厂")
        client = as_(town.recommender)
        assert len(rows(client.get("/people/"))) == 50
        assert rows(client.get("/people/?page=2")) == ["示例47厂", "示例48厂", "示例49厂"]

    def test_a_hostile_name_is_only_text(self, town: City) -> None:
        organisation(town.county, Kind.UNIT, HOSTILE)
        page = text(as_(town.clerk).get("/people/", {"q": HOSTILE}))
        assert HOSTILE not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("role", [Role.UNIT, Role.UNIT_UNION, Role.AUDITOR, Role.EXPERT, Role.GROUP])
def test_for_others_nothing_of_this_is_there(town: City, role: Role) -> None:
    worn = hat(town.unit if role in (Role.UNIT, Role.UNIT_UNION) else town.top, role, "other")
    client = as_(worn)
    for page in ("/people/", "/people/codes/", "/people/persons/", "/people/units/excel/", address(town.unit)):
        assert client.get(page).status_code == 404, page
    assert client.get(f"/people/persons/{worn.person_id}/").status_code == 404
    assert client.get("/me/").status_code == 200


class TestOrganisation:
    def test_it_shows_its_people_its_codes_and_what_stands_above(self, town: City) -> None:
        page = text(as_(town.recommender).get(address(town.unit)))
        assert "示例甲unit" in page and "登记一个人" in page and "发一个码" in page
        assert "示例甲市总工会" not in re.sub(r"<title>.*?</title>", "", page)
        assert "示例甲市总工会" in text(as_(town.clerk).get(address(town.unit)))

    def test_its_own_body_is_only_read(self, town: City) -> None:
        client = as_(town.recommender)
        page = text(client.get(address(town.county)))
        assert "示例甲county" in page and "加下级单位" in page
        assert "登记一个人" not in page and "改名" not in page
        assert client.get(address(town.county, "change/")).status_code == 404
        assert client.post(address(town.county, "rename/"), {"name": "x"}).status_code == 404

    def test_what_is_anothers_is_not_there(self, town: City) -> None:
        other, foreign = organisation(town.top, Kind.COUNTY, "示例乙县总工会"), city("乙")
        theirs = organisation(other, Kind.UNIT, "示例别厂")
        client = as_(town.recommender)
        for spot in (town.top, other, theirs, foreign.top, foreign.county, foreign.unit):
            for more in ("", "add/", "change/", "person/"):
                assert client.get(address(spot, more)).status_code == 404
            for more in ("add/", "rename/", "move/", "close/", "code/", "person/"):
                assert client.post(address(spot, more), {"name": "x", "role": "unit"}).status_code == 404
        assert as_(town.admin).get(address(foreign.unit)).status_code == 404
        assert as_(town.clerk).get("/people/organisations/99999999999999999999999/").status_code == 404
        assert Organisation.objects.filter(name="x").count() == 0

    @pytest.mark.parametrize("more", [0, 2])
    def test_it_asks_the_same_whatever_is_there(
        self, town: City, django_assert_num_queries: DjangoAssertNumQueries, more: int
    ) -> None:
        for number in range(more):
            hat(town.unit, Role.UNIT, f"u{number}")
            organisation(town.unit, Kind.UNIT, f"示例{number}车间")
        client = as_(town.recommender)
        client.get(address(town.unit))
        with django_assert_num_queries(10):
            client.get(address(town.unit))

    def test_a_deed_is_done_under_the_hat_of_its_form(self, town: City) -> None:
        client = as_(town.clerk)
        answer = client.post(address(town.unit, "rename/"), {"name": "x", "hat": town.admin.pk})
        assert answer.status_code == 404


class TestDeeds:
    def test_a_unit_is_added_below_oneself(self, town: City) -> None:
        client = as_(town.recommender)
        assert "产业工会" not in text(client.get(address(town.county, "add/")))
        sent = {"name": "示例新厂", "kind": "unit", "hat": town.recommender.pk}
        answer = client.post(address(town.county, "add/"), sent)
        made = Organisation.objects.get(name="示例新厂")
        assert (answer.status_code, answer["Location"], made.parent) == (303, address(made), town.county)
        again = client.post(address(town.county, "add/"), sent)
        assert (again.status_code, "已经有“示例新厂”" in text(again)) == (422, True)
        assert 'value="示例新厂"' in text(again)

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({"name": "", "kind": "unit"}, "单位名称要有"),
            ({"name": "x" * 101, "kind": "unit"}, "单位名称要有"),
            ({"name": "示例厂", "kind": "x"}, "请选一种"),
            ({"name": "示例厂", "kind": "federation"}, "不能放在"),
            ({"name": "示例厂", "kind": "county"}, "不能放在"),
        ],
    )
    def test_what_is_wrong_is_said(self, town: City, sent: dict[str, str], says: str) -> None:
        answer = as_(town.recommender).post(address(town.county, "add/"), sent)
        assert (answer.status_code, says in text(answer)) == (422, True)

    def test_the_city_adds_every_kind(self, town: City) -> None:
        client = as_(town.clerk)
        assert "开发区工会" in text(client.get(address(town.top, "add/")))
        assert client.post(address(town.top, "add/"), {"name": "示例开发区", "kind": "zone"}).status_code == 303

    def test_renamed(self, town: City) -> None:
        client = as_(town.recommender)
        assert client.post(address(town.unit, "rename/"), {"name": "示例新名"}).status_code == 303
        assert "示例新名" in text(client.get(address(town.unit)))
        taken = client.post(address(town.unit, "rename/"), {"name": "示例纺织厂"})
        assert (taken.status_code, 'value="示例纺织厂"' in text(taken)) == (422, True)

    def test_moved_by_the_city_only(self, town: City) -> None:
        zone = organisation(town.top, Kind.ZONE, "示例开发区工会")
        assert "调整上级" not in text(as_(town.recommender).get(address(town.unit, "change/")))
        refused = as_(town.recommender).post(address(town.unit, "move/"), {"parent": zone.name})
        assert refused.status_code == 404
        client = as_(town.clerk)
        assert "调整上级" in text(client.get(address(town.unit, "change/")))
        for _ in range(2):
            client.post(address(town.unit, "move/"), {"parent": zone.name})
        town.unit.refresh_from_db()
        assert (town.unit.parent, town.unit.path) == (zone, f"{zone.path}{town.unit.pk:07}/")
        assert as_(town.recommender).get(address(town.unit)).status_code == 404

    @pytest.mark.parametrize(
        ("named", "says"),
        [
            ("", "请写单位的全称"),
            ("没有", "没有叫“没有”的单位"),
            ("示例机械厂", "就是“示例机械厂”"),
            ("\0", "请写"),
            ("双", "不止一个"),
        ],
    )
    def test_a_body_is_named_in_full(self, town: City, named: str, says: str) -> None:
        for above in (town.county, town.unit):
            organisation(above, Kind.UNIT, "双")
        answer = as_(town.clerk).post(address(town.unit, "move/"), {"parent": named})
        assert (answer.status_code, says in text(answer)) == (422, True)

    def test_closed(self, town: City) -> None:
        client = as_(town.recommender)
        asked = client.post(address(town.unit, "close/"))
        assert (asked.status_code, "请先打上勾" in text(asked)) == (422, True)
        answer = client.post(address(town.unit, "close/"), {"sure": "1"}, follow=True)
        assert "关闭了" in text(answer) and "发一个码" not in text(answer)
        town.unit.refresh_from_db()
        assert town.unit.closed_on == AT.date()
        again = client.post(address(town.unit, "close/"), {"sure": "1"})
        assert (again.status_code, "已经关掉" in text(again)) == (422, True)
        assert as_(town.clerk).post(address(town.county, "close/"), {"sure": "1"}).status_code == 422

    def test_nobody_opens_a_deed_like_a_page(self, town: City) -> None:
        client = as_(town.clerk)
        for more in ("rename/", "move/", "close/", "code/"):
            assert client.get(address(town.unit, more)).status_code == 405


class TestCodes:
    def issue(self, client: Client, town: City, **more: Any) -> Any:
        return client.post(address(town.unit, "code/"), {"role": "unit_union", "newest": "0", **more})

    def test_a_code_is_shown_once_and_nowhere_else(self, town: City) -> None:
        client = as_(town.recommender)
        page = self.issue(client, town)
        assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
        (code,) = re.findall(r'class="code">([0-9A-Z-]{19})<', text(page))
        assert text(page).count(code) == 1
        assert "<svg" in text(page) and "http://testserver/join/ " in text(page)
        assert "所在单位工会" in text(page) and "2024年11月23日 09:30" in text(page) and "只显示这一次" in text(page)
        assert code not in text(client.get(address(town.unit))) + text(client.get("/people/codes/"))
        joined = Client().post("/join/", {"step": "code", "code": code})
        assert (joined.status_code, "示例机械厂" in text(joined)) == (200, True)

    def test_sent_twice_it_is_one(self, town: City) -> None:
        client = as_(town.recommender)
        assert self.issue(client, town).status_code == 200
        again = self.issue(client, town)
        assert (again.status_code, "请再按一次" in text(again)) == (422, True)
        newest = re.search(r'name="newest" value="(\d+)"', text(again))
        assert newest and self.issue(client, town, newest=newest[1]).status_code == 200
        assert Slip.objects.count() == 2

    @pytest.mark.parametrize("sent", [{"role": ""}, {"role": "city"}, {"role": HOSTILE}, {"newest": "x", "role": ""}])
    def test_what_is_wrong_is_said(self, town: City, sent: dict[str, str]) -> None:
        answer = self.issue(as_(town.recommender), town, **sent)
        assert answer.status_code == 422
        assert HOSTILE not in text(answer)
        assert Slip.objects.count() == 0

    def test_it_is_revoked(self, town: City) -> None:
        client = as_(town.recommender)
        self.issue(client, town)
        slip = Slip.objects.get()
        page = text(client.get("/people/codes/"))
        assert "示例机械厂" in page and "示例甲county" in page
        answer = client.post(f"/people/codes/{slip.pk}/revoke/", {"next": address(town.unit)})
        assert (answer.status_code, answer["Location"]) == (303, address(town.unit))
        assert open_slips(town.unit, AT).count() == 0
        assert client.post(f"/people/codes/{slip.pk}/revoke/").status_code == 422
        assert "还没用掉的码" in text(client.get("/people/codes/"))

    def test_anothers_code_is_not_there(self, town: City) -> None:
        self.issue(as_(town.recommender), town)
        other = hat(organisation(town.top, Kind.COUNTY, "示例乙县总工会"), Role.RECOMMENDER, "other")
        for worn in (other, city("乙").admin):
            assert as_(worn).post(f"/people/codes/{Slip.objects.get().pk}/revoke/").status_code == 404
        assert "示例机械厂" not in text(as_(other).get("/people/codes/"))

    @pytest.mark.parametrize("more", [1, 3])
    def test_the_list_asks_the_same_whatever_is_there(
        self, town: City, django_assert_num_queries: DjangoAssertNumQueries, more: int, settings: Settings
    ) -> None:
        client = as_(town.recommender)
        for _ in range(more):
            last = Slip.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            assert self.issue(client, town, newest=str(last)).status_code == 200
        with django_assert_num_queries(5):
            page = client.get("/people/codes/")
        assert text(page).count("作废<span") == more
        at(settings, later(hours=73))
        assert "还没用掉的码" in text(client.get("/people/codes/"))
