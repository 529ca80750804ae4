"""The pages of retention, and the notice for the people on a form."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from jiangfang.core.people import Kind, Role
from jiangfang.core.retention import Group
from jiangfang.records.journal.models import Look
from jiangfang.stages.apply import forgetting, queries
from jiangfang.stages.apply.models import Application, Forgotten, Terms
from tests import web
from tests.stages.apply.desk import filled, started, submitted
from tests.stages.apply.retaining import SECRETS, set_terms, told, withdrawn, years_later
from tests.stages.apply.walking import says, text_of
from tests.stages.world import KAIFENG, LANGFANG, PROGRAMMES, World, world

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def city(settings: Settings) -> World:
    made = world(programme=LANGFANG)
    web.at(settings, made.at)
    return made


def seat(city: World, hat: Any = None) -> Client:
    client = Client()
    web.sign_in(client, hat or city.clerk)
    return client


def there(city: World, page: str = "") -> str:
    return f"/rounds/{city.round.pk}/retention/{page}"


def left(city: World, settings: Settings) -> tuple[Application, Application, Application]:
    """A draft, one that was withdrawn and one under way, all of them due."""
    draft, gone = filled(city, started(city), **told(studio_name="草稿甲工作室")), withdrawn(city, submitted(city))
    handed = submitted(city, **told(studio_name="示例乙工作室"))
    set_terms(city)
    web.at(settings, years_later(city))
    return draft, gone, handed


def post(client: Client, city: World, *chosen: Application, **other: str) -> Any:
    sent = {"chosen": [one.pk for one in chosen], "reason": "保存期满", "sure": "1", **other}
    return client.post(there(city, "delete/"), sent)


def test_the_office_says_for_how_long_and_sees_who_is_due(city: World, settings: Settings) -> None:
    submitted(city, **told())
    desk = seat(city)
    says(desk.get(there(city)), ["没有定", "没有到期的", "有 1 份还没有定期限"])
    typed = {"ends_on": "", "not_named": "3", "withdrawn": "", "drafts": "0", "why": "办公会定的"}
    assert desk.post(there(city, "terms/"), typed).status_code == 303
    says(desk.get(there(city)), ["3 年", "2022年10月31日", "随即到期", "办公会定的", city.clerk.person.name])
    says(desk.get(there(city), {"show": "later"}), ["1 份", "2022年10月31日", "领衔人", "联系电话"][:2])
    says(desk.get(there(city, "terms/")), ["通知没有说", 'value="3"'][:1])
    wrong = desk.post(there(city, "terms/"), {**typed, "not_named": "三百", "ends_on": "昨天"})
    assert wrong.status_code == 422
    says(wrong, ["三百", "昨天"])
    assert desk.post(there(city, "terms/"), {"why": "x"}).status_code == 422
    assert Terms.objects.get().not_named == 3


def test_a_draft_is_shown_by_its_unit_alone(city: World, settings: Settings) -> None:
    draft, gone, _ = left(city, settings)
    page = seat(city).get(there(city))
    says(page, ["示例乙工作室", "（没有提交，内容不显示）", draft.unit.name, "没有办结，先确认没有命名", "共 3 份"])
    assert "草稿甲" not in text_of(page)
    searched = seat(city).get(there(city), {"find": "草稿甲"})
    assert "没有符合的" in text_of(searched)
    grouped = seat(city).get(there(city), {"group": "withdrawn"})
    assert [row.application.pk for row in grouped.context["rows"]] == [gone.pk]


def test_no_list_shows_a_value(city: World, settings: Settings) -> None:
    left(city, settings)
    for hat in (city.clerk, city.auditor):
        page = text_of(seat(city, hat).get(there(city)))
        assert [secret for secret in SECRETS if secret in page] == []
        assert "联系电话" in page
    assert not Look.objects.exists()


def test_count_and_names_are_shown_before_anything_goes(city: World, settings: Settings) -> None:
    _, gone, handed = left(city, settings)
    desk = seat(city)
    assert text_of(desk.get(there(city, "delete/"))).count("还没有选") == 1
    page = desk.get(there(city, "delete/"), {"chosen": [gone.pk, handed.pk]})
    says(page, ["要删除的 2 份", "示例乙工作室", "没有办结", "操作记录", "夜间备份最多留 14 份"])
    every = desk.get(there(city, "delete/"), {"all": "1"})
    says(every, ["要删除的 3 份"])
    says(desk.get(there(city, "delete/"), {"all": "1", "group": "drafts"}), ["要删除的 1 份"])
    assert not Forgotten.objects.exists()


def test_nothing_goes_without_the_tick_and_a_reason(city: World, settings: Settings) -> None:
    draft, gone, _ = left(city, settings)
    desk = seat(city)
    for other in ({"sure": ""}, {"reason": " "}):
        refused = post(desk, city, gone, **other)
        assert refused.status_code == 422
        says(refused, ["要删除的 1 份"])
    cut_off = desk.post(there(city, "delete/"), {"chosen": [gone.pk], "sure": "1"})
    assert (cut_off.status_code, Forgotten.objects.count()) == (422, 0)
    done = post(desk, city, gone, draft)
    assert (done.status_code, Forgotten.objects.count()) == (303, 2)
    says(desk.get(done["Location"]), ["已经删除 2 份", "共 1 份"])
    assert post(desk, city, gone).status_code == 422
    says(desk.get(there(city), {"show": "done"}), ["保存期满", city.clerk.person.name, "共 2 份"])


def test_every_page_says_that_it_was_let_go(city: World, settings: Settings) -> None:
    _, _, handed = left(city, settings)
    assert post(seat(city), city, handed).status_code == 303
    said = f"个人信息已按期限删除（2023年9月20日，{city.clerk.person.name}）"
    base = f"/applications/{handed.pk}/"
    for hat in (city.clerk, city.auditor, city.hat(Role.UNIT)):
        desk = seat(city, hat)
        for page in ("", "read/", "compare/"):
            shown = desk.get(f"{base}{page}")
            says(shown, [said])
            assert [secret for secret in SECRETS if secret in text_of(shown)] == []
    says(seat(city).get(f"/recommend/applications/{handed.pk}/"), [said])
    journal = text_of(seat(city).get(f"{base}journal/"))
    assert "按期限删除个人信息" in journal
    assert [secret for secret in SECRETS if secret in journal] == []
    says(seat(city, city.hat(Role.UNIT)).get(f"{base}journal/"), ["按期限删除个人信息", "已清除"])


def test_it_asks_a_fixed_number_of_questions(city: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def found(ids: Sequence[int]) -> dict[int, list[str]]:
        asked.append(len(ids))
        return {}

    kept = forgetting.Kept("佐证材料", found, lambda ids: {})
    monkeypatch.setattr(forgetting, "LATER", [kept])
    set_terms(city)
    submitted(city, **told())
    web.at(settings, years_later(city))
    desk = seat(city)

    def counted(page: str, **query: Any) -> int:
        desk.get(there(city, page), query)
        with CaptureQueriesContext(connection) as questions:
            assert desk.get(there(city, page), query).status_code == 200
        return len(questions)

    wanted = {"": 10, "delete/": 10}
    assert {page: counted(page, all="1") for page in wanted} == wanted
    web.at(settings, city.at)
    for _ in range(2):
        submitted(city, **told())
    web.at(settings, years_later(city))
    assert {page: counted(page, all="1") for page in wanted} == wanted
    assert max(asked) == 3


# The notice for the people on a form


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_notice_says_what_is_asked_who_sees_it_and_whom_to_ask(programme: str, settings: Settings) -> None:
    city = world(programme=programme)
    web.at(settings, city.at)
    found, mine = started(city), city.hat(Role.UNIT)
    page = seat(city, mine).get(f"/applications/{found.pk}/told/")
    programme_of = queries.programme_of(found).programme
    contact = programme_of.notice.contacts[0]
    says(page, [programme_of.result_name, *contact.names, contact.phone, mine.person.name, "市总经办", "联系电话"])
    says(page, ["保存期限由市总工会另定", "不收身份证号码", next(iter(city.bodies.values())).name])
    set_terms(city, years={Group.NOT_NAMED: 3})
    later = text_of(says(seat(city, mine).get(f"/applications/{found.pk}/told/"), ["没有命名的：批次结束后 3 年"]))
    assert "保存期限由市总工会另定" not in later
    fields = [field for field in programme_of.fields if field.personal and field.by == "unit"]
    assert [field.label for field in fields if field.label not in later] == []
    other = next(kind for kind in city.units if kind is not Kind.COUNTY)
    assert seat(city, city.hat(Role.UNIT, other)).get(f"/applications/{found.pk}/told/").status_code == 404


def test_both_notices_name_what_they_ask(settings: Settings) -> None:
    asked = {KAIFENG: ["领衔人政治面貌", "骨干成员：每人的出生年月", "经办人电话"], LANGFANG: ["带头人 E-mail"]}
    for number, (programme, words) in enumerate(asked.items()):
        city = world(f"示例{number}", programme)
        web.at(settings, city.at)
        found = started(city)
        page = seat(city, city.hat(Role.UNIT)).get(f"/applications/{found.pk}/told/")
        says(page, words)
        assert "联系人电话" not in text_of(page)  # the recommender's own


def test_the_check_page_leads_to_the_notice(city: World) -> None:
    found = filled(city, started(city))
    for page in ("check/", ""):
        shown = seat(city, city.hat(Role.UNIT)).get(f"/applications/{found.pk}/{page}").content.decode()
        assert f'href="/applications/{found.pk}/told/"' in shown
