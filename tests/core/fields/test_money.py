"""Money: a decimal as text in the field's unit, printed exactly as given; and how it is written on paper."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import NOT_GIVEN
from jiangfang.core.fields.base import Unusable
from jiangfang.core.fields.money import MONEY, amount, plain_decimal
from tests.core.making import accepted, codes, modest, read, refused, show, spot
from tests.core.strategies import money

WAN, USD, YUAN = (spot("money", unit=unit) for unit in ("万元", "美元", "元"))


@given(money)
@modest
def test_the_exact_text_is_kept_and_printed(value: str) -> None:
    assert accepted(WAN, value) == value
    assert show(WAN, value) == value
    assert read(WAN, value) == (value, [])
    assert read(WAN, f"{value} 万元") == (value, [])
    assert amount(value) == Decimal(value)


@pytest.mark.parametrize("value", ["30.00", "0.50", "012", "0", "999999999999.999999"])
def test_noughts_are_the_writers(value: str) -> None:
    assert accepted(WAN, value) == value


@pytest.mark.parametrize("value", [" 30.00", "30.00 ", "30.00\n"])
def test_white_space_around_an_amount_is_refused(value: str) -> None:
    assert refused(WAN, value).code == "not_a_number"


@pytest.mark.parametrize("value", [None, True, 30, 30.0, float("nan"), Unusable("带小数点的数 30.0"), [], {}, "", "  "])
def test_a_json_number_cannot_say_30_00(value: Any) -> None:
    assert refused(WAN, value).code == "wrong_type"


@pytest.mark.parametrize(
    "value",
    [
        "1234567890123",
        "0.1234567",
        ".5",
        "5.",
        "-1",
        "+1",
        "1,000",
        "1e3",
        "１２",
        "12万",
        "1 000",
        "NaN",
        "Infinity",
        "٣",
        "1\n2",
    ],
)
def test_another_shape_is_not_money(value: str) -> None:
    assert refused(WAN, value).code == "not_a_number"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", "12.5"),
        ("１２．５", "12.5"),
        ("12.5万元", "12.5"),
        (" 12.5 万元 ", "12.5"),
        ("30.00", "30.00"),
        (".5", "0.5"),
        ("5.", "5"),
    ],
)
def test_an_amount_in_the_fields_unit_is_read_without_a_word(text: str, value: str) -> None:
    assert read(WAN, text) == (value, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("125000元", "12.5"),
        ("125,000元", "12.5"),
        ("12.5万", "12.5"),
        ("1.2亿元", "12000"),
        ("1.2亿", "12000"),
        ("3千元", "0.3"),
        ("2百万元", "200"),
        ("1元", "0.0001"),
        ("￥125000元", "12.5"),
        ("0元", "0"),
        ("0.00元", "0"),
    ],
)
def test_another_unit_is_converted_with_a_note(text: str, value: str) -> None:
    made, problems = read(WAN, text)
    assert made == value
    assert codes(problems)[-1] == ("unsure", "note")
    assert f"读作 {value}" in problems[-1].message


@pytest.mark.parametrize(("text", "value"), [("1.2万美元", "12000"), ("1亿美元", "100000000"), ("300美金", "300")])
def test_dollars_are_converted_among_themselves(text: str, value: str) -> None:
    made, problems = read(USD, text)
    assert (made, codes(problems)) == (value, [("unsure", "note")])


@pytest.mark.parametrize(
    ("field", "text"), [(WAN, "5美元"), (WAN, "5万美元"), (USD, "5万元"), (USD, "5元"), (WAN, "$5"), (USD, "￥5")]
)
def test_one_currency_is_never_read_as_another(field: Any, text: str) -> None:
    made, problems = read(field, text)
    assert made is NOT_GIVEN
    assert codes(problems) == [("not_a_number", "error")]


@pytest.mark.parametrize("sign", ["￥", "¥"])
def test_a_yuan_sign_alone_in_a_field_of_ten_thousands_is_doubted(sign: str) -> None:
    made, problems = read(WAN, f"{sign}125000")
    assert problems != []
    assert made is NOT_GIVEN or codes(problems) == [("unsure", "warning")]


@pytest.mark.parametrize(
    ("field", "text", "value"), [(YUAN, "￥30.5", "30.5"), (WAN, "￥30.5万元", "30.5"), (USD, "$30.5", "30.5")]
)
def test_a_sign_that_says_the_unit_is_read_without_a_word(field: Any, text: str, value: str) -> None:
    assert read(field, text) == (value, [])


@pytest.mark.parametrize(
    ("text", "value"), [("约30", "30"), ("30余万元", "30"), ("约12.5万元", "12.5"), ("近125000元", "12.5")]
)
def test_about_is_a_warning(text: str, value: str) -> None:
    made, problems = read(WAN, text)
    assert made == value
    assert ("unsure", "warning") in codes(problems)


@pytest.mark.parametrize("text", ["无", "零"])
def test_nothing_in_words_is_0_with_a_note(text: str) -> None:
    made, problems = read(WAN, text)
    assert (made, codes(problems)) == ("0", [("unsure", "note")])


@pytest.mark.parametrize("text", ["—", "/", "／"])
def test_a_dash_is_left_out_with_a_note(text: str) -> None:
    made, problems = read(WAN, text)
    assert (made, codes(problems)) == (NOT_GIVEN, [("unsure", "note")])


@pytest.mark.parametrize(
    "text", ["1 2", "12%", "30-40", "三十万", "12,50", "12.5.6", "万元", "-3", "0.0001元", "1" * 13, "9" * 5000]
)
def test_what_cannot_stand_is_an_error(text: str) -> None:
    made, problems = read(WAN, text)
    assert made is NOT_GIVEN
    assert ("not_a_number", "error") in codes(problems)
    assert len(problems[-1].message) < 160


@given(st.integers(0, 10**12 - 1), st.sampled_from(["元", "千元", "万元", "百万元", "亿元", "万", "亿"]))
@modest
def test_a_conversion_keeps_the_amount_or_says_it_cannot(number: int, unit: str) -> None:
    scale = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8, "万": 4, "亿": 8}[unit]
    made, problems = read(WAN, f"{number}{unit}")
    if made is NOT_GIVEN:
        assert ("not_a_number", "error") in codes(problems)
    else:
        assert Decimal(made) * 10**4 == Decimal(number) * 10**scale


@given(st.decimals(0, 10**9, places=6))
@modest
def test_a_plain_decimal_has_no_exponent_and_no_idle_noughts(number: Decimal) -> None:
    shown = plain_decimal(number)
    assert Decimal(shown) == number
    assert MONEY.fullmatch(shown)
    assert not shown.endswith(".")
    assert "." not in shown or not shown.endswith("0")
