"""廊坊 2019 through the pages, clause by clause, from publication to hand-in. A docstring begins with its clauses."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.journeys import town as towns
from tests.journeys.browser import Browser, Value, plain
from tests.journeys.deeds import (
    change,
    choose,
    deeds,
    everything,
    filed,
    fill,
    hand_in,
    list_of,
    look,
    number_of,
    papers,
    read_back,
    recommend,
    sign,
    signed,
    start,
    submit,
    verified,
)
from tests.journeys.town import Clock, Town
from tests.stages.apply.desk import answers_of

NAME = "langfang-2019"
ANSWERS = answers_of(NAME)
COUNTY, OTHER, ZONE = "示例县总工会", "示例市（县级）总工会", "示例开发区总工会"
UNIT, MILL, CHIPS, RAILWAY = "示例重工有限公司", "示例纺织公司", "示例电子公司", "示例省属铁路段"
KINDS = {COUNTY: "县（市、区）总工会", OTHER: "县（市、区）总工会", ZONE: "开发区工会"}
LINE, BOX = "示例甲市总工会（直接申报）", "直接申报，不经推荐单位"
LAST, AFTER = date(2019, 10, 31), date(2019, 11, 1)
HEAD = "关于推进劳模和工匠人才创新工作室创建活动的通知"
NUMBERS = "一二三四五六七八"
INVENTED = "\n".join(
    [
        HEAD,
        "各县（市、区）总工会：",
        "一、虚构的构成",
        "虚构的工作室是这样的。",
        "二、虚构的条件",
        *(f"（{number}）虚构的条件{number}。" for number in NUMBERS),
        "虚构的联合和除外。",
        "三、虚构的任务",
        "四、虚构的程序",
        "五、虚构的组织",
        "六、虚构的要求",
        *(f"{number}. 虚构的要求{number}。" for number in (1, 2, 3)),
        "附件：虚构的表",
        "2019年8月16日",
    ]
)
NOTICE = towns.seed("000_05c112e2ac339f64.txt", INVENTED)
WORD = towns.word(NOTICE)
DIRECT: dict[str, Value] = {"route": "直接申报：直接报市总工会，不占推荐名额，第一道意见由所在单位工会签（通知四）"}


def begun(clock: Clock) -> Town:
    """The city with its round published; the zone goes by the floor, the railway stands directly below the city."""
    clock.set(date(2019, 8, 19), 9)
    town = towns.begin("示例甲", NAME, clock)
    for body, kind in KINDS.items():
        towns.add_body(town, kind, body)
    for role in ("市总经办", "审计"):
        towns.add_person(town, town.top, role, role)
    towns.add_units(town, COUNTY, [UNIT, MILL])
    towns.add_units(town, ZONE, [CHIPS])
    towns.add_units(town, town.top, [RAILWAY])
    towns.open_round(
        town, {"是否也按下限办": "是", "direct_line": LINE, "direct_box": BOX, "paper_day": "以收到的日子为准"}
    )
    towns.attach(town, "通知.docx", WORD)
    towns.publish(town)
    clock.set(date(2019, 9, 20))
    return town


def studio(name: str, **other: Any) -> dict[str, Any]:
    return {**ANSWERS, "studio_name": name, **other}


def team(**other: str) -> list[dict[str, str]]:
    """The sound members with something else in every row."""
    return [{**row, **other} for row in ANSWERS["members"]]


def again(town: Town, name: str, answers: dict[str, Value]) -> Any:
    """A second round of the same programme, as the clerk sends the form."""
    page = town.clerk.go("/rounds/").follow("开启一个批次").follow("用这一套")
    return page.send("开启，先不发布", {"名称": name, "direct_line": LINE, **answers})


# Announce


def test_the_notice_is_public_with_both_issuers(town: Town) -> None:
    """通知首部、通知落款：两家一起发，公开页、原文、空表不登录就能看"""
    anyone = Browser("路人")
    page = anyone.go("/").says(town.top).follow("2019 年廊坊市")
    assert page.title == HEAD
    page.says("廊坊市总工会、廊坊市科技局", "2019年8月16日")
    assert anyone.file(page.link("下载通知原文"))[1] == WORD
    assert anyone.file(f"/notice/{town.round}/blank/application/")[0].endswith("审批表.docx")


def test_the_notices_day_copies_and_contacts(town: Town) -> None:
    """通知六：“10月31前”少一个日字，照 10 月 31 日办；两份盖章的和电子版；联系人、电话、邮箱；以收到为准"""
    page = Browser("路人").go(f"/notice/{town.round}/")
    page.says("报送截止 2019年10月31日", "通知写“10月31前”", "纸质 2 份，盖章；另交电子版", "以收到的日子为准")
    assert page.says("0316—2687421", "lfghzzb@163.com").status == 200


def test_the_year_of_the_days_is_asked(town: Town) -> None:
    """通知六：日子没有写年份，开启时先按印发的 2019 年填好，可以改；截止日不能空"""
    page = town.clerk.go("/rounds/").follow("开启一个批次").follow("用这一套")
    assert page.says("默认是印发的 2019 年").tree.xpath('//input[@name="closes-hand_in"]/@value') == ["2019-10-31"]
    floor: dict[str, Value] = {"是否也按下限办": "是"}
    again(town, "示例没有日子", {**floor, "closes-hand_in": ""}).refuses("报送截止日一定要有日子", "通知六")
    made = again(town, "示例下一年", {**floor, "closes-hand_in": "2020-10-31"}).fine()
    made.says("报送截止 2020年10月31日")


# Who may be named


@pytest.mark.parametrize("clause", [f"通知二（{number}）" for number in NUMBERS])
def test_each_condition_is_on_the_check_list_with_the_notices_words(town: Town, clause: str) -> None:
    """通知一、通知二、通知二（一）、通知二（二）、通知二（三）、通知二（四）、通知二（五）、通知二（六）、通知二（七）、通知二（八）：八条在公开页引原文"""
    page = Browser("路人").go(f"/notice/{town.round}/").hides("（转述）")
    quotes = [plain(one) for one in page.tree.find_class("clause")]
    assert len([one for one in quotes if one.endswith(f"——{clause}")]) == 1


def test_the_recommender_ticks_all_eight_before_it_signs(town: Town) -> None:
    """通知一、通知二（一）、通知二（三）、通知二（四）、通知二（五）、通知二（六）、通知二（七）、通知二（八）：由人判断的逐条核对，没勾完签不了"""
    pk = signed(town, UNIT, ANSWERS)
    page = look(town, COUNTY, pk)
    page.says("通知一", *(f"（通知二（{number}））" for number in NUMBERS))
    lines = everything(page)
    assert {"named-after-person", "leader", "operation", "premises", "plan", "rules", "money", "results"} <= set(lines)
    form: dict[str, Value] = {"items": [one for one in lines if one != "premises"], "意见": "同意推荐。"}
    page.send("签署意见，推荐", form).refuses("核对清单还没有勾完", "通知二（四）")
    recommend(town, COUNTY, pk).fine()


@pytest.mark.parametrize(("count", "members", "fits"), [(4, 4, False), (5, 5, True)])
def test_five_people_or_more(town: Town, count: int, members: int, fits: bool) -> None:
    """通知二（二）：团队 5 人以上，4 人交不了，5 人可以"""
    check = fill(start(town, UNIT), studio("示例小团队", member_count=count, members=ANSWERS["members"][:members]))
    page = submit(check)
    assert page.title == "提交回执" if fits else page.refuses("通知二（二）")


def test_who_stands_at_the_front_is_a_question(town: Town) -> None:
    """通知二（二）：一线工人没过半，只提出来由人判断，不挡"""
    check = fill(start(town, UNIT), studio("示例专家团队", members=team(post="专业技术"))).says("通知二（二）")
    assert submit(check).title == "提交回执"
    look(town, COUNTY, number_of(check)).says("要人来看", "一线")


def test_a_research_body_of_before_is_not_named(town: Town) -> None:
    """通知二：原有建制的研发机构交不了；班组本身不排除，只问成员是不是同出一处"""
    check = fill(start(town, UNIT), studio("示例研发中心", existing_body="研发机构"))
    submit(check).refuses("研发机构", "通知二")
    check = fill(start(town, MILL), studio("示例老班组", existing_body="班组")).says("主要成员是否都来自这一个班组")
    assert submit(check).title == "提交回执"


def test_a_team_all_from_one_shop_is_not_named(town: Town) -> None:
    """通知二：主要成员同出一个班组（科室）的不命名；有一个外班的就可以"""
    check = fill(start(town, UNIT), studio("示例一班", members=team(team="焊接一班")))
    submit(check).refuses("焊接一班", "通知二")
    mixed = [*team(team="焊接一班")[1:], ANSWERS["members"][1]]
    assert submit(fill(start(town, MILL), studio("示例两班", members=mixed))).title == "提交回执"


def test_a_joint_studio_has_a_university_or_an_institute(town: Town) -> None:
    """通知二：联合创新工作室要有高校或科研院所；协议没写只提醒"""
    submit(fill(start(town, UNIT), studio("示例联合一", joint="是"))).refuses("高校", "通知二")
    other = [{"name": "示例公司", "kind": "其他", "agreement": "示例协议，2018年"}]
    submit(fill(start(town, MILL), studio("示例联合二", joint="是", joint_partners=other))).refuses("通知二")
    good = [{"name": "示例职业技术学院", "kind": "高校"}]
    check = fill(start(town, CHIPS), studio("示例联合三", joint="是", joint_partners=good)).says("请核对", "协议")
    assert submit(check).title == "提交回执"


# Quotas and ways


def test_the_floor_of_ten_warns_and_never_stops(town: Town) -> None:
    """通知四：每县新创建不少于 10 个，差几个说几个；只提醒，一个也能报送"""
    pk = signed(town, UNIT, ANSWERS)
    list_of(town, COUNTY).says("还差 10，至少 10", "数的是新创建的工作室（通知四）")
    recommend(town, COUNTY, pk).fine()
    list_of(town, COUNTY).says("还差 9，至少 10", "只提醒，不挡")
    choose(town, COUNTY)
    assert hand_in(town, COUNTY).says("还差 9，至少 10").title == "报送回执"


def test_the_development_zone_is_asked_both_ways(town: Town) -> None:
    """通知四：开发区是否也按 10 个办，通知没说清；开启时一定要答，答是有下限，答否不设名额，都公开"""
    question = f"{ZONE}是否也按不少于 10 个办"
    Browser("路人").go(f"/notice/{town.round}/").says(question)
    list_of(town, ZONE).says("还差 10，至少 10")
    again(town, "示例没答", {"是否也按下限办": "请选择"}).refuses(
        f"{ZONE}是开发区工会，是否也按不少于 10 个办，请选一个"
    )
    made = again(town, "示例答否", {"是否也按下限办": "否，不设名额"}).fine().says(question)
    rows = {row[0]: row[1] for row in made.rows("推荐单位和名额")[1:]}
    zone, county = (next(said for name, said in rows.items() if name.startswith(body)) for body in (ZONE, COUNTY))
    assert zone.startswith("不限")
    assert county.startswith("不少于 10 个")


def test_a_hundred_is_a_plan(town: Town) -> None:
    """通知四：拟建 100 家是打算，不是名额，哪里也不拿它拦人；看材料和现场、挂牌、推荐到省留给后面的阶段"""
    town.clerk.go(f"/rounds/{town.round}/").says("全市打算：100 家左右", "不是上限")
    Browser("路人").go(f"/notice/{town.round}/").says("100 家左右", "审阅材料与实地考察", "认定挂牌")
    assert list_of(town, COUNTY).hides("100 家").status == 200


def test_a_unit_of_the_centre_or_the_province_may_apply_directly(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """通知四：中省市直单位可直接申报：不占名额，先由本单位工会签；推荐单位一栏和意见栏印开启时定的话"""
    page = start(town, RAILWAY, DIRECT)
    pk = number_of(submit(fill(page, studio("示例信号工作室", host_unit=RAILWAY))).says(LINE))
    unit = town.unit(RAILWAY)
    assert not unit.go(f"/applications/{pk}/").has("直接向市总工会申报")
    sign(town, RAILWAY, pk).fine()
    unit.go(f"/applications/{pk}/").done("直接向市总工会申报").says("已经直接向市总工会申报", "已报送市总工会")
    town.clerk.go("/applications/").says("示例信号工作室", "直接申报")
    for body in KINDS:
        list_of(town, body).says("还差 10，至少 10").hides("示例信号工作室")
        assert town.body(body).status(f"/applications/{pk}/", f"/recommend/applications/{pk}/") == {404}
    _, content = unit.file(f"/applications/{pk}/paper/application/")
    found = read_back(content, tmp_path, capsys)["application"]
    assert (found["recommender"], found["opinion_recommender"]) == (LINE, {"text": BOX})
    assert found["opinion_unit_union"]["text"] == "同意申报。"


def test_it_may_as_well_go_through_a_county(town: Town) -> None:
    """通知四：中省市直单位也可以经县（市、区）总工会，算那个县的；县里的单位没有直接申报这条路"""
    town.unit(RAILWAY).go(f"/rounds/{town.round}/start/").send("开始填写").refuses("请先选申报渠道")
    county = next(one for one in _ways(town, RAILWAY) if one.startswith("县区"))
    start_page = town.unit(RAILWAY).go(f"/rounds/{town.round}/start/")
    start_page.send("开始填写", {"route": county}).refuses("请选由哪一个总工会推荐")
    pk = signed(town, RAILWAY, studio("示例线路工作室"), {"route": county, "由哪一个推荐": OTHER})
    recommend(town, OTHER, pk).fine().says("还差 9，至少 10")
    assert not any("直接申报" in one for one in _ways(town, UNIT))


def _ways(town: Town, unit: str) -> list[str]:
    page = town.unit(unit).go(f"/rounds/{town.round}/start/")
    return [plain(one.getparent()) for one in page.tree.xpath('//input[@name="route"][@type="radio"]')]


# The days


def test_the_last_second_of_31_october_and_the_day_after(town: Town) -> None:
    """通知六：10 月 31 日到当日结束；过了单位交不了，直接申报的也一样，写的留作草稿"""
    check = fill(start(town, UNIT), ANSWERS)
    direct = signed(town, RAILWAY, studio("示例迟到工作室"), DIRECT)
    town.clock.set(AFTER, 0)
    submit(check).refuses("报送截止日 2019年10月31日已过（通知六）", "都留作草稿，没有丢")
    town.unit(RAILWAY).go(f"/applications/{direct}/").send("直接向市总工会申报").refuses("2019年10月31日已过（通知六）")
    town.clock.set(LAST, 23, 59, 59)
    assert submit(check).title == "提交回执"
    town.unit(RAILWAY).go(f"/applications/{direct}/").done("直接向市总工会申报")


# Filling in


def test_a_sign_in_that_ran_out_loses_nothing(town: Town) -> None:
    """附件：填着填着登录过期，重新登录就接着存，写的一个字不丢"""
    page = start(town, UNIT)
    browser = page.browser
    del browser.client.cookies["sessionid"]
    asked = page.send("保存", {"工作室名称": "示例<b>过夜</b>工作室", "所属行业": "制造业"})
    assert asked.says("登录已过期", "您写的都还在").status == 401
    asked.done("登录并接着保存", {"登录名": browser.whose, "密码": towns.PASSWORD}).says("已保存")
    browser.go(page.address).says("示例<b>过夜</b>工作室", "制造业").hides("<b>过夜")


def test_a_colleague_comes_with_a_code_and_fills_with_it(town: Town) -> None:
    """附件：填的人给新同事一个码，同事凭码进来；共享以后才能写，谁写的记录分得清"""
    page = start(town, UNIT)
    share = page.browser.go(f"/applications/{number_of(page)}/share/")
    code = plain(share.done("请新同事").tree.find_class("code")[0])
    colleague = towns.join(town, UNIT, "申报单位", code)
    assert not colleague.go(page.address).says("请他共享给您").has("保存，去")
    page.browser.go(share.address).done("共享").says("现在可以一起填写")
    colleague.go(page.address).done("保存", {"工作室名称": "示例合写工作室"}).says("已保存")
    page.browser.go(page.address).says("示例合写工作室")
    page.browser.go(f"/applications/{number_of(page)}/journal/").says("共享给同事", "示例合写工作室")


# After the hand-in


@pytest.fixture
def handed(town: Town) -> tuple[Town, int]:
    """One handed in to the city by its county."""
    pk = signed(town, UNIT, ANSWERS)
    recommend(town, COUNTY, pk).fine()
    choose(town, COUNTY)
    assert hand_in(town, COUNTY).title == "报送回执"
    return town, pk


def test_a_slip_is_mended_and_both_unions_are_told(handed: tuple[Town, int]) -> None:
    """附件：报送以后错一个电话，市总代改并写原因；单位和两级工会都被告知，意见照样有效"""
    town, pk = handed
    page = town.clerk.go(f"/applications/{pk}/mend/").send("选这一项", {"key": "带头人联系电话：0000-0000001"})
    page.send("更正", {"f-leader_phone": "0000-0000002"}).refuses("请写明为什么更正")
    page.done("更正", {"f-leader_phone": "0000-0000002", "为什么更正": "单位来电说写错一位"}).says("已经更正")
    for who in (town.unit(UNIT), town.union(UNIT), town.body(COUNTY)):
        desk = who.go("/desk/").says("更正了带头人联系电话", "单位来电说写错一位").hides("0000-0000002")
        desk.done("知道了")
        who.go("/desk/").hides("单位来电说写错一位")
    town.clerk.go(f"/applications/{pk}/").says("已签").hides("因改动失效")
    town.clerk.go(f"/applications/{pk}/journal/").says("更正笔误", "0000-0000001 → 0000-0000002", "知道了更正")
    assert (
        town.auditor.go(f"/applications/{pk}/journal/").says("更正笔误").hides("0000-0000002", "0000-0000001").status
        == 200
    )


def test_the_city_sends_back_and_it_comes_straight_back(handed: tuple[Town, int]) -> None:
    """通知四：市总退回的，改好直接回市总；改了要紧的内容，单位工会和推荐单位依次重签，过了截止日也能补"""
    town, pk = handed
    town.clock.set(date(2019, 11, 5))
    page = town.clerk.go(f"/applications/{pk}/").follow("退回补正")
    page.send("退回给单位", {"sections": ["经费、成果与效益"], "说明": "请核对"}).refuses(
        "报送截止日已过，请写改好的期限"
    )
    page.done("退回给单位", {"sections": ["经费、成果与效益"], "reasons": ["前后不一致"], "改好的期限": "2019-11-08"})
    change(town, UNIT, pk, "results", {"创新成果": "11"})
    submit(town.unit(UNIT).go(f"/applications/{pk}/check/")).says("已报送市总工会")
    town.clerk.go(f"/applications/{pk}/").says("因改动失效，要重签")
    recommend(town, COUNTY, pk).refuses("所在单位工会意见", "失效了，要先重新签")
    sign(town, UNIT, pk).fine()
    recommend(town, COUNTY, pk).fine()
    assert town.clerk.go(f"/applications/{pk}/").hides("因改动失效").says("已报送市总工会").status == 200


def test_what_is_withdrawn_frees_its_place(town: Town) -> None:
    """通知四：申报自愿，推荐以后也可撤回，要写为什么；推荐单位的数跟着减，写过的都留着"""
    pk = signed(town, UNIT, ANSWERS)
    recommend(town, COUNTY, pk).fine().says("还差 9，至少 10")
    page = town.unit(UNIT).go(f"/applications/{pk}/withdraw/")
    page.send("撤回申报").refuses("请写一句为什么")
    page.done("撤回申报", {"为什么撤回": "示例：与另一个合并"}).says("已撤回")
    list_of(town, COUNTY).says("还差 10，至少 10", "已撤回")
    town.unit(UNIT).go(f"/applications/{pk}/read/").says("示例甲焊接创新工作室")
    assert not town.unit(UNIT).go(f"/applications/{pk}/check/").has("提交")


# The paper


def test_the_form_is_printed_under_both_its_names(
    handed: tuple[Town, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """附件、通知五：审批表（封面叫推荐审批表）照所填印出，读回来一样；两道意见在栏里，领导小组的意见栏空着"""
    town, _ = handed
    page = list_of(town, COUNTY)
    assert "下载汇总表" not in page.text, "廊坊没有汇总表"
    files = papers(town.body(COUNTY), page.link("下载填好的表"))
    assert list(files) == ["01-示例甲焊接创新工作室.docx"]
    printed = "".join(Document(io.BytesIO(files["01-示例甲焊接创新工作室.docx"])).element.itertext())
    assert [word for word in ("推荐审批表", "廊坊市总工会", "廊坊市科学技术局") if word not in printed] == []
    page.follow("报送市总工会").says("2 份，盖章", "已经报送市总工会", "看回执")
    found = read_back(files["01-示例甲焊接创新工作室.docx"], tmp_path, capsys)["application"]
    unprinted = {"existing_body", "joint", "leader_honour_items", "route", "operator_name", "operator_phone"}
    mine = {key: said for key, said in ANSWERS.items() if not key.startswith("opinion_") and key not in unprinted}
    mine["members"] = [
        {key: said for key, said in row.items() if key not in ("team", "post")} for row in ANSWERS["members"]
    ]
    assert {key: found.get(key) for key in mine} == mine
    assert found["opinion_unit_union"] == {"text": "同意申报。", "signer": "示例主席", "date": "2019-09-20"}
    assert found["opinion_recommender"] == {"text": "同意推荐。", "signer": "示例部长", "date": "2019-09-20"}
    assert "opinion_city" not in found
    name, _ = town.unit(UNIT).file(f"/applications/{handed[1]}/paper/application/")
    assert name.startswith("审批表-")


def test_phones_stay_as_they_are_written(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """附件：电话照写的留着：带区号的横线、只有八位的，都是文字"""
    for unit, phone in ((UNIT, "0000—2000001"), (MILL, "25600000")):
        pk = filed(town, unit, studio("示例电话工作室", leader_phone=phone))
        _, content = town.unit(unit).file(f"/applications/{pk}/paper/application/")
        said = read_back(content, tmp_path, capsys)["application"]["leader_phone"]
        assert re.sub(r"\D", "", said) == re.sub(r"\D", "", phone)
        look(town, COUNTY, pk).says("待所在单位工会意见")


def test_dollars_are_not_added_to_wan_yuan(town: Town) -> None:
    """附件：经济效益以万元计，创收外汇是美元，有它的年份不自动相加，只问；没有的年份对不上就提醒"""
    dollars = [{"year": "2018", "revenue": "10.00", "savings": "5.00", "foreign_usd": "3000.00", "total": "17.00"}]
    check = fill(start(town, UNIT), studio("示例外贸", benefit=dollars)).says("创收外汇")
    assert submit(check).title == "提交回执"
    wrong = [{"year": "2018", "revenue": "10.00", "savings": "5.00", "total": "17.00"}]
    check = fill(start(town, MILL), studio("示例错账", benefit=wrong)).says("请核对", "合计")
    assert submit(check).title == "提交回执"


def test_double_titles_overlap_the_grades(town: Town) -> None:
    """附件：双重职称和等级重叠，各项加起来超过总数不算错；哪一项自己超过总数才提醒"""
    sums = {"trained_total": 10, "trained_dual_title": 8, "trained_technician": 7, "trained_senior_technician": 1}
    sums |= {"trained_senior_worker": 1, "trained_other": 1}
    fill(start(town, UNIT), studio("示例双证", **sums)).hides("多于")
    check = fill(start(town, MILL), studio("示例多人", **{**sums, "trained_other": 11})).says("请核对")
    assert submit(check).title == "提交回执"


# What is kept


def test_the_journal_tells_every_deed_and_verifies(handed: tuple[Town, int]) -> None:
    """通知六：从采用办法到报送，每件事都在操作记录里，链没有断；审计看得到，电话不显示"""
    town, pk = handed
    told = deeds(town.clerk)
    year = ["采用评选办法", "开启批次", "附通知原文", "发布通知", "开始申报", "提交", "签署所在单位工会意见"]
    year += ["签署推荐单位意见", "报送市总工会"]
    firsts = [told.index(word) for word in year]
    assert firsts == sorted(firsts)
    assert not [word for word in told if word.isascii()]
    town.auditor.go(f"/applications/{pk}/read/").says("示例甲焊接创新工作室").hides("0000-0000001", "1976-05")
    verified()
