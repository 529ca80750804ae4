"""Each answer of the shipped papers stands under the label that its question has: two swapped labels would be seen."""

import pytest

from jiangfang.core.papers import Address
from jiangfang.documents.folder import ProgrammeFolder, load_folder, shipped, shipped_ids
from jiangfang.documents.word.blank import WordBlank
from jiangfang.documents.word.grid import label_of


def opened(name: str) -> ProgrammeFolder:
    folder, problems = load_folder(shipped() / name)
    assert folder is not None, problems
    return folder


def labels_of(blank: WordBlank, address: Address) -> set[str]:
    """The nearest label to the left of a cell, and the nearest above it."""
    rows = blank.texts[address.table]
    left = (rows[address.row][cell] for cell in range(address.cell - 1, -1, -1))
    above = (rows[row][address.cell] for row in range(address.row - 1, -1, -1) if address.cell < len(rows[row]))
    nearest = [next((text for text in texts if text.strip()), "") for texts in (left, above)]
    return {label_of(text).rstrip("：") for text in nearest}


@pytest.mark.parametrize("name", shipped_ids())
def test_each_whole_answer_stands_by_its_label(name: str) -> None:
    folder = opened(name)
    labels = {field.key: label_of(field.label) for field in folder.programme.fields}
    paper = folder.programme.paper("application")
    assert paper is not None
    slots = [slot for slot in paper.cells if slot.key and "." not in slot.key]
    assert len(slots) > 20
    away = [slot.at for slot in slots if labels[slot.key] not in labels_of(folder.words[paper.id], slot.address)]
    assert away == []


@pytest.mark.parametrize("name", shipped_ids())
def test_each_column_of_rows_stands_under_its_heading(name: str) -> None:
    folder = opened(name)
    fields = {field.key: field for field in folder.programme.fields}
    for paper in folder.programme.papers:
        for rows in paper.rows:
            labels = {column.key: label_of(column.label) for column in fields[rows.key].columns}
            printed = folder.words[paper.id].texts[rows.address.table][rows.address.row - 1]
            for place, key in enumerate(rows.columns, rows.address.cell):
                assert label_of(printed[place]).startswith(labels[key]), (rows.key, key)
