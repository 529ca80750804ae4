"""The pages of a recommender: what they show and to whom, what they ask the database, and what a wrong post gets."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind, Role
from jiangfang.records.journal.models import Look
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import actions, queries
from jiangfang.stages.recommend.models import HandIn, Opened, PassedOver
from tests.stages.receive.making import hand_back, handed_in
from tests.stages.recommend import making
from tests.stages.recommend.making import again, choose, now
from tests.stages.world import KAIFENG, LANGFANG, LAST, THIRD, World, moment, organisation, world
from tests.web import at, sign_in

pytestmark = pytest.mark.usefixtures("db")
OPINION = {"opinion_recommender.text": "同意推荐。", "opinion_recommender.signer": "示例主席"}


@pytest.fixture
def city(settings: Settings) -> World:
    made = world()
    at(settings, made.at)
    return made


@pytest.fixture
def recommender(client: Client, city: World) -> Client:
    """Signed in for the county."""
    sign_in(client, city.hat(Role.RECOMMENDER))
    return client


def get(client: Client, name: str, *args: object, **query: str) -> str:
    page = client.get(reverse(f"recommend:{name}", args=args), query)
    assert page.status_code == 200, page.status_code
    return str(page.content.decode())


def post(client: Client, name: str, *args: object, **fields: object) -> HttpResponse:
    page = client.post(reverse(f"recommend:{name}", args=args), fields)
    assert isinstance(page, HttpResponse)
    return page


def lines_of(city: World, row: Application) -> list[str]:
    return [line.condition.id for line in queries.check_list(again(row), city.today, ())]


def opinion(city: World, row: Application, **more: object) -> dict[str, object]:
    """What the form of the review page sends, everything ticked."""
    return {
        **OPINION,
        "opinion_recommender.date": city.today.isoformat(),
        "items": lines_of(city, row),
        "version": again(row).version,
        **more,
    }


def units(city: World, count: int, make: Callable[..., Application] = making.endorsed) -> list[Application]:
    names = [f"示例第{number}厂" for number in range(count)]
    return [make(city, f"{name}创新工作室", making.unit_below(city, name)) for name in names]


# ---- who sees what ----------------------------------------------------------------------------------------------


PAGES = ("recommender", "not_started", "several", "selection", "own_day", "contact", "hand_in", "summary", "papers")


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_another_body_or_city_are_not_there(client: Client, city: World, name: str) -> None:
    other = world("示例乙")
    strangers = [city.hat(Role.RECOMMENDER, Kind.INDUSTRY), other.hat(Role.RECOMMENDER), other.clerk, other.auditor]
    for hat in [*strangers, city.hat(Role.UNIT), city.hat(Role.UNIT_UNION), city.admin]:
        sign_in(client, hat)
        assert client.get(reverse(f"recommend:{name}", args=[city.recommender.pk])).status_code == 404
    assert client.get(reverse(f"recommend:{name}", args=[999_999])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_the_city_and_the_audit_read_and_do_nothing(client: Client, city: World, name: str) -> None:
    reads = {"recommender", "not_started", "selection"}
    for hat in (city.clerk, city.auditor):
        sign_in(client, hat)
        keeps = {"summary", "papers"} if hat is city.clerk else set()
        status = client.get(reverse(f"recommend:{name}", args=[city.recommender.pk])).status_code
        assert status == (200 if name in reads | keeps else 404)
        assert client.post(reverse(f"recommend:{name}", args=[city.recommender.pk])).status_code in (404, 405) or (
            name not in {"several", "selection", "own_day", "contact", "hand_in"}
        )


DEEDS = ("tick", "recommend", "return", "not_recommend", "unrecommend")


@pytest.mark.parametrize("name", DEEDS)
def test_nobody_else_does_anything_with_an_application(client: Client, city: World, name: str) -> None:
    row = making.endorsed(city)
    other = world("示例乙")
    for hat in (city.hat(Role.RECOMMENDER, Kind.ORGANS), other.hat(Role.RECOMMENDER), city.clerk, city.auditor):
        sign_in(client, hat)
        assert post(client, name, row.pk).status_code == 404
    assert again(row).state == "endorsed"


def test_an_application_is_read_once_it_was_handed_in_by_its_unit(client: Client, city: World) -> None:
    draft = making.filled(city, making.started(city), studio_name="秘密工作室")
    sign_in(client, city.hat(Role.RECOMMENDER))
    assert client.get(reverse("recommend:review", args=[draft.pk])).status_code == 404
    page = get(client, "recommender", city.recommender.pk)
    assert "秘密工作室" not in page and "李样一" not in page and "示例机械厂" in page
    assert "秘密" not in get(client, "recommender", city.recommender.pk, sort="studio")
    for words in ("秘密", "李样一"):
        assert "没有找到" in get(client, "recommender", city.recommender.pk, q=words)
    assert "填写中" in get(client, "recommender", city.recommender.pk, q="机械")


def test_a_recommender_of_an_unpublished_round_sees_nothing(client: Client, settings: Settings) -> None:
    hidden = world("示例丙", published=False)
    at(settings, hidden.at)
    sign_in(client, hidden.hat(Role.RECOMMENDER))
    assert client.get(reverse("recommend:recommender", args=[hidden.recommender.pk])).status_code == 404
    assert "还没有需要推荐的批次" in get(client, "list")


def test_the_audit_sees_no_personal_value(client: Client, city: World) -> None:
    row = making.endorsed(city)
    sign_in(client, city.auditor)
    page = get(client, "review", row.pk)
    assert "0316—2000000" not in page and "1978-03" not in page and "中共党员" not in page
    assert "李样一创新工作室" not in page and "甲创新工作室" in page
    assert Look.objects.count() == 0 and Opened.objects.count() == 0
    sign_in(client, city.clerk)
    assert "0316—2000000" in get(client, "review", row.pk)
    assert Look.objects.filter(person_id=city.clerk.person_id).count() == 1 and Opened.objects.count() == 0


# ---- the list ---------------------------------------------------------------------------------------------------


def test_where_a_body_recommends_and_how_it_stands(recommender: Client, city: World) -> None:
    page = get(recommender, "list")
    assert "已推荐 0，最多 3" in page and "不超过 3 个，通知二" in page and "2024年11月20日，还有 12 天" in page


def test_the_city_finds_its_rounds_and_how_far_everybody_is(client: Client, city: World) -> None:
    making.recommended(city)
    sign_in(client, city.clerk)
    assert reverse("recommend:progress", args=[city.round.pk]) in get(client, "list")
    page = get(client, "progress", city.round.pk)
    row = re.search(r"示例县总工会.*?</tr>", page, re.DOTALL)
    assert row and re.findall(r'<td class="num">(\d)</td>', row[0]) == ["1", "1", "1", "0"]
    assert "已推荐 1，最多 3" in row[0]
    sign_in(client, city.hat(Role.RECOMMENDER))
    assert client.get(reverse("recommend:progress", args=[city.round.pk])).status_code == 404


def test_an_empty_list_says_what_will_be_here(recommender: Client, city: World) -> None:
    assert "还没有单位开始申报" in get(recommender, "recommender", city.recommender.pk)


def test_the_list_is_filtered_sorted_and_searched_by_its_address(recommender: Client, city: World) -> None:
    rows = units(city, 3)
    making.checked(city, rows[1])
    making.recommend(city, rows[1])
    pk = city.recommender.pk
    page = get(recommender, "recommender", pk)
    assert page.index("示例第1厂创新工作室") < page.index("示例第0厂创新工作室")
    assert "已核对" in page and "没有看过" in page and "✓ 已签" in page and "单位工会已签" in page
    assert "示例第1厂创新工作室" not in get(recommender, "recommender", pk, state="endorsed")
    found = get(recommender, "recommender", pk, q="第2厂")
    assert "示例第2厂创新工作室" in found and "示例第0厂" not in found
    backwards = get(recommender, "recommender", pk, sort="-studio")
    assert backwards.index("示例第2厂创新") < backwards.index("示例第1厂创新") < backwards.index("示例第0厂创新")


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\0"},
        {"q": "%_'\"<script>alert(1)</script>"},
        {"state": "x" * 500},
        {"sort": "answers"},
        {"sort": "--place"},
        {"page": "999"},
        {"page": "-1"},
        {"page": "abc"},
        {"hat": "999999999999999999999"},
    ],
)
def test_a_strange_address_is_no_trace(recommender: Client, city: World, query: dict[str, str]) -> None:
    making.endorsed(city)
    page = get(recommender, "recommender", city.recommender.pk, **query)
    assert "<script>alert" not in page


def test_one_goes_up_and_numbers_say_the_order(recommender: Client, city: World) -> None:
    rows = units(city, 3, making.recommended)
    pk = city.recommender.pk
    assert post(recommender, "order", pk, move=f"up-{rows[2].pk}").status_code == 303
    assert [row.pk for row in queries.holding(city.recommender)] == [rows[0].pk, rows[2].pk, rows[1].pk]
    numbers = {f"place-{row.pk}": str(place) for place, row in zip((2, 1, 3), rows, strict=True)}
    assert post(recommender, "order", pk, **numbers).status_code == 303
    assert [row.pk for row in queries.holding(city.recommender)] == [rows[1].pk, rows[0].pk, rows[2].pk]
    for wrong in ({"move": "up-999999"}, {"move": "sideways"}, {f"place-{rows[0].pk}": "一"}):
        page = post(recommender, "order", pk, **wrong)
        assert page.status_code == 422 and "须改" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("list", 5),
        ("recommender", 10),
        ("not_started", 8),
        ("selection", 10),
        ("hand_in", 12),
        ("several", 6),
        ("progress", 6),
    ],
)
def test_a_list_asks_the_same_however_long(
    client: Client,
    city: World,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
    name: str,
    most: int,
) -> None:
    rows = units(city, count, making.recommended)
    more = [making.endorsed(city, f"没定{n}", making.unit_below(city, f"示例未定{n}厂")) for n in range(count + 1)]
    for n in range(count):
        making.started(city, making.unit_below(city, f"示例未交{n}厂"))
    actions.not_recommend(application=more[0], reason="名额有限", hat=city.hat(Role.RECOMMENDER), at=city.at)
    sign_in(client, city.clerk if name == "progress" else city.hat(Role.RECOMMENDER))
    args = {"list": [], "progress": [city.round.pk]}.get(name, [city.recommender.pk])
    query = {"chosen": [row.pk for row in rows]} if name == "several" else {}
    address = reverse(f"recommend:{name}", args=args)
    client.get(address, query)
    with django_assert_num_queries(most):
        assert client.get(address, query).status_code == 200


def test_the_review_page_asks_the_same_every_time(
    recommender: Client, city: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("recommend:review", args=[making.endorsed(city).pk])
    recommender.get(address)
    with django_assert_num_queries(11):
        recommender.get(address)


def test_fifty_stand_on_a_page(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    copies = [Application(**{**kept, "id": None, "number": f"{n}"}) for n in range(55)]
    Application.objects.bulk_create(copies)
    page = get(recommender, "recommender", city.recommender.pk)
    assert page.count('class="studio called"') == 50 and "共 56 条" in page
    assert get(recommender, "recommender", city.recommender.pk, page="2").count('class="studio called"') == 6


def test_what_is_not_decided_stands_fifty_a_page_and_what_is_typed_beside_it(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    Application.objects.bulk_create(Application(**{**kept, "id": None, "number": f"{n}"}) for n in range(55))
    pk = city.recommender.pk
    for asked, rows in ({}, 50), ({"page": "2"}, 6):
        page = get(recommender, "selection", pk, **asked)
        assert page.count("推荐，或者写明不推荐的理由</span>") == rows and "还没有定的 56 份" in page
        assert 'name="meeting"' in page
    assert 'href="?page=2#field-undecided"' in get(recommender, "selection", pk)
    said = post(recommender, "hand_in", pk, sure="1").content.decode()
    assert said.count("没有推荐，也没有写不推荐的理由") == 20 and "一共 56 份" in said


# ---- one application --------------------------------------------------------------------------------------------


def test_opening_it_is_kept_once_and_the_form_stands_beside_the_check_list(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    get(recommender, "review", row.pk)
    page = get(recommender, "review", row.pk)
    assert Opened.objects.count() == 1 and Look.objects.count() == 1
    assert "做了一些事。" in page and "0316—2000000" in page
    assert page.count('name="items"') == len(lines_of(city, row)) and "通知怎么说" in page and "（转述）" in page
    assert "程序核过，符合" in page and "要人来看" in page


def test_from_the_page_it_is_checked_and_recommended(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    get(recommender, "review", row.pk)
    sent = post(recommender, "recommend", row.pk, **opinion(city, row))
    assert (sent.status_code, sent["Location"]) == (303, reverse("recommend:recommender", args=[city.recommender.pk]))
    assert again(row).holds_place
    twice = post(recommender, "recommend", row.pk, **opinion(city, row))
    assert twice.status_code == 422 and "现在是“推荐单位已推荐”" in twice.content.decode()
    assert now(city.recommender).taken == 1


def test_nothing_typed_is_lost_when_it_is_refused(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    get(recommender, "review", row.pk)
    ticks = lines_of(city, row)[:2]
    text = "同意。</textarea><script>alert(1)</script>\0"
    fields = opinion(city, row, items=ticks, **{"opinion_recommender.text": text})
    page = post(recommender, "recommend", row.pk, **fields)
    said = page.content.decode()
    assert page.status_code == 422 and "核对清单还没有勾完" in said
    assert "&lt;/textarea&gt;&lt;script&gt;" in said and "<script>alert" not in said and "示例主席" in said
    assert said.count(" checked") == 2 and queries.ticks_now(again(row)) == ticks


def test_a_page_that_showed_earlier_answers_recommends_nothing(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    get(recommender, "review", row.pk)
    old = opinion(city, row)
    applying.mend(application=row, key="leader_phone", typed="0316—2000001", reason="更正", hat=city.clerk, at=city.at)
    page = post(recommender, "recommend", row.pk, **old)
    assert page.status_code == 422 and "您打开以后内容又改了" in page.content.decode()
    assert "更正了领衔人联系电话" in get(recommender, "review", row.pk)


def test_what_was_mended_is_told_until_it_was_seen(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    applying.mend(application=row, key="leader_phone", typed="0316—2000001", reason="更正", hat=city.clerk, at=city.at)
    address = re.search(r'action="([^"]*/seen/\d+/)"', get(recommender, "review", row.pk))
    assert address and recommender.post(address[1]).status_code == 303
    assert "/seen/" not in get(recommender, "review", row.pk)
    assert recommender.post(address[1]).status_code == 303


@pytest.mark.parametrize("day", ["", "昨天", "2024-13-40", "2024", "99999-01-01", "2024-11-99"])
def test_a_day_that_is_none_is_told_at_its_place(recommender: Client, city: World, day: str) -> None:
    row = making.endorsed(city)
    get(recommender, "review", row.pk)
    page = post(recommender, "recommend", row.pk, **opinion(city, row, **{"opinion_recommender.date": day}))
    assert page.status_code == 422 and 'href="#field-opinion_recommender.date"' in page.content.decode()
    assert not again(row).holds_place


def test_the_last_second_counts_and_the_next_day_does_not(recommender: Client, city: World, settings: Settings) -> None:
    row = making.endorsed(city)
    midnight = moment(LAST[KAIFENG] + timedelta(days=1), 0)
    at(settings, midnight - timedelta(minutes=5))
    get(recommender, "review", row.pk)
    at(settings, midnight)
    page = post(recommender, "recommend", row.pk, **opinion(city, row))
    assert page.status_code == 422 and "已过（通知四（三））" in page.content.decode()
    at(settings, midnight - timedelta(seconds=1))
    assert post(recommender, "recommend", row.pk, **opinion(city, row)).status_code == 303


def test_it_is_sent_back_and_the_answer_shows_what_changed(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    get(recommender, "review", row.pk)
    nothing = post(recommender, "return", row.pk)
    assert nothing.status_code == 422 and "请勾出要改的部分" in nothing.content.decode()
    fields = {"sections": ["studio"], "reasons": ["wrong"], "return_text": "名称要用全称", "due": "2024-11-15"}
    assert post(recommender, "return", row.pk, **fields).status_code == 303
    assert again(row).state == "returned"
    changed = making.filled(city, again(row), studio_name="甲工作室（全称）")
    applying.submit(application=changed, attested="属实", hat=city.hat(Role.UNIT), at=city.at)
    assert "退回后已改好，请再看" in get(recommender, "recommender", city.recommender.pk)
    page = get(recommender, "review", row.pk)
    assert "退回后已改好：1 项" in page and "原来是：甲创新工作室" in page and "名称要用全称" in page
    assert "因改动失效" in page
    assert "退回后已改好：1 项" in get(recommender, "review", row.pk)
    refused = post(recommender, "recommend", row.pk, **opinion(city, row))
    assert refused.status_code == 422 and "要先重新签" in refused.content.decode()


def test_a_reason_is_wanted_and_kept(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    assert post(recommender, "not_recommend", row.pk, reason=" ").status_code == 422
    assert post(recommender, "not_recommend", row.pk, reason="运行不满一年<b>").status_code == 303
    assert PassedOver.objects.get().reason == "运行不满一年<b>"
    assert "运行不满一年&lt;b&gt;" in get(recommender, "review", row.pk)
    assert "运行不满一年&lt;b&gt;" in get(recommender, "selection", city.recommender.pk)
    assert post(recommender, "not_recommend", row.pk, reason="又一次").status_code == 422


def test_a_recommendation_is_taken_back_once(recommender: Client, city: World) -> None:
    row = making.recommended(city)
    assert "撤回推荐意见" in get(recommender, "review", row.pk)
    assert post(recommender, "unrecommend", row.pk).status_code == 303
    assert post(recommender, "unrecommend", row.pk).status_code == 422
    assert now(city.recommender).taken == 0


def test_over_the_cap_a_waiver_is_asked_for_only_where_the_notice_knows_one(client: Client, settings: Settings) -> None:
    third = world("示例丁", THIRD)
    at(settings, third.at)
    sign_in(client, third.hat(Role.RECOMMENDER))
    rows = units(third, 3)
    for row in rows[:2]:
        making.recommend(third, making.checked(third, row))
    page = get(client, "review", rows[2].pk)
    assert "名额已满：已推荐 2" in page and 'name="allowed_by"' in page
    assert "经同意超出名额，推荐" in page and 'class="btn go"' not in page
    fields = {
        "opinion_township.text": "同意。",
        "opinion_township.date": third.today.isoformat(),
        "items": lines_of(third, rows[2]),
        "version": again(rows[2]).version,
    }
    assert post(client, "recommend", rows[2].pk, **fields).status_code == 422
    half = post(client, "recommend", rows[2].pk, **fields, allowed_by="示例主席")
    assert half.status_code == 422 and "请写明超出名额的理由" in half.content.decode()
    done = post(client, "recommend", rows[2].pk, **fields, allowed_by="示例主席", waiver_reason="并列")
    assert done.status_code == 303
    assert "经同意超出名额" in get(client, "recommender", third.recommender.pk)
    assert "经 示例主席 同意超出名额：并列" in get(client, "review", rows[2].pk)


def test_a_full_cap_offers_no_button_but_says_what_can_be_done(recommender: Client, city: World) -> None:
    for row in units(city, 3):
        making.recommend(city, making.checked(city, row))
    more = making.endorsed(city, "第四个工作室")
    page = get(recommender, "review", more.pk)
    assert "名额已满：已推荐 3" in page and "请市总工会另定名额" in page and "撤回已推荐" in page
    assert "签署意见，推荐" not in page and 'class="btn go"' not in page and 'name="allowed_by"' not in page
    late = post(recommender, "recommend", more.pk, **opinion(city, more))
    assert late.status_code == 422 and "同意推荐。" in late.content.decode(), "what was typed is not lost"
    making.checked(city, more)
    several = recommender.get(reverse("recommend:several", args=[city.recommender.pk]), {"chosen": [more.pk]})
    assert "名额已满" in several.content.decode() and "给这 1 份签上" not in several.content.decode()


# ---- several ----------------------------------------------------------------------------------------------------


def void_union(city: World, row: Application) -> Application:
    """Changed by its unit after it was sent back: the union's opinion, and the recommender's, hold no more."""
    mine = city.hat(Role.RECOMMENDER)
    applying.send_back(application=row, sections=["studio"], reasons=["wrong"], text="", due=None, hat=mine, at=city.at)
    changed = making.filled(city, again(row), specialty="别的专业")
    worker = making.worn_at(changed.unit, Role.UNIT)
    applying.submit(application=changed, attested="属实", hat=worker, at=city.at)
    return again(row)


def test_what_waits_for_the_units_own_union_is_left_out_and_named(recommender: Client, city: World) -> None:
    good, bad = units(city, 2, making.ready)
    bad = making.checked(city, void_union(city, bad))
    pk = city.recommender.pk
    page = get(recommender, "recommender", pk)
    assert f'name="chosen" value="{good.pk}"' in page and f'name="chosen" value="{bad.pk}"' not in page
    assert "先等单位工会重签" in page
    shown = recommender.get(reverse("recommend:several", args=[pk]), {"chosen": [good.pk, bad.pk]}).content.decode()
    assert "没有放进来的 1 份" in shown and "要先请单位工会重新签" in shown and str(bad) in shown
    assert "对 1 份一起签推荐意见" in shown
    assert f'name="chosen" value="{good.pk}"' in shown and f'name="chosen" value="{bad.pk}"' not in shown
    fields = {**OPINION, "opinion_recommender.date": city.today.isoformat(), "give": "1"}
    sent = post(recommender, "several", pk, **fields, chosen=[good.pk, bad.pk])
    assert sent.status_code == 422
    assert f"{bad}：所在单位工会意见因为后来的改动失效了，要先重新签" in sent.content.decode()
    assert now(city.recommender).taken == 0


def test_several_are_shown_by_count_and_name_before_anything_is_done(recommender: Client, city: World) -> None:
    rows = units(city, 2, making.ready)
    pk, chosen = city.recommender.pk, [row.pk for row in rows]
    sent = post(recommender, "several", pk, chosen=chosen)
    assert sent.status_code == 303
    page = recommender.get(sent["Location"]).content.decode()
    assert "对 2 份一起签推荐意见" in page and all(str(row) in page for row in rows)
    assert now(city.recommender).taken == 0
    fields = {**OPINION, "opinion_recommender.date": city.today.isoformat(), "give": "1", "chosen": chosen}
    assert post(recommender, "several", pk, **fields).status_code == 303
    assert now(city.recommender).taken == 2
    assert post(recommender, "several", pk, **fields).status_code == 422


def test_several_that_were_not_read_are_named(recommender: Client, city: World) -> None:
    rows = [*units(city, 1, making.ready), making.endorsed(city, "没看的工作室")]
    fields = {**OPINION, "opinion_recommender.date": city.today.isoformat(), "give": "1"}
    page = post(recommender, "several", city.recommender.pk, **fields, chosen=[row.pk for row in rows])
    assert page.status_code == 422 and "没看的工作室：现在的内容还没有打开看过" in page.content.decode()
    assert now(city.recommender).taken == 0


def test_what_is_chosen_from_elsewhere_is_refused(recommender: Client, city: World) -> None:
    other = world("示例乙")
    row = making.ready(other)
    fields = {**OPINION, "opinion_recommender.date": city.today.isoformat(), "give": "1"}
    for chosen in ([row.pk], ["x"], [], ["9" * 30]):
        page = post(recommender, "several", city.recommender.pk, **fields, chosen=chosen)
        assert page.status_code == 422
        assert str(row) not in page.content.decode()


# ---- choosing, handing in, papers -------------------------------------------------------------------------------


def test_units_that_are_silent_are_named_by_how_far_they_are(recommender: Client, city: World) -> None:
    making.submitted(city, "交了的工作室", making.unit_below(city, "示例交了厂"))
    making.filled(city, making.started(city), studio_name="秘密工作室")
    making.unit_below(city, "示例没动厂")
    organisation(city.bodies[Kind.COUNTY], Kind.UNIT, "示例没人厂", city.at)
    page = get(recommender, "not_started", city.recommender.pk)
    assert "示例交了厂" not in page and "秘密工作室" not in page
    for line in ("示例机械厂（填写中，还没有提交）", "示例没动厂（还没有开始）", "示例没人厂（还没有人领取登录代码）"):
        assert line in page


def test_how_it_was_chosen_the_own_day_and_the_contact_are_kept(recommender: Client, city: World) -> None:
    pk = city.recommender.pk
    meeting = {"meeting": "主席办公会", "day": city.today.isoformat(), "note": ""}
    assert post(recommender, "selection", pk, **{**meeting, "meeting": ""}).status_code == 422
    assert post(recommender, "selection", pk, **{**meeting, "day": "2030-01-01"}).status_code == 422
    assert post(recommender, "selection", pk, **meeting).status_code == 303
    assert post(recommender, "own_day", pk, own_day="2024-12-01").status_code == 422
    assert post(recommender, "own_day", pk, own_day="2024-11-15").status_code == 303
    assert post(recommender, "contact", pk, contact_name="示例联络", contact_phone="0000-0000001").status_code == 303
    found = now(city.recommender)
    assert (str(found.own_day), found.contact_phone) == ("2024-11-15", "0000-0000001")
    assert "主席办公会" in get(recommender, "selection", pk)


def test_before_handing_in_the_page_says_what_is_wanting(recommender: Client, city: World) -> None:
    making.endorsed(city, "没定的工作室", making.unit_below(city, "示例没定厂"))
    making.recommended(city)
    page = get(recommender, "hand_in", city.recommender.pk)
    assert "这次报送 1 份" in page and "甲创新工作室" in page
    assert "还有 1 份没有定" in page and "记下怎样选出来的" in page and "disabled" in page
    assert "须改" not in page and "✕" not in page, "nothing was tried yet"
    assert "要另外准备" in page and "下载汇总表" in page
    tried = post(recommender, "hand_in", city.recommender.pk, sure="1")
    said = tried.content.decode()
    assert tried.status_code == 422 and "没定的工作室：没有推荐" in said and "请先记下是怎样选出来的" in said
    assert HandIn.objects.count() == 0


def test_with_nothing_to_hand_in_there_is_no_form_for_it(recommender: Client, city: World) -> None:
    page = get(recommender, "hand_in", city.recommender.pk)
    assert "逐份核对、推荐" in page and 'name="sure"' not in page and "0 份" not in page


def test_what_waits_for_an_opinion_is_named_before_handing_in(recommender: Client, city: World) -> None:
    void_union(city, making.recommended(city))
    choose(city)
    page = get(recommender, "hand_in", city.recommender.pk)
    assert "有的意见要先签好" in page and "disabled" in page
    assert "：所在单位工会意见因为后来的改动失效了，要重新签" in page
    assert "须改" not in page


def test_it_is_handed_in_once_with_a_receipt_to_print(recommender: Client, city: World) -> None:
    making.recommended(city)
    choose(city)
    pk = city.recommender.pk
    unsure = post(recommender, "hand_in", pk)
    assert unsure.status_code == 422 and "请先勾选" in unsure.content.decode()
    sent = post(recommender, "hand_in", pk, sure="1")
    assert (sent.status_code, sent["Location"]) == (303, reverse("recommend:receipt", args=[pk, 1]))
    page = get(recommender, "receipt", pk, 1)
    assert "第 1 次报送，共 1 份" in page and "甲创新工作室" in page and "2024-0001" in page
    after = get(recommender, "hand_in", pk)
    assert "✓ 已报送" in after and reverse("recommend:receipt", args=[pk, 1]) in after
    assert 'name="sure"' not in after and "要办" not in after
    again_sent = post(recommender, "hand_in", pk, sure="1")
    assert again_sent.status_code == 422 and "没有新推荐的" in again_sent.content.decode()
    assert recommender.get(reverse("recommend:receipt", args=[pk, 2])).status_code == 404


def test_a_floor_is_said_and_stops_nobody(client: Client, settings: Settings) -> None:
    city = world("示例廊", LANGFANG)
    at(settings, city.at)
    sign_in(client, city.hat(Role.RECOMMENDER))
    making.recommended(city)
    choose(city)
    page = get(client, "hand_in", city.recommender.pk)
    assert "还差 9，至少 10" in page and "只提醒，不挡" in page
    assert post(client, "hand_in", city.recommender.pk, sure="1").status_code == 303
    assert client.get(reverse("recommend:summary", args=[city.recommender.pk])).status_code == 404
    assert client.get(reverse("recommend:contact", args=[city.recommender.pk])).status_code == 404


def test_the_sheet_holds_the_list_in_its_order(recommender: Client, city: World) -> None:
    rows = units(city, 3, making.recommended)
    mine = city.hat(Role.RECOMMENDER)
    actions.order(recommender=city.recommender, applications=[rows[2], rows[0], rows[1]], hat=mine, at=city.at)
    actions.set_contact(
        recommender=city.recommender, contact_name="示例联络", contact_phone="0000-0000001", hat=mine, at=city.at
    )
    response = recommender.get(reverse("recommend:summary", args=[city.recommender.pk]))
    assert "attachment" in response["Content-Disposition"] and "xlsx" in response["Content-Disposition"]
    cells = [[cell.value for cell in line] for line in load_workbook(io.BytesIO(response.content)).active.rows]  # type: ignore[union-attr]
    names = [next(value for value in line if str(value).endswith("创新工作室")) for line in cells if "示例联络" in line]
    assert names == ["示例第2厂创新工作室", "示例第0厂创新工作室", "示例第1厂创新工作室"]


def test_the_papers_bear_number_and_studio_and_nothing_that_a_path_is_made_of(recommender: Client, city: World) -> None:
    making.recommended(city, "../甲/乙:创新工作室\u202e")
    response = recommender.get(reverse("recommend:papers", args=[city.recommender.pk]))
    assert Look.objects.filter(person_name=city.hat(Role.RECOMMENDER).person.name).exists()
    package = zipfile.ZipFile(io.BytesIO(response.content))
    assert package.namelist() == ["01-_甲_乙_创新工作室_.docx"]
    inner = zipfile.ZipFile(io.BytesIO(package.read(package.namelist()[0])))
    assert "同意推荐。" in inner.read("word/document.xml").decode()
    for hat, status in ((city.auditor, 404), (city.clerk, 200)):
        sign_in(recommender, hat)
        assert recommender.get(reverse("recommend:papers", args=[city.recommender.pk])).status_code == status


def test_an_extension_shows(recommender: Client, city: World) -> None:
    announcing.extend_deadline(
        recommender=city.recommender, day=LAST[KAIFENG] + timedelta(days=2), why="雪灾", hat=city.clerk, at=city.at
    )
    assert "2024年11月22日，还有 14 天（已延期）" in get(recommender, "recommender", city.recommender.pk)


def test_a_form_under_a_hat_that_is_not_worn_is_not_there(recommender: Client, city: World) -> None:
    row = making.endorsed(city)
    stranger: Hat = city.hat(Role.RECOMMENDER, Kind.ORGANS)
    assert post(recommender, "not_recommend", row.pk, reason="不", hat=stranger.pk).status_code == 404
    assert again(row).state == "endorsed"


def test_handed_in_again_it_asks_only_for_what_is_new(recommender: Client, city: World) -> None:
    making.recommended(city, "甲工作室")
    choose(city)
    one = again(Application.objects.get())
    hat = city.hat(Role.RECOMMENDER)
    page = get(recommender, "hand_in", city.recommender.pk)
    assert "纸质材料会按上面的份数交" in page and "以前送到的不用再送" not in page
    actions.hand_in(recommender=now(city.recommender), hat=hat, at=city.at)
    first = get(recommender, "receipt", city.recommender.pk, 1)
    assert "还要送来的" in first and "以前送到的" not in first
    hand_back(city, again(one))
    page = get(recommender, "hand_in", city.recommender.pk)
    assert "以前送到的不用再送" in page and "份数交" not in page
    actions.hand_in(recommender=now(city.recommender), hat=hat, at=city.at)
    second = get(recommender, "receipt", city.recommender.pk, 2)
    assert "以前送到的不用再送，还差什么看" in second and "要送来的" not in second and "每个工作室" not in second
    hand_back(city, again(one))
    making.recommended(city, "乙工作室")
    assert "新报送的 1 份纸质材料会按上面的份数交" in get(recommender, "hand_in", city.recommender.pk)
    actions.hand_in(recommender=now(city.recommender), hat=hat, at=city.at)
    third = get(recommender, "receipt", city.recommender.pk, 3)
    assert "新报送的 1 份要送来的" in third and "份，1 个" in third and "份，2 个" not in third


def test_how_many_went_in_counts_what_came_back(client: Client, city: World) -> None:
    one, _two = handed_in(city, "甲工作室", "乙工作室")
    sign_in(client, city.clerk)
    assert "退回 1" not in get(client, "progress", city.round.pk)
    hand_back(city, one)
    page = get(client, "progress", city.round.pk)
    assert '<td class="num">2<small>退回 1</small></td>' in page and "等再报" in page
