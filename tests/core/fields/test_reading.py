"""Reading papers: the words of the command line's contract, and what must hold for any text in any cell."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import NOT_GIVEN, Field
from jiangfang.core.fields.base import KindName, tidy
from jiangfang.core.fields.number import half_width
from jiangfang.core.problems import Severity
from tests.core.making import check, codes, modest, read, show, spot
from tests.core.strategies import cell_texts, days, integers, money, months, texts

SEX = ("男", "女")
JOINABLE: tuple[KindName, ...] = ("text", "phone", "email", "choice", "date", "month")
SIMPLE: list[Field] = [
    spot("text"),
    spot("text", long=True, limit=5),
    spot("phone"),
    spot("email"),
    spot("choice", options=SEX),
    spot("integer", unit="人"),
    spot("integer"),
    *(spot("money", unit=unit) for unit in ("万元", "元", "美元", "")),
    spot("date"),
    spot("month"),
    *(spot(kind, joined=True) for kind in JOINABLE),
]
NOTHING_SAID = "、￥¥$＄"
"""A joint or the sign of a currency with nothing beside it."""
ids = [
    f"{field.type}-{field.unit or field.limit or ''}-{'joined' if field.joined else ''}".strip("-") for field in SIMPLE
]


@pytest.mark.parametrize(
    ("kind", "unit", "text", "value", "severity"),
    [
        ("integer", "项", "无", 0, "note"),
        ("integer", "项", "零", 0, "note"),
        ("money", "万元", "无", "0", "note"),
        ("money", "万元", "零", "0", "note"),
        ("integer", "人", "—", NOT_GIVEN, "note"),
        ("integer", "人", "/", NOT_GIVEN, "note"),
        ("money", "万元", "—", NOT_GIVEN, "note"),
        ("money", "万元", "/", NOT_GIVEN, "note"),
        ("integer", "人", "约30", 30, "warning"),
        ("money", "万元", "约30", "30", "warning"),
        ("money", "万元", "125000元", "12.5", "note"),
    ],
)
def test_the_contract_word_for_word(kind: Any, unit: str, text: str, value: Any, severity: str) -> None:
    made, problems = read(spot(kind, unit=unit), text)
    assert (made, codes(problems)) == (value, [("unsure", severity)])


@pytest.mark.parametrize("field", SIMPLE, ids=ids)
@given(text=cell_texts)
@modest
def test_reading_any_text_gives_a_value_that_check_accepts_or_none(field: Field, text: str) -> None:
    value, problems = read(field, text)
    for problem in problems:
        problem.message.encode("utf-8")
        assert problem.where == "a"
    if value is NOT_GIVEN:
        assert problems or all(letter.isspace() or letter in NOTHING_SAID for letter in text)
        return
    again, doubts = check(field, value)
    assert again == value
    assert not [found for found in doubts if found.severity is Severity.ERROR]
    assert not [found for found in problems if found.severity is Severity.ERROR]


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Values that a field accepts."""
    found: dict[str, st.SearchStrategy[Any]] = {
        "text": texts,
        "phone": texts,
        "email": texts,
        "choice": st.one_of(texts, st.sampled_from(SEX)),
        "integer": integers,
        "money": money,
        "date": days,
        "month": months,
    }
    one = found[field.type]
    return st.lists(one, min_size=1, max_size=3).map("、".join) if field.joined else one


@pytest.mark.parametrize("field", SIMPLE, ids=ids)
@given(data=st.data())
@modest
def test_show_then_read_is_the_identity_for_all_that_check_accepts(field: Field, data: st.DataObject) -> None:
    value, problems = check(field, data.draw(values_of(field)))
    if value is NOT_GIVEN:
        assert any(problem.severity is Severity.ERROR for problem in problems)
        return
    made, doubts = read(field, show(field, value))
    assert made == value
    assert [doubt.code for doubt in doubts] == [problem.code for problem in check(field, value)[1]]


SIGNS = {("money", "元"): "￥¥", ("money", ""): "￥¥", ("money", "美元"): "$"}


def plain_number(text: str, field: Field) -> Decimal | None:
    """The plain reading of a cell: the unit's own sign, half-width digits and a point, the printed unit behind."""
    bare = half_width(text).strip()
    sign = SIGNS.get((field.type, field.unit), "")
    if bare and bare[0] in sign:
        bare = bare[1:].strip()
    bare = bare.removesuffix(field.unit).strip() if field.unit else bare
    return Decimal(bare) if bare and set(bare) <= set("0123456789.") and bare.count(".") < 2 and bare != "." else None


@pytest.mark.parametrize("field", [field for field in SIMPLE if field.type in {"integer", "money"}])
@given(text=cell_texts)
@modest
def test_a_number_read_without_a_word_is_the_plain_reading(field: Field, text: str) -> None:
    value, problems = read(field, text)
    if value is not NOT_GIVEN and not problems:
        assert Decimal(value) == plain_number(text, field)


@pytest.mark.parametrize("field", [field for field in SIMPLE if field.type in {"text", "phone", "email", "choice"}])
@given(text=cell_texts)
@modest
def test_a_text_is_read_as_it_stands(field: Field, text: str) -> None:
    value, _ = read(field, text)
    if value is not NOT_GIVEN and not field.joined:
        assert value == tidy(text)


written_days = st.builds(
    lambda year, month, day, marks, gap, wide: _written(year, month, day, marks, gap, wide=wide),
    st.integers(1900, 2100),
    st.integers(1, 12),
    st.integers(1, 28),
    st.sampled_from(["年月日", "..", "//", "--", "年月", "年月号", "  "]),
    st.sampled_from(["", " ", "\u3000", "\n"]),
    st.booleans(),
)


def _written(year: int, month: int, day: int, marks: str, gap: str, *, wide: bool) -> tuple[str, str]:
    said = gap.join([str(year), marks[0], str(month), marks[1], str(day), *marks[2:]])
    value = f"{year:04}-{month:02}-{day:02}"
    return (said.translate({48 + n: 0xFF10 + n for n in range(10)}) if wide else said), value


@given(written_days)
@modest
def test_a_day_is_read_from_every_way_of_writing_it(said: tuple[str, str]) -> None:
    assert read(spot("date"), said[0]) == (said[1], [])


@pytest.mark.parametrize("tail", ["%", "个", "x", "美元", "-1", "、2", "人次"])
def test_a_number_with_something_foreign_behind_it_is_never_taken(tail: str) -> None:
    made, problems = read(spot("integer", unit="人"), f"12{tail}")
    assert (made, codes(problems)) == (NOT_GIVEN, [("not_a_number", "error")])
