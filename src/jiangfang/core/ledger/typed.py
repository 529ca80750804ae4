"""An entry as somebody types it: its boxes, what is read out of them, and how an entry stands in them again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiangfang.core.fields import KINDS, NOT_GIVEN, Column, Need
from jiangfang.core.fields.base import shorten, tidy
from jiangfang.core.fields.date import DateKind, long_day, span
from jiangfang.core.fields.joined import JOINT
from jiangfang.core.fields.text import TextKind
from jiangfang.core.ledger.kinds import TITLE, Dated, LedgerKind
from jiangfang.core.people import has_unseen
from jiangfang.core.problems import Problem, error, has_error, warning

FIRST, LAST, YEAR, PEOPLE = "first", "last", "year", "people"
LONGEST_TITLE, LONGEST_NAME, MOST_PEOPLE = 200, 60, 300
OPEN = frozenset({"至今", "现在", "目前", "长期"})
_MARKS = re.compile(r"[、，,；;|/\n\t]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")
_SHORTEST = 2
_TWO_DIGITS = re.compile(r"[0-9０-９]{2}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read: the parts of an entry."""

    title: str = ""
    first: date | None = None
    last: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[str, ...] = ()


def boxes(kind: LedgerKind) -> tuple[Column, ...]:
    """Everything that is asked of an entry, in order: its title, when it was, its columns, its people."""
    return (
        Column(TITLE, kind.titled, "text", need=Need.MUST),
        *_when(kind),
        *kind.columns,
        *([Column(PEOPLE, kind.people, "text", need=kind.named, help="用顿号（、）隔开")] if kind.people else []),
    )


def _when(kind: LedgerKind) -> tuple[Column, ...]:
    if kind.dated is Dated.YEAR:
        return (Column(YEAR, kind.dated_as, "date", need=Need.SHOULD, help="只写年份，如 2024"),)
    if kind.dated is Dated.DAY:
        return (Column(FIRST, kind.dated_as, "date", need=Need.SHOULD, help="如 2024-11-20、2024年11月"),)
    return (
        Column(FIRST, "开始日期", "date", need=Need.SHOULD, help="如 2024-11-20"),
        Column(LAST, "结束日期", "date", help="还没有结束的空着"),
    )


def read(kind: LedgerKind, texts: Mapping[str, str], today: date, called: str = "") -> tuple[Draft, list[Problem]]:
    """The parts of an entry, by what stands in each box, and what is wrong; ``where`` is the key of the box.

    called: what sentences begin with (第 7 行).
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    found = {box.key: texts.get(box.key, "") for box in boxes(kind)}
    for box in boxes(kind):
        if box.need is Need.MUST and not found[box.key].strip():
            problems.append(error("missing", box.key, f"{called} {box.label}没有写".strip()))
    for column in kind.columns:
        name = f"{called} {column.label}".strip()
        value, doubts = KINDS[column.type].read(column, found[column.key], column.key, name)
        problems += doubts
        if value is not NOT_GIVEN:
            values[column.key] = value
    title = _title(kind, found[TITLE], called, problems)
    first, last = _days(kind, found, today, called, problems)
    named = _named(kind, found.get(PEOPLE, ""), called, problems)
    return Draft(title, first, last, values, named), problems


def _title(kind: LedgerKind, typed: str, called: str, problems: list[Problem]) -> str:
    said, name = " ".join(typed.split()), f"{called} {kind.titled}".strip()
    if not said:
        return ""
    kept, doubts = TextKind().check(Column(TITLE, kind.titled, "text"), said, TITLE, name)
    problems += doubts
    if kept is NOT_GIVEN:
        return ""
    if len(kept) > LONGEST_TITLE:
        problems.append(error("too_long", TITLE, f"{name}：有 {len(kept)} 个字，最多 {LONGEST_TITLE} 个"))
    elif has_unseen(kept):
        problems.append(error("bad_character", TITLE, f"{name}里有看不见的字符，请重新写一遍"))
    return str(kept)


def _days(
    kind: LedgerKind, texts: Mapping[str, str], today: date, called: str, problems: list[Problem]
) -> tuple[date | None, date | None]:
    if kind.dated is Dated.YEAR:
        found = _period(Column(YEAR, kind.dated_as, "date"), texts[YEAR], called, problems, only_year=True)
        _not_ahead(found and found[0], today, YEAR, kind.dated_as, called, problems)
        return found or (None, None)
    begins = _period(next(iter(_when(kind))), texts[FIRST], called, problems)
    _not_ahead(begins and begins[0], today, FIRST, next(iter(_when(kind))).label, called, problems)
    if kind.dated is Dated.DAY:
        return begins or (None, None)
    ends = None
    if texts[LAST].strip() not in OPEN:
        ends = _period(_when(kind)[1], texts[LAST], called, problems)
    if ends and begins is None and not has_error(problems):
        problems.append(error("missing", FIRST, f"{called} 开始日期没有写".strip()))
    if begins and ends and ends[1] < begins[0]:
        problems.append(error("out_of_range", LAST, f"{called} 结束日期在开始日期以前".strip()))
    return begins and begins[0], ends and ends[1]


def _period(
    box: Column, typed: str, called: str, problems: list[Problem], *, only_year: bool = False
) -> tuple[date, date] | None:
    """The first and the last day of what was written; None where nothing is, or where it cannot be read."""
    name = f"{called} {box.label}".strip()
    said = typed.replace("年度", "年")
    if only_year and _TWO_DIGITS.fullmatch(said.strip()):  # the box has 年 behind it
        said = f"{said.strip()}年"
    value, doubts = DateKind().read(box, said, box.key, name)
    problems += doubts
    if value is NOT_GIVEN:
        return None
    if only_year and len(value) > len("2024"):
        problems.append(error("bad_date", box.key, f"{name}写的是“{shorten(typed.strip())}”，只写年份，如 {value[:4]}"))
    return span(value)


def _not_ahead(day: date | None, today: date, key: str, label: str, called: str, problems: list[Problem]) -> None:
    if day is not None and day > today:
        problems.append(warning("unsure", key, f"{called} {label}在今天以后，请核对".strip()))


def _named(kind: LedgerKind, typed: str, called: str, problems: list[Problem]) -> tuple[str, ...]:
    found, name = names(typed) if kind.people else (), f"{called} {kind.people}".strip()
    if len(found) > MOST_PEOPLE:
        problems.append(error("too_long", PEOPLE, f"{name}：有 {len(found)} 人，最多 {MOST_PEOPLE} 人"))
    for one in found[:MOST_PEOPLE]:
        if len(one) > LONGEST_NAME:
            problems.append(error("too_long", PEOPLE, f"{name}：“{shorten(one)}”太长，不像姓名；几个人用顿号隔开"))
        elif has_unseen(one):
            problems.append(error("bad_character", PEOPLE, f"{name}里有看不见的字符，请重新写一遍"))
    return found


def names(typed: str) -> tuple[str, ...]:
    """The names in a text, each once: between 、 or another mark, and between spaces where both sides are whole names.

    张　三 is one name, 张三 李四 are two.
    """
    found = (one for piece in _MARKS.split(tidy(typed)) for one in _apart(piece.split()))
    return tuple(dict.fromkeys(found))


def _apart(parts: list[str]) -> list[str]:
    if len(parts) > 1 and all(_HAN.fullmatch(part) for part in parts):
        return parts if all(len(part) >= _SHORTEST for part in parts) else ["".join(parts)]
    return [" ".join(parts)] if parts else []


def typing_of(kind: LedgerKind, draft: Draft) -> dict[str, str]:
    """An entry as it stands in its boxes; every box is there."""
    typed = dict.fromkeys((box.key for box in boxes(kind)), "")
    typed[TITLE] = draft.title
    if kind.dated is Dated.YEAR:
        typed[YEAR] = str(draft.first.year) if draft.first else ""
    elif kind.dated is Dated.DAY:
        typed[FIRST] = written(draft.first, draft.last)
    else:
        typed[FIRST] = draft.first.isoformat() if draft.first else ""
        typed[LAST] = draft.last.isoformat() if draft.last else ""
    for column in kind.columns:
        if column.key in draft.values:
            typed[column.key] = KINDS[column.type].show(column, draft.values[column.key])
    if kind.people:
        typed[PEOPLE] = JOINT.join(draft.people)
    return typed


def written(first: date | None, last: date | None) -> str:
    """A day as a date box takes it, or the month or the year where no more is known; "" for none."""
    if first is None:
        return ""
    if last is None or last == first:
        return first.isoformat()
    return (
        f"{first.year}年{first.month}月" if (first.year, first.month) == (last.year, last.month) else f"{first.year}年"
    )


def spoken(dated: Dated, first: date | None, last: date | None) -> str:
    """When it was, as people read it; "" where nobody wrote it down."""
    if first is None:
        return ""
    if dated is Dated.YEAR:
        return f"{first.year}年"
    if dated is Dated.DAY:
        return long_day(first) if last in (None, first) else written(first, last)
    return f"{long_day(first)}起" if last is None else f"{long_day(first)}到{long_day(last)}"


def shown(kind: LedgerKind, values: Mapping[str, Any]) -> list[tuple[Column, str]]:
    """The columns that say something, each as it is read, with its unit where its label does not say it."""
    return [
        (column, f"{KINDS[column.type].show(column, values[column.key])}{_unit(column)}")
        for column in kind.columns
        if column.key in values
    ]


def _unit(column: Column) -> str:
    return f" {column.unit}" if column.unit and not column.label.endswith(column.unit) else ""


def brief(kind: LedgerKind, values: Mapping[str, Any]) -> list[str]:
    """The columns in few words: a word that was chosen speaks for itself."""
    return [text if column.type == "choice" else f"{column.label} {text}" for column, text in shown(kind, values)]
