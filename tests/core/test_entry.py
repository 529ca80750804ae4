"""What people type, and what becomes of it: an answer, or the very typing with what is wrong."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.entry import _cells, entered, pasted, rough_problems, typing_of
from jiangfang.core.fields import Column, Field, kind_of
from jiangfang.core.problems import Refused
from jiangfang.documents.folder import load_folder, shipped
from tests.core.making import modest, spot

MEMBERS = (Column("name", "姓名", "text"), Column("born", "出生年月", "month"), Column("title", "技术职称", "text"))


def rows() -> Field:
    return spot("rows", columns=MEMBERS)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", " 示例 ", "示例"),
        ("integer", "12", 12),
        ("integer", "１２", 12),
        ("money", "1,250.50", "1250.50"),
        ("date", "2024年11月20日", "2024-11-20"),
        ("date", "2024.11", "2024-11"),
        ("month", "1978-03", "1978-03"),
        ("text", "", None),
        ("integer", "  ", None),
    ],
)
def test_what_is_typed_becomes_an_answer(kind: Any, typed: str, value: Any) -> None:
    assert entered(spot(kind), typed).value == value


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [("integer", "约30", 30), ("integer", "很多", None), ("date", "明年", None), ("text", "甲\x00乙", None)],
)
def test_what_is_doubtful_stays_as_it_was_typed(kind: Any, typed: str, value: Any) -> None:
    found = entered(spot(kind), typed)
    assert (found.value, found.rough) == (value, typed)
    assert found.problems


def test_a_long_word_is_never_lost() -> None:
    found = entered(spot("text"), "字" * 2000)
    assert (found.value, found.rough, found.problems[0].code) == (None, "字" * 2000, "too_long")


def test_rows_keep_the_row_that_cannot_be_used() -> None:
    typed = [{"name": "示例甲", "born": "一九七八年", "title": ""}, {"name": "", "born": " "}, {"name": "示例乙"}]
    found = entered(rows(), typed)
    assert found.value == [{"name": "示例甲"}, {"name": "示例乙"}]
    assert found.rough == [typed[0], typed[2]]
    assert [problem.where for problem in found.problems] == ["answer[0].born"] or found.problems[0].where.endswith(
        "[0].born"
    )
    assert rough_problems([rows()], {rows().key: typed}) == list(found.problems)


def test_sound_rows_need_no_typing_beside_them() -> None:
    found = entered(rows(), [{"name": f"示例{n}", "born": "1980-01", "title": "技师"} for n in range(40)])
    assert (len(found.value), found.rough, found.problems) == (40, None, ())


def test_more_rows_than_the_program_carries_are_kept_and_said() -> None:
    found = entered(rows(), [{"name": f"示例{n}"} for n in range(501)])
    assert (found.value, len(found.rough or ()), found.problems[0].code) == (None, 501, "too_long")


@modest
@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_answer_or_still_there(typed: str) -> None:
    found = entered(spot("text"), typed)
    assert found.value is not None or found.rough == typed or not typed.strip()


@modest
@given(st.text(max_size=30), st.sampled_from(["integer", "money", "date", "month", "choice", "phone", "email"]))
def test_no_kind_loses_what_it_does_not_understand(typed: str, kind: Any) -> None:
    field = spot(kind)
    found = entered(field, typed)
    if found.rough is None and found.value is None:
        assert not typed.strip()
    elif found.rough is None:
        again = entered(field, str(typing_of(field, found.value)))
        assert again.value == found.value


def test_the_shipped_samples_come_back_through_the_boxes() -> None:
    import json
    from pathlib import Path

    import jiangfang.demo

    for path in (Path(jiangfang.demo.__file__).parent / "samples").glob("*.json"):
        plain = json.loads(path.read_text("utf-8"))
        for one in plain if isinstance(plain, list) else [plain]:
            folder, _ = load_folder(shipped() / one["programme"])
            assert folder is not None
            for field in folder.programme.fields:
                if field.key in one["answers"] and field.type != "opinion":
                    value = kind_of(field).check(field, one["answers"][field.key], field.key, field.name)[0]
                    assert entered(field, typing_of(field, value)).value == value


# Rows from a sheet


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("示例甲\t1980-01\t技师\n示例乙\t1981-02\t", [("示例甲", "1980-01", "技师"), ("示例乙", "1981-02", "")]),
        (
            "1\t示例甲\t1980-01\t技师\r\n2\t示例乙\t1981-02\t高工\r\n",
            [("示例甲", "1980-01", "技师"), ("示例乙", "1981-02", "高工")],
        ),
        ("技术职称\t姓名\n技师\t示例甲", [("示例甲", None, "技师")]),
        ("序号\t姓名\t出生年月\n1\t示例甲\t1980-01", [("示例甲", "1980-01", None)]),
        ('"示例\n甲"\t1980-01\t"说""好"""', [("示例\n甲", "1980-01", '说"好"')]),
        ('5"管\t1980-01\t', [('5"管', "1980-01", "")]),
        ("姓名\t技术职称\n示例甲\t技师\t一班\t管理", [("示例甲", None, "技师 一班 管理")]),
        ("\n\n", []),
    ],
)
def test_rows_copied_from_a_sheet(text: str, wanted: list[tuple[str | None, ...]]) -> None:
    found = pasted(MEMBERS, text)
    assert [tuple(row.get(key) for key in ("name", "born", "title")) for row in found] == wanted


@modest
@given(st.text('ab"\t\n\r', max_size=14))
def test_a_sheet_is_read_letter_by_letter(text: str) -> None:
    """The same as by the plain rule: in quotes all but a quote is text, two of them are one."""
    assert _cells(text) == letter_by_letter(text.replace("\r\n", "\n").replace("\r", "\n"))


def letter_by_letter(text: str) -> list[list[str]]:
    lines, cell, quoted, left = [list[str]()], "", False, list(text)
    while left:
        letter = left.pop(0)
        if quoted and left[:1] == [letter] == ['"']:
            cell += left.pop(0)
        elif letter == '"' and (quoted or (not cell and '"' in left)):
            quoted = not quoted
        elif letter in "\t\n" and not quoted:
            lines[-1].append(cell)
            cell = ""
            lines += [[]] if letter == "\n" else []
        else:
            cell += letter
    return [*lines[:-1], [*lines[-1], cell]]


@pytest.mark.parametrize("text", ["x" * 20_001, '"' + "x\t" * 10_001 + '"', '"' + '""' * 20_001 + '"'])
def test_a_cell_is_no_book(text: str) -> None:
    before = "姓名\t出生年月\n\n"
    assert pasted(MEMBERS, before + "字" * 20_000)[0]["name"] == "字" * 20_000
    with pytest.raises(Refused, match="第 3 行有一格超过 20000 个字符"):
        pasted(MEMBERS, before + text)


def test_a_long_text_is_not_copied_letter_by_letter() -> None:
    """Letters are counted, not the time: each is handed on once, however long the cell."""

    class Counted(str):
        cut = 0

        def replace(self, *words: Any) -> "Counted":
            return self

        def __getitem__(self, which: Any) -> str:
            Counted.cut += 1
            return super().__getitem__(which)

    assert _cells(Counted("x" * 20_000 + "\t" + "y" * 20_000)) == [["x" * 20_000, "y" * 20_000]]
    assert Counted.cut < 10


@modest
@given(
    st.lists(st.lists(st.text("甲乙丙1a ，", min_size=1, max_size=5), min_size=3, max_size=3), min_size=1, max_size=8)
)
def test_every_cell_of_a_sheet_comes_over(cells: list[list[str]]) -> None:
    lines = [["示例" + line[0].strip(), *line[1:]] for line in cells]
    found = pasted(MEMBERS, "\n".join("\t".join(line) for line in lines))
    assert [list(row.values()) for row in found] == [[cell.strip() for cell in line] for line in lines]
