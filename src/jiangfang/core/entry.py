"""What somebody types into a page: read into answers, kept as typed where it cannot be used as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiangfang.core.fields import NOT_GIVEN, Column, Field, kind_of
from jiangfang.core.fields.rows import MOST_ROWS, read_row, show_row
from jiangfang.core.problems import Problem, Refused, error

Typed = str | list[str] | list[dict[str, str]]
"""One text; the words ticked; or rows of texts by column key."""

MOST_TYPED, LONGEST_CELL = 200_000, 20_000
_MARK, _QUOTE = re.compile(r'[\t\n"]'), re.compile('"')
_NUMBER = re.compile(r"\d{1,4}[.、]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entered:
    """One field as entered. value: the answer, None for none. rough: the typing, where a problem hangs on it."""

    value: Any
    rough: Typed | None
    problems: tuple[Problem, ...]


def entered(field: Field, typed: Typed) -> Entered:
    """What was typed into one field. Nothing typed is no answer and no problem."""
    if field.type == "rows":
        return _rows(field, _as_rows(typed))
    if field.type == "choices":
        words = typed if isinstance(typed, list) else [typed]
        value, problems = kind_of(field).check(field, [word for word in words if word], field.key, field.name)
        return _kept(field, value, words if problems else None, problems)
    text = typed if isinstance(typed, str) else ""
    if len(text) > MOST_TYPED:
        said = f"{field.name}：有 {len(text)} 个字符，放不下，请删减"
        return Entered(None, text[:MOST_TYPED], (error("too_long", field.key, said),))
    value, problems = kind_of(field).read(field, text, field.key, field.name)
    same = value is not NOT_GIVEN and kind_of(field).show(field, value) == text.strip()
    return _kept(field, value, text if problems and not same else None, problems)


def _kept(field: Field, value: Any, rough: Any, problems: Sequence[Problem]) -> Entered:
    return Entered(None if value is NOT_GIVEN else value, rough, tuple(problems) if rough is not None else ())


def _as_rows(typed: Typed) -> list[dict[str, str]]:
    return [row for row in typed if isinstance(row, dict)] if isinstance(typed, list) else []


def _rows(field: Field, typed: list[dict[str, str]]) -> Entered:
    rows = [row for row in typed if any(text.strip() for text in row.values())]
    if len(rows) > MOST_ROWS:
        said = f"{field.name}：有 {len(rows)} 行，最多 {MOST_ROWS} 行"
        return Entered(None, rows, (error("too_long", field.key, said),))
    values: list[dict[str, Any]] = []
    problems: list[Problem] = []
    same = True
    for place, row in enumerate(rows):
        where, called = f"{field.key}[{place}]", f"{field.name}第 {place + 1} 行"
        value, found = read_row(field.columns, row, where, called)
        problems += found
        values.append(value)
        same = same and show_row(field.columns, value) == [row.get(one.key, "").strip() for one in field.columns]
    kept = [value for value in values if value]
    if problems and not same:
        return Entered(kept or None, rows, tuple(problems))
    return Entered(kept or None, None, ())


def typing_of(field: Field, value: Any) -> Typed:
    """An answer as it stands in the page's own boxes; nothing for no answer."""
    if field.type == "rows":
        return [
            dict(zip((one.key for one in field.columns), show_row(field.columns, row), strict=True))
            for row in value or []
        ]
    if field.type == "choices":
        return list(value or [])
    return "" if value is None else kind_of(field).show(field, value)


def pasted(columns: Sequence[Column], text: str) -> list[dict[str, str]]:
    """Rows copied from a sheet: a line a row, tabs between cells, "…" around a cell with breaks.

    A first line of headings says which column is which; without one the columns come in their order, a running number
    before them left out. Raises Refused, as ``laid_out``.
    """
    lines = [line for _, line in laid_out(text)]
    if not lines:
        return []
    keys = _headed(columns, lines[0])
    return unheaded(columns, lines) if keys is None else [_row(keys, line) for line in lines[1:]]


def laid_out(text: str) -> list[tuple[int, list[str]]]:
    """The rows in which something stands, each with the line of the text on which it begins, from 1.

    Raises Refused for a cell longer than ``LONGEST_CELL``: a quote that nobody closed takes in all that follows.
    """
    made, number = [], 1
    for line in _cells(text):
        if any(cell.strip() for cell in line):
            made.append((number, line))
        number += 1 + sum(cell.count("\n") for cell in line)
    return made


def unheaded(columns: Sequence[Column], lines: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows whose cells come in the order of the columns, a running number before them left out."""
    keys = [column.key for column in columns]
    if all(_NUMBER.fullmatch(line[0].strip()) for line in lines) and max(map(len, lines)) > 1:
        keys = ["", *keys]
    return [_row(keys, line) for line in lines]


def _row(keys: Sequence[str], line: Sequence[str]) -> dict[str, str]:
    """The cells of a line by their columns; what stands beyond the last column is put behind it, not lost."""
    row = {key: cell.strip() for key, cell in zip(keys, line, strict=False) if key}
    beyond = [cell.strip() for cell in line[len(keys) :] if cell.strip()]
    if beyond and row:
        last = list(row)[-1]
        row[last] = " ".join([row[last], *beyond]).strip()
    return row


def _headed(columns: Sequence[Column], line: Sequence[str]) -> list[str] | None:
    """The column keys that a line of headings names, "" for one not known; None when it is no such line."""
    by_label = {_plain(column.label): column.key for column in columns}
    keys = [by_label.get(_plain(cell), "") for cell in line]
    return keys if sum(map(bool, keys)) >= min(2, len(columns)) else None


def _plain(label: str) -> str:
    return re.sub(r"[\s（(].*", "", label.strip())


def _cells(text: str) -> list[list[str]]:
    """The cells of tab-separated text as sheets copy it: quoted where a cell holds a break or a tab."""
    lines, cell, size, quoted, begin, place = [list[str]()], list[str](), 0, False, 0, 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    last = text.rfind('"')
    while place < len(text):
        found = (_QUOTE if quoted else _MARK).search(text, place)
        stop = found.start() if found else len(text)
        piece, mark, place = text[place:stop], text[stop : stop + 1], stop + 1
        if quoted and text.startswith('""', stop):
            piece, place = f'{piece}"', stop + 2
        elif quoted and mark:
            quoted = False
        elif mark == '"' and not piece and not size and stop < last:
            quoted = True
        elif mark == '"':
            piece = f'{piece}"'
        cell.append(piece)
        size += len(piece)
        if size > LONGEST_CELL:
            raise _cell_too_long(text.count("\n", 0, begin) + 1)
        if mark in ("\t", "\n"):
            lines[-1].append("".join(cell))
            cell, size, begin = [], 0, place
            if mark == "\n":
                lines.append([])
    lines[-1].append("".join(cell))
    return lines


def _cell_too_long(line: int) -> Refused:
    said = f"第 {line} 行有一格超过 {LONGEST_CELL} 个字符，一行也没有读入；请看看是不是有一个引号只有一半"
    return Refused([error("too_long", "", said)])


def mendable(field: Field) -> bool:
    """Whether a slip of the pen can stand in it: any answer of no weight, of those of weight only written words.

    A number, a day, a choice or a table of weight is no slip; the unit mends it itself and the opinions are given anew.
    """
    return field.by == "unit" and (not field.material or (field.type == "text" and not field.long))


def by_unit(fields: Sequence[Field]) -> list[Field]:
    """The fields that the unit itself fills in."""
    return [field for field in fields if field.by == "unit"]


def rough_problems(fields: Sequence[Field], rough: Mapping[str, Typed]) -> list[Problem]:
    """What is wrong with everything that is kept as typed, in the form's order."""
    return [found for field in fields if field.key in rough for found in entered(field, rough[field.key]).problems]
