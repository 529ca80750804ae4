"""Walks over a programme: what names a clause, and which unit a quantity has."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from jiangfang.core.conditions import Term
from jiangfang.core.fields import Field, Origin
from jiangfang.core.ledger.numbers import Number


def with_clause(value: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Everything below a value that names a clause, with its key path (``conditions[3]``)."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if getattr(value, "clause", "") and path:
            yield path, value
        for spot in dataclasses.fields(value):
            below = f"{path}.{spot.name}" if path else spot.name
            yield from with_clause(getattr(value, spot.name), below)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from with_clause(item, f"{path}[{place}]")


def carries(item: Any) -> bool:
    """True for what carries a clause of the notice: office practice stands beside a clause, it does not carry it.

    Nor does a number of the ledger, which only takes its period from there.
    """
    if isinstance(item, Number):
        return False
    return getattr(item, "origin", Origin.NOTICE) is not Origin.PRACTICE


def terms(term: Term) -> Iterator[Term]:
    """A term and those it joins, at any depth."""
    yield term
    held = getattr(term, "of", None)
    for below in held if isinstance(held, tuple) else (held,):
        if isinstance(below, Term):
            yield from terms(below)


def unit(fields: tuple[Field, ...], key: str) -> str:
    """The unit of a field or of ``rows.column``; "" when there is none or no such key."""
    root, _, column = key.partition(".")
    field = next((found for found in fields if found.key == root), None)
    if field is None or not column:
        return field.unit if field else ""
    return next((spot.unit for spot in field.columns if spot.key == column), "")
