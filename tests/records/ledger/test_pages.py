"""The pages of a ledger: the list and its filters, one screen to write down, what a colleague changed, papers."""

import io
import re
import sys
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Role
from jiangfang.records.journal.models import Entry as Deed
from jiangfang.records.ledger import actions
from jiangfang.records.ledger.models import EntryFile
from jiangfang.records.studios.models import Studio
from tests.records.ledger.keeping import PATENT, entry_of, file_of, studio_of, token
from tests.records.ledger.paging import HOSTILE, SHEET, as_, place, text
from tests.records.world import AT, City, hat
from tests.web import hidden

# The studios


def test_a_unit_without_a_studio_is_told_how_to_begin(town: City, desk: Client) -> None:
    page = text(desk.get("/studios/"))
    assert "还没有工作室台账" in page and "/studios/begin/" in page


def test_a_studio_is_begun_on_a_page_and_its_ledger_opens(town: City, desk: Client) -> None:
    given = {"name": "示例焊接创新工作室", "leader_name": "示例甲", "founded_on": "2019年5月"}
    made = desk.post("/studios/begin/", given)
    assert (made.status_code, made["Location"]) == (303, place(Studio.objects.get()))
    page = text(desk.get(made["Location"]))
    assert "还没有记" in page and "领衔人" in page
    again = desk.post("/studios/begin/", given)
    assert (again.status_code, "已经有" in text(again), 'value="2019年5月"' in text(again)) == (422, True, True)


def test_what_is_suggested_fills_the_form(town: City, desk: Client) -> None:
    page = text(desk.get("/studios/begin/", {"name": f"示例{HOSTILE}", "leader_name": "示例甲"}))
    assert 'value="示例甲"' in page and HOSTILE not in page


def test_a_studio_is_amended_closed_and_taken_up_again(studio: Studio, desk: Client) -> None:
    form = hidden(desk.get(place(studio, "change/")))
    given = {"name": "示例电焊创新工作室", "leader_name": "示例甲", "founded_on": ""}
    assert desk.post(place(studio, "change/"), {**form, **given}).status_code == 303
    late = desk.post(place(studio, "change/"), {**form, **given, "name": "示例别的"})
    assert (late.status_code, "同事改过" in text(late), "示例电焊创新工作室" in text(late)) == (422, True, True)
    for word, says in (("close", "已停用"), ("reopen", "记一条")):
        assert desk.post(place(studio, f"{word}/")).status_code == 303
        assert says in text(desk.get(place(studio)))


# The list


def test_the_address_asks_and_the_list_answers(town: City, studio: Studio, desk: Client) -> None:
    first = entry_of(studio, town.worker, title="甲种夹具", people="示例丙")
    second = entry_of(studio, town.worker, "training", title="乙种培训", first="2023-06-01")
    struck = entry_of(studio, town.worker, title="丙种记错")
    actions.strike(entry=struck, why="记重了", hat=town.worker, at=AT)
    actions.lay(entry=first, papers=[("certificate", file_of(studio, town.worker))], hat=town.worker, at=AT)
    shown = {
        "": [first, second],
        "kind=patent": [first],
        "year=2023": [second],
        "year=2022": [],
        "papers=with": [first],
        "papers=without": [second],
        "find=示例丙": [first],
        "find=乙种": [second],
        "find=没有的": [],
        "struck=1": [struck],
        "sort=title": [second, first],
        "sort=day": [second, first],
        "year=x&papers=x&sort=x&kind=": [first, second],
    }
    for query, wanted in shown.items():
        page = text(desk.get(place(studio), dict(one.split("=", 1) for one in query.split("&") if one)))
        found = re.findall(rf'<td class="title"><a href="{place(studio)}entries/(\d+)/"', page)
        assert [int(pk) for pk in found] == [one.pk for one in wanted], query
    assert "专利 <b>1</b>" in text(desk.get(place(studio)))


def test_a_span_stands_in_every_year_that_it_touches(town: City, studio: Studio, desk: Client) -> None:
    entry_of(studio, town.worker, "apprentice", first="2021-03-01", last="2023-02-01")
    entry_of(studio, town.worker, "apprentice", title="还在带的", first="2022-03-01")
    for year, many in ((2020, 0), (2021, 1), (2022, 2), (2023, 2), (2024, 1)):
        assert f"共 {many} 条" in text(desk.get(place(studio), {"year": year})), year


def test_a_second_page_has_the_fifty_first(town: City, studio: Studio, desk: Client) -> None:
    rows = [(f"第 {number} 行", {**PATENT, "title": f"示例{number:02}"}) for number in range(51)]
    actions.add_all(studio=studio, kind="patent", rows=rows, again=False, token=token(), hat=town.worker, at=AT)
    assert text(desk.get(place(studio))).count('<td class="title">') == 50
    assert text(desk.get(place(studio), {"page": 2})).count('<td class="title">') == 1


def test_doubts_are_questions_with_links(town: City, studio: Studio, desk: Client) -> None:
    made = entry_of(studio, town.worker, first="2018-01-01")
    page = text(desk.get(place(studio)))
    assert "早于工作室建立的日子" in page and "没有附" in page
    assert f'href="{place(studio)}entries/{made.pk}/"' in page
    assert "想请您看一看" not in text(desk.get(place(studio), {"kind": "patent"}))


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_ask_the_same_whatever_is_in_them(
    town: City, studio: Studio, desk: Client, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    studio_of(town.worker, "示例二室")
    made = entry_of(studio, town.worker)
    for number in range(many):
        made = entry_of(studio, town.worker, title=f"示例{number}")
        papers = [
            ("certificate", file_of(studio, town.worker, seed=number)),
            ("profile", file_of(studio, town.worker, seed=9)),
        ]
        actions.lay(entry=made, papers=papers, hat=town.worker, at=AT)
        file_of(studio, town.worker, seed=20 + number)
    counts = {"": 12, "timeline/": 9, f"entries/{made.pk}/": 10, "papers/": 11, "add/": 6, "add/patent/": 7}
    for tail, count in counts.items():
        desk.get(place(studio, tail))
        with django_assert_num_queries(count):
            assert desk.get(place(studio, tail)).status_code == 200, tail


def test_another_unit_finds_nothing(town: City, studio: Studio) -> None:
    made = entry_of(studio, town.worker)
    strangers = [hat(town.other, Role.UNIT, "other"), hat(town.unit, Role.UNIT_UNION, "union"), town.clerk, town.admin]
    for worn in strangers:
        client = as_(worn)
        for tail in ("", "timeline/", "excel/", "add/", "add/patent/", "change/", "papers/", f"entries/{made.pk}/"):
            assert client.get(place(studio, tail)).status_code == 404, (worn, tail)
    second = studio_of(town.worker, "示例二室")
    assert as_(town.worker).get(place(second, f"entries/{made.pk}/")).status_code == 404


# The timeline


def test_the_timeline_stands_by_year_and_month_with_pictures(town: City, studio: Studio, desk: Client) -> None:
    days = ("2024-03-05", "2024-03-01", "2023-12-01", "", "2022")
    made = [entry_of(studio, town.worker, first=day, title=f"示例第{number}件") for number, day in enumerate(days)]
    entry_of(studio, town.worker, "funding")
    file = file_of(studio, town.worker)
    actions.lay(entry=made[-1], papers=[("certificate", file)], hat=town.worker, at=AT)
    page = text(desk.get(place(studio, "timeline/"), {"money": "1"}))
    heads = re.findall(r"<h[23]>(?:<span[^>]*>)?([^<]+)", page)
    assert heads == ["2024年", "全年", "3月", "2023年", "12月", "2022年", "全年", "没有写日期", "没有写日期"]
    assert f"/files/studio-{studio.pk}/{file.pk}/preview/1/?size=thumb" in page
    assert "示例第0件" not in text(desk.get(place(studio, "timeline/"), {"year": 2023}))
    assert "台账里还没有记" in text(desk.get(place(studio_of(town.worker, "示例二室"), "timeline/")))


def test_what_it_costs_is_not_shown_to_visitors_unless_it_is_asked_for(
    town: City, studio: Studio, desk: Client
) -> None:
    entry_of(studio, town.worker, "funding", title="示例拨付")
    spent = {"title": "示例买焊机", "first": "2024-05-01", "amount": "800", "voucher": "示例凭证号"}
    actions.add(studio=studio, kind="spending", typed=spent, token=token(), hat=town.worker, at=AT)
    there, inner = place(studio, "timeline/"), ("示例拨付", "示例买焊机", "示例凭证号")
    assert "没有符合的（经费和支出没有算在里面）" in text(desk.get(there))
    entry_of(studio, town.worker, title="示例夹具")
    assert "示例夹具" in text(desk.get(there))
    assert not [word for word in inner if word in text(desk.get(there))]
    everything = text(desk.get(there, {"money": "1"}))
    assert not [word for word in (*inner, "示例夹具") if word not in everything]
    assert "示例凭证号" in text(desk.get(there, {"kind": "spending"}))


def test_a_unit_is_said_once(town: City, studio: Studio, desk: Client) -> None:
    made = entry_of(studio, town.worker, "training", hours="8")
    page = text(desk.get(place(studio)))
    assert "课时 8；" in page or "课时 8<" in page
    assert "<dd><bdi>8</bdi></dd>" in text(desk.get(place(studio, f"entries/{made.pk}/")))
    heads = text(desk.get(place(studio, "import/training/")))
    assert "课时（课时）" not in heads and "培训人数（人）" in heads


def test_the_way_to_the_papers_is_always_there(studio: Studio, desk: Client) -> None:
    there = place(studio, "papers/")
    assert f'<a class="btn" href="{there}">材料</a>' in text(desk.get(place(studio)))
    assert desk.get(there).status_code == 200


def test_loose_papers_are_laid_from_their_own_page(town: City, studio: Studio, desk: Client) -> None:
    there, made = place(studio, "papers/"), entry_of(studio, town.worker)
    first, second = file_of(studio, town.worker, "一.png"), file_of(studio, town.worker, "二.png", 1)
    page = text(desk.get(there))
    assert f'<optgroup label="专利：{made.title}（2024年3月5日）"><option value="{made.pk}.certificate">' in page
    sent = {"file": [first.pk, second.pk], "to": f"{made.pk}.certificate", "end": "1"}
    for wrong, says in (
        ({"to": ""}, "请先勾选材料，再选放到哪一条"),
        ({"file": []}, "请先勾选材料，再选放到哪一条"),
        ({"file": [file_of(studio_of(town.worker, "示例二室"), town.worker).pk]}, "已经不在了"),
    ):
        refused = desk.post(there, {**sent, **wrong})
        assert (refused.status_code, says in text(refused)) == (422, True), wrong
    assert "内容不完整" in text(desk.post(there, {key: value for key, value in sent.items() if key != "end"}))
    kept = text(desk.post(there, {**sent, "to": ""}))
    assert f'value="{first.pk}" form="laying" checked' in kept
    assert desk.post(there, {**sent, "to": f"{made.pk}.nowhere"}).status_code == 422
    other = entry_of(studio_of(town.worker, "示例三室"), town.worker)
    assert desk.post(there, {**sent, "to": f"{other.pk}.certificate"}).status_code == 404
    assert not EntryFile.objects.exists()
    assert desk.post(there, sent).status_code == 303
    assert {one.file_id for one in EntryFile.objects.filter(entry=made, slot="certificate")} == {first.pk, second.pk}
    assert "放好 2 份材料" in text(desk.get(there))


# Excel


def sheet(page: Any) -> Any:
    assert page["Content-Type"] == SHEET
    return openpyxl.load_workbook(io.BytesIO(page.content)).worksheets[0]


def test_the_list_as_excel_is_what_the_address_asks(town: City, studio: Studio, desk: Client) -> None:
    entry_of(studio, town.worker, title="=1+1", number="012345678901234567")
    entry_of(studio, town.worker, "training")
    every = [[cell.value for cell in row] for row in sheet(desk.get(place(studio, "excel/"))).rows]
    assert [row[0] for row in every] == ["类别", "培训", "专利"]
    assert every[2][1] == "=1+1"
    mine = sheet(desk.get(place(studio, "excel/"), {"kind": "patent"}))
    assert [cell.value for cell in mine[1]][:6] == [
        "专利名称",
        "授权日期",
        "类别",
        "专利号",
        "专利权人",
        "取得专利的成员",
    ]
    assert (mine["A2"].data_type, mine["D2"].value, mine.max_row) == ("inlineStr", "012345678901234567", 2) or mine[
        "A2"
    ].value == "=1+1"
    assert mine["F2"].value == "示例甲、示例乙"


def test_a_long_list_is_made_beside_the_pages(
    town: City, studio: Studio, desk: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["jiangfang.records.files.views.making"], "AT_ONCE", 0)
    entry_of(studio, town.worker)
    page = desk.get(place(studio, "excel/"))
    assert "要做一小会儿" in text(page)
    there = desk.post(place(studio, "excel/"))
    assert there.status_code == 303
    assert desk.get(there["Location"]).status_code == 200


def test_what_a_unit_does_in_its_ledger_is_its_own_affair(town: City, studio: Studio) -> None:
    entry_of(studio, town.worker, title="示例隐密")
    assert Deed.objects.filter(subject_kind__in=("studio", "entry")).count() == 2
    page = text(as_(town.clerk).get("/journal/"))
    assert "示例隐密" not in page and studio.name not in page
