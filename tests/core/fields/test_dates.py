"""Days and months: real ones between 1900 and 2100, known as far as the paper says; and how they are written."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import NOT_GIVEN
from jiangfang.core.fields.date import from_parts, parts, span
from tests.core.making import accepted, codes, modest, read, refused, show, spot
from tests.core.strategies import days, months

DAY, MONTH = spot("date"), spot("month")


@given(days)
@modest
def test_every_day_known_as_far_as_it_is_goes_through_paper(value: str) -> None:
    assert accepted(DAY, value) == value
    assert read(DAY, show(DAY, value)) == (value, [])
    assert read(DAY, from_parts(*parts(value))) == (value, [])


@given(months)
@modest
def test_every_month_goes_through_paper(value: str) -> None:
    assert accepted(MONTH, value) == value
    assert read(MONTH, show(MONTH, value)) == (value, [])


@pytest.mark.parametrize("value", [None, True, 2024, 20241120, 2024.11, [], {}, "", " "])
@pytest.mark.parametrize("field", [DAY, MONTH])
def test_only_text_is_a_day(field: Any, value: Any) -> None:
    assert refused(field, value).code == "wrong_type"


@pytest.mark.parametrize(
    "value",
    [
        *("0000-01-01", "0000", "1899-12-31", "2101-01-01", "2999-01-01", "2999"),
        *("2024-02-30", "2023-02-29", "2024-13-01", "2024-00", "2024-04-31", "2024-11-00"),
        *(
            "2024-1-1",
            "2024/11/20",
            "2024年11月",
            "20241120",
            "２０２４",
            "2024-11-20T00:00",
            "24-11-20",
            "99999-01-01",
        ),
        *("2024-", "-2024", "2024-11-", "昨天", "2024-11-20\n2024-11-21"),
    ],
)
@pytest.mark.parametrize("field", [DAY, MONTH])
def test_what_is_no_day_is_a_bad_date(field: Any, value: str) -> None:
    assert refused(field, value).code == "bad_date"


@pytest.mark.parametrize("value", ["2024-02-29", "2000-02-29", "1900-01-01", "2100-12-31", "1900", "2100", "2024-11"])
def test_the_first_and_the_last_and_leap_days_are_days(value: str) -> None:
    assert accepted(DAY, value) == value


def test_a_month_has_no_day() -> None:
    assert refused(MONTH, "1978-03-05").code == "bad_date"


@pytest.mark.parametrize("value", ["\u30002024-11-20", "2024-11-20 ", "2024-11-20\n"])
def test_white_space_around_a_day_is_refused_and_what_was_meant_is_said(value: str) -> None:
    found = refused(DAY, value)
    assert found.code == "bad_date"
    assert '"2024-11-20"' in found.message


@pytest.mark.parametrize(
    "text",
    [
        *("2024年11月20日", "2024年11月20", "2024年11月20号", "2024 年 11 月 20 日", "２０２４年１１月２０日"),
        *("2024.11.20", "2024/11/20", "2024-11-20", "20241120", "2024．11．20", "2024 11 20", "\n2024年\n11月20日"),
    ],
)
def test_a_day_as_people_write_it(text: str) -> None:
    assert read(DAY, text) == ("2024-11-20", [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年", "2024"),
        ("2024", "2024"),
        ("2024年3月", "2024-03"),
        ("2024.03", "2024-03"),
        ("2024/3", "2024-03"),
        ("202403", "2024-03"),
    ],
)
def test_as_much_as_the_paper_says(text: str, value: str) -> None:
    assert read(DAY, text) == (value, [])
    assert read(MONTH, text) == (value, [])


@pytest.mark.parametrize(
    ("text", "value"), [("2024 1 1", "2024-01-01"), ("2024.1 1", "2024-01-01"), ("2024 1 12", "2024-01-12")]
)
def test_white_space_between_digits_parts_them(text: str, value: str) -> None:
    """Run together they would be November: a wrong day without a word."""
    made, problems = read(DAY, text)
    assert made == value or (made is NOT_GIVEN and codes(problems) == [("bad_date", "error")])


@pytest.mark.parametrize("field", [DAY, MONTH])
def test_a_nought_that_excel_cut_off_is_doubted(field: Any) -> None:
    made, problems = read(field, "2024.1")
    assert (made, codes(problems)) == ("2024-01", [("unsure", "warning")])
    assert "10 月" in problems[0].message


def test_a_day_in_a_cell_for_a_month_is_left_off_with_a_note() -> None:
    made, problems = read(MONTH, "1978年3月5日")
    assert (made, codes(problems)) == ("1978-03", [("unsure", "note")])


@pytest.mark.parametrize("text", ["—", "/", "无", "——"])
def test_a_dash_is_left_out_with_a_note(text: str) -> None:
    made, problems = read(DAY, text)
    assert (made, codes(problems)) == (NOT_GIVEN, [("unsure", "note")])


@pytest.mark.parametrize("text", ["", " ", "\n\u3000"])
def test_an_empty_cell_is_not_given(text: str) -> None:
    assert read(DAY, text) == (NOT_GIVEN, [])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "78年3月",
            "2024年2月30日",
            "2999年1月1日",
            "0000",
            "2024.13",
            "2024.11/20",
            "去年",
            "2018-2019",
            "45616",
            "20240230",
        ),
        *("11月20日", "年月日", "2024年11", "约2024年", "٢٠٢٤", "9" * 5000),
    ],
)
def test_what_is_no_day_on_paper_is_an_error(text: str) -> None:
    made, problems = read(DAY, text)
    assert (made, codes(problems)) == (NOT_GIVEN, [("bad_date", "error")])
    assert len(problems[0].message) < 120


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-11-20", date(2024, 11, 20), date(2024, 11, 20)),
        ("2100", date(2100, 1, 1), date(2100, 12, 31)),
    ],
)
def test_the_days_that_a_value_may_mean(value: str, first: date, last: date) -> None:
    assert span(value) == (first, last)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 30)))
@modest
def test_a_span_holds_its_days_and_no_other(day: date) -> None:
    for value in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        first, last = span(value)
        assert first <= day <= last
        assert first.isoformat().startswith(value)
        assert last.isoformat().startswith(value)
        assert not (last + timedelta(days=1)).isoformat().startswith(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2024-01-05", ("2024", "1", "5")), ("2024-10", ("2024", "10", "")), ("1990", ("1990", "", ""))],
)
def test_what_stands_between_the_marks(value: str, shown: tuple[str, str, str]) -> None:
    assert parts(value) == shown
