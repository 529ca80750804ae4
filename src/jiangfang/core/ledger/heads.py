"""Which column of a kind a heading of somebody's own list means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jiangfang.core.fields import Column
from jiangfang.core.ledger.kinds import TITLE, Dated, LedgerKind
from jiangfang.core.ledger.typed import FIRST, PEOPLE, YEAR, boxes

_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]?")
_IDLE = re.compile(r"[\W_或和及与]+")
_NUMBERED = frozenset({"序号", "序", "行号", "no", "号"})
_TITLES, _DAYS = frozenset({"名称", "标题", "题目"}), frozenset({"日期", "时间", "年度", "年份"})
_PEOPLE = frozenset({"人员", "成员", "参加人员", "参与人员"})
_HEADCOUNT = "人数"
_MONEY = frozenset({"元", "千元", "万元", "百万元", "亿元", "美元", "万美元"})
_SHORTEST, _ENOUGH = 2, 2
OTHERS = ("序号", *sorted(_TITLES | _DAYS | _PEOPLE), _HEADCOUNT)
"""What heads a list beside the labels of its columns."""


@dataclass(frozen=True, slots=True)
class Heads:
    """keys: of each column of the list the box that it fills, "" for none; numbered: the columns of running numbers."""

    keys: tuple[str, ...]
    numbered: frozenset[int]

    def unknown(self, cells: Sequence[str], filled: Callable[[int], bool]) -> list[str]:
        """The headings that fill no box; of columns without a heading only those in which something is filled in."""
        made = []
        for place, cell in enumerate(cells):
            if place < len(self.keys) and (self.keys[place] or place in self.numbered):
                continue
            if said := " ".join(cell.split()):
                made.append(said)
            elif filled(place):
                made.append(f"第 {place + 1} 栏（没有表头）")
        return made


def bare(heading: str) -> str:
    """A heading without spaces, marks, small words of joining, and what stands in brackets."""
    return _IDLE.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", heading))).lower()


def heads_of(kind: LedgerKind, cells: Sequence[str]) -> Heads | None:
    """What a line of headings says; None where most of its cells are none, so that it is no such line."""
    keys, sure = [""] * len(cells), 0
    for meant in (_labelled, _called_so, _near):
        for place, cell in enumerate(cells):
            key = "" if keys[place] or not bare(cell) else meant(kind, cell)
            if key and key not in keys and not _other_money(kind, key, cell):
                keys[place] = key
                sure += meant is not _near
    numbered = frozenset(place for place, cell in enumerate(cells) if not keys[place] and bare(cell) in _NUMBERED)
    filled = sum(1 for cell in cells if cell.strip())
    known = sum(map(bool, keys)) + len(numbered)
    enough = sure >= _ENOUGH or (sure and known * 2 > filled)
    return Heads(tuple(keys), numbered) if enough else None


def _labelled(kind: LedgerKind, cell: str) -> str:
    said = bare(cell)
    return next((box.key for box in boxes(kind) if bare(box.label) == said), "")


def _called_so(kind: LedgerKind, cell: str) -> str:
    """What every list may call it: its name, its day, how many people."""
    said = bare(cell)
    if said in _TITLES:
        return TITLE
    if said in _DAYS:
        return YEAR if kind.dated is Dated.YEAR else FIRST
    if said == _HEADCOUNT:
        found = [box.key for box in boxes(kind) if bare(box.label).endswith(_HEADCOUNT)]
        return found[0] if len(found) == 1 else ""
    return PEOPLE if said in _PEOPLE and kind.people else ""


def _near(kind: LedgerKind, cell: str) -> str:
    """The only column whose label stands in the heading, or that has the heading in its label."""
    said = bare(cell)
    if len(said) < _SHORTEST:
        return ""
    found = [box for box in boxes(kind) if said in bare(box.label) or bare(box.label) in said]
    return found[0].key if len(found) == 1 and cell.strip() not in found[0].options else ""


def _other_money(kind: LedgerKind, key: str, cell: str) -> bool:
    """Whether a heading says another unit of money than its column has: that is not read as if it were the same."""
    said = {part for part in re.split(r"[\W_]+", unicodedata.normalize("NFKC", cell)) if part in _MONEY}
    return bool(said) and _unit(boxes(kind), key) not in ("", *said)


def _unit(columns: Sequence[Column], key: str) -> str:
    return next((one.unit for one in columns if one.key == key and one.type == "money"), "")
