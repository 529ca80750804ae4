"""The tree from Excel over HTTP: the empty list, the preview, the confirmation, the printed cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import KIND_TITLES, Kind
from jiangfang.documents.excel.tree import read_tree
from jiangfang.records.people.forms.tree import EXAMPLES, KINDS
from jiangfang.records.people.models import Organisation, Slip
from jiangfang.records.people.queries import tree
from tests.documents.test_people_sheet import sheet
from tests.documents.test_tree_sheet import HEAD
from tests.records.people.test_web_organisations import HOSTILE, as_, text
from tests.records.people.test_web_units import kept
from tests.records.world import AT, City, city, later
from tests.web import at

UPLOAD, CONFIRM = "/people/tree/excel/", "/people/tree/excel/confirm/"
COUNTY, ZONE, UNIT = (KIND_TITLES[kind] for kind in (Kind.COUNTY, Kind.ZONE, Kind.UNIT))
ROWS = (
    ["示例新厂", UNIT, "示例区总工会", "示例丙", ""],
    ["示例区总工会", COUNTY, "", "示例甲", ""],
    ["示例开发区工会", "开发区", "", "", "推荐单位"],
    ["示例二厂", "企业", "示例县总工会", "", ""],
)


@pytest.fixture
def town(db: None, settings: Settings) -> City:
    at(settings, AT)
    return city()


def upload(client: Client, *rows: Sequence[object], content: bytes | None = None) -> Any:
    file = SimpleUploadedFile("示例.xlsx", sheet(HEAD, *rows) if content is None else content)
    return client.post(UPLOAD, {"file": file})


def names(town: City) -> set[str]:
    return {one.name for one in tree(town.top)}


def test_the_examples_of_the_empty_list_can_be_imported_as_they_are(town: City) -> None:
    client = as_(town.admin)
    answer = client.get(f"{UPLOAD}empty/")
    assert "filename*=utf-8''%E6%9C%BA" in answer["Content-Disposition"]
    with pytest.raises(Exception, match="一行也没有填"):
        read_tree(answer.content)
    preview = upload(client, *EXAMPLES)
    assert (preview.status_code, "新增 4 个，2 个已经有了" in text(preview)) == (200, True)
    assert {row[1] for row in EXAMPLES} <= {KIND_TITLES[kind] for kind in KINDS}


def test_before_the_codes_it_says_that_other_machines_do_not_reach_this_address(town: City) -> None:
    client, there = as_(town.clerk), as_(town.clerk)
    there.defaults["HTTP_HOST"] = "127.0.0.1"
    assert "现在用的是本机地址" in text(upload(there, *ROWS))
    assert "现在用的是本机地址" not in text(upload(client, *ROWS))
    assert "现在用的是本机地址" not in text(upload(there, ["示例二厂", "企业", "没有的总工会", "", ""]))


def test_a_list_is_shown_then_confirmed_and_its_codes_are_printed(town: City) -> None:
    client, before = as_(town.clerk), names(town)
    preview = upload(client, *ROWS)
    page = text(preview)
    assert "共 4 行：新增 4 个，0 个已经有了" in page and "确认：加 4 个机构，发 4 个码" in page
    assert "交给示例丙" in page and "不发码" in page
    assert (names(town), Slip.objects.count()) == (before, 0)
    printed = client.post(CONFIRM, {"list": kept(preview), "hat": town.clerk.pk})
    cards = re.findall(r"<h2>([^<]*)</h2><p>([^<]*)</p>", text(printed))
    assert (printed.status_code, printed["Cache-Control"]) == (200, "no-store")
    assert cards == [
        ("示例新厂", "申报单位，交给示例丙"),
        ("示例新厂", "所在单位工会，交给示例丙"),
        ("示例区总工会", "推荐单位，交给示例甲"),
        ("示例开发区工会", "推荐单位"),
    ]
    assert names(town) - before == {row[0] for row in ROWS}
    assert Organisation.objects.get(name="示例新厂").parent == Organisation.objects.get(name="示例区总工会")


def test_without_a_contact_it_leads_back_to_the_tree(town: City) -> None:
    client = as_(town.admin)
    answer = client.post(CONFIRM, {"list": kept(upload(client, ["示例二厂", UNIT, "", "", ""]))})
    assert (answer.status_code, answer["Location"]) == (303, "/people/")
    assert "新增 1 个机构" in text(client.get("/people/"))


def test_confirmed_twice_nothing_is_added_and_codes_can_be_issued_again(town: City) -> None:
    client = as_(town.admin)
    waiting = kept(upload(client, *ROWS))
    first, again = (client.post(CONFIRM, {"list": waiting}) for _ in range(2))
    assert (first.status_code, again.status_code, Slip.objects.count()) == (200, 422, 4)
    assert "都已经有了" in text(again) and "写了联系人或身份的 3 个也发新码" in text(again)
    anew = client.post(CONFIRM, {"list": kept(again), "again": "1"})
    assert (anew.status_code, Slip.objects.filter(revoked_at__isnull=True).count()) == (200, 4)
    assert "没有要加的" in text(upload(client, ["示例二厂", UNIT, "示例县总工会"]))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["", UNIT], "第 3 行 名称：没有写"),
        (["长" * 101, UNIT], "第 3 行 名称：超过 100 个字"),
        (["示例\n厂", UNIT], "第 3 行 名称：里面有换行"),
        (["示例好厂", UNIT], "第 3 行 名称：“示例好厂”和第 2 行重复"),
        (["示例厂", ""], "第 3 行 类别：没有写，应是下面的一种：县（市、区）总工会"),
        (["示例厂", "市总工会"], "第 3 行 类别：写的是“市总工会”"),
        (["示例机械厂", "机关", "示例县总工会"], "第 3 行 类别：“示例机械厂”系统里已经有了，类别是单位"),
        (["示例厂", UNIT, "没有这个"], "第 3 行 上级机构：没有叫“没有这个”的上级"),
        (["示例厂", UNIT, "示例厂"], "第 3 行 上级机构：顺着上级往上找绕成了一圈"),
        (["示例局", COUNTY, "示例县总工会"], "第 3 行 上级机构：县（市、区）总工会不能放在“示例县总工会”下面"),
        (["示例厂", UNIT, "", "甲" * 61], "第 3 行 联系人：只写姓名"),
        (["示例厂", UNIT, "", "", "管理员"], "第 3 行 身份：写的是“管理员”，应是“申报单位”或“所在单位工会”"),
        (["示例厂", UNIT, "", "", "推荐单位"], "第 3 行 身份：单位没有“推荐单位”这个身份"),
        (["示例厂", UNIT, HOSTILE], "第 3 行 上级机构：没有叫"),
        (["示例厂", HOSTILE], "第 3 行 类别：写的是"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(town: City, row: list[object], says: str) -> None:
    before, page = names(town), upload(as_(town.admin), ["示例好厂", UNIT], row)
    assert (page.status_code, says in text(page), HOSTILE in text(page)) == (422, True, False), text(page)
    assert 'href="#field-row-3"' in text(page) and 'id="field-row-3"' in text(page)
    assert 'name="list"' not in text(page) and "现在什么也没有加" in text(page)
    assert names(town) == before


def test_levels_without_end_are_refused(town: City) -> None:
    rows = [[f"示例{number}", UNIT, f"示例{number - 1}" if number else ""] for number in range(13)]
    page = upload(as_(town.admin), *rows)
    assert "第 13 行 上级机构：层级太多，最多 12 级" in text(page)


def test_names_that_two_bodies_have_are_pointed_out(town: City) -> None:
    page = upload(as_(town.admin), ["示例机械厂", UNIT, ""], ["示例车间", UNIT, "示例机械厂"])
    assert "示例县总工会 下面有同名的" in text(page)
    assert "第 3 行 上级机构：叫“示例机械厂”的不止一个" in text(page)


def test_a_file_that_is_none_gets_a_sentence(town: City) -> None:
    client = as_(town.admin)
    missing = client.post(UPLOAD, {})
    assert (missing.status_code, "请选一个文件" in text(missing)) == (422, True)
    for content, says in ((b"x", "不是 Excel 文件"), (b"PK" + b"\0" * 6_000_000, "超过 5 MB")):
        page = upload(client, content=content)
        assert (page.status_code, says in text(page)) == (422, True)


@pytest.mark.parametrize("tampered", ["", "x", HOSTILE, "cut"])
def test_a_list_that_was_changed_on_the_way_is_refused(town: City, tampered: str) -> None:
    client, before = as_(town.admin), names(town)
    answer = client.post(CONFIRM, {"list": kept(upload(client, *ROWS))[:-1] if tampered == "cut" else tampered})
    assert (answer.status_code, "请重新上传一次" in text(answer)) == (422, True)
    assert names(town) == before


def test_a_list_of_units_is_no_tree(town: City) -> None:
    client = as_(town.admin)
    units = SimpleUploadedFile("单位.xlsx", sheet(["单位名称"], ["示例厂"]))
    waiting = kept(client.post("/people/units/excel/", {"file": units}))
    assert "请重新上传一次" in text(client.post(CONFIRM, {"list": waiting}))


def test_a_list_is_confirmed_by_the_hat_that_looked_and_soon(town: City, settings: Settings) -> None:
    waiting = kept(upload(as_(town.admin), *ROWS))
    for worn in (town.clerk, city("乙").admin):
        answer = as_(worn).post(CONFIRM, {"list": waiting})
        assert (answer.status_code, "另一个身份" in text(answer)) == (422, True)
    at(settings, later(hours=2) + timedelta(seconds=1))
    assert "两个小时" in text(as_(town.admin).post(CONFIRM, {"list": waiting}))
    assert not Organisation.objects.filter(name="示例新厂").exists()


def test_what_changed_since_the_preview_is_looked_at_anew(town: City) -> None:
    client = as_(town.admin)
    waiting = kept(upload(client, ["示例车间", UNIT, "示例纺织厂"], ["示例二厂", UNIT]))
    client.post(f"/people/organisations/{town.other.pk}/close/", {"sure": "1"})
    answer = client.post(CONFIRM, {"list": waiting})
    assert (answer.status_code, "第 2 行 上级机构：没有叫“示例纺织厂”" in text(answer)) == (422, True)
    assert not Organisation.objects.filter(name="示例二厂").exists()


@pytest.mark.parametrize("many", [1, 3])
def test_the_preview_asks_the_same_whatever_is_in_it(
    town: City, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    client = as_(town.admin)
    client.get(UPLOAD)
    with django_assert_num_queries(4):
        upload(client, *([f"示例{number}厂", UNIT] for number in range(many)))


def test_a_long_list_shows_its_first_rows_and_keeps_all(town: City) -> None:
    client = as_(town.admin)
    page = upload(client, *([f"示例{number}厂", UNIT] for number in range(310)))
    assert "还有 10 行没有列出来" in text(page)
    client.post(CONFIRM, {"list": kept(page)})
    assert tree(town.top).count() == 314


def test_the_button_stands_where_the_whole_tree_is_kept(town: City) -> None:
    for worn, there in ((town.admin, True), (town.clerk, True), (town.recommender, False)):
        assert ("从 Excel 导入机构" in text(as_(worn).get("/people/"))) is there
        assert (as_(worn).get(UPLOAD).status_code == 200) is there
