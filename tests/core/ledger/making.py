"""What the tests of a ledger are made with: entries of the common kinds, and the numbers of a programme."""

from datetime import date
from typing import Any

from jiangfang.core.ledger.base import BASE, kind_of
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.numbers import Measure, Number, Over, Span
from jiangfang.core.ledger.reckoning import Reckoned, reckon

LAST_YEAR = Span(date(2023, 11, 21), date(2024, 11, 20))
"""近 1 年 of the 开封 notice: it ends on its last day of handing in."""


def kind(id: str) -> LedgerKind:
    """A common kind."""
    found = kind_of(BASE, id)
    assert found is not None
    return found


def entry(id: int, of: str, title: str = "", first: str = "", last: str = "", **more: Any) -> Entry:
    """An entry. first: a day, or a year for a kind of years; without last the same day, ``-`` for one still open.

    people and papers by their names, every other word a column.
    """
    people, papers = more.pop("people", ()), more.pop("papers", ())
    begins, ends = (first, last) if first else ("", "")
    if len(first) == 4:
        begins, ends = f"{first}-01-01", f"{first}-12-31"
    made = [date.fromisoformat(said) if said and said != "-" else None for said in (begins, ends or begins)]
    return Entry(id, of, title or f"示例{id}", made[0], None if last == "-" else made[1], more, tuple(people), papers)


def number(of: str, measure: Measure, **more: Any) -> Number:
    """A number of a kind, since the founding."""
    return Number(**{"key": "a", "kind": of, "measure": measure, "over": Over.ALL, "clause": "通知一", **more})


def reckoned(number: Number, *entries: Entry, span: Span = LAST_YEAR) -> Reckoned:
    """What entries give for a number of a common kind; there must be some of it."""
    made = reckon(number, entries, span, kind(number.kind))
    assert made is not None
    return made
