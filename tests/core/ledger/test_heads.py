"""Headings of somebody's own list, read as the columns of a kind."""

import pytest

from jiangfang.core.ledger.base import BASE
from jiangfang.core.ledger.heads import heads_of
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import boxes

KINDS = {kind.id: kind for kind in BASE}


def keys(kind: str, *cells: str) -> tuple[str, ...]:
    found = heads_of(KINDS[kind], cells)
    return found.keys if found else ()


@pytest.mark.parametrize("kind", BASE, ids=lambda kind: kind.id)
def test_every_label_means_its_own_column(kind: LedgerKind) -> None:
    columns = boxes(kind)
    assert keys(kind.id, *(f"{one.label}*（{one.unit}）" for one in columns)) == tuple(one.key for one in columns)


@pytest.mark.parametrize(
    ("cells", "means"),
    [
        (("培训名称", "日期", "对内或对外", "培训人数", "备注"), ("title", "first", "side", "count", "")),
        (("序号", "培训名称", "日期", "对内/对外", "人数"), ("", "title", "first", "side", "count")),
        (("名称", "时 间", "人数（人）", "课时数", "培训地点"), ("title", "first", "count", "hours", "place")),
        (("培训名称", "培训名称", "培训\n人数"), ("title", "", "count")),
        (("培训", "日期", "人数"), ("", "first", "count")),
        (("名称",), ("title",)),
        (("人员", "标题"), ("people", "title")),
    ],
)
def test_obvious_headings_are_recognised(cells: tuple[str, ...], means: tuple[str, ...]) -> None:
    assert keys("training", *cells) == means


@pytest.mark.parametrize(
    "cells",
    [
        ("焊接培训", "2024-05-01", "对内", "30"),
        ("焊接培训", "对内", "30"),
        ("", ""),
        ("地点在一车间的培训",),
        ("名称", "甲", "乙", "丙", "丁"),
    ],
)
def test_a_line_that_is_none_of_headings(cells: tuple[str, ...]) -> None:
    assert keys("training", *cells) == ()


def test_another_unit_of_money_is_not_read_as_if_it_were_the_same() -> None:
    assert keys("funding", "经费名称", "年度", "投入金额（元）") == ("title", "year", "")
    assert keys("funding", "经费名称", "年度", "投入金额（万元）") == ("title", "year", "amount")
    assert keys("spending", "支出项目", "时间", "金额(元)") == ("title", "first", "amount")


def test_what_is_not_read_is_named() -> None:
    cells = ("序号", "培训名称", "日期", "备注", "", "")
    found = heads_of(KINDS["training"], cells)
    assert found and found.unknown(cells, {5}.__contains__) == ["备注", "第 6 栏（没有表头）"]
