"""Where the lines of a list stand: whatever order they come in, and what is said of those that stand nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.people import Kind
from jiangfang.core.tree import DEEPEST, Line, Spot, Standing, Why, planted

TOP = Standing(1, "示例市总工会", Kind.FEDERATION, None, 1)
COUNTY = Standing(2, "示例县总工会", Kind.COUNTY, 1, 2)
FACTORY = Standing(3, "示例厂", Kind.UNIT, 2, 3)
THERE = (TOP, COUNTY, FACTORY)


def unit(name: str, above: str = "") -> Line:
    return Line(name, Kind.UNIT, above)


def whys(*lines: Line, there: Sequence[Standing] = THERE) -> list[Why | None]:
    return [spot.why for spot in planted(lines, there, TOP)]


def test_a_line_stands_below_the_top_a_body_or_another_line() -> None:
    lines = [unit("甲厂"), unit("乙厂", COUNTY.name), unit("丙车间", "乙厂"), unit("丁厂", TOP.name)]
    assert planted(lines, THERE, TOP) == [
        Spot(above=1, depth=2),
        Spot(above=2, depth=3),
        Spot(line=1, depth=4),
        Spot(above=1, depth=2),
    ]


def test_what_is_there_already_is_known_again_and_what_stands_below_it_too() -> None:
    lines = [unit("新车间", "示例厂"), unit("示例厂", COUNTY.name), Line(COUNTY.name, Kind.COUNTY, "")]
    assert planted(lines, THERE, TOP) == [
        Spot(above=3, depth=4),
        Spot(above=2, there=3, depth=3),
        Spot(above=1, there=2, depth=2),
    ]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([unit("甲厂", "没有")], [Why.UNKNOWN]),
        ([unit("甲厂", "甲厂")], [Why.CIRCLE]),
        ([unit("甲厂", "乙厂"), unit("乙厂", "甲厂"), unit("丙厂", "乙厂")], [Why.CIRCLE] * 3),
        ([unit("甲厂"), unit("甲厂")], [None, Why.TWICE]),
        ([unit("甲厂"), unit("甲厂", COUNTY.name)], [None, None]),
        ([unit("甲厂"), unit("甲厂", COUNTY.name), unit("车间", "甲厂")], [None, None, Why.SEVERAL]),
        ([unit("示例厂"), unit("车间", "示例厂")], [None, Why.SEVERAL]),
        ([unit("示例厂", COUNTY.name), unit("车间", "示例厂")], [None, None]),
        ([Line("示例厂", Kind.COUNTY, COUNTY.name)], [Why.OTHER_KIND]),
        ([Line("示例区总工会", Kind.COUNTY, COUNTY.name)], [Why.BELOW]),
        ([Line("示例区总工会", Kind.COUNTY, "甲厂"), unit("甲厂")], [Why.BELOW, None]),
        ([Line("示例区总工会", None, COUNTY.name)], [None]),
        ([Line("示例区总工会", None, ""), unit("甲厂", "示例区总工会")], [None, None]),
        ([unit("甲厂", "没有"), unit("车间", "甲厂")], [Why.UNKNOWN, None]),
    ],
)
def test_why_a_line_stands_nowhere(lines: list[Line], why: list[Why | None]) -> None:
    assert whys(*lines) == why


def test_a_line_that_says_the_same_names_the_first() -> None:
    assert planted([unit("甲厂"), unit("乙厂"), unit("甲厂")], THERE, TOP)[2].first == 0


def test_what_hangs_on_a_lost_line_is_lost_without_a_word_of_its_own() -> None:
    assert planted([unit("甲厂", "没有"), unit("车间", "甲厂")], THERE, TOP)[1] == Spot()


@pytest.mark.parametrize("turned", [False, True])
def test_a_tree_is_so_deep_and_no_deeper_however_long_the_list(turned: bool) -> None:
    lines = [unit(f"{number}", f"{number - 1}" if number else "") for number in range(2_000)]
    found = planted(lines[::-1] if turned else lines, THERE, TOP)
    spots = found[::-1] if turned else found
    assert [spot.why for spot in spots[: DEEPEST - 1]] == [None] * (DEEPEST - 1)
    assert spots[DEEPEST - 1].why is Why.DEEP


@given(st.data())
def test_a_tree_comes_back_from_its_lines_in_any_order(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    above = [data.draw(st.integers(-1, number - 1)) for number in range(size)]
    order = data.draw(st.permutations(range(size)))
    lines = [unit(f"{number}号厂", f"{above[number]}号厂" if above[number] >= 0 else "") for number in order]
    for number, spot in zip(order, planted(lines, [TOP], TOP), strict=True):
        said = order[spot.line] if spot.line is not None else -1
        assert (said, spot.there, spot.why) == (above[number], None, None if spot.depth <= DEEPEST else Why.DEEP)
        assert (spot.above == TOP.id) is (above[number] < 0)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(["", *"甲乙丙丁戊"])), max_size=8))
def test_no_list_breaks_it_and_every_line_has_a_spot(rows: list[tuple[str, str]]) -> None:
    spots = planted([unit(name, above) for name, above in rows], [TOP], TOP)
    assert len(spots) == len(rows)
    for spot in spots:
        placed = spot.above is not None or spot.line is not None
        assert placed is (spot.depth > 0)
        assert placed or spot.why in (Why.UNKNOWN, Why.SEVERAL, Why.CIRCLE, None)
