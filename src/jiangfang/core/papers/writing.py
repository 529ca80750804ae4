"""Answers to what a paper shall hold, cell by cell, as plain texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jiangfang.core.fields import OPINION_PARTS, Field, kind_of
from jiangfang.core.fields.date import parts
from jiangfang.core.fields.rows import show_row
from jiangfang.core.papers.blanks import Blanks, is_date_part
from jiangfang.core.papers.slots import Address, Paper

_PART = {"year": 0, "month": 1, "day": 2}


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Lines of a repeated table. lines: how many the blank has; texts: one list a line, from cell ``at`` on."""

    at: Address
    lines: int
    texts: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Writing:
    """What to write where. cells: whole cells; blanks: texts for the gaps of a pattern, in order; ticks: labels."""

    cells: dict[Address, str] = field(default_factory=dict)
    blanks: dict[Address, tuple[Blanks, tuple[str, ...]]] = field(default_factory=dict)
    ticks: dict[Address, tuple[str, ...]] = field(default_factory=dict)
    rows: list[RowBlock] = field(default_factory=list)


def write_paper(paper: Paper, fields: Sequence[Field], values: Mapping[str, Any]) -> Writing:
    """Every answer at each of its places; what is not given leaves the blank as it is. values: canonical, by key."""
    by_key = {field.key: field for field in fields}
    made = Writing()
    for slot in paper.cells:
        if slot.blanks:
            texts = tuple(piece_text(by_key, values, piece) for piece in slot.pieces)
            if any(texts):
                made.blanks[slot.address] = (Blanks(slot.blanks), texts)
        elif slot.boxes:
            if slot.boxes in values:
                made.ticks[slot.address] = tuple(values[slot.boxes])
        elif text := piece_text(by_key, values, slot.key):
            made.cells[slot.address] = text
    for rows in paper.rows:
        if given := values.get(rows.key):
            columns = by_key[rows.key].columns
            made.rows.append(RowBlock(rows.address, rows.lines, _lines(rows.columns, columns, given)))
    return made


def _lines(order: Sequence[str], columns: Any, given: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    names = [column.key for column in columns]
    shown = (dict(zip(names, show_row(columns, dict(row)), strict=True)) for row in given)
    return tuple(tuple(texts.get(name, "") for name in order) for texts in shown)


def unprinted_parts(paper: Paper, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Parts of opinions that are given and have no place on a paper which prints the rest: (key, part)."""
    pieces = {piece for slot in paper.cells for piece in slot.pieces}
    printed = {(piece.partition(".")[0], piece.split(".")[1]) for piece in pieces if "." in piece}
    keys = {key for key, _ in printed}
    given = [(key, part) for key in values if key in keys and isinstance(values[key], dict) for part in values[key]]
    return [spot for spot in given if spot not in printed]


def part_name(part: str) -> str:
    """What sentences call a part of an opinion."""
    return next(column.label for column in OPINION_PARTS if column.key == part)


def piece_text(fields: Mapping[str, Field], values: Mapping[str, Any], piece: str) -> str:
    """The text of an answer or of a part of it; "" when it is not given."""
    key, _, part = piece.partition(".")
    value = values.get(key)
    if value is None:
        return ""
    if isinstance(value, dict):
        head = part.partition(".")[0]
        value = value.get(head)
        if value is None:
            return ""
        return parts(value)[_PART[part.rpartition(".")[2]]] if is_date_part(piece) else str(value)
    return parts(value)[_PART[part]] if part else kind_of(fields[key]).show(fields[key], value)


def sheet_row(paper: Paper, fields: Mapping[str, Field], values: Mapping[str, Any], number: int) -> list[str]:
    """One line of a 汇总表 in the order of the paper's columns; number: its 序号 from 1."""
    return [str(number) if column.serial else piece_text(fields, values, column.key) for column in paper.columns]
