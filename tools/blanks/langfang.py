"""The 廊坊 2019 recommendation and approval form: a cover page and one main table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from tools.blanks.package import Page, save
from tools.blanks.word import HEI, TAB, TITLE, Cell, Font, Para, Row, Table, answer, border, lines, spacer

WIDTH = 9072
LABEL = 1512
BODY = Font(points=12)
SMALL = Font(points=10.5)
BAND = Font(HEI, 12)
COVER = Font(points=16)
DATE = ("    ", "年", "    ", "月", "    ", "日")
MEMBER_EDGES = (0, 1080, 1660, 2460, 3920, 5280, 7240, WIDTH)
MEMBER_ROWS = 13
YEAR_ROWS = 2
TIGHT = 40
RAISE_EDGES = (LABEL, 2232, 2872, 3512, 4152, 4988, 5628, 6489, 7350, 8211, WIDTH)
LEADER_EDGES = (0, LABEL, 3172, 4372, 6012, 7212, WIDTH)
QUARTERS = (2772, 4347, 5922, 7497, WIDTH)


def build(path: Path) -> None:
    """Write the blank form."""
    table = Table((*_facts(), *_funding(), *_innovation(), *_benefit(), *_raising(), *_leader(), *_members(), *_end()))
    cover_page = Page(top=1418, right=1474, bottom=907, left=1474)
    table_page = Page(top=1247, right=1417, bottom=1247, left=1417, numbered=True, first_number=1)
    body = [*_cover(), spacer(1).xml(cover_page.xml()), table.xml(), spacer(1).xml()]
    save(path, "廊坊市劳模和工匠人才创新工作室推荐审批表", body, table_page)


def _cover() -> list[str]:
    return [
        Para(("附件",), Font(HEI, 16), 28, "left").xml(),
        Para(("廊坊市劳模和工匠人才创新工作室",), Font(TITLE, 22), 34, before=72, after=20).xml(),
        Para(("推荐审批表",), Font(TITLE, 36, spacing=160), 50, after=64).xml(),
        _cover_lines().xml(),
        spacer(66).xml(),
        _cover_foot().xml(),
    ]


def _cover_lines() -> Table:
    under = border("bottom", 6)
    label_end, end = 2240, 7600
    rows = []
    for name in ("工作室名称：", "所在单位：", "单位类型：", "所属行业：", "推荐单位：", "填报日期"):
        dated = name == "填报日期"
        label = Para((name,), COVER, 24, "distribute", right=320 if dated else 0)
        value = (Para(DATE, COVER, 24),) if dated else answer(COVER, 24)
        cells = (
            Cell(0, label_end, (label,), valign="bottom"),
            Cell(label_end, end, value, valign="bottom", borders=under),
        )
        rows.append(Row(cells, 38))
    return Table(rows, bordered=False)


def _cover_foot() -> Table:
    maker = (Para(("制",), COVER, 26),)
    hidden = (Para((), COVER, 26),)
    first, second = (Para((name,), COVER, 26, "distribute") for name in ("廊坊市总工会", "廊坊市科学技术局"))
    name_end, end = 2840, 3640
    return Table(
        (
            Row((Cell(0, name_end, (first,)), Cell(name_end, end, maker, merge="restart")), 28),
            Row((Cell(0, name_end, (second,)), Cell(name_end, end, hidden, merge="continue")), 28),
        ),
        bordered=False,
    )


def _label(start: int, end: int, *texts: str, merge: str = "", keep_next: bool = False, margin: int = -1) -> Cell:
    return Cell(start, end, lines(texts, BODY, 18, keep_next), merge=merge, side_margin=margin)


def _value(start: int, end: int, font: Font = BODY, pitch: float = 18, jc: str = "center", margin: int = -1) -> Cell:
    return Cell(start, end, answer(font, pitch, jc), side_margin=margin)


def _below(start: int, end: int, vertical: bool = False) -> Cell:
    return Cell(start, end, (Para((), BODY, 18),), merge="continue", vertical=vertical)


def _count(start: int, end: int, *texts: str) -> Cell:
    return Cell(start, end, (Para(texts, BODY, 18),))


def _pairs(edges: Sequence[int]) -> list[tuple[int, int]]:
    return list(pairwise(edges))


def _band(text: str) -> Row:
    return Row((Cell(0, WIDTH, (Para((text,), BAND, 18, keep_next=True),)),), 26)


def _facts() -> list[Row]:
    rows = [Row((_label(0, LABEL, name), _value(LABEL, WIDTH)), 27) for name in ("工作室名称", "所在单位", "专业领域")]
    stops = (("left", 1560), ("left", 3060))
    kinds = [
        Para(("□", a, TAB, "□", b, TAB, "□", c), BODY, 20, "left", left=120, tabs=stops)
        for a, b, c in (("技术开发", "技术攻关", "技能传授"), ("技术协作", "培训服务", "其他"))
    ]
    box_end, total_end = LEADER_EDGES[4], LEADER_EDGES[5]
    cells = (
        _label(0, LABEL, "工作室类型"),
        Cell(LABEL, box_end, kinds),
        _label(box_end, total_end, "成员总数"),
        _value(total_end, WIDTH),
    )
    return [*rows, Row(cells, 45)]


def _funding() -> list[Row]:
    pairs = _pairs((LABEL, 3272, 5312, WIDTH))
    names = ("年  度", "投入金额", "经费来源")
    heads = [_label(a, b, text, keep_next=True) for (a, b), text in zip(pairs, names, strict=True)]
    first = _label(0, LABEL, "经费投入", "(万元)", merge="restart", keep_next=True)
    blank = Row((_below(0, LABEL), *(_value(a, b) for a, b in pairs)), 24)
    return [Row((first, *heads), 24), *(blank for _ in range(YEAR_ROWS))]


def _innovation() -> list[Row]:
    q = _pairs(QUARTERS)
    start = QUARTERS[0]
    made = Row(
        (
            _label(0, LABEL, "技术创新", merge="restart", keep_next=True),
            _label(LABEL, start, "创新成果"),
            _count(*q[0], "   ", "项"),
            _label(*q[1], "专利类别", merge="restart"),
            _label(*q[2], "实用新型"),
            _count(*q[3], "   ", "个"),
        ),
        25,
    )
    used = Row(
        (
            _below(0, LABEL),
            _label(LABEL, start, "成果转化", keep_next=True),
            _count(*q[0], "   ", "项"),
            _below(*q[1]),
            _label(*q[2], "发   明"),
            _count(*q[3], "   ", "个"),
        ),
        25,
    )
    names = ("国际", "国家", "省部", "地市")
    levels = [_count(*edges, name, "    ", "个") for edges, name in zip(q, names, strict=True)]
    return [made, used, Row((_below(0, LABEL), _label(LABEL, start, "获奖等级"), *levels), 25)]


def _benefit() -> list[Row]:
    pairs = _pairs(tuple(range(LABEL, WIDTH + 1, LABEL)))
    names = (("年    度",), ("创收金额",), ("节资金额",), ("创收外汇", "(美元)"), ("合    计",))
    heads = [_label(a, b, *text, keep_next=True) for (a, b), text in zip(pairs, names, strict=True)]
    first = _label(0, LABEL, "经济效益", "(万元)", merge="restart", keep_next=True)
    blank = Row((_below(0, LABEL), *(_value(a, b) for a, b in pairs)), 24)
    return [Row((first, *heads), 39), *(blank for _ in range(YEAR_ROWS))]


def _raising() -> list[Row]:
    pairs = _pairs(RAISE_EDGES)
    total, grades, honours = pairs[0], pairs[1:6], pairs[6:]
    top = Row(
        (
            _label(0, LABEL, "培养人才", merge="restart", keep_next=True),
            _label(*total, "总数", merge="restart", keep_next=True, margin=TIGHT),
            _label(grades[0][0], grades[-1][1], "技术等级", keep_next=True),
            _label(honours[0][0], honours[-1][1], "荣      誉", keep_next=True),
        ),
        25,
    )
    names = ("双重职称", "高级技师", "技师", "高级工", "其他", "全国劳模", "省部级劳模", "地市级劳模", "企业劳模")
    heads = [
        _label(a, b, text, keep_next=True, margin=140 if text in ("全国劳模", "企业劳模") else TIGHT)
        for (a, b), text in zip(pairs[1:], names, strict=True)
    ]
    values = [_value(a, b, margin=TIGHT) for a, b in pairs]
    return [top, Row((_below(0, LABEL), _below(*total), *heads), 40), Row((_below(0, LABEL), *values), 26)]


def _leader() -> list[Row]:
    social = Row((_label(0, LABEL, "社会效益"), _value(LABEL, WIDTH, pitch=18, jc="both")), 62, splits=True)
    rows = []
    for names in (
        ("姓    名", "性   别", "出生年月"),
        ("学    历", "民   族", "政治面貌"),
        ("专业/工种", "技术职称", "联系电话"),
    ):
        pairs = iter(_pairs(LEADER_EDGES))
        cells: list[Cell] = []
        for name in names:
            cells += [_label(*next(pairs), name, margin=TIGHT), _value(*next(pairs), pitch=15, margin=TIGHT)]
        rows.append(Row(cells, 26))
    honour = Row(
        (
            Cell(0, LABEL, lines(("获得的最高", "荣誉称号", "及时间"), BODY, 16)),
            _value(LABEL, 4372, pitch=16),
            _label(4372, 5292, "E-mail", margin=TIGHT),
            _value(5292, WIDTH, pitch=16, margin=TIGHT),
        ),
        53,
        splits=True,
    )
    return [social, _band("工作室带头人情况"), *rows, honour]


def _members() -> list[Row]:
    pairs = _pairs(MEMBER_EDGES)
    names = ("姓  名", "性别", "学历", "出生年月", "技术职称", "所在单位", "主要分工")
    heads = [_label(a, b, text, keep_next=True, margin=TIGHT) for (a, b), text in zip(pairs, names, strict=True)]
    blank = Row([_value(a, b, SMALL, 14.5, margin=TIGHT) for a, b in pairs], 22.5)
    return [_band("工作室骨干成员情况（可附表）"), Row(heads, 25), *(blank for _ in range(MEMBER_ROWS))]


def _end() -> list[Row]:
    story = Row((Cell(0, WIDTH, answer(BODY, 18, "both", first=2), valign="top"),), 285, splits=True)
    opinions = (
        *_opinion(("所在单位", 120), ("工会意见", 120), True),
        *_opinion(("推荐单位", 120), ("意见", 240), True),
        *_opinion(("市创新工作室创建", 20), ("工作领导小组意见", 20), False),
    )
    return [_band("业 绩 简 介（500字）"), story, *opinions]


def _opinion(first: tuple[str, int], second: tuple[str, int], signed: bool) -> list[Row]:
    label = [Para((text,), Font(points=12, spacing=spread), 24, keep_next=True) for text, spread in (first, second)]
    head = Cell(0, LABEL, label, merge="restart", vertical=True)
    text = Cell(LABEL, WIDTH, answer(BODY, 20, "both", keep_next=True), valign="top", borders=border("bottom", 0))
    inner = WIDTH - LABEL - 160
    seal = Para(("公章",), BODY, 20, "right", after=10, right=1200)
    if signed:
        sign = Para(
            ("负责人签名：", " " * 12, TAB, *DATE), BODY, 20, "left", after=6, left=480, tabs=(("right", inner - 240),)
        )
    else:
        sign = Para(DATE, BODY, 20, "right", after=6, right=240)
    foot = Cell(LABEL, WIDTH, (seal, sign), valign="bottom", borders=border("top", 0))
    return [Row((head, text), 68, splits=True), Row((_below(0, LABEL, vertical=True), foot), 64)]
