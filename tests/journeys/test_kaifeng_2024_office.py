"""开封 2024 at the city's office: one late, one short, one given back and come again, one silent, the rest received."""

import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.browser import Browser, Value
from tests.journeys.deeds import choose, deeds, hand_in, list_of, recommend, signed, submit, verified
from tests.journeys.office import bodies, give_back, inbox, line, of_body, places, receive, register
from tests.journeys.test_kaifeng_2024 import (
    AFTER,
    BREWERY,
    BUILDER,
    COUNTY,
    INDUSTRY,
    LAST,
    MILL,
    ORGANS,
    OTHER,
    UNIT,
    begun,
    studio,
)
from tests.journeys.town import Town

__all__ = ["begun"]
ONE, TWO, WINE, HOUSE = "示例一号工作室", "示例二号工作室", "示例酿酒工作室", "示例建造工作室"
SENT = {COUNTY: [(ONE, UNIT), (TWO, MILL)], OTHER: [(WINE, BREWERY)], INDUSTRY: [(HOUSE, BUILDER)]}
BY_HAND: dict[str, Value] = {"怎样送来的": "当面送来", "收到的日子": "2024-11-08", "邮戳日": ""}


def send(town: Town, body: str) -> None:
    """Everything of a body recommended and handed in."""
    for name, unit in SENT[body]:
        recommend(town, body, signed(town, unit, studio(name, host_unit=unit))).fine()
    choose(town, body)
    assert hand_in(town, body).title == "报送回执"


@pytest.fixture
def sent(town: Town) -> Town:
    """Three bodies have handed in, the organs are silent."""
    for body in SENT:
        send(town, body)
    return town


def test_the_inbox_tells_who_owes_what(sent: Town) -> None:
    """通知二、通知四（三）：收件按推荐单位一行：名额、报了几份、还差哪几样；没报的一眼看到"""
    page = inbox(sent)
    county, organs = line(page, COUNTY), line(page, ORGANS)
    assert (county["已推荐"], county["已报送"], county["已受理"]) == ("2", "2", "0")
    assert "最多 3" in county["名额"]
    assert "推荐表" in county["还差什么"]
    assert "近一年工作总结" in county["还差什么"]
    assert organs["已报送"] == "0"
    assert bodies(inbox(sent, "?status=none")) == [ORGANS]
    assert bodies(inbox(sent, f"?find={WINE}")) == [OTHER]
    assert set(bodies(inbox(sent, "?status=part"))) == set(SENT)


def test_handing_in_says_what_lacks(sent: Town) -> None:
    """通知四（三）：报送以后，回执和自己的页说还要送哪几样、几份，市里收到了哪几样"""
    receipt = list_of(sent, COUNTY).follow("报送市总工会").follow("第 1 次")
    receipt.says("推荐表", "支撑材料", "近一年工作总结")
    mine = receipt.follow("收到").says("还没有交齐", "汇总表", "支撑材料", "通知四（三）")
    register(sent, [one for one in places(sent) if one.startswith((ONE, TWO, COUNTY))], BY_HAND).fine()
    assert mine.browser.go(mine.address).says("都收到了").status == 200


def test_one_paper_copy_is_missing(sent: Town) -> None:
    """通知四（三）：一份纸质没到：那一格看得出来，筛得出来，催办里有，补到了就齐"""
    mine = [one for one in places(sent) if one.startswith((ONE, TWO, COUNTY))]
    missing = f"{TWO}：工作实绩支撑材料纸质"
    assert missing in mine, mine
    register(sent, [one for one in mine if one != missing], BY_HAND).fine()
    assert "支撑材料" in line(inbox(sent), COUNTY)["还差什么"]
    page = sent.clerk.go(f"/rounds/{sent.round}/papers/?standing=missing").fine().says(TWO)
    assert not page.tree.xpath(f'//th[contains(., "{ONE}")]')
    sent.clerk.go(f"/rounds/{sent.round}/chase/").says(COUNTY, "支撑材料")
    register(sent, [missing], BY_HAND).fine()
    assert line(inbox(sent), COUNTY)["还差什么"] == ""
    assert COUNTY in bodies(inbox(sent, "?status=full"))


def test_what_comes_late_is_late_by_the_postmark(sent: Town) -> None:
    """通知四（三）：11 月 20 日以前寄出、以后收到的不算迟；21 日寄出的算迟；一条线，谁也一样"""
    sent.clock.set(date(2024, 11, 25))
    theirs = [one for one in places(sent) if one.startswith((WINE, OTHER))]
    ours = [one for one in places(sent) if one.startswith((HOUSE, INDUSTRY))]
    post: dict[str, Value] = {"怎样送来的": "邮寄", "收到的日子": "2024-11-23"}
    register(sent, ours, {**post, "邮戳日": LAST.isoformat()}).fine()
    register(sent, theirs, {**post, "邮戳日": AFTER.isoformat()}).fine()
    assert set(bodies(inbox(sent, "?status=full"))) == {INDUSTRY, OTHER}
    assert OTHER in bodies(inbox(sent, "?status=late"))
    assert INDUSTRY not in bodies(inbox(sent, "?status=late"))
    assert "迟" in line(inbox(sent), OTHER)["情况"]


def test_a_body_cannot_hand_in_after_the_day_unless_it_is_given_more(town: Town) -> None:
    """通知四（三）：截止日只有一个：过了报送不了，延期以后能报；收件里看得到"""
    send(town, COUNTY)
    recommend(town, OTHER, signed(town, BREWERY, studio(WINE, host_unit=BREWERY))).fine()
    choose(town, OTHER)
    town.clock.set(AFTER)
    list_of(town, OTHER).follow("报送市总工会").says("2024年11月20日已过")
    assert {ORGANS, OTHER} <= set(bodies(inbox(town, "?status=late")))
    town.clerk.go(town.clerk.go(f"/rounds/{town.round}/").link(OTHER)).done(
        "延期", {"延到": "2024-11-25", "extended_why": "示例：道路中断"}
    )
    assert hand_in(town, OTHER).title == "报送回执"
    assert line(inbox(town), OTHER)["已报送"] == "1"


def test_given_back_to_its_recommender_it_comes_again(sent: Town) -> None:
    """通知四（二）、通知四（三）：名单有问题的退回推荐单位，写明原因和期限；改好再报，名额和意见不丢，轨迹都在"""
    sent.clock.set(AFTER)
    form: dict[str, Value] = {"reasons": ["推荐意见不合要求"], "写给推荐单位的话": "请写明怎样审核的"}
    give_back(sent, INDUSTRY, [HOUSE], form).refuses("期限")
    give_back(sent, INDUSTRY, [HOUSE], {**form, "最晚哪一天再报": "2024-11-27"}).fine()
    assert bodies(inbox(sent, "?status=back")) == [INDUSTRY]
    sent.body(INDUSTRY).go("/desk/").says(HOUSE)
    page = list_of(sent, INDUSTRY).says("已推荐 1，最多 2", "请写明怎样审核的", "2024年11月27日")
    assert hand_in(sent, INDUSTRY).says("第 2 次").title == "报送回执", page.text
    assert bodies(inbox(sent, "?status=back")) == []
    of_body(sent, INDUSTRY).says("报送过 2 次", HOUSE)
    told = deeds(sent.clerk)
    assert [told.count(word) for word in ("报送市总工会", "退回推荐单位")] == [told.count("报送市总工会"), 2]
    verified()


def test_returned_to_its_unit_it_comes_back_to_the_city(sent: Town) -> None:
    """通知四（二）：表里有错的退回单位补正，改好直接回到市里，不用再排一次队"""
    page = of_body(sent, COUNTY)
    pk = page.link(ONE).rstrip("/").rpartition("/")[2]
    form: dict[str, Value] = {"sections": ["主要业绩"], "reasons": ["说得不清楚"], "说明": "请写明效益怎样算的"}
    sent.clerk.go(f"/applications/{pk}/").follow("退回补正").done("退回", form)
    assert line(inbox(sent), COUNTY)["退回"] == "1"
    section = sent.unit(UNIT).go(f"/applications/{pk}/sections/achievements/").fine()
    section.done("保存", {"创新工作室主要业绩(500字)": "效益由财务核算，近一年二百一十万元。"})
    check = sent.unit(UNIT).go(f"/applications/{pk}/check/")
    submit(check).says("已报送市总工会")
    found = line(inbox(sent), COUNTY)
    assert (found["退回"], found["已报送"]) == ("0", "2")


def test_several_are_received_at_once_after_a_look(sent: Town) -> None:
    """通知四（三）：一次受理几份，先看份数和名称；没齐的照样受理，记着还差什么；再按一次不再受理"""
    receive(sent, COUNTY, [ONE, TWO], "示例：材料先收").says("受理")
    found = line(inbox(sent), COUNTY)
    assert (found["已报送"], found["已受理"]) == ("2", "2")
    page = of_body(sent, COUNTY)
    assert not page.tree.xpath('//input[@name="chosen" and @checked]')
    sent.unit(UNIT).go("/applications/").says("已受理")
    sent.body(COUNTY).go("/messages/").says("受理")


def test_who_to_chase_is_a_list_and_a_text(sent: Town) -> None:
    """通知四（三）：催办：谁没报、谁没报齐，有一段可以发到群里的文字；推荐单位催自己的单位"""
    page = sent.clerk.go(f"/rounds/{sent.round}/chase/").fine().says(ORGANS)
    text = str(page.tree.xpath('//textarea[@id="copy"]')[0].text)
    assert all(word in text for word in (ORGANS, COUNTY, "11月20日")), text
    own = list_of(sent, COUNTY)
    recommender = own.address.rstrip("/").rpartition("/")[2]
    mine = sent.body(COUNTY).go(f"/receive/recommenders/{recommender}/chase-units/").fine().says("示例纺织厂")
    assert ORGANS not in mine.text


def test_the_excel_is_what_is_shown(sent: Town) -> None:
    """通知四（三）：收件和材料登记的 Excel 和页上看到的一样，筛过的也是"""
    name, content = sent.clerk.file(inbox(sent, "?status=none").link("下载 Excel"))
    assert name.endswith(".xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    said = [str(cell) for row in rows for cell in row]
    assert any(ORGANS in cell for cell in said)
    assert not any(COUNTY in cell for cell in said)
    _, content = sent.clerk.file(sent.clerk.go(f"/rounds/{sent.round}/papers/").link("下载 Excel"))
    cells: list[Any] = [
        str(cell)
        for sheet in CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
        for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
        for cell in row
    ]
    assert all(any(name in cell for cell in cells) for name in (ONE, TWO, WINE, HOUSE))


def test_nobody_else_reads_the_inbox(sent: Town) -> None:
    """通知四（三）：收件只有市里看、审计读；推荐单位只看自己的一行，看不到别人的"""
    theirs = inbox(sent).link(OTHER)
    for stranger in (sent.body(COUNTY), sent.unit(UNIT), sent.union(UNIT)):
        assert stranger.status(f"/rounds/{sent.round}/inbox/", f"/rounds/{sent.round}/papers/", theirs) == {404}
    other = theirs.rstrip("/").rpartition("/")[2]
    assert sent.body(COUNTY).status(f"/receive/mine/{other}/") == {404}
    page = inbox(sent, browser=sent.auditor)
    assert not page.has("登记勾选的")
    of_body(sent, COUNTY)
    assert not sent.auditor.go(theirs).fine().has("受理选中的")


def test_what_is_not_there_keeps_the_way_home(sent: Town) -> None:
    """通知首部：没有的地址、别人的东西都是 404，登录着的人菜单还在，回得了工作台；没登录的回首页"""
    theirs = inbox(sent).link(OTHER)
    for address in ("/nowhere/", theirs):
        page = sent.body(COUNTY).go(address)
        assert page.status == 404
        page.says("没有这一页", "编号")
        assert page.link("回到工作台").endswith("/desk/")
        assert page.link("推荐")
    anyone = Browser("路人").go("/nowhere/")
    assert (anyone.status, anyone.link("回到首页")[-1]) == (404, "/")
    anyone.hides(COUNTY)
