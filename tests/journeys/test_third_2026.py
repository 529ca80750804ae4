"""The third programme, which is only data, through the same journey: its own steps, states, papers, quota."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import town as towns
from tests.journeys.browser import Browser, plain
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
    sheet,
    start,
    submit,
    verified,
)
from tests.journeys.office import inbox, line, of_body
from tests.journeys.town import ROOT, Clock, Town
from tests.stages.apply.desk import answers_of

NAME = "third-2026"
ANSWERS = answers_of(NAME)
TOWNSHIP, OTHER = "示例镇总工会", "示例乡总工会"
UNIT, MILL, FARM = "示例竹艺合作社", "示例木工厂", "示例农场"
TEXT = "\n".join(
    [
        "关于认定2026年度示例县工匠创新工坊的通知",
        "各乡镇（街道）总工会：",
        "一、名额：每个乡镇一两个，不够可以商量。",
        "二、条件",
        *(f"（{number}）虚构的条件{number}。" for number in "一二三四"),
        "三、怎样推荐",
        "四、什么时候报",
        "五、要重视",
        "附件：1.申报表",
        "2026年3月2日",
    ]
)


def begun(clock: Clock) -> Town:
    clock.set(date(2026, 3, 3), 9)
    town = towns.begin("示例丙", NAME, clock)
    for body in (TOWNSHIP, OTHER):
        towns.add_body(town, "县（市、区）总工会", body)
    for role in ("市总经办", "审计"):
        towns.add_person(town, town.top, role, role)
    towns.add_units(town, TOWNSHIP, [UNIT, MILL])
    towns.add_units(town, OTHER, [FARM])
    towns.open_round(town, {"paper_day": "以收到的日子为准"})
    towns.attach(town, "通知.txt", TEXT.encode())
    towns.publish(town)
    clock.set(date(2026, 3, 20))
    return town


def workshop(name: str, **other: Any) -> dict[str, Any]:
    return {**ANSWERS, "studio_name": name, **other}


def test_the_notice_is_public(town: Town) -> None:
    """通知首部、通知一、通知四：文号、每个乡镇 1-2 个、全县 20 个左右、三样材料"""
    page = Browser("路人").go("/").follow("示例县工匠创新工坊认定")
    page.says("示工发〔2026〕8号", "不少于 1 个、不超过 2 个", "20 个左右", "纸质 3 份，盖章", "报送截止 2026年4月30日")
    page.says("虚构的条件一。").hides("（转述）")
    assert {
        Browser("路人").file(one.get("href"))[0] for one in page.tree.iter("a") if "/blank/" in one.get("href")
    } == {
        "示例县工匠创新工坊申报表.docx",
        "工坊申报承诺书.docx",
        "示例县工匠创新工坊推荐汇总表.xlsx",
    }


def test_its_conditions_hold_for_the_form(town: Town) -> None:
    """通知二（一）、通知二（二）、通知二（三）：徒弟 3 人、建坊 2 年不符合交不了，场地小只提醒"""
    weak = workshop("示例小坊", apprentices=ANSWERS["apprentices"][:2], workshop_area=19, workshop_since="2024-06")
    check = fill(start(town, UNIT), weak).says("通知二（一）", "通知二（二）", "通知二（三）")
    submit(check).refuses("必须改✕ 2 处", "请核对△ 1 处")
    good = fill(start(town, MILL), workshop("示例窄坊", workshop_area=19)).says("通知二（二）")
    assert submit(good).title == "提交回执"


def test_the_recommender_answers_what_only_people_know(town: Town) -> None:
    """通知二（四）：同一领办人只报一处，由推荐单位核对"""
    pk = filed(town, UNIT, ANSWERS)
    page = look(town, TOWNSHIP, pk).says("领办人", "通知二（四）")
    short = [one for one in everything(page) if one != "twice"]
    refused = page.send("签署意见，推荐", {"items": short, "意见": "同意推荐。"})
    assert refused.refuses("核对清单还没有勾完", "通知二（四）").status == 422


def test_it_goes_to_the_township_without_a_union_of_the_unit(town: Town) -> None:
    """通知三：没有所在单位工会这一步，交了就到乡镇；单位工会没有要签的"""
    pk = filed(town, UNIT, ANSWERS)
    town.unit(UNIT).go(f"/applications/{pk}/").says("乡镇总工会核对", "乡镇（街道）总工会意见")
    assert town.union(UNIT).status(f"/applications/{pk}/endorse/") == {404}
    recommend(town, TOWNSHIP, pk).fine().says("已推荐 1，至少 1，最多 2")


def test_the_third_passes_by_a_named_waiver_only(town: Town) -> None:
    """通知一：乡镇最多 2 个，第三个要有人具名同意并写理由；同意记入操作记录；撤回以后不算超出"""
    found = [filed(town, UNIT, workshop(f"示例{place}号工坊")) for place in range(3)]
    for pk in found[:2]:
        recommend(town, TOWNSHIP, pk).fine()
    recommend(town, TOWNSHIP, found[2]).refuses("名额已满：已推荐 2", "通知一", "请写明由谁同意")
    recommend(town, TOWNSHIP, found[2], {"由谁同意超出": "县总工会主席办公会"}).refuses("请写明超出名额的理由")
    named = {"由谁同意超出": "县总工会主席办公会", "为什么超出": "示例：竹编是本镇特色"}
    recommend(town, TOWNSHIP, found[2], named).fine().says("已推荐 3", "其中 1 个经同意超出")
    look(town, TOWNSHIP, found[2]).says("经 县总工会主席办公会 同意超出名额：示例：竹编是本镇特色")
    town.clerk.go("/journal/").says("县总工会主席办公会", "示例：竹编是本镇特色")
    town.clerk.go(f"/applications/{found[2]}/journal/").says("经同意超出名额", "县总工会主席办公会")
    choose(town, TOWNSHIP)
    assert hand_in(town, TOWNSHIP).says("共 3 份").title == "报送回执"
    arrived = line(inbox(town), TOWNSHIP)
    assert (arrived["已报送"], "1 经同意超出" in arrived["名额"]) == ("3", True)
    page = of_body(town, TOWNSHIP).says("经同意超出名额")
    assert (page.has("受理选中的"), page.has("退回推荐单位")) == (False, True), "这一套里没有受理这一步"


def test_a_waived_place_goes_with_who_had_it(town: Town) -> None:
    """通知一：经同意的那一个撤回，同意不留给下一个"""
    found = [filed(town, UNIT, workshop(f"示例{place}号工坊")) for place in range(4)]
    for pk in found[:2]:
        recommend(town, TOWNSHIP, pk).fine()
    named = {"由谁同意超出": "县总工会主席办公会", "为什么超出": "示例：特色"}
    recommend(town, TOWNSHIP, found[2], named).fine()
    look(town, TOWNSHIP, found[2]).done("撤回推荐意见")
    list_of(town, TOWNSHIP).says("已推荐 2").hides("经同意超出")
    assert recommend(town, TOWNSHIP, found[3]).refuses("名额已满").status == 422


def test_who_is_passed_over_is_told_why_and_may_still_be_chosen(town: Town) -> None:
    """通知三：这个办法没有“不推荐”的结局，写了理由仍停在原处，改了主意还能推荐"""
    pk = filed(town, UNIT, ANSWERS)
    look(town, TOWNSHIP, pk).send("不推荐").refuses("请写明不推荐的理由")
    look(town, TOWNSHIP, pk).done("不推荐", {"理由": "示例：场地再大些"})
    town.unit(UNIT).go(f"/applications/{pk}/").says("乡镇总工会核对")
    list_of(town, TOWNSHIP).follow("怎样选出来的").says("没有选上的 1 份", "示例：场地再大些")
    assert recommend(town, TOWNSHIP, pk).fine().status == 200


def test_sent_back_it_comes_straight_back(town: Town) -> None:
    """通知三：乡镇退回修改，改好回到乡镇，推荐还在；照改过的重签"""
    pk = filed(town, UNIT, ANSWERS)
    recommend(town, TOWNSHIP, pk).fine()
    look(town, TOWNSHIP, pk).done("退回", {"sections": ["工坊"], "reasons": ["填写有误"], "写给单位的话": "名称写全"})
    change(town, UNIT, pk, "workshop", {"工坊名称": "示例竹编创新工坊"})
    submit(town.unit(UNIT).go(f"/applications/{pk}/check/")).says("乡镇总工会已推荐")
    assert recommend(town, TOWNSHIP, pk).fine().says("已推荐 1").status == 200


def test_the_last_day_is_30_april(town: Town) -> None:
    """通知四：4 月 30 日到当日结束"""
    check = fill(start(town, UNIT), ANSWERS)
    town.clock.set(date(2026, 5, 1), 0)
    submit(check).refuses("推荐材料截止日 2026年4月30日已过（通知四）")
    town.clock.set(date(2026, 4, 30), 23, 59, 59)
    assert submit(check).title == "提交回执"


def test_all_its_papers_and_its_journal(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """通知四、附件1、附件2、附件3：申报表、承诺书、汇总表印出并读回；操作记录一条不少"""
    pk = filed(town, UNIT, ANSWERS)
    recommend(town, TOWNSHIP, pk).fine()
    page = list_of(town, TOWNSHIP)
    assert "汇总表上的联系人" not in page.text, "它的汇总表没有这一栏"
    choose(town, TOWNSHIP)
    hand_in(town, TOWNSHIP).says("共 1 份")
    town.clerk.go(f"/applications/{pk}/").says("县总工会复核")
    folder = str(ROOT / "tests" / "programmes" / NAME)
    files = papers(town.body(TOWNSHIP), page.link("下载填好的表"))
    assert sorted(files) == ["01-示例竹编工坊-工坊申报承诺书.docx", "01-示例竹编工坊-示例县工匠创新工坊申报表.docx"]
    read: dict[str, Any] = {}
    for content in files.values():
        for answers in read_back(content, tmp_path, capsys, folder).values():
            read |= answers
    assert read["opinion_township"] == {"text": "同意推荐。", "date": "2026-03-20"}
    mine = {key: said for key, said in ANSWERS.items() if not key.startswith("opinion_")}
    assert {key: read.get(key) for key in mine} == mine
    _, content = town.body(TOWNSHIP).file(page.link("下载汇总表"))
    row = ["示例竹编工坊", ANSWERS["host_unit"], "示例堃", "0000-0000001", 120]
    assert sheet(content)[2] == [1, *row]
    assert [word for word in ("提交", "签署推荐单位意见", "报送市总工会") if word not in deeds(town.clerk)] == []
    verified()


def test_the_auditor_reads_it_with_the_phone_hidden(town: Town) -> None:
    """通知三：审计看得到交来的，领办人电话不显示"""
    pk = number_of(submit(fill(start(town, UNIT), ANSWERS)))
    page = town.auditor.go(f"/applications/{pk}/read/").says("示例竹编工坊", "＊＊＊").hides("0000-0000001")
    assert [plain(one) for one in page.tree.iter("h1")] == ["示例竹编工坊"]
    town.auditor.go(f"/recommend/applications/{pk}/").fine().hides("0000-0000001")
