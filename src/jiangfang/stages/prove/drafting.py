"""近一年工作总结, drafted: the outline's headings, below each what the ledger has, and room where it has nothing.

What a person has to decide stays open: the draft counts and lists, it praises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiangfang.core.evidence import Indicator
from jiangfang.core.fields import Column
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.numbers import Span
from jiangfang.core.ledger.typed import shown, spoken
from jiangfang.documents.word.letter import Block, Heading, Rows, Sentence

FEW, MOST_COLUMNS = 2, 4
_NUMERALS = "〇一二三四五六七八九"


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

    def of(self, indicator: Indicator) -> Iterator[tuple[LedgerKind, list[Entry]]]:
        """The kinds that belong to an indicator, each with its entries in time; of its period, where it has one."""
        links = (link for proof in indicator.proofs for link in proof.ledger)
        for id in dict.fromkeys(link.partition(".")[0] for link in links):
            if id in self.kinds:
                found = [one for one in self.entries if one.kind == id]
                mine = [one for one in found if self.recent(one)] if indicator.period else found
                yield self.kinds[id], sorted(mine, key=lambda one: (one.first is None, one.first or date.min, one.id))

    def recent(self, entry: Entry) -> bool:
        """Whether an entry belongs to the last year; one without a day may."""
        if entry.first is None:
            return True
        began = self.year.last is None or entry.first <= self.year.last
        return began and (self.year.first is None or (entry.last or self.year.first) >= self.year.first)


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
    found = [(kind, entries) for kind, entries in year.of(indicator) if entries]
    for kind, entries in found:
        yield from _kind(year, kind, entries)
    if not found:
        yield Sentence(f"（{indicator.asks}）", note=True)
        yield Sentence("", open=True)


def _kind(year: Year, kind: LedgerKind, entries: Sequence[Entry]) -> Iterator[Block]:
    yield Sentence(_counted(year, kind, entries))
    if len(entries) <= FEW:
        for one in entries:
            yield Sentence(_told(kind, one))
        return
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


def _counted(year: Year, kind: LedgerKind, entries: Sequence[Entry]) -> str:
    """How many, how many of them in the last year, and what adds up."""
    recent = sum(year.recent(one) and one.first is not None for one in entries)
    said = [f"{kind.title} {len(entries)} 项"]
    if recent != len(entries):
        said.append(f"其中近一年 {recent} 项")
    said += [text for column in kind.columns if column.unit and (text := _sum(kind, column, entries))]
    return f"{'，'.join(said)}。"


def _sum(kind: LedgerKind, column: Column, entries: Sequence[Entry]) -> str:
    """What a column adds up to; "" where it is nothing to add, or stands in one entry alone."""
    values = [Decimal(str(one.values[column.key])) for one in entries if column.key in one.values]
    if not kind.adds(column.key) or len(values) < FEW:
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
