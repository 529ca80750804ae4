"""Entries from Excel and from a paste: looked at first, by row and column, and written only when it is confirmed."""

import html
import io
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.ledger.typed import boxes
from jiangfang.core.people import Role
from jiangfang.records.ledger import queries
from jiangfang.records.ledger.models import Entry
from jiangfang.records.studios.models import Studio
from tests.components import needs
from tests.documents.office import converted
from tests.documents.test_old_sheets import PROTECTED
from tests.records.ledger.keeping import entry_of, studio_of
from tests.records.ledger.paging import HOSTILE, as_, place, text
from tests.records.world import City, hat, later
from tests.web import at

HEAD = ("专利名称", "授权日期", "类别", "专利号", "专利权人", "取得专利的成员")
ROW = ("一种夹具", "2024-03-05", "发明", "ZL 1", "示例厂", "示例甲、示例乙")


def sheet(*rows: Sequence[object]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(out)
    return out.getvalue()


def upload(client: Client, studio: Studio, *rows: Sequence[object], content: bytes | None = None) -> Any:
    file = SimpleUploadedFile("示例.xlsx", sheet(HEAD, *rows) if content is None else content)
    return client.post(place(studio, "import/patent/"), {"file": file, "paste": ""})


def paste(client: Client, studio: Studio, *rows: Sequence[str]) -> Any:
    text = "\n".join("\t".join(row) for row in rows)
    return client.post(place(studio, "import/patent/"), {"paste": text})


def kept(page: Any) -> str:
    found = re.search(r'name="list" value="([^"]+)"', text(page))
    assert found
    return html.unescape(found[1])


def confirm(client: Client, studio: Studio, page: Any, **more: str) -> Any:
    return client.post(place(studio, "import/patent/confirm/"), {"list": kept(page), **more})


def test_the_empty_list_can_be_filled_in_and_read(town: City, studio: Studio, desk: Client) -> None:
    for kind in queries.kinds_of(town.federation.pk).offered:
        answer = desk.get(place(studio, f"import/{kind.id}/empty/"))
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames[1] == "怎样填"
        first = book.worksheets[0]
        values = {"date": "2024-03-05", "integer": "3", "money": "3.5"}
        heads = [str(cell.value) for cell in first[1]]
        for column, box in enumerate(boxes(kind), 1):
            value = box.options[0] if box.options else values.get(box.type, "示例")
            first.cell(2, column, "2024" if box.key == "year" else value)
        out = io.BytesIO()
        book.save(out)
        there = place(studio, f"import/{kind.id}/")
        page = desk.post(there, {"file": SimpleUploadedFile("示例.xlsx", out.getvalue()), "paste": ""})
        assert (page.status_code, "新的 1 条" in text(page)) == (200, True), (kind.id, heads)


def test_a_sheet_is_looked_at_and_then_added(studio: Studio, desk: Client) -> None:
    page = upload(desk, studio, ROW, ("第二种", date(2024, 5, 6), "实用新型", 123, "", "示例丙"))
    assert (page.status_code, "新的 2 条" in text(page), Entry.objects.count()) == (200, True, 0)
    assert confirm(desk, studio, page).status_code == 303
    first, second = Entry.objects.order_by("pk")
    assert (first.title, first.people, str(first.first)) == ("一种夹具", ["示例甲", "示例乙"], "2024-03-05")
    assert (second.values["number"], str(second.first)) == ("123", "2024-05-06")
    assert "加了 2 条专利" in text(desk.get(place(studio)))


@needs("libreoffice")
@pytest.mark.parametrize("name", ["示例.xls", "示例.et"])
def test_an_old_sheet_of_excel_or_wps_is_read_like_a_new_one(
    studio: Studio, desk: Client, tmp_path: Path, name: str
) -> None:
    rows: list[tuple[Any, ...]] = [
        (f"示例专利{number}𠮷", date(2024, 5, number), "发明", 123, "", "示例喆、示例乙") for number in range(1, 14)
    ]
    rows.append(("长" * 200, "2024年5月", "实用新型", "ZL 2023 1 0000000.0", "示例厂", "示例甲"))
    old = converted({"a.xlsx": sheet(HEAD, *rows)}, "xls", tmp_path)["a"]
    file = SimpleUploadedFile(name, old, "application/vnd.ms-excel")
    page = desk.post(place(studio, "import/patent/"), {"file": file, "paste": ""})
    assert (page.status_code, "新的 14 条" in text(page)) == (200, True)
    assert confirm(desk, studio, page).status_code == 303
    made = list(Entry.objects.order_by("pk"))
    assert [one.title for one in made] == [row[0] for row in rows]
    assert (str(made[12].first), made[12].values["number"], made[12].people) == (
        "2024-05-13",
        "123",
        ["示例喆", "示例乙"],
    )
    assert (str(made[13].first), str(made[13].last)) == ("2024-05-01", "2024-05-31")


def test_what_cannot_be_read_says_how_to_save_it(
    studio: Studio, desk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine without LibreOffice."""
    monkeypatch.setenv("PATH", str(tmp_path))
    page = upload(desk, studio, content=PROTECTED.read_bytes())
    assert (page.status_code, "另存为 .xlsx 再上传" in text(page)) == (422, True)
    page = upload(desk, studio, content="<html><table><tr><td>专利名称</td></tr></table>".encode())
    assert (page.status_code, "用 WPS 或 Excel 打开，另存为 .xlsx" in text(page)) == (422, True)


def test_a_paste_with_and_without_headings_is_the_same(studio: Studio, desk: Client) -> None:
    for rows in ((HEAD, ROW), (ROW,), (("1", *ROW),)):
        page = paste(desk, studio, *rows)
        assert (page.status_code, "<bdi>示例甲、示例乙</bdi>" in text(page)) == (200, True)
        assert "共 1 行" in text(page)


def test_the_thirteenth_row_is_read_and_added(studio: Studio, desk: Client) -> None:
    page = paste(desk, studio, HEAD, *((f"夹具{number}", *ROW[1:]) for number in range(13)))
    assert confirm(desk, studio, page).status_code == 303
    assert Entry.objects.filter(title="夹具12").exists() and Entry.objects.count() == 13


@pytest.mark.parametrize(
    ("column", "typed", "says"),
    [
        (0, "", "专利名称没有写"),
        (0, "长" * 201, "专利名称：有 201 个字，最多 200 个"),
        (1, "那天", "授权日期写的是“那天”，认不出是哪一天"),
        (1, "2024-02-30", "授权日期“2024-02-30”：没有这一天"),
        (2, "", "类别没有写"),
        (5, "", "取得专利的成员没有写"),
        (5, "长" * 61, "取得专利的成员：“长"),
        (0, HOSTILE * 9, "专利名称：有 225 个字"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(
    studio: Studio, desk: Client, column: int, typed: str, says: str
) -> None:
    row = [*ROW]
    row[column] = typed
    rows = [("好的一条", *ROW[1:]), row]
    sheet_page, pasted = upload(desk, studio, *rows), paste(desk, studio, HEAD, *rows)
    for page, number in ((sheet_page, 3), (pasted, 3)):
        assert (page.status_code, f"第 {number} 行 {says}" in html.unescape(text(page))) == (422, True)
        assert f'href="#field-row-{number}"' in text(page) and f'id="field-row-{number}"' in text(page)
        assert 'name="list"' not in text(page) and HOSTILE not in text(page)
    assert "好的一条" in text(pasted) and "现在一条也没有加" in text(pasted)
    assert re.search(r"<textarea[^>]*name=\"paste\"[^>]*>\s*专利名称", text(pasted))
    assert not Entry.objects.exists()


def test_a_doubt_is_shown_and_does_not_stop(studio: Studio, desk: Client) -> None:
    page = paste(desk, studio, HEAD, (*ROW[:2], "别的类别", *ROW[3:]))
    assert (page.status_code, "不在备选之中" in text(page), "1 行请看一看" in text(page)) == (200, True, True)
    assert confirm(desk, studio, page).status_code == 303
    assert Entry.objects.get().values["sort"] == "别的类别"


def test_what_stands_there_is_told_and_added_only_where_it_is_ticked(town: City, studio: Studio, desk: Client) -> None:
    entry_of(studio, town.worker, title=ROW[0], first=ROW[1])
    page = paste(desk, studio, HEAD, ROW, ("新的一条", *ROW[1:]), ("新的一条", *ROW[1:]))
    assert "已经有了" in text(page) and "和第 3 行一样" in text(page) and "新的 1 条" in text(page)
    assert confirm(desk, studio, page).status_code == 303
    assert Entry.objects.count() == 2
    again = paste(desk, studio, HEAD, ROW)
    assert confirm(desk, studio, again).status_code == 422
    assert confirm(desk, studio, again, again="1").status_code == 303
    twice = confirm(desk, studio, again, again="1")
    assert (twice.status_code, "已经加过了" in text(twice), Entry.objects.count()) == (422, True, 3)


def test_what_was_exported_can_be_read_again(town: City, studio: Studio, desk: Client) -> None:
    entry_of(studio, town.worker)
    entry_of(studio, town.worker, title="第二种", first="2024年5月")
    file = desk.get(place(studio, "excel/"), {"kind": "patent"})
    other = studio_of(town.worker, "示例二室")
    page = desk.post(
        place(other, "import/patent/"), {"file": SimpleUploadedFile("示例.xlsx", file.content), "paste": ""}
    )
    assert confirm(desk, other, page).status_code == 303
    kept_there = {(one.title, one.first, one.last): (one.values, one.people) for one in queries.entries(other)}
    assert kept_there == {(one.title, one.first, one.last): (one.values, one.people) for one in queries.entries(studio)}


def test_a_file_or_a_paste_that_is_none_gets_a_sentence(studio: Studio, desk: Client) -> None:
    for page, says in (
        (desk.post(place(studio, "import/patent/"), {}), "请粘贴几行"),
        (paste(desk, studio, HEAD), "只有表头"),
        (upload(desk, studio, content=b"x"), "不是 Excel 文件"),
        (upload(desk, studio, content=sheet(("别的", "表头"), ("a", "b"))), "没有“专利名称”这一栏"),
        (upload(desk, studio, content=b"PK" + b"\0" * 6_000_000), "超过 5 MB"),
        (desk.post(place(studio, "import/patent/"), {"paste": "长\t" * 1_100_000}), "最多 500000 个"),
    ):
        assert (page.status_code, says in text(page)) == (422, True), says


def test_a_long_text_in_a_cell_is_read_whole(studio: Studio, desk: Client) -> None:
    long = "夹具" * 250
    page = upload(desk, studio, (*ROW[:4], long, ROW[5]))
    assert confirm(desk, studio, page).status_code == 303
    assert Entry.objects.get().values["holder"] == long


@pytest.mark.parametrize("tampered", ["", "x", HOSTILE])
def test_a_list_that_was_changed_on_the_way_is_refused(studio: Studio, desk: Client, tampered: str) -> None:
    waiting = tampered or kept(paste(desk, studio, ROW))[:-1]
    page = desk.post(place(studio, "import/patent/confirm/"), {"list": waiting})
    assert (page.status_code, "重新上传一次" in text(page), Entry.objects.count()) == (422, True, 0)


def test_a_list_is_confirmed_for_its_studio_and_kind_by_its_hat_and_soon(
    town: City, studio: Studio, desk: Client, settings: Settings
) -> None:
    page = paste(desk, studio, ROW)
    other, colleague = studio_of(town.worker, "示例二室"), as_(hat(town.unit, Role.UNIT, "colleague"))
    assert confirm(desk, other, page).status_code == 422
    assert confirm(colleague, studio, page).status_code == 422
    waiting = {"list": kept(page)}
    assert desk.post(place(studio, "import/award/confirm/"), waiting).status_code == 422
    at(settings, later(hours=2) + timedelta(seconds=1))
    assert "两个小时" in text(confirm(desk, studio, page))
    assert not Entry.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_the_look_asks_the_same_whatever_is_in_it(
    studio: Studio, desk: Client, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    desk.get(place(studio, "import/patent/"))
    with django_assert_num_queries(7):
        paste(desk, studio, HEAD, *((f"夹具{number}", *ROW[1:]) for number in range(many)))


def test_a_long_list_shows_its_first_rows_and_keeps_all(studio: Studio, desk: Client) -> None:
    page = paste(desk, studio, HEAD, *((f"夹具{number}", *ROW[1:]) for number in range(210)))
    assert "还有 10 行没有列出来" in text(page)
    assert confirm(desk, studio, page).status_code == 303
    assert Entry.objects.count() == 210
