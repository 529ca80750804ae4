"""Texts, days and numbers out of what people type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jiangfang.core.fields import NOT_GIVEN
from jiangfang.core.fields.base import Column
from jiangfang.core.fields.date import DateKind
from jiangfang.core.fields.number import half_width
from jiangfang.core.problems import Problem, error

_DIGITS = 9
_DAY = Column("day", "日子", "date")


def read_text(data: Mapping[str, str], name: str) -> str:
    """A text as it was typed, without what PostgreSQL cannot keep."""
    return data.get(name, "").replace("\0", "").strip()


def read_day(typed: str, where: str, called: str, problems: list[Problem]) -> date | None:
    """A whole day as a browser sends it or as people write it; None where nothing or nothing usable is typed."""
    if not typed.strip():
        return None
    value, found = DateKind().read(_DAY, typed, where, called)
    if value is NOT_GIVEN:
        problems += found or [error("bad_date", where, f"{called}写的是“{typed[:20]}”，认不出是哪一天")]
        return None
    if len(value.split("-")) < 3:
        problems.append(error("bad_date", where, f"{called}要写到日，如 2024-11-20"))
        return None
    return date.fromisoformat(value)


def read_number(typed: str, where: str, called: str, problems: list[Problem]) -> int | None:
    """A whole number; None where nothing or nothing usable is typed."""
    plain = half_width(typed).strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS):
        problems.append(error("not_a_number", where, f"{called}写的是“{typed[:20]}”，应是一个整数"))
        return None
    return int(plain)
