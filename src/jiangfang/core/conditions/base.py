"""What every term of a condition has in common, and how truth adds up.

A term looks at a case and answers yes, no, or open; a condition turns that into a Problem with its clause.
Three-valued (Kleene) logic: what cannot be known is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, TypeVar

from jiangfang.core.definition.structure import Tagged
from jiangfang.core.fields import Field
from jiangfang.core.fields.date import long_day


class Verdict(Enum):
    """What a term makes of a case."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a rule reckons by, with the name that sentences give it (报送截止日)."""

    name: str
    on: date

    def __str__(self) -> str:
        return f"{long_day(self.on)}（{self.name}）"


@dataclass(frozen=True, slots=True)
class Case:
    """All that a term may look at. facts: what other records know, passed in; a fact not looked up is absent.

    places: where each kept row stood among those given, by field key.
    """

    fields: Mapping[str, Field]
    values: Mapping[str, Any]
    days: Mapping[str, Day] = field(default_factory=dict)
    today: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def place(self, key: str, row: int) -> int:
        """Where a row stood as it was given, from 0."""
        given = self.places.get(key, ())
        return given[row] if row < len(given) else row

    def label(self, key: str) -> str:
        """What sentences call a field or ``rows.column``."""
        root, _, column = key.partition(".")
        found = self.fields[root]
        names = [found.name, *(spot.label for spot in found.columns if spot.key == column)]
        return "的".join(names)

    def unit(self, key: str) -> str:
        """The unit behind a quantity: the column's, the field's, or 行 for rows whose field names none."""
        root, _, column = key.partition(".")
        found = self.fields[root]
        if column:
            return next((spot.unit for spot in found.columns if spot.key == column), "")
        return found.unit or ("行" if found.type == "rows" else "")

    def quantity(self, key: str) -> Decimal | None:
        """A number of the form: a count, an amount, the number of rows, or the sum of a column (``funding.amount``)."""
        root, _, column = key.partition(".")
        value = self.values.get(root)
        if value is None:
            return None
        if not column:
            return Decimal(len(value)) if isinstance(value, list) else Decimal(value)
        given = [Decimal(row[column]) for row in value if column in row]
        return sum(given, Decimal(0)) if given else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a term found. says: the sentence without its clause; absent: keys whose answer would have decided it.

    silent: nothing was looked up, so an open verdict is not worth a question.
    """

    verdict: Verdict
    says: str
    where: str = ""
    absent: tuple[str, ...] = ()
    code: str = "condition_failed"
    silent: bool = False


class Term(Tagged):
    """A small statement about a filled form that computes, checks and explains itself."""

    tag: ClassVar[str] = "term"
    kinds: ClassVar[dict[str, type[Any]]] = {}
    kind_name: ClassVar[str]

    def weigh(self, case: Case) -> Finding:
        """The verdict on a case, with its sentence."""
        raise NotImplementedError

    def wants(self) -> Iterator[tuple[str, str]]:
        """The answers it looks at: (kind of use, key); the loader checks each against the form.

        Uses: any, number, rows, date, text, day (a window of the calendar), ``rows.column``.
        """
        raise NotImplementedError

    def explain(self, case: Case) -> str:
        """What it asks, in the notice's words, for the page beside the field."""
        raise NotImplementedError


_Cls = TypeVar("_Cls", bound=type[Term])


def term(name: str) -> Callable[[_Cls], _Cls]:
    """Registers a term under the word that programme data uses for it."""

    def keep(cls: _Cls) -> _Cls:
        cls.kind_name = name
        Term.kinds[name] = cls
        return cls

    return keep


def yes(says: str, where: str = "") -> Finding:
    """It holds."""
    return Finding(Verdict.YES, says, where)


def no(says: str, where: str = "", code: str = "condition_failed") -> Finding:
    """It does not hold."""
    return Finding(Verdict.NO, says, where, code=code)


def unknown(says: str, where: str = "", *absent: str) -> Finding:
    """It cannot be told."""
    return Finding(Verdict.OPEN, says, where, absent)


def not_filled(case: Case, *keys: str) -> Finding:
    """Open because answers are missing."""
    labels = "、".join(case.label(key) for key in keys)
    return unknown(f"{labels}没有填，无法核对", keys[0].partition(".")[0], *keys)
