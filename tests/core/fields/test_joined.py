"""Several leaders in one field, joined by 、."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import NOT_GIVEN, Field
from tests.core.making import accepted, check, codes, modest, read, refused, show, spot
from tests.core.strategies import days, months

NAME = spot("text", joined=True)
SEX = spot("choice", joined=True, options=("男", "女"))
BORN = spot("month", joined=True)
DAY = spot("date", joined=True)
PHONE = spot("phone", joined=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (NAME, "张一"),
        (NAME, "张一、李二"),
        (SEX, "男、女"),
        (BORN, "1978-03、1980"),
        (DAY, "2024-11-20、2024-11、2024"),
        (PHONE, "0316—2687421、25665219"),
    ],
)
def test_each_part_is_a_value_of_the_type(field: Field, value: str) -> None:
    assert accepted(field, value) == value
    assert read(field, show(field, value)) == (value, [])


def test_each_part_is_shown_as_its_type_shows_it() -> None:
    assert show(BORN, "1978-03、1980") == "1978年3月、1980年"


@given(st.lists(days, min_size=1, max_size=4), st.lists(months, min_size=1, max_size=4))
@modest
def test_joined_days_and_months_go_through_paper(some_days: list[str], some_months: list[str]) -> None:
    for field, parts in ((DAY, some_days), (BORN, some_months)):
        value = "、".join(parts)
        assert accepted(field, value) == value
        assert read(field, show(field, value)) == (value, [])


@pytest.mark.parametrize(
    ("field", "value"), [(BORN, "1978-03、1980-13"), (DAY, "昨天、2024"), (BORN, "1978-03-05、1980")]
)
def test_a_part_that_is_wrong_names_its_person(field: Field, value: str) -> None:
    problem = refused(field, value)
    assert problem.code == "bad_date"
    assert "人" in problem.message


def test_the_problem_of_the_second_says_so() -> None:
    assert refused(BORN, "1978-03、1980-13").message.startswith("甲第 2 人")


def test_a_word_outside_the_list_is_said_of_its_person() -> None:
    value, problems = check(SEX, "男、女性")
    assert value == "男、女性"
    assert codes(problems) == [("not_in_list", "warning")]
    assert problems[0].message.startswith("甲第 2 人")


@pytest.mark.parametrize("value", ["男、", "、", "、女", "男、、女"])
def test_an_empty_part_is_refused(value: str) -> None:
    made, problems = check(SEX, value)
    assert made is NOT_GIVEN
    assert ("wrong_type", "error") in codes(problems)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (PHONE, "13800000000、"),
        (PHONE, "、13800000000"),
        (SEX, "男、、女"),
        (BORN, "1978年3月、—"),
        (BORN, "1978.3、无"),
    ],
)
def test_a_paper_that_leaves_one_person_out_is_never_read_in_silence(field: Field, text: str) -> None:
    """The one value that is there must not vanish without a word, nor stand for the wrong person."""
    made, problems = read(field, text)
    assert made is NOT_GIVEN
    assert ("unsure", "error") in codes(problems)


def test_only_a_joint_is_not_passed_over() -> None:
    made, problems = read(PHONE, "、")
    assert made is NOT_GIVEN
    assert codes(problems) == [("unsure", "error")]


@pytest.mark.parametrize("value", [None, True, 1978, ["1978-03"], {}, ""])
def test_other_types_are_refused_as_ever(value: Any) -> None:
    assert refused(BORN, value).code == "wrong_type"


@pytest.mark.parametrize("kind", ["integer", "money", "choices", "rows", "opinion"])
def test_only_kinds_that_are_text_can_be_joined(kind: Any) -> None:
    """A count joined by 、 is no JSON integer, and a sum could not reckon with it."""
    columns = (("columns", (spot("text"),)),) if kind == "rows" else ()
    by = "city" if kind == "opinion" else "unit"
    field = spot(kind, joined=True, by=by, options=("甲",) if kind == "choices" else (), **dict(columns))
    assert [place for place, _ in field.faults()] == ["joined"]


def test_a_joined_name_counts_its_letters_as_one_text() -> None:
    assert refused(NAME, "、".join(["名"] * 600)).code == "too_long"
