"""The page of a list out of the ledger, its PDF, and the link to it beside the proof."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.records.studios.models import Studio
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.prove.models import Piece
from tests import web
from tests.components import needs
from tests.documents.pdf.material import texts
from tests.records.ledger.keeping import PATENT
from tests.stages.apply.desk import filled, fresh, started
from tests.stages.apply.walking import Desk, desk, says
from tests.stages.prove.making import entry, handed_in, of_studio, studio, tied
from tests.stages.prove.test_pages import card
from tests.stages.world import World, world

pytestmark = needs("cjk-font")
PATENTS, TASKS = "evidence/of/patents/list/list/", "evidence/of/tasks/list/list/"


@pytest.fixture
def city(db: None, settings: Settings, tmp_path: Path) -> World:
    settings.DATA = tmp_path
    return world()


@pytest.fixture
def mine(client: Client, settings: Settings, city: World) -> Desk:
    """The unit with a form of a studio whose ledger has thirteen patents."""
    found = desk(client, settings, city)
    kept = studio(city)
    for place in range(13):
        entry(city, kept, "patent", {**PATENT, "title": f"示例专利{place:02d}<b>", "people": "示例喆"})
    found.application = of_studio(city, kept)
    return found


def kept_by(mine: Desk) -> Studio:
    found = applications.studio_of(fresh(mine.application))
    assert found is not None
    return found


def test_the_link_stands_only_where_the_ledger_has_entries_of_the_kind(mine: Desk) -> None:
    page = mine.get("evidence/")
    assert "用台账生成清单：专利列表" in card(page, "patents").replace(" ", "")
    assert "用台账生成清单" not in card(page, "publicity")
    assert page.content.decode().count("用台账生成清单") == 2


def test_it_is_looked_at_made_and_lies_at_its_proof(mine: Desk) -> None:
    page = says(mine.get(PATENTS), ["清单：专利列表", "13 条", "示例专利12&lt;b&gt;", "示例喆", "生成，归到这里"])
    assert "<b>" not in page.content.decode().replace("<b>13</b>", "")
    made = mine.post(PATENTS, {"complete": "1"})
    assert (made.status_code, made["Location"]) == (303, f"{mine.base}evidence/#patents-list")
    page = says(mine.get("evidence/"), ["清单列了 13 条，归在“专利列表”", "专利列表.pdf"])
    assert "1 份" in card(page, "patents")
    says(mine.get(PATENTS), ["重新生成，换掉原来的"])
    mine.post(PATENTS, {"complete": "1"})
    says(mine.get("evidence/"), ["台账没有变，原来的清单还在"])
    assert Piece.objects.filter(application=mine.application).count() == 1


def test_the_pdf_is_an_attachment_with_every_row_and_keeps_nothing(mine: Desk) -> None:
    answer = mine.get(f"{PATENTS}pdf/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    whole = "".join("".join(texts(answer.content)).split())
    assert [place for place in range(13) if f"示例专利{place:02d}<b>" not in whole] == []
    assert "示例喆" in whole
    assert not Piece.objects.filter(application=mine.application).exists()


def test_where_a_seal_is_asked_the_page_says_how(mine: Desk, city: World) -> None:
    entry(city, kept_by(mine), "project", {"title": "示例攻关", "first": "2024-01-05", "people": "示例甲"})
    says(mine.get(TASKS), ["要本单位盖章确认。先下载打印，盖好章", "先放一份没有盖章的"])
    assert "本单位盖章确认：" in "".join("".join(texts(mine.get(f"{TASKS}pdf/").content)).split())
    mine.post(TASKS, {"complete": "1"})
    page = says(mine.get("evidence/"), ["还没有盖章（要本单位盖章确认），盖好章扫描上传", "1 份没有确认盖章"])
    assert "△ 部分" in card(page, "tasks")
    page = says(mine.get("evidence/of/tasks/"), ["台账生成的，没有盖章"])
    assert 'name="stamped"' not in page.content.decode()


def test_who_reckoned_has_a_line_of_its_own(mine: Desk, city: World) -> None:
    entry(city, kept_by(mine), "benefit", {"title": "示例创效", "year": "2024", "total": "12.5"})
    said = "".join("".join(texts(mine.get("evidence/of/conversion/result/list/pdf/").content)).split())
    assert "本单位核算确认并盖章：核算人：单位（盖章）：" in said


def test_what_is_not_of_the_period_is_told_with_its_reason(mine: Desk, city: World) -> None:
    old = entry(
        city, kept_by(mine), "training", {"title": "示例旧培训", "first": "2020-01-05", "side": "对内", "count": "3"}
    )
    address = "evidence/of/training/names/list/"
    page = says(mine.get(address), ["台账里没有这一段时间的条目", "没有列进来的（1）", "示例旧培训", "以前"])
    assert re.search(rf'href="[^"]*entries/{old.pk}/"', page.content.decode())
    for answer in (mine.post(address, {"complete": "1"}), mine.get(f"{address}pdf/")):
        assert answer.status_code == 422
        says(answer, ["台账里没有这一段时间的条目，没有可列的"])


def test_a_form_that_came_in_part_does_nothing(mine: Desk) -> None:
    assert mine.post(PATENTS).status_code == 422
    assert not Piece.objects.exists()


def test_no_list_is_made_of_a_proof_that_is_none_nor_without_a_ledger(mine: Desk, city: World) -> None:
    assert mine.get("evidence/of/patents/certificates/list/").status_code == 404
    assert mine.get("evidence/of/nope/list/list/").status_code == 404
    mine.application = started(city)
    says(mine.get(PATENTS), ["还没有归到哪个工作室的台账"])


def test_handed_in_it_can_still_be_printed_but_not_laid(mine: Desk, city: World) -> None:
    tied(city, filled(city, fresh(mine.application)), ("basics", "founding"), seed=1)
    handed_in(city, fresh(mine.application))
    page = says(mine.get(PATENTS), ["现在是“", "不能改材料。要改的话，请到", "下载 PDF，打印"])
    assert "生成，归到这里" not in page.content.decode()
    assert mine.post(PATENTS, {"complete": "1"}).status_code == 422
    other = Client()
    web.sign_in(other, city.hat(Role.RECOMMENDER))
    assert other.get(f"{mine.base}{PATENTS}").status_code == 404
