"""The places of a paper, as a programme's data names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from jiangfang.core.fields import OPINION_PARTS, Field
from jiangfang.core.papers.blanks import Blanks, is_date_part

_ADDRESS = re.compile(r"T([1-9]\d*)R([1-9]\d*)(?:C([1-9]\d*))?", re.ASCII)
NOT_OURS = "-"
_COLUMN = re.compile(r"[A-Z]{1,2}", re.ASCII)


class Address(NamedTuple):
    """A cell of a Word file, from 0: top-level table, row, cell as they stand in the file (merged ones count too)."""

    table: int
    row: int
    cell: int

    def __str__(self) -> str:
        return f"T{self.table + 1}R{self.row + 1}C{self.cell + 1}"

    @staticmethod
    def parse(said: str) -> Address | None:
        """``T2R3C4`` (or ``T2R3``, a whole row) as an address; None for anything else."""
        found = _ADDRESS.fullmatch(said)
        return Address(int(found[1]) - 1, int(found[2]) - 1, int(found[3] or 1) - 1) if found else None


def _known(at: str) -> Address:
    """An address that ``faults`` has let through."""
    found = Address.parse(at)
    if found is None:
        raise ValueError(f"no address: {at!r}")
    return found


@dataclass(frozen=True, slots=True)
class CellSlot:
    """One cell: a whole answer (key), blanks inside its label (blanks), or tick boxes (boxes)."""

    at: str
    key: str = ""
    blanks: str = ""
    boxes: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        if Address.parse(self.at) is None:
            yield "at", f"“{self.at}”不是格子的位置；写成 T2R3C4（第 2 个表、第 3 行、第 4 格）"
        if sum(bool(said) for said in (self.key, self.blanks, self.boxes)) != 1:
            yield "key", "key、blanks、boxes 三个里只写一个"
        if self.blanks and not Blanks(self.blanks).pieces:
            yield "blanks", "没有空格；在要填的地方写 {键}"
        if self.blanks and Blanks(self.blanks).adjoining:
            yield "blanks", "两个空格紧挨着，读的时候分不开；中间要有印着的字或制表符（\\t）"

    @property
    def address(self) -> Address:
        """Where it is; the definition has been checked before."""
        return _known(self.at)

    @property
    def pieces(self) -> tuple[str, ...]:
        """The answers or parts of answers that stand here."""
        return Blanks(self.blanks).pieces if self.blanks else (self.key or self.boxes,)


@dataclass(frozen=True, slots=True)
class RowsSlot:
    """Repeated rows. at: the first line; lines: how many the blank has (more are added); from cell ``first`` on.

    columns: one a cell; ``-`` for a cell that no answer fills (序号).
    alone: the id that a table of these rows has when it comes by itself (可附表), "" when it never does.
    """

    key: str
    at: str
    lines: int
    columns: tuple[str, ...]
    first: int = 1
    alone: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        if Address.parse(self.at) is None:
            yield "at", f"“{self.at}”不是行的位置；写成 T2R6（第 2 个表、第 6 行）"
        if self.lines < 1:
            yield "lines", "空表里至少有一行"

    @property
    def address(self) -> Address:
        """The first cell of the first line."""
        return _known(self.at)._replace(cell=self.first - 1)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a 汇总表. label: its heading as printed; key: the answer; serial: the running number instead."""

    at: str
    label: str
    key: str = ""
    serial: bool = False

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        if not _COLUMN.fullmatch(self.at):
            yield "at", f"“{self.at}”不是列号；写成 A、B……AB"
        if bool(self.key) == self.serial:
            yield "key", "写 key，或者写 serial = true（序号）"


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper with its blank. heading/first: the heading row and the first data row of a sheet, from 1.

    also: other names that people give it (审批表), understood wherever its id is.
    """

    id: str
    title: str
    kind: Literal["word", "excel"]
    file: str
    clause: str
    also: tuple[str, ...] = ()
    cells: tuple[CellSlot, ...] = ()
    rows: tuple[RowsSlot, ...] = ()
    sheet: str = ""
    heading: int = 0
    first: int = 0
    columns: tuple[SheetColumn, ...] = ()

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        if "/" in self.file or "\\" in self.file or not self.file.endswith(self.suffix):
            yield "file", f"应是同一文件夹里的 {self.suffix} 文件"
        if self.kind == "excel" and not (self.columns and 0 < self.heading < self.first):
            yield "columns", "表格要写 columns、heading（表头行）和 first（第一行数据）"
        if self.kind == "word" and self.columns:
            yield "columns", "Word 表不写 columns"
        yield from self._overlaps()
        places = [slot.at for slot in self.cells] + [column.at for column in self.columns]
        for at in sorted({at for at in places if places.count(at) > 1}):
            yield "cells", f"“{at}”写了两遍"

    def _overlaps(self) -> Iterator[tuple[str, str]]:
        """Cells that stand inside the lines of a repeated table: two answers for one place."""
        for place, slot in enumerate(self.cells):
            spot = Address.parse(slot.at)
            for rows in self.rows:
                start = Address.parse(rows.at)
                if spot is None or start is None:
                    continue
                inside = (
                    range(start.row, start.row + rows.lines),
                    range(rows.first - 1, rows.first - 1 + len(rows.columns)),
                )
                if spot.table == start.table and spot.row in inside[0] and spot.cell in inside[1]:
                    yield f"cells[{place}].at", f"“{slot.at}”在成行填写的“{rows.key}”里面，一格不能写两样"

    @property
    def suffix(self) -> str:
        """The suffix of its file."""
        return ".docx" if self.kind == "word" else ".xlsx"

    @property
    def fillable(self) -> bool:
        """True when answers stand on it; an outline of proofs has none."""
        return bool(self.cells or self.rows or self.columns)

    def printed(self) -> frozenset[str]:
        """The keys of the answers that this paper prints, whole or in part."""
        pieces = [piece for slot in self.cells for piece in slot.pieces]
        keys = [slot.key for slot in self.rows] + [column.key for column in self.columns if column.key]
        return frozenset([piece.partition(".")[0] for piece in pieces] + keys)

    def against(self, fields: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
        """What does not fit the form: (place below it, sentence)."""
        for place, slot in enumerate(self.cells):
            for piece in slot.pieces:
                message = _piece_fault(fields, piece, boxes=bool(slot.boxes))
                if message:
                    yield f"cells[{place}]", message
        for place, rows in enumerate(self.rows):
            field = fields.get(rows.key)
            known = {column.key for column in field.columns} if field else set()
            if field is None or field.type != "rows":
                yield f"rows[{place}].key", f"表里没有“{rows.key}”这个成行填写的项目"
            for name in rows.columns:
                if field and name != NOT_OURS and name not in known:
                    yield f"rows[{place}].columns", f"“{rows.key}”没有“{name}”这一列"
        for place, column in enumerate(self.columns):
            if column.key and column.key not in fields:
                yield f"columns[{place}].key", f"表里没有“{column.key}”这一项"


def _piece_fault(fields: Mapping[str, Field], piece: str, *, boxes: bool) -> str:
    key, _, part = piece.partition(".")
    field = fields.get(key)
    if field is None:
        return f"表里没有“{key}”这一项"
    if boxes or field.type == "choices":
        return "" if boxes and field.type == "choices" else f"“{key}”是多选，只能用 boxes；别的类型不能用 boxes"
    if field.type == "rows":
        return f"“{key}”是成行填写的，请写在 rows 里"
    if field.type == "opinion":
        head = part.partition(".")[0]
        fine = head in {column.key for column in OPINION_PARTS} and (head == "date") == is_date_part(piece)
        return "" if fine else f"“{piece}”：意见写成 {key}.text、{key}.signer、{key}.date.year（month、day）"
    if part and (field.joined or not (field.type in {"date", "month"} and is_date_part(piece))):
        return f"“{piece}”：只有一个人的日期能分成 year、month、day"
    return ""
