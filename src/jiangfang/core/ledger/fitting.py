"""Whether what stands on a form is what the ledger says, and what is asked where it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jiangfang.core.fields import Field, kind_of
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.numbers import Measure, Number
from jiangfang.core.ledger.reckoning import Reckoned, amount
from jiangfang.core.problems import Problem, note, warning

Row = Mapping[str, Any]


def asks(number: Number) -> bool:
    """Whether another answer wants a reason: a number does, a text that was drafted does not."""
    return number.measure is not Measure.TEXT


def fits(number: Number, answer: Any, value: Any, kind: LedgerKind) -> bool:
    """Whether an answer is what the ledger gives; an amount written otherwise (12.5, 12.50) is the same."""
    if number.measure is Measure.ROWS:
        return _rows_fit(number, answer or [], value or [], kind)
    if number.measure is Measure.TEXT:
        return "".join(str(answer or "").split()) == "".join(str(value or "").split())
    return answer is not None and amount(answer) == amount(value)


def _rows_fit(number: Number, answer: Sequence[Row], value: Sequence[Row], kind: LedgerKind) -> bool:
    """Every year of the ledger stands there with the same amounts; years that only the form has are its own affair."""
    there = {str(row.get(number.by, "")): row for row in answer}
    columns = [column for column, spot in number.columns.items() if kind.adds(spot)]
    return all(
        amount(there.get(str(row.get(number.by)), {}).get(column)) == amount(row.get(column))
        for row in value
        for column in columns
        if row.get(column) is not None
    )


def in_words(field: Field, number: Number, found: Reckoned) -> str:
    """What the ledger says, in short: 12 项; 3 条; 2 个年度."""
    if number.measure is Measure.ROWS:
        return f"{len(found.value or ())} 个年度"
    if number.measure is Measure.TEXT:
        return f"{len(found.used)} 条"
    return _with_unit(field, found.value)


def _with_unit(field: Field, value: Any) -> str:
    shown = kind_of(field).show(field, value) if value is not None else "0"
    return f"{shown} {field.unit}" if field.unit else shown


def difference(field: Field, number: Number, answer: Any, found: Reckoned, period: str, reason: str) -> Problem | None:
    """What is said where the form has another number than the ledger; None where nothing is to be said.

    A warning until a reason is given, then a note that carries it. An empty box is asked for by the form itself.
    """
    if answer in (None, "", []) or not asks(number):
        return None
    mine = "各年的数" if number.measure is Measure.ROWS else f"写的是 {_with_unit(field, answer)}，"
    theirs = "和台账不一样" if number.measure is Measure.ROWS else f"台账是 {in_words(field, number, found)}"
    said = f"{field.name}{mine}{theirs}，{period}"
    if reason.strip():
        return note("ask", field.key, f"{said}；单位说明：{reason.strip()}")
    return warning("conflicting", field.key, f"{said}；请核对，确实不一样的写一句理由")
