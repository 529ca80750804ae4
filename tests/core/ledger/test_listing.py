"""Entries as a printed list: every one of the period stands in it once, in order, with what they make together."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.ledger.base import BASE
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.listing import left_out, listing
from jiangfang.core.ledger.numbers import Span
from jiangfang.core.proving import period_words
from tests.core.ledger.making import LAST_YEAR, entry, kind
from tests.core.making import KAIFENG, programme
from tests.core.strategies import money

SINCE_EVER = Span(None, date(2024, 11, 20))
SPENT = ("购买焊丝", "2024-03-05"), ("刀具", "2024-01-02"), ("参加示例比赛", "")


def spent(*amounts: str) -> list[Entry]:
    said = zip(SPENT, amounts, strict=False)
    return [entry(id, "spending", title, day, amount=money) for id, ((title, day), money) in enumerate(said, 1)]


def test_the_oldest_stands_first_and_the_amounts_are_added_up() -> None:
    made = listing(kind("spending"), spent("1200.50", "300", "99.5"))
    assert made.title == "经费支出"
    assert [(head.label, head.right) for head in made.heads] == [
        ("支出项目", False),
        ("支出日期", False),
        ("金额（元）", True),
    ]
    assert made.rows == (
        ("刀具", "2024-01-02", "300"),
        ("购买焊丝", "2024-03-05", "1200.50"),
        ("参加示例比赛", "", "99.5"),
    )
    assert made.totals == ("", "", "1600.00")


def test_one_entry_is_not_added_up_and_words_never_are() -> None:
    assert listing(kind("spending"), spent("1200")).totals == ()
    patents = [entry(id, "patent", first="2024-03-05", sort="发明") for id in (1, 2)]
    assert listing(kind("patent"), patents).totals == ()


def test_a_column_of_which_nobody_says_anything_is_left_out() -> None:
    made = listing(kind("training"), [entry(1, "training", first="2024-03-05", side="对内", count=0)])
    assert [head.label for head in made.heads] == ["培训名称", "培训日期", "对内或对外", "培训人数（人）"]
    named = [
        entry(1, "training", first="2024-03-05"),
        entry(2, "training", first="2024-03-06", people=["示例甲", "示例喆"]),
    ]
    made = listing(kind("training"), named)
    assert [row[-1] for row in made.rows] == ["", "示例甲、示例喆"]
    assert made.heads[-1].label == "授课的成员"


@pytest.mark.parametrize(
    ("one", "when"),
    [
        (entry(1, "training", first="2024-05-20"), "2024-05-20"),
        (entry(1, "training", first="2024-05-01", last="2024-05-31"), "2024年5月"),
        (entry(1, "project", first="2024-05-01", last="-"), "2024-05-01 至今"),
        (entry(1, "project", first="2024-05-01", last="2024-09-30"), "2024-05-01 至 2024-09-30"),
        (entry(1, "benefit", first="2024"), "2024年"),
        (entry(1, "equipment"), ""),
    ],
)
def test_when_it_was_stands_there_as_well_as_it_is_known(one: Entry, when: str) -> None:
    assert listing(kind(one.kind), [one]).rows[0][1] == when


def test_what_has_no_day_stands_in_a_list_that_asks_no_beginning() -> None:
    machine = entry(1, "equipment", "示例焊机")
    assert left_out(kind("equipment"), machine, SINCE_EVER) == ""
    assert left_out(kind("equipment"), machine, LAST_YEAR) == "没有写日期"
    later = entry(1, "equipment", "示例焊机", "2024-11-21")
    assert left_out(kind("equipment"), later, SINCE_EVER) == "在 2024年11月20日以后"


@given(st.permutations(range(13)), st.lists(money, min_size=13, max_size=13))
def test_the_thirteenth_row_stands_there_in_any_order_and_the_sum_is_theirs(
    order: Sequence[int], amounts: Sequence[str]
) -> None:
    every = [entry(id, "spending", f"示例{id}", f"2024-03-{id + 1:02d}", amount=amounts[id]) for id in range(13)]
    made = listing(kind("spending"), [every[place] for place in order])
    assert [row[0] for row in made.rows] == [f"示例{id}" for id in range(13)]
    assert Decimal(made.totals[2]) == sum(map(Decimal, amounts))


def test_every_row_of_every_kind_has_a_cell_below_each_head() -> None:
    for one in BASE:
        values = {column.key: 3 if column.type == "integer" else "3" for column in one.columns}
        entries = [Entry(id, one.id, "示例", date(2024, 1, 1), date(2024, 1, 1), values, ("示例甲",)) for id in (1, 2)]
        made = listing(one, entries)
        assert {len(row) for row in (*made.rows, made.totals or made.heads)} == {len(made.heads)}, one.id


def test_the_period_of_an_indicator_in_words() -> None:
    outline = {one.id: one for one in programme(KAIFENG).outline}
    ends = date(2024, 11, 20)
    assert period_words(outline["training"], ends) == "近 1 年（2023年11月21日至2024年11月20日）"
    assert period_words(outline["patents"], ends) == "截至2024年11月20日"
    assert (period_words(outline["training"], None), period_words(outline["patents"], None)) == ("近 1 年", "")
