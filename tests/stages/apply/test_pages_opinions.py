"""Opinions, sending back, reading, printing and mending over HTTP."""

import io
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Kind, Role
from jiangfang.core.personal import HIDDEN
from jiangfang.records.journal.models import Look
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import actions
from jiangfang.stages.apply.models import Application, Telling
from tests import web
from tests.stages.apply.desk import endorse, endorsed, filled, fresh, started, submitted
from tests.stages.apply.walking import Desk, desk, input_of, other, says, text_of
from tests.stages.world import THIRD, World, world

pytestmark = pytest.mark.usefixtures("db")
PHONE = "0000-0000011"


@pytest.fixture
def city(settings: Settings) -> World:
    made = world()
    web.at(settings, made.at)
    return made


def at(city: World, application: Application, role: Role = Role.UNIT, kind: Kind = Kind.COUNTY) -> Desk:
    return other(city, city.hat(role, kind), application)


def status_at(worn: Hat, path: str) -> int:
    client = Client()
    web.sign_in(client, worn)
    return client.get(path).status_code


# The first opinion, and sending back


def test_the_union_reads_signs_and_is_asked_again_after_a_change_of_weight(city: World) -> None:
    found = submitted(city)
    union, unit = at(city, found, Role.UNIT_UNION), at(city, found)
    says(union.client.get("/applications/"), ["有 1 份等您签意见"])
    page = union.get("endorse/")
    says(page, ["同意申报。", "示例热力供热运行创新工作室", PHONE])
    assert input_of(page, "day") == "2024-11-08"
    assert 'name="day" type="date"' in page.content.decode()
    assert 'name="due" type="date"' in union.get("return/").content.decode()
    wrong = union.post("endorse/", {"text": "", "day": "2024-11-09"})
    assert wrong.status_code == 422
    says(wrong, ["没有写", "还没有到"])
    assert union.post("endorse/", {"text": "同意", "day": "昨天"}).status_code == 422
    assert (
        union.post("endorse/", {"text": "同意申报。", "signer": "示例主席", "day": "2024年11月8日"}).status_code == 303
    )
    unit.post("recall/")
    unit.save("studio", {"studio_name": "改名工作室"})
    unit.post("check/", {"attested": "1", "told": "1"})
    again = union.get("endorse/", since=union.now.opinions.get().version)
    says(again, ["失效了", "又改了工作室名称", "原来：示例热力供热运行创新工作室"])
    assert union.post("endorse/", {"text": "同意。", "day": "2024-11-08"}).status_code == 303
    assert union.now.state == "endorsed"


def test_sent_back_mended_and_back_again(city: World) -> None:
    found = submitted(city)
    union, unit = at(city, found, Role.UNIT_UNION), at(city, found)
    empty = union.post("return/")
    assert empty.status_code == 422
    says(empty, ["至少一处", "请勾选退回原因"])
    kept = union.post(
        "return/", {"sections": ["leader"], "reasons": ["wrong"], "text": "生日不对", "due": "2024-11-01"}
    )
    assert kept.status_code == 422
    assert "生日不对" in text_of(kept)
    sent = {"sections": ["leader"], "reasons": ["wrong"], "text": "生日不对", "due": "2024-11-12"}
    assert union.post("return/", sent).status_code == 303
    says(unit.get(), ["退回的意见", "填写有误", "生日不对", "2024年11月12日", "工作室领衔人情况"])
    says(unit.get("sections/leader/"), ["这一部分被退回", "退回"])
    unit.save("leader", {"leader_born": "1982-07"})
    assert unit.post("check/", {"attested": "1", "told": "1"}).status_code == 303
    assert unit.now.state == "submitted"


@pytest.mark.parametrize("path", ["endorse/", "return/", "mend/"])
def test_what_is_not_for_the_unit_is_not_there(city: World, path: str) -> None:
    unit = at(city, submitted(city))
    assert unit.get(path).status_code == 404
    assert unit.post(path).status_code == 404


def test_a_programme_without_a_union_of_the_unit_has_no_such_page(settings: Settings) -> None:
    city = world(programme=THIRD)
    web.at(settings, city.at)
    union = at(city, submitted(city), Role.UNIT_UNION)
    assert union.get("endorse/").status_code == 404
    assert "没有等您签意见的" in text_of(union.client.get("/applications/"))


# Reading


def test_what_stood_there_before_it_was_handed_in_is_the_units_own_affair(city: World) -> None:
    first = filled(city, started(city), studio_name="示例草稿名").version
    draft = filled(city, Application.objects.get())
    actions.submit(application=draft, attested="属实", hat=city.hat(Role.UNIT), at=city.at)
    endorse(city, draft)
    unit = other(city, city.hat(Role.UNIT), draft)
    for path in (f"read/?since={first}", "journal/"):
        assert "示例草稿名" in text_of(unit.client.get(f"{unit.base}{path}"))
    for worn in (city.clerk, city.auditor, city.hat(Role.RECOMMENDER), city.hat(Role.UNIT_UNION)):
        reader = other(city, worn, draft)
        for path in (f"read/?since={first}", f"endorse/?since={first}", "journal/"):
            page = reader.client.get(f"{reader.base}{path}")
            assert "示例草稿名" not in page.content.decode(), (worn, path)
        says(reader.get("journal/"), ["开始申报", "填写", "提交", "签署所在单位工会意见"])
        says(reader.get("read/"), ["示例热力供热运行创新工作室"])
    sent: dict[str, Any] = {"sections": ["studio"], "reasons": ["wrong"], "text": "", "due": None}
    actions.send_back(application=fresh(draft), hat=city.hat(Role.RECOMMENDER), at=city.at, **sent)
    unit.save("studio", {"studio_name": "补正以后的名字"})
    unit.post("check/", {"attested": "1", "told": "1"})
    reader = other(city, city.hat(Role.RECOMMENDER), draft)
    says(reader.get("read/", since=0), ["补正以后的名字", "原来：示例热力供热运行创新工作室"])
    says(reader.get("journal/"), ["示例热力供热运行创新工作室 → 补正以后的名字"])


def test_whoever_reads_personal_details_is_noted_and_the_auditor_sees_none(city: World) -> None:
    found = endorsed(city)
    for typed in ("0000-0000099", PHONE):
        mended = {"key": "leader_phone", "typed": typed, "reason": "照原件"}
        actions.mend(application=fresh(found), hat=city.clerk, at=city.at, **mended)
    for worn in (city.clerk, city.hat(Role.RECOMMENDER), city.hat(Role.UNIT_UNION)):
        assert PHONE in text_of(other(city, worn, found).get("read/"))
        assert Look.objects.filter(person_id=worn.person_id, subject_id=str(found.pk)).count() == 1
    unit = other(city, city.hat(Role.UNIT), found)
    assert PHONE in text_of(unit.get("read/"))
    auditor = other(city, city.auditor, found)
    for path in ("read/", "journal/", "read/?since=0"):
        shown = text_of(auditor.client.get(f"{auditor.base}{path}"))
        assert PHONE not in shown and "1981年7月" not in shown and "中共党员" not in shown
        assert HIDDEN in shown
    assert Look.objects.count() == 3


def test_the_official_form_is_there_at_any_time(client: Client, settings: Settings, city: World) -> None:
    made = desk(client, settings, city)
    assert made.get("paper/application/").status_code == 200
    made.fill()
    page = made.get("paper/application/")
    assert "推荐表-示例热力供热运行创新工作室.docx" in unquote(page["Content-Disposition"])
    assert page.content[:2] == b"PK"
    assert made.get("paper/nothing/").status_code == 404
    assert made.get("paper/outline/").status_code == 404


def test_the_auditor_gets_the_form_without_personal_values(city: World) -> None:
    found = endorsed(city)
    full = other(city, city.clerk, found).get("paper/application/").content
    bare = other(city, city.auditor, found).get("paper/application/").content
    assert PHONE in _text(full)
    assert PHONE not in _text(bare) and "1981" not in _text(bare)


def _text(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as packed:
        return packed.read("word/document.xml").decode()


# Mending and telling


def test_a_slip_is_mended_and_those_concerned_are_told(city: World) -> None:
    found = endorsed(city)
    clerk = other(city, city.clerk, found)
    says(clerk.get("mend/"), ["更正哪一项", "领衔人联系电话"])
    assert 'id="field-leader_phone"' in clerk.get("mend/", key="leader_phone").content.decode()
    data = {"key": "leader_phone", "has": "leader_phone", "f-leader_phone": "0000-0000099"}
    assert clerk.post("mend/", data).status_code == 422
    assert clerk.post("mend/", {"reason": "没选"}).status_code == 422
    assert clerk.post("mend/", {**data, "reason": "单位来电更正"}).status_code == 303
    assert clerk.answers["leader_phone"] == "0000-0000099"
    union = at(city, found, Role.UNIT_UNION)
    says(union.get(), ["更正了领衔人联系电话", "已签"])
    telling = Telling.objects.get(role=Role.UNIT_UNION.value)
    assert clerk.client.post(f"/tellings/{telling.pk}/seen/").status_code == 404
    assert union.client.post(f"/tellings/{telling.pk}/seen/", {"hat": union.hat.pk}).status_code == 303
    assert "更正了领衔人联系电话" not in text_of(union.get()).replace("更正笔误", "")
