"""Which rows of a file are which rows of the blank, judged by the printed labels alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiangfang.core.papers import Address, Paper
from jiangfang.documents.word.blank import WordBlank
from jiangfang.documents.word.grid import label_of

SURE = 0.6
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlankRow:
    """A row of the blank. labels: cell -> printed label, slots left out; width: its number of cells."""

    table: int
    row: int
    width: int
    labels: dict[int, str]


def blank_rows(blank: WordBlank, paper: Paper) -> list[BlankRow]:
    """The blank's rows with their labels; what is to be filled is no label."""
    slots = {slot.address for slot in paper.cells}
    made: list[BlankRow] = []
    for table, rows in enumerate(blank.texts):
        for row, texts in enumerate(rows):
            labels = {
                cell: label_of(text)
                for cell, text in enumerate(texts)
                if text.strip() and Address(table, row, cell) not in slots
            }
            made.append(BlankRow(table, row, len(texts), labels))
    return made


def likeness(blank: BlankRow, row: Row) -> float:
    """How much of a blank row's labels stands in a row of labels, 0 to 1; in another place counts half."""
    if not blank.labels:
        return 0.0
    score = 0.0
    for cell, label in blank.labels.items():
        if cell < len(row) and row[cell] == label:
            score += 1
        elif label in row:
            score += 0.5
    return score / len(blank.labels)


def segments(model: list[BlankRow], plain: Sequence[Row]) -> list[tuple[int, int]]:
    """The stretches of a file that hold one form each: a new one begins where a table of the blank begins again.

    Two rows of each table are looked for, since the first may be lost or changed.
    """
    openers = [row for table in sorted({row.table for row in model}) for row in _anchors(model, table)[:2]]
    starts, reached = [0], -1
    for place, texts in enumerate(plain):
        alike = [spot for spot, row in enumerate(openers) if len(texts) == row.width and likeness(row, texts) == 1]
        onward = [spot for spot in alike if spot > reached]
        if alike and not onward:
            starts.append(place)
        if alike:
            reached = min(onward or alike)
    return list(zip(starts, [*starts[1:], len(plain)], strict=True))


def _anchors(model: list[BlankRow], table: int) -> list[BlankRow]:
    return [row for row in model if row.table == table and row.labels]


def match_rows(anchors: list[BlankRow], plain: Sequence[Row]) -> dict[int, int]:
    """Which row each anchor is: the pairs, in order on both sides, that are most alike in all."""
    alike = [[_alike(anchor, texts) for texts in plain] for anchor in anchors]
    best = [[0] * (len(plain) + 1) for _ in range(len(anchors) + 1)]
    for spot in range(len(anchors) - 1, -1, -1):
        for place in range(len(plain) - 1, -1, -1):
            taken = alike[spot][place] and alike[spot][place] + best[spot + 1][place + 1]
            best[spot][place] = max(taken, best[spot + 1][place], best[spot][place + 1])
    found: dict[int, int] = {}
    spot = place = 0
    while spot < len(anchors) and place < len(plain):
        score = alike[spot][place]
        if score and score + best[spot + 1][place + 1] == best[spot][place]:
            found[spot] = place
            spot, place = spot + 1, place + 1
        elif best[spot][place + 1] == best[spot][place]:
            place += 1
        else:
            spot += 1
    return found


def _alike(anchor: BlankRow, texts: Row) -> int:
    """Likeness as a whole number, 0 for too little; a row of another width is never as good."""
    score = likeness(anchor, texts)
    return round(score * (1000 if len(texts) == anchor.width else 900)) if score >= SURE else 0
