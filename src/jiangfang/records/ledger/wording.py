"""What the journal's deeds on studios and entries are called, and their history in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiangfang.core.fields import KINDS
from jiangfang.core.fields.date import long_day
from jiangfang.core.ledger.base import BASE
from jiangfang.core.ledger.kinds import TITLE, Dated, LedgerKind
from jiangfang.core.ledger.typed import FIRST, LAST, PEOPLE
from jiangfang.records.journal.queries import Told

DEEDS: Mapping[str, str] = {
    "studio.begun": "建工作室台账",
    "studio.amended": "修改工作室",
    "studio.closed": "停用工作室",
    "studio.reopened": "恢复工作室",
    "entry.added": "记下",
    "entry.imported": "从表格加进来",
    "entry.changed": "修改",
    "entry.struck": "划去",
    "entry.put_back": "恢复",
    "entry.papers_laid": "放材料",
    "entry.papers_ordered": "排材料的次序",
    "entry.paper_taken_out": "取出材料",
}
KEYS: Mapping[str, str] = {
    **{column.key: column.label for kind in BASE for column in kind.columns},
    TITLE: "名称",
    FIRST: "日期",
    LAST: "到",
    PEOPLE: "人员",
    "leader_name": "领衔人",
    "founded_on": "建立日期",
    "files": "材料",
}
_NEW = ("entry.added", "entry.imported")  # what was written down stands beside, as it is by now
_EMPTIED = "（保存期已过，已清除）"


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A deed on an entry, in words."""

    at: datetime
    who: str
    deed: str
    values: tuple[Value, ...]


def lines(told: Iterable[Told], kind: LedgerKind) -> list[Line]:
    """What happened to an entry, last deed first."""
    return [_line(one, kind) for one in told][::-1]


def _line(told: Told, kind: LedgerKind) -> Line:
    keys = [] if told.deed in _NEW else [*{**told.before, **told.after}]
    if kind.dated is Dated.YEAR and FIRST in keys:
        keys = [key for key in keys if key != LAST]
    values = tuple(_value(key, told, kind) for key in keys)
    return Line(told.at, told.actor.name, DEEDS.get(told.deed, "办了别的事"), values)


def _value(key: str, told: Told, kind: LedgerKind) -> Value:
    column = kind.column(key)
    label = column.label if column else {TITLE: kind.titled, FIRST: kind.dated_as, PEOPLE: kind.people}.get(key, "")
    sides = (_words(key, side, kind) for side in (told.before, told.after))
    return Value(label or KEYS.get(key, {"reason": "原因"}.get(key, "其他")), *sides)


def _words(key: str, side: Mapping[str, Any], kind: LedgerKind) -> str:
    if key not in side:
        return ""
    value, column = side[key], kind.column(key)
    if value is None:
        return _EMPTIED
    if column is not None:
        unit = "" if column.label.endswith(column.unit) else column.unit
        return f"{KINDS[column.type].show(column, value)}{unit}"
    if key in (FIRST, LAST):
        day = date.fromisoformat(value)
        return f"{day.year}年" if kind.dated is Dated.YEAR else long_day(day)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
