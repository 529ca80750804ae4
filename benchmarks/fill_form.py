"""Filling the 廊坊 审批表, from checked answers to the bytes of a .docx."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.job import Bench, Contender, Job
from benchmarks.material import folder, forms, name_of, shown
from jiangfang.core.papers import Address, Blanks, Paper, Writing, write_paper
from jiangfang.documents.archive import write_parts
from jiangfang.documents.word import WordBlank, fill, open_blank
from jiangfang.documents.word.blank import MAIN, cell
from jiangfang.documents.word.grid import Element, T, letters, tables, tag

PROGRAMME, SAMPLE = "langfang-2019", "langfang-2019.json"
WARM_UP = 2
Context = Mapping[str, Any]


def _official() -> tuple[Paper, WordBlank]:
    ours = folder(PROGRAMME)
    paper = ours.programme.paper("application")
    assert paper is not None
    return paper, ours.words[paper.id]


def _repeated(one: Callable[[Any], bytes], items: Sequence[Any]) -> Job:
    """The work over all items, warmed up on other ones."""
    for item in items[:WARM_UP]:
        one(item)

    def run() -> bytes:
        made = b""
        for item in items[WARM_UP:]:
            made = one(item)
        return made

    return run


def ours(size: int) -> Job:
    """core.papers decides what stands where, documents.word writes it into the blank."""
    paper, blank = _official()
    fields = folder(PROGRAMME).programme.fields
    return _repeated(
        lambda values: fill(blank, write_paper(paper, fields, values)), forms(PROGRAMME, SAMPLE, size + WARM_UP)
    )


def _contexts(paper: Paper, size: int) -> list[Context]:
    fields = folder(PROGRAMME).programme.fields
    return [shown(paper, fields, values) for values in forms(PROGRAMME, SAMPLE, size + WARM_UP)]


def with_docxtpl(size: int) -> Job:
    """The documented way: a template of the same form, opened and rendered for each; texts are given ready."""
    from docxtpl import DocxTemplate

    paper, blank = _official()
    model = template(paper, blank)

    def one(context: Context) -> bytes:
        made, out = DocxTemplate(io.BytesIO(model)), io.BytesIO()
        made.render(context, autoescape=True)
        made.save(out)
        return out.getvalue()

    return _repeated(one, _contexts(paper, size))


def template(paper: Paper, blank: WordBlank) -> bytes:
    """The official blank with ``{{ name }}`` in each of its places and a loop in each of its tables."""
    made = Writing()
    for slot in paper.cells:
        marks = tuple(f"{{{{ {name_of(piece)} }}}}" for piece in slot.pieces)
        if slot.blanks:
            made.blanks[slot.address] = (Blanks(slot.blanks), marks)
        elif not slot.boxes:
            made.cells[slot.address] = marks[0]
    marked = open_blank(fill(blank, made), Path("template.docx"))
    document = marked.document()
    grid = tables(document)
    for slot in paper.cells:
        if slot.boxes:
            _conditions(cell(grid, slot.address), slot.boxes)
    for rows in paper.rows:
        _loop(grid, rows.address, rows.key, rows.lines, len(rows.columns))
    return write_parts({**marked.parts, MAIN: etree.tostring(document, encoding="UTF-8", standalone=True)})


def _conditions(spot: Element, key: str) -> None:
    """Each box before a label becomes a condition; box and label stand in runs of their own."""
    for box, first in pairwise(letters(spot)):
        if box.text == "□" and box.holder is not None and first.holder is not None:
            box.holder.text = f"{{% if '{first.holder.text}' in {key} %}}☑{{% else %}}□{{% endif %}}"


def _loop(grid: list[list[list[Element]]], start: Address, key: str, lines: int, columns: int) -> None:
    spots = [cell(grid, start._replace(cell=start.cell + place)) for place in range(columns)]
    for place, spot in enumerate(spots):
        _put(spot, f"{{{{ line[{place}] }}}}")
    row = spots[0].getparent()
    assert row is not None
    for line in range(1, lines):
        other = cell(grid, start._replace(row=start.row + line)).getparent()
        table = other.getparent() if other is not None else None
        assert other is not None and table is not None
        table.remove(other)
    for mark, add in ((f"{{%tr for line in {key} %}}", row.addprevious), ("{%tr endfor %}", row.addnext)):
        copy = deepcopy(row)
        for text in list(copy.iter(T)):
            text.text = ""
        _put(next(copy.iter(tag("tc"))), mark)
        add(copy)


def _put(spot: Element, text: str) -> None:
    paragraph = next(spot.iter(tag("p")))
    run = etree.SubElement(paragraph, tag("r"))
    mark = paragraph.find(f"{tag('pPr')}/{tag('rPr')}")
    if mark is not None:
        run.append(deepcopy(mark))
    etree.SubElement(run, T).text = text


def with_python_docx(size: int) -> Job:
    """Its public cells, ``row.cells`` asked once a row, written into the same places."""
    from docx import Document

    paper, blank = _official()
    content = write_parts(blank.parts)

    def one(context: Context) -> bytes:
        document, out = Document(io.BytesIO(content)), io.BytesIO()
        _write_cells(document, paper, context)
        document.save(out)
        return out.getvalue()

    return _repeated(one, _contexts(paper, size))


def _write_cells(document: Any, paper: Paper, context: Context) -> None:
    rows: dict[tuple[int, int], list[Any]] = {}

    def spot(address: Address) -> Any:
        line = address.table, address.row
        if line not in rows:
            rows[line] = _distinct(document.tables[address.table].rows[address.row].cells)
        return rows[line][address.cell]

    for slot in paper.cells:
        if slot.blanks:
            _write_gaps(spot(slot.address), [context[name_of(piece)] for piece in slot.pieces])
        elif slot.boxes:
            _write_ticks(spot(slot.address), context[slot.boxes])
        elif context[name_of(slot.key)]:
            _write_text(spot(slot.address), context[name_of(slot.key)])
    for block in paper.rows:
        for line, texts in enumerate(context[block.key]):
            for place, text in enumerate(texts):
                if text:
                    start = block.address
                    _write_text(spot(start._replace(row=start.row + line, cell=start.cell + place)), text)


def _distinct(cells: Sequence[Any]) -> list[Any]:
    """A wide cell stands once for each column of the grid."""
    return [spot for place, spot in enumerate(cells) if not place or spot._tc is not cells[place - 1]._tc]


def _write_text(spot: Any, text: str) -> None:
    paragraph = spot.paragraphs[0]
    run = paragraph.add_run(text)
    properties = paragraph._p.pPr
    mark = properties.find(tag("rPr")) if properties is not None else None
    if mark is not None:
        run._r.insert(0, deepcopy(mark))


def _write_gaps(spot: Any, texts: Sequence[str]) -> None:
    runs = [run for paragraph in spot.paragraphs for run in paragraph.runs]
    gaps = [run for run in runs if run.text and not run.text.strip(" ")]
    for run, text in zip(gaps, texts, strict=True):
        if text:
            run.text = text


def _write_ticks(spot: Any, labels: Sequence[str]) -> None:
    runs = [run for paragraph in spot.paragraphs for run in paragraph.runs]
    for box, label in pairwise(runs):
        if box.text == "□" and label.text in labels:
            box.text = "☑"


def words(content: bytes) -> list[str]:
    """The text of every cell, white space off, tables in order."""
    texts = open_blank(content, Path("filled.docx")).texts
    return ["".join(text.split()) for table in texts for row in table for text in row]


BENCH = Bench(
    "廊坊 审批表 filled: checked answers → .docx",
    "ours at least 5 times as fast as docxtpl",
    {
        "ours": Contender("匠坊 documents.word.fill", ours),
        "docxtpl": Contender("docxtpl, autoescape", with_docxtpl),
        "python-docx": Contender("python-docx, row.cells once", with_python_docx),
    },
    words,
    size=60,
    quick=2,
    piece="forms",
    unit="ms a form",
)
