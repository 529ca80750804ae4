"""The period of a number: which days count, as the notice says or as the office chose, and how it reads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import Origin
from jiangfang.core.ledger.numbers import CHOICES, Measure, Number, Over, Span, over, period_words, span_of
from tests.core.ledger.making import number
from tests.core.making import KAIFENG, LANGFANG, modest, programme

ENDS = date(2024, 11, 20)
PLAIN = number("patent", Measure.COUNT)
ASKED = replace(PLAIN, over=Over.ASKED, origin=Origin.PRACTICE, why="没有写")


def of(name: str, key: str) -> Number:
    """A number of a shipped programme."""
    return next(one for one in programme(name).numbers if one.key == key)


def test_the_last_year_ends_on_the_stated_day() -> None:
    assert span_of(replace(PLAIN, over=Over.LAST_YEAR), {}, ENDS) == Span(date(2023, 11, 21), ENDS)


@pytest.mark.parametrize(
    ("ends", "first"),
    [
        ("2024-02-29", "2023-03-01"),
        ("2024-02-28", "2023-03-01"),
        ("2025-02-28", "2024-02-29"),
        ("2024-12-31", "2024-01-01"),
    ],
)
def test_a_leap_day_loses_and_doubles_nothing(ends: str, first: str) -> None:
    made = span_of(replace(PLAIN, over=Over.LAST_YEAR), {}, date.fromisoformat(ends))
    assert made.first == date.fromisoformat(first)


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)))
@modest
def test_a_last_year_is_a_year_long_and_holds_its_last_day(ends: date) -> None:
    made = span_of(replace(PLAIN, over=Over.LAST_YEAR), {}, ends)
    assert made.first is not None
    assert made.last == ends
    assert ends - made.first + timedelta(days=1) in (timedelta(days=365), timedelta(days=366))


@pytest.mark.parametrize("own", [Over.ALL, Over.BY_YEAR])
def test_all_and_by_year_have_no_beginning(own: Over) -> None:
    assert span_of(replace(PLAIN, over=own), {"a": "last_year"}, ENDS) == Span(None, ENDS)


def test_what_was_chosen_holds_where_the_notice_is_silent_and_only_there() -> None:
    assert span_of(ASKED, {"a": "last_year"}, ENDS).first == date(2023, 11, 21)
    assert span_of(ASKED, {"a": "all"}, ENDS).first is None
    assert span_of(ASKED, {"b": "last_year"}, ENDS) == Span(None, ENDS)
    assert over(ASKED, {}) is CHOICES[0] is Over.ALL
    assert over(replace(PLAIN, over=Over.LAST_YEAR), {"a": "all"}) is Over.LAST_YEAR


def test_without_a_last_day_nothing_is_too_late() -> None:
    assert span_of(replace(PLAIN, over=Over.LAST_YEAR), {}, None) == Span()


@pytest.mark.parametrize(
    ("own", "ends", "words"),
    [
        (replace(PLAIN, over=Over.LAST_YEAR), ENDS, "近 1 年（2023年11月21日至2024年11月20日）"),
        (ASKED, ENDS, "建立以来（到2024年11月20日）"),
        (replace(PLAIN, over=Over.BY_YEAR), ENDS, "分年度（到2024年11月20日）"),
        (PLAIN, None, "建立以来"),
    ],
)
def test_a_period_reads_as_people_say_it(own: Number, ends: date | None, words: str) -> None:
    assert period_words(own, {}, ends) == words


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"measure": Measure.SUM}, ["of"]),
        ({"of": "sort"}, ["of"]),
        ({"beside": ("sort",)}, ["beside"]),
        ({"measure": Measure.ROWS, "over": Over.BY_YEAR}, ["by"]),
        ({"measure": Measure.ROWS, "over": Over.BY_YEAR, "by": "year", "columns": {"amount": "amount"}}, []),
        ({"measure": Measure.ROWS, "by": "year", "columns": {"amount": "amount"}}, ["over"]),
        ({"over": Over.BY_YEAR}, ["over"]),
        ({"by": "year"}, ["by"]),
        ({"clause": ""}, ["clause"]),
        ({"origin": Origin.PRACTICE}, ["why"]),
        ({"measure": Measure.PEOPLE, "of": "title", "beside": ("unit",)}, []),
        ({"measure": Measure.TEXT, "beside": ("sort",)}, []),
    ],
)
def test_what_is_wrong_within_a_number_is_said(other: dict[str, object], where: list[str]) -> None:
    assert [place for place, _ in replace(PLAIN, **other).faults()] == where  # type: ignore[arg-type]


def test_kaifeng_says_the_last_year_of_what_its_indicators_5_to_10_ask() -> None:
    said = {one.key: (one.over, one.clause) for one in programme(KAIFENG).numbers}
    assert {key: clause for key, (over, clause) in said.items() if over is Over.LAST_YEAR} == {
        "benefit_total": "附件3第7项",
        "trained_count": "附件3第8项",
        "apprentice_count": "附件3第9项",
    }
    assert {key for key, (over, _) in said.items() if over is Over.ASKED} == {
        "funding_total",
        "result_count",
        "patent_count",
        "awards_text",
        "standards_text",
    }


def test_langfang_has_its_money_by_year_and_asks_for_every_other_period() -> None:
    said = {one.key: one.over for one in programme(LANGFANG).numbers}
    assert {key for key, over in said.items() if over is Over.BY_YEAR} == {"funding", "benefit"}
    assert {over for key, over in said.items() if key not in {"funding", "benefit"}} == {Over.ASKED}
    boxes = {field.key for field in programme(LANGFANG).fields if field.type in {"integer", "money"}}
    assert boxes - set(said) == {"member_count"}


@pytest.mark.parametrize("name", [KAIFENG, LANGFANG])
def test_every_period_names_its_source(name: str) -> None:
    for one in programme(name).numbers:
        assert (one.origin is Origin.NOTICE and one.over is not Over.ASKED) or one.why
        assert programme(name).numbers.count(one) == 1


def test_kaifeng_leaves_no_number_of_its_form_without_a_reckoning() -> None:
    boxes = {field.key for field in programme(KAIFENG).fields if field.type in {"integer", "money"}}
    assert boxes - {one.key for one in programme(KAIFENG).numbers} == {"member_count"}
    assert of(KAIFENG, "trained_count").of == "count"
