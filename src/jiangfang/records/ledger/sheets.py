"""A ledger as lines of an Excel file: of one kind by its columns, of all kinds by what each entry says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from jiangfang.core.fields import KINDS, Need
from jiangfang.core.fields import Column as Question
from jiangfang.core.fields.joined import JOINT
from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.ledger.typed import boxes, shown, spoken
from jiangfang.documents.excel.ledger import Heading, empty_ledger
from jiangfang.documents.excel.people import MOST
from jiangfang.documents.excel.table import Cell, Column
from jiangfang.records.ledger import queries
from jiangfang.records.ledger.models import Entry
from jiangfang.records.ledger.queries import Kinds

AT_ONCE = 500
_BESIDE = (Column("材料份数", 10), Column("记的人", 12), Column("记的日期", 16), Column("划去的原因", 24))
_WIDTHS = {"text": 24, "choice": 14, "integer": 12, "money": 14, "date": 16, "month": 14}


def columns(kind: LedgerKind | None) -> list[Column]:
    """The headings. kind: the only one that stands in the list; None where all do."""
    if kind is None:
        first = (Column("类别", 18), Column("名称", 40), Column("时间", 26), Column("内容", 60), Column("参与的人", 30))
        return [*first, *_BESIDE]
    return [*(Column(headed(one), _width(one)) for one in boxes(kind)), *_BESIDE]


def headed(box: Question) -> str:
    """A heading with its unit, which a reader of the list leaves aside."""
    return f"{box.label}（{box.unit}）" if box.unit and not box.label.endswith(box.unit) else box.label


def _width(box: Question) -> int:
    return 40 if box.long or (box.need is Need.MUST and box.type == "text") else _WIDTHS.get(box.type, 20)


def lines(ids: Sequence[int], kinds: Kinds, kind: LedgerKind | None) -> Iterator[list[Cell]]:
    """A line for each entry, in the order of the ids; read by some hundreds."""
    for some in (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)):
        rows = Entry.objects.in_bulk(some)
        papers = queries.counted(some)
        for pk in some:
            if pk in rows:
                one = rows[pk]
                said = _all(one, kinds.known(one.kind)) if kind is None else _one(one, kind)
                yield [*said, papers.get(pk, 0), one.who, localdate(one.at), one.struck_why]


def _all(entry: Entry, kind: LedgerKind) -> list[Cell]:
    said = "；".join(f"{column.label} {text}" for column, text in shown(kind, entry.values))
    when = spoken(kind.dated, entry.first, entry.last)
    return [kind.title, entry.title, when, said, JOINT.join(entry.people)]


def _one(entry: Entry, kind: LedgerKind) -> list[Cell]:
    days: list[Cell] = [_day(kind, entry)]
    if kind.dated is Dated.SPAN:
        days.append(entry.last)
    values = [_cell(column, entry.values.get(column.key)) for column in kind.columns]
    people: list[Cell] = [JOINT.join(entry.people)] if kind.people else []
    return [entry.title, *days, *values, *people]


def _day(kind: LedgerKind, entry: Entry) -> Cell:
    """A whole day as a day; what is known less well in words."""
    if kind.dated is Dated.YEAR:
        return str(entry.first.year) if entry.first else None
    whole = kind.dated is Dated.SPAN or entry.first == entry.last
    return entry.first if whole else spoken(kind.dated, entry.first, entry.last)


def _cell(column: Question, value: Any) -> Cell:
    if value is None:
        return None
    if column.type == "integer":
        return int(value)
    return Decimal(value) if column.type == "money" else KINDS[column.type].show(column, value)


def empty(kind: LedgerKind) -> bytes:
    """The list of a kind to fill in."""
    says = [
        f"{kind.title}：一条一行，一次最多 {MOST} 行。{kind.says}",
        "带 * 的必须写。填好以后在网页上传，先核对，再确认；系统不保存这份文件。",
        "日期写成 2024-11-20、2024.11.20、2024年11月20日都行；只知道年、月的写 2024年11月。",
    ]
    headings = [Heading(headed(one), _width(one), one.options, one.help, one.need is Need.MUST) for one in boxes(kind)]
    return empty_ledger(kind.title, headings, says)
