"""The answers of one form against its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from jiangfang.core.answers.envelope import doubled_keys
from jiangfang.core.fields import NOT_GIVEN, Field, Need, kind_of
from jiangfang.core.fields.base import shorten
from jiangfang.core.fields.rows import kept_places
from jiangfang.core.problems import Problem, error, has_error, in_order, warning, with_clause


@dataclass(frozen=True, slots=True)
class Filled:
    """A checked form. values: canonical JSON values by field key; what could not be used is left out.

    places: for fields of rows, where each row kept stood among the rows given (empty ones are dropped).
    """

    values: dict[str, Any]
    problems: tuple[Problem, ...]
    places: Mapping[str, tuple[int, ...]] = dataclass_field(default_factory=dict)

    @property
    def usable(self) -> bool:
        """True when no value had to be refused."""
        return not has_error(self.problems)


def called(field: Field) -> str:
    """How sentences name a field."""
    return field.name


def check_answers(fields: Sequence[Field], answers: Mapping[str, Any]) -> Filled:
    """Every answer against its field: types, limits, unknown and doubled keys; not completeness, not conditions.

    Errors, beside those of the kinds: ``unknown_key``, ``doubled_key``. Problems come in the form's order.
    """
    by_key = {field.key: field for field in fields}
    values: dict[str, Any] = {}
    problems = doubled_keys(answers, "", "答案")
    for key, given in answers.items():
        field = by_key.get(key)
        if field is None:
            said = f"这份表里没有“{shorten(key)}”这一项；{_meant(key, fields)}，或者删去"
            problems.append(error("unknown_key", shorten(key, 80), said))
            continue
        value, found = kind_of(field).check(field, given, key, called(field))
        problems += found + _doubled_inside(given, key, called(field))
        if value is not NOT_GIVEN:
            values[key] = value
    ordered = {field.key: values[field.key] for field in fields if field.key in values}
    places = {key: kept_places(by_key[key].columns, answers[key]) for key in ordered if by_key[key].type == "rows"}
    return Filled(ordered, tuple(in_order(problems, [field.key for field in fields])), places)


def _meant(key: str, fields: Sequence[Field]) -> str:
    """What somebody who wrote an unknown key may have meant."""
    plain = "".join(key.split()).lower()
    for field in fields:
        if plain in {field.label, field.name} or (len(plain) < 60 and distance(plain, field.key) <= 2):
            return f"是不是 {field.key}（{field.name}）？请改过来"
    return "各项的键见 docs/fields/，请改成正确的键"


def distance(one: str, other: str) -> int:
    """How many letters have to be changed, put in or taken out to turn one text into another (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for spot, mark in enumerate(other, 1):
            change = before + (letter != mark)
            before, row[spot] = row[spot], min(row[spot] + 1, row[spot - 1] + 1, change)
    return row[-1]


def _doubled_inside(given: Any, where: str, name: str) -> list[Problem]:
    if isinstance(given, dict):
        return doubled_keys(given, f"{where}.", name)
    rows = enumerate(given) if isinstance(given, list) else ()
    return [
        found for place, row in rows for found in doubled_keys(row, f"{where}[{place}].", f"{name}第 {place + 1} 行")
    ]


def missing_answers(
    fields: Sequence[Field], values: Mapping[str, Any], places: Mapping[str, tuple[int, ...]] | None = None
) -> list[Problem]:
    """What is not given though the form wants it: an error for ``must``, a warning for ``should``.

    places: where the rows stood, as in Filled.
    """
    given = places or {}
    problems: list[Problem] = []
    for field in fields:
        if field.key not in values:
            problems += _missing(field.need, field.key, called(field), field.clause)
            continue
        if field.type == "rows":
            rows = values[field.key]
            for place, row in zip(given.get(field.key, range(len(rows))), rows, strict=True):
                for column in field.columns:
                    if column.key not in row:
                        name = f"{called(field)}第 {place + 1} 行 {column.label}"
                        where = f"{field.key}[{place}].{column.key}"
                        problems += _missing(column.need, where, name, field.clause)
    return problems


def _missing(need: Need, where: str, name: str, clause: str) -> list[Problem]:
    if need is Need.MUST:
        return [error("missing", where, with_clause(f"{name}没有填，请补填", clause), clause)]
    if need is Need.SHOULD:
        return [warning("missing", where, with_clause(f"{name}没有填，请补填，或确认不用填", clause), clause)]
    return []
