"""Personal values of a form: which answers they are, and a form with them hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jiangfang.core.fields import Field

HIDDEN = "＊＊＊"


def personal_keys(fields: Sequence[Field]) -> frozenset[str]:
    """The keys of the fields that hold a personal value, also in one of their columns."""
    return frozenset(field.key for field in fields if field.personal or any(one.personal for one in field.columns))


def hidden(fields: Sequence[Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with every personal value replaced; only for showing."""
    by_key = {field.key: field for field in fields}
    return {key: _hidden(by_key.get(key), value) for key, value in answers.items()}


def _hidden(field: Field | None, value: Any) -> Any:
    if field is None:
        return value
    if field.personal:
        return HIDDEN
    secret = {column.key for column in field.columns if column.personal}
    if secret and isinstance(value, list):
        return [{key: HIDDEN if key in secret else item for key, item in row.items()} for row in value]
    return value
