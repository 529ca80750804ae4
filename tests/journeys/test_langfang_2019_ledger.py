"""廊坊 2019, a studio with a ledger of three years: the tables by year and the counts of the form come out of it."""

from datetime import date
from pathlib import Path

import pytest

from tests.journeys import town as towns
from tests.journeys.browser import Page, plain
from tests.journeys.deeds import fill, look, number_of, read_back, recommend, sign, start, submit, verified
from tests.journeys.proofs import begin_studio, cards, evidence, keep, take_all
from tests.journeys.test_langfang_2019 import ANSWERS, BOX, COUNTY, KINDS, LINE, NAME, UNIT, WORD
from tests.journeys.town import Clock, Town

STUDIO = ANSWERS["studio_name"]
LEDGER: dict[str, str] = {}
YEARS = ("funding", "benefit")
COUNTED = {
    "result_count": 2,
    "converted_count": 1,
    "utility_patents": 1,
    "invention_patents": 1,
    "awards_municipal": 1,
    "trained_total": 3,
    "trained_technician": 1,
    "trained_senior_worker": 2,
    "honours_company": 1,
}
NONE = (
    *("awards_international", "awards_national", "awards_provincial", "trained_dual_title"),
    *("trained_senior_technician", "trained_other", "honours_national", "honours_provincial", "honours_municipal"),
)
ROWS = (
    {"year": "2017", "amount": "12", "source": "自筹"},
    {"year": "2018", "amount": "18.5", "source": "自筹、上级补助"},
)
KEPT: list[tuple[date, str, dict[str, str], tuple[str, ...]]] = [
    (date(2017, 12, 20), "funding", {"title": "年度经费", "year": "2017", "source": "自筹", "amount": "12"}, ()),
    (
        date(2017, 12, 28),
        "benefit",
        {"title": "示例夹具", "year": "2017", "revenue": "60", "savings": "35.2", "total": "95.2"},
        ("reckoning",),
    ),
    (date(2018, 3, 6), "result", {"title": "示例环缝自动焊", "people": "示例甲"}, ()),
    (
        date(2018, 5, 2),
        "patent",
        {"title": "示例夹具", "sort": "实用新型", "people": "示例甲"},
        ("certificate",),
    ),
    (date(2018, 6, 1), "talent", {"title": "示例丙", "grade": "技师"}, ("certificate",)),
    (date(2018, 6, 1), "talent", {"title": "示例堃", "grade": "高级工"}, ()),
    (date(2018, 12, 3), "funding", {"title": "年度经费", "year": "2018", "source": "自筹", "amount": "10"}, ()),
    (
        date(2018, 12, 4),
        "funding",
        {"title": "补助", "year": "2018", "source": "上级补助", "amount": "8.5"},
        ("voucher",),
    ),
    (
        date(2018, 12, 20),
        "benefit",
        {"title": "示例焊丝回收", "year": "2018", "revenue": "88", "savings": "20", "total": "108"},
        (),
    ),
    (
        date(2018, 12, 21),
        "benefit",
        {"title": "示例薄板顺序", "year": "2018", "savings": "21.6", "total": "21.6"},
        ("statement",),
    ),
    (date(2019, 2, 18), "result", {"title": "示例焊丝回收", "people": "示例乙"}, ()),
    (date(2019, 3, 4), "conversion", {"title": "示例焊丝回收", "way": "推广应用"}, ()),
    (date(2019, 4, 9), "patent", {"title": "示例工装", "sort": "发明", "people": "示例喆"}, ("certificate",)),
    (
        date(2019, 5, 24),
        "award",
        {"title": "示例环缝自动焊", "name": "示例奖", "level": "地市", "people": "示例甲"},
        ("certificate",),
    ),
    (
        date(2019, 6, 10),
        "talent",
        {"title": "示例己", "grade": "高级工", "honour": "企业劳模"},
        (),
    ),
]


def begun(clock: Clock) -> Town:
    """The city two years before: a studio writes down what it does; then the round is published."""
    clock.set(date(2017, 12, 1), 9)
    town = towns.begin("示例甲", NAME, clock)
    for body, kind in KINDS.items():
        towns.add_body(town, kind, body)
    towns.add_person(town, town.top, "市总经办", "市总经办")
    towns.add_units(town, COUNTY, [UNIT])
    LEDGER[UNIT] = begin_studio(town, UNIT, STUDIO, "示例甲", "2016-03")
    for day, kind, values, slots in KEPT:
        clock.set(day)
        dated = values if "year" in values else {**values, "first": day.isoformat()}
        keep(town, UNIT, LEDGER[UNIT], kind, dated, *slots)
    clock.set(date(2019, 8, 19), 9)
    towns.open_round(
        town, {"是否也按下限办": "是", "direct_line": LINE, "direct_box": BOX, "paper_day": "以收到的日子为准"}
    )
    towns.attach(town, "通知.docx", WORD)
    towns.publish(town)
    clock.set(date(2019, 9, 20))
    return town


def by_ledger(town: Town) -> tuple[int, Page]:
    """An application of the studio: every number that the ledger gives is taken from it; its check page."""
    page = start(town, UNIT, {"studio": STUDIO})
    pk, unit = number_of(page), town.unit(UNIT)
    for _ in range(40):
        found = [
            (section, one)
            for section in sections(unit.go(f"/applications/{pk}/"), pk)
            for one in unit.go(section).tree.xpath('//button[starts-with(@value, "take-")]')
        ]
        if not found:
            break
        section, button = found[0]
        unit.go(section).done(plain(button))
    rest = {key: said for key, said in ANSWERS.items() if key not in (*YEARS, *COUNTED)}
    return pk, fill(unit.go(f"/applications/{pk}/sections/studio/"), {**rest, **dict.fromkeys(NONE, 0)})


def sections(page: Page, pk: int) -> list[str]:
    """The sections of the form."""
    return sorted({one for one in page.tree.xpath("//a/@href") if one.startswith(f"/applications/{pk}/sections/")})


def test_the_tables_by_year_come_from_the_ledger(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """附件：经费投入、经济效益一年一行，同一年的几条加在一起；各项数由台账数出来，印在审批表上"""
    pk, check = by_ledger(town)
    assert submit(check).title == "提交回执"
    sign(town, UNIT, pk).fine()
    look(town, COUNTY, pk).says("台账：2 个年度", "一致").hides("和台账不一样")
    recommend(town, COUNTY, pk).fine()
    _, content = town.unit(UNIT).file(f"/applications/{pk}/paper/application/")
    read = read_back(content, tmp_path, capsys)["application"]
    assert read["funding"] == list(ROWS)
    assert read["benefit"] == [
        {"year": "2017", "revenue": "60", "savings": "35.2", "total": "95.2"},
        {"year": "2018", "revenue": "88", "savings": "41.6", "total": "129.6"},
    ]
    assert {key: read[key] for key in COUNTED} == COUNTED
    town.unit(UNIT).go(f"/applications/{pk}/numbers/benefit/").says("示例焊丝回收", "示例薄板顺序", "2018")
    verified()


def test_another_year_of_the_form_is_its_own_affair_and_another_amount_is_asked(town: Town) -> None:
    """附件：台账没有的年度照写不问；同一年金额不一样的问一句，不挡"""
    pk, _ = by_ledger(town)
    unit = town.unit(UNIT)
    every = sections(unit.go(f"/applications/{pk}/"), pk)
    section = next(one for one in every if "r-funding" in unit.go(one).response.content.decode())
    boxes = {"r-funding-0-year": "2016", "r-funding-0-amount": "5", "r-funding-0-source": "自筹"}
    rows = {f"r-funding-{place}-{name}": said for place, row in enumerate(ROWS, start=1) for name, said in row.items()}
    unit.go(section).done("保存", boxes | rows)
    assert "△ 和台账" not in unit.go(section).text
    unit.go(section).done("保存", {"r-funding-2-amount": "19"})
    page = unit.go(f"/applications/{pk}/check/").says("请核对", "台账")
    assert submit(page).title == "提交回执"


def test_proofs_may_lie_with_it_and_none_is_wanting(town: Town) -> None:
    """通知二（七）、通知二（八）：通知没有要求证明材料，附上的供审阅，没有的不算缺"""
    pk, check = by_ledger(town)
    evidence(town, UNIT, pk).says("通知没有要求交")
    take_all(town, UNIT, pk)
    page = evidence(town, UNIT, pk).says("专利证书", "2 份")
    assert not [word for word in cards(page).values() if word.startswith("✕")]
    assert submit(check.browser.go(check.address)).title == "提交回执"
    sign(town, UNIT, pk).fine()
    assert town.body(COUNTY).go(f"/applications/{pk}/evidence/").says("专利证书").status == 200
