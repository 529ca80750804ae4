"""Forms as people leave them: a value is read as it stands, or somebody is told; nothing is wrong in silence."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from jiangfang.core.answers import Filled
from tests.documents import edits
from tests.documents.edits import typed, w, without_rows, without_table
from tests.documents.samples import checked, codes, filled, found, members, paper_of, printed, read_all, read_one

LANGFANG, KAIFENG, THIRD = "langfang-2019", "kaifeng-2024", "third-2026"
GIVEN: dict[str, Any] = {
    "studio_name": "示例配电创新工作室",
    "host_unit": "示例供电公司",
    "unit_type": "国有企业",
    "specialty": "配电",
    "studio_kinds": ["技术攻关", "培训服务"],
    "member_count": 6,
    "result_count": 12,
    "awards_national": 2,
    "trained_total": 40,
    "trained_technician": 7,
    "leader_name": "示例甲",
    "leader_sex": "男",
    "leader_born": "1978-03",
    "leader_title": "高级工程师",
    "leader_phone": "0000-0000001",
    "members": members(3),
    "funding": [{"year": "2018", "amount": "12.50", "source": "自筹"}],
    "achievements": "第一段。\n第二段。",
    "opinion_unit_union": {"text": "同意。", "signer": "示例乙", "date": "2019-10-08"},
    "opinion_city": {"text": "同意认定。", "date": "2019-11"},
}


def left(*deeds: Callable[[edits.Element], None]) -> Filled:
    """The sample form after these deeds, read."""
    return read_one(LANGFANG, edits.edited(filled(LANGFANG, GIVEN), *deeds))


def at_key(key: str, name: str = LANGFANG) -> tuple[int, int, int]:
    """Where an answer stands (in its last place), counted from 1."""
    slot = [slot for slot in paper_of(name).cells if any(piece.partition(".")[0] == key for piece in slot.pieces)][-1]
    return slot.address.table + 1, slot.address.row + 1, slot.address.cell + 1


def but(read: Filled, *keys: str) -> None:
    """Everything else is read as it was given."""
    rest = {key: value for key, value in printed(paper_of(LANGFANG), GIVEN).items() if key not in keys}
    assert {key: value for key, value in read.values.items() if key not in keys} == rest


def test_untouched_it_comes_back() -> None:
    assert left().values == printed(paper_of(LANGFANG), checked(LANGFANG, GIVEN).values)
    assert left().problems == ()


def test_a_deleted_cover_takes_only_what_stands_there_alone() -> None:
    read = left(without_table(2), without_table(1))
    assert "unit_type" not in read.values
    but(read, "unit_type", "filled_on", "industry")
    assert [severity for _, _, severity in codes(read)] == ["warning"] * len(read.problems)
    assert read.problems


@pytest.mark.parametrize("row", [26, 30, 37])
def test_rows_added_between_members_are_no_members(row: int) -> None:
    read = left(edits.row_again(3, row), edits.row_again(3, row))
    but(read)
    assert read.problems == ()


def test_rows_of_members_deleted_are_no_loss() -> None:
    read = left(without_rows(3, *range(30, 38)))
    but(read)
    assert read.problems == ()


def test_a_row_without_labels_deleted_is_said() -> None:
    read = left(without_rows(3, 16))
    assert "trained_total" not in read.values
    but(read, "trained_total", "trained_technician")
    assert any(code == "unsure" for _, code, _ in codes(read))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("result_count", "30", 30),
        ("result_count", "30项", 30),
        ("awards_national", "4", 4),
        ("awards_national", "国家  5 个", 5),
    ],
)
def test_typed_over_printed_words(key: str, text: str, value: int) -> None:
    read = left(typed(*at_key(key), text))
    but(read, key)
    assert read.values[key] == value
    assert all(severity == "note" for _, _, severity in codes(read))


@pytest.mark.parametrize("text", ["见附件", "国家级两个", "3和4"])
def test_typed_over_beyond_knowing_is_an_error(text: str) -> None:
    read = left(typed(*at_key("awards_national"), text))
    but(read, "awards_national")
    assert "awards_national" not in read.values
    assert [(where, severity) for where, _, severity in codes(read)] == [("awards_national", "error")]


@pytest.mark.parametrize(
    ("text", "value", "severity"),
    [
        ("约30", 30, "warning"),
        ("30余人", 30, "warning"),
        ("３０人", 30, None),
        ("1,200", 1200, "note"),
        ("无", 0, "note"),
        ("—", None, "note"),
        ("/", None, "note"),
        ("十几个", None, "error"),
        ("3.5", None, "error"),
        ("12 13", None, "error"),
    ],
)
def test_numbers_as_people_write_them(text: str, value: int | None, severity: str | None) -> None:
    read = left(typed(*at_key("member_count"), text))
    but(read, "member_count")
    assert read.values.get("member_count") == value
    assert [(where, found) for where, _, found in codes(read)] == ([("member_count", severity)] if severity else [])


@pytest.mark.parametrize(
    ("text", "value", "severity"),
    [
        ("125000元", "12.5", "note"),
        ("12.50万元", "12.50", None),
        ("￥3", "3", "warning"),
        ("约 8", "8", "warning"),
        ("无", "0", "note"),
        ("—", None, "note"),
        ("5万美元", None, "error"),
    ],
)
def test_money_as_people_write_it(text: str, value: str | None, severity: str | None) -> None:
    slot = next(slot for slot in paper_of(LANGFANG).rows if slot.key == "funding")
    at = slot.address.table + 1, slot.address.row + 1, slot.address.cell + 1 + slot.columns.index("amount")
    read = left(typed(*at, text))
    but(read, "funding")
    assert read.values["funding"][0].get("amount") == value
    assert [(where, found) for where, _, found in codes(read)] == (
        [("funding[0].amount", severity)] if severity else []
    )


def test_a_fact_printed_twice_that_differs_is_a_conflict() -> None:
    read = left(typed(*at_key("studio_name"), "另一个名字"))
    assert read.values["studio_name"] == GIVEN["studio_name"]
    assert codes(read) == [("studio_name", "conflicting", "error")]


@pytest.mark.parametrize("text", ["合计3人", "合　计", "见附表", "同上"])
def test_a_row_that_is_a_remark_is_said(text: str) -> None:
    read = left(typed(3, 28, 1, text))
    but(read, "members")
    assert codes(read) == [("members[3]", "unsure", "warning")]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("√技术开发\t□技术攻关\t■技能传授\n□技术协作\t□培训服务\t□其他", ["技术开发", "技能传授"]),
        ("☒技术开发 □技术攻关 □技能传授 □技术协作 □培训服务 ☒其他", ["技术开发", "其他"]),
        ("□技术开发 □技术攻关 □技能传授 □技术协作 □培训服务 □其他", None),
    ],
)
def test_ticks_as_people_make_them(text: str, kinds: list[str] | None) -> None:
    read = left(typed(*at_key("studio_kinds"), text))
    but(read, "studio_kinds")
    assert read.values.get("studio_kinds") == kinds
    assert read.problems == ()


@pytest.mark.parametrize("text", ["□技术开发√ □技术攻关 □技能传授 □技术协作 □培训服务 □其他", "技术开发、其他"])
def test_a_tick_that_could_be_two_is_said(text: str) -> None:
    read = left(typed(*at_key("studio_kinds"), text))
    but(read, "studio_kinds")
    assert "studio_kinds" not in read.values
    assert {where for where, _, _ in codes(read)} == {"studio_kinds"}


def wingdings(char: str) -> Callable[[edits.Element], None]:
    """The first box becomes a symbol of Wingdings 2, as Word's own dialog makes it."""

    def deed(root: edits.Element) -> None:
        spot = edits.cell(root, *at_key("studio_kinds"))
        holder = next(text for text in spot.iter(w("t")) if (text.text or "").startswith("□"))
        run = holder.getparent()
        assert run is not None
        symbol = etree.Element(w("sym"))
        symbol.set(w("font"), "Wingdings 2")
        symbol.set(w("char"), char)
        holder.text = (holder.text or "")[1:]
        holder.addprevious(symbol)

    return deed


@pytest.mark.parametrize("char", ["F052", "f052", "F050", "F0FE"])
def test_a_tick_of_wingdings_is_a_tick(char: str) -> None:
    read = left(wingdings(char))
    but(read, "studio_kinds")
    assert read.values["studio_kinds"] == ["技术开发", *GIVEN["studio_kinds"]]
    assert read.problems == ()


def test_a_crossed_box_among_ticked_ones_is_not_guessed() -> None:
    read = left(wingdings("F053"))
    assert "studio_kinds" not in read.values
    assert codes(read) == [("studio_kinds", "unsure", "warning")]


def test_an_unknown_symbol_is_said() -> None:
    read = left(wingdings("F0AB"))
    but(read, "studio_kinds")
    assert read.values["studio_kinds"] == GIVEN["studio_kinds"]
    assert set(codes(read)) == {("studio_kinds", "unsure", "warning")}


def test_two_forms_in_one_file() -> None:
    second = {**GIVEN, "studio_name": "第二工作室", "members": members(20)}
    reads = read_all(LANGFANG, edits.both(filled(LANGFANG, GIVEN), filled(LANGFANG, second)))
    assert [read.values for read in reads] == [printed(paper_of(LANGFANG), form) for form in (GIVEN, second)]
    assert [read.problems for read in reads] == [(), ()]


@pytest.mark.parametrize("bare", [(0,), (1,), (0, 1)])
def test_two_forms_of_which_some_lost_their_cover(bare: tuple[int, ...]) -> None:
    made = [filled(LANGFANG, GIVEN), filled(LANGFANG, {**GIVEN, "studio_name": "第二工作室"})]
    for number in bare:
        made[number] = edits.edited(made[number], without_table(2), without_table(1))
    reads = read_all(LANGFANG, edits.both(*made))
    assert [read.values["studio_name"] for read in reads] == [GIVEN["studio_name"], "第二工作室"]
    assert [read.values["members"] for read in reads] == [GIVEN["members"]] * 2
    assert [bool(read.problems) for read in reads] == [number in bare for number in range(2)]


@pytest.mark.parametrize("renamed", [0, 1])
def test_two_forms_of_which_one_has_another_first_label(renamed: int) -> None:
    given = {"studio_name": "示例", "leader_name": "示例甲", "achievements": "业绩"}
    made = [filled(KAIFENG, {**given, "host_unit": f"单位{number}"}) for number in range(2)]
    made[renamed] = edits.edited(made[renamed], typed(1, 1, 1, "名称"))
    reads = read_all(KAIFENG, edits.both(*made))
    assert [read.values.get("host_unit") for read in reads] == ["单位0", "单位1"]
    assert reads[renamed].problems


def test_a_table_of_members_alone() -> None:
    made = filled(LANGFANG, {"members": members(20)})
    slot = next(slot for slot in paper_of(LANGFANG).rows if slot.key == "members")
    heading = slot.address.row
    content = edits.edited(
        made,
        lambda root: without_rows(3, *range(heading + 21, len(edits.tables(root)[2].findall(w("tr"))) + 1))(root),
        without_rows(3, *range(1, heading)),
        without_table(2),
        without_table(1),
    )
    (form,) = found(LANGFANG, content)
    assert form.alone == "members"
    assert read_one(LANGFANG, content).values == {"members": members(20)}


def test_members_on_a_table_behind_the_form_are_a_part_of_their_own() -> None:
    form = filled(LANGFANG, {key: value for key, value in GIVEN.items() if key != "members"})
    slot = next(slot for slot in paper_of(LANGFANG).rows if slot.key == "members")
    table = edits.edited(
        filled(LANGFANG, {"members": members(15)}),
        lambda root: without_rows(3, *range(slot.address.row + 16, len(edits.tables(root)[2].findall(w("tr"))) + 1))(
            root
        ),
        without_rows(3, *range(1, slot.address.row)),
        without_table(2),
        without_table(1),
    )
    both = edits.both(form, table)
    assert [spot.alone for spot in found(LANGFANG, both)] == ["", "members"]
    first, second = read_all(LANGFANG, both)
    assert "members" not in first.values
    assert second.values == {"members": members(15)}
