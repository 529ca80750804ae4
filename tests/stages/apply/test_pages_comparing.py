"""Two versions beside each other: which can be chosen, what is marked, who sees what of it."""

import re
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.core.people import Kind, Role
from jiangfang.records.journal.models import Look
from jiangfang.stages.apply import actions, queries, versions
from jiangfang.stages.apply.models import Application
from tests import web
from tests.stages.apply.desk import ATTESTED, answers_of, endorse, filled, fresh, started, submitted, typing
from tests.stages.apply.walking import other, says, text_of
from tests.stages.world import LANGFANG, PROGRAMMES, World, world

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.both_engines]
LONG = "建室以来完成课题3项。带徒12人。"
LONGER = "建室以来完成课题5项。带徒12人。推广2项成果。"


@pytest.fixture
def city(settings: Settings) -> World:
    made = world()
    web.at(settings, made.at)
    return made


def change(city: World, application: Application, **answers: Any) -> Application:
    """The unit changes answers, each section that holds one of them by itself."""
    found = application
    for section in queries.programme_of(found).programme.sections:
        mine = {field.key: answers[field.key] for field in section.fields if field.key in answers}
        if mine:
            typed = {key: said for key, said in typing(found, mine, section.id).items() if key in mine}
            worn = city.hat(Role.UNIT)
            saved = actions.save_section(
                application=found, section=section.id, typed=typed, base=found.version, hat=worn, at=city.at
            )
            found = saved.application
    return found


def returned(city: World, application: Application, role: Role = Role.UNIT_UNION) -> Application:
    listed = queries.programme_of(application).programme.sections
    section = next(one.id for one in listed if any(field.key == "leader_name" for field in one.fields))
    hat = city.clerk if role is Role.CITY else city.hat(role)
    actions.send_back(
        application=application, sections=[section], reasons=["unclear"], text="", due=None, hat=hat, at=city.at
    )
    return fresh(application)


def twice_submitted(city: World, first: dict[str, Any], second: dict[str, Any]) -> Application:
    found = returned(city, submitted(city, **first))
    found = change(city, found, **second)
    return actions.submit(application=found, attested=ATTESTED, hat=city.hat(Role.UNIT), at=city.at).application


def marked(page: Any, tag: str) -> list[str]:
    """What is marked as gone (del) or new (ins), without what is only read aloud."""
    main = page.content.decode().split('<table class="answers">', 1)[-1]
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", main, re.DOTALL)
    return [re.sub(r'<span class="unseen">.*?</span>', "", one) for one in found]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_each_named_version_is_the_one_that_was_there(programme: str, settings: Settings) -> None:
    city = world(programme=programme)
    web.at(settings, city.at)
    found = submitted(city)
    if programme != "third-2026":
        endorse(city, found)
        found = fresh(found)
    found = change(city, returned(city, found, Role.RECOMMENDER), leader_name="李示例")
    actions.submit(application=found, attested=ATTESTED, hat=city.hat(Role.UNIT), at=city.at)
    found = change(city, returned(city, fresh(found), Role.RECOMMENDER), leader_name="王示例")
    named = versions.moments(fresh(found))
    filings = list(found.filings.order_by("serial").values_list("version", flat=True))
    sent = list(found.returns.order_by("pk").values_list("version", flat=True))
    assert [one.version for one in named] == [*filings, found.version]
    assert sent == filings
    assert [one.says[0] for one in named] == ["第 1 次提交", "第 2 次提交", "现在（上次提交以后改的）"]
    assert all("退回补正" in one.says for one in named[:2])
    if programme != "third-2026":
        assert list(found.opinions.values_list("version", flat=True)) == filings[:1]
        assert "签署所在单位工会意见" in named[0].says


def test_changed_words_are_marked_field_by_field(city: World) -> None:
    found = twice_submitted(city, {"achievements": LONG}, {"achievements": LONGER, "leader_name": "李示例"})
    page = other(city, city.hat(Role.UNIT), found).get("compare/")
    says(page, ["第 1 次提交", "现在", "2 项", "划线的"])
    assert marked(page, "del")[1:] == ["3"]
    assert marked(page, "ins") == ["李示例", "5", "推广2项成果。"]
    assert "领衔人" in text_of(page)


def test_only_what_changed_is_shown_unless_all_is_wanted(city: World) -> None:
    found = twice_submitted(city, {}, {"leader_name": "李示例"})
    desk = other(city, city.hat(Role.UNIT), found)
    brief, whole = desk.get("compare/"), desk.get("compare/", all="1")
    name = found.studio_name
    assert text_of(brief).count(name) < text_of(whole).count(name)
    assert marked(brief, "ins") == marked(whole, "ins") == ["李示例"]


def test_rows_are_compared_row_by_row(city: World) -> None:
    programme = queries.programme_of(started(city)).programme
    rows = next(field for field in programme.fields if field.key == "members")
    before = answers_of(city.programme)[rows.key]
    first = rows.columns[0].key
    after = [*before[1:], {**before[0], first: "新成员"}]
    found = twice_submitted(city, {}, {rows.key: after})
    page = other(city, city.hat(Role.UNIT), found).get("compare/")
    assert "新成员" in marked(page, "ins")
    says(page, ["1 项", f"另有 {len(before) - 1} 行没有改"])


def test_the_older_one_always_stands_first(city: World) -> None:
    found = twice_submitted(city, {"leader_name": "张示例"}, {"leader_name": "李示例"})
    first, second = found.filings.order_by("serial").values_list("version", flat=True)
    desk = other(city, city.hat(Role.UNIT), found)
    for query in ({"from": first, "to": second}, {"from": second, "to": first}, {"from": first}, {"to": second}, {}):
        page = desk.get("compare/", **query)
        assert (marked(page, "del"), marked(page, "ins")) == (["张示例"], ["李示例"]), query
    same = desk.get("compare/", **{"from": second, "to": second})
    says(same, ["两稿内容一样"])


def test_a_version_without_a_name_is_not_to_be_had(city: World) -> None:
    """What the unit wrote in between, and before it handed in, is its own affair."""
    draft = filled(city, started(city), leader_name="没有交过的名字")
    found = change(city, draft, leader_name="交上去的名字")
    actions.submit(application=found, attested=ATTESTED, hat=city.hat(Role.UNIT), at=city.at)
    found = change(city, returned(city, fresh(found)), leader_name="中间写过的名字")
    found = change(city, found, leader_name="再交的名字")
    actions.submit(application=found, attested=ATTESTED, hat=city.hat(Role.UNIT), at=city.at)
    for role in (Role.UNIT_UNION, Role.RECOMMENDER):
        desk = other(city, city.hat(role), found)
        for version in range(found.version + 2):
            for text in (text_of(desk.get("compare/", **{"from": version})), text_of(desk.get("compare/", to=version))):
                assert "没有交过的名字" not in text
                assert "中间写过的名字" not in text
            assert "没有交过的名字" not in text_of(desk.get("read/", since=version))
    own = other(city, city.hat(Role.UNIT), found)
    assert "没有交过的名字" in text_of(own.get("read/", since=found.filings.get(serial=1).version - 1))


def test_what_was_never_handed_in_has_nothing_to_compare(city: World) -> None:
    draft = filled(city, started(city))
    says(other(city, city.hat(Role.UNIT), draft).get("compare/"), ["提交以后才有可比的稿"])
    once = submitted(city, Kind.INDUSTRY)
    page = other(city, city.hat(Role.UNIT, Kind.INDUSTRY), once).get("compare/")
    assert says(page, ["提交以后没有改动，只有一稿"]).status_code == 200


def test_an_auditor_sees_no_personal_value_and_nobody_looks_unseen(settings: Settings) -> None:
    city = world(programme=LANGFANG)
    web.at(settings, city.at)
    phone = "0000-0000077"
    found = twice_submitted(city, {}, {"leader_phone": phone, "leader_name": "李示例"})
    audit = other(city, city.auditor, found).get("compare/", all="1")
    says(audit, ["改的是不显示的个人信息", "李示例", "＊＊＊"])
    assert phone not in text_of(audit)
    assert not Look.objects.exists()
    other(city, city.hat(Role.UNIT), found).get("compare/")
    assert not Look.objects.exists()
    for _ in range(2):
        assert phone in text_of(other(city, city.clerk, found).get("compare/"))
    assert [(one.person_name, one.subject_id) for one in Look.objects.all()] == [
        (city.clerk.person.name, str(found.pk))
    ]
    for who in (city.hat(Role.UNIT), city.auditor, city.clerk):
        says(other(city, who, found).get("journal/"), ["谁看过个人信息", city.clerk.person.name])
    assert "谁看过个人信息" not in text_of(other(city, city.hat(Role.RECOMMENDER), found).get("journal/"))


def test_a_slip_that_was_mended_is_a_version_of_its_own(city: World) -> None:
    found = submitted(city)
    endorse(city, found)
    mended = {"key": "leader_phone", "typed": "0000-0000078", "reason": "单位来电", "hat": city.clerk, "at": city.at}
    actions.mend(application=fresh(found), **mended)  # type: ignore[arg-type]
    page = other(city, city.hat(Role.UNIT), found).get("compare/")
    says(page, ["更正笔误", "1 项"])
    assert marked(page, "ins") == ["0000-0000078"]


def test_the_pages_lead_there(city: World) -> None:
    found = submitted(city)
    link = f'href="/applications/{found.pk}/compare/"'
    assert link in other(city, city.hat(Role.UNIT), found).get().content.decode()
    endorse(city, found)
    assert link in other(city, city.clerk, found).get().content.decode()
    desk = other(city, city.hat(Role.RECOMMENDER), found)
    assert link in desk.client.get(f"/recommend/applications/{found.pk}/").content.decode()


def test_it_asks_a_fixed_number_of_questions(city: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = twice_submitted(city, {}, {"leader_name": "李示例"})
    desk = other(city, city.clerk, found)
    desk.get("compare/")
    with django_assert_num_queries(8):
        desk.get("compare/")
    found = change(city, returned(city, fresh(found)), leader_name="王示例", studio_name="示例改名工作室")
    with django_assert_num_queries(10):  # the return and every saving: it is shown as it was handed in
        desk.get("compare/")
