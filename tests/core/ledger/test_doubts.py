"""What does not go together is said: warnings and questions, at the entry or the answer, never an error."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.ledger.base import BASE
from jiangfang.core.ledger.doubts import CERTIFICATE, Looked, bare_number, doubts, some
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.numbers import Measure, Number
from jiangfang.core.problems import Problem, Severity
from tests.core.ledger.making import entry, number
from tests.core.making import modest

WARNING, NOTE = Severity.WARNING, Severity.NOTE
PATENTS = number("patent", Measure.COUNT, key="patent_count")
PROVED: dict[str, Any] = {"papers": [CERTIFICATE]}


def said(*entries: Entry, **more: Any) -> list[Problem]:
    """The doubts about some entries."""
    return doubts(Looked(entries, BASE, **more))


def told(found: Sequence[Problem]) -> list[tuple[str, Severity]]:
    """Where each stands and how heavy it is."""
    return [(problem.where, problem.severity) for problem in found]


def patents(count: int, **more: Any) -> list[Entry]:
    """Patents with their certificates."""
    return [entry(id, "patent", f"专利{id}", "2024-05-01", sort="发明", **{**PROVED, **more}) for id in range(count)]


def test_a_sound_year_leaves_nothing_to_ask() -> None:
    answers = {"patent_count": 2, "founded_on": "2020-01", "members": [{"name": "示例甲"}], "leader_name": "示例乙"}
    whole = [
        *patents(2),
        entry(10, "benefit", first="2023", total="95", revenue="60", savings="35", confirmed_by="财务部"),
        entry(11, "benefit", first="2024", total="120", confirmed_by="财务部"),
        entry(12, "funding", first="2024", amount="10"),
        entry(13, "spending", first="2024-03-01", amount="99999.00"),
        entry(14, "apprentice", "示例丙", "2024-01-01", "-"),
        entry(15, "exchange", first="2024-05-01", count=3, people=["示例甲"]),
    ]
    assert said(*whole, numbers=[PATENTS], answers=answers, others={"示例二室": ["示例丁"]}) == []


def test_what_has_no_day_counts_nowhere_and_is_asked_about_once() -> None:
    bare = [entry(id, "training", f"培训{id}", side="对内", count=3) for id in (1, 2, 3)]
    found = said(*bare, *patents(1))
    assert told(found) == [("entry-1", NOTE)]
    assert found[0].message == "3 条没有写日期，算不进任何一个数：“培训1”“培训2”“培训3”"
    assert said(*bare, numbers=[PATENTS], answers={}) == []  # the numbers say it themselves


@pytest.mark.parametrize(
    ("kind", "column", "much", "more"),
    [("training", "count", 100_000, 99_999_999_999), ("funding", "amount", "1000000.00", "1000000.01")],
)
def test_more_than_anybody_has_is_asked_about(kind: str, column: str, much: Any, more: Any) -> None:
    assert said(entry(1, kind, first="2024-05-01", **{column: much})) == []
    found = said(entry(1, kind, "焊接", "2024-05-01", **{column: more}))
    assert told(found) == [("entry-1", NOTE)]
    assert "是不是多写了几位" in found[0].message
    if kind == "training":
        assert found[0].message.startswith("“焊接”的培训人数写的是 99,999,999,999 人")


# Lists and counts, certificates


def test_more_on_the_form_than_in_the_ledger_at_all_is_said() -> None:
    found = said(*patents(2), numbers=[PATENTS], answers={"patent_count": 3}, called={"patent_count": "取得专利数量"})
    assert told(found) == [("patent_count", WARNING)]
    assert found[0].message == "取得专利数量写的是 3，台账“专利”里不论时间一共 2，请核对"


def test_fewer_than_the_ledger_has_is_a_matter_of_the_period() -> None:
    assert said(*patents(5), numbers=[PATENTS], answers={"patent_count": 1}) == []


@pytest.mark.parametrize("answers", [{}, {"patent_count": 9}])
def test_without_entries_of_a_number_nothing_is_asked(answers: dict[str, Any]) -> None:
    assert said(entry(1, "result", first="2024-05-01"), numbers=[PATENTS], answers=answers) == []


def test_fewer_certificates_than_patents_are_said_at_both() -> None:
    bare = entry(9, "patent", "没有证书的", "2024-05-01", sort="发明")
    found = said(*patents(1), bare, numbers=[PATENTS], answers={"patent_count": 2})
    assert told(found) == [("patent_count", WARNING), ("entry-9", WARNING)]
    assert "附了证书的只有 1" in found[0].message
    assert "“没有证书的”" in found[1].message


def test_more_people_than_the_count_of_an_exchange_is_said() -> None:
    assert told(said(entry(4, "exchange", first="2024-05-01", count=1, people=["甲", "乙"]))) == [("entry-4", WARNING)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ZL 2023 1 0123456.7", "zl202310123456.7", True),
        ("ＺＬ２０２３１０１２３４５６.７", "ZL202310123456.7", True),
        ("ZL202310123456.7", "ZL202310123456.8", False),
        ("", "", False),
    ],
)
def test_the_same_number_twice_is_asked(one: str, other: str, same: bool) -> None:
    first = entry(1, "patent", "甲", "2024-05-01", number=one, **PROVED)
    second = entry(2, "patent", "乙", "2024-06-01", number=other, **PROVED)
    assert told(said(second, first)) == ([("entry-2", WARNING)] if same else [])
    assert (bare_number(one) == bare_number(other)) is (same or not one)


def test_numbers_of_two_kinds_are_not_compared() -> None:
    one = entry(1, "patent", first="2024-05-01", number="12", **PROVED)
    assert said(one, entry(2, "standard", first="2024-05-01", number="12")) == []


# Years, totals, benefit


def test_the_rows_of_a_form_are_laid_against_its_total() -> None:
    rows = [{"year": "2018", "amount": "10.00"}, {"year": "2019", "amount": "2.5"}, {"source": "自筹"}]
    found = said(
        answers={"funding": rows, "funding_total": "13"}, called={"funding": "经费投入", "funding_total": "总数"}
    )
    assert told(found) == [("funding_total", WARNING)]
    assert found[0].message == "总数写的是 13，经费投入各年相加为 12.50，请核对"
    assert said(answers={"funding": rows, "funding_total": "12.5"}) == []


def test_more_spent_in_a_year_than_given_is_asked() -> None:
    given = entry(1, "funding", first="2024", amount="1")
    spent = [
        entry(2, "spending", first="2024-03-01", amount="9000"),
        entry(3, "spending", first="2024-04-01", amount="1001"),
    ]
    assert told(said(given, *spent)) == [("entry-3", NOTE)]
    assert said(given, spent[0]) == []
    assert said(entry(1, "funding", first="2023", amount="1"), *spent) == []


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"revenue": "60", "savings": "35.20", "total": "95.00"}, True),
        ({"revenue": "60", "savings": "35.20", "total": "95.2"}, False),
        ({"revenue": "60", "total": "95", "foreign_usd": "1000"}, False),
        ({"total": "95"}, False),
        ({"revenue": "60"}, False),
    ],
)
def test_a_total_that_is_not_the_sum_of_its_parts_is_said(values: dict[str, str], wrong: bool) -> None:
    found = said(entry(1, "benefit", first="2024", confirmed_by="财务部", **values))
    assert told(found) == ([("entry-1", WARNING)] if wrong else [])


def test_benefit_that_nobody_confirmed_is_said_once_for_all() -> None:
    many = [entry(id, "benefit", f"项目{id}", "2024", total="1") for id in range(7)]
    found = said(*many)
    assert told(found) == [("entry-0", WARNING)]
    assert "“项目0”“项目1”“项目2”“项目3”“项目4”等 7 条" in found[0].message


@pytest.mark.parametrize(
    ("amounts", "asked"),
    [
        (["10", "12", "100"], True),
        (["10", "12", "55"], False),
        (["10", "12", "2"], True),
        (["10", "100000"], True),
        (["10"], False),
        (["0", "10"], False),
    ],
)
@pytest.mark.parametrize(("of", "key"), [("funding", "amount"), ("benefit", "total")])
def test_amounts_far_from_the_years_before_are_a_question(of: str, key: str, amounts: list[str], asked: bool) -> None:
    years = [
        entry(place, of, first=str(2020 + place), **{key: said, "confirmed_by": "财务部"})
        for place, said in enumerate(amounts)
    ]
    found = said(*years)
    assert told(found) == ([(f"entry-{len(amounts) - 1}", NOTE)] if asked else [])
    assert all(problem.message.endswith("单位写对了吗？") for problem in found)


# Founding and people


@pytest.mark.parametrize(
    ("founded", "asked"), [("2020", False), ("2021-06", True), ("2021-05-02", True), ("2021-05-01", False), ("", False)]
)
def test_works_older_than_the_studio_are_asked_about(founded: str, asked: bool) -> None:
    old = entry(1, "result", "早先的", "2021-05-01")
    new = entry(2, "award", "后来的", "2024-05-01", **PROVED)
    for more in ({"founded": founded}, {"answers": {"founded_on": founded} if founded else {}}):
        found = said(old, new, entry(3, "rule", first="2019-01-01"), **more)
        assert told(found) == ([("entry-1", NOTE)] if asked else [])
        assert all("2021年5月1日" in problem.message for problem in found)


def test_an_apprentice_who_is_called_like_a_member_is_a_question() -> None:
    pupil = entry(1, "apprentice", "示例 甲", "2024-01-01", "-")
    assert told(said(pupil, answers={"members": [{"name": "示例甲"}]})) == [("entry-1", NOTE)]
    assert told(said(pupil, answers={"leader_name": "示例乙、示例甲"})) == [("entry-1", NOTE)]
    assert said(pupil, answers={"members": [{"name": "示例乙"}, {"post": "一线"}]}) == []


def test_without_a_form_the_people_of_the_ledger_are_its_members() -> None:
    pupil = entry(1, "apprentice", "示例甲", "2024-01-01", "-", people=["示例乙"])
    work = entry(2, "result", first="2024-05-01", people=["示例甲"])
    assert told(said(pupil, work)) == [("entry-1", NOTE)]
    assert said(pupil, work, answers={"leader_name": "示例乙"}) == []


def test_a_member_of_two_studios_is_a_question_by_studio() -> None:
    others = {"示例二室": ["示例甲", "示例 乙", "示例丁"], "示例一室": ["示例乙"], "示例三室": []}
    found = said(answers={"members": [{"name": "示例甲"}, {"name": "示例乙"}]}, others=others)
    assert told(found) == [("members", NOTE), ("members", NOTE)]
    assert [problem.message for problem in found] == [
        "示例乙在“示例一室”的成员里也有同名的，是不是同一个人？",
        "示例乙、示例甲在“示例二室”的成员里也有同名的，是不是同一个人？",
    ]


def test_a_few_titles_are_named_and_the_rest_counted() -> None:
    assert some(["甲", "乙"]) == "“甲”“乙”"
    assert some(list("甲乙丙丁戊己")) == "“甲”“乙”“丙”“丁”“戊”等 6 条"


# Any ledger

VALUES = st.fixed_dictionaries(
    {},
    optional={
        "number": st.sampled_from(["1", "2", ""]),
        "count": st.integers(0, 3),
        **{key: st.sampled_from(["0", "1", "10.5", "100000"]) for key in ("amount", "total", "revenue", "savings")},
    },
)
NAMES = st.lists(st.sampled_from(["示例甲", "示例乙", "示例丙"]), max_size=2)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Entries of any kind, with days and values or without."""
    made = []
    for id in range(draw(st.integers(0, 10))):
        day = draw(st.sampled_from(["", "2019", "2023", "2024", "2024-05-01"]))
        of = draw(st.sampled_from([kind.id for kind in BASE]))
        title = draw(st.sampled_from(["示例甲", "示例丁"]))
        papers = draw(st.sampled_from([(), (CERTIFICATE,)]))
        values: dict[str, Any] = draw(VALUES)
        made.append(entry(id, of, title, day, people=draw(NAMES), papers=papers, **values))
    return made


@given(ledgers(), NAMES, st.randoms(use_true_random=False))
@modest
def test_doubts_never_stop_and_do_not_depend_on_the_order(entries: list[Entry], names: list[str], random: Any) -> None:
    numbers: list[Number] = [PATENTS]
    more: dict[str, Any] = {
        "numbers": numbers,
        "answers": {"patent_count": 1, "members": [{"name": name} for name in names], "founded_on": "2020"},
        "others": {"示例二室": names},
    }
    found = said(*entries, **more)
    assert all(problem.severity is not Severity.ERROR and problem.message for problem in found)
    places = {f"entry-{one.id}" for one in entries} | {"patent_count", "members"}
    assert {problem.where for problem in found} <= places
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert said(*shuffled, **more) == found
