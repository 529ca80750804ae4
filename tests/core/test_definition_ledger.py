"""What must fit between the ledger, the form and the outline; each fault stands at its key path."""

from typing import Any

import pytest

from jiangfang.core.definition.programme import Programme, load
from jiangfang.core.definition.structure import dump
from jiangfang.core.ledger.base import BASE, kind_of
from jiangfang.core.proofs import DEFAULT
from tests.core.making import BOTH, LANGFANG, programme
from tests.core.test_definition import plain
from tests.documents.samples import folder_of

OWN: dict[str, Any] = {
    "id": "contest",
    "title": "练兵",
    "titled": "名称",
    "dated": "day",
    "dated_as": "日期",
    "why": "示例",
    "columns": [{"key": "count", "label": "人数", "type": "integer", "unit": "人"}],
}
NUMBER: dict[str, Any] = {"key": "result_count", "kind": "result", "measure": "count", "over": "all", "clause": "附件"}


def faults(**changes: Any) -> list[str]:
    """The paths of what is wrong with 廊坊 once some of it is another."""
    made, found = load({**plain(LANGFANG), **changes})
    assert (made is None) is bool(found)
    assert all(fault.message for fault in found)
    return [fault.path for fault in found]


def number(**changes: Any) -> list[str]:
    """The same with one number."""
    return faults(numbers=[{key: value for key, value in {**NUMBER, **changes}.items() if value is not None}])


def test_the_number_that_is_spoilt_below_is_sound() -> None:
    assert number() == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"key": "nope"}, "key"),
        ({"key": "opinion_city"}, "key"),
        ({"key": "recommender"}, "key"),
        ({"kind": "nope"}, "kind"),
        ({"where": {"nope": ["发明"]}}, "where.nope"),
        ({"kind": "patent", "where": {"sort": ["发明", "外型"]}}, "where.sort[1]"),
        ({"key": "studio_name"}, "measure"),
        ({"key": "funding"}, "measure"),
        ({"measure": "text"}, "measure"),
        ({"measure": "sum", "of": "nope"}, "of"),
        ({"measure": "sum", "of": "sort"}, "of"),
        ({"kind": "funding", "measure": "sum", "of": "amount"}, "of"),
        ({"kind": "training", "measure": "sum", "of": "count"}, "of"),
        ({"kind": "funding", "measure": "people"}, "of"),
        ({"measure": "people", "beside": ["nope"]}, "beside[0]"),
        ({"clause": "通知九"}, "clause"),
        ({"over": "by_year"}, "over"),
    ],
)
def test_a_number_that_does_not_fit_says_where(changes: dict[str, Any], path: str) -> None:
    assert number(**changes) == [f"numbers[0].{path}"]


ROWS: dict[str, Any] = {"key": "funding", "kind": "funding", "measure": "rows", "over": "by_year", "by": "year"}


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"columns": {"amount": "amount", "source": "title"}}, []),
        ({"columns": {"nope": "amount"}}, ["columns.nope"]),
        ({"columns": {"amount": "nope"}}, ["columns.amount"]),
        ({"columns": {"amount": "source"}}, ["columns.amount"]),
        ({"columns": {"source": "amount"}}, ["columns.source"]),
        ({"columns": {"amount": "amount"}, "by": "nope"}, ["by"]),
        ({"columns": {"source": "source"}, "by": "amount"}, ["by"]),
        ({"columns": {"amount": "amount"}, "key": "result_count"}, ["measure"]),
        ({"kind": "benefit", "columns": {"amount": "foreign_usd"}}, ["columns.amount"]),
        ({"kind": "spending", "columns": {"amount": "amount"}}, ["columns.amount"]),
    ],
)
def test_rows_that_do_not_fit_say_where(changes: dict[str, Any], paths: list[str]) -> None:
    assert number(**{**ROWS, **changes}) == [f"numbers[0].{path}" for path in paths]


def test_a_number_stands_once() -> None:
    assert faults(numbers=[NUMBER, NUMBER]) == ["numbers[1].key"]


@pytest.mark.parametrize(
    ("own", "paths"),
    [
        ([OWN], []),
        ([OWN, OWN], ["ledger[1].id"]),
        ([{**OWN, "why": "示例", "clause": "通知九"}], ["ledger[0].clause"]),
        ([{key: value for key, value in OWN.items() if key != "why"}], ["ledger[0].why"]),
        ([{**OWN, "id": "training", "dated": "year"}], ["ledger[0].dated"]),
        ([{**OWN, "columns": [{"key": "title", "label": "名", "type": "text"}]}], ["ledger[0].columns"]),
        ([{**OWN, "dated": "week"}], ["ledger[0].dated"]),
    ],
)
def test_an_own_kind_that_does_not_fit_says_where(own: list[dict[str, Any]], paths: list[str]) -> None:
    assert faults(ledger=own) == paths


def test_numbers_and_proofs_may_rest_on_an_own_kind() -> None:
    counted = {**NUMBER, "key": "trained_total", "kind": "contest", "measure": "sum", "of": "count"}
    assert faults(numbers=[counted]) == ["numbers[0].kind"]
    assert faults(numbers=[counted], ledger=[OWN]) == []


def test_a_proof_that_no_place_of_the_ledger_gives_says_where() -> None:
    outline = plain(LANGFANG)["outline"]
    outline[1]["proofs"][0]["ledger"] = ["division.roster", "division.nope", "roster"]
    assert faults(outline=outline) == ["outline[1].proofs[0].ledger[1]", "outline[1].proofs[0].ledger[2]"]


def test_a_list_of_a_kind_that_the_ledger_does_not_have_says_where() -> None:
    outline = plain(LANGFANG)["outline"]
    outline[1]["proofs"][0]["listed"] = ["contest", "patent", "nope", "patent"]
    spot = "outline[1].proofs[0].listed"
    assert faults(outline=outline) == [f"{spot}[0]", f"{spot}[2]", f"{spot}[3]"]
    assert faults(outline=outline, ledger=[OWN]) == [f"{spot}[2]", f"{spot}[3]"]
    outline[1]["proofs"][0]["listed"] = "patent"
    assert faults(outline=outline) == [spot]


def test_every_list_of_the_shipped_outlines_can_be_made_out_of_the_ledger() -> None:
    """Whatever is called a list; the names of members stand in the form."""
    lists = ("名单", "清单", "列表", "明细", "统计", "台账", "一览")
    for plan in map(programme, BOTH):
        proofs = [proof for one in plan.outline for proof in one.proofs if any(word in proof.name for word in lists)]
        assert proofs
        assert [proof.name for proof in proofs if not proof.listed] == []


def test_what_may_be_brought_is_said_by_the_programme() -> None:
    assert faults(uploads={"bytes": 1, "pages": 1, "kinds": ["pdf", "svg"]}) == ["uploads.kinds[1]"]
    assert faults(uploads={"bytes": 1, "pages": 1, "kinds": ["pdf"]}) == []
    assert {programme(name).uploads for name in BOTH} == {DEFAULT}


# The shipped programmes and the third


def third() -> Programme:
    return folder_of("third-2026").programme


def test_it_is_the_same_again_with_its_ledger() -> None:
    for plan in (*map(programme, BOTH), third()):
        assert load(dump(plan)) == (plan, [])


def test_the_third_changes_one_kind_and_adds_one() -> None:
    plan = third()
    kinds = plan.ledger_kinds
    assert [kind.id for kind in kinds] == [*(kind.id for kind in BASE), "open_day"]
    changed, common = kind_of(kinds, "apprentice"), kind_of(BASE, "apprentice")
    assert changed is not None and common is not None
    assert (changed.title, changed.clause) == ("收徒", "通知二（一）")
    assert [column.key for column in changed.columns] == [*(column.key for column in common.columns), "allowance"]
    assert [(slot.id, slot.name, slot.stamp) for slot in changed.slots if slot.id != "progress"] == [
        ("agreement", "拜师帖", "乡镇总工会盖章"),
        ("ceremony", "拜师仪式照片", ""),
    ]
    assert (plan.uploads.pages, plan.uploads.kinds) == (50, ("pdf", "jpeg", "png", "heic"))
    assert {kind for kind in kinds if kind not in BASE} == {changed, kinds[-1]}


def test_every_programme_reckons_from_kinds_that_it_has() -> None:
    for plan in (*map(programme, BOTH), third()):
        assert plan.numbers
        assert all(kind_of(plan.ledger_kinds, number.kind) for number in plan.numbers)


def test_of_kaifengs_fifteen_indicators_only_the_leaders_has_nothing_in_a_ledger() -> None:
    outline = programme("kaifeng-2024").outline
    assert [one.id for one in outline if not any(proof.ledger for proof in one.proofs)] == ["leader"]
