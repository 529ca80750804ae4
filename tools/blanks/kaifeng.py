"""The 开封 2024 recommendation form: one A4 page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from tools.blanks.package import Page, save
from tools.blanks.word import HEI, TITLE, Cell, Font, Para, Row, Table, answer, border, lines, spacer

A, B, C, WIDTH = 1520, 4706, 6226, 9412
LEADER_EDGES = (0, A, 3306, B, C, 7500, WIDTH)
BODY = Font(points=11)
TEXT = Font(points=10.5)
BAND = Font(HEI, 11)
PITCH = 14.0
SINGLE = 23.0
DOUBLE = 30.0


def build(path: Path) -> None:
    """Write the blank form."""
    page = Page(top=794, right=1247, bottom=680, left=1247)
    body = [
        Para(("附件 1",), Font(HEI, 16), 24, "left").xml(),
        Para(("开封市劳模工匠（技能人才）创新工作室推荐表",), Font(TITLE, 22), 34, before=2, after=8).xml(),
        Table((*_facts(), *_leader(), *_end())).xml(),
        spacer(1).xml(),
    ]
    save(path, "开封市劳模工匠（技能人才）创新工作室推荐表", body, page)


def _label(start: int, end: int, *texts: str) -> Cell:
    return Cell(start, end, lines(texts, BODY, PITCH), side_margin=60)


def _value(start: int, end: int) -> Cell:
    return Cell(start, end, answer(BODY, PITCH))


def _quad(left: Sequence[str], right: Sequence[str]) -> Row:
    height = DOUBLE if len(left) + len(right) > 2 else SINGLE
    return Row((_label(0, A, *left), _value(A, B), _label(B, C, *right), _value(C, WIDTH)), height)


def _facts() -> list[Row]:
    rows = [
        _quad(left, right)
        for left, right in (
            (("工作室名称",), ("成员人数",)),
            (("专业领域",), ("建立日期",)),
            (("所在单位",), ("所属行业",)),
            (("认定单位",), ("认定时间",)),
            (("经费投入", "（万元）"), ("创新成果数量",)),
            (("成果创效", "（万元）"), ("技能培训人数",)),
            (("导师带徒人数",), ("取得专利数量",)),
        )
    ]
    prizes = Cell(A, WIDTH, answer(BODY, PITCH, "both"))
    return [*rows, Row((_label(0, A, "创新成果", "所获奖项"), prizes), DOUBLE, splits=True)]


def _leader() -> list[Row]:
    band = Row((Cell(0, WIDTH, (Para(("工作室领衔人情况",), BAND, PITCH, keep_next=True),)),), SINGLE)
    rows = [band]
    for names in (("姓名", "性别", "出生年月"), ("民族", "学历", "政治面貌"), ("专业/工种", "技术等级", "联系电话")):
        edges = iter(pairwise(LEADER_EDGES))
        cells: list[Cell] = []
        for name in names:
            cells += [_label(*next(edges), name), _value(*next(edges))]
        rows.append(Row(cells, SINGLE))
    rows.append(Row((_label(0, A, "单位及职务"), _value(A, WIDTH)), SINGLE))
    rows.append(_quad(("个人荣誉及", "获得时间"), ("技能（工匠）", "奖项及时间")))
    return rows


def _end() -> list[Row]:
    label = _label(0, A, "创新", "工作室", "主要", "业绩", "(500 字)")
    story = Row((label, Cell(A, WIDTH, answer(TEXT, 13.5, "both", first=2), valign="top")), 206, splits=True)
    return [story, *_opinions()]


def _opinions() -> list[Row]:
    upper: list[Cell] = []
    lower: list[Cell] = []
    for start, mid, end, label in (
        (0, A, B, ("所在", "单位", "工会", "意见")),
        (B, C, WIDTH, ("推荐", "单位", "意见")),
    ):
        upper.append(Cell(start, mid, lines(label, BODY, PITCH, True), merge="restart"))
        upper.append(Cell(mid, end, answer(TEXT, PITCH, "both", True), valign="top", borders=border("bottom", 0)))
        foot = (
            Para(("签章",), BODY, PITCH, "right", after=4, right=600),
            Para(("   ", "年", "   ", "月", "   ", "日"), BODY, PITCH, "right", after=3, right=120),
        )
        lower.append(Cell(start, mid, (Para((), BODY, PITCH),), merge="continue"))
        lower.append(Cell(mid, end, foot, valign="bottom", borders=border("top", 0)))
    return [Row(upper, 44, splits=True), Row(lower, 46)]
