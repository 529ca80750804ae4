"""Finds filled forms in a Word file by laying its rows on the rows of the blank, label by label.

Positions in the file are not trusted: people add rows, delete the cover, put two forms into one file. What is
trusted are the printed labels. A row of the blank that has labels is an anchor; rows without lie between anchors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jiangfang.core.papers import Address, Found, FoundRows, Paper, RowsSlot
from jiangfang.core.problems import error, warning
from jiangfang.documents.word.blank import WordBlank
from jiangfang.documents.word.grid import label_of

ENOUGH = 0.5
SOME = 0.25
_SURE = 0.6
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlankRow:
    """A row of the blank. labels: cell -> printed label, slots left out; width: its number of cells."""

    table: int
    row: int
    width: int
    labels: dict[int, str]


@dataclass(slots=True)
class FoundForm:
    """A form found. start/end: its rows in the file; share: how many of the blank's anchors were found."""

    paper: Paper
    start: int
    end: int
    share: float
    found: Found = field(default_factory=Found)
    alone: str = ""


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
    """How much of a blank row's labels stands in a row, 0 to 1; in another place counts half."""
    if not blank.labels:
        return 0.0
    score = 0.0
    plain = [label_of(text) for text in row]
    for cell, label in blank.labels.items():
        if cell < len(plain) and plain[cell] == label:
            score += 1
        elif label in plain:
            score += 0.5
    return score / len(blank.labels)


def find_forms(blank: WordBlank, paper: Paper, file: WordBlank) -> list[FoundForm]:
    """Every form of this paper in a file, in order; also the tables of rows that come alone (可附表)."""
    rows = [row for table in file.texts for row in table]
    model = blank_rows(blank, paper)
    forms = [
        form
        for start, end in _segments(model, rows)
        if (form := _lay(blank, paper, model, rows, start, end)) is not None
    ]
    alone = [
        form
        for slot in paper.rows
        if slot.alone
        for form in _alone(model, paper, slot, rows, [(f.start, f.end) for f in forms])
    ]
    return sorted(forms + alone, key=lambda form: form.start)


def _segments(model: list[BlankRow], rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Where forms may begin: at each row that is the first anchor, else (no cover) that of the next table."""
    anchors = [row for row in model if row.labels]
    for table in sorted({row.table for row in anchors}):
        first = next(row for row in anchors if row.table == table)
        starts = [place for place, row in enumerate(rows) if likeness(first, row) == 1 and len(row) == first.width]
        if starts:
            return list(zip(starts, [*starts[1:], len(rows)], strict=True))
    return [(0, len(rows))] if rows else []


def _lay(
    blank: WordBlank, paper: Paper, model: list[BlankRow], rows: Sequence[Row], start: int, end: int
) -> FoundForm | None:
    """Lays the blank on one segment; None when too little of it is there to be this form or a part of it."""
    matched: dict[int, int] = {}
    pointer = start
    for number, row in enumerate(model):
        if not row.labels:
            continue
        place = _next_like(row, rows, pointer, end)
        if place is not None:
            matched[number] = place
            pointer = place + 1
    total = sum(1 for row in model if row.labels)
    share = len(matched) / total
    if share < SOME:
        return None
    form = FoundForm(paper, min(matched.values()), pointer, share)
    _take(form, model, rows, matched, end)
    return form


def _next_like(anchor: BlankRow, rows: Sequence[Row], pointer: int, end: int) -> int | None:
    best, place = 0.0, None
    for number in range(pointer, end):
        score = likeness(anchor, rows[number])
        if score == 1 and len(rows[number]) == anchor.width:
            return number
        if score > best:
            best, place = score, number
    return place if best >= _SURE else None


def _take(form: FoundForm, model: list[BlankRow], rows: Sequence[Row], matched: dict[int, int], end: int) -> None:
    blocks = {
        (slot.address.table, slot.address.row + line): slot for slot in form.paper.rows for line in range(slot.lines)
    }
    slots = {slot.address: slot for slot in form.paper.cells}
    done: set[str] = set()
    for number, row in enumerate(model):
        block = blocks.get((row.table, row.row))
        if block is not None:
            if block.key not in done:
                done.add(block.key)
                _take_block(form, block, row, _between(model, matched, number, end), rows)
            continue
        wanted = [address for address in slots if (address.table, address.row) == (row.table, row.row)]
        if not wanted:
            continue
        if row.labels:
            _take_anchor(form, row, wanted, rows, matched.get(number))
        else:
            _take_plain(form, row, wanted, _between(model, matched, number, end), rows)


def _between(model: list[BlankRow], matched: dict[int, int], number: int, end: int) -> range | None:
    """The file's rows between the anchors around a row of the blank; None when neither side can be told."""
    before = next(
        (matched[place] for place in range(number - 1, -1, -1) if model[place].labels and place in matched), None
    )
    near = next((place for place in range(number - 1, -1, -1) if model[place].labels), None)
    if before is None or near not in matched:
        return None
    following = [place for place in range(number + 1, len(model)) if model[place].labels]
    after = next((matched[place] for place in following if place in matched), None)
    if following and following[0] not in matched and after is None:
        return None
    return range(before + 1, after if after is not None else end)


def _take_anchor(form: FoundForm, row: BlankRow, wanted: list[Address], rows: Sequence[Row], place: int | None) -> None:
    if place is None:
        names = "、".join(list(row.labels.values())[:3])
        form.found.problems.append(warning("unsure", "", f"表里找不到“{names}”这一行，这一行没有读"))
        return
    texts = rows[place]
    shift = _shifts(row, texts)
    for address in wanted:
        cell = address.cell + shift.get(address.cell, 0)
        if len(texts) == row.width or address.cell in shift:
            if cell < len(texts):
                form.found.cells[address] = texts[cell]
        elif any(text.strip() for text in texts):
            said = f"“{next(iter(row.labels.values()))}”一行的格子数（{len(texts)}）和官方表（{row.width}）不同，有的没有读"
            form.found.problems.append(warning("unsure", "", said))


def _shifts(row: BlankRow, texts: Row) -> dict[int, int]:
    """For rows of another width: how far the cell behind each label has moved."""
    if len(texts) == row.width:
        return {}
    plain = [label_of(text) for text in texts]
    moved: dict[int, int] = {}
    for cell, label in row.labels.items():
        if plain.count(label) == 1 and list(row.labels.values()).count(label) == 1:
            moved[cell + 1] = plain.index(label) - cell
    return moved


def _take_plain(
    form: FoundForm, row: BlankRow, wanted: list[Address], spread: range | None, rows: Sequence[Row]
) -> None:
    """A row without labels: the one row of its width between its neighbours."""
    fitting = [place for place in spread or () if len(rows[place]) == row.width]
    if spread is None or not fitting:
        form.found.problems.append(
            warning("unsure", "", f"表里找不到第 {row.table + 1} 个表第 {row.row + 1} 行，没有读")
        )
        return
    for address in wanted:
        texts = [rows[place][address.cell] for place in fitting if rows[place][address.cell].strip()]
        form.found.cells[address] = "\n".join(texts)
        if len(texts) > 1:
            form.found.problems.append(
                warning("unsure", "", f"{address} 一格被分成了 {len(texts)} 行，已连起来读，请核对")
            )


def _take_block(form: FoundForm, slot: RowsSlot, row: BlankRow, spread: range | None, rows: Sequence[Row]) -> None:
    if spread is None:
        form.found.problems.append(error("unsure", slot.key, "表里找不到这些行前后的标签，这一部分没有读"))
        return
    texts: list[Row] = []
    for place in spread:
        if len(rows[place]) == row.width:
            texts.append(rows[place][slot.address.cell : slot.address.cell + len(slot.columns)])
        elif any(text.strip() for text in rows[place]):
            said = f"第 {len(texts) + 1} 行的格子数（{len(rows[place])}）和官方表（{row.width}）不同，这一行没有读"
            form.found.problems.append(error("unsure", slot.key, said))
    form.found.rows[slot.key] = FoundRows(tuple(texts))


def _alone(
    model: list[BlankRow], paper: Paper, slot: RowsSlot, rows: Sequence[Row], taken: list[tuple[int, int]]
) -> list[FoundForm]:
    """Tables of a repeated block outside every form: its heading row, then rows as wide as the block."""
    start = slot.address
    heading = next((row for row in model if (row.table, row.row) == (start.table, start.row - 1)), None)
    if heading is None or not heading.labels:
        return []
    made: list[FoundForm] = []
    for place, row in enumerate(rows):
        inside = any(begin <= place < end for begin, end in taken)
        if inside or likeness(heading, row) < 1 or len(row) != heading.width:
            continue
        last = place + 1
        while last < len(rows) and len(rows[last]) == heading.width and likeness(heading, rows[last]) < _SURE:
            last += 1
        form = FoundForm(paper, place, last, 1.0, alone=slot.alone)
        form.found.rows[slot.key] = FoundRows(tuple(tuple(found) for found in rows[place + 1 : last]))
        made.append(form)
    return made
