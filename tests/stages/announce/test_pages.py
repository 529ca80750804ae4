"""The pages of a round's beginning over HTTP: what each role sees, what each form does, what bad input gets."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind, Role
from jiangfang.records.people.models import Hat
from jiangfang.records.programmes.models import Revision
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.models import NoticeFile, Recommender, Round
from tests.stages.announce.test_actions_notice import TEXT
from tests.stages.world import KAIFENG, LANGFANG, LAST, World, moment, open_round, organisation, world

pytestmark = pytest.mark.usefixtures("db")
HOSTILE = '<script>alert("1")</script>'


@pytest.fixture
def city(settings: Settings) -> World:
    made = world()
    settings.CLOCK = lambda: made.at
    return made


def as_(hat: Hat) -> Client:
    client = Client()
    client.force_login(hat.person)
    return client


def text_of(response: Any) -> str:
    page: str = response.content.decode()
    return page


def inputs(page: str) -> dict[str, str]:
    """What a browser would send of the last form of a page, hidden and visible."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        spot = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if "name" not in spot or (spot.get("type") in ("checkbox", "radio") and " checked" not in tag):
            continue
        found[spot["name"]] = spot.get("value", "")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.findall(r'<option value="([^"]*)" selected', body)
        first = re.findall(r'<option value="([^"]*)"', body)
        found[name] = (chosen or first)[0]
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S):
        found[name] = body
    return found


class TestProgrammes:
    def test_an_administrator_takes_over_what_is_shipped_once(self, city: World) -> None:
        client = as_(city.admin)
        assert "廊坊市劳模" in text_of(client.get("/programmes/"))
        first, second = (client.post("/programmes/adopt/", {"programme": LANGFANG}, follow=True) for _ in range(2))
        assert "采用了" in text_of(first)
        assert "没有变化" in text_of(second)
        assert Revision.objects.filter(federation=city.federation, programme=LANGFANG).count() == 1

    @pytest.mark.parametrize("named", ["", "../../etc", "third-2026", HOSTILE])
    def test_what_is_not_shipped_is_not_there(self, city: World, named: str) -> None:
        assert as_(city.admin).post("/programmes/adopt/", {"programme": named}).status_code == 404

    def test_the_clerk_reads_and_does_not_adopt(self, city: World) -> None:
        client = as_(city.clerk)
        assert "随程序带来" not in text_of(client.get("/programmes/"))
        assert client.post("/programmes/adopt/", {"programme": KAIFENG}).status_code == 404


class TestOpening:
    @pytest.mark.parametrize("programme", [LANGFANG, KAIFENG])
    def test_the_form_as_it_is_filled_in_opens_a_round(self, settings: Settings, programme: str) -> None:
        city = world(programme=programme, opens=False)
        settings.CLOCK = lambda: city.at
        client = as_(city.clerk)
        assert f"/rounds/open/{city.revision.pk}/" in text_of(client.get("/rounds/open/"))
        page = text_of(client.get(f"/rounds/open/{city.revision.pk}/"))
        sent = inputs(page)
        if programme == LANGFANG:
            refused = client.post(f"/rounds/open/{city.revision.pk}/", sent)
            assert refused.status_code == 422
            assert "是否也按不少于 10 个办，请选一个" in text_of(refused)
            sent[f"floor-{city.bodies[Kind.ZONE].pk}"] = "yes"
        response = client.post(f"/rounds/open/{city.revision.pk}/", sent)
        made = Round.objects.get(federation=city.federation)
        assert (response.status_code, response["Location"]) == (303, f"/rounds/{made.pk}/")
        assert made.published_at is None
        kinds = {row.organisation.kind for row in queries.recommenders(made)}
        assert kinds == ({"county", "zone"} if programme == LANGFANG else {"county", "zone", "industry", "organs"})
        again = client.post(f"/rounds/open/{city.revision.pk}/", sent)
        assert again.status_code == 422
        assert "已经有一个叫" in text_of(again)

    def test_numbers_that_nobody_touched_follow_the_class(self, settings: Settings) -> None:
        city = world(opens=False)
        settings.CLOCK = lambda: city.at
        client, county = as_(city.clerk), city.bodies[Kind.COUNTY].pk
        sent = inputs(text_of(client.get(f"/rounds/open/{city.revision.pk}/")))
        assert sent[f"at_most-{county}"] == "3"
        assert (
            client.post(f"/rounds/open/{city.revision.pk}/", {**sent, f"class-{county}": "organs"}).status_code == 303
        )
        assert Recommender.objects.get(organisation=county).at_most == 2

    @pytest.mark.parametrize(
        ("name", "value", "says"),
        [
            ("name", " ", "批次名称"),
            ("closes-hand_in", "", "一定要有日子"),
            ("closes-hand_in", "2024-02-30", "没有这一天"),
            ("closes-hand_in", "11月", "认不出"),
            ("closes-hand_in", "2024-11", "写到日"),
            ("closes-hand_in", HOSTILE, "认不出"),
            ("opens-hand_in", "2024-12-01", "晚于"),
            ("at_most-COUNTY", "三", "应是一个整数"),
            ("at_most-COUNTY", "-1", "应是一个整数"),
            ("at_most-COUNTY", "9" * 30, "应是一个整数"),
            ("at_most-COUNTY", "5", "请写明理由"),
            ("class-COUNTY", "nope", "属于哪一类"),
            ("answer-industry-0", "字" * 501, "超过 500 字"),
        ],
    )
    def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(
        self, settings: Settings, name: str, value: str, says: str
    ) -> None:
        city = world(opens=False)
        settings.CLOCK = lambda: city.at
        client, address = as_(city.clerk), f"/rounds/open/{city.revision.pk}/"
        key = name.replace("COUNTY", str(city.bodies[Kind.COUNTY].pk))
        sent = {**inputs(text_of(client.get(address))), "name": f"我的批次{HOSTILE}", key: value}
        response = client.post(address, sent)
        assert response.status_code == 422
        page = text_of(response)
        assert says in page
        assert HOSTILE not in page
        assert key == "name" or "我的批次&lt;script&gt;" in page
        assert not Round.objects.exists()

    def test_hostile_words_are_only_words(self, settings: Settings) -> None:
        city = world(opens=False)
        settings.CLOCK = lambda: city.at
        client, address = as_(city.clerk), f"/rounds/open/{city.revision.pk}/"
        sent = inputs(text_of(client.get(address)))
        client.post(address, {**sent, "name": HOSTILE, "answer-industry-0": HOSTILE})
        made = Round.objects.get()
        page = text_of(client.get(f"/rounds/{made.pk}/"))
        assert HOSTILE not in page
        assert page.count("&lt;script&gt;") >= 3

    def test_a_hat_that_is_not_mine_opens_nothing(self, city: World) -> None:
        other = world("示例乙")
        client = as_(city.clerk)
        assert client.get(f"/rounds/open/{other.revision.pk}/").status_code == 404
        assert client.post(f"/rounds/open/{city.revision.pk}/", {"hat": other.clerk.pk}).status_code == 404


class TestRound:
    def test_the_clerk_sees_everything_that_is_set(self, city: World) -> None:
        page = text_of(as_(city.clerk).get(f"/rounds/{city.round.pk}/"))
        for words in (
            "不超过 3 个",
            "通知二",
            "已推荐 0，最多 3",
            "2024年11月20日",
            "还有 12 天",
            "11月20日前",
            "改日子",
        ):
            assert words in page, words
        assert 'aria-current="step"' in page

    def test_it_is_published_by_a_button_and_twice_is_once(self, settings: Settings) -> None:
        city = world(published=False)
        settings.CLOCK = lambda: city.at
        client = as_(city.clerk)
        assert client.get(f"/rounds/{city.round.pk}/preview/").status_code == 200
        assert as_(city.hat(Role.RECOMMENDER)).get(f"/rounds/{city.round.pk}/").status_code == 404
        for _ in range(2):
            assert client.post(f"/rounds/{city.round.pk}/publish/").status_code == 303
        assert as_(city.hat(Role.RECOMMENDER)).get(f"/rounds/{city.round.pk}/").status_code == 200

    def test_after_its_deadline_it_is_published_only_where_that_is_ticked(self, settings: Settings) -> None:
        city = world(published=False)
        settings.CLOCK = lambda: moment(LAST[KAIFENG] + timedelta(days=3))
        client, top = as_(city.clerk), f"/rounds/{city.round.pk}/"
        assert "截止日已过 3 天，仍要发布" in text_of(client.get(top))
        refused = client.post(f"{top}publish/")
        assert refused.status_code == 422 and "截止日已过 3 天。先改日子" in text_of(refused)
        assert Round.objects.get(pk=city.round.pk).published_at is None
        assert "这一天已经过了" in text_of(client.get(f"{top}days/"))
        assert client.post(f"{top}publish/", {"sure": "1"}).status_code == 303
        assert Round.objects.get(pk=city.round.pk).published_at is not None
        assert "仍要发布" not in text_of(client.get(top))
        assert client.post(f"{top}publish/").status_code == 303

    def test_a_recommender_sees_its_own_quota_alone(self, city: World) -> None:
        page = text_of(as_(city.hat(Role.RECOMMENDER)).get(f"/rounds/{city.round.pk}/"))
        assert "示例县总工会" in page
        assert "示例开发区总工会" not in page
        assert "改日子" not in page

    def test_a_name_finds_its_row(self, city: World) -> None:
        client = as_(city.auditor)
        page = text_of(client.get(f"/rounds/{city.round.pk}/", {"q": "产业"}))
        assert "示例产业工会一分会" in page
        assert "示例县总工会" not in page
        for odd in (HOSTILE, "a\0b", "字" * 300):
            response = client.get(f"/rounds/{city.round.pk}/", {"q": odd, "page": "x"})
            assert response.status_code == 200
            assert HOSTILE not in text_of(response)

    def test_days_are_changed_with_a_reason(self, city: World) -> None:
        client, address = as_(city.clerk), f"/rounds/{city.round.pk}/days/"
        sent = inputs(text_of(client.get(address)))
        refused = client.post(address, {**sent, "closes-hand_in": "2024-11-25", "why": " "})
        assert refused.status_code == 422
        assert 'value="2024-11-25"' in text_of(refused)
        assert client.post(address, {**sent, "closes-hand_in": "2024-11-25", "why": "县里要求"}).status_code == 303
        assert "2024年11月25日" in text_of(client.get(f"/rounds/{city.round.pk}/"))
        assert client.post(address, {**sent, "closes-hand_in": "明天", "why": "县里要求"}).status_code == 422


class TestRecommender:
    def address(self, city: World, deed: str = "") -> str:
        return f"/rounds/{city.round.pk}/recommenders/{city.recommender.pk}/{deed}"

    def test_the_clerk_changes_the_quota_with_a_reason(self, city: World) -> None:
        client, sent = as_(city.clerk), {"at_least": "", "at_most": "4", "passing": "waiver", "why": HOSTILE}
        assert client.post(self.address(city, "quota/"), sent).status_code == 303
        page = text_of(client.get(self.address(city)))
        assert "不超过 4 个" in page
        assert HOSTILE not in page
        assert "不超过 3 个（通知二）" in page

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({"at_most": "x"}, "应是一个整数"),
            ({"why": ""}, "理由"),
            ({"passing": "nope"}, "请选一个"),
            ({"at_least": "9"}, "还大"),
        ],
    )
    def test_a_quota_that_is_none_is_refused(self, city: World, sent: dict[str, str], says: str) -> None:
        whole = {"at_least": "", "at_most": "4", "passing": "block", "why": "县里多", **sent}
        response = as_(city.clerk).post(self.address(city, "quota/"), whole)
        assert response.status_code == 422
        assert says in text_of(response)
        assert Recommender.objects.get(pk=city.recommender.pk).at_most == 3

    def test_a_deadline_is_extended_and_taken_back(self, city: World) -> None:
        client = as_(city.clerk)
        sent = {"day": "2024-11-25", "extended_why": "大雪"}
        assert client.post(self.address(city, "deadline/"), sent).status_code == 303
        assert "2024年11月25日" in text_of(client.get(self.address(city)))
        back = {"back": "1", "extended_why": "雪停了"}
        assert client.post(self.address(city, "deadline/"), back).status_code == 303
        assert Recommender.objects.get(pk=city.recommender.pk).extended_to is None
        for wrong in ({"day": "", "extended_why": "大雪"}, {"day": "2024-11-01", "extended_why": "大雪"}):
            assert client.post(self.address(city, "deadline/"), wrong).status_code == 422
        no_reason = client.post(self.address(city, "deadline/"), {"day": "2024-11-25"})
        assert '#field-extended_why"' in text_of(no_reason)

    def test_a_recommender_sets_its_own_day(self, city: World) -> None:
        client, there = as_(city.hat(Role.RECOMMENDER)), f"/recommend/{city.recommender.pk}/own-day/"
        page = text_of(client.get(self.address(city)))
        assert "给所属单位定一个更早的截止日" in page and f'href="{there}"' in page
        assert client.post(there, {"own_day": "2024-11-15"}).status_code == 303
        assert "2024年11月15日" in text_of(client.get(f"/rounds/{city.round.pk}/"))
        assert "现在是 2024年11月15日" in text_of(client.get(self.address(city)))
        assert client.post(there, {"own_day": "2024-11-21"}).status_code == 422
        assert client.post(there, {"own_day": ""}).status_code == 303
        assert Recommender.objects.get(pk=city.recommender.pk).own_day is None

    def test_one_more_is_added_from_the_list(self, city: World) -> None:
        client, address = as_(city.clerk), f"/rounds/{city.round.pk}/recommenders/add/"
        assert "都已经在这一批次里" in text_of(client.get(address))
        body = organisation(city.top, Kind.COUNTY, f"新县{HOSTILE}", city.at)
        page = text_of(client.get(address))
        assert HOSTILE not in page
        assert client.post(address, inputs(page)).status_code == 303
        assert Recommender.objects.get(organisation=body).at_most == 3
        for wrong in (inputs(page), {"organisation": city.unit().pk}, {}, {"organisation": "x" * 400}):
            assert client.post(address, wrong).status_code == 422


def test_a_window_that_has_not_begun_says_when_it_begins(city: World) -> None:
    address = f"/rounds/{city.round.pk}/days/"
    client = as_(city.clerk)
    sent = inputs(text_of(client.get(address)))
    opens = [name for name in sent if name.startswith("opens-")][-1]
    closes = opens.replace("opens-", "closes-")
    days = {opens: "2024-12-08", closes: "2024-12-20", "why": "市总定下了日子"}
    assert client.post(address, {**sent, **days}).status_code == 303
    page = text_of(client.get(f"/rounds/{city.round.pk}/"))
    assert "还有 30 天开始" in page and "还有 12 天" in page


class TestNotice:
    def test_a_file_is_attached_and_its_clauses_shown(self, city: World) -> None:
        client, address = as_(city.clerk), f"/rounds/{city.round.pk}/notice/"
        file = SimpleUploadedFile("通知.txt", TEXT.encode())
        response = client.post(address, {"file": file}, follow=True)
        page = text_of(response)
        assert "虚构的第二条&lt;script&gt;。" in page
        assert "转述" in page
        assert "通知四" in page
        got = client.get(f"/rounds/{city.round.pk}/notice/file/")
        assert got.content == TEXT.encode()
        assert got["Content-Disposition"].startswith("attachment")

    def test_a_file_that_is_none_gets_a_sentence(self, city: World) -> None:
        client, address = as_(city.clerk), f"/rounds/{city.round.pk}/notice/"
        for sent in ({}, {"file": "text"}, {"file": SimpleUploadedFile("<b>.exe", b"MZ")}):
            response = client.post(address, sent)
            assert response.status_code == 422
            assert "<b>" not in text_of(response)
        assert not NoticeFile.objects.exists()
        assert as_(city.auditor).post(address, {}).status_code == 404

    def test_a_file_where_none_belongs_is_left_alone(self, city: World) -> None:
        sent = {"why": SimpleUploadedFile("x.txt", b"x"), "at_most": "4", "passing": "block"}
        address = f"/rounds/{city.round.pk}/recommenders/{city.recommender.pk}/quota/"
        assert as_(city.clerk).post(address, sent).status_code == 422


def addresses(city: World) -> list[str]:
    top = f"/rounds/{city.round.pk}/"
    one = f"{top}recommenders/{city.recommenders[Kind.ORGANS].pk}/"
    return [top, f"{top}days/", f"{top}notice/", f"{top}notice/file/", f"{top}recommenders/add/", f"{top}preview/", one]


def deeds(city: World) -> list[str]:
    top = f"/rounds/{city.round.pk}/"
    one = f"{top}recommenders/{city.recommenders[Kind.ORGANS].pk}/"
    return [
        f"{top}publish/",
        f"{top}days/",
        f"{top}notice/",
        *(f"{one}{deed}/" for deed in ("quota", "deadline")),
    ]


@pytest.mark.parametrize("role", ["city", "auditor", "admin", "recommender-county"])
def test_another_citys_number_in_the_address_is_not_there(city: World, role: str) -> None:
    other = world("示例乙")
    client = as_(city.hats[role])
    for address in addresses(other):
        assert client.get(address).status_code == 404, address
    for address in deeds(other):
        assert client.post(address, {"why": "x"}).status_code == 404, address
    assert client.get("/rounds/99999999999999999999/").status_code == 404


def test_what_is_for_the_clerk_is_for_nobody_else(city: World) -> None:
    for hat in (city.auditor, city.admin, city.hat(Role.RECOMMENDER), city.hat(Role.UNIT)):
        client = as_(hat)
        for address in deeds(city):
            assert client.post(address, {"why": "x"}).status_code == 404, (hat, address)
        for address in addresses(city)[-3:]:
            allowed = hat == city.auditor and "add" not in address and "preview" not in address
            assert client.get(address).status_code == (200 if allowed else 404), (hat, address)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_however_long_they_are(
    count: int, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city = world(opens=False)
    settings.CLOCK = lambda: city.at
    for number in range(count):
        open_round(city, f"示例批次{number}")
    made: Any = Round.objects.first()
    Recommender.objects.filter(round=made, organisation__kind__in=["organs", "industry", "zone"][: 4 - count]).delete()
    client = as_(city.clerk)
    client.get("/rounds/")
    with django_assert_num_queries(6):
        client.get("/rounds/")
    with django_assert_num_queries(8):
        client.get(f"/rounds/{made.pk}/")
    with django_assert_num_queries(5):
        client.get("/programmes/")
    with django_assert_num_queries(5):
        client.get("/rounds/open/")
    with django_assert_num_queries(5):
        client.get(f"/rounds/open/{city.revision.pk}/")
    with django_assert_num_queries(7):
        client.get(f"/rounds/{made.pk}/recommenders/add/")
