"""Clause by clause: what of a programme carries it, or why nothing has to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiangfang.core.conditions import Condition
from jiangfang.core.definition.bodies import Clause, Contact
from jiangfang.core.definition.programme import Programme
from jiangfang.core.definition.walking import carries, with_clause
from jiangfang.core.ledger.numbers import OVER_TITLES, Number
from jiangfang.core.quota import Quota

_PARTS = {
    "notice": "通知",
    "result": "结果",
    "target": "总数",
    "recommenders": "推荐单位与名额",
    "routes": "申报渠道",
    "calendar": "日程",
    "workflow": "流程",
    "sections": "表中项目",
    "conditions": "条件",
    "exclusions": "不在范围",
    "checks": "核对",
    "papers": "表格",
    "deliverables": "报送材料",
    "outline": "支撑材料",
    "leading_group": "领导小组",
    "afterwards": "命名之后",
    "ledger": "台账",
    "numbers": "由台账算的数",
}
_LEVELS = {"must": "必须", "should": "原则上", "ask": "由人判断"}
_NAMES = ("title", "label", "name", "says", "address")


@dataclass(frozen=True, slots=True)
class Carrier:
    """One thing of the programme under a clause. path: its key path; part: the kind of thing, in words.

    practice: it only stands beside the clause and does not carry it.
    """

    path: str
    part: str
    words: str
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """A clause and all that carries it."""

    clause: Clause
    carriers: tuple[Carrier, ...]


def coverage(programme: Programme) -> list[Coverage]:
    """Every clause of the notice, in its order, with its carriers."""
    by_number: dict[str, list[Carrier]] = {}
    called = {field.key: field.name for field in programme.fields}
    for path, item in with_clause(programme):
        part = _PARTS.get(path.partition(".")[0].partition("[")[0], path)
        carrier = Carrier(path, part, _words(item, called), not carries(item))
        by_number.setdefault(item.clause, []).append(carrier)
    return [Coverage(clause, tuple(by_number.get(clause.number, ()))) for clause in programme.clauses]


def uncarried(programme: Programme) -> list[str]:
    """Numbers of clauses that nothing carries and nobody is named for; empty in a sound programme."""
    return [
        found.clause.number
        for found in coverage(programme)
        if not (any(not carrier.practice for carrier in found.carriers) or found.clause.people or found.clause.later)
    ]


def _words(item: Any, called: Mapping[str, str]) -> str:
    if isinstance(item, Number):
        return f"{called.get(item.key, item.key)}（{OVER_TITLES[item.over]}）"
    if isinstance(item, Condition):
        return f"{item.says}（{_LEVELS[item.level.value]}）"
    if isinstance(item, Quota):
        return f"{item.rule()}{f'（{item.counts}）' if item.counts else ''}"
    if isinstance(item, Contact):
        return f"联系电话 {item.phone}（{len(item.names)} 人）"
    return next((said for name in _NAMES if (said := getattr(item, name, ""))), type(item).__name__)
