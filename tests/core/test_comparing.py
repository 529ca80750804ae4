"""What changed between two texts and two tables: nothing is lost, and what is marked is what changed."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.comparing import CHANGED, GONE, LONGEST, MOVED, NEW, SAME, Piece, lines, pieces, whole, words

TEXTS = st.text("甲乙丙。，\n a1", max_size=60)
ROWS = st.lists(st.tuples(st.sampled_from(["", "甲", "乙", "丙"]), st.sampled_from(["", "工", "师"])), max_size=6)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.mark != NEW) == before
    assert "".join(one.text for one in found if one.mark != GONE) == after
    assert all(one.text for one in found)
    assert (before == after) == all(one.mark == SAME for one in found)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "完成课题3项。获奖一次。",
            "完成课题12项。获奖一次。",
            [("完成课题", SAME), ("3", GONE), ("12", NEW), ("项。获奖一次。", SAME)],
        ),
        (
            "成立于2019-03-01。",
            "成立于2020-03-01。",
            [("成立于", SAME), ("2019-03-01", GONE), ("2020-03-01", NEW), ("。", SAME)],
        ),
        (
            "今年先用甲方案。",
            "今年先用甲方案。以后也用乙方案。",
            [("今年先用甲方案。", SAME), ("以后也用乙方案。", NEW)],
        ),
        ("张示例", "李示例", [("张示例", GONE), ("李示例", NEW)]),
        ("示例机械厂", "某省测绘院", [("示例机械厂", GONE), ("某省测绘院", NEW)]),
        ("", "新写的", [("新写的", NEW)]),
        ("不要的", "", [("不要的", GONE)]),
        ("", "", []),
    ],
)
def test_changed_words_are_marked(before: str, after: str, said: list[tuple[str, str]]) -> None:
    assert [(one.text, one.mark) for one in pieces(before, after)] == said


def test_a_single_letter_between_two_changes_is_not_left_alone() -> None:
    found = pieces("本工作室带徒传技，研究甲的方法。", "本工作室带徒传技，创新乙的思路。")
    assert [one.text for one in found if one.mark == SAME] == ["本工作室带徒传技，", "。"]


def test_of_a_number_nothing_stays_the_same() -> None:
    assert whole("120", "125") == (Piece("120", GONE), Piece("125", NEW))


def test_words_that_are_ticked() -> None:
    assert words(["甲", "乙"], ["乙", "丙"]) == (Piece("乙"), Piece("丙", NEW), Piece("甲", GONE))


@pytest.mark.parametrize(
    "text", ["甲" * 9000, "。" * 9000, "甲乙。" * 3000, "".join(map(chr, range(0x4E00, 0x4E00 + 9000)))]
)
def test_a_long_text_is_compared_in_time(text: str) -> None:
    began = perf_counter()
    pieces(text, text[::-1] + "乙")
    pieces(text * 20, "丙" + text * 20)
    assert perf_counter() - began < 5


def test_what_is_too_long_is_shown_whole() -> None:
    before = "甲" * LONGEST
    assert pieces(before, before + "乙") == (Piece(before, GONE), Piece(before + "乙", NEW))


@given(ROWS, ROWS)
def test_every_row_of_both_tables_stands_once(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> None:
    found = lines(before, after)
    assert sorted(one.was for one in found if one.was) == list(range(1, len(before) + 1))
    assert [one.now for one in found if one.now] == list(range(1, len(after) + 1))
    for one in found:
        old = ["".join(piece.text for piece in cell if piece.mark != NEW) for cell in one.cells]
        new = ["".join(piece.text for piece in cell if piece.mark != GONE) for cell in one.cells]
        assert not one.was or old == list(before[one.was - 1])
        assert not one.now or new == list(after[one.now - 1])
        assert (one.mark in (SAME, MOVED)) == (bool(one.was and one.now) and old == new)


def marks(before: list[list[str]], after: list[list[str]]) -> list[tuple[str, int, int]]:
    return [(one.mark, one.was, one.now) for one in lines(before, after)]


def test_rows_are_known_again() -> None:
    before = [["甲", "工人", "高中"], ["乙", "技师", "大专"], ["丙", "工程师", "本科"]]
    promoted = [["甲", "工人", "高中"], ["乙", "高级技师", "大专"], ["丙", "工程师", "本科"]]
    assert marks(before, promoted) == [(SAME, 1, 1), (CHANGED, 2, 2), (SAME, 3, 3)]
    renamed = [["甲", "工人", "高中"], ["丁", "技师", "大专"], ["丙", "工程师", "本科"]]
    assert marks(before, renamed) == [(SAME, 1, 1), (CHANGED, 2, 2), (SAME, 3, 3)]
    assert marks(before, before[:1] + before[2:]) == [(SAME, 1, 1), (GONE, 2, 0), (SAME, 3, 2)]
    assert marks(before, [["戊", "学徒", "中专"], *before])[0] == (NEW, 0, 1)
    assert (MOVED, 3, 1) in marks(before, [before[2], *before[:2]])


def test_many_rows_are_compared_in_time() -> None:
    rows = [[f"示例{place}", "同", "同"] for place in range(500)]
    began = perf_counter()
    assert len(lines(rows, [[f"别的{place}", "同", "甲"] for place in range(500)])) == 1000
    lines([["", "", ""]] * 500, [["", "", "甲"]] * 500)
    assert perf_counter() - began < 5
