"""A whole programme: everything a notice asks, as one frozen value, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiangfang.core.conditions import Case, Condition, Day
from jiangfang.core.definition import crossing
from jiangfang.core.definition.bodies import (
    Afterwards,
    Clause,
    Deliverable,
    LeadingGroup,
    Notice,
    Practice,
    Result,
    Route,
    Section,
)
from jiangfang.core.definition.structure import Fault, structure
from jiangfang.core.evidence import Indicator
from jiangfang.core.fields import Field
from jiangfang.core.ledger.base import kind_of, merged
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.numbers import Number, Span
from jiangfang.core.ledger.reckoning import Reckoned, reckon
from jiangfang.core.papers import Paper
from jiangfang.core.personal import SEEN_BY
from jiangfang.core.proofs import DEFAULT, Limits
from jiangfang.core.quota import Quota, RecommenderClass
from jiangfang.core.retention import Retention
from jiangfang.core.timetable import Window
from jiangfang.core.workflow import Workflow


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme folder. hand_in: the window whose last day is the deadline; target: how many are chosen in all.

    ledger: its own kinds of entries and those that it changes; numbers: the answers that a ledger gives.
    uploads: how much may be brought as proofs. personal_for: who sees personal values beside the unit; retention: for
    how long they are kept.
    """

    id: str
    title: str
    year: int
    result_name: str
    hand_in: str
    notice: Notice
    result: Result
    target: Quota
    recommenders: tuple[RecommenderClass, ...]
    routes: tuple[Route, ...]
    calendar: tuple[Window, ...]
    workflow: Workflow
    sections: tuple[Section, ...]
    conditions: tuple[Condition, ...]
    exclusions: tuple[Condition, ...]
    papers: tuple[Paper, ...]
    deliverables: tuple[Deliverable, ...]
    clauses: tuple[Clause, ...]
    checks: tuple[Condition, ...] = ()
    outline: tuple[Indicator, ...] = ()
    leading_group: LeadingGroup | None = None
    afterwards: tuple[Afterwards, ...] = ()
    practices: tuple[Practice, ...] = ()
    ledger: tuple[LedgerKind, ...] = ()
    numbers: tuple[Number, ...] = ()
    uploads: Limits = DEFAULT
    personal_for: tuple[str, ...] = SEEN_BY
    retention: Retention | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """What does not fit together across the parts: (key path, sentence)."""
        yield from crossing.faults(self)

    @property
    def fields(self) -> tuple[Field, ...]:
        """All questions of the form in its order."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def ledger_kinds(self) -> tuple[LedgerKind, ...]:
        """The kinds of entries of a ledger under this programme: the common ones with its own."""
        return merged(self.ledger)

    def reckoned(self, entries: Iterable[Entry], spans: Mapping[str, Span]) -> dict[str, Reckoned]:
        """Every number of which the entries say something, by answer key. spans: its period, by answer key."""
        given, kinds = tuple(entries), self.ledger_kinds
        found: dict[str, Reckoned] = {}
        for number in self.numbers:
            kind = kind_of(kinds, number.kind)
            made = reckon(number, given, spans.get(number.key, Span()), kind) if kind else None
            if made is not None:
                found[number.key] = made
        return found

    def paper(self, form: str) -> Paper | None:
        """The paper of a FORM, or None."""
        return next((paper for paper in self.papers if paper.id == form), None)

    def window(self, name: str) -> Window | None:
        """A window of the calendar by id, or None."""
        return next((window for window in self.calendar if window.id == name), None)

    def deadline(self) -> date | None:
        """The last day of handing in, in the year of the notice; it runs to its end."""
        window = self.window(self.hand_in)
        return window.last_day(self.notice.issued_on.year) if window else None

    def days(self) -> dict[str, Day]:
        """The days that rules reckon by: the last day of each window that has one, and the notice's own."""
        year = self.notice.issued_on.year
        found = {"notice": Day("通知印发日", self.notice.issued_on)}
        for window in self.calendar:
            last = window.last_day(year)
            if last is not None:
                found[window.id] = Day(window.title, last)
        return found

    def case(
        self,
        values: Mapping[str, Any],
        today: date | None,
        facts: Mapping[str, str] | None = None,
        places: Mapping[str, tuple[int, ...]] | None = None,
    ) -> Case:
        """A filled form as the conditions look at it. places: where its rows stood, as Filled has them."""
        by_key = {field.key: field for field in self.fields}
        return Case(by_key, values, self.days(), today, facts or {}, places or {})


def load(plain: object) -> tuple[Programme | None, list[Fault]]:
    """A programme from plain values (what TOML gives), or None, with every fault found."""
    faults: list[Fault] = []
    made = structure(Programme, plain, "", faults)
    return (None if faults else made), faults
