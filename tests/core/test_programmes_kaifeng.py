"""开封 2024: each condition, exclusion and check of its notice from both sides, with its clause."""

from datetime import date
from typing import Any

import pytest

from tests.core.filled import LEFT_OUT, asked, members, new, only, told
from tests.core.making import KAIFENG

ALWAYS_ASKED = [
    ("ask", "", "通知一·3", "note"),
    ("ask", "leader_name", "通知一·1", "note"),
    ("ask", "members", "通知一·2", "note"),
    ("ask", "achievements", "通知一·4", "note"),
    ("ask", "achievements", "通知一·5", "note"),
]


def changed(**changes: Any) -> list[tuple[str, str, str, str]]:
    return told(new(KAIFENG, **changes))


def test_a_sound_form_has_only_the_questions_that_no_program_answers() -> None:
    assert told(asked(KAIFENG)) == ALWAYS_ASKED


@pytest.mark.parametrize("founded", ["2023-11-20", "2023-11-19", "2023-10", "2022", "1990-01-01"])
def test_one_year_on_the_last_day_is_enough(founded: str) -> None:
    assert changed(founded_on=founded, recognised_on=LEFT_OUT) == [("missing", "recognised_on", "附件1", "warning")]


@pytest.mark.parametrize("founded", ["2023-11-21", "2023-12", "2024", "2024-11-20"])
def test_a_day_short_of_a_year_fails_and_names_both_days(founded: str) -> None:
    found = [
        problem for problem in new(KAIFENG, founded_on=founded, recognised_on="2024-11") if problem.clause == "通知一·2"
    ]
    assert told(found) == [("condition_failed", "founded_on", "通知一·2", "error")]
    assert found[0].message.endswith("到 2024年11月20日（报送截止日）不满 1 年（通知一·2）")


def test_the_sentence_of_a_year_word_for_word() -> None:
    found = only([problem for problem in new(KAIFENG, founded_on="2023-11-21") if problem.clause == "通知一·2"])
    assert found.message == "建立日期 2023年11月21日，到 2024年11月20日（报送截止日）不满 1 年（通知一·2）"


@pytest.mark.parametrize("founded", ["2023", "2023-11"])
def test_a_day_that_decides_nothing_is_a_question(founded: str) -> None:
    found = [
        problem for problem in new(KAIFENG, founded_on=founded, recognised_on="2024") if problem.clause == "通知一·2"
    ]
    assert told(found) == [("ask", "founded_on", "通知一·2", "note")]


def test_a_founding_day_that_is_wanting_is_said_once() -> None:
    assert changed(founded_on=LEFT_OUT) == [("missing", "founded_on", "附件1", "warning")]


@pytest.mark.parametrize(
    ("tier", "kind"),
    [(tier, kind) for tier in ("县区", "地市", "省部", "国家") for kind in ("劳模", "工匠")]
    + [(tier, "五一劳动奖章") for tier in ("地市", "省部", "国家")],
)
def test_honours_that_are_enough(tier: str, kind: str) -> None:
    assert changed(leader_honour_items=[{"tier": tier, "kind": kind}]) == []


@pytest.mark.parametrize(
    "items",
    [
        [{"tier": "企业", "kind": "劳模"}],
        [{"tier": "企业", "kind": "工匠"}],
        [{"tier": "县区", "kind": "五一劳动奖章"}],
        [{"tier": "国家", "kind": "技能奖项"}],
        [{"tier": "国家", "kind": "其他"}],
        [{"kind": "劳模"}],
        LEFT_OUT,
    ],
)
def test_without_them_fine_skill_is_asked_and_nothing_ever_fails(items: Any) -> None:
    found = only(new(KAIFENG, leader_honour_items=items))
    assert (found.code, found.clause, found.severity.value) == ("ask", "通知一·1", "note")
    assert "精湛技艺" in found.message


def test_one_honour_among_several_is_enough() -> None:
    assert (
        changed(leader_honour_items=[{"tier": "企业", "kind": "劳模"}, {"tier": "地市", "kind": "五一劳动奖章"}]) == []
    )


def test_one_leader_in_principle() -> None:
    found = [problem for problem in new(KAIFENG, leader_name="甲一、乙二") if problem.severity.value != "note"]
    assert told(found) == [("condition_failed", "leader_name", "通知一·1", "warning")]
    assert found[0].message == "领衔人姓名写了 2 人，多于 1 人（通知一·1）"


@pytest.mark.parametrize("body", ["研发机构", "班组"])
def test_existing_bodies_are_excluded_both_kinds(body: str) -> None:
    found = only(new(KAIFENG, existing_body=body))
    assert told([found]) == [("condition_failed", "existing_body", "通知一", "error")]
    assert body in found.message
    assert found.message.endswith("（通知一）")


def test_a_body_that_is_not_told_is_missing() -> None:
    assert changed(existing_body=LEFT_OUT) == [("missing", "existing_body", "通知一", "warning")]


@pytest.mark.parametrize("teams", [("一班", "一班"), ("一班", "二班"), ("一班",), ("",)])
def test_a_team_all_from_one_existing_team_is_no_matter_here(teams: tuple[str, ...]) -> None:
    assert changed(members=members(*teams)) == []


@pytest.mark.parametrize("number", [1, 4, 5])
def test_there_is_no_least_number_of_members_here(number: int) -> None:
    assert changed(member_count=number, members=LEFT_OUT) == []


@pytest.mark.parametrize("day", [date(2024, 11, 6), date(2024, 11, 20)])
def test_the_last_day_itself_is_in_time(day: date) -> None:
    assert new(KAIFENG, day) == []


@pytest.mark.parametrize(("day", "days"), [(date(2024, 11, 21), 1), (date(2025, 11, 20), 365)])
def test_a_day_after_it_is_late(day: date, days: int) -> None:
    found = only(new(KAIFENG, day))
    assert told([found]) == [("late", "", "通知四（三）", "error")]
    assert f"已过 2024年11月20日（报送截止日） {days} 天（通知四（三））" in found.message


@pytest.mark.parametrize(("listed", "warns"), [(5, False), (6, True)])
def test_no_more_members_are_listed_than_there_are(listed: int, warns: bool) -> None:
    found = changed(members=members(*["一班"] * listed))
    assert found == ([("sum_differs", "member_count", "附件3第3项", "warning")] if warns else [])


def test_founded_then_recognised_then_handed_in() -> None:
    assert changed(founded_on="2021-05-01", recognised_on="2021-05-01") == []
    assert changed(founded_on="2021-05-02") == [("conflicting", "founded_on", "附件1", "warning")]
    assert changed(recognised_on="2024-11-20") == []
    assert changed(recognised_on="2024-11-21") == [("conflicting", "recognised_on", "附件1", "warning")]


def test_founded_after_the_deadline_is_said_beside_the_year() -> None:
    found = changed(founded_on="2024-11-21", recognised_on="2024-11-21")
    assert ("conflicting", "founded_on", "附件1", "warning") in found
    assert ("condition_failed", "founded_on", "通知一·2", "error") in found


def test_the_parts_of_several_leaders_match() -> None:
    assert changed(leader_sex="男、女") == [("conflicting", "leader_sex", "", "warning")]
    assert ("conflicting", "leader_born", "", "warning") not in changed(
        leader_name="甲、乙", leader_born="1978-03、1980-01"
    )


@pytest.mark.parametrize(("fact", "where"), [("leader_elsewhere", "leader_name"), ("studio_named", "studio_name")])
def test_what_the_notice_does_not_forbid_is_a_note_only_when_looked_up_and_found(fact: str, where: str) -> None:
    assert new(KAIFENG, facts={fact: ""}) == []
    found = only(new(KAIFENG, facts={fact: "2016 年已有"}))
    assert told([found]) == [("ask", where, "", "note")]


@pytest.mark.parametrize("key", ["studio_name", "host_unit", "leader_name"])
def test_what_must_be_filled(key: str) -> None:
    assert ("missing", key, "附件1", "error") in changed(**{key: LEFT_OUT})


@pytest.mark.parametrize(
    "key", ["specialty", "recognised_by", "funding_total", "leader_skill_grade", "leader_post", "achievements"]
)
def test_what_should_be_filled(key: str) -> None:
    assert changed(**{key: LEFT_OUT}) == [("missing", key, "附件1", "warning")]


def test_500_zi() -> None:
    assert changed(achievements="字" * 500) == []
    assert changed(achievements="字" * 501) == [("too_long", "achievements", "附件1", "warning")]


def test_what_only_the_summary_asks_is_asked_all_the_same() -> None:
    assert changed(standards_text="《某规范》", contact_name="赵样", contact_phone="25660000") == []
