"""Plain values to definitions and back: every kind of fault with its exact key path."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.conditions import Term
from jiangfang.core.conditions.logic import Not
from jiangfang.core.conditions.numbers import Count
from jiangfang.core.definition.structure import DEEPEST, Fault, dump, structure
from tests.core.making import modest
from tests.core.strategies import json_values


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    name: str
    leaves: tuple[Leaf, ...] = ()
    born: date | None = None
    share: Decimal = Decimal("0.5")
    colour: Colour = Colour.RED
    shape: Literal["round", "square"] = "round"
    tall: bool = False
    term: Term | None = None
    words: tuple[str, ...] = ()

    def faults(self) -> Any:
        if self.name == "bad":
            yield "leaves", "不成样子"


def made(plain: object) -> tuple[Tree | None, list[Fault]]:
    faults: list[Fault] = []
    return structure(Tree, plain, "", faults), faults


FULL = {
    "name": "橡树",
    "leaves": [{"name": "甲", "size": 3}, {"name": "乙"}],
    "born": date(2024, 11, 6),
    "share": "0.25",
    "colour": "blue",
    "shape": "square",
    "tall": True,
    "term": {"term": "not", "of": {"term": "count", "of": "member_count", "at_least": "5"}},
    "words": ["一", "二"],
}


def test_a_whole_one_and_back() -> None:
    tree, faults = made(FULL)
    assert faults == []
    assert tree == Tree(
        "橡树",
        (Leaf("甲", 3), Leaf("乙")),
        date(2024, 11, 6),
        Decimal("0.25"),
        Colour.BLUE,
        "square",
        True,
        Not(Count("member_count", Decimal(5))),
        ("一", "二"),
    )
    assert dump(tree) == FULL
    assert dump(Tree("松")) == {"name": "松"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": 1}, "name"),
        ({"name": ""}, "name"),
        ({"name": " \n"}, "name"),
        ({"name": None}, "name"),
        ({"nmae": "x"}, "nmae"),
        ({"leaves": {}}, "leaves"),
        ({"leaves": "甲"}, "leaves"),
        ({"leaves": [{"name": "甲"}, {}]}, "leaves[1].name"),
        ({"leaves": [{"name": "甲", "size": -1}]}, "leaves[0].size"),
        ({"leaves": [{"name": "甲", "size": True}]}, "leaves[0].size"),
        ({"leaves": [{"name": "甲", "size": 1.0}]}, "leaves[0].size"),
        ({"leaves": [{"name": "甲", "size": "1"}]}, "leaves[0].size"),
        ({"leaves": ["甲"]}, "leaves[0]"),
        ({"leaves": [{"name": "甲", "colour": "red"}]}, "leaves[0].colour"),
        ({"born": "2024-11-06"}, "born"),
        ({"born": datetime(2024, 11, 6)}, "born"),  # noqa: DTZ001
        ({"share": 0.5}, "share"),
        ({"share": "half"}, "share"),
        ({"share": "NaN"}, "share"),
        ({"share": "-Infinity"}, "share"),
        ({"colour": "green"}, "colour"),
        ({"colour": 1}, "colour"),
        ({"shape": "oval"}, "shape"),
        ({"tall": 1}, "tall"),
        ({"tall": "true"}, "tall"),
        ({"words": ["一", ""]}, "words[1]"),
        ({"words": "一"}, "words"),
        ({"term": "count"}, "term"),
        ({"term": {}}, "term.term"),
        ({"term": {"term": "unheard"}}, "term.term"),
        ({"term": {"term": ["count"]}}, "term.term"),
        ({"term": {"term": "count"}}, "term.of"),
        ({"term": {"term": "count", "of": "a"}}, "term.at_least"),
        ({"term": {"term": "count", "of": "a", "at_least": 5}}, "term.at_least"),
        ({"term": {"term": "not", "of": {"term": "count", "of": "a", "at_least": "x"}}}, "term.of.at_least"),
        (
            {"term": {"term": "any_of", "of": [{"term": "ask", "question": "?"}, {"term": "ask"}]}},
            "term.of[1].question",
        ),
        ({"term": {"term": "any_of", "of": []}}, "term.of"),
        ({"name": "bad"}, "leaves"),
    ],
)
def test_each_fault_has_its_key_path_and_a_sentence(change: dict[str, Any], path: str) -> None:
    _, faults = made({**FULL, **change})
    assert [fault.path for fault in faults] == [path]
    assert len(faults[0].message) > 3


@pytest.mark.parametrize("plain", [None, 1, "橡树", [], True])
def test_what_is_no_table_at_all(plain: object) -> None:
    tree, faults = made(plain)
    assert tree is None
    assert [fault.path for fault in faults] == [""]


def test_what_is_lacking() -> None:
    tree, faults = made({})
    assert tree is None
    assert faults == [Fault("name", "缺少这一项")]


def test_every_fault_is_found_at_once_in_the_order_of_the_definition() -> None:
    _, faults = made({"nmae": 1, "leaves": [{}, {"name": 3, "x": 1}], "share": "x"})
    assert [fault.path for fault in faults] == [
        "nmae",
        "name",
        "leaves[0].name",
        "leaves[1].x",
        "leaves[1].name",
        "share",
    ]


def test_an_unknown_key_offers_the_known_ones() -> None:
    _, faults = made({**FULL, "colours": "red"})
    assert "colour" in faults[0].message


@pytest.mark.parametrize("depth", [DEEPEST + 5, 2_000])
def test_nesting_without_end_is_a_fault(depth: int) -> None:
    term: dict[str, Any] = {"term": "ask", "question": "?"}
    for _ in range(depth):
        term = {"term": "not", "of": term}
    tree, faults = made({**FULL, "term": term})
    assert tree is None
    assert len(faults) == 1
    assert "太深" in faults[0].message


@given(json_values)
@modest
def test_any_value_is_a_tree_or_faults(plain: object) -> None:
    tree, faults = made(plain)
    assert (tree is None) or not faults or plain == {"name": "bad"}
    assert tree is not None or faults


@given(st.sampled_from(sorted(FULL)), json_values)
@modest
def test_any_value_at_any_key_is_a_tree_or_faults_below_that_key(key: str, value: object) -> None:
    tree, faults = made({**FULL, key: value})
    if faults:
        assert {fault.path.partition(".")[0].partition("[")[0] for fault in faults} == {key}
    else:
        assert tree is not None
        assert made(dump(tree)) == (tree, [])
