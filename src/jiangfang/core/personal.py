"""Personal values of a form: which answers they are, and a form with them hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jiangfang.core.fields import Field
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, root_key

HIDDEN = "＊＊＊"
SEEN_BY = (Role.UNIT_UNION.value, Role.RECOMMENDER.value, Role.CITY.value)
"""Who sees personal values where a programme says nothing else; the unit that wrote them down always does."""


def sees(personal_for: Sequence[str], role: Role) -> bool:
    """Whether a role sees the personal values of a programme. personal_for: as the programme says."""
    return role is Role.UNIT or role.value in personal_for


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


def unsaid(fields: Sequence[Field], problems: Sequence[Problem]) -> list[Problem]:
    """Problems for whoever sees no personal values: a sentence about such an answer may quote it."""
    by_key = {field.key: field for field in fields}
    return [_unsaid(by_key.get(root_key(one.where)), one) for one in problems]


def _unsaid(field: Field | None, found: Problem) -> Problem:
    if field is None or not (field.personal or _of_column(field, found.where)):
        return found
    said = f"{field.name}：有一处要看，内容是个人信息，不显示"
    return Problem(found.code, field.key, said, found.clause, found.severity)


def _of_column(field: Field, where: str) -> bool:
    column = where.removeprefix(field.key).rpartition(".")[2]
    return any(one.personal and one.key == column for one in field.columns)
