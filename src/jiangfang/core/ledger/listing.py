"""Entries of one kind as a printed list: what heads its columns, a row for each entry, what is added up below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiangfang.core.fields import KINDS, Column
from jiangfang.core.fields.joined import JOINT
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.ledger.numbers import Span
from jiangfang.core.ledger.reckoning import added, in_time, outside
from jiangfang.core.ledger.typed import written

_WIDE, _LONG, _PEOPLE, _SPAN, _DAY, _YEAR = 30, 36, 22, 21, 19, 11
_WIDTHS = {"text": 20, "choice": 13, "integer": 12, "money": 15}
_ENDLESS = "至今"


@dataclass(frozen=True, slots=True)
class Head:
    """What heads a column. width: its share of the line; right: what stands below it are amounts or counts."""

    label: str
    width: int
    right: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a kind. totals: a text for each column, "" where nothing is added up; none where nothing is."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How much room its columns want."""
        return sum(head.width for head in self.heads)


def left_out(kind: LedgerKind, entry: Entry, span: Span) -> str:
    """Why an entry does not stand in the list of a period, "" where it does.

    Where a period has no beginning nobody asks since when: what has no day (a machine) stands there too.
    """
    return "" if entry.first is None and span.first is None else outside(kind.dated, entry, span)


def listing(kind: LedgerKind, entries: Iterable[Entry]) -> Listing:
    """The list, the oldest entry first; a column of which no entry says anything is left out."""
    ordered = sorted(entries, key=in_time)
    columns = [column for column in kind.columns if any(one.values.get(column.key) is not None for one in ordered)]
    people = kind.people if any(one.people for one in ordered) else ""
    heads = (
        Head(kind.titled, _WIDE),
        Head(kind.dated_as, {Dated.YEAR: _YEAR, Dated.SPAN: _SPAN}.get(kind.dated, _DAY)),
        *(_head(column) for column in columns),
        *([Head(people, _PEOPLE)] if people else []),
    )
    rows = tuple(
        (
            one.title,
            _when(kind, one),
            *(_said(column, one) for column in columns),
            *([JOINT.join(one.people)] if people else []),
        )
        for one in ordered
    )
    return Listing(kind.title, heads, rows, _totals(kind, columns, ordered, len(heads)))


def _head(column: Column) -> Head:
    label = (
        f"{column.label}（{column.unit}）" if column.unit and not column.label.endswith(column.unit) else column.label
    )
    return Head(label, _LONG if column.long else _WIDTHS.get(column.type, _DAY), column.type in {"integer", "money"})


def _when(kind: LedgerKind, entry: Entry) -> str:
    first, last = entry.first, entry.last
    if first is None:
        return ""
    if kind.dated is Dated.YEAR:
        return f"{first.year}年"
    if kind.dated is Dated.SPAN:
        return f"{first.isoformat()} 至 {last.isoformat()}" if last else f"{first.isoformat()} {_ENDLESS}"
    return written(first, last)


def _said(column: Column, entry: Entry) -> str:
    value = entry.values.get(column.key)
    return "" if value is None else KINDS[column.type].show(column, value)


def _totals(kind: LedgerKind, columns: Sequence[Column], entries: Sequence[Entry], places: int) -> tuple[str, ...]:
    """What amounts and counts make together; one entry alone is not added up."""
    if len(entries) < 2 or not any(kind.adds(column.key) for column in columns):
        return ()
    sums = [
        str(added(kind, column.key, (one.values.get(column.key) for one in entries))) if kind.adds(column.key) else ""
        for column in columns
    ]
    made = ["", "", *sums]
    return (*made, *[""] * (places - len(made)))
