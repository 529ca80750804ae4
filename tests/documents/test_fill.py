"""A filled paper is the blank with answers in it: nothing else of the blank changes."""

import io
from typing import Any

import pytest
from docx import Document
from lxml import etree

from jiangfang.core.papers import Blanks
from jiangfang.documents.word.grid import text_of
from tests.documents import edits
from tests.documents.answers import everywhere
from tests.documents.edits import w
from tests.documents.samples import (
    PAPERS,
    RARE,
    checked,
    fields_of,
    filled,
    folder_of,
    members,
    paper_of,
    read_one,
)

LANGFANG = "langfang-2019"


def full(name: str) -> dict[str, Any]:
    """Something in every place of a form."""
    made = everywhere(folder_of(name).programme.fields, f"示例{RARE}")
    for field in fields_of(name).values():
        if field.type == "integer":
            made[field.key] = 12
        elif field.type == "money":
            made[field.key] = "007.50"
        elif field.type in ("date", "month"):
            made[field.key] = "2024-03"
        elif field.type == "choices":
            made[field.key] = list(field.options)
    return made


def plain(element: edits.Element) -> bytes:
    """An element as canonical XML."""
    out = io.BytesIO()
    etree.ElementTree(element).write_c14n(out)
    return out.getvalue()


def set_ups(root: edits.Element) -> list[bytes]:
    """What the look of a paper hangs on: table, row, cell and page set-ups in order."""
    names = [w(name) for name in ("tblPr", "tblGrid", "trPr", "tcPr", "sectPr")]
    return [plain(spot) for spot in root.iter(*names)]


@pytest.mark.parametrize(("name", "form"), PAPERS)
def test_same_input_same_bytes(name: str, form: str) -> None:
    assert filled(name, full(name), form) == filled(name, full(name), form)


@pytest.mark.parametrize(("name", "form"), PAPERS)
def test_only_the_cells_of_answers_change(name: str, form: str) -> None:
    paper = paper_of(name, form)
    blank = folder_of(name).blank_bytes(paper)
    made = filled(name, full(name), form)
    before, after = edits.root_of(blank), edits.root_of(made)
    assert set_ups(before) == set_ups(after)
    answered = {tuple(slot.address) for slot in paper.cells}
    for slot in paper.rows:
        start = slot.address
        answered |= {
            (start.table, start.row + line, start.cell + place)
            for line in range(slot.lines)
            for place in range(len(slot.columns))
        }
    changed = [
        place
        for (place, old), (_, new) in zip(edits.cells(before), edits.cells(after), strict=True)
        if plain(old) != plain(new)
    ]
    assert changed
    assert set(changed) <= answered
    old_parts, new_parts = edits.parts_of(blank), edits.parts_of(made)
    assert list(old_parts) == list(new_parts)
    assert [part for part in old_parts if part != edits.MAIN and old_parts[part] != new_parts[part]] == []


@pytest.mark.parametrize(("name", "form"), PAPERS)
def test_every_part_is_well_formed_and_another_reader_opens_it(name: str, form: str) -> None:
    made = filled(name, full(name), form)
    for part, content in edits.parts_of(made).items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(content)
    document = Document(io.BytesIO(made))
    seen = "".join(text_of(spot._tc) for table in document.tables for row in table.rows for spot in row.cells)
    assert f"示例{RARE}" in seen


@pytest.mark.parametrize(("name", "form"), PAPERS)
def test_printed_words_around_the_gaps_stay(name: str, form: str) -> None:
    paper = paper_of(name, form)
    root = edits.root_of(filled(name, full(name), form))
    for slot in paper.cells:
        if slot.blanks:
            at = slot.address
            text = text_of(edits.cell(root, at.table + 1, at.row + 1, at.cell + 1))
            assert Blanks(slot.blanks).find(text) is not None, text


@pytest.mark.parametrize("text", ["3", "999999999999", "12"])
def test_a_gap_keeps_its_line_as_long_as_it_was(text: str) -> None:
    """The spaces that the answer needs are taken away, so that 项 and 个 stay where they are printed."""
    slot = next(slot for slot in paper_of(LANGFANG).cells if slot.blanks == "{result_count}项")
    at = slot.address
    before = text_of(
        edits.cell(edits.root_of(folder_of(LANGFANG).blank_bytes(paper_of(LANGFANG))), *(n + 1 for n in at))
    )
    root = edits.root_of(filled(LANGFANG, {"result_count": int(text)}))
    after = text_of(edits.cell(root, *(n + 1 for n in at)))
    assert len(after) == max(len(before), len(text) + 1)
    assert after.strip().startswith(text)


@pytest.mark.parametrize(("count", "rows"), [(0, 13), (1, 13), (13, 13), (14, 14), (30, 30)])
def test_members_add_rows_like_the_last_one(count: int, rows: int) -> None:
    slot = next(slot for slot in paper_of(LANGFANG).rows if slot.key == "members")
    assert slot.lines == 13
    blank = edits.root_of(folder_of(LANGFANG).blank_bytes(paper_of(LANGFANG)))
    table = slot.address.table
    whole = len(edits.tables(blank)[table].findall(w("tr")))
    root = edits.root_of(filled(LANGFANG, {"members": members(count)} if count else {}))
    assert len(edits.tables(root)[table].findall(w("tr"))) == whole + rows - slot.lines
    for line in range(count):
        spot = edits.row(root, table + 1, slot.address.row + line + 1)
        model = edits.row(blank, table + 1, slot.address.row + min(line, slot.lines - 1) + 1)
        assert set_ups(spot) == set_ups(model)
        assert edits.text_of(spot).startswith(members(count)[line]["name"])


@pytest.mark.parametrize("key", ["funding", "benefit"])
def test_three_years_make_three_rows(key: str) -> None:
    rows = [{"year": str(year)} for year in (2017, 2018, 2019)]
    made = filled(LANGFANG, {key: rows})
    assert read_one(LANGFANG, made).values == {key: rows}
    assert read_one(LANGFANG, made).problems == ()
    slot = next(slot for slot in paper_of(LANGFANG).rows if slot.key == key)
    assert slot.lines == 2
    blank = edits.root_of(folder_of(LANGFANG).blank_bytes(paper_of(LANGFANG)))
    table = slot.address.table
    grown = edits.tables(edits.root_of(made))[table].findall(w("tr"))
    assert len(grown) == len(edits.tables(blank)[table].findall(w("tr"))) + 1


@pytest.mark.parametrize(
    "kinds",
    [
        ["技术开发"],
        ["其他"],
        ["技术攻关", "培训服务"],
        ["技术开发", "技术攻关", "技能传授", "技术协作", "培训服务", "其他"],
    ],
)
def test_exactly_the_boxes_asked_for_are_ticked(kinds: list[str]) -> None:
    slot = next(slot for slot in paper_of(LANGFANG).cells if slot.boxes)
    root = edits.root_of(filled(LANGFANG, {"studio_kinds": kinds}))
    text = text_of(edits.cell(root, *(number + 1 for number in slot.address)))
    assert (text.count("☑"), text.count("□")) == (len(kinds), 6 - len(kinds))
    assert [kind for kind in fields_of(LANGFANG)["studio_kinds"].options if f"☑{kind}" in text] == kinds


def test_an_opinion_stands_above_its_seal_and_its_day_in_the_gaps() -> None:
    opinion = {"text": "同意推荐。\n请审定。", "signer": f"示例{RARE}", "date": "2019-10-08"}
    made = edits.root_of(filled(LANGFANG, {"opinion_recommender": opinion}))
    slots = [slot for slot in paper_of(LANGFANG).cells if slot.pieces[0].startswith("opinion_recommender")]
    texts = [text_of(edits.cell(made, *(number + 1 for number in slot.address))) for slot in slots]
    assert texts[0].split("\n") == ["同意推荐。", "请审定。"]
    squeezed = "".join(texts[1].split())
    assert squeezed == f"公章负责人签名：示例{RARE}2019年10月8日"


def test_a_fact_printed_twice_is_one_answer() -> None:
    slots = [slot for slot in paper_of(LANGFANG).cells if slot.key == "studio_name"]
    assert len(slots) == 2
    root = edits.root_of(filled(LANGFANG, {"studio_name": "示例工作室"}))
    texts = [text_of(edits.cell(root, *(number + 1 for number in slot.address))) for slot in slots]
    assert texts == ["示例工作室", "示例工作室"]


def test_nothing_given_is_the_blank_itself() -> None:
    for name, form in PAPERS:
        assert plain(edits.root_of(filled(name, {}, form))) == plain(
            edits.root_of(folder_of(name).blank_bytes(paper_of(name, form)))
        )


def test_money_is_printed_as_given() -> None:
    given = {"funding": [{"year": "2018", "amount": "007.50"}, {"year": "2019", "amount": "30.000000"}]}
    assert checked(LANGFANG, given).values == given
    assert "007.50" in edits.text_of(edits.root_of(filled(LANGFANG, given)))
    assert read_one(LANGFANG, filled(LANGFANG, given)).values == given


@pytest.mark.parametrize("text", ["第一行\n  缩进两格", "前 \t 后", "　全角　", "a  b"])
def test_spaces_are_kept_by_word_too(text: str) -> None:
    """Without xml:space Word drops the spaces at both ends of a run."""
    form = {"achievements": f"起{text}止", "opinion_unit_union": {"signer": f"示 {text} 例"}, "result_count": 3}
    root = edits.root_of(filled(LANGFANG, form))
    edged = [spot for spot in root.iter(w("t")) if (spot.text or "") != (spot.text or "").strip()]
    assert edged
    assert {spot.get("{http://www.w3.org/XML/1998/namespace}space") for spot in edged} == {"preserve"}
