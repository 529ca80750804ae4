"""廊坊 2019: each condition, exclusion and check of its notice from both sides, with its clause."""

from datetime import date
from typing import Any

import pytest

from tests.core.filled import LEFT_OUT, asked, gone, members, new, only, told
from tests.core.making import LANGFANG

ALWAYS_ASKED = [
    ("ask", "", "通知二（四）", "note"),
    ("ask", "", "通知二（五）", "note"),
    ("ask", "", "通知二（六）", "note"),
    ("ask", "studio_name", "通知一", "note"),
    ("ask", "funding", "通知二（七）", "note"),
    ("ask", "leader_name", "通知二（一）", "note"),
    ("ask", "members", "通知二（二）", "note"),
    ("ask", "members", "通知二（三）", "note"),
    ("ask", "achievements", "通知二（八）", "note"),
]


def changed(**changes: Any) -> list[tuple[str, str, str, str]]:
    return told(new(LANGFANG, **changes))


def test_a_sound_form_has_only_the_questions_that_no_program_answers() -> None:
    assert sorted(told(asked(LANGFANG))) == sorted(ALWAYS_ASKED)
    assert all(found.message.endswith(f"？（{found.clause}）") or "？" in found.message for found in asked(LANGFANG))


@pytest.mark.parametrize("number", [0, 1, 4])
def test_fewer_than_5_fail(number: int) -> None:
    failed = [problem for problem in new(LANGFANG, member_count=number) if problem.code == "condition_failed"]
    assert told(failed) == [("condition_failed", "member_count", "通知二（二）", "error")]
    assert failed[0].message == f"成员总数 {number} 人，少于 5 人（通知二（二））"


@pytest.mark.parametrize("number", [5, 6, 300])
def test_5_or_more_hold(number: int) -> None:
    assert changed(member_count=number) == []


def test_members_not_counted_are_missing_and_not_asked_about_twice() -> None:
    assert changed(member_count=LEFT_OUT) == [("missing", "member_count", "附件", "warning")]


@pytest.mark.parametrize(
    ("posts", "asks"),
    [
        (["一线", "管理"], False),
        (["一线", "管理", "管理"], True),
        (["一线", "专业技术", "一线"], False),
        (["管理"] * 2, True),
    ],
)
def test_mostly_front_line_is_reckoned_and_asked_never_failed(posts: list[str], asks: bool) -> None:
    listed = [{"name": f"甲{place}", "post": post, "team": f"{place}班"} for place, post in enumerate(posts)]
    found = [problem for problem in asked(LANGFANG, members=listed) if "，其中一线" in problem.message]
    assert [problem.severity.value for problem in found] == (["note"] if asks else [])
    if asks:
        assert f"一线 {posts.count('一线')} 人" in found[0].message
        assert found[0].message.endswith("（通知二（二））")


def test_the_structure_of_the_team_is_laid_before_people() -> None:
    listed = [
        {"name": "甲", "education": "本科", "title": "工程师", "post": "一线", "born": "1989-10", "team": "一班"},
        {"name": "乙", "education": "大专", "title": "技师", "post": "管理", "born": "1979-11", "team": "二班"},
    ]
    found = next(problem for problem in asked(LANGFANG, members=listed) if "年龄——" in problem.message)
    assert (found.code, found.severity.value, found.clause) == ("ask", "note", "通知二（二）")
    assert "本科 1 人（50%）" in found.message
    assert "技师 1 人（50%）" in found.message
    assert "30 至 39 岁，平均 34.5 岁，按 2019年10月31日（报送截止日）计" in found.message


def test_a_body_of_its_own_is_fine() -> None:
    assert changed(existing_body="否") == []


def test_a_word_outside_the_list_is_a_question() -> None:
    found = [told for told in changed(existing_body="项目组") if told[0] != "not_in_list"]
    assert found == [("ask", "existing_body", "通知二", "note")]


def test_an_empty_team_is_a_question_of_the_exclusion_too() -> None:
    assert ("ask", "members", "通知二", "note") in changed(members=LEFT_OUT)


def test_an_existing_research_body_is_excluded() -> None:
    found = only(new(LANGFANG, existing_body="研发机构"))
    assert told([found]) == [("condition_failed", "existing_body", "通知二", "error")]
    assert "研发机构" in found.message
    assert found.message.endswith("（通知二）")


def test_a_existing_team_is_only_a_question_here() -> None:
    assert changed(existing_body="班组") == [("ask", "existing_body", "通知二", "note")]


def test_a_body_that_is_not_told_is_missing() -> None:
    assert changed(existing_body=LEFT_OUT) == [
        ("missing", "existing_body", "通知二", "warning"),
        ("ask", "existing_body", "通知二", "note"),
    ]


def one_team(*teams: str, **more: Any) -> list[tuple[str, str, str, str]]:
    found = asked(LANGFANG, members=members(*teams), **more)
    return [line for line in told(found) if line[1:3] == ("members", "通知二")]


@pytest.mark.parametrize(
    ("teams", "severity"),
    [
        (("一班", "二班"), None),
        (("一班", "一班"), "error"),
        (("一班", ""), "note"),
        (("", ""), "note"),
        (("一班",), "note"),
    ],
)
def test_all_of_one_team_is_excluded_and_an_unknown_team_is_a_question(
    teams: tuple[str, ...], severity: str | None
) -> None:
    assert [line[3] for line in one_team(*teams)] == ([] if severity is None else [severity])


def test_the_sentence_of_one_team_names_it_and_the_leader_who_is_not_listed() -> None:
    found = next(
        problem for problem in asked(LANGFANG, members=members("一班", "一班")) if "都在同一" in problem.message
    )
    assert "所列 2 人都在同一班组（科室）“一班”" in found.message
    assert "李样一没有列在其中" in found.message


def test_the_leader_counts_when_listed() -> None:
    listed = [*members("一班", "一班"), {"name": "李样一", "team": "技术科"}]
    assert [line for line in told(asked(LANGFANG, members=listed)) if line[3] == "error"] == []


PARTNER = {"name": "某大学", "kind": "高校", "agreement": "2018 年合作协议"}


@pytest.mark.parametrize("joint", ["否", LEFT_OUT])
def test_what_is_no_joint_studio_is_not_asked_for_partners(joint: Any) -> None:
    assert changed(joint=joint) == []


def test_a_joint_studio_has_a_partner() -> None:
    assert changed(joint="是", joint_partners=[PARTNER]) == [("ask", "joint_partners", "通知二", "note")]
    assert ("condition_failed", "joint_partners", "通知二", "error") in changed(joint="是")


@pytest.mark.parametrize(
    ("kinds", "severities"),
    [(["高校"], []), (["科研院所"], []), (["其他", "高校"], []), (["其他"], ["error"]), ([""], ["note"])],
)
def test_a_partner_is_a_college_or_an_institute(kinds: list[str], severities: list[str]) -> None:
    partners = [{"name": "某", "agreement": "有", **({"kind": kind} if kind else {})} for kind in kinds]
    found = changed(joint="是", joint_partners=partners)
    assert sorted(line[3] for line in found) == sorted([*severities, "note"])
    assert {line[2] for line in found} == {"通知二"}


def test_a_partner_without_an_agreement_is_a_warning() -> None:
    partners = [PARTNER, {"name": "某所", "kind": "科研院所"}]
    assert ("condition_failed", "joint_partners", "通知二", "warning") in changed(joint="是", joint_partners=partners)


@pytest.mark.parametrize("day", [date(2019, 8, 16), date(2019, 10, 30), date(2019, 10, 31)])
def test_the_last_day_itself_is_in_time(day: date) -> None:
    assert new(LANGFANG, day) == []


@pytest.mark.parametrize(("day", "days"), [(date(2019, 11, 1), 1), (date(2020, 10, 31), 366)])
def test_a_day_after_it_is_late(day: date, days: int) -> None:
    found = only(new(LANGFANG, day))
    assert told([found]) == [("late", "", "通知六", "error")]
    assert f"已过 2019年10月31日（报送截止日） {days} 天（通知六）" in found.message


@pytest.mark.parametrize(("listed", "warns"), [(5, False), (6, True)])
def test_no_more_members_are_listed_than_there_are(listed: int, warns: bool) -> None:
    found = [
        line
        for line in told(asked(LANGFANG, members=members(*["一班", "二班", "三班"] * 2)[:listed]))
        if line[0] == "sum_differs"
    ]
    assert found == ([("sum_differs", "member_count", "附件", "warning")] if warns else [])


def benefit(**row: str) -> list[tuple[str, str, str, str]]:
    return changed(benefit=[{"year": "2018", **row}])


def test_the_total_of_a_year_is_its_parts_in_ten_thousands() -> None:
    assert benefit(revenue="0.1", savings="0.2", total="0.3") == []
    found = new(LANGFANG, benefit=[{"year": "2017", "total": "9"}, {"year": "2018", "revenue": "1", "total": "2"}])
    assert told(found) == [("sum_differs", "benefit[1].total", "附件", "warning")]
    assert "第 2 行合计写的是 2，各项相加为 1" in found[0].message


@pytest.mark.parametrize("total", ["3", "8", "3.0007", "999"])
def test_dollars_are_never_added_and_never_failed_only_asked(total: str) -> None:
    found = only(
        new(LANGFANG, benefit=[{"year": "2018", "revenue": "1", "savings": "2", "foreign_usd": "5", "total": total}])
    )
    assert told([found]) == [("ask", "benefit", "附件", "note")]
    assert "不是一个币种" in found.message


def test_no_dollars_earned_is_no_question() -> None:
    assert benefit(revenue="1", savings="2", foreign_usd="0", total="3") == []


GRADES = (
    "trained_dual_title",
    "trained_senior_technician",
    "trained_technician",
    "trained_senior_worker",
    "trained_other",
)


def test_grades_overlap_and_are_never_added_up() -> None:
    assert changed(trained_total=10, **dict.fromkeys(GRADES, 10)) == []
    assert changed(trained_total=10, **dict.fromkeys(GRADES, 1)) == []


@pytest.mark.parametrize("grade", GRADES)
def test_each_grade_alone_is_within_the_total(grade: str) -> None:
    assert changed(trained_total=10, **{grade: 10}) == []
    assert changed(trained_total=10, **{grade: 11}) == [("sum_differs", grade, "附件", "warning")]


@pytest.mark.parametrize(
    ("day", "found"), [("2019-10-31", []), ("2019-11-01", ["通知六"]), ("2019-10", []), ("2020", ["通知六"])]
)
def test_a_form_is_filled_before_the_deadline(day: str, found: list[str]) -> None:
    assert changed(filled_on=day) == [("conflicting", "filled_on", clause, "warning") for clause in found]


@pytest.mark.parametrize(
    ("names", "sexes", "match"),
    [("甲", "男", True), ("甲、乙", "男、女", True), ("甲、乙", "男", True), ("甲", "男、女", False)],
)
def test_the_parts_of_several_leaders_match(names: str, sexes: str, match: bool) -> None:
    found = [line for line in changed(leader_name=names, leader_sex=sexes) if line[3] != "note"]
    assert found == ([] if match else [("conflicting", "leader_sex", "", "warning")])


@pytest.mark.parametrize(("fact", "where"), [("leader_elsewhere", "leader_name"), ("studio_named", "studio_name")])
def test_what_the_notice_does_not_forbid_is_a_note_only_when_looked_up_and_found(fact: str, where: str) -> None:
    assert new(LANGFANG, facts={fact: ""}) == []
    found = only(new(LANGFANG, facts={fact: "2016 年已有"}))
    assert told([found]) == [("ask", where, "", "note")]
    assert "2016 年已有" in found.message


@pytest.mark.parametrize("key", ["studio_name", "host_unit", "leader_name"])
def test_what_must_be_filled(key: str) -> None:
    assert ("missing", key, "附件", "error") in changed(**{key: LEFT_OUT})


@pytest.mark.parametrize(
    "key", ["specialty", "industry", "studio_kinds", "social_benefit", "leader_title", "achievements"]
)
def test_what_should_be_filled(key: str) -> None:
    assert changed(**{key: LEFT_OUT}) == [("missing", key, "附件", "warning")]


def test_500_zi() -> None:
    assert changed(achievements="字" * 500) == []
    assert changed(achievements="字" * 501) == [("too_long", "achievements", "附件", "warning")]


def test_an_answer_that_is_refused_is_not_also_missing() -> None:
    assert changed(member_count="5 人") == [("wrong_type", "member_count", "", "error")]
    assert gone(LANGFANG, member_count="5 人") == []
