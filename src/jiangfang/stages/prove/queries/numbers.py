"""The numbers of a form beside the ledger of its studio: as it is now, or as it was when the form was handed in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jiangfang.core.entry import Typed, typing_of
from jiangfang.core.fields import Field
from jiangfang.core.fields.date import long_day
from jiangfang.core.ledger import fitting
from jiangfang.core.ledger.base import kind_of
from jiangfang.core.ledger.doubts import Looked, doubts
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.ledger.numbers import Number, Span
from jiangfang.core.ledger.reckoning import Left, Reckoned, Used, year_of
from jiangfang.core.problems import Problem
from jiangfang.records.ledger import queries as ledger
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.models import Reckoning

NUMBERS = "numbers"
"""The id of the annex: of what is kept for lists, in a change."""
MOST_DOUBTS = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of the form beside the ledger. found: what the ledger says, None where it says nothing of it.

    period: in words; answer: on the form, canonical; reason: why it is another one.
    later: the period that the round gives it now, where the form was handed in under another one.
    """

    number: Number
    field: Field
    kind: LedgerKind
    span: Span
    period: str
    answer: Any
    found: Reckoned | None
    reason: str = ""
    later: str = ""

    @property
    def key(self) -> str:
        """The field's key."""
        return self.field.key

    @property
    def fits(self) -> bool:
        """Whether the form says what the ledger says."""
        return (
            self.counts
            and self.found is not None
            and fitting.fits(self.number, self.answer, self.found.value, self.kind)
        )

    @property
    def asks(self) -> bool:
        """Whether another number wants a reason: not where no entry counts, then the form's stands."""
        return self.counts and fitting.asks(self.number)

    @property
    def counts(self) -> bool:
        """Whether an entry of the ledger falls into the period."""
        return self.found is not None and bool(self.found.used)

    @property
    def filled(self) -> bool:
        """Whether the form says anything."""
        return self.answer not in (None, "", [])

    @property
    def differs(self) -> bool:
        """Whether the form says something else than the ledger does, which wants a reason."""
        return self.asks and self.filled and not self.fits

    @property
    def takes(self) -> bool:
        """Whether the ledger's is laid into the box with all the others: it is empty, or another without a reason."""
        return self.counts and (not self.filled or (self.differs and not self.reason))

    @property
    def yearly(self) -> str:
        """Which year stands for a period of a year, for what is written down by the year; "" for the rest."""
        year = year_of(self.span) if self.kind.dated is Dated.YEAR and not self.later else None
        return f"按年记的，算 {year} 年" if year is not None else ""

    @property
    def says(self) -> str:
        """What the ledger says, in short."""
        if self.found is not None and not self.found.used:
            return "这一段没有记"
        return fitting.in_words(self.field, self.number, self.found) if self.found else ""

    @property
    def typed(self) -> Typed | None:
        """What the ledger's answer looks like in the box of the form."""
        return None if self.found is None or not self.counts else typing_of(self.field, self.found.value)

    @property
    def problem(self) -> Problem | None:
        """What is said where the two differ."""
        if self.found is None or not self.differs:
            return None
        return fitting.difference(self.field, self.number, self.answer, self.found, self.period, self.reason)


def asked(application: Application) -> bool:
    """Whether its programme says which numbers a ledger gives."""
    return bool(applications.programme_of(application).programme.numbers)


def reasons_of(application: Application) -> dict[str, str]:
    """Why the unit wrote other numbers, by field key."""
    found: dict[str, str] = applications.kept_beside(application, NUMBERS).get("reasons", {})
    return found


def entries_of(application: Application, *, papers: bool = True) -> list[Entry]:
    """Everything that counts in the ledger of its studio; nothing where it belongs to none. papers: see the ledger."""
    studio = applications.studio_of(application)
    return ledger.entries(studio, papers=papers) if studio else []


def now(application: Application, entries: list[Entry] | None = None) -> list[Counted]:
    """The numbers as the ledger gives them now, in the order of the form. entries: its entries, where known."""
    programme = applications.programme_of(application).programme
    spans = rounds.spans(application.round, programme)
    given = entries_of(application, papers=False) if entries is None else entries
    return _counted(application, spans, programme.reckoned(given, spans))


def frozen(application: Application, *, reckonings: bool = True) -> list[Counted]:
    """The same as it was when the form was handed in last, for the periods of that day.

    reckonings: with the entries that counted; without them nothing is asked of the database, only their number is told.
    """
    kept = applications.kept_beside(application, NUMBERS)
    said: dict[str, Any] = kept.get("frozen", {})
    if reckonings and said:
        rows = Reckoning.objects.filter(application=application, filed=kept["filed"]).order_by("pk")
        found = {row.key: _as_it_was(row) for row in rows}
    else:
        found = {key: Reckoned(one["value"], (_UNSEEN,) * one["used"], ()) for key, one in said.items()}
    programme = applications.programme_of(application).programme
    reasons = {key: str(one["reason"]) for key, one in said.items()}
    counted = _counted(application, rounds.spans(application.round, programme), found, reasons)
    periods: dict[str, str] = kept.get("periods", {})
    return [_then(one, periods.get(one.key, one.period)) for one in counted]


def _then(one: Counted, period: str) -> Counted:
    return one if period == one.period else replace(one, period=period, later=one.period)


_UNSEEN = Used(0, "", "", "")


def _as_it_was(row: Reckoning) -> Reckoned:
    used = (Used(entry, title, share, _when(said)) for entry, title, share, said in row.used)
    return Reckoned(json.loads(row.value), tuple(used), tuple(Left(*line) for line in row.left))


def _when(said: str) -> str:
    """As it was written down; what was kept before that was kept was a day in figures."""
    return long_day(date.fromisoformat(said)) if _DAY.fullmatch(said) else said


def short(counted: list[Counted]) -> dict[str, Any]:
    """What lists and forms read of the numbers of a hand-in, by field key."""
    return {
        one.key: {"value": one.found.value, "used": len(one.found.used), "reason": "" if one.fits else one.reason}
        for one in counted
        if one.found is not None
    }


def _counted(
    application: Application,
    spans: Mapping[str, Span],
    found: Mapping[str, Reckoned],
    reasons: Mapping[str, str] | None = None,
) -> list[Counted]:
    programme = applications.programme_of(application).programme
    answers, said = applications.answers_of(application), reasons_of(application) if reasons is None else reasons
    numbers, kinds = {one.key: one for one in programme.numbers}, programme.ledger_kinds
    made = []
    for field in programme.fields:
        number = numbers.get(field.key)
        kind = kind_of(kinds, number.kind) if number else None
        if number is None or kind is None:
            continue
        made.append(
            Counted(
                number=number,
                field=field,
                kind=kind,
                span=spans.get(field.key, Span()),
                period=rounds.period_says(application.round, number),
                answer=answers.get(field.key),
                found=found.get(field.key),
                reason=said.get(field.key, ""),
            )
        )
    return made


def doubted(application: Application, entries: list[Entry]) -> list[Problem]:
    """What does not go together in the ledger and the form, as questions."""
    studio = applications.studio_of(application)
    if studio is None or not entries:
        return []
    programme = applications.programme_of(application).programme
    looked = Looked(
        entries=entries,
        kinds=programme.ledger_kinds,
        numbers=programme.numbers,
        answers=applications.answers_of(application),
        called={field.key: field.name for field in programme.fields},
        founded=studio.founded_on,
        others=_others(application),
    )
    return doubts(looked)[:MOST_DOUBTS]


def _others(application: Application) -> dict[str, list[str]]:
    """The members of the other studios of the same round and unit, as their forms name them."""
    mine = Application.objects.filter(round=application.round_id, unit=application.unit_id).exclude(pk=application.pk)
    found: dict[str, list[str]] = {}
    for one in mine.exclude(studio_name="").only("answers", "studio_name")[:20]:
        answers = applications.answers_of(one)
        rows = answers.get("members") or ()
        found[one.studio_name] = [str(row.get("name", "")) for row in rows] + [str(answers.get("leader_name", ""))]
    return found
