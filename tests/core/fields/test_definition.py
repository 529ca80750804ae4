"""A question's definition, and its faults."""

from dataclasses import replace
from typing import Any

import pytest

from jiangfang.core.fields import KINDS, Column, Field, Origin
from tests.core.making import known_kinds, spot

COLUMN = Column("name", "姓名", "text")


def test_every_kind_of_the_contract_is_there() -> None:
    assert known_kinds() == sorted(
        ["text", "phone", "email", "choice", "choices", "integer", "money", "date", "month", "rows", "opinion"]
    )
    assert {kind.name for kind in KINDS.values()} == set(KINDS)


@pytest.mark.parametrize("kind", known_kinds())
def test_each_kind_has_a_sound_field(kind: Any) -> None:
    columns = (COLUMN,) if kind == "rows" else ()
    options = ("甲",) if kind == "choices" else ()
    by = "city" if kind == "opinion" else "unit"
    assert list(spot(kind, columns=columns, options=options, by=by).faults()) == []


@pytest.mark.parametrize(
    ("field", "places"),
    [
        (spot("rows"), ["columns"]),
        (spot("text", columns=(COLUMN,)), ["columns"]),
        (spot("rows", columns=(COLUMN, COLUMN)), ["columns"]),
        (spot("choices"), ["options"]),
        (spot("integer", limit=5), ["limit"]),
        (spot("text", clause=""), ["clause"]),
        (spot("text", origin=Origin.PRACTICE), ["why"]),
        (spot("text", origin=Origin.METHOD, clause=""), ["why"]),
        (replace(spot("rows", columns=(COLUMN,)), joined=True), ["joined"]),
        (spot("opinion"), ["by"]),
        (spot("opinion", by="derived"), ["by"]),
        (spot("choices", joined=True, clause=""), ["options", "clause", "joined"]),
    ],
)
def test_what_makes_no_sense_together(field: Field, places: list[str]) -> None:
    found = list(field.faults())
    assert [place for place, _ in found] == places
    assert all(len(message) >= 5 for _, message in found)
