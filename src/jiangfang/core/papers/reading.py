"""A paper's cells back to answers: every doubt is a problem beside the value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jiangfang.core.answers.checking import Filled
from jiangfang.core.fields import KINDS, NOT_GIVEN, OPINION_PARTS, Field, kind_of
from jiangfang.core.fields.base import shorten
from jiangfang.core.fields.date import from_parts
from jiangfang.core.fields.rows import SIMPLE, read_row
from jiangfang.core.papers.blanks import Blanks, is_date_part
from jiangfang.core.papers.boxes import read_boxes
from jiangfang.core.papers.slots import NOT_OURS, Address, CellSlot, Paper, RowsSlot
from jiangfang.core.problems import Problem, error, has_error, in_order, note, warning

_DATE = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?")
_PRINTED = ("负责人签名", "负责人", "签名", "签章", "公章", "盖章")
_NOT_A_ROW = re.compile("(?:合计|总计|小计|共计|见附|详见|同上|〃|以下空白)")
_DATED = re.compile(r"\d{4}\s*(?:年|[./-]\s*\d)")
_PART_COLUMNS = {column.key: column for column in OPINION_PARTS}


@dataclass(frozen=True, slots=True)
class FoundRows:
    """The lines of a repeated table as they stand: one text a column, from its first cell on."""

    texts: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Found:
    """What a file holds at the places of a paper; a place that is not there is absent. problems: of the layout."""

    cells: dict[Address, str] = field(default_factory=dict)
    rows: dict[str, FoundRows] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Gathered:
    """Answers as they are met, some of them more than once."""

    fields: Mapping[str, Field]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, key: str, value: Any, problems: Sequence[Problem]) -> None:
        """One answer met; a second one that differs is a conflict and the first is kept."""
        self.problems += [problem for problem in problems if problem not in self.problems]
        if value is NOT_GIVEN:
            return
        if key not in self.values:
            self.values[key] = value
        elif _plain(self.values[key]) != _plain(value):
            spot = self.fields[key]
            shown = [shorten(kind_of(spot).show(spot, said), 40) for said in (self.values[key], value)]
            said = f"{spot.name}在表里写了两处，不一样：“{shown[0]}”和“{shown[1]}”，先取前一处，请核对"
            self.problems.append(error("conflicting", key, said))

    def add_part(self, key: str, part: str, text: str) -> None:
        """A part of an opinion met."""
        column = _PART_COLUMNS[part]
        called = f"{self.fields[key].name}的{column.label}"
        value, problems = SIMPLE[column.type].read(column, text, f"{key}.{part}", called)
        self.problems += problems
        if part == "signer" and _DATED.search(text):
            said = f"{called}里像是写着日期：“{shorten(text.strip(), 40)}”，请核对"
            self.problems.append(warning("unsure", f"{key}.{part}", said))
        if value is not NOT_GIVEN:
            self.values.setdefault(key, {})[part] = value


def _plain(value: Any) -> Any:
    return "".join(value.split()) if isinstance(value, str) else value


def read_paper(paper: Paper, fields: Sequence[Field], found: Found) -> Filled:
    """The answers that a filled paper holds, with every doubt; places that were not found are said once."""
    by_key = {spot.key: spot for spot in fields}
    gathered = _Gathered(by_key, problems=list(found.problems))
    for slot in paper.cells:
        text = found.cells.get(slot.address)
        if text is not None:
            _cell(gathered, slot, text)
    for rows in paper.rows:
        if rows.key in found.rows:
            _rows(gathered, rows, found.rows[rows.key])
    ordered = {spot.key: _opinion(gathered.values[spot.key]) for spot in fields if spot.key in gathered.values}
    return Filled(ordered, tuple(in_order(gathered.problems, [spot.key for spot in fields])))


def _opinion(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {part: value[part] for part in _PART_COLUMNS if part in value}


def _cell(gathered: _Gathered, slot: CellSlot, text: str) -> None:
    if slot.boxes:
        spot = gathered.fields[slot.boxes]
        value, problems = read_boxes(text, spot.options, slot.boxes, spot.name)
        gathered.add(slot.boxes, value or NOT_GIVEN, problems)
    elif slot.blanks:
        _blanks(gathered, slot, text)
    else:
        _piece(gathered, slot.key, text)


def _piece(gathered: _Gathered, piece: str, text: str) -> None:
    key, _, part = piece.partition(".")
    if part:
        gathered.add_part(key, part, text)
        return
    spot = gathered.fields[key]
    value, problems = kind_of(spot).read(spot, text, key, spot.name)
    gathered.add(key, value, problems)


def _blanks(gathered: _Gathered, slot: CellSlot, text: str) -> None:
    pieces = Blanks(slot.blanks).find(text)
    if pieces is None:
        _overwritten(gathered, slot, text)
        return
    dates: dict[str, dict[str, str]] = {}
    for piece, said in pieces.items():
        if is_date_part(piece):
            owner, _, part = piece.rpartition(".")
            dates.setdefault(owner, {})[part] = said
        else:
            _piece(gathered, piece, said)
    for owner, given in dates.items():
        text = from_parts(given.get("year", ""), given.get("month", ""), given.get("day", ""))
        _piece(gathered, owner, text)


def _overwritten(gathered: _Gathered, slot: CellSlot, text: str) -> None:
    """A cell whose printed words were typed over: read when it has one blank and a plain value, else said."""
    keys = {piece.partition(".")[0] for piece in slot.pieces}
    key = next(iter(keys))
    spot = gathered.fields[key]
    if len(keys) == 1 and spot.type in {"integer", "money", "date", "month"}:
        value, problems = KINDS[spot.type].read(spot, text, key, spot.name)
        if value is NOT_GIVEN and problems and not has_error(problems):
            gathered.problems += problems
            return
        if value is not NOT_GIVEN:
            said = f"{spot.name}一格的印刷字被改动过，照所写的“{shorten(text.strip())}”读取"
            gathered.add(key, value, [*problems, note("unsure", key, said)])
            return
    if spot.type == "opinion" and _signed(gathered, slot, key, text):
        return
    if text.strip():
        said = f"{spot.name}一格被改动过，认不出填的是什么：“{shorten(text.strip(), 40)}”"
        gathered.problems.append(error("unsure", key, said))


def _signed(gathered: _Gathered, slot: CellSlot, key: str, text: str) -> bool:
    """A signature cell that was typed over: its one date, and what is left for the signer; True when it was read."""
    dates = list(_DATE.finditer(text))
    signs = any(piece.endswith(".signer") for piece in slot.pieces)
    rest = _DATE.sub("", text)
    for word in _PRINTED:
        rest = rest.replace(word, "")
    rest = rest.strip(" 　\t\n（）()：:年月日")
    if len(dates) != 1 or (rest and not signs) or "\n" in rest:
        return False
    spot = gathered.fields[key]
    said = f"{spot.name}的签章一格被改动过，照所写的“{shorten(' '.join(text.split()), 40)}”读取，请核对"
    gathered.problems.append(warning("unsure", key, said))
    if rest:
        gathered.add_part(key, "signer", rest)
    gathered.add_part(key, "date", dates[0][0])
    return True


def _rows(gathered: _Gathered, rows: RowsSlot, found: FoundRows) -> None:
    spot = gathered.fields[rows.key]
    made: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for place, texts in enumerate(found.texts):
        given = {name: text for name, text in zip(rows.columns, texts, strict=False) if name != NOT_OURS}
        if not any(text.strip() for text in given.values()):
            continue
        where = f"{rows.key}[{len(made)}]"
        row, doubts = read_row(spot.columns, given, where, f"{spot.name}第 {place + 1} 行")
        problems += doubts
        told = next((text for text in given.values() if _NOT_A_ROW.match("".join(text.split()))), None)
        if told is not None:
            said = (
                f"{spot.name}第 {place + 1} 行写着“{shorten(told.strip())}”，像是说明而不是一行内容，照样读了，请核对"
            )
            problems.append(warning("unsure", where, said))
        if row:
            made.append(row)
    gathered.add(rows.key, made or NOT_GIVEN, problems)
