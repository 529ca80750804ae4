"""Units in bulk over HTTP: the empty list, the preview, the confirmation, the printed cards."""

import html
import io
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind
from jiangfang.records.people.models import Organisation, Slip
from tests.documents.test_people_sheet import HEAD, sheet
from tests.records.people.test_web_organisations import HOSTILE, as_, text
from tests.records.world import AT, City, city, later, organisation
from tests.web import at

UPLOAD, CONFIRM = "/people/units/excel/", "/people/units/excel/confirm/"


@pytest.fixture
def town(db: None, settings: Settings) -> City:
    at(settings, AT)
    return city()


def upload(client: Client, *rows: Sequence[object], content: bytes | None = None, **more: str) -> Any:
    file = SimpleUploadedFile("示例.xlsx", sheet(HEAD, *rows) if content is None else content)
    return client.post(UPLOAD, {"file": file, **more})


def kept(page: Any) -> str:
    found = re.search(r'name="list" value="([^"]+)"', text(page))
    assert found
    return html.unescape(found[1])


def test_before_the_codes_it_says_that_other_machines_do_not_reach_this_address(town: City) -> None:
    client, there = as_(town.clerk), as_(town.clerk)
    there.defaults["HTTP_HOST"] = "127.0.0.1"
    assert "现在用的是本机地址" in text(upload(there, ["示例二厂", "示例县总工会", ""]))
    assert "现在用的是本机地址" not in text(upload(client, ["示例二厂", "示例县总工会", ""]))


def test_the_empty_list_is_a_file_with_a_name(town: City) -> None:
    for worn, columns in ((town.recommender, 2), (town.clerk, 3)):
        answer = as_(worn).get(f"{UPLOAD}empty/")
        assert "filename*=utf-8''%E5%8D%95" in answer["Content-Disposition"]
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.worksheets[0].max_column == columns


def test_a_recommender_adds_its_units_and_prints_their_codes(town: City) -> None:
    client = as_(town.recommender)
    preview = upload(client, ["示例一厂", "", "申报单位"], ["示例二厂"], ["示例机械厂"])
    page = text(preview)
    assert (preview.status_code, "共 3 行：新增 2 个单位，1 个已经有了" in page) == (200, True)
    assert Slip.objects.count() == 0 and not Organisation.objects.filter(name="示例一厂").exists()
    printed = client.post(CONFIRM, {"list": kept(preview), "hat": town.recommender.pk})
    codes = re.findall(r'class="code">([0-9A-Z-]{19})<', text(printed))
    assert (printed.status_code, printed["Cache-Control"], len(codes)) == (200, "no-store", 3)
    assert text(printed).count("<svg") == 3 and "新增 2 个单位，1 个原来就有，没有发码" in text(printed)
    assert {one.parent for one in Organisation.objects.filter(name__in=["示例一厂", "示例二厂"])} == {town.county}
    joined = text(Client().post("/join/", {"step": "code", "code": codes[0]}))
    assert "示例一厂" in joined and "申报单位" in joined


def test_confirmed_twice_nothing_is_added_and_codes_can_be_issued_again(town: City) -> None:
    client = as_(town.recommender)
    waiting = kept(upload(client, ["示例一厂"]))
    first = client.post(CONFIRM, {"list": waiting})
    again = client.post(CONFIRM, {"list": waiting})
    assert (first.status_code, again.status_code, Slip.objects.count()) == (200, 422, 2)
    assert "都已经有了" in text(again) and 'name="again"' in text(again)
    anew = client.post(CONFIRM, {"list": kept(again), "again": "1"})
    assert (anew.status_code, Slip.objects.filter(revoked_at__isnull=True).count()) == (200, 2)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["", "", "申报单位"], "第 3 行 单位名称：没有写"),
        (["x" * 101], "第 3 行 单位名称：超过 100 个字"),
        (["示例\n厂"], "第 3 行 单位名称：里面有换行"),
        (["示例好厂"], "第 3 行 单位名称：“示例好厂”和第 2 行重复"),
        (["示例厂", "没有这个"], "第 3 行 上级：没有叫“没有这个”的上级"),
        (["示例厂", "", "管理员"], "第 3 行 身份：写的是“管理员”"),
        (["示例厂", "示例甲市总工会"], "第 3 行 上级：没有叫"),
        (["示例厂", HOSTILE], "第 3 行 上级：没有叫"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(town: City, row: list[object], says: str) -> None:
    page = upload(as_(town.recommender), ["示例好厂"], row)
    assert (page.status_code, says in text(page), HOSTILE in text(page)) == (422, True, False)
    assert 'href="#field-row-3"' in text(page) and 'id="field-row-3"' in text(page)
    assert 'name="list"' not in text(page) and "现在什么也没有加" in text(page)


def test_the_city_names_the_body_in_the_list_or_on_the_page(town: City) -> None:
    zone = organisation(town.top, Kind.ZONE, "示例开发区工会")
    client = as_(town.clerk)
    preview = upload(client, ["示例一厂", "示例县总工会"], ["示例二厂"], under="示例开发区工会")
    assert client.post(CONFIRM, {"list": kept(preview)}).status_code == 200
    assert Organisation.objects.get(name="示例一厂").parent == town.county
    assert Organisation.objects.get(name="示例二厂").parent == zone
    direct = upload(client, ["示例三厂"])
    assert client.post(CONFIRM, {"list": kept(direct)}).status_code == 200
    assert Organisation.objects.get(name="示例三厂").parent == town.top
    assert "没有叫“没有”的单位" in text(upload(client, ["示例四厂"], under="没有"))


def test_namesakes_are_pointed_out_to_who_sees_them(town: City) -> None:
    zone = organisation(town.top, Kind.ZONE, "示例开发区工会")
    assert "示例县总工会 下面有同名的" in text(upload(as_(town.clerk), ["示例机械厂"], under=zone.name))
    organisation(zone, Kind.UNIT, "示例别厂")
    assert "同名" not in text(upload(as_(town.recommender), ["示例别厂"]))


def test_a_file_that_is_none_gets_a_sentence(town: City) -> None:
    client = as_(town.recommender)
    missing = client.post(UPLOAD, {})
    assert (missing.status_code, "请选一个文件" in text(missing)) == (422, True)
    for content, says in ((b"x", "不是 Excel 文件"), (b"", "请选一个文件"), (b"PK" + b"\0" * 6_000_000, "超过 5 MB")):
        page = upload(client, content=content)
        assert page.status_code == 422
        assert says in text(page) or "文件是空的" in text(page)


@pytest.mark.parametrize("tampered", ["", "x", HOSTILE])
def test_a_list_that_was_changed_on_the_way_is_refused(town: City, tampered: str) -> None:
    client = as_(town.recommender)
    answer = client.post(CONFIRM, {"list": tampered or kept(upload(client, ["示例厂"]))[:-1]})
    assert (answer.status_code, "请重新上传一次" in text(answer)) == (422, True)
    assert not Organisation.objects.filter(name="示例厂").exists()


def test_a_list_is_confirmed_by_the_hat_that_looked_and_soon(town: City, settings: Settings) -> None:
    waiting = kept(upload(as_(town.recommender), ["示例厂"]))
    for worn in (town.clerk, city("乙").recommender):
        answer = as_(worn).post(CONFIRM, {"list": waiting})
        assert (answer.status_code, "另一个身份" in text(answer)) == (422, True)
    at(settings, later(hours=2) + timedelta(seconds=1))
    assert "两个小时" in text(as_(town.recommender).post(CONFIRM, {"list": waiting}))
    assert not Organisation.objects.filter(name="示例厂").exists()


def test_what_changed_since_the_preview_is_looked_at_anew(town: City) -> None:
    client = as_(town.clerk)
    waiting = kept(upload(client, ["示例一厂", "示例纺织厂"], ["示例二厂"]))
    client.post(f"/people/organisations/{town.other.pk}/close/", {"sure": "1"})
    answer = client.post(CONFIRM, {"list": waiting})
    assert (answer.status_code, "第 2 行 上级：没有叫“示例纺织厂”" in text(answer)) == (422, True)
    assert not Organisation.objects.filter(name="示例二厂").exists()


@pytest.mark.parametrize("many", [1, 3])
def test_the_preview_asks_the_same_whatever_is_in_it(
    town: City, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    client = as_(town.recommender)
    client.get(UPLOAD)
    with django_assert_num_queries(4):
        upload(client, *([f"示例{number}厂"] for number in range(many)))


def test_a_long_list_shows_its_first_rows_and_keeps_all(town: City) -> None:
    client = as_(town.recommender)
    page = upload(client, *([f"示例{number}厂"] for number in range(310)))
    assert "还有 10 行没有列出来" in text(page)
    assert text(client.post(CONFIRM, {"list": kept(page)})).count("<svg") == 620
