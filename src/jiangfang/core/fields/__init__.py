"""Kinds of answer: one class each with its whole contract."""

from __future__ import annotations

from jiangfang.core.fields.base import NOT_GIVEN, Checked, Column, Field, Kind, Need, Origin, Spot, Unusable
from jiangfang.core.fields.choice import ChoicesKind
from jiangfang.core.fields.joined import JoinedKind
from jiangfang.core.fields.rows import OPINION_PARTS, SIMPLE, OpinionKind, RowsKind

KINDS: dict[str, Kind] = {**SIMPLE, **{kind.name: kind for kind in (ChoicesKind(), RowsKind(), OpinionKind())}}


def kind_of(field: Field) -> Kind:
    """The kind that checks, shows and reads this field."""
    kind = KINDS[field.type]
    return JoinedKind(kind) if field.joined else kind


__all__ = [
    "KINDS",
    "NOT_GIVEN",
    "OPINION_PARTS",
    "Checked",
    "Column",
    "Field",
    "Kind",
    "Need",
    "Origin",
    "Spot",
    "Unusable",
    "kind_of",
]
