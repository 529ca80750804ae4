"""Counts: whole, not negative, at most twelve digits; and how they are written on paper."""

from typing import Any

import pytest
from hypothesis import given

from jiangfang.core.answers import read_envelopes
from jiangfang.core.fields import NOT_GIVEN
from jiangfang.core.fields.base import Unusable
from tests.core.making import accepted, codes, modest, read, refused, show, spot
from tests.core.strategies import integers

PEOPLE = spot("integer", unit="人")


@given(integers)
@modest
def test_every_count_up_to_twelve_digits_is_kept(value: int) -> None:
    assert accepted(PEOPLE, value) == value
    assert read(PEOPLE, show(PEOPLE, value)) == (value, [])
    assert read(PEOPLE, f" {value} 人\n") == (value, [])


@pytest.mark.parametrize("value", [True, False, 12.0, float("inf"), float("nan"), "12", "", None, [], {}])
def test_nothing_else_is_an_integer(value: Any) -> None:
    assert refused(PEOPLE, value).code == "wrong_type"


@pytest.mark.parametrize("value", [-1, -(10**12), 10**12, pytest.param(10**5000, id="5001 digits")])
def test_out_of_range(value: int) -> None:
    problem = refused(PEOPLE, value)
    assert problem.code == "out_of_range"
    assert len(problem.message) < 120


@pytest.mark.parametrize(
    ("said", "word"),
    [("12.0", "小数点"), ("1e3", "小数点"), ("NaN", "NaN"), ("-Infinity", "Infinity"), ("9" * 5000, "5000 位")],
)
def test_numbers_that_json_or_python_would_pass_are_named(said: str, word: str) -> None:
    made, problems = read_envelopes(f'{{"programme":"p","form":"f","answers":{{"a":{said}}}}}', "f.json")
    assert problems == []
    value = made[0].answers["a"]
    assert isinstance(value, Unusable)
    problem = refused(PEOPLE, value)
    assert problem.code == "wrong_type"
    assert word in problem.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("１２", 12),
        (" 12人 ", 12),
        ("12 人", 12),
        ("12.0", 12),
        ("0", 0),
        ("999999999999", 999_999_999_999),
    ],
)
def test_a_plain_number_is_read_without_a_word(text: str, value: int) -> None:
    assert read(PEOPLE, text) == (value, [])


@pytest.mark.parametrize("text", ["无", "零", " 无 ", "没有"])
def test_nothing_in_words_is_0_with_a_note(text: str) -> None:
    value, problems = read(PEOPLE, text)
    assert value == 0
    assert codes(problems) == [("unsure", "note")]


@pytest.mark.parametrize("text", ["—", "/", "-", "——", "／", "－", " — "])
def test_a_dash_is_left_out_with_a_note(text: str) -> None:
    value, problems = read(PEOPLE, text)
    assert value is NOT_GIVEN
    assert codes(problems) == [("unsure", "note")]


@pytest.mark.parametrize(
    "text",
    ["约30", "约30人", "30余人", "30多", "30多人", "大约30", "30人左右", "近30", "30人以上", "约 30 人", "逾30", "30+"],
)
def test_about_30_is_30_with_a_warning(text: str) -> None:
    value, problems = read(PEOPLE, text)
    assert value == 30
    assert ("unsure", "warning") in codes(problems)
    assert "30" in problems[0].message


@pytest.mark.parametrize("text", ["1,234", "1，234", "1,234人"])
def test_grouped_digits_are_read_with_a_note(text: str) -> None:
    value, problems = read(PEOPLE, text)
    assert value == 1234
    assert codes(problems) == [("unsure", "note")]


@pytest.mark.parametrize(
    "text",
    [
        "1 2",
        "12 34人",
        "1,2",
        "12,",
        "十二",
        "5²",
        "Ⅻ",
        "12个",
        "1万",
        "12.5",
        "-5",
        "30-40",
        "12/13",
        "1e5",
        "人",
        "约",
        ".",
    ],
)
def test_what_is_no_count_is_an_error_that_shows_the_text(text: str) -> None:
    value, problems = read(PEOPLE, text)
    assert value is NOT_GIVEN
    assert codes(problems) == [("not_a_number", "error")]
    assert f"“{text.strip()}”" in problems[0].message


@pytest.mark.parametrize("text", ["", "  ", "\n", "\u3000"])
def test_an_empty_cell_is_not_given(text: str) -> None:
    assert read(PEOPLE, text) == (NOT_GIVEN, [])


@pytest.mark.parametrize("digits", [13, 5000, 200_000])
def test_too_many_digits_on_paper_are_an_error(digits: int) -> None:
    value, problems = read(PEOPLE, "9" * digits)
    assert value is NOT_GIVEN
    assert codes(problems) == [("out_of_range", "error")]
    assert len(problems[0].message) < 120
