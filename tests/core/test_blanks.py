"""Blanks inside a label's own text: whatever is put into them is found again."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.papers.blanks import Blanks, is_date_part
from tests.core.making import BOTH, modest, programme

SIGNED = Blanks("公章\n负责人签名：{o.signer}\t{o.date.year}年{o.date.month}月{o.date.day}日")
spaces = st.text(st.sampled_from(" \u3000"), max_size=4)


def filled(blanks: Blanks, texts: dict[str, str], gap: str = "") -> str:
    """The paper's cell with texts in its blanks, and white space around each."""
    return re.sub(r"\{([a-z0-9_.]+)\}", lambda found: f"{gap}{texts[found[1]]}{gap}", blanks.pattern)


def shipped_patterns() -> list[Blanks]:
    """Every pattern of both shipped programmes."""
    found = [
        Blanks(slot.blanks) for name in BOTH for paper in programme(name).papers for slot in paper.cells if slot.blanks
    ]
    assert len(found) > 10
    return found


def text_for(blanks: Blanks, piece: str) -> st.SearchStrategy[str]:
    """Texts that a blank can hold: digits where a day stands, else anything that is not the label beside it."""
    if is_date_part(piece):
        return st.text(st.sampled_from("0123456789"), max_size=4)
    banned = set(blanks.pattern) | set("{}")
    free = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="".join(sorted(banned)))
    return st.text(free, max_size=12).map(str.strip)


@given(data=st.data())
@modest
def test_any_texts_put_into_the_shipped_blanks_are_found_again(data: st.DataObject) -> None:
    blanks = data.draw(st.sampled_from(shipped_patterns()))
    texts = {piece: data.draw(text_for(blanks, piece)) for piece in blanks.pieces}
    assert blanks.find(filled(blanks, texts, data.draw(spaces))) == texts


@given(st.text(max_size=30).map(lambda text: text.strip()), spaces)
@modest
def test_one_blank_holds_any_text_even_its_own_label(text: str, gap: str) -> None:
    blanks = Blanks("{result_count}项")
    assert blanks.find(f"{gap}{text}{gap}项{gap}") == {"result_count": text}
    assert blanks.find(f"{gap}项项") == {"result_count": "项"}


@pytest.mark.parametrize("name", BOTH)
def test_an_empty_cell_of_the_paper_has_empty_blanks(name: str) -> None:
    for paper in programme(name).papers:
        for slot in paper.cells:
            if slot.blanks:
                blanks = Blanks(slot.blanks)
                empty = filled(blanks, dict.fromkeys(blanks.pieces, ""), "\u3000 ")
                assert blanks.find(empty) == dict.fromkeys(blanks.pieces, "")


def test_the_pieces_are_in_order() -> None:
    assert SIGNED.pieces == ("o.signer", "o.date.year", "o.date.month", "o.date.day")


@pytest.mark.parametrize(
    ("text", "signer"),
    [
        ("公章\n负责人签名：张三\t2024年1月5日", "张三"),
        ("公 章 \n 负责人 签名：\u3000张 三\u3000\t 2024 年 1 月 5 日 \n", "张 三"),
        ("公章\n负责人签名：\t2024年1月5日", ""),
        ("公章\n负责人签名：张：三\t2024年1月5日", "张：三"),
    ],
)
def test_white_space_of_a_label_does_not_count(text: str, signer: str) -> None:
    assert SIGNED.find(text) == {"o.signer": signer, "o.date.year": "2024", "o.date.month": "1", "o.date.day": "5"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "公章",
        "公章 负责人签名：张三\t2024年1月5日",
        "公章\n负责人签名;张三\t2024年1月5日",
        "公章\n负责人签名：张三 2024年1月5日",
    ],
)
def test_another_text_is_not_this_label(text: str) -> None:
    assert SIGNED.find(text) is None


def test_marks_of_patterns_are_plain_letters() -> None:
    blanks = Blanks("(a.*)[{x}]+\\d")
    assert blanks.find("(a.*)[b]+\\d") == {"x": "b"}
    assert blanks.find("aaa[b]5") is None


@given(st.text(st.sampled_from("公章负责人签名：年月日0123\n\t \u3000张"), max_size=60))
@modest
def test_any_cell_is_found_or_not_never_raised(text: str) -> None:
    found = SIGNED.find(text)
    if found is not None:
        assert tuple(found) == SIGNED.pieces
        squeezed = re.sub(r"\s", "", text)
        assert re.sub(r"\s", "", filled(SIGNED, found)) == squeezed
