"""For which days the numbers of a form are reckoned in a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jiangfang.core.definition.programme import Programme
from jiangfang.core.ledger.numbers import Number, Over, Span, period_words, span_of
from jiangfang.stages.announce.models import Round
from jiangfang.stages.announce.queries.days import deadline


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a round. words: 近 1 年（2023年11月21日至2024年11月20日）; names: of the answers that have it.

    chosen: the office chose it, the notice is silent; clauses: where it stands else.
    """

    words: str
    names: tuple[str, ...]
    chosen: bool
    clauses: tuple[str, ...]


def period_ends(round: Round) -> date | None:
    """The last day that counts: the one stated at the opening, else the round's deadline."""
    return round.period_ends or deadline(round)


def spans(round: Round, programme: Programme) -> dict[str, Span]:
    """The days that count for every number of a programme, by answer key."""
    ends = period_ends(round)
    return {number.key: span_of(number, round.periods, ends) for number in programme.numbers}


def period_says(round: Round, number: Number) -> str:
    """The period of a number in words, for beside its field."""
    return period_words(number, round.periods, period_ends(round))


def periods(round: Round, programme: Programme) -> list[Period]:
    """The periods of a round, each with the answers that have it, in the order of the form."""
    by_key = {number.key: number for number in programme.numbers}
    found: dict[tuple[str, bool], list[str]] = {}
    for field in programme.fields:
        if number := by_key.get(field.key):
            group = (period_says(round, number), number.over is Over.ASKED)
            found.setdefault(group, []).append(field.key)
    called = {field.key: field.name for field in programme.fields}
    return [
        Period(
            words,
            tuple(called[key] for key in keys),
            chosen,
            () if chosen else tuple(dict.fromkeys(clause for key in keys if (clause := by_key[key].clause))),
        )
        for (words, chosen), keys in found.items()
    ]
