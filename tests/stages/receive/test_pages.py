"""The pages of receiving: the clerk's lists and forms, and what those who bring see."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Kind, Role
from jiangfang.core.receiving import Form, Spot
from jiangfang.stages.receive.models import Arrival, Receiving
from jiangfang.stages.recommend.models import HandBack
from tests import web
from tests.stages.apply.walking import says, text_of
from tests.stages.receive.making import after, hand_back, handed_in
from tests.stages.receive.test_actions_counting import direct, paper, tick
from tests.stages.recommend import making
from tests.stages.world import KAIFENG, LANGFANG, LAST, World, world


def at_desk(client: Client, settings: Settings, city: World) -> None:
    web.at(settings, city.at)
    web.sign_in(client, city.clerk)


def test_the_inbox_says_who_owes_what_and_is_filtered_by_the_address(
    db: None, client: Client, settings: Settings
) -> None:
    city = world()
    one, _ = handed_in(city, "甲工作室", "乙工作室")
    making.started(city, city.unit(Kind.ORGANS), Kind.ORGANS)
    at_desk(client, settings, city)
    there = f"/rounds/{city.round.pk}/inbox/"
    says(client.get(there), ["示例县总工会", "没有报齐", "推荐表纸质 2 份", "还没有报送", "共 4 个"])
    says(client.get(there, {"status": "part"}), ["示例县总工会", "共 1 个"])
    says(client.get(there, {"find": one.number}), ["示例县总工会", "共 1 个"])
    says(client.get(there, {"klass": "organs"}), ["示例市直机关工会", "共 1 个"])
    assert "没有符合的" in text_of(client.get(there, {"status": "full"}))
    hand_back(city, one)
    says(client.get(there, {"status": "back"}), ["退回没再报", "共 1 个"])
    assert "没有符合的" in text_of(client.get(there, {"status": "late"}))
    web.at(settings, after(city))
    says(client.get(there, {"status": "late"}), ["共 4 个", "已过 1 天"])


def test_what_is_still_a_draft_is_found_by_nobody(db: None, client: Client, settings: Settings) -> None:
    city = world()
    making.filled(city, making.started(city), studio_name="还没交的工作室")
    at_desk(client, settings, city)
    for there in ("inbox", "papers"):
        assert "没有符合的" in text_of(client.get(f"/rounds/{city.round.pk}/{there}/", {"find": "还没交的"}))


def test_the_rounds_lead_on_where_there_is_only_one(db: None, client: Client, settings: Settings) -> None:
    city = world()
    at_desk(client, settings, city)
    page = client.get("/receive/")
    assert (page.status_code, page["Location"]) == (303, f"/rounds/{city.round.pk}/inbox/")


def test_several_are_received_after_their_names_were_shown(db: None, client: Client, settings: Settings) -> None:
    city = world()
    one, two = handed_in(city, "甲工作室", "乙工作室")
    at_desk(client, settings, city)
    says(client.get(f"/receive/recommenders/{city.recommender.pk}/"), ["甲工作室", "等受理", "还差", "怎样选的"])
    there = f"/rounds/{city.round.pk}/inbox/receive/"
    says(client.get(there, {"chosen": [one.pk, two.pk]}), ["受理 2 份", "甲工作室", "乙工作室", "材料没齐"])
    assert Receiving.objects.count() == 0
    sent = {"hat": city.clerk.pk, "chosen": [one.pk, two.pk], "note": "收到"}
    assert client.post(there, sent).status_code == 303
    assert Receiving.objects.count() == 2
    again = client.post(there, sent)
    assert again.status_code == 422
    says(again, ["现在不能受理", "甲工作室 示例机械厂：已受理", f"返回{city.recommender.organisation.name}"])
    shown = client.get(f"/receive/recommenders/{city.recommender.pk}/")
    says(shown, ["已受理", "这一页没有等受理的"])
    assert "受理选中的" not in text_of(shown)
    says(client.get(f"/receive/recommenders/{city.recommender.pk}/hand-back/"), ["退回以后要重新受理"])


def test_giving_back_shows_what_was_typed_when_it_is_refused(db: None, client: Client, settings: Settings) -> None:
    city = world()
    one, _ = handed_in(city, "甲工作室", "乙工作室")
    at_desk(client, settings, city)
    there = f"/receive/recommenders/{city.recommender.pk}/hand-back/"
    page = client.get(there, {"chosen": one.pk})
    assert f'value="{one.pk}" checked' in page.content.decode()
    sent = {"hat": city.clerk.pk, "chosen": one.pk, "text": "请核对次序", "due": "不是日子"}
    wrong = client.post(there, sent)
    assert wrong.status_code == 422
    assert "请核对次序" in text_of(wrong)
    assert f'value="{one.pk}" checked' in wrong.content.decode()
    assert client.post(there, {**sent, "due": ""}).status_code == 303
    assert HandBack.objects.get().text == "请核对次序"
    says(client.get(f"/receive/recommenders/{city.recommender.pk}/"), ["退回推荐单位 1 次", "等再报", "请核对次序"])
    web.sign_in(client, city.hat(Role.RECOMMENDER))
    says(client.get(f"/recommend/{city.recommender.pk}/hand-in/"), ["市总工会退回", "请核对次序", "这次报送 1 份"])
    says(client.get(f"/recommend/{city.recommender.pk}/"), ["市总工会退回，办好再报送"])


def test_copies_are_written_down_after_everything_was_shown(db: None, client: Client, settings: Settings) -> None:
    city = world()
    one, two = handed_in(city, "甲工作室", "乙工作室")
    at_desk(client, settings, city)
    says(
        client.get(f"/rounds/{city.round.pk}/papers/"), ["每个推荐单位交一次的", "推荐汇总表", "没收到 0/1", "系统里有"]
    )
    there = f"/rounds/{city.round.pk}/papers/register/"
    codes = [paper(one).code, Spot(two.pk, None, "evidence", Form.ELECTRONIC).code, "nonsense"]
    shown = client.post(there, {"hat": city.clerk.pk, "spot": codes})
    assert shown.status_code == 200
    says(shown, ["登记收到的 2 处", "甲工作室", "乙工作室", "推荐表"])
    assert Arrival.objects.count() == 0
    filled = {
        **web.hidden(shown),
        "hat": city.clerk.pk,
        "spot": codes,
        "copies": "",
        "way": "hand",
        "arrived_on": city.today.isoformat(),
        "postmark": "",
        "note": "小王送来",
    }
    wrong = client.post(there, {**filled, "way": "", "copies": "两份"})
    assert wrong.status_code == 422
    says(wrong, ["请选怎样送来的", "份数写 1、2、3"])
    assert "小王送来" in wrong.content.decode()
    cut = client.post(there, {name: value for name, value in filled.items() if name != "note"})
    assert (cut.status_code, Arrival.objects.count()) == (422, 0)
    done = client.post(there, filled)
    assert (done.status_code, done["Location"]) == (
        303,
        f"/rounds/{city.round.pk}/papers/?recommender={city.recommender.pk}",
    )
    assert Arrival.objects.count() == 2
    assert client.post(there, filled).status_code == 422
    assert Arrival.objects.count() == 2


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"甲工作室", "乙工作室"}),
        ({"standing": "missing"}, {"乙工作室"}),
        ({"standing": "here"}, {"甲工作室"}),
        ({"standing": "late"}, set()),
        ({"find": "乙"}, {"乙工作室"}),
        ({"item": "nonsense"}, set()),
        ({"recommender": "0"}, set()),
    ],
)
def test_the_table_of_papers_is_filtered_by_the_address(
    db: None, client: Client, settings: Settings, query: dict[str, str], names: set[str]
) -> None:
    city = world(programme=LANGFANG)
    one, _ = handed_in(city, "甲工作室", "乙工作室")
    tick(city, [paper(one)])
    at_desk(client, settings, city)
    shown = text_of(client.get(f"/rounds/{city.round.pk}/papers/", query))
    assert {name for name in ("甲工作室", "乙工作室") if name in shown} == names


def test_the_late_ones_are_found_whether_they_came_late_or_not_at_all(
    db: None, client: Client, settings: Settings
) -> None:
    city = world(programme=LANGFANG)
    one, two, three = handed_in(city, "甲工作室", "乙工作室", "丙工作室")
    tick(city, [paper(one)])
    tick(city, [paper(two)], arrived_on=LAST[LANGFANG] + timedelta(days=1), at=after(city))
    hand_back(city, three, due=LAST[LANGFANG] + timedelta(days=5), at=after(city))
    at_desk(client, settings, city)
    web.at(settings, after(city, 2))
    there = f"/rounds/{city.round.pk}/papers/"
    shown = text_of(client.get(there, {"standing": "late"}))
    assert [name in shown for name in ("甲工作室", "乙工作室", "丙工作室")] == [False, True, False]
    says(client.get(there), ["迟到 2/2", "没收到 0/2"])
    web.at(settings, after(city, 6))
    shown = text_of(client.get(there, {"standing": "late"}))
    assert [name in shown for name in ("甲工作室", "乙工作室", "丙工作室")] == [False, True, True]


def test_what_was_written_down_is_listed_and_struck_out_with_a_reason(
    db: None, client: Client, settings: Settings
) -> None:
    city = world()
    (one,) = handed_in(city, "甲工作室")
    (made,) = tick(city, [paper(one)], note="挂号信")
    at_desk(client, settings, city)
    there = f"/rounds/{city.round.pk}/arrivals/"
    says(client.get(there), ["甲工作室", "挂号信", "作废"])
    strike = f"/receive/arrivals/{made.pk}/strike/"
    assert client.post(strike, {"hat": city.clerk.pk, "why": ""}).status_code == 422
    assert client.post(strike, {"hat": city.clerk.pk, "why": "记错了"}).status_code == 303
    says(client.get(there), ["已作废", "记错了"])
    assert "还没有登记" in text_of(client.get(there, {"recommender": city.recommenders[Kind.ZONE].pk}))


def test_who_brings_sees_what_the_city_has(db: None, client: Client, settings: Settings) -> None:
    city = world()
    (one,) = handed_in(city, "甲工作室")
    tick(city, [paper(one)])
    web.at(settings, city.at)
    web.sign_in(client, city.hat(Role.RECOMMENDER))
    shown = client.get(f"/receive/mine/{city.recommender.pk}/")
    says(shown, ["还没有交齐", "推荐汇总表", "收到 1/1", "系统里有"])
    receipt = f"/recommend/{city.recommender.pk}/hand-in/1/"
    says(client.get(receipt), ["还要送来的", "每个工作室 1 份，1 个", "系统里有，不用另发", "以收到的日子为准"])
    assert f'"/receive/mine/{city.recommender.pk}/"' in client.get(receipt).content.decode()
    web.sign_in(client, making.worn_at(one.unit, Role.UNIT))
    says(client.get(f"/receive/applications/{one.pk}/"), ["示例县总工会统一报送", "收到 1/1"])


def test_a_unit_that_applied_directly_sees_the_same(db: None, client: Client, settings: Settings) -> None:
    city = world(programme=LANGFANG)
    found = direct(city)
    web.at(settings, city.at)
    web.sign_in(client, making.worn_at(found.unit, Role.UNIT))
    says(client.get(f"/receive/applications/{found.pk}/"), ["还没有交齐", "审批表", "纸质 2 份", "没收到 0/2"])
    tick(city, [paper(found)])
    says(client.get(f"/receive/applications/{found.pk}/"), ["都收到了"])
    at_desk(client, settings, city)
    says(client.get(f"/rounds/{city.round.pk}/inbox/"), ["直接申报的单位", "齐全"])
    assert says(client.get(f"/rounds/{city.round.pk}/inbox/direct/"), ["直报工作室", "等受理"]).status_code == 200


def test_whom_to_urge_as_a_list_and_as_a_text(db: None, client: Client, settings: Settings) -> None:
    city = world()
    one, _ = handed_in(city, "甲工作室", "乙工作室")
    hand_back(city, one, due=LAST[KAIFENG])
    at_desk(client, settings, city)
    shown = client.get(f"/rounds/{city.round.pk}/chase/")
    wanted = [
        "退回没有再报",
        "退回的 1 份还没有再报，2024年11月20日以前再报",
        "所属单位还没有一家开始填",
        "复制",
        "用站内通知发",
    ]
    says(shown, wanted)
    text = shown.content.decode().split("readonly>")[1].split("</textarea>")[0]
    assert text.startswith("《")
    assert "\n示例县总工会：退回的 1 份还没有再报" in text
    letter = web.hidden(shown)["text"]
    assert "示例" not in letter.replace(city.round.name, "")
    silent = client.get(f"/rounds/{city.round.pk}/chase/", {"group": "silent"})
    copied = silent.content.decode().split("readonly>")[1].split("</textarea>")[0]
    assert ("示例开发区总工会" in copied, "示例县总工会" in copied) == (True, False)
    sent_to = silent.content.decode().count('name="to"')
    assert 0 < sent_to == copied.count("\n") < shown.content.decode().count('name="to"')
    assert f'name="to" value="{city.recommender.organisation_id}"' not in silent.content.decode()
    assert "所属单位还没有开始" in web.hidden(silent)["text"]
    only = text_of(silent)
    assert "示例开发区总工会" in only.split("可以发到群里")[0]
    assert "示例县总工会 退回" not in only.split("可以发到群里")[0]


def test_a_recommender_urges_its_units_without_reading_their_drafts(
    db: None, client: Client, settings: Settings
) -> None:
    city = world()
    making.filled(city, making.started(city), studio_name="还没交的工作室")
    waits = making.unit_below(city, "示例纺织厂")
    making.submitted(city, "等签的工作室", waits)
    making.unit_below(city, "示例面粉厂")
    web.at(settings, city.at)
    web.sign_in(client, city.hat(Role.RECOMMENDER))
    shown = client.get(f"/receive/recommenders/{city.recommender.pk}/chase-units/")
    says(shown, ["填写中，没有提交", "示例机械厂", "等单位工会签意见", "等签的工作室", "示例面粉厂"])
    assert "还没交的工作室" not in text_of(shown)
