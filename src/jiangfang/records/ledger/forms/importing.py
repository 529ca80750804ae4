"""Entries out of Excel or of a paste: what each row means, what is wrong with it, and how it waits to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from jiangfang.core.entry import LONGEST_CELL, laid_out, unheaded
from jiangfang.core.fields.base import shorten
from jiangfang.core.ledger.heads import OTHERS, Heads, heads_of
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import Draft, boxes, read, spoken, typing_of
from jiangfang.core.problems import Problem, Refused, Severity, error, has_error
from jiangfang.documents.excel.apart import HEAD_ROWS
from jiangfang.documents.excel.ledger import ledger_rows, no_head, refused_sheet
from jiangfang.documents.excel.people import MOST
from jiangfang.records.ledger.forms.posted import fresh_token
from jiangfang.records.ledger.queries.entries import Key
from jiangfang.records.people.forms.carried import packed, unpacked
from jiangfang.records.people.models import Hat

MOST_PASTED, TITLES = 500_000, 5
_CARRIED = "ledger.entries"

Row = tuple[int, Sequence[str]]
"""A row with its number."""

Standing = Callable[[Sequence[Draft]], Mapping[Key, int]]
"""Which entries say the same already, by title and days."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was written. row: its number in the sheet, or in what was pasted."""

    row: int
    texts: Mapping[str, str]

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"第 {self.row} 行"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was sent: its rows. unknown: the headings of columns that are not read."""

    lines: Sequence[Line]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A row and what it means. there: the entry that says the same already; like: the row that does.

    differs: what the row ``like`` says otherwise, title and days apart; "" where it says the same.
    """

    line: Line
    draft: Draft
    when: str
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    there: int | None = None
    like: int = 0
    differs: str = ""

    @property
    def wrong(self) -> str:
        """The sentences of what is wrong or doubtful, without the number of the row."""
        return "；".join(problem.message.removeprefix(f"{self.line.place} ") for problem in self.problems)

    @property
    def asks(self) -> bool:
        """Whether somebody has to decide if it is another entry than a row before it."""
        return bool(self.differs) and not self.there

    @property
    def stops(self) -> bool:
        """Whether it cannot be taken as it stands."""
        return has_error(self.problems)


def of_sheet(kind: LedgerKind, content: bytes) -> Taken:
    """The rows of a sheet with headings like those of a kind. Raises Refused (where: ``file``)."""
    titles = [*(box.label for box in boxes(kind)), *OTHERS]
    rows = list(enumerate(ledger_rows(content, titles, LONGEST_CELL), 1))
    found = _headed(kind, rows[:HEAD_ROWS])
    if found is None:
        raise refused_sheet(no_head(titles[0]))
    place, heads = found
    lines = _below(heads, rows[place + 1 :])
    if not lines:
        raise refused_sheet(f"“{titles[0]}”下面一行也没有填")
    if len(lines) > MOST:
        raise refused_sheet(f"一次最多 {MOST} 行，请分成几份上传")
    return Taken(lines, _unknown(heads, rows[place:]))


def of_paste(kind: LedgerKind, text: str) -> Taken:
    """The rows of a text copied from a sheet, numbered as its lines. Raises Refused (where: ``paste``)."""
    if not text.strip():
        raise Refused([error("missing", "paste", "请粘贴几行，或者选一个文件")])
    if len(text) > MOST_PASTED:
        raise Refused([error("too_long", "paste", f"粘贴的有 {len(text)} 个字符，最多 {MOST_PASTED} 个，请分几次")])
    rows = _laid_out(text)
    above = list(takewhile(lambda row: sum(map(bool, map(str.strip, row[1]))) == 1, rows[:TITLES]))
    found = _headed(kind, rows[: len(above) + 1])
    if found is None:
        texts = unheaded(boxes(kind), [cells for _, cells in rows])
        made = Taken([Line(number, row) for (number, _), row in zip(rows, texts, strict=True)])
    else:
        place, heads = found
        made = Taken(_below(heads, rows[place + 1 :]), _unknown(heads, rows[place:]))
    if not made.lines:
        raise Refused([error("missing", "paste", "只有表头，下面一行也没有")])
    if len(made.lines) > MOST:
        raise Refused([error("too_many", "paste", f"一次最多 {MOST} 行，请分几次")])
    return made


def _laid_out(text: str) -> list[tuple[int, list[str]]]:
    try:
        return laid_out(text)
    except Refused as refused:
        raise Refused([error(one.code, "paste", one.message) for one in refused.problems]) from refused


def _headed(kind: LedgerKind, rows: Sequence[Row]) -> tuple[int, Heads] | None:
    """Which of some rows is that of the headings, and what it says."""
    found = ((place, heads_of(kind, cells)) for place, (_, cells) in enumerate(rows))
    return next(((place, heads) for place, heads in found if heads is not None), None)


def _below(heads: Heads, rows: Sequence[Row]) -> list[Line]:
    """The rows below the headings in which something is read."""
    made = []
    for number, cells in rows:
        texts = {key: cell.strip() for key, cell in zip(heads.keys, cells, strict=False) if key}
        if any(texts.values()):
            made.append(Line(number, texts))
    return made


def _unknown(heads: Heads, rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns that are not read. rows: from the headings on."""
    (_, titles), *below = rows
    width = max(len(cells) for _, cells in rows)
    filled = {place for _, cells in below for place, cell in enumerate(cells) if cell.strip()}
    return tuple(heads.unknown([*titles, *[""] * (width - len(titles))], filled.__contains__))


def understood(kind: LedgerKind, lines: Sequence[Line], today: date, there: Standing) -> list[Read]:
    """Every row. there: gives, for all drafts, the entries that say the same already."""
    found = [(line, *read(kind, line.texts, today, line.place)) for line in lines]
    standing = there([draft for _, draft, _ in found])
    seen: dict[Key, list[tuple[Line, Draft]]] = {}
    made = []
    for line, draft, problems in found:
        key = (draft.title, draft.first, draft.last)
        before = seen.setdefault(key, [])
        same = next((one for one in before if one[1] == draft), None)
        like = (same or next(iter(before), None)) if draft.title else None
        before.append((line, draft))
        cells = tuple(line.texts.get(box.key, "") for box in boxes(kind))
        placed = tuple(_placed(problem, line) for problem in problems if problem.severity is not Severity.NOTE)
        when = spoken(kind.dated, draft.first, draft.last)
        differs = _differs(kind, draft, like[1]) if like and like is not same else ""
        made.append(Read(line, draft, when, cells, placed, standing.get(key), like[0].row if like else 0, differs))
    return made


def _differs(kind: LedgerKind, draft: Draft, other: Draft) -> str:
    """What two rows say otherwise, box by box."""
    mine, theirs = typing_of(kind, draft), typing_of(kind, other)
    told = ((box.label, theirs[box.key] or "空着", mine[box.key] or "空着") for box in boxes(kind))
    return "；".join(f"{label}那行是“{shorten(was)}”，这行是“{shorten(now)}”" for label, was, now in told if was != now)


def _placed(problem: Problem, line: Line) -> Problem:
    return Problem(problem.code, f"row-{line.row}", problem.message, problem.clause, problem.severity)


def waiting(kind: LedgerKind, lines: Sequence[Line], hat: Hat, studio: int, at: datetime) -> str:
    """The rows as they travel in the page until they are confirmed: signed, for this hat, kept nowhere."""
    keys = [box.key for box in boxes(kind)]
    rows = [[line.row, *(line.texts.get(key, "") for key in keys)] for line in lines]
    return packed(f"{_CARRIED}.{kind.id}", [[fresh_token(), *keys], *rows], hat, studio, at)


def taken_up(kind: LedgerKind, text: str, hat: Hat, studio: int, at: datetime) -> tuple[list[Line], str]:
    """The rows out of the page, and the mark by which they are added once. Raises Refused."""
    rows, meant = unpacked(f"{_CARRIED}.{kind.id}", text, hat, at)
    if meant != studio:
        raise Refused([error("not_allowed", "file", "这份内容是为另一个工作室核对的，请重新上传一次")])
    (token, *keys), *lines = rows
    return [Line(row, dict(zip(keys, texts, strict=True))) for row, *texts in lines[:MOST]], token
