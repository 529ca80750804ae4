"""One of a list, and tick boxes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import NOT_GIVEN
from jiangfang.core.papers.boxes import EMPTY, TICKED, read_boxes
from tests.core.making import accepted, check, codes, modest, refused, show, spot

SEX = spot("choice", options=("男", "女"))
KINDS = ("技术开发", "技术攻关", "技能传授", "技术协作", "培训服务", "其他")
BOXES = spot("choices", options=KINDS)


def test_a_listed_word_is_kept() -> None:
    assert accepted(SEX, " 女 ") == "女"


def test_another_word_is_a_warning_and_printed_as_it_is() -> None:
    value, problems = check(SEX, "女性")
    assert (value, codes(problems)) == ("女性", [("not_in_list", "warning")])
    assert "男、女" in problems[0].message
    assert show(SEX, value) == "女性"


def test_without_a_list_every_word_is_fine() -> None:
    assert accepted(spot("choice"), "中国") == "中国"


@given(st.lists(st.sampled_from(KINDS), min_size=1))
@modest
def test_ticks_are_kept_once_in_the_order_of_the_boxes(ticked: list[str]) -> None:
    value, problems = check(BOXES, ticked)
    assert value == [option for option in KINDS if option in ticked]
    assert len(problems) == len(ticked) - len(value)
    assert set(codes(problems)) <= {("doubled", "warning")}
    assert accepted(BOXES, value) == value


def test_a_word_without_a_box_is_an_error_at_its_place() -> None:
    value, problems = check(BOXES, ["其他", "发明", "技能传授"])
    assert value == ["技能传授", "其他"]
    assert codes(problems) == [("not_in_list", "error")]
    assert problems[0].where == "a[1]"
    assert "发明" in problems[0].message


def test_only_words_without_a_box_leave_nothing() -> None:
    value, problems = check(BOXES, ["发明"])
    assert (value, codes(problems)) == (NOT_GIVEN, [("not_in_list", "error")])


def test_no_tick_is_not_given() -> None:
    assert check(BOXES, []) == (NOT_GIVEN, [])


@pytest.mark.parametrize("value", ["技术开发", None, True, {}, 1])
def test_ticks_come_as_a_list(value: Any) -> None:
    assert refused(BOXES, value).code == "wrong_type"


@pytest.mark.parametrize("item", [None, True, 1, "", ["技术开发"], {}, "\ud800"])
def test_every_tick_is_a_text(item: Any) -> None:
    value, problems = check(BOXES, ["其他", item])
    assert value == ["其他"]
    assert [problem.where for problem in problems] == ["a[1]"]
    assert problems[0].severity == "error"
    problems[0].message.encode("utf-8")


@given(
    st.sets(st.sampled_from(KINDS)),
    st.sampled_from(TICKED),
    st.sampled_from(EMPTY),
    st.sampled_from(["", " ", "\n", "　"]),
)
@modest
def test_boxes_as_the_paper_has_them_are_read_back(ticked: set[str], tick: str, empty: str, gap: str) -> None:
    text = gap.join(f"{tick if option in ticked else empty}{gap}{option}" for option in KINDS)
    value, problems = read_boxes(text, KINDS, "a", "甲")
    assert value == [option for option in KINDS if option in ticked]
    assert codes(problems) == ([("unsure", "warning")] if ticked and tick in "✕✗×" else [])


def test_ticks_beside_crosses_are_not_guessed() -> None:
    text = "√技术开发 ×技术攻关 ×技能传授 √技术协作 ×培训服务 ×其他"
    ticked, problems = read_boxes(text, KINDS, "a", "甲")
    assert ticked == []
    assert codes(problems) == [("unsure", "warning")]


def test_a_tick_behind_its_word_is_not_guessed() -> None:
    ticked, problems = read_boxes("□技术开发√ □技术攻关 □技能传授 □技术协作 □培训服务 □其他", KINDS, "a", "甲")
    assert ticked == []
    assert codes(problems) == [("unsure", "warning")]


def test_a_tick_behind_the_last_word_is_not_guessed() -> None:
    text = "□技术开发 □技术攻关 □技能传授 □技术协作 □培训服务 □其他 √"
    assert codes(read_boxes(text, KINDS, "a", "甲")[1]) == [("unsure", "warning")]


def test_a_word_that_is_not_there_is_said() -> None:
    ticked, problems = read_boxes("☑技术开发", KINDS, "a", "甲")
    assert ticked == ["技术开发"]
    assert codes(problems) == [("unsure", "warning")] * 5


def test_words_behind_the_last_box_are_said() -> None:
    text = "□技术开发 □技术攻关 □技能传授 □技术协作 □培训服务 ☑其他（检测）"
    ticked, problems = read_boxes(text, KINDS, "a", "甲")
    assert (ticked, codes(problems)) == (["其他"], [("unsure", "note")])


@given(st.text(st.sampled_from("".join(KINDS) + EMPTY + TICKED + " x"), max_size=40))
@modest
def test_boxes_read_from_any_text_are_boxes(text: str) -> None:
    ticked, _ = read_boxes(text, KINDS, "a", "甲")
    if ticked:
        assert accepted(BOXES, ticked) == ticked
