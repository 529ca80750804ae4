"""The buttons by which the material is bound and packed, the letter of what is wanting, the draft of the summary."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.desk.words import DEEDS
from jiangfang.records.files.models import Making
from jiangfang.records.journal.models import Entry
from tests import web
from tests.stages.apply.desk import endorse, fresh
from tests.stages.apply.trying import send_back
from tests.stages.apply.walking import Desk, desk, says
from tests.stages.prove.making import covered, handed_in, of_studio, studio, tied, training
from tests.stages.world import World, world


@pytest.fixture
def city(db: None) -> World:
    return world()


@pytest.fixture
def mine(client: Client, settings: Settings, city: World) -> Desk:
    there = desk(client, settings, city)
    there.fill()
    return there


def text_of(page: Any) -> str:
    """What a Word file says."""
    document = docx.Document(io.BytesIO(page.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def visitor(city: World, role: Role) -> tuple[Client, int]:
    client, hat = Client(), city.clerk if role is Role.CITY else city.hat(role)
    web.sign_in(client, hat)
    return client, hat.pk


@pytest.mark.parametrize(("page", "kind"), [("bound", "prove.bound"), ("zip", "prove.zip")])
def test_asked_for_by_the_unit_and_by_whoever_reads(mine: Desk, city: World, page: str, kind: str) -> None:
    tied(city, mine.now, ("tasks", "list"))
    says(mine.get("evidence/"), ["合订成 PDF", "打包下载"])
    answer = mine.post(f"evidence/{page}/")
    assert answer.status_code == 303
    assert answer["Location"].startswith("/made/")
    handed_in(city, mine.now)
    for role in (Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY):
        reader, hat = visitor(city, role)
        assert reader.post(f"{mine.base}evidence/{page}/", {"hat": hat}).status_code == 303
    auditor = Client()
    web.sign_in(auditor, city.auditor)
    assert auditor.post(f"{mine.base}evidence/{page}/", {"hat": city.auditor.pk}).status_code == 404
    assert list(Making.objects.values_list("kind", flat=True)) == [kind] * 4
    assert Entry.objects.filter(deed="file.bound").count() == 4
    assert DEEDS["file.bound"] == "要了一份合订的支撑材料"


def test_the_whole_round_for_the_city(mine: Desk, city: World) -> None:
    handed_in(city, mine.now)
    clerk, hat = visitor(city, Role.CITY)
    answer = clerk.post(f"/rounds/{city.round.pk}/bundles/", {"hat": hat})
    assert answer.status_code == 303
    assert Making.objects.get().kind == "prove.round"


def test_the_letter_tells_what_is_wanting_proof_by_proof(mine: Desk, city: World) -> None:
    covered(city, mine.now, without=[("tasks", "progress"), ("awards", "certificates")])
    handed_in(city, mine.now)
    county, _ = visitor(city, Role.RECOMMENDER)
    said = text_of(county.get(f"{mine.base}evidence/letter/", {"due": "2024-11-15"}))
    for words in (
        "下面 2 处还要补",
        "完成进度",
        "获奖证书或文件",
        "本单位盖章确认",
        "2024年11月15日前补齐",
        "示例县总工会",
    ):
        assert words in said
    assert "第 1 项" not in said
    assert "2024年11月20日前补齐" in text_of(county.get(f"{mine.base}evidence/letter/"))
    endorse(city, mine.now)
    send_back(city, mine.now, sections=["evidence"], due=date(2024, 11, 12))
    assert "2024年11月12日前补齐" in text_of(county.get(f"{mine.base}evidence/letter/"))
    assert mine.get("evidence/letter/").status_code == 404
    refused = county.get(f"{mine.base}evidence/letter/", {"due": "下周"})
    assert refused.status_code == 422


def test_there_is_no_letter_where_nothing_is_wanting(mine: Desk, city: World) -> None:
    covered(city, mine.now)
    handed_in(city, mine.now)
    county, _ = visitor(city, Role.RECOMMENDER)
    assert "补交通知" not in county.get(f"{mine.base}evidence/").content.decode()
    refused = county.get(f"{mine.base}evidence/letter/")
    assert refused.status_code == 422
    says(refused, ["支撑材料已经齐了"])


def test_the_draft_of_the_summary_is_the_unit_s(mine: Desk, city: World) -> None:
    found = studio(city)
    training(city, found, 30)
    there = Desk(mine.client, mine.hat, of_studio(city, found))
    said = text_of(there.get("evidence/draft/"))
    assert "示例培训2024-05-20" in said
    handed_in(city, fresh(mine.application))
    county, _ = visitor(city, Role.RECOMMENDER)
    assert county.get(f"{mine.base}evidence/draft/").status_code == 404
