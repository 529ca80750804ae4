"""Entries out of Excel or of a paste: what each row means, what is wrong with it, and how it waits to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jiangfang.core.entry import pasted
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import Draft, boxes, read, spoken
from jiangfang.core.problems import Problem, Refused, Severity, error, has_error
from jiangfang.documents.excel.apart import plain
from jiangfang.documents.excel.people import MOST, filled_rows
from jiangfang.records.ledger.forms.posted import fresh_token
from jiangfang.records.ledger.queries.entries import Key
from jiangfang.records.people.forms.carried import packed, unpacked
from jiangfang.records.people.models import Hat

MOST_PASTED, LONGEST_CELL = 2_000_000, 20_000
_CARRIED = "ledger.entries"

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
class Read:
    """A row and what it means. there: the entry that says the same already; like: the row that does."""

    line: Line
    draft: Draft
    when: str
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    there: int | None = None
    like: int = 0

    @property
    def wrong(self) -> str:
        """The sentences of what is wrong or doubtful, without the number of the row."""
        return "；".join(problem.message.removeprefix(f"{self.line.place} ") for problem in self.problems)

    @property
    def stops(self) -> bool:
        """Whether it cannot be taken as it stands."""
        return has_error(self.problems)


def of_sheet(kind: LedgerKind, content: bytes) -> list[Line]:
    """The rows of a sheet with the headings of a kind. Raises Refused (where: ``file``)."""
    columns = {plain(column.label): column.key for column in boxes(kind)}
    rows = filled_rows(content, list(columns), {}, longest=LONGEST_CELL)
    return [Line(number, {columns[label]: text for label, text in texts.items()}) for number, texts in rows]


def of_paste(kind: LedgerKind, text: str) -> list[Line]:
    """The rows of a text copied from a sheet. Raises Refused (where: ``paste``)."""
    if not text.strip():
        raise Refused([error("missing", "paste", "请粘贴几行，或者选一个文件")])
    if len(text) > MOST_PASTED:
        raise Refused([error("too_long", "paste", f"粘贴的有 {len(text)} 个字符，最多 {MOST_PASTED} 个，请分几次")])
    rows = pasted(boxes(kind), text)
    if not rows:
        raise Refused([error("missing", "paste", "只有表头，下面一行也没有")])
    if len(rows) > MOST:
        raise Refused([error("too_many", "paste", f"一次最多 {MOST} 行，请分几次")])
    return [Line(number, row) for number, row in enumerate(rows, 1)]


def understood(kind: LedgerKind, lines: Sequence[Line], today: date, there: Standing) -> list[Read]:
    """Every row. there: gives, for all drafts, the entries that say the same already."""
    found = [(line, *read(kind, line.texts, today, line.place)) for line in lines]
    standing = there([draft for _, draft, _ in found])
    seen: dict[Key, int] = {}
    made = []
    for line, draft, problems in found:
        key = (draft.title, draft.first, draft.last)
        before = seen.setdefault(key, line.row)
        cells = tuple(line.texts.get(box.key, "") for box in boxes(kind))
        placed = tuple(_placed(problem, line) for problem in problems if problem.severity is not Severity.NOTE)
        like = before if before != line.row and draft.title else 0
        when = spoken(kind.dated, draft.first, draft.last)
        made.append(Read(line, draft, when, cells, placed, standing.get(key), like))
    return made


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
