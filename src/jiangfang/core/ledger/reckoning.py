"""A number of a form reckoned from the entries of a ledger, with its reckoning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from jiangfang.core.fields.date import long_day
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import TITLE, Dated, LedgerKind
from jiangfang.core.ledger.numbers import Measure, Number, Span
from jiangfang.core.ledger.typed import spoken


@dataclass(frozen=True, slots=True)
class Used:
    """An entry that counts. share: what it gives, in words (1, 12.5 万元, 2018：投入金额 3.00 万元).

    when: as exactly as it was written down: 2026年8月3日, 2026年8月, 2026年.
    """

    entry: int
    title: str
    share: str
    when: str


@dataclass(frozen=True, slots=True)
class Left:
    """An entry of the same kind that does not count, and why."""

    entry: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the ledger says. value: the canonical answer: a count, money as text, text, or rows; None for nothing.

    Where no entry is used the number of the form stands, and nobody asks why.
    """

    value: Any
    used: tuple[Used, ...]
    left: tuple[Left, ...]


def reckon(number: Number, entries: Iterable[Entry], span: Span, kind: LedgerKind) -> Reckoned | None:
    """What the entries give for a number; None where none is of it. Where none of them falls into the period the number
    stands as well and nothing is asked; what was left out, and why, is told all the same.

    The order of the entries changes nothing. kind: the number's, as the programme has it.
    """
    meant = sorted((one for one in entries if _meant(number, one)), key=in_time)
    if not meant:
        return None
    left, within = [], []
    for one in meant:
        why = outside(kind.dated, one, span) or _nothing(number, one, kind)
        if why:
            left.append(Left(one.id, one.title, why))
        else:
            within.append(one)
    value, shares = _MEASURES[number.measure](number, within, kind)
    used = tuple(
        Used(one.id, one.title, share, spoken(kind.dated, one.first, one.last))
        for one, share in zip(within, shares, strict=True)
    )
    return Reckoned(value, used, tuple(left))


def outside(dated: Dated, entry: Entry, span: Span) -> str:
    """Why an entry does not fall into a period, "" where it does.

    One of a day: its day counts; where only the month or the year is known, all of it has to lie in the period.
    A span: any day of it. A year cannot be divided: of a period of a year the one year counts in which most of it lies
    (``year_of``); where the period has no beginning, its first day counts. One without a day falls into none.
    """
    first, last = entry.first, entry.last
    if first is None:
        return "没有写日期"
    if span.last is not None and first > span.last:
        return f"在 {long_day(span.last)}以后"
    if dated is Dated.DAY:
        return _outside_day(first, last or first, span)
    if span.first is None:
        return ""
    if dated is Dated.YEAR:
        counts = year_of(span)
        if counts is not None:
            return "" if first.year == counts else f"是 {first.year} 年的；按年记的，这一期间算 {counts} 年"
        return "" if _mostly(first, span.first, span.last) else "这一年多半不在期间内"
    return f"在 {long_day(span.first)}以前已经结束" if last is not None and last < span.first else ""


def _outside_day(first: date, last: date, span: Span) -> str:
    if span.first is not None and last < span.first:
        return f"在 {long_day(span.first)}以前"
    whole = (span.first is None or span.first <= first) and (span.last is None or last <= span.last)
    return "" if whole else "日期没有写到日，看不出在不在期间内"


def held(entry: Entry, key: str) -> Any:
    """What an entry says in a column, its title included; None for nothing."""
    return entry.title if key == TITLE else entry.values.get(key)


def amount(value: Any) -> Decimal | None:
    """An amount or a count as a decimal; None for what is none."""
    try:
        made = Decimal(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except InvalidOperation:
        return None
    return made if made is not None and made.is_finite() else None


def added(kind: LedgerKind, key: str, values: Iterable[Any]) -> Any:
    """The sum as an answer: a whole number, or money with as many places behind the point as its parts have."""
    total = sum((number for value in values if (number := amount(value)) is not None), Decimal(0))
    column = kind.column(key)
    return int(total) if column and column.type == "integer" else format(total, "f")


def in_time(entry: Entry) -> tuple[bool, date, int]:
    """By what entries stand in order, the oldest first, those without a day last."""
    return entry.first is None, entry.first or date.min, entry.id


def plain(text: object) -> str:
    """A name without white space: 张　三 is 张三."""
    return "".join(str(text).split())


def _meant(number: Number, entry: Entry) -> bool:
    return entry.kind == number.kind and all(held(entry, key) in words for key, words in number.where.items())


def year_of(span: Span) -> int | None:
    """The year of which figures stand for a period that is no longer than a year: most of it lies there.

    The later of two with as many days. None for a period that is longer, or open.
    """
    if span.first is None or span.last is None or span.last - span.first >= timedelta(days=366):
        return None
    days = {year: _days_of(year, span.first, span.last) for year in (span.first.year, span.last.year)}
    return max(days, key=lambda year: (days[year], year))


def _days_of(year: int, first: date, last: date) -> timedelta:
    return min(date(year, 12, 31), last) - max(date(year, 1, 1), first)


def _mostly(first: date, begins: date, ends: date | None) -> bool:
    """Whether most days of the year that begins with ``first`` lie in a period."""
    close = date(first.year, 12, 31)
    within = min(close, ends or close) - max(first, begins) + timedelta(days=1)
    return 2 * within > close - first + timedelta(days=1)


def _nothing(number: Number, entry: Entry, kind: LedgerKind) -> str:
    """Why an entry that falls into the period gives nothing all the same."""
    if number.measure is Measure.SUM and amount(held(entry, number.of)) is None:
        return f"没有写{_label(kind, number.of)}"
    if number.measure is Measure.PEOPLE and not _people(number, entry):
        return "没有写人"
    if number.measure is Measure.ROWS and all(held(entry, spot) is None for spot in number.columns.values()):
        return f"没有写{'、'.join(_label(kind, spot) for spot in number.columns.values())}"
    return ""


def _count(number: Number, entries: Sequence[Entry], kind: LedgerKind) -> tuple[int, list[str]]:
    return len(entries), ["1"] * len(entries)


def _sum(number: Number, entries: Sequence[Entry], kind: LedgerKind) -> tuple[Any, list[str]]:
    values = [held(entry, number.of) for entry in entries]
    return added(kind, number.of, values), [_said(kind, number.of, value) for value in values]


def _counted(number: Number, entries: Sequence[Entry], kind: LedgerKind) -> tuple[int, list[str]]:
    """People, everybody once; equal names with other words beside them are two people."""
    seen: set[tuple[str, ...]] = set()
    shares = []
    for entry in entries:
        fresh = set(_people(number, entry)) - seen
        seen |= fresh
        shares.append(f"{len(fresh)} 人" if fresh else "0 人，前面已经算过")
    return len(seen), shares


def _people(number: Number, entry: Entry) -> list[tuple[str, ...]]:
    names = (held(entry, number.of) or "",) if number.of else entry.people
    beside = tuple(plain(held(entry, key) or "") for key in number.beside)
    return [(plain(name), *beside) for name in names if plain(name)]


def _text(number: Number, entries: Sequence[Entry], kind: LedgerKind) -> tuple[str | None, list[str]]:
    lines = [_line(number, entry, kind) for entry in entries]
    if len(lines) < 2:
        return next(iter(lines), None), lines
    return "\n".join(f"{place}. {line}" for place, line in enumerate(lines, 1)), lines


def _line(number: Number, entry: Entry, kind: LedgerKind) -> str:
    beside = [_said(kind, key, held(entry, key)) for key in number.beside if held(entry, key) is not None]
    said = "，".join(part for part in (*beside, _when(entry, kind)) if part)
    return f"{entry.title}（{said}）" if said else entry.title


def _when(entry: Entry, kind: LedgerKind) -> str:
    """The month of an entry, or the year where no more is known."""
    day, last = entry.first, entry.last or entry.first
    if day is None or last is None:
        return ""
    known = kind.dated is Dated.SPAN or (kind.dated is Dated.DAY and (day.year, day.month) == (last.year, last.month))
    return f"{day.year}年{day.month}月" if known else f"{day.year}年"


def _rows(number: Number, entries: Sequence[Entry], kind: LedgerKind) -> tuple[list[dict[str, Any]] | None, list[str]]:
    years: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.first is not None:
            years.setdefault(entry.first.year, []).append(entry)
    made = [{number.by: str(year), **_row(number, years[year], kind)} for year in sorted(years)]
    return made or None, [_share(number, entry, kind) for entry in entries]


def _row(number: Number, entries: Sequence[Entry], kind: LedgerKind) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column, spot in number.columns.items():
        values = [value for entry in entries if (value := held(entry, spot)) is not None]
        if values and kind.adds(spot):
            row[column] = added(kind, spot, values)
        elif values:
            row[column] = "、".join(dict.fromkeys(str(value) for value in values))
    return row


def _share(number: Number, entry: Entry, kind: LedgerKind) -> str:
    said = [
        f"{_label(kind, spot)} {_said(kind, spot, held(entry, spot))}"
        for spot in number.columns.values()
        if held(entry, spot) is not None
    ]
    return f"{entry.first.year if entry.first else ''}：{'，'.join(said)}"


def _label(kind: LedgerKind, key: str) -> str:
    column = kind.column(key)
    return column.label if column else kind.titled


def _said(kind: LedgerKind, key: str, value: Any) -> str:
    column = kind.column(key)
    return f"{value} {column.unit}" if column and column.unit else str(value)


_MEASURES: dict[Measure, Callable[[Number, Sequence[Entry], LedgerKind], tuple[Any, list[str]]]] = {
    Measure.COUNT: _count,
    Measure.SUM: _sum,
    Measure.PEOPLE: _counted,
    Measure.TEXT: _text,
    Measure.ROWS: _rows,
}
