"""Numbers out of entries: the examples of both notices, and what holds of any entries in any order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.answers import check_answers
from jiangfang.core.ledger.base import kind_of
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import Dated
from jiangfang.core.ledger.numbers import Measure, Over, Span, span_of
from jiangfang.core.ledger.reckoning import outside, reckon, year_of
from tests.core.ledger.making import LAST_YEAR, entry, kind, number, reckoned
from tests.core.making import BOTH, KAIFENG, LANGFANG, modest, programme
from tests.core.strategies import money

ALL = Span(None, date(2024, 11, 20))
COUNT = number("result", Measure.COUNT)


# What a period holds


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2023-11-21", "", ""),
        ("2024-11-20", "", ""),
        ("2023-11-20", "", "在 2023年11月21日以前"),
        ("2024-11-21", "", "在 2024年11月20日以后"),
        ("", "", "没有写日期"),
        ("2024-03-01", "2024-03-31", ""),
        ("2023-11-01", "2023-11-30", "日期没有写到日，看不出在不在期间内"),
        ("2024-11-01", "2024-11-30", "日期没有写到日，看不出在不在期间内"),
        ("2023-10-01", "2023-10-31", "在 2023年11月21日以前"),
    ],
)
def test_a_day_counts_on_both_ends_of_the_last_year(first: str, last: str, why: str) -> None:
    assert outside(Dated.DAY, entry(1, "result", first=first, last=last), LAST_YEAR) == why


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        ("2022-03-01", "-", True),
        ("2022-03-01", "2023-11-20", False),
        ("2022-03-01", "2023-11-21", True),
        ("2024-11-20", "-", True),
        ("2024-11-21", "-", False),
    ],
)
def test_what_runs_counts_where_a_day_of_it_does(first: str, last: str, counts: bool) -> None:
    assert (outside(Dated.SPAN, entry(1, "apprentice", first=first, last=last), LAST_YEAR) == "") is counts


@pytest.mark.parametrize(("year", "counts"), [("2022", False), ("2023", False), ("2024", True), ("2025", False)])
def test_a_year_counts_where_most_of_it_does(year: str, counts: bool) -> None:
    assert (outside(Dated.YEAR, entry(1, "benefit", first=year), LAST_YEAR) == "") is counts


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (date(2025, 12, 5), date(2026, 12, 4), 2026),
        (date(2025, 2, 1), date(2026, 1, 31), 2025),
        (date(2023, 7, 2), date(2024, 7, 1), 2024),  # 183 days on either side: the later
        (date(2024, 1, 1), date(2024, 12, 31), 2024),
    ],
)
def test_exactly_one_year_stands_for_a_period_of_a_year(first: date, last: date, counts: int) -> None:
    span = Span(first, last)
    assert year_of(span) == counts
    years = {year: outside(Dated.YEAR, entry(1, "benefit", first=str(year)), span) for year in range(2022, 2028)}
    assert [year for year, why in years.items() if not why] == [counts]
    assert years[counts - 1] == f"是 {counts - 1} 年的；按年记的，这一期间算 {counts} 年"


def test_a_period_of_years_or_an_open_one_has_no_single_year() -> None:
    assert year_of(Span(None, date(2024, 1, 1))) is None
    assert year_of(Span(date(2022, 1, 1), date(2024, 1, 1))) is None


def test_since_the_founding_the_year_that_runs_counts_as_well() -> None:
    ends = Span(None, date(2024, 3, 1))
    assert outside(Dated.YEAR, entry(1, "benefit", first="2024"), ends) == ""
    assert outside(Dated.YEAR, entry(1, "benefit", first="2025"), ends) != ""


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)))
@modest
def test_one_year_at_most_is_the_year_of_a_last_year(ends: date) -> None:
    span = span_of(replace(COUNT, over=Over.LAST_YEAR), {}, ends)
    years = [entry(year, "benefit", first=str(year)) for year in range(ends.year - 2, ends.year + 2)]
    assert len([one for one in years if outside(Dated.YEAR, one, span) == ""]) == 1


# The measures


def test_entries_are_counted_with_their_reckoning() -> None:
    made = reckoned(
        COUNT,
        entry(3, "result", "晚", "2024-12-01"),
        entry(2, "result", "乙", "2024-05-01"),
        entry(1, "result", "甲", "2024-06-01"),
        entry(4, "patent", "别的", "2024-06-01"),
    )
    assert made.value == 2
    assert [(one.entry, one.title, one.share, one.when) for one in made.used] == [
        (2, "乙", "1", "2024年5月1日"),
        (1, "甲", "1", "2024年6月1日"),
    ]
    assert [(one.entry, one.title, one.why) for one in made.left] == [(3, "晚", "在 2024年11月20日以后")]


def test_without_an_entry_of_it_the_number_stands() -> None:
    wanted = replace(number("patent", Measure.COUNT), where={"sort": ("发明",)})
    kinds = kind("patent")
    assert reckon(wanted, [], LAST_YEAR, kinds) is None
    assert reckon(wanted, [entry(1, "result", first="2024-05-01")], LAST_YEAR, kinds) is None
    assert reckon(wanted, [entry(1, "patent", first="2024-05-01", sort="外观设计")], LAST_YEAR, kinds) is None
    assert reckoned(wanted, entry(1, "patent", first="2020-05-01", sort="发明")).value == 0


def test_only_what_all_its_words_hold_of_counts() -> None:
    wanted = replace(number("award", Measure.COUNT), where={"level": ("省部", "国家"), "rank": ("一等奖",)})
    awards = [
        entry(1, "award", first="2024-05-01", level="省部", rank="一等奖"),
        entry(2, "award", first="2024-05-01", level="国家", rank="一等奖"),
        entry(3, "award", first="2024-05-01", level="省部", rank="二等奖"),
        entry(4, "award", first="2024-05-01", rank="一等奖"),
    ]
    assert [one.entry for one in reckoned(wanted, *awards).used] == [1, 2]


def test_counts_are_added_up_as_whole_numbers() -> None:
    wanted = replace(number("training", Measure.SUM), of="count")
    made = reckoned(
        wanted, entry(1, "training", first="2024-05-01", count=30), entry(2, "training", first="2024-06-01", count=16)
    )
    assert (made.value, [one.share for one in made.used]) == (46, ["30 人", "16 人"])


def test_money_is_added_up_to_the_fen_and_one_without_an_amount_is_left_out() -> None:
    wanted = replace(number("benefit", Measure.SUM), of="total")
    made = reckoned(
        wanted,
        entry(1, "benefit", first="2024", total="0.10"),
        entry(2, "benefit", first="2024", total="0.2"),
        entry(3, "benefit", "没核", "2024", revenue="7"),
    )
    assert (made.value, [one.share for one in made.used]) == ("0.30", ["0.10 万元", "0.2 万元"])
    assert [(one.title, one.why) for one in made.left] == [("没核", "没有写合计")]


@pytest.mark.parametrize(("of", "column", "nothing"), [("benefit", "total", "0"), ("training", "count", 0)])
def test_nothing_in_the_period_is_nought_in_the_kind_of_its_column(of: str, column: str, nothing: Any) -> None:
    made = reckoned(replace(number(of, Measure.SUM), of=column), entry(1, of, first="2020", **{column: "5"}))
    assert made.value == nothing
    assert type(made.value) is type(nothing)


def test_everybody_counts_once_however_the_name_is_spaced() -> None:
    wanted = replace(number("apprentice", Measure.PEOPLE), of="title", beside=("unit",))
    made = reckoned(
        wanted,
        entry(1, "apprentice", "示例甲", "2022-01-01", "-", unit="示例一厂"),
        entry(2, "apprentice", "示例　甲", "2024-01-01", "-", unit="示例一厂"),
        entry(3, "apprentice", "示例甲", "2024-01-01", "-", unit="示例二厂"),
        entry(4, "apprentice", "示例乙", "2021-01-01", "2022-01-01"),
    )
    assert made.value == 2
    assert [one.share for one in made.used] == ["1 人", "0 人，前面已经算过", "1 人"]
    assert [one.title for one in made.left] == ["示例乙"]


def test_people_of_entries_are_counted_and_one_without_is_left_out() -> None:
    wanted = number("exchange", Measure.PEOPLE)
    made = reckoned(
        wanted,
        entry(1, "exchange", first="2024-05-01", people=["甲", "乙", "甲"]),
        entry(2, "exchange", first="2024-06-01", people=["乙", "丙"]),
        entry(3, "exchange", first="2024-07-01"),
    )
    assert (made.value, [one.share for one in made.used]) == (3, ["2 人", "1 人"])
    assert [one.why for one in made.left] == ["没有写人"]


def test_awards_become_the_text_that_the_box_asks_for() -> None:
    wanted = replace(number("award", Measure.TEXT), beside=("level", "rank", "body"))
    one = entry(1, "award", "示例焊接工艺", "2024-05-01", level="省部", rank="一等奖", body="示例厅")
    two = entry(2, "award", "示例夹具", "2024-03-01", "2024-12-31", level="企业")
    assert reckoned(wanted, one).value == "示例焊接工艺（省部，一等奖，示例厅，2024年5月）"
    assert reckoned(wanted, one, two, span=Span()).value == (
        "1. 示例夹具（企业，2024年）\n2. 示例焊接工艺（省部，一等奖，示例厅，2024年5月）"
    )
    assert reckoned(wanted, one, span=Span(date(2025, 1, 1))).value is None


def test_rows_are_by_year_with_amounts_added_and_words_joined() -> None:
    wanted = programme(LANGFANG).numbers[0]
    assert wanted.key == "funding"
    made = reckoned(
        wanted,
        entry(3, "funding", first="2019", amount="3.5", source="工会经费"),
        entry(1, "funding", first="2018", amount="10.00", source="单位拨付"),
        entry(2, "funding", first="2018", amount="2", source="工会经费"),
        entry(4, "funding", first="2018", amount="1", source="单位拨付"),
        entry(5, "funding", first="2020"),
        span=Span(),
    )
    assert made.value == [
        {"year": "2018", "amount": "13.00", "source": "单位拨付、工会经费"},
        {"year": "2019", "amount": "3.5", "source": "工会经费"},
    ]
    assert made.used[0].share == "2018：投入金额 10.00 万元，经费来源 单位拨付"
    assert [one.why for one in made.left] == ["没有写投入金额、经费来源"]
    assert reckoned(wanted, entry(5, "funding", first="2030", amount="1"), span=ALL).value is None


def test_dollars_are_never_added_to_the_rest() -> None:
    wanted = next(one for one in programme(LANGFANG).numbers if one.key == "benefit")
    made = reckoned(
        wanted,
        entry(1, "benefit", first="2018", revenue="60", foreign_usd="1000", total="67"),
        entry(2, "benefit", first="2018", savings="5", foreign_usd="500", total="5"),
        span=Span(),
    )
    assert made.value == [{"year": "2018", "revenue": "60", "savings": "5", "foreign_usd": "1500", "total": "72"}]


# The two notices


YEAR = [
    entry(1, "training", "焊工班", "2024-03-05", side="对内", count=30),
    entry(2, "training", "去年的班", "2023-11-20", side="对内", count=99),
    entry(3, "apprentice", "示例徒甲", "2021-05-01", "-"),
    entry(4, "apprentice", "示例徒乙", "2021-05-01", "2023-05-01"),
    entry(5, "benefit", "夹具", "2024", total="12.50"),
    entry(6, "benefit", "夹具", "2023", total="40"),
    entry(7, "patent", "夹具", "2019-06-01", sort="外观设计"),
    entry(8, "patent", "焊枪", "2024-06-01", sort="发明"),
    entry(9, "talent", "示例徒甲", "2018-05-01", grade="技师", dual="是"),
    entry(10, "talent", "示例徒甲", "2019-05-01", grade="高级技师", honour="企业劳模"),
]


def test_kaifeng_reckons_its_boxes_for_the_year_to_its_last_day() -> None:
    plan = programme(KAIFENG)
    spans = {one.key: span_of(one, {"patent_count": "all"}, plan.deadline()) for one in plan.numbers}
    assert {key: made.value for key, made in plan.reckoned(YEAR, spans).items()} == {
        "trained_count": 30,
        "apprentice_count": 1,
        "benefit_total": "12.50",
        "patent_count": 2,
    }
    spans["patent_count"] = LAST_YEAR
    assert plan.reckoned(YEAR, spans)["patent_count"].value == 1


def test_langfang_reckons_its_year_tables_and_its_people_of_every_grade() -> None:
    plan = programme(LANGFANG)
    made = {key: one.value for key, one in plan.reckoned(YEAR, {}).items()}
    assert made["benefit"] == [{"year": "2023", "total": "40"}, {"year": "2024", "total": "12.50"}]
    assert (made["invention_patents"], made.get("utility_patents")) == (1, None)
    people = {key: value for key, value in made.items() if key.startswith(("trained", "honours"))}
    assert people == {
        "trained_total": 1,
        "trained_dual_title": 1,
        "trained_senior_technician": 1,
        "trained_technician": 1,
        "honours_company": 1,
    }


@pytest.mark.parametrize("name", BOTH)
def test_what_is_reckoned_is_an_answer_that_the_form_takes(name: str) -> None:
    plan = programme(name)
    full = []
    for place, one in enumerate(plan.numbers):
        made = kind_of(plan.ledger_kinds, one.kind)
        assert made is not None
        said = {column.key: _sample(column.type, column.options) for column in made.columns}
        said |= {key: words[0] for key, words in one.where.items()}
        full.append(entry(place, one.kind, f"示例{place}", "2018", people=["示例甲"], **said))
    values = {key: one.value for key, one in plan.reckoned(full, {}).items()}
    assert set(values) == {one.key for one in plan.numbers}
    checked = check_answers(plan.fields, values)
    assert {key: checked.values[key] for key in values} == values
    assert [problem for problem in checked.problems if problem.where.partition("[")[0] in values] == []


def _sample(type: str, options: Sequence[str]) -> Any:
    return {"integer": 3, "money": "1.50"}.get(type, options[0] if options else "示例")


# Any entries, any order, any period

DAYS = st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31))
SPANS = st.builds(lambda ends: span_of(replace(COUNT, over=Over.LAST_YEAR), {}, ends), st.dates(date(2020, 1, 1)))
SPANS |= st.just(Span()) | st.builds(Span, st.none(), st.dates(date(2020, 1, 1), date(2026, 12, 31)))


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Some results and patents, each on a day or on none."""
    made = []
    for id in range(draw(st.integers(0, 12))):
        day = draw(DAYS)
        of = draw(st.sampled_from(["result", "patent"]))
        made.append(Entry(id, of, f"示例{id}", day, day, {"sort": draw(st.sampled_from(["发明", "其他"]))}))
    return made


@given(ledgers(), SPANS, st.randoms(use_true_random=False))
@modest
def test_a_count_is_that_of_its_entries_in_any_order_and_period(entries: list[Entry], span: Span, random: Any) -> None:
    wanted = replace(COUNT, where={"sort": ("发明",)})
    made = reckon(wanted, entries, span, kind("result"))
    mine = [one for one in entries if one.kind == "result" and one.values["sort"] == "发明"]
    within = [one for one in mine if one.first and (span.first or date.min) <= one.first <= (span.last or date.max)]
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert reckon(wanted, shuffled, span, kind("result")) == made
    if not mine:
        assert made is None
        return
    assert made is not None
    assert made.value == len(within) == len(made.used)
    assert {one.entry for one in made.used} == {one.id for one in within}
    assert {one.entry for one in made.used} | {one.entry for one in made.left} == {one.id for one in mine}
    assert all(one.why for one in made.left)


@given(st.lists(st.tuples(st.integers(2015, 2024), money), min_size=1, max_size=8), st.randoms(use_true_random=False))
@modest
def test_years_add_up_to_the_sum_in_any_order(amounts: list[tuple[int, str]], random: Any) -> None:
    wanted = next(one for one in programme(LANGFANG).numbers if one.key == "funding")
    entries = [entry(place, "funding", first=str(year), amount=said) for place, (year, said) in enumerate(amounts)]
    made = reckoned(wanted, *entries, span=Span())
    random.shuffle(entries)
    assert reckoned(wanted, *entries, span=Span()) == made
    assert [row["year"] for row in made.value] == sorted({str(year) for year, _ in amounts})
    whole = reckoned(replace(number("funding", Measure.SUM), of="amount"), *entries, span=Span())
    assert sum(Decimal(row["amount"]) for row in made.value) == Decimal(whole.value)
    assert Decimal(whole.value) == sum((Decimal(said) for _, said in amounts), Decimal(0))
