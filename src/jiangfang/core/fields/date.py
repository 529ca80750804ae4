"""Days, and months where the paper asks no more; either may be known only to the month or the year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from jiangfang.core.fields.base import NOT_GIVEN, Checked, Kind, Spot, shorten, wrong_type
from jiangfang.core.fields.number import DASHES, half_width
from jiangfang.core.problems import Problem, error, note, warning

FIRST_YEAR, LAST_YEAR = 1900, 2100
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_WRITTEN = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        r"(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]?)?)?",
        r"(?P<y>\d{4})(?P<mark>[./-])(?P<m>\d{1,2})(?:(?P=mark)(?P<d>\d{1,2}))?",
        r"(?P<y>\d{4})(?:(?P<m>\d{2})(?P<d>\d{2})?)?",
    )
)
_TWO_DIGITS = re.compile(r"\d{2}(?:年|(?P<mark>[./-])\d{1,2}(?:(?P=mark)\d{1,2})?$)", re.ASCII)
_LAST_CENTURY = 50  # from here on a year of two digits is of the century before
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_CUT_SHORT = re.compile(r"\d{4}\.1", re.ASCII)


def span(value: str) -> tuple[date, date]:
    """The first and the last day that a date or month answer may mean; both ends belong to it."""
    year, month, day = (int(part) if part else 0 for part in (*value.split("-"), "", "")[:3])
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), after - timedelta(days=1)
    return date(year, 1, 1), date(year, 12, 31)


def long_day(day: date) -> str:
    """A day as people read it: 2024年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def parts(value: str) -> tuple[str, str, str]:
    """Year, month and day as printed between 年 月 日; "" for what is not known."""
    year, month, day = (*value.split("-"), "", "")[:3]
    return year, month.lstrip("0"), day.lstrip("0")


def from_parts(year: str, month: str, day: str) -> str:
    """What stands between 年 月 日 as one text that ``read`` understands; "" when nothing stands there."""
    marked = [text + mark for text, mark in ((year, "年"), (month, "月"), (day, "日")) if text]
    return "".join(marked)


def _short_year(said: str) -> str:
    """What is said of a year of two digits; "" for anything else."""
    if not _TWO_DIGITS.match(said):
        return ""
    century = "20" if int(said[:2]) < _LAST_CENTURY else "19"
    return f"年份请写四位数，如 {century}{said[:2]}年"


class DateKind(Kind):
    """A day: ``2024-11-20``, or ``2024-11`` or ``2024`` where the paper says no more."""

    name = "date"
    finest = 3
    example = '"2024-11-20"、"2024-11" 或 "2024"'

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """See Kind; the day must exist, between 1900 and 2100."""
        if not isinstance(value, str) or not value.strip():
            return wrong_type(where, called, f"写成文字的日期，如 {self.example}", value)
        problem = self._fault(spot, value, where, called)
        return (NOT_GIVEN, [problem]) if problem else (value, [])

    def _fault(self, spot: Spot, text: str, where: str, called: str) -> Problem | None:
        found = _DAY.fullmatch(text)
        if not found or len(text.split("-")) > self.finest:
            meant = self.read(spot, text, where, called)[0] if not _DAY.fullmatch(text) else NOT_GIVEN
            wanted = self.example if meant is NOT_GIVEN else f'"{meant}"'
            return error("bad_date", where, f"{called}“{shorten(text)}”：应写成 {wanted}")
        if not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return error("bad_date", where, f"{called}“{text}”：年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间")
        try:
            date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            return error("bad_date", where, f"{called}“{text}”：没有这一天")
        return None

    def show(self, spot: Spot, value: Any) -> str:
        """2024年11月20日, 2024年11月 or 2024年."""
        return from_parts(*parts(value))

    def read(self, spot: Spot, text: str, where: str, called: str) -> Checked:
        """A day as written: 2024年11月20日, 2024.11.20, 2024/11, 20241120, 2024年."""
        plain = half_width(text).strip()
        if not plain:
            return NOT_GIVEN, []
        if "年" not in plain:  # 2024 1 1 run together would be November
            plain = _BETWEEN_DIGITS.sub(".", plain)
        said = re.sub(r"\s", "", plain)
        if said in DASHES or said in {"无", "——"}:
            return NOT_GIVEN, [note("unsure", where, f"{called}写的是“{said}”，按没有填处理")]
        found = next((match for shape in _WRITTEN if (match := shape.fullmatch(said))), None)
        if not found:
            said = _short_year(said) or "认不出是哪一天"
            return NOT_GIVEN, [error("bad_date", where, f"{called}写的是“{shorten(text.strip())}”，{said}")]
        given = found.groupdict("")
        value = "-".join(given[part].zfill(2) for part in "ymd" if given.get(part))
        problem = self._fault(spot, value, where, called)
        if problem:
            return NOT_GIVEN, [problem]
        doubts = [warning("unsure", where, f"{called}写的是“{said}”，读作 1 月；若是 10 月请改")]
        return value, doubts if _CUT_SHORT.fullmatch(said) else []


class MonthKind(DateKind):
    """A month: ``1978-03``, or ``1978`` where the paper says no more."""

    name = "month"
    finest = 2
    example = '"1978-03" 或 "1978"'

    def read(self, spot: Spot, text: str, where: str, called: str) -> Checked:
        """A month as written; a day behind it is left off with a note."""
        value, problems = DateKind().read(spot, text, where, called)
        if value is NOT_GIVEN or len(value.split("-")) <= self.finest:
            return value, problems
        month = value.rpartition("-")[0]
        return month, [*problems, note("unsure", where, f"{called}写的是“{text.strip()}”，只取到月：{month}")]
