"""Text, phones and mailboxes: kept as typed, counted in 字, refused only where a file cannot hold them."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given

from jiangfang.core.fields import NOT_GIVEN
from jiangfang.core.fields.base import LONGEST_LINE, LONGEST_TEXT, Unusable, name_of, shorten, tidy, xml_cannot_hold
from jiangfang.core.fields.text import count_wps, count_zi
from tests.core.making import accepted, check, codes, modest, refused, spot
from tests.core.strategies import anything, texts

TEXT, LONG = spot("text"), spot("text", long=True, limit=500, clause="附件1")


@pytest.mark.parametrize("kind", ["text", "phone", "email", "choice"])
@pytest.mark.parametrize("value", [None, True, 12, 12.5, float("nan"), Unusable("NaN（不是一个数）"), [], {}, ["甲"]])
def test_only_text_is_text(kind: Any, value: Any) -> None:
    problem = refused(spot(kind), value)
    assert problem.code == "wrong_type"
    assert problem.message.startswith("甲：应是")


@pytest.mark.parametrize("kind", ["text", "phone", "email", "choice"])
@pytest.mark.parametrize("value", ["", " ", "\n\t", "\u3000\u00a0", "\r\n"])
def test_an_empty_text_is_not_an_answer(kind: Any, value: str) -> None:
    problem = refused(spot(kind), value)
    assert problem.code == "wrong_type"
    assert "整项去掉" in problem.message


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  李明华创新工作室\u3000", "李明华创新工作室"),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("e\u0301", "é"),
        ("\u1100\u1161", "가"),
        ("中　间  空", "中　间  空"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("<b>粗</b>&amp;", "<b>粗</b>&amp;"),
        ("👩\u200d🔧😀", "👩\u200d🔧😀"),
        ("a\u200bb\u2060c\ufeffd", "a\u200bb\u2060c\ufeffd"),
        ("堃喆玥䶮𬭎", "堃喆玥䶮𬭎"),
        ("5²㎡ ①", "5²㎡ ①"),
    ],
)
def test_only_line_ends_composition_and_outer_white_space_change(typed: str, kept: str) -> None:
    assert accepted(TEXT, typed) == kept


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
@pytest.mark.parametrize("kind", ["text", "phone", "email", "choice"])
def test_what_xml_cannot_hold_is_refused_by_its_code_point(kind: Any, bad: str) -> None:
    problem = refused(spot(kind), f"张{bad}三")
    assert problem.code == "bad_character"
    assert f"U+{ord(bad):04X}" in problem.message
    problem.message.encode("utf-8")


@given(anything)
@modest
def test_what_is_held_back_is_exactly_what_xml_has_no_place_for(text: str) -> None:
    allowed = all(
        c in "\t\n\r" or 0x20 <= ord(c) <= 0xD7FF or 0xE000 <= ord(c) <= 0xFFFD or ord(c) >= 0x10000 for c in text
    )
    assert (xml_cannot_hold(text) == "") is allowed


@given(texts)
@modest
def test_a_kept_text_is_kept_again_unchanged(text: str) -> None:
    once = accepted(LONG, text)
    assert accepted(LONG, once) == once == tidy(once)
    assert once == unicodedata.normalize("NFC", once) == once.strip()


@pytest.mark.parametrize(
    ("text", "zi"),
    [
        ("", 0),
        ("一二三", 3),
        ("一 二\n三\u3000四\t", 4),
        ("PLC 控制器", 6),
        ("e\u0301", 1),
        ("𬭎", 1),
        ("第1、2、3项。", 8),
    ],
)
def test_zi_are_characters_without_white_space(text: str, zi: int) -> None:
    assert count_zi(text) == zi


@pytest.mark.parametrize(
    ("text", "shown"), [("PLC 控制器", 4), ("2024年完成12.5万元", 7), ("A-1 型", 2), ("é té", 2), ("字字", 2)]
)
def test_wps_counts_a_latin_word_or_number_as_one(text: str, shown: int) -> None:
    assert count_wps(text) == shown


def test_500_zi_are_fine_and_501_are_a_warning_with_the_clause() -> None:
    assert accepted(LONG, "字 \n" * 500).count("字") == 500
    value, problems = check(LONG, "字" * 501)
    assert value == "字" * 501
    assert codes(problems) == [("too_long", "warning")]
    assert problems[0].clause == "附件1"
    assert problems[0].message == "甲 501 字，超过 500 字（WPS 字数统计为 501），请删减"


def test_the_limit_counts_letters_and_the_sentence_shows_both_counts() -> None:
    _, problems = check(LONG, "字" * 495 + " Python")
    assert problems[0].message == "甲 501 字，超过 500 字（WPS 字数统计为 496），请删减"


@pytest.mark.parametrize(
    ("field", "most"), [(TEXT, LONGEST_LINE), (spot("text", long=True), LONGEST_TEXT), (spot("choice"), LONGEST_LINE)]
)
def test_more_than_the_program_can_carry_is_an_error(field: Any, most: int) -> None:
    assert accepted(field, "名" * most) == "名" * most
    problem = refused(field, "名" * (most + 1))
    assert problem.code == "too_long"
    assert str(most + 1) in problem.message
    assert len(problem.message) < 200


def test_a_name_of_10_000_characters_is_refused_in_one_sentence() -> None:
    assert refused(TEXT, "名" * 10_000).message == "甲：有 10000 个字符，最多 1000 个，请删减"


@pytest.mark.parametrize(
    "phone", ["0316—2687421", "25665219", "13800000000", "+86 (0371) 2566-5219", "０３１６２６８７４２１", "2687421转8"]
)
def test_phones_are_text_as_typed(phone: str) -> None:
    assert accepted(spot("phone"), phone) == phone


@pytest.mark.parametrize("phone", ["123456", "无", "电话见附件"])
def test_a_doubtful_phone_is_kept_with_a_warning(phone: str) -> None:
    value, problems = check(spot("phone"), phone)
    assert value == phone
    assert codes(problems) == [("unsure", "warning")]


def test_a_phone_is_never_a_number() -> None:
    assert refused(spot("phone"), 13800000000).code == "wrong_type"


@pytest.mark.parametrize(("mail", "sure"), [("a@b", True), ("x@y.cn", True), ("a@b@c", False), ("无", False)])
def test_mailboxes(mail: str, sure: bool) -> None:
    value, problems = check(spot("email"), mail)
    assert value == mail
    assert codes(problems) == ([] if sure else [("unsure", "warning")])


def test_a_warning_never_hides_the_error_beside_it() -> None:
    value, problems = check(spot("phone"), "无" * (LONGEST_LINE + 1))
    assert value is NOT_GIVEN
    assert codes(problems) == [("too_long", "error")]


@given(anything)
@modest
def test_a_look_at_a_text_is_short_and_can_be_printed(text: str) -> None:
    look = shorten(text, 20)
    look.encode("utf-8")
    assert len(look) <= 20 * len("〈U+10FFFF〉") + 1
    assert "\x00" not in look


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (None, "null"),
        (True, "是非值"),
        ("", "空文字"),
        ("甲", "文字“甲”"),
        (7, "整数 7"),
        ({}, "一组键和值"),
        ([], "一个列表"),
        (1.5, "1.5"),
        pytest.param(10**5000, "整数", id="5001 digits"),
        (Unusable("12 位"), "12 位"),
    ],
)
def test_a_value_of_another_type_is_named_in_words(value: Any, word: str) -> None:
    assert word in name_of(value)
    assert len(name_of(value)) < 80
