"""开封 2024, a studio that kept its ledger over a year: its numbers stand, its fifteen proofs lie bound in their order,
and what lacks is found by the county, mended and brought to the city. A docstring begins with its clauses."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document

from jiangfang.records.files.models import Content
from tests.journeys import town as towns
from tests.journeys.browser import Page, plain
from tests.journeys.deeds import (
    choose,
    fill,
    hand_in,
    list_of,
    look,
    number_of,
    recommend,
    sign,
    start,
    submit,
    verified,
)
from tests.journeys.office import inbox, of_body
from tests.journeys.proofs import (
    begin_studio,
    bring,
    cards,
    evidence,
    excused,
    headings,
    keep,
    made,
    seal_all,
    take_all,
)
from tests.journeys.test_kaifeng_2024 import ANSWERS, COUNTY, ITEMS, KINDS, MILL, NAME, NOTICE, TREE, UNIT, studio
from tests.journeys.town import Clock, Town

STUDIO = ANSWERS["studio_name"]
NUMBERS = ("funding_total", "result_count", "benefit_total", "trained_count", "apprentice_count", "patent_count")
TEXTS = ("awards_text", "standards_text")
ALLIANCE = "本地还没有成立工作室联盟"
LEDGER: dict[str, str] = {}
# month, day, kind, what is written down, at which places a paper lies
BEFORE: list[tuple[str, dict[str, str], tuple[str, ...]]] = [
    (
        "founding",
        {"title": "关于成立创新工作室的通知", "a-first": "2021年3月", "sort": "成立", "body": UNIT},
        ("founding", "duties", "recognition"),
    ),
    ("premises", {"title": "示例换热实训室", "first": "2021-04-01", "address": "示例路 1 号"}, ("photos", "profile")),
    ("equipment", {"title": "示例管网沙盘", "first": "2021-05-10"}, ("list", "photos", "profile")),
    ("patent", {"title": "示例清灰装置", "first": "2022-08-02", "sort": "实用新型", "people": "示例庚"}, ()),
    ("training", {"title": "示例老班", "first": "2023-05-20", "side": "对内", "count": "60"}, ("sign_in",)),
]
YEAR: list[tuple[date, str, dict[str, str], tuple[str, ...]]] = [
    (date(2024, 1, 8), "rule", {"title": "年度计划和制度汇编", "sort": "计划"}, ("rules", "plan", "outlook")),
    (date(2024, 1, 9), "division", {"title": "年度分工"}, ("roster", "chart", "table")),
    (
        date(2024, 1, 15),
        "project",
        {"title": "分时分区调节", "progress": "已完成", "people": "示例乙、示例辛"},
        ("document", "progress", "outcome"),
    ),
    (
        date(2024, 3, 12),
        "training",
        {"title": "示例春训", "side": "对内", "count": "90"},
        ("sign_in", "plan", "photos"),
    ),
    (date(2024, 3, 20), "apprentice", {"title": "示例壬", "unit": UNIT, "people": "示例乙"}, ("agreement", "progress")),
    (date(2024, 3, 20), "apprentice", {"title": "示例癸", "unit": UNIT, "people": "示例庚"}, ("agreement",)),
    (date(2024, 4, 2), "spending", {"title": "示例传感器", "amount": "8600"}, ("voucher", "list")),
    (
        date(2024, 5, 6),
        "patent",
        {"title": "示例换热站巡检装置", "sort": "发明", "people": "示例乙"},
        ("certificate", "profile"),
    ),
    (date(2024, 5, 30), "result", {"title": "示例调节方案", "sort": "工艺改进", "people": "示例辛"}, ("profile",)),
    (date(2024, 6, 3), "conversion", {"title": "示例调节方案", "way": "本单位应用"}, ("profile",)),
    (
        date(2024, 6, 28),
        "award",
        {
            "title": "示例调节方案",
            "name": "示例市职工技术创新成果奖",
            "level": "地市",
            "rank": "一等奖",
            "body": "示例市总工会",
            "people": "示例辛",
        },
        ("certificate", "profile"),
    ),
    (
        date(2024, 7, 11),
        "standard",
        {"title": "示例巡检规程", "sort": "企业标准", "number": "Q/SL 1—2024", "body": UNIT, "people": "示例庚"},
        ("document", "attestation"),
    ),
    (
        date(2024, 8, 16),
        "assistance",
        {"title": "示例助企行", "enterprise": "示例小微公司", "people": "示例乙"},
        ("documents", "photos"),
    ),
    (
        date(2024, 9, 9),
        "training",
        {"title": "示例秋训", "side": "对外", "count": "70"},
        ("sign_in", "photos"),
    ),
    (date(2024, 9, 9), "publicity", {"title": "示例报道", "medium": "示例日报"}, ("screenshot",)),
    (date(2024, 10, 8), "funding", {"title": "年度经费", "year": "2024", "source": "单位拨付", "amount": "30"}, ()),
    (
        date(2024, 10, 9),
        "benefit",
        {"title": "节煤", "year": "2024", "total": "210", "reckoning": "照购煤发票", "confirmed_by": "示例财务科"},
        ("reckoning", "statement"),
    ),
]
# What no ledger holds: one file for several proofs, or one for one
OTHERS: list[tuple[str, Sequence[str]]] = [
    ("领衔人介绍和证书.png", ["leader/profile", "leader/certificates", "leader/attestation"]),
    ("成员等级证书.png", ["team/certificates"]),
    ("转化成果名单.png", ["conversion/list"]),
    ("师带徒名单.png", ["mentoring/list"]),
    ("专利列表.png", ["patents/list"]),
    ("报道列表.png", ["publicity/list"]),
    ("近一年工作总结.png", ["_/year_summary"]),
]


def begun(clock: Clock) -> Town:
    """The city a year before: a studio writes down what it does as it happens; then the round is published."""
    clock.set(date(2023, 12, 4), 9)
    town = towns.begin("示例甲", NAME, clock)
    for body, kind in KINDS.items():
        towns.add_body(town, kind, body)
    for role in ("市总经办", "审计"):
        towns.add_person(town, town.top, role, role)
    for body, units in TREE.items():
        towns.add_units(town, body, units)
    LEDGER[UNIT] = begin_studio(town, UNIT, STUDIO)
    for kind, values, slots in BEFORE:
        keep(town, UNIT, LEDGER[UNIT], kind, values, *slots)
    for day, kind, values, slots in YEAR:
        clock.set(day)
        dated = values if "year" in values else {**values, "first": day.isoformat()}
        keep(town, UNIT, LEDGER[UNIT], kind, dated, *slots)
    clock.set(date(2024, 11, 6), 9)
    towns.open_round(town, {"paper_day": "以寄出的邮戳为准", "有哪些分会": "一个分会，由分会盖章"})
    towns.attach(town, "通知.txt", NOTICE.encode())
    towns.publish(town)
    clock.set(date(2024, 11, 8))
    return town


def begin(town: Town, **other: Any) -> tuple[int, Page]:
    """An application of the studio: what the ledger reckons taken from it, the rest written; its check page."""
    page = start(town, UNIT, {"studio": STUDIO})
    pk = number_of(page)
    unit = town.unit(UNIT)
    for key in (*NUMBERS, *TEXTS):
        there = unit.go(f"/applications/{pk}/sections/results/").fine()
        called = plain(there.tree.xpath(f'//button[@value="take-{key}"]')[0])
        there.done(called)
    rest = {key: said for key, said in studio(STUDIO, **other).items() if key not in (*NUMBERS, *TEXTS)} | other
    return pk, fill(unit.go(f"/applications/{pk}/sections/studio/"), rest)


def cover(town: Town, pk: int, without: Sequence[str] = ()) -> None:
    """Everything of the ledger, what it does not hold brought, the seals, and what does not apply."""
    take_all(town, UNIT, pk)
    for name, spots in OTHERS:
        if spots[0] not in without:
            bring(town, UNIT, pk, spots, name)
    seal_all(town, UNIT, pk, ("support", "tasks", "conversion"))
    excused(town, UNIT, pk, "alliance", ALLIANCE)


def texts(content: bytes) -> str:
    """What a Word file says."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_its_numbers_stand_by_the_ledger(town: Town) -> None:
    """附件1、附件3第7项、附件3第8项、附件3第9项：数由台账算，近一年的算到报送截止日，期间以外的不算；照台账填的处处一致"""
    _, check = begin(town)
    section = check.browser.go(check.address.replace("check/", "sections/results/"))
    section.says("台账：160 人，近 1 年（2023年11月21日至2024年11月20日）", "台账：210 万元", "台账：2 人", "一致")
    assert "△" not in plain(section.tree.get_element_by_id("fill"))
    numbers = check.browser.go(check.address.replace("check/", "numbers/")).says("160 人")
    one = numbers.follow("160 人").says("示例春训", "90 人", "示例秋训", "70 人", "没有算的", "示例老班")
    one.follow("示例春训").says("签到表")
    assert submit(check).title == "提交回执"
    pk = number_of(check)
    sign(town, UNIT, pk).fine()
    look(town, COUNTY, pk).says("台账：160 人", "一致").hides("和台账不一样")
    _, paper = town.unit(UNIT).file(f"/applications/{pk}/paper/application/")
    said = texts(paper)
    assert [word for word in ("30", "210", "160", "示例市职工技术创新成果奖") if word not in said] == []


def test_another_number_is_asked_why_and_stops_nobody(town: Town) -> None:
    """附件1、附件3第8项：和台账不一样的写一句理由，不挡；工会、推荐单位、市总看得到；提交时的台账定下来"""
    pk, check = begin(town)
    unit = town.unit(UNIT)
    there = unit.go(f"/applications/{pk}/sections/results/")
    there.done("保存，去", {"f-trained_count": "172"})
    check = unit.go(f"/applications/{pk}/check/").says("请核对", "台账")
    there = unit.go(f"/applications/{pk}/sections/results/")
    there.done("保存，去", {"n-trained_count": "另有一期 12 人没有留签到表"})
    assert submit(unit.go(check.address)).title == "提交回执"
    town.union(UNIT).go(f"/applications/{pk}/endorse/").says("另有一期 12 人没有留签到表")
    sign(town, UNIT, pk).fine()
    look(town, COUNTY, pk).says("和台账不一样", "另有一期 12 人没有留签到表")
    keep(
        town,
        UNIT,
        LEDGER[UNIT],
        "training",
        {"title": "示例补记", "first": "2024-11-01", "side": "对内", "count": "12"},
    )
    page = town.body(COUNTY).go(f"/applications/{pk}/numbers/").says("160 人", "172")
    assert page.hides("172 人").status == 200
    town.clerk.go(f"/applications/{pk}/numbers/").says("不一样，有理由")


def test_fifteen_indicators_are_covered_and_bound_in_their_order(town: Town) -> None:
    """附件3、附件3第1项至附件3第15项：台账取入、另传的、盖章核算、不适用写明；十五项齐了，合订成一册照提纲的次序"""
    pk, _ = begin(town)
    evidence(town, UNIT, pk).says("提纲 15 项：15 缺", "从台账取入")
    cover(town, pk)
    page = evidence(town, UNIT, pk).says("提纲 15 项：14 齐全、1 不适用", ALLIANCE, "创新工作室近一年工作总结：已交")
    stands = cards(page)
    assert [name for name, word in stands.items() if not word.endswith(("齐全", "不适用"))] == []
    assert list(stands) == [f"{place}. {name}" for place, name in enumerate(ITEMS, start=1)]
    said, content = made(town.unit(UNIT), page.send("合订成 PDF").fine())
    assert content.startswith(b"%PDF")
    assert "attachment" in said
    assert headings(content)[2:-1] == [f"{place} {name}" for place, name in enumerate(ITEMS, start=1)]
    assert headings(content)[-1] == "创新工作室近一年工作总结"


def test_the_county_finds_two_gaps_and_sends_it_back(town: Town) -> None:
    """通知四（二）、通知四（三）、附件3第3项、附件3第12项：县里看到 13/15，退回补齐，重签报送，电子版随报送到达"""
    pk, check = begin(town)
    cover(town, pk, without=["team/certificates", "patents/list"])
    assert submit(check.browser.go(check.address)).title == "提交回执"
    sign(town, UNIT, pk).fine()
    page = look(town, COUNTY, pk).says("提纲 15 项", "2 部分")
    assert "13/15" in list_of(town, COUNTY).text
    theirs = page.browser.go(f"/applications/{pk}/evidence/").says("提纲 15 项：12 齐全、1 不适用、2 部分")
    letter = texts(theirs.browser.file(theirs.link("补交通知"))[1])
    assert [word for word in ("下面 2 处还要补", "技能等级证书", "专利列表", UNIT) if word not in letter] == []
    told = "请补第 3 项的等级证书和第 12 项的专利列表"
    page.done("退回", {"sections": ["支撑材料"], "reasons": ["没有相应证明"], "写给单位的话": told})
    mine = town.unit(UNIT).go(f"/applications/{pk}/").says("退回补正", "支撑材料", told)
    for name, spots in OTHERS:
        if spots[0] in ("team/certificates", "patents/list"):
            bring(town, UNIT, pk, spots, name)
    evidence(town, UNIT, pk).says("提纲 15 项：14 齐全、1 不适用")
    submit(mine.browser.go(f"/applications/{pk}/check/")).says("第 2 次")
    look(town, COUNTY, pk).says("退回后已改好", "支撑材料")
    recommend(town, COUNTY, pk).refuses("因为后来的改动失效了")
    town.union(UNIT).go(f"/applications/{pk}/endorse/").says("支撑材料")
    sign(town, UNIT, pk).fine()
    versions = town.union(UNIT).go(f"/applications/{pk}/").follow("比较").says("技能等级证书", "专利列表")
    assert versions.status == 200
    recommend(town, COUNTY, pk).fine()
    choose(town, COUNTY)
    assert hand_in(town, COUNTY).title == "报送回执"
    inbox(town).says(COUNTY)
    of_body(town, COUNTY).says("15/15")
    town.clerk.go(f"/rounds/{town.round}/arrivals/").says("随报送到达", "近一年工作总结")
    verified()


def test_the_same_paper_of_two_studios_is_seen_at_the_city(town: Town) -> None:
    """附件3第12项：两份申报用了同一份材料、同一个证书编号，市里看得到两处，由人判断"""
    pks = []
    for unit in (UNIT, MILL):
        pk = number_of(start(town, unit, {"studio": "新的工作室"} if unit == UNIT else None))
        fill(town.unit(unit).go(f"/applications/{pk}/sections/studio/"), studio(f"{unit}工作室", host_unit=unit))
        bring(town, unit, pk, ["patents/certificates"], "示例证书.png")
        assert submit(town.unit(unit).go(f"/applications/{pk}/check/")).title == "提交回执"
        sign(town, unit, pk).fine()
        pks.append(pk)
    assert Content.objects.filter(files__name="示例证书.png").distinct().count() == 1
    page = inbox(town).follow("重复的材料").says(f"{UNIT}工作室", f"{MILL}工作室", "示例证书.png")
    assert {f"/applications/{pk}/" in page.response.content.decode() for pk in pks} == {True}
    town.clerk.go(f"/applications/{pks[0]}/evidence/").says("和别的申报一样", f"{MILL}工作室")
