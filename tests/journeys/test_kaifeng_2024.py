"""开封 2024 through the pages, clause by clause, from publication to hand-in. A docstring begins with its clauses."""

import io
from datetime import date
from pathlib import Path

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
    fill_section,
    hand_in,
    list_of,
    look,
    number_of,
    papers,
    read_back,
    recommend,
    sheet,
    sign,
    signed,
    start,
    submit,
    tick,
    verified,
)
from tests.journeys.town import Clock, Town
from tests.stages.apply.desk import answers_of

NAME = "kaifeng-2024"
ANSWERS = answers_of(NAME)
COUNTY, OTHER, INDUSTRY, ORGANS = "示例县总工会", "示例二县总工会", "示例产业工会一分会", "示例市直机关工会"
UNIT, MILL, BREWERY, BUILDER, SURVEY = "示例热力公司", "示例机械厂", "示例酒厂", "示例建筑公司", "示例测绘院"
SILENT = "示例纺织厂"
TREE = {COUNTY: [UNIT, MILL, SILENT], OTHER: [BREWERY], INDUSTRY: [BUILDER], ORGANS: [SURVEY]}
KINDS = {COUNTY: "县（市、区）总工会", OTHER: "县（市、区）总工会", INDUSTRY: "产业工会", ORGANS: "机关工会"}
LAST, AFTER = date(2024, 11, 20), date(2024, 11, 21)
SEED = "004_38571c76454c85b0.txt"
NUMBERS = ["一", "二", "三", "四"]
INVENTED = "\n".join(
    [
        "开封市总工会办公室关于推荐2024年开封市劳模工匠（技能人才）创新工作室的通知",
        "各县、区总工会：",
        "一、虚构的条件",
        *(f"{number}. 虚构的第{number}个条件。" for number in range(1, 6)),
        "二、虚构的名额",
        "三、虚构的程序",
        "四、虚构的要求",
        *(f"（{number}）虚构的要求{number}。" for number in NUMBERS[:3]),
        "附件：1.虚构的表",
        "2024年11月6日",
    ]
)
NOTICE = towns.seed(SEED, INVENTED)


def begun(clock: Clock) -> Town:
    """The city with its round published, two days later."""
    clock.set(date(2024, 11, 6), 9)
    town = built("示例甲", clock)
    clock.set(date(2024, 11, 8))
    return town


def built(name: str, clock: Clock) -> Town:
    town = towns.begin(name, NAME, clock)
    for body, kind in KINDS.items():
        towns.add_body(town, kind, body)
    for role in ("市总经办", "审计"):
        towns.add_person(town, town.top, role, role)
    for body, units in TREE.items():
        towns.add_units(town, body, units)
    towns.open_round(town, {"paper_day": "以寄出的邮戳为准", "有哪些分会": "一个分会，由分会盖章"})
    towns.attach(town, "通知.txt", NOTICE.encode())
    towns.publish(town)
    return town


def studio(name: str, **other: object) -> dict[str, object]:
    return {**ANSWERS, "studio_name": name, **other}


def cut(number: str) -> str:
    """Some words of a clause as the notice that was attached has them."""
    from jiangfang.core.notice import cut as cut_up

    found = next(one.text for one in cut_up(NOTICE) if one.number == number)
    return " ".join(found.split())[:12]


# Announce


def test_the_notice_is_public_with_its_own_file_and_blanks(town: Town) -> None:
    """通知首部、通知落款：谁发给谁，什么时候发；原文和空表不登录就能下载"""
    anyone = Browser("路人")
    page = anyone.go("/").says(town.top, "2024年11月6日发布").follow("2024 年开封市")
    assert page.title == "开封市总工会办公室关于推荐2024年开封市劳模工匠（技能人才）创新工作室的通知"
    page.says("开封市总工会办公室 2024年11月6日", "2024年11月20日")
    name, content = anyone.file(page.link("下载通知原文"))
    assert (name, content.decode()) == ("通知.txt", NOTICE)
    blanks = [one for one in page.tree.iter("a") if "/blank/" in one.get("href")]
    files = {anyone.file(one.get("href"))[0] for one in blanks}
    assert {Path(file).suffix for file in files} == {".docx", ".xlsx"}
    assert len(files) == 3


def test_the_notices_contacts_stand_on_the_public_page(town: Town) -> None:
    """通知四：联系人、电话、邮箱"""
    page = Browser("路人").go(f"/notice/{town.round}/")
    assert page.says("25665219", "kfszghscb@163.com", "（通知四）").status == 200


def test_what_the_notice_leaves_open_is_asked_and_told(town: Town) -> None:
    """通知二、通知四（三）：纸质以寄出还是收到为准、有哪些分会，开启时问过，公开页上说明"""
    page = Browser("路人").go(f"/notice/{town.round}/")
    page.says("以寄出的邮戳为准", "一个分会，由分会盖章")
    own = town.clerk.go(f"/rounds/{town.round}/")
    own.says("一个分会，由分会盖章", "以寄出的邮戳为准", "通知没有写，默认是印发的 2024 年2024 年")
    assert (page.status, own.status) == (200, 200)


def test_its_conditions_stand_on_the_public_page_in_its_own_words(town: Town) -> None:
    """通知一、通知一·1、通知一·2、通知一·3、通知一·4、通知一·5：公开页逐条引原文，不用转述"""
    page = Browser("路人").go(f"/notice/{town.round}/").hides("（转述）")
    quotes = [plain(one) for one in page.tree.find_class("clause")]
    for number in ("通知一", *(f"通知一·{place}" for place in range(1, 6))):
        assert any(cut(number) in one and one.endswith(f"——{number}") for one in quotes), number


# Who may be recommended


@pytest.mark.parametrize("body", ["研发机构", "班组"])
def test_what_was_a_body_before_is_not_recommended(town: Town, body: str) -> None:
    """通知一：原有的研发机构和班组都交不了"""
    check = fill(start(town, UNIT), studio("示例旧班子", existing_body=body))
    submit(check).refuses("必须改", "通知一", body)
    assert town.unit(UNIT).go("/applications/").says("示例旧班子", "填写中").status == 200


def test_a_second_leader_is_only_remarked(town: Town) -> None:
    """通知一·1：原则上一名领衔人，两名只提醒"""
    two = {"leader_name": "示例乙、示例庚", "leader_sex": "女、男", "leader_born": "1981-07、1986-02"}
    two |= {"leader_ethnicity": "汉族、回族", "leader_education": "本科、大专", "leader_political_status": "群众、群众"}
    check = fill(start(town, UNIT), studio("示例双人工作室", **two)).says("请核对", "通知一·1")
    assert submit(check).title == "提交回执"


def test_a_fine_skill_is_for_people_to_judge(town: Town) -> None:
    """通知一·1：没有县（区）级以上劳模工匠、市级以上五一奖章的，有没有精湛技艺要人来看，不挡"""
    plain_one = {"tier": "企业", "kind": "其他", "name": "示例能手", "body": "示例公司", "date": "2020"}
    check = fill(start(town, UNIT), studio("示例手艺工作室", leader_honour_items=[plain_one])).says("精湛技艺")
    assert submit(check).title == "提交回执"


def test_it_has_run_for_a_year_on_the_last_day(town: Town) -> None:
    """通知一·2：到截止日运行满 1 年；差一天也不行"""
    page = fill(start(town, UNIT), studio("示例新工作室", founded_on="2023-11-21", recognised_on="2024-05-10"))
    submit(page).refuses("不满 1 年", "通知一·2")
    section = page.browser.go(page.address.replace("check/", "sections/studio/"))
    fill_section(section, {"founded_on": "2023-11-20"})
    assert submit(page.browser.go(page.address)).title == "提交回执"


def test_what_no_program_can_see_is_ticked_by_the_recommender(town: Town) -> None:
    """通知一·3、通知一·4、通知一·5、通知四（二）：场所制度、成果效益、带动作用由推荐单位逐条核对，没勾完不能推荐"""
    pk = signed(town, UNIT, ANSWERS)
    page = look(town, COUNTY, pk).says("通知一·3", "通知一·4", "通知一·5", cut("通知一·3"))
    lines = everything(page)
    assert {"operation", "results", "influence", "teamwork", "leader-ability"} <= set(lines)
    short: dict[str, Value] = {"items": [one for one in lines if one != "influence"], "意见": "同意推荐。"}
    page.send("签署意见，推荐", short).refuses("核对清单还没有勾完", "通知一·5")
    recommend(town, COUNTY, pk).fine()


def test_achievements_have_500_characters_at_most(town: Town) -> None:
    """附件1：主要业绩 500 字：边上数着，空格换行不算；501 字提醒删减"""
    page = fill(start(town, UNIT), studio("示例长篇工作室", achievements="业" * 501)).says("501 字，超过 500 字")
    section = page.browser.go(page.address.replace("check/", "sections/achievements/"))
    section.says("现在 501 字，最多 500 字", "超过 500 字")
    check = fill(fill_section(section, {"achievements": ("业" * 250 + " \n") * 2}), ANSWERS | {"achievements": None})
    check.hides("超过 500 字")
    assert submit(check).title == "提交回执"


# Quotas


def test_a_county_has_three_places_and_the_fourth_is_refused(town: Town) -> None:
    """通知二：县（区）不超过 3，第四个不行，引条款；撤回一个就空出一个"""
    found = [signed(town, unit, studio(f"示例{place}号工作室")) for place, unit in enumerate([UNIT, UNIT, MILL, MILL])]
    early = look(town, COUNTY, found[3])
    for used, pk in enumerate(found[:3], start=1):
        recommend(town, COUNTY, pk).fine().says(f"已推荐 {used}，最多 3", "通知二")
    full = look(town, COUNTY, found[3]).says("名额已满：已推荐 3，不超过 3 个（通知二）", "请市总工会另定名额")
    assert not full.has("签署意见，推荐")
    given: dict[str, Value] = {"items": everything(early), "意见": "同意推荐。"}
    refused = early.send("签署意见，推荐", given).refuses("名额已满：已推荐 3，不超过 3 个（通知二）", "同意推荐。")
    assert not refused.tree.xpath('//*[@name="allowed_by"]'), "开封没有准许超出这一说"
    list_of(town, COUNTY).says("已推荐 3，最多 3")
    look(town, COUNTY, found[0]).done("撤回推荐意见").says("名额已空出")
    recommend(town, COUNTY, found[3]).fine().says("已推荐 3，最多 3")


@pytest.mark.parametrize(("body", "unit"), [(INDUSTRY, BUILDER), (ORGANS, SURVEY)])
def test_a_branch_and_the_organs_have_two_places_each(town: Town, body: str, unit: str) -> None:
    """通知二：产业分会、市直机关工会各不超过 2，按签章的工会数"""
    found = [signed(town, unit, studio(f"示例{place}号工作室")) for place in range(3)]
    for pk in found[:2]:
        recommend(town, body, pk).fine()
    full = look(town, body, found[2]).says("名额已满：已推荐 2，不超过 2 个（通知二）")
    assert not full.has("签署意见，推荐")
    list_of(town, COUNTY).says("已推荐 0，最多 3")


def test_about_ten_is_a_plan_and_stops_nobody(town: Town) -> None:
    """通知三：10 个左右是打算，推荐到第 11 个也不拦；另定名额要写理由"""
    address = town.clerk.go(f"/rounds/{town.round}/").says("全市打算：10 个左右").link(COUNTY)
    town.clerk.go(address).send("调整", {"至多": "11"}).refuses("理由")
    town.clerk.go(address).done("调整", {"至多": "11", "理由": "示例：市总会议同意"})
    found = [signed(town, UNIT, studio(f"示例{place}号工作室")) for place in range(11)]
    for pk in found:
        tick(town, COUNTY, pk)
    several = (
        list_of(town, COUNTY).done("对选中的一起签意见", {"chosen": [str(pk) for pk in found]}).says("选中的 11 份")
    )
    several.done("给这 11 份签上", {"意见": "同意推荐。", "签名": "示例部长"}).says("已推荐 11，最多 11")
    choose(town, COUNTY)
    assert hand_in(town, COUNTY).says("共 11 份").title == "报送回执"


# The order of the opinions


def test_the_opinion_of_the_units_union_is_the_application(town: Town) -> None:
    """通知三：所在单位工会提出推荐申请，它的意见就是申请；它没签，推荐单位签不了"""
    pk = filed(town, UNIT, ANSWERS)
    town.union(UNIT).go("/applications/").says("有 1 份等您签意见")
    before = look(town, COUNTY, pk).says("待所在单位工会意见")
    assert not before.has("签署意见，推荐")
    assert not list_of(town, COUNTY).tree.xpath('//input[@name="chosen"]')
    sign(town, UNIT, pk).says("已签")
    look(town, COUNTY, pk).says("所在单位工会已提出申请")
    recommend(town, COUNTY, pk).fine()


def test_what_waits_for_whom_stands_on_each_desk(town: Town) -> None:
    """通知三：从单位到单位工会、推荐单位、市总，轮到谁，谁的工作台上就有，办完就没有"""
    unit, union, body, clerk = town.unit(UNIT), town.union(UNIT), town.body(COUNTY), town.clerk
    unit.go("/desk/").says("项申报开放", "还有 12 天")
    check = fill(unit.go("/desk/").follow("开始申报").done("开始填写"), ANSWERS)
    unit.go("/desk/").says("份申报正在填写").hides("项申报开放")
    submit(check)
    unit.go("/desk/").says("等所在单位工会").hides("份申报正在填写")
    page = union.go("/desk/").says("份申报等您签所在单位工会意见").follow("去签意见")
    page.done("签好")
    union.go("/desk/").hides("份申报等您签所在单位工会意见")
    page = body.go("/desk/").says("份申报等您审核、推荐", "已推荐 0，最多 3", "还有 12 天").follow("去审核")
    page.done("签署意见，推荐", {"items": everything(page), "意见": "同意推荐。"})
    body.go("/desk/").says("份已推荐，等您报送市总工会", "已推荐 1，最多 3").hides("份申报等您审核、推荐")
    clerk.go("/desk/").hides("份申报已报送市总工会，等您受理")
    choose(town, COUNTY)
    hand_in(town, COUNTY).fine()
    clerk.go("/desk/").says("份申报已报送市总工会，等您受理")
    assert body.go("/desk/").hides("份已推荐，等您报送市总工会").status == 200


def test_no_opinion_is_dated_before_the_one_ahead_or_after_today(town: Town) -> None:
    """通知三：意见按单位工会、推荐单位的次序签，日期不早于前一道，不晚于今天"""
    pk = filed(town, UNIT, ANSWERS)
    sign(town, UNIT, pk, date(2024, 11, 9)).refuses("还没有到")
    sign(town, UNIT, pk).fine()
    town.clock.set(date(2024, 11, 12))
    recommend(town, COUNTY, pk, {"日期": "2024-11-07"}).refuses("早于", "意见要按次序签")
    assert recommend(town, COUNTY, pk, {"日期": "2024-11-08"}).fine().status == 200


def test_a_change_of_weight_voids_the_opinion_given_on_it(town: Town) -> None:
    """通知三：取回改了要紧的内容，单位工会的意见失效并说明改了什么；改电话不失效"""
    pk = signed(town, UNIT, ANSWERS)
    unit, union = town.unit(UNIT), town.union(UNIT)
    unit.go(f"/applications/{pk}/").done("取回修改")
    change(town, UNIT, pk, "leader", {"f-leader_phone": "0000-0000099"})
    unit.go(f"/applications/{pk}/").says("已签").hides("因改动失效")
    change(town, UNIT, pk, "studio", {"成员人数": "13"})
    submit(unit.go(f"/applications/{pk}/check/")).fine()
    union.go("/applications/").says("您的意见因为后来的改动失效了，要重新签")
    union.go(f"/applications/{pk}/endorse/").says("失效了", "又改了成员人数")
    assert not look(town, COUNTY, pk).has("签署意见，推荐")
    sign(town, UNIT, pk).fine()
    recommend(town, COUNTY, pk).fine()


def test_sent_back_it_comes_straight_back_to_whoever_asked(town: Town) -> None:
    """通知四（二）：推荐单位审核后可以退回，写明部分和原因；改好直接回到它，名额不丢，失效的意见依次重签"""
    pk = signed(town, UNIT, ANSWERS)
    recommend(town, COUNTY, pk).fine()
    look(town, COUNTY, pk).send("退回").refuses("至少一处", "请勾选退回原因")
    form: dict[str, Value] = {"sections": ["主要业绩"], "reasons": ["说得不清楚"], "写给单位的话": "请写明效益怎样算的"}
    look(town, COUNTY, pk).done("退回", form)
    page = (
        town.unit(UNIT)
        .go(f"/applications/{pk}/")
        .says("退回补正", "主要业绩", "说得不清楚", "请写明效益怎样算的", COUNTY)
    )
    change(town, UNIT, pk, "achievements", {"创新工作室主要业绩(500字)": "效益由财务核算，近一年二百一十万元。"})
    submit(page.browser.go(f"/applications/{pk}/check/")).says("推荐单位已推荐", "第 2 次")
    look(town, COUNTY, pk).says("退回后已改好", "改过，原来是", "因改动失效")
    town.union(UNIT).go(f"/applications/{pk}/endorse/").says("又改了主要业绩")
    choose(town, COUNTY)
    list_of(town, COUNTY).says("已推荐 1，最多 3").follow("报送市总工会").says("因为后来的改动失效了，要重新签")
    sign(town, UNIT, pk).fine()
    recommend(town, COUNTY, pk).fine().says("已推荐 1，最多 3")
    assert hand_in(town, COUNTY).title == "报送回执"


# The days


def test_the_last_second_of_20_november_and_the_day_after(town: Town) -> None:
    """通知四（三）：11 月 20 日到当日结束；过了一秒单位交不了，推荐单位也报不了，写的留作草稿"""
    pk = signed(town, UNIT, ANSWERS)
    recommend(town, COUNTY, pk).fine()
    choose(town, COUNTY)
    check = fill(start(town, UNIT), studio("示例末班工作室"))
    town.clock.set(AFTER, 0)
    submit(check).refuses("报送截止日 2024年11月20日已过（通知四（三））", "都留作草稿，没有丢")
    town.body(COUNTY).go(list_of(town, COUNTY).link("报送市总工会")).says("2024年11月20日已过（通知四（三））")
    town.clock.set(LAST, 23, 59, 59)
    assert submit(check).says("23:59:59").title == "提交回执"
    look(town, COUNTY, number_of(check)).says("今天截止")
    sign(town, UNIT, number_of(check)).fine()
    look(town, COUNTY, number_of(check)).done("不推荐", {"理由": "示例：再运行一年更好"})
    assert hand_in(town, COUNTY).title == "报送回执"


def test_a_page_left_open_past_the_day_is_kept_as_a_draft(town: Town) -> None:
    """通知四（三）：截止以前打开的页，过后保存，内容留作草稿并说明；新的申报开始不了"""
    page = start(town, UNIT)
    town.clock.set(AFTER, 0, 1)
    saved = fill_section(page, studio("示例迟到工作室")).says("已保存，留作草稿", "不能再提交")
    number = number_of(saved)
    town.unit(UNIT).go(f"/applications/{number}/sections/studio/").says("示例迟到工作室")
    town.unit(UNIT).go(f"/rounds/{town.round}/start/").says("不能再开始新的申报")
    town.body(COUNTY).go(f"/recommend/applications/{number}/")
    assert town.body(COUNTY).status(f"/recommend/applications/{number}/") == {404}


def test_one_recommender_is_given_more_time(town: Town) -> None:
    """通知四（三）：只给一个推荐单位延期，要写理由；别的推荐单位照旧"""
    here, there = signed(town, UNIT, ANSWERS), signed(town, BREWERY, ANSWERS)
    address = town.clerk.go(f"/rounds/{town.round}/").link(COUNTY)
    town.clerk.go(address).send("延期", {"延到": "2024-11-25"}).refuses("理由")
    town.clerk.go(address).send("延期", {"延到": "2024-11-19", "extended_why": "早"}).refuses("不能早于2024年11月20日")
    town.clerk.go(address).done("延期", {"延到": "2024-11-25", "extended_why": "示例：暴雪停电"})
    town.clock.set(date(2024, 11, 25), 23, 59)
    recommend(town, COUNTY, here).fine()
    recommend(town, OTHER, there).refuses("2024年11月20日已过（通知四（三））")
    town.clock.set(date(2024, 11, 26), 0)
    choose(town, COUNTY)
    assert list_of(town, COUNTY).follow("报送市总工会").says("2024年11月25日已过").status == 200


def test_a_recommenders_own_day_binds_only_its_units(town: Town) -> None:
    """通知四（三）：推荐单位给所属单位定的日子只管它们；自己照通知的日子，别县的单位照旧"""
    page = list_of(town, COUNTY).follow("给所属单位定截止日")
    page.send("保存", {"所属单位最晚哪一天提交": "2024-11-21"}).refuses("不能晚于2024年11月20日")
    page.done("保存", {"所属单位最晚哪一天提交": "2024-11-15"})
    pk, check, other = (
        signed(town, MILL, ANSWERS),
        fill(start(town, UNIT), ANSWERS),
        fill(start(town, BREWERY), ANSWERS),
    )
    town.clock.set(date(2024, 11, 16))
    submit(check).refuses("推荐单位给所属单位定的截止日 2024年11月15日已过")
    assert submit(other).title == "提交回执"
    recommend(town, COUNTY, pk).fine()
    choose(town, COUNTY)
    assert hand_in(town, COUNTY).title == "报送回执"


# Hand-in and the papers


@pytest.fixture
def handed(town: Town) -> tuple[Town, list[int]]:
    """Two recommended in an order of the recommender's choosing and handed in."""
    list_of(town, COUNTY).follow("汇总表上的联系人").done("保存", {"联系人": "示例联络", "联系人电话": "0000-2560000"})
    found = [signed(town, UNIT, studio("示例一号工作室")), signed(town, MILL, studio("示例二号工作室", host_unit=MILL))]
    for pk in found:
        recommend(town, COUNTY, pk).fine()
    list_of(town, COUNTY).send("按序号排", {f"place-{found[0]}": "2", f"place-{found[1]}": "1"}).fine()
    choose(town, COUNTY)
    hand_in(town, COUNTY).says("第 1 次报送，共 2 份", "示例二号工作室", "示例县总工会（章）")
    return town, found


def test_four_things_are_handed_in(handed: tuple[Town, list[int]]) -> None:
    """通知四（三）：四样材料，哪些能打印、哪些要另外准备，纸质电子都说清"""
    town, _ = handed
    rows = list_of(town, COUNTY).follow("报送市总工会").rows("要交的材料")[1:]
    assert len(rows) == 4
    assert ["可以打印" in row[3] for row in rows] == [True, True, False, False]
    assert all("1 份" in row[1] and row[2] == "要" for row in rows)
    town.clerk.go(f"/rounds/{town.round}/recommenders/").says("已报送")


def test_the_application_is_printed_and_reads_back(
    handed: tuple[Town, list[int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """附件1：推荐表照所填印出，读回来一样；两道意见在各自的栏里"""
    town, _ = handed
    files = papers(town.body(COUNTY), list_of(town, COUNTY).link("下载填好的表"))
    assert sorted(files) == ["01-示例二号工作室.docx", "02-示例一号工作室.docx"]
    found = read_back(files["02-示例一号工作室.docx"], tmp_path, capsys)["application"]
    printed = [key for key in found if not key.startswith("opinion_")]
    assert len(printed) > 20
    wanted = studio("示例一号工作室")
    assert {key: found[key] for key in printed} == {key: wanted[key] for key in printed}
    assert found["opinion_unit_union"] == {"text": "同意申报。", "date": "2024-11-08"}
    assert found["opinion_recommender"] == {"text": "同意推荐。", "date": "2024-11-08"}
    assert {"standards_text", "contact_name", "members"} & set(found) == set()


def test_the_summary_has_its_27_columns_and_its_own_questions(handed: tuple[Town, list[int]]) -> None:
    """附件2：汇总表序号加 27 列，次序照名单；标准/工作法和联系人只在它上面；电话是文字"""
    town, _ = handed
    name, content = town.body(COUNTY).file(list_of(town, COUNTY).link("下载汇总表"))
    assert name == f"{COUNTY}-开封市劳模工匠（技能人才）创新工作室推荐汇总表.xlsx"
    rows = sheet(content)
    heads = [str(cell) for cell in rows[3]]
    assert (heads[0], len(heads)) == ("序号", 28)
    first, second = (dict(zip(heads, row, strict=True)) for row in rows[4:6])
    assert (first["工作室名称"], second["工作室名称"]) == ("示例二号工作室", "示例一号工作室")
    assert first["参与起草的标准/规范/工作法"] == ANSWERS["standards_text"]
    assert (first["联系人"], first["联系人电话"]) == ("示例联络", "0000-2560000")
    assert first["联系电话"] == ANSWERS["leader_phone"]
    assert str(first["主要业绩（500字）"]).split() == str(ANSWERS["achievements"]).split()


ITEMS = (
    *("基础情况", "领衔人", "创新团队", "工作保障", "制度建设", "承担任务", "成果转化", "技能传授", "导师带徒"),
    *("创新联盟", "获奖情况", "取得专利", "形成规范", "助企行动", "宣传报道"),
)


def test_the_outline_of_15_items_is_there_as_a_blank(town: Town) -> None:
    """附件3、附件3第1项至附件3第15项：支撑材料提纲的空表四组十五项，公开下载"""
    anyone = Browser("路人")
    name, content = anyone.file(f"/notice/{town.round}/blank/outline/")
    assert name.endswith("工作实绩支撑材料提纲.docx")
    tables = Document(io.BytesIO(content)).tables
    text = "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert [item for place, item in enumerate(ITEMS, start=1) if f"{place}. {item}" not in text] == []
    assert [group for group in ("基础条件", "运行情况", "创新业绩", "影响带动") if group not in text] == []


def test_members_are_asked_for_the_evidence_though_no_form_prints_them(town: Town) -> None:
    """附件3第3项：骨干成员在网上填，不能多于成员人数（提醒）"""
    check = fill(start(town, UNIT), studio("示例小组", member_count=2)).says("附件3第3项")
    assert submit(check).title == "提交回执"
    look(town, COUNTY, number_of(check)).says("示例庚", "换热站自动化")


def test_whoever_is_not_chosen_is_told_why(town: Town) -> None:
    """通知三、通知四（二）：择优要留下记录：哪次会议、哪一天、没选上的是什么理由；没定的不能报送"""
    chosen, other = (signed(town, UNIT, studio(name)) for name in ("示例一号工作室", "示例三号工作室"))
    recommend(town, COUNTY, chosen).fine()
    page = list_of(town, COUNTY).follow("报送市总工会")
    page.says("还有 1 份没有定", "记下怎样选出来的").hides("须改")
    look(town, COUNTY, other).send("不推荐").refuses("请写明不推荐的理由")
    look(town, COUNTY, other).done("不推荐", {"理由": "示例：培训人数少"})
    choose(town, COUNTY)
    assert hand_in(town, COUNTY).title == "报送回执"
    list_of(town, COUNTY).follow("怎样选出来的").says("示例主席办公会", "示例：培训人数少")
    town.unit(UNIT).go(f"/applications/{other}/").says("未推荐")


def test_a_form_sent_twice_does_it_once(town: Town) -> None:
    """通知四（三）：提交、签意见、推荐、报送，按两次和按一次一样"""
    check = fill(start(town, UNIT), ANSWERS)
    form, pk = check.form("提交", {"以上内容属实": True, "told": True}), number_of(check)
    assert [one.says("2024-0001", "第 1 次").title for one in (form.send(), form.send())] == ["提交回执"] * 2
    form = town.union(UNIT).go(f"/applications/{pk}/endorse/").form("签好", {"意见": "同意申报。"})
    assert [form.send().status for _ in range(2)] == [200, 422]
    page = look(town, COUNTY, pk)
    form = page.form("签署意见，推荐", {"items": everything(page), "意见": "同意推荐。"})
    assert [form.send().status for _ in range(2)] == [200, 422]
    choose(town, COUNTY)
    form = list_of(town, COUNTY).says("已推荐 1，最多 3").follow("报送市总工会").form("报送这", {"名单和次序": True})
    assert form.send().title == "报送回执"
    form.send().refuses("没有新推荐的，已经报送的不用再报")


def test_two_windows_overwrite_nothing(town: Town) -> None:
    """附件1：两个窗口改了同一项，后存的看到两边的内容自己选，谁的都不被盖掉"""
    one = start(town, UNIT)
    two = one.browser.again().go(one.address)
    one.done("保存", {"工作室名称": "示例先存的", "专业领域": "供热"})
    asked = two.send("保存", {"工作室名称": "示例后存的"})
    assert asked.says("您和别人都改过", "示例先存的", "示例后存的").status == 409
    asked.done("保存", {"keep-studio_name": "用我的"})
    one.browser.go(one.address).says("示例后存的", "供热").hides("示例先存的")


# Who sees what; what is kept


def test_the_auditor_reads_everything_handed_in_without_personal_values(handed: tuple[Town, list[int]]) -> None:
    """通知四（二）：审计看得到交来的每一份和怎样选的，电话、出生年月、政治面貌不显示，什么也办不了"""
    town, found = handed
    auditor = town.auditor
    secret = (ANSWERS["leader_phone"], "1981-07", "1981年7月", "中共党员")
    for address in ("read/", "journal/", ""):
        auditor.go(f"/applications/{found[0]}/{address}").fine().hides(*secret)
    auditor.go(f"/applications/{found[0]}/read/").says("示例一号工作室", "示例乙", "＊＊＊")
    auditor.go(f"/recommend/applications/{found[0]}/").fine().hides(*secret)
    for page in (auditor.go("/applications/"), auditor.go("/recommend/"), auditor.go("/journal/")):
        page.fine().hides(*secret)
    draft = number_of(start(town, UNIT))
    assert auditor.status(f"/applications/{draft}/", f"/applications/{found[0]}/mend/", "/people/") == {404}


def test_who_has_not_started_is_seen_by_the_recommender(town: Town) -> None:
    """通知三：推荐单位看得到谁还没有提交，看不到写了什么"""
    start(town, UNIT)
    change(town, UNIT, number_of(start(town, UNIT)), "studio", {"工作室名称": "示例秘密名称"})
    page = list_of(town, COUNTY).hides("示例秘密名称").follow("谁还没有提交").hides("示例秘密名称")
    assert {row[0]: row[1][2:] for row in page.rows("还没有提交的单位")[1:]} == {
        UNIT: "填写中，还没有提交",
        MILL: "还没有开始",
        SILENT: "还没有开始",
    }


def test_one_person_signs_with_the_unions_hat_and_fills_with_the_units(town: Town) -> None:
    """通知三：一个人兼填报和单位工会，各用各的身份；哪件事是哪个身份办的，记录分得清"""
    both = town.unit(UNIT)
    person = town.body(COUNTY).go("/people/").follow(UNIT).follow(f"{UNIT}申报单位")
    person.done("给", {"单位": UNIT, "身份": "所在单位工会"})
    town.offices[f"{UNIT} 所在单位工会"] = both
    pk = signed(town, UNIT, ANSWERS)
    page = town.clerk.go(f"/applications/{pk}/journal/")
    by = {deed: row[1] for row in page.rows("操作记录")[1:] for deed in ("提交", "签署") if row[2].startswith(deed)}
    assert "申报单位" in by["提交"]
    assert "所在单位工会" in by["签署"]


def test_two_cities_do_not_see_each_other(town: Town) -> None:
    """通知首部：一处装两个市，互相看不见：页面、文件、人员、记录"""
    pk = signed(town, UNIT, ANSWERS)
    recommender = int(list_of(town, COUNTY).address.rstrip("/").rpartition("/")[2])
    today = town.clock.now
    other = built("示例乙", town.clock)
    town.clock.now = today
    theirs = [f"/applications/{pk}/", f"/applications/{pk}/read/", f"/applications/{pk}/paper/application/"]
    theirs += [f"/recommend/{recommender}/", f"/recommend/{recommender}/papers.zip", f"/recommend/applications/{pk}/"]
    theirs += [f"/rounds/{town.round}/", f"/rounds/{town.round}/recommenders/", town.places[COUNTY]]
    for stranger in other.offices.values():
        assert stranger.status(*theirs) == {404}
        stranger.go("/desk/").fine().hides(town.top)
    for page in ("/applications/", "/recommend/", "/journal/", "/rounds/"):
        other.clerk.go(page).fine().hides(town.top, "示例热力供热运行创新工作室")
    assert set(deeds(other.clerk)) <= set(deeds(town.clerk))
    verified()


def test_the_journal_tells_every_deed_and_verifies(handed: tuple[Town, list[int]]) -> None:
    """通知四（三）：从采用办法到报送，每件事都在操作记录里，一条不少，链没有断"""
    town, found = handed
    told = deeds(town.clerk)
    year = ["采用评选办法", "开启批次", "附通知原文", "发布通知", "开始申报", "填写", "提交", "签署所在单位工会意见"]
    year += ["签署推荐单位意见", "报送市总工会"]
    assert [word for word in year if word not in told] == []
    firsts = [told.index(word) for word in year]
    assert firsts == sorted(firsts)
    assert (told.count("提交"), told.count("签署推荐单位意见")) == (2, 2)
    assert not [word for word in told if word.isascii()], "没有名字的事"
    history = town.clerk.go(f"/applications/{found[0]}/journal/").rows("操作记录")[1:]
    for word in ("开始申报", "填写", "提交", "报送市总工会"):
        assert any(row[2].startswith(word) for row in history), word
    verified()
