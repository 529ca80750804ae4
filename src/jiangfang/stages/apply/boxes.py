"""How the questions of a form stand on a page: what kind of box, what is in it, what is said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiangfang.core.definition.programme import Programme
from jiangfang.core.definition.walking import carries, terms
from jiangfang.core.entry import Typed
from jiangfang.core.fields import Column, Field
from jiangfang.core.fields.text import count_zi
from jiangfang.core.problems import Problem, Severity, root_key
from jiangfang.stages.announce.queries import Words
from jiangfang.stages.apply.annexes import Note

MORE_ROWS = 5
_LONG_QUOTE = 90
_WIDTHS = {"integer": "tiny", "choice": "small", "date": "small", "month": "small", "money": "small", "phone": "small"}
_NARROW = {"sex": "tiny", "year": "small"}
_HINTS = {"date": "如 2024-11-20、2024年11月，只知道年份的写年份", "month": "如 1978-03、1978年3月"}


@dataclass(frozen=True, slots=True)
class Quote:
    """What the notice says of a field. own: in its own words, else restated."""

    number: str
    text: str
    own: bool

    @property
    def long(self) -> bool:
        """Too long to stand open beside a field."""
        return len(self.text) > _LONG_QUOTE


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a row."""

    column: Column
    text: str
    name: str
    where: str
    wrong: bool

    @property
    def width(self) -> str:
        """How wide it is."""
        return _NARROW.get(self.column.key) or _WIDTHS.get(self.column.type, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. place: its number on the page, from 0."""

    place: int
    cells: tuple[Cell, ...]

    @property
    def number(self) -> int:
        """As people count."""
        return self.place + 1


@dataclass(frozen=True, slots=True)
class Box:
    """A question with what stands in its box, what is wrong with it and what the notice says of it.

    leads: the first of those in which several people may stand. left: rows that were pasted and not read in.
    note: what an annex says of it.
    """

    field: Field
    typed: Typed
    problems: tuple[Problem, ...] = ()
    quotes: tuple[Quote, ...] = ()
    rows_at_least: int = 0
    leads: bool = False
    left: str = ""
    note: Note | None = None

    @property
    def kind(self) -> str:
        """Which piece of template draws it."""
        if self.field.type in ("rows", "choices"):
            return self.field.type
        if self.field.type == "choice":
            return "choice"
        return "long" if self.field.long else "line"

    @property
    def text(self) -> str:
        """What stands in a box for one text."""
        return self.typed if isinstance(self.typed, str) else ""

    @property
    def chosen(self) -> str:
        """The word of the list that is chosen, "" for none and for words of one's own."""
        return self.text if self.text in self.field.options else ""

    @property
    def own(self) -> str:
        """Words of one's own instead of one of the list."""
        return "" if self.chosen else self.text

    @property
    def ticked(self) -> list[str]:
        """The words that are ticked."""
        return [word for word in self.typed if isinstance(word, str)] if isinstance(self.typed, list) else []

    @property
    def strangers(self) -> list[str]:
        """Words that were sent although there is no box for them."""
        return [word for word in self.ticked if word not in self.field.options]

    @property
    def zi(self) -> int:
        """How many 字 stand there now."""
        return count_zi(self.text)

    @property
    def lines(self) -> int:
        """How high the box is."""
        return 12 if self.field.limit else max(3, min(12, self.text.count("\n") + len(self.text) // 40 + 2))

    @property
    def hint(self) -> str:
        """How a day is written, where the paper's own hint does not say it."""
        said = _HINTS.get(self.field.type, "")
        return "" if "如" in self.field.help else said

    @property
    def joined_hint(self) -> str:
        """How two leaders stand in one box."""
        told = "顿号" in self.field.help
        return "两人以上用顿号（、）隔开，下面各项照同样的次序" if self.leads and not told else ""

    @property
    def width(self) -> str:
        """How wide its box is."""
        return "" if self.field.joined and self.field.type != "choice" else _WIDTHS.get(self.field.type, "")

    @property
    def broad(self) -> bool:
        """Whether it takes the whole width of the page."""
        return self.kind in ("rows", "choices", "long") or bool(self.quotes)

    @property
    def mark(self) -> str:
        """The class of a box with which something is wrong, more than that it is empty."""
        said = {one.severity for one in self.said}
        return "bad" if Severity.ERROR in said else "doubt" if Severity.WARNING in said else ""

    @property
    def said(self) -> list[Problem]:
        """What stands under the box: all but that it is empty, which its mark and the list above say."""
        return [one for one in self.problems if not _is_missing(one, self.field)]

    @property
    def missing(self) -> bool:
        """Whether it is empty and should not be."""
        return any(_is_missing(one, self.field) for one in self.problems)

    @property
    def given(self) -> list[dict[str, str]]:
        """The rows that say something, or had something typed into them."""
        return [row for row in self.typed if isinstance(row, dict)] if isinstance(self.typed, list) else []

    @property
    def rows(self) -> list[Row]:
        """Its rows with empty ones behind them."""
        given = self.given
        most = max(len(given) + (0 if len(given) > MORE_ROWS else MORE_ROWS - len(given)), self.rows_at_least)
        wrong = {problem.where for problem in self.problems}
        return [self._row(place, given[place] if place < len(given) else {}, wrong) for place in range(max(most, 1))]

    @property
    def more(self) -> int:
        """How many rows there are after five more."""
        return len(self.rows) + MORE_ROWS

    def _row(self, place: int, row: Mapping[str, str], wrong: set[str]) -> Row:
        key = self.field.key
        return Row(
            place,
            tuple(
                Cell(
                    column,
                    row.get(column.key, ""),
                    f"r-{key}-{place}-{column.key}",
                    (where := f"{key}[{place}].{column.key}"),
                    where in wrong,
                )
                for column in self.field.columns
            ),
        )


def _is_missing(problem: Problem, field: Field) -> bool:
    return problem.code == "missing" and problem.where == field.key


def boxes(
    fields: Iterable[Field],
    typed: Mapping[str, Typed],
    problems: Sequence[Problem],
    quotes: Mapping[str, tuple[Quote, ...]],
    rows: Mapping[str, int] | None = None,
    notes: Mapping[str, Note] | None = None,
) -> list[Box]:
    """The questions of a page. rows: how many rows there are at least, notes: what is said beside, by field key."""
    by_key: dict[str, list[Problem]] = {}
    for problem in problems:
        by_key.setdefault(root_key(problem.where), []).append(problem)
    listed = list(fields)
    first = next((field.key for field in listed if field.joined and len(listed) > 1), "")
    return [
        Box(
            field,
            typed.get(field.key, ""),
            tuple(by_key.get(field.key, ())),
            quotes.get(field.key, ()),
            (rows or {}).get(field.key, 0),
            field.key == first,
            note=(notes or {}).get(field.key),
        )
        for field in listed
    ]


def quotes(programme: Programme, words: Words, fields: Iterable[Field]) -> dict[str, tuple[Quote, ...]]:
    """The clauses beside each field: of the conditions that look at it, and its own unless that is only its paper.

    On a page each stands once, beside the first field that it is about.
    """
    papers = {paper.clause for paper in programme.papers}
    numbers: dict[str, list[str]] = {}
    for condition in (*programme.conditions, *programme.exclusions, *programme.checks):
        key = condition.field or next(_roots(condition.term), "") if carries(condition) else ""
        if key and condition.clause and condition.clause not in papers:
            numbers.setdefault(root_key(key), []).append(condition.clause)
    found: dict[str, tuple[Quote, ...]] = {}
    seen: set[str] = set()
    for field in fields:
        own = [field.clause] if field.clause and field.clause not in papers and carries(field) else []
        found[field.key] = tuple(
            Quote(number, text, is_own)
            for number in dict.fromkeys([*own, *numbers.get(field.key, ())])
            for text, is_own in [words.of(number)]
            if text and number not in seen
        )
        seen |= {quote.number for quote in found[field.key]}
    return found


def _roots(term: Any) -> Iterator[str]:
    """The keys that a term looks at."""
    return iter([of for one in terms(term) if isinstance(of := getattr(one, "of", None), str)] if term else [])


def text_of(field: Field, typed: Typed) -> str:
    """What was typed as one text, for a line that shows it."""
    if isinstance(typed, str):
        return typed
    rows = [row for row in typed if isinstance(row, dict)]
    if rows:
        return "\n".join("　".join(row.get(one.key, "") or "—" for one in field.columns) for row in rows)
    return "、".join(word for word in typed if isinstance(word, str))
