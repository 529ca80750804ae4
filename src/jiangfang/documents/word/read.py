"""Finds filled forms in a Word file by laying its rows on the rows of the blank, label by label.

Positions in the file are not trusted: people add rows, delete the cover, put two forms into one file. What is
trusted are the printed labels. A row of the blank that has labels is an anchor; rows without lie between anchors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from jiangfang.core.fields.base import shorten
from jiangfang.core.papers import Address, CellSlot, Found, FoundRows, Paper, RowsSlot
from jiangfang.core.problems import error, warning
from jiangfang.documents.word.align import SURE, BlankRow, Row, blank_rows, likeness, match_rows, segments
from jiangfang.documents.word.blank import WordBlank
from jiangfang.documents.word.grid import label_of

ENOUGH = 0.5
SOME = 0.25


@dataclass(slots=True)
class FoundForm:
    """A form found. start/end: its rows in the file; share: how many of the blank's anchors were found.

    owners: the key whose value or label stands in a cell (row of the file, cell); cells without an owner were not read.
    """

    paper: Paper
    start: int
    end: int
    share: float
    found: Found = field(default_factory=Found)
    alone: str = ""
    owners: dict[tuple[int, int], str] = field(default_factory=dict)


def find_forms(blank: WordBlank, paper: Paper, file: WordBlank) -> list[FoundForm]:
    """Every form of this paper in a file, in order; also the tables of rows that come alone (可附表)."""
    rows = [row for table in file.texts for row in table]
    plain = [tuple(label_of(text) for text in row) for row in rows]
    model = blank_rows(blank, paper)
    ends = list(accumulate(len(table) for table in file.texts))
    forms: list[FoundForm] = []
    for start, end in segments(model, plain):
        while start < end and (form := _lay(paper, model, rows, plain, start, end, ends)) is not None:
            forms.append(form)
            start = form.end
    alone = [
        form
        for slot in paper.rows
        if slot.alone
        for form in _alone(model, paper, slot, rows, plain, [(f.start, f.end) for f in forms])
    ]
    for form in forms + alone:
        _account(form, file, rows)
    return sorted(forms + alone, key=lambda form: form.start)


def _account(form: FoundForm, file: WordBlank, rows: Sequence[Row]) -> None:
    """Says every cell of the form that holds something and was not read, or was not read as it is seen."""
    places = [Address(table, row, 0) for table, texts in enumerate(file.texts) for row in range(len(texts))]
    for number in range(form.start, form.end):
        near = next((key for (row, _), key in form.owners.items() if row == number and key), "")
        for cell, text in enumerate(rows[number]):
            owner = form.owners.get((number, cell))
            spot = places[number]._replace(cell=cell)
            why = file.odd.get(spot, "")
            if spot in file.hidden and owner in {slot.key for slot in form.paper.rows}:
                why = "和上面一行合并了，这一行没有读到它"
            if owner is None and text.strip():
                why = why or "不在官方表的位置上，没有读"
            if why:
                shown = f"“{shorten(text.strip(), 30)}”" if text.strip() else f"（第 {number + 1} 行第 {cell + 1} 格）"
                form.found.problems.append(warning("unsure", owner or near, f"表里这一格{shown}{why}，请核对"))


def _lay(
    paper: Paper,
    model: list[BlankRow],
    rows: Sequence[Row],
    plain: Sequence[Row],
    start: int,
    end: int,
    ends: Sequence[int],
) -> FoundForm | None:
    """Lays the blank on one segment; None when too little of it is there to be this form or a part of it.

    ends: where each table of the file ends, in rows.
    """
    anchors = [number for number, row in enumerate(model) if row.labels]
    matched = match_rows([model[number] for number in anchors], plain[start:end])
    places = {anchors[spot]: start + place for spot, place in matched.items()}
    share = len(places) / len(anchors) if anchors else 0.0
    if share < SOME:
        return None
    form = FoundForm(paper, min(places.values()), max(places.values()) + 1, share)
    _take(form, model, rows, places, end, ends)
    form.end = max(form.end, max((row for row, _ in form.owners), default=0) + 1)
    return form


def _take(
    form: FoundForm,
    model: list[BlankRow],
    rows: Sequence[Row],
    matched: dict[int, int],
    end: int,
    ends: Sequence[int],
) -> None:
    blocks = {
        (slot.address.table, slot.address.row + line): slot for slot in form.paper.rows for line in range(slot.lines)
    }
    slots = {slot.address: slot for slot in form.paper.cells}
    plain = {number for number, row in enumerate(model) if not row.labels and (row.table, row.row) not in blocks}
    done: set[str] = set()
    for number, row in enumerate(model):
        block = blocks.get((row.table, row.row))
        if block is not None:
            if block.key not in done:
                done.add(block.key)
                _take_block(form, block, row, _between(model, matched, number, end, ends), rows)
            continue
        wanted = [slot for address, slot in slots.items() if (address.table, address.row) == (row.table, row.row)]
        if row.labels:
            below = blocks.get((row.table, row.row + 1))
            _take_anchor(form, row, wanted, rows, matched.get(number), below.key if below else "")
        elif wanted:
            spread = _between(model, matched, number, end, ends)
            beside = [place for place in _beside(plain, number) if model[place].width == row.width]
            _take_plain(form, row, wanted, spread, rows, (beside.index(number), len(beside)))


def _beside(plain: set[int], number: int) -> range:
    """The unbroken run of rows without labels that a row stands in."""
    first = last = number
    while first - 1 in plain:
        first -= 1
    while last + 1 in plain:
        last += 1
    return range(first, last + 1)


def _between(
    model: list[BlankRow], matched: dict[int, int], number: int, end: int, ends: Sequence[int]
) -> range | None:
    """The file's rows between the anchors around a row of the blank; None when neither side can be told.

    Behind the last anchor only what still stands in the same table counts.
    """
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
    limit = next((last for last in ends if last > before), end)
    return range(before + 1, after if after is not None else min(end, limit))


def _take_anchor(
    form: FoundForm, row: BlankRow, wanted: list[CellSlot], rows: Sequence[Row], place: int | None, below: str
) -> None:
    """A row with labels: each answer stands where its label, the nearest before it, stands."""
    if place is None:
        names = "、".join(list(row.labels.values())[:3])
        for key in dict.fromkeys([slot.pieces[0].partition(".")[0] for slot in wanted] + ([below] if below else [])):
            form.found.problems.append(warning("unsure", key, f"表里找不到“{names}”这一行，没有读"))
        return
    texts = rows[place]
    placed = _placed(row, texts)
    owners = {slot: max((cell for cell in row.labels if cell < slot.address.cell), default=-1) for slot in wanted}
    for cell, label in row.labels.items():
        keys = [slot.pieces[0].partition(".")[0] for slot, owner in owners.items() if owner == cell]
        if placed[cell] is None or (not keys and placed[cell] != cell):
            held = texts[cell].strip() if cell < len(texts) else ""
            seen = f"写的是“{shorten(held, 40)}”" if held else "空着"
            said = f"表里“{label}”的位置{seen}，照官方表的位置读，请核对"
            for key in keys or [below]:
                form.found.problems.append(warning("unsure", key, said))
        there = placed[cell]
        form.owners[(place, cell if there is None else there)] = keys[0] if keys else below
    for slot, owner in owners.items():
        spot = _cell_of(slot.address.cell, owner, row, texts, placed)
        if spot is not None:
            form.found.cells[slot.address] = texts[spot]
            form.owners[(place, spot)] = slot.pieces[0].partition(".")[0]
        elif any(text.strip() for text in texts):
            first = next(iter(row.labels.values()))
            said = f"“{first}”一行有 {len(texts)} 格，官方表是 {row.width} 格，对不上的一格没有读"
            form.found.problems.append(warning("unsure", slot.pieces[0].partition(".")[0], said))


def _placed(row: BlankRow, texts: Row) -> dict[int, int | None]:
    """Where each label of a blank row stands in a row: at its own place, once elsewhere, or nowhere (None)."""
    plain = [label_of(text) for text in texts]
    labels = list(row.labels.values())
    made: dict[int, int | None] = {}
    for cell, label in row.labels.items():
        if cell < len(plain) and plain[cell] == label:
            made[cell] = cell
        else:
            made[cell] = plain.index(label) if plain.count(label) == labels.count(label) == 1 else None
    return made


def _cell_of(cell: int, owner: int, row: BlankRow, texts: Row, placed: dict[int, int | None]) -> int | None:
    """The cell of a row that answers a cell of the blank behind the label ``owner``; None when it cannot be told."""
    same = len(texts) == row.width
    label = placed.get(owner, owner if same else None)
    if label is None:
        return cell if same and cell not in placed.values() else None
    found = label + cell - owner
    if found >= len(texts) or found in placed.values() or not (same or cell - owner == 1):
        return None
    return found


def _take_plain(
    form: FoundForm,
    row: BlankRow,
    wanted: list[CellSlot],
    spread: range | None,
    rows: Sequence[Row],
    among: tuple[int, int],
) -> None:
    """A row without labels: the one row of its width between its neighbours. among: which of how many such rows."""
    fitting = [place for place in spread or () if len(rows[place]) == row.width]
    number, many = among
    if many > 1:
        fitting = [fitting[number]] if len(fitting) == many else []
    if spread is None or not fitting:
        keys = [slot.pieces[0].partition(".")[0] for slot in wanted]
        said = f"表里找不到第 {row.table + 1} 个表第 {row.row + 1} 行，没有读"
        form.found.problems += [warning("unsure", key, said) for key in dict.fromkeys(keys)]
        return
    for slot in wanted:
        address = slot.address
        form.owners |= {(place, address.cell): slot.pieces[0].partition(".")[0] for place in fitting}
        texts = [rows[place][address.cell] for place in fitting if rows[place][address.cell].strip()]
        form.found.cells[address] = "\n".join(texts)
        if len(texts) > 1:
            key = slot.pieces[0].partition(".")[0]
            said = f"{address} 一格被分成了 {len(texts)} 行，已连起来读，请核对"
            form.found.problems.append(warning("unsure", key, said))


def _take_block(form: FoundForm, slot: RowsSlot, row: BlankRow, spread: range | None, rows: Sequence[Row]) -> None:
    if spread is None:
        form.found.problems.append(error("unsure", slot.key, "表里找不到这些行前后的标签，这一部分没有读"))
        return
    texts: list[Row] = []
    for place in spread:
        if len(rows[place]) == row.width:
            spots = range(slot.address.cell, slot.address.cell + len(slot.columns))
            texts.append(tuple(rows[place][cell] for cell in spots))
            form.owners |= {(place, cell): slot.key for cell in spots}
        elif any(text.strip() for text in rows[place]):
            said = f"第 {len(texts) + 1} 行的格子数（{len(rows[place])}）和官方表（{row.width}）不同，这一行没有读"
            form.found.problems.append(error("unsure", slot.key, said))
            form.owners |= {(place, cell): slot.key for cell in range(len(rows[place]))}
    form.found.rows[slot.key] = FoundRows(tuple(texts))


def _alone(
    model: list[BlankRow],
    paper: Paper,
    slot: RowsSlot,
    rows: Sequence[Row],
    plain: Sequence[Row],
    taken: list[tuple[int, int]],
) -> list[FoundForm]:
    """Tables of a repeated block outside every form: its heading row, then rows as wide as the block."""
    start = slot.address
    heading = next((row for row in model if (row.table, row.row) == (start.table, start.row - 1)), None)
    if heading is None or not heading.labels:
        return []
    made: list[FoundForm] = []
    for place, row in enumerate(plain):
        inside = any(begin <= place < end for begin, end in taken)
        if inside or likeness(heading, row) < 1 or len(row) != heading.width:
            continue
        last = place + 1
        while last < len(rows) and len(rows[last]) == heading.width and likeness(heading, plain[last]) < SURE:
            last += 1
        form = FoundForm(paper, place, last, 1.0, alone=slot.alone)
        form.found.rows[slot.key] = FoundRows(tuple(tuple(found) for found in rows[place + 1 : last]))
        form.owners = {(spot, cell): slot.key for spot in range(place, last) for cell in range(heading.width)}
        made.append(form)
    return made
