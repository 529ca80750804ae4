"""Repeated rows (members, years, partners) and opinions: kinds that hold other kinds."""

from __future__ import annotations

from typing import Any

from jiangfang.core.fields.base import NOT_GIVEN, Checked, Column, Kind, Spot, shorten, wrong_type
from jiangfang.core.fields.choice import ChoiceKind
from jiangfang.core.fields.date import DateKind, MonthKind
from jiangfang.core.fields.money import MoneyKind
from jiangfang.core.fields.number import IntegerKind
from jiangfang.core.fields.text import EmailKind, PhoneKind, TextKind
from jiangfang.core.problems import Problem, error

MOST_ROWS = 500
SIMPLE: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        TextKind(),
        PhoneKind(),
        EmailKind(),
        ChoiceKind(),
        IntegerKind(),
        MoneyKind(),
        DateKind(),
        MonthKind(),
    )
}
OPINION_PARTS = (
    Column("text", "意见", "text", long=True),
    Column("signer", "签名", "text"),
    Column("date", "日期", "date"),
)


def is_blank(row: Any, columns: tuple[Column, ...]) -> bool:
    """True for a row that says nothing: no keys, or only empty texts under known ones."""
    if not isinstance(row, dict) or not set(row) <= {column.key for column in columns}:
        return False
    return all(isinstance(item, str) and not item.strip() for item in row.values())


def kept_places(columns: tuple[Column, ...], rows: Any) -> tuple[int, ...]:
    """Where the rows that ``check`` keeps stand among the rows given, from 0."""
    return tuple(
        place for place, row in enumerate(rows) if not is_blank(row, columns) and check_row(columns, row, "", "")[0]
    )


def check_row(columns: tuple[Column, ...], row: Any, where: str, called: str) -> tuple[dict[str, Any], list[Problem]]:
    """One object against its columns: the values that are fine, and what is wrong."""
    if not isinstance(row, dict):
        return {}, wrong_type(where, called, "一组键和值", row)[1]
    by_key = {column.key: column for column in columns}
    kept: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, item in row.items():
        if key not in by_key:
            said = f"{called}：没有“{shorten(str(key))}”这一列，可以写：{'、'.join(by_key)}"
            problems.append(error("unknown_key", f"{where}.{shorten(str(key))}", said))
            continue
        column = by_key[key]
        value, found = SIMPLE[column.type].check(column, item, f"{where}.{key}", f"{called} {column.label}")
        problems += found
        if value is not NOT_GIVEN:
            kept[key] = value
    return {column.key: kept[column.key] for column in columns if column.key in kept}, problems


class RowsKind(Kind):
    """A list of objects with the same columns; an empty row is dropped."""

    name = "rows"

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """See Kind; places in problems count from 0, sentences from 1, both over the rows as given."""
        columns = getattr(spot, "columns", ())
        if not isinstance(value, list):
            return wrong_type(where, called, "一个列表，每行一组键和值", value)
        if len(value) > MOST_ROWS:
            return NOT_GIVEN, [error("too_long", where, f"{called}：有 {len(value)} 行，最多 {MOST_ROWS} 行")]
        kept: list[dict[str, Any]] = []
        problems: list[Problem] = []
        for place, row in enumerate(value):
            if is_blank(row, columns):
                continue
            fine, found = check_row(columns, row, f"{where}[{place}]", f"{called}第 {place + 1} 行")
            problems += found
            if fine:
                kept.append(fine)
        return kept or NOT_GIVEN, problems

    def show(self, spot: Spot, value: Any) -> str:
        """One line a row, for a place without a table."""
        columns = getattr(spot, "columns", ())
        return "\n".join(" ".join(show_row(columns, row)) for row in value)


def show_row(columns: tuple[Column, ...], row: dict[str, Any]) -> list[str]:
    """A row as the paper prints it, one text a column, "" where nothing is given."""
    return [SIMPLE[column.type].show(column, row[column.key]) if column.key in row else "" for column in columns]


def read_row(
    columns: tuple[Column, ...], texts: dict[str, str], where: str, called: str
) -> tuple[dict[str, Any], list[Problem]]:
    """A row of a paper (texts by column key) as JSON values, with every doubt."""
    row: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in columns:
        text = texts.get(column.key, "")
        value, found = SIMPLE[column.type].read(column, text, f"{where}.{column.key}", f"{called} {column.label}")
        problems += found
        if value is not NOT_GIVEN:
            row[column.key] = value
    return row, problems


class OpinionKind(Kind):
    """An opinion: text, signer, date; absent parts are left out, ``{}`` is not given."""

    name = "opinion"

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """See Kind."""
        if not isinstance(value, dict):
            return wrong_type(where, called, "一组键和值（text、signer、date）", value)
        fine, problems = check_row(OPINION_PARTS, value, where, called)
        return fine or NOT_GIVEN, problems

    def show(self, spot: Spot, value: Any) -> str:
        """Text, signer and day, for a place without the paper's own blanks."""
        return "　".join(text for text in show_row(OPINION_PARTS, value) if text)
