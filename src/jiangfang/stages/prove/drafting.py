"""近一年工作总结, drafted: the outline's headings, below each what the ledger has, and room where it has nothing.

What a person has to decide stays open: the draft counts and lists, it praises nothing. Every count and every sum says
for which time it is; entries without a day are named and not counted, as nowhere else (``core.ledger.reckoning``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jiangfang.core.evidence import Indicator
from jiangfang.core.fields import Column
from jiangfang.core.fields.date import long_day
from jiangfang.core.ledger.doubts import some
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.ledger.numbers import Span
from jiangfang.core.ledger.reckoning import in_time, outside, year_of
from jiangfang.core.ledger.typed import shown, spoken
from jiangfang.documents.word.letter import Block, Heading, Rows, Sentence

FEW, MOST_COLUMNS = 2, 4
_NUMERALS = "〇一二三四五六七八九"
_COUNTED = {
    "patent": "件",
    "training": "场",
    "apprentice": "对",
    "talent": "人",
    "exchange": "次",
    "alliance": "次",
    "assistance": "次",
    "publicity": "篇",
    "funding": "笔",
    "spending": "笔",
    "premises": "处",
    "rule": "份",
    "founding": "份",
    "division": "份",
}
"""What entries of a kind are counted in; 项 for the others."""
_BEFORE = {"spending": "funding"}
"""What was given stands before what was spent of it, without being asked for by name."""


@dataclass(frozen=True, slots=True)
class Year:
    """What is drafted from. kinds: of entries, by id; year: the last year that counts; reasons: why an indicator does
    not apply, by its id.
    """

    outline: Sequence[Indicator]
    kinds: Mapping[str, LedgerKind]
    entries: Sequence[Entry]
    year: Span
    reasons: Mapping[str, str] = field(default_factory=dict)

    def of(self, indicator: Indicator) -> Iterator[Told]:
        """The kinds that belong to an indicator, each with its entries in time: of its period, where it has one."""
        span = self.year if indicator.period else Span(None, self.year.last)
        for id in _kinds_of(indicator):
            kind = self.kinds.get(id)
            found = sorted((one for one in self.entries if kind and one.kind == id), key=in_time)
            if kind and found:
                counted = tuple(one for one in found if not outside(kind.dated, one, span))
                yield Told(kind, span, counted, tuple(one for one in found if one.first is None))

    def recent(self, told: Told) -> tuple[Entry, ...]:
        """Those of the last year among what is counted."""
        return tuple(one for one in told.counted if not outside(told.kind.dated, one, self.year))


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger has of a kind. counted: of the period; undated: nobody can say of which."""

    kind: LedgerKind
    span: Span
    counted: tuple[Entry, ...]
    undated: tuple[Entry, ...]


def _kinds_of(indicator: Indicator) -> Iterator[str]:
    """The kinds that prove an indicator, each once."""
    links = [link.partition(".")[0] for proof in indicator.proofs for link in (*proof.ledger, *proof.listed)]
    yield from dict.fromkeys(id for link in links for id in (_BEFORE.get(link, link), link))


def blocks(year: Year) -> tuple[Block, ...]:
    """The body of the draft."""
    return tuple(_blocks(year))


def _blocks(year: Year) -> Iterator[Block]:
    group, groups, inside = None, 0, 0
    for indicator in year.outline:
        if indicator.group != group:
            group, groups, inside = indicator.group, groups + 1, 0
            yield Heading(f"{numeral(groups)}、{group}")
        inside += 1
        yield Heading(f"（{numeral(inside)}）{indicator.name}", 2)
        yield from _indicator(year, indicator)


def _indicator(year: Year, indicator: Indicator) -> Iterator[Block]:
    if reason := year.reasons.get(indicator.id, "").strip():
        yield Sentence(f"本项不适用：{reason}")
        return
    found = [one for one in year.of(indicator) if one.counted or one.undated]
    for one in found:
        yield from _kind(year, one)
    if not any(one.counted for one in found):
        yield Sentence(f"（{indicator.asks}）", note=True)
        yield Sentence("", open=True)


def _kind(year: Year, told: Told) -> Iterator[Block]:
    kind, entries = told.kind, told.counted
    if entries:
        yield Sentence(_counted(year, told))
    if len(entries) <= FEW:
        for one in entries:
            yield Sentence(_told(kind, one))
    else:
        yield from _table(kind, entries)
    if told.undated:
        names = some([one.title for one in told.undated])
        yield Sentence(f"{kind.title} {_many(kind, told.undated)}没有写日期，没有算：{names}。", note=True)


def _table(kind: LedgerKind, entries: Sequence[Entry]) -> Iterator[Block]:
    columns = _columns(kind, entries)
    people = bool(kind.people) and any(one.people for one in entries)
    head = ("序号", kind.dated_as or "日期", kind.titled, *(column.label for column in columns))
    rows = tuple(_row(kind, one, place, columns, people=people) for place, one in enumerate(entries, start=1))
    widths = (0.8, 2.0, 2.6, *(1.2 for _ in columns))
    yield Rows((*head, kind.people) if people else head, rows, (*widths, 1.6) if people else widths)
    for place, one in enumerate(entries, start=1):
        more = [f"{column.label}：{text}" for column, text in shown(kind, one.values) if column.long]
        if more:
            yield Sentence(f"{place}．{one.title}。{'；'.join(more)}")


def _counted(year: Year, told: Told) -> str:
    """How many and what adds up, for which time; how much of it belongs to the last year, where not all of it does."""
    kind, recent = told.kind, year.recent(told)
    lately = "近一年" if kind.dated is not Dated.YEAR else f"近一年（按年记的，算 {year_of(year.year)} 年）"
    if told.span.first is not None:
        return f"{lately}{_amounts(kind, told.counted, FEW)}。"
    begin = f"截至{long_day(told.span.last)}，" if told.span.last else ""
    if len(recent) == len(told.counted):
        return f"{begin}{_amounts(kind, told.counted, FEW)}，都在{lately}。"
    more = f"其中{lately}{_amounts(kind, recent, 1).removeprefix(kind.title)}" if recent else f"{lately}没有"
    return f"{begin}{_amounts(kind, told.counted, FEW)}；{more}。"


def _amounts(kind: LedgerKind, entries: Sequence[Entry], least: int) -> str:
    """So many entries, and what their columns add up to."""
    sums = (_sum(kind, column, entries, least) for column in kind.columns if column.unit)
    return "，".join([f"{kind.title} {_many(kind, entries)}", *filter(None, sums)])


def _many(kind: LedgerKind, entries: Sequence[Entry]) -> str:
    return f"{len(entries)} {_COUNTED.get(kind.id, '项')}"


def _sum(kind: LedgerKind, column: Column, entries: Sequence[Entry], least: int) -> str:
    """What a column adds up to; "" where it is nothing to add, or stands in less than so many entries."""
    values = [Decimal(str(one.values[column.key])) for one in entries if column.key in one.values]
    if not kind.adds(column.key) or len(values) < least:
        return ""
    return f"{column.label}合计 {sum(values)} {column.unit}"


def _told(kind: LedgerKind, entry: Entry) -> str:
    """An entry as a sentence."""
    when = spoken(kind.dated, entry.first, entry.last)
    said = [f"{column.label}：{text}" for column, text in shown(kind, entry.values) if not column.personal]
    if kind.people and entry.people:
        said.append(f"{kind.people}：{'、'.join(entry.people)}")
    begin = f"{when}，{entry.title}" if when else entry.title
    return f"{begin}。{'；'.join(said)}。" if said else f"{begin}。"


def _columns(kind: LedgerKind, entries: Sequence[Entry]) -> tuple[Column, ...]:
    """The short ones that say something."""
    there = {key for one in entries for key in one.values}
    fitting = (one for one in kind.columns if one.key in there and not one.long and not one.personal)
    return tuple(fitting)[:MOST_COLUMNS]


def _row(kind: LedgerKind, entry: Entry, place: int, columns: Sequence[Column], *, people: bool) -> tuple[str, ...]:
    texts = {column.key: text for column, text in shown(kind, entry.values)}
    cells = [texts.get(column.key, "") for column in columns]
    named = ["、".join(entry.people)] if people else []
    return (str(place), spoken(kind.dated, entry.first, entry.last), entry.title, *cells, *named)


def numeral(number: int) -> str:
    """A number below 100 as a heading has it: 一, 十二, 三十."""
    tens, ones = divmod(number, 10)
    begin = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return begin + (_NUMERALS[ones] if ones else "")
