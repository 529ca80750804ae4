"""Which number of a form comes from which entries, and for which period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from jiangfang.core.conditions.days import years_later
from jiangfang.core.fields import Origin
from jiangfang.core.fields.date import long_day


class Over(StrEnum):
    """The period of a number: 近 1 年 to the stated day, since founding, each year by itself, or asked at opening."""

    LAST_YEAR = "last_year"
    ALL = "all"
    BY_YEAR = "by_year"
    ASKED = "asked"


class Measure(StrEnum):
    """How entries make a number."""

    COUNT = "count"
    SUM = "sum"
    PEOPLE = "people"
    TEXT = "text"
    ROWS = "rows"


CHOICES = (Over.ALL, Over.LAST_YEAR)
"""What may be chosen at opening, the default first."""
OVER_TITLES = {Over.LAST_YEAR: "近 1 年", Over.ALL: "建立以来", Over.BY_YEAR: "分年度", Over.ASKED: "开启时定"}


@dataclass(frozen=True, slots=True)
class Number:
    """One answer that the ledger can give. key: of the answer; kind: of the entries.

    of: what is added up (SUM: a column) or counted without doubles (PEOPLE: a column, ``title``, or "" for the people
    of the entries). where: column → values that count, all of them have to hold.
    beside: columns that are said beside the title (TEXT), or that tell equal names apart (PEOPLE).
    by, columns: for repeated rows (ROWS): the column of the year, and row column → column of the entry; amounts are
    added up, words joined by 、. over: its period; clause, origin, why: where that period comes from.
    """

    key: str
    kind: str
    measure: Measure
    over: Over
    of: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    by: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        rows = self.measure is Measure.ROWS
        if (self.measure is Measure.SUM and not self.of) or (self.of and self.measure not in _OF):
            yield "of", "sum 要写加哪一列，people 可以写数哪一列，其余不写"
        if self.beside and self.measure not in _BESIDE:
            yield "beside", "只有 text 和 people 可以写"
        if rows != bool(self.by) or rows != bool(self.columns):
            yield "by", "只有 rows 要写 by 和 columns，并且都要写"
        if rows != (self.over is Over.BY_YEAR):
            yield "over", "成行的数按年度算（by_year），其余的不能"
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"
        if self.origin is not Origin.NOTICE and not self.why:
            yield "why", "期间不出自通知的，要写明为什么这样算"


_OF = (Measure.SUM, Measure.PEOPLE)
_BESIDE = (Measure.TEXT, Measure.PEOPLE)


@dataclass(frozen=True, slots=True)
class Span:
    """A period; both days belong to it, either may be open."""

    first: date | None = None
    last: date | None = None


def over(number: Number, chosen: Mapping[str, str]) -> Over:
    """The period of a number in a round. chosen: what was chosen at opening, number key → ``last_year`` or ``all``."""
    if number.over is not Over.ASKED:
        return number.over
    return Over(chosen.get(number.key, CHOICES[0].value))


def span_of(number: Number, chosen: Mapping[str, str], ends: date | None) -> Span:
    """The days that count for a number. ends: the last of them; 近 1 年 to 2024-11-20 runs from 2023-11-21."""
    first = ends and over(number, chosen) is Over.LAST_YEAR and years_later(ends, -1) + timedelta(days=1)
    return Span(first or None, ends)


def period_words(number: Number, chosen: Mapping[str, str], ends: date | None) -> str:
    """A period in words, beside the number: 近 1 年（2023年11月21日至2024年11月20日）."""
    title, span = OVER_TITLES[over(number, chosen)], span_of(number, chosen, ends)
    if span.last is None:
        return title
    last = long_day(span.last)
    return f"{title}（{long_day(span.first)}至{last}）" if span.first else f"{title}（到{last}）"
