"""The pages around the form: lists, the start, handing in, sharing, the history."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from jiangfang.core.fields.base import Need
from jiangfang.core.people import Kind, Role
from jiangfang.records.people.models import Hat, Slip
from jiangfang.records.programmes.queries import programme as opened
from jiangfang.stages.apply import actions, progress, queries, wording
from jiangfang.stages.apply.models import Application, Filing
from tests import web
from tests.stages.apply.desk import day_after, endorse, endorsed, filled, fresh, started, submitted
from tests.stages.apply.walking import Desk, desk, input_of, other, says, text_of
from tests.stages.world import KAIFENG, LANGFANG, LAST, PROGRAMMES, World, hat, moment, world

pytestmark = pytest.mark.usefixtures("db")
PHONE = "0000-0000011"


@pytest.fixture
def city(settings: Settings) -> World:
    made = world()
    web.at(settings, made.at)
    return made


def at(city: World, application: Application, role: Role = Role.UNIT, kind: Kind = Kind.COUNTY) -> Desk:
    return other(city, city.hat(role, kind), application)


def status_at(worn: Hat, path: str) -> int:
    client = Client()
    web.sign_in(client, worn)
    return client.get(path).status_code


# Where one begins


def test_a_unit_sees_its_applications_and_the_rounds_to_start_in(city: World) -> None:
    client = Client()
    web.sign_in(client, city.hat(Role.UNIT))
    says(client.get("/applications/"), [city.round.name, "2024年11月20日截止，还有 12 天", "开始申报", "还没有申报"])
    made = submitted(city)
    page = client.get("/applications/")
    assert says(page, [made.studio_name, "2024-0001", "待所在单位工会意见", "再申报一个"]).status_code == 200


def test_the_lists_show_what_the_address_asks_for(city: World) -> None:
    one, other = submitted(city), started(city)
    lists = {Role.UNIT: ("submitted", "draft"), Role.UNIT_UNION: ("submitted", "endorsed")}
    for role, (there, elsewhere) in lists.items():
        client = Client()
        web.sign_in(client, city.hat(role))
        page = text_of(client.get("/applications/", {"state": there}))
        assert one.studio_name in page and "只列出一部分" in page and str(other) not in page
        empty = text_of(client.get("/applications/", {"state": elsewhere}))
        assert one.studio_name not in empty and "看全部" in empty


def test_a_section_in_which_nothing_has_to_be_filled_says_so(city: World) -> None:
    client, found = Client(), started(city)
    web.sign_in(client, city.hat(Role.UNIT))
    page = text_of(client.get(f"/applications/{found.pk}/"))
    programme = queries.programme_of(found).programme
    asked = [{field.need for field in progress.fields_of(one)} for one in progress.sections(programme)]
    assert page.count("○ 可不填") == asked.count({Need.MAY}) > 0
    assert "○ 未填" in page


def test_a_round_that_is_over_is_said_to_be(city: World, settings: Settings) -> None:
    web.at(settings, moment(LAST[KAIFENG] + timedelta(days=1)))
    client = Client()
    web.sign_in(client, city.hat(Role.UNIT))
    says(client.get("/applications/"), ["已截止"])
    start = f"/rounds/{city.round.pk}/start/"
    says(client.get(start), ["已过", "不能再开始新的申报"])
    assert client.post(start).status_code == 422


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_unit_with_one_way_starts_by_one_button(programme: str, settings: Settings) -> None:
    city = world(programme=programme)
    web.at(settings, city.at)
    client, start = Client(), f"/rounds/{city.round.pk}/start/"
    web.sign_in(client, city.hat(Role.UNIT))
    assert "radio" not in client.get(start).content.decode()
    page = client.post(start, {"hat": city.hat(Role.UNIT).pk})
    made = Application.objects.get()
    assert page.status_code == 303
    assert re.fullmatch(rf"/applications/{made.pk}/sections/\w+/", page["Location"])
    again = client.post(start, {"hat": city.hat(Role.UNIT).pk})
    assert (again.status_code, Application.objects.count()) == (303, 1)


def test_a_direct_unit_chooses_direct_or_through_a_county(settings: Settings) -> None:
    city = world(programme=LANGFANG)
    web.at(settings, city.at)
    worn = city.hat(Role.UNIT, Kind.FEDERATION)
    client, start = Client(), f"/rounds/{city.round.pk}/start/"
    web.sign_in(client, worn)
    says(client.get(start), ["直接报市总工会", "由哪一个推荐", "示例县总工会", "示例开发区总工会"])
    assert client.post(start, {"hat": worn.pk}).status_code == 422
    assert client.post(start, {"hat": worn.pk, "route": "county"}).status_code == 422
    assert client.post(start, {"hat": worn.pk, "route": "direct"}).status_code == 303
    county = city.recommender
    chosen = {"hat": worn.pk, "route": "county", "through-county": county.pk}
    assert client.post(start, chosen).status_code == 303
    routes = Application.objects.order_by("pk").values_list("route", "recommender")
    assert list(routes) == [("direct", None), ("county", county.pk)]


def test_nobody_starts_in_another_city_or_before_publication(city: World) -> None:
    elsewhere, early = world("示例乙"), world("示例丙", published=False)
    assert status_at(city.hat(Role.UNIT), f"/rounds/{elsewhere.round.pk}/start/") == 404
    assert status_at(early.hat(Role.UNIT), f"/rounds/{early.round.pk}/start/") == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_a_fixed_number_of_questions(
    city: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        submitted(city)
    for worn, most in ((city.hat(Role.UNIT), 11), (city.hat(Role.UNIT_UNION), 7), (city.clerk, 9)):
        client = Client()
        web.sign_in(client, worn)
        client.get("/applications/")
        with django_assert_num_queries(most):
            client.get("/applications/")


def test_the_list_of_the_city_is_filtered_by_its_address(city: World) -> None:
    submitted(city)
    endorsed(city, Kind.INDUSTRY, studio_name="焊接工作室")
    started(city)
    client = Client()
    web.sign_in(client, city.clerk)
    assert "共 2 份" in text_of(client.get("/applications/"))
    page = client.get("/applications/", {"find": "焊接"})
    assert "共 1 份" in text_of(page)
    assert "共 1 份" in text_of(client.get("/applications/", {"state": "submitted", "round": f"{city.round.pk}"}))
    assert (
        client.get("/applications/", {"find": "\0", "state": "\0", "round": "x" * 99, "page": "-1"}).status_code == 200
    )


# Handing in


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_checked_attested_and_handed_in(client: Client, settings: Settings, programme: str) -> None:
    made = desk(client, settings, world(programme=programme))
    says(made.get("check/"), ["必须改", "没有填"])
    page = made.post("check/", {"attested": "1", "told": "1"})
    assert (page.status_code, made.now.number) == (422, "")
    made.fill()
    untold = made.post("check/")
    assert untold.status_code == 422
    says(untold, ["请先勾选"])
    for only, asked in (("attested", "都已经告知"), ("told", "以上内容属实")):
        half = made.post("check/", {only: "1"})
        assert (half.status_code, half.context["ticked"], made.now.number) == (422, {only}, "")
        says(half, [f"勾选“{asked}”"])
    done = made.post("check/", {"attested": "1", "told": "1"})
    assert (done.status_code, done["Location"]) == (303, f"{made.base}receipt/")
    receipt = made.client.get(done["Location"])
    says(receipt, [made.now.number, "10:00:00", made.hat.person.name, made.now.studio_name])
    says(receipt, ["以上内容属实", "都已经告知"])


def test_problems_lead_to_their_field_and_quote_their_clause(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    page = made.get("check/").content.decode()
    assert f'href="{made.base}sections/studio/#field-studio_name"' in page
    assert "附件1" in page


def test_pressed_twice_the_receipt_comes_twice(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    made.fill()
    pages = [made.post("check/", {"attested": "1", "told": "1"}) for _ in range(2)]
    assert [page["Location"] for page in pages] == [f"{made.base}receipt/"] * 2
    assert Filing.objects.count() == 1


def test_too_late_stays_a_draft_with_the_clause(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    made.fill()
    web.at(settings, moment(LAST[KAIFENG], 23, 59))
    says(made.get("check/"), ["今天截止"])
    web.at(settings, moment(LAST[KAIFENG] + timedelta(days=1), 0, 0))
    page = made.post("check/", {"attested": "1", "told": "1"})
    assert (page.status_code, made.now.state) == (422, "draft")
    says(page, ["没有提交", "2024年11月20日已过", "通知四（三）", "留作草稿"])


def test_recalled_mended_and_handed_in_again(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    made.fill()
    made.post("check/", {"attested": "1", "told": "1"})
    says(made.get(), ["等所在单位工会", "取回修改"])
    assert made.post("recall/").status_code == 303
    assert made.post("recall/").status_code == 422
    made.save("studio", {"studio_name": "改名工作室"})
    assert made.post("check/", {"attested": "1", "told": "1"}).status_code == 303
    assert list(Filing.objects.values_list("serial", flat=True)) == [1, 2]
    says(made.get("receipt/", serial=1), ["第 1 次"])
    assert made.get("receipt/", serial=9).status_code == 404


def test_withdrawn_with_a_reason(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    says(made.get("withdraw/"), ["撤回申请", "不能再改"])
    assert made.post("withdraw/", {"reason": " "}).status_code == 422
    assert made.post("withdraw/", {"reason": "并到另一个工作室"}).status_code == 303
    assert made.now.state == "withdrawn"
    says(made.get(), ["已撤回"])
    says(made.get("withdraw/"), ["不能撤回"])
    assert made.post("withdraw/", {"reason": "再撤"}).status_code == 422


def test_a_direct_unit_hands_in_once_its_union_signed(settings: Settings) -> None:
    city = world(programme=LANGFANG)
    web.at(settings, city.at)
    found = submitted(city, direct=True)
    made = at(city, found, kind=Kind.FEDERATION)
    assert made.post("directly/").status_code == 422
    endorse(city, found)
    says(made.get(), ["可以直接向市总工会申报"])
    assert (made.post("directly/").status_code, fresh(found).state) == (303, "handed_in")


# Sharing


def test_a_colleague_is_let_in_and_out(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    fellow = hat(city.unit(), Role.UNIT, "示例同事", city.at)
    says(made.get("share/"), ["示例示例同事", "只能看"])
    assert made.post("share/", {"person": fellow.person_id, "deed": "share"}).status_code == 303
    assert other(city, fellow, made.application).save("studio", {"studio_name": "同填"}).status_code == 200
    assert made.post("share/", {"person": fellow.person_id, "deed": "unshare"}).status_code == 303
    assert other(city, fellow, made.application).save("studio", {"studio_name": "再填"}).status_code == 422
    stranger = city.hat(Role.UNIT, Kind.INDUSTRY).person_id
    assert made.post("share/", {"person": stranger, "deed": "share"}).status_code == 404
    assert made.post("share/", {"person": "x", "deed": "share"}).status_code == 404


def test_a_new_colleague_comes_by_a_code_that_is_shown_once(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    assert made.get("invite/").status_code == 405
    newest = input_of(made.get("share/"), "newest")
    page = made.post("invite/", {"newest": newest})
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    again = made.post("invite/", {"newest": newest})
    assert (again.status_code, Slip.objects.count()) == (422, 1)
    says(again, ["刚才已经给这个单位发过一个码"])
    code = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", text_of(page))
    assert code and Slip.objects.get().role == Role.UNIT.value
    joined = Client().post(
        "/join/",
        {
            "code": code[0],
            "login": "新同事",
            "name": "示例新",
            "password": "shili-mima-2024",
            "again": "shili-mima-2024",
        },
    )
    assert joined.status_code == 303
    assert Hat.objects.filter(person__login="新同事", organisation=city.unit(), role=Role.UNIT.value).exists()


# The history


def test_the_history_is_told_in_words(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    made.save("studio", {"studio_name": "示例甲", "member_count": "约30"})
    made.save("studio", {"studio_name": "示例乙", "member_count": "约30"})
    made.fill()
    made.post("check/", {"attested": "1", "told": "1"})
    page = made.get("journal/")
    says(page, ["开始申报", "填写", "提交", "工作室名称： 示例甲 → 示例乙", "约30"])
    assert "application." not in text_of(page)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_deed_of_a_programme_has_words(programme: str) -> None:
    steps = {step.deed for step in opened(world(programme=programme).revision).programme.workflow.steps}
    assert {deed for deed in steps - {"score"} if wording.deed(f"application.{deed}") == f"application.{deed}"} == set()


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_one_application_ask_a_fixed_number_of_questions(
    city: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = filled(city, started(city))
    for place in range(count):
        found = actions.save_section(
            application=found,
            section="studio",
            typed={"studio_name": f"示例{place}"},
            base=found.version,
            hat=city.hat(Role.UNIT),
            at=day_after(city, 1),
        ).application
    unit = at(city, found)
    unit.get("journal/")
    for path, most in (("read/", 6), ("journal/", 8), ("share/", 9), ("withdraw/", 5)):
        with django_assert_num_queries(most):
            unit.get(path)
