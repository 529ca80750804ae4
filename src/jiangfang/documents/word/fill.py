"""Writes answers into the blank's own cells: runs, fonts, rows and borders stay those of the blank."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from jiangfang.core.papers import Blanks, RowBlock, Writing
from jiangfang.core.papers.boxes import EMPTY, TICK
from jiangfang.documents.archive import write_parts
from jiangfang.documents.word.blank import MAIN, WordBlank, cell
from jiangfang.documents.word.grid import BR, TAB, TC, XML_SPACE, Element, Letter, P, R, T, below, letters, tables, tag

_TICK_FONT = "Segoe UI Symbol"
_RFONTS = ("ascii", "hAnsi", "eastAsia", "cs")


def fill(blank: WordBlank, writing: Writing) -> bytes:
    """The filled .docx. The same blank and writing give the same bytes."""
    document = blank.document()
    grid = tables(document)
    cells = [(cell(grid, where), text) for where, text in writing.cells.items()]
    gaps = [(cell(grid, where), *pair) for where, pair in writing.blanks.items()]
    ticks = [(cell(grid, where), labels) for where, labels in writing.ticks.items()]
    blocks = [(_rows(grid, block), block) for block in writing.rows]
    for spot, text in cells:
        set_text(spot, text)
    for spot, pattern, texts in gaps:
        fill_gaps(spot, pattern, texts)
    for spot, labels in ticks:
        tick(spot, labels)
    for rows, block in blocks:
        _fill_rows(rows, block)
    main = etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_parts({name: main if name == MAIN else part for name, part in blank.parts.items()}, level=5)


def _rows(grid: list[list[list[Element]]], block: RowBlock) -> list[Element]:
    found: list[Element] = []
    for line in range(block.lines):
        first = cell(grid, block.at._replace(row=block.at.row + line))
        row = next(first.iterancestors(tag("tr")))
        found.append(row)
    return found


def _fill_rows(rows: list[Element], block: RowBlock) -> None:
    """Fills the blank's lines; more lines than it has are copies of its last one, put behind it."""
    model, last = deepcopy(rows[-1]), rows[-1]
    while len(rows) < len(block.texts):
        copy = deepcopy(model)
        last.addnext(copy)
        rows.append(copy)
        last = copy
    for row, texts in zip(rows, block.texts, strict=False):
        spots = list(below(row, TC))[block.at.cell :]
        for spot, text in zip(spots, texts, strict=False):
            if text:
                set_text(spot, text)


def set_text(spot: Element, text: str) -> None:
    """A whole cell's text: one paragraph a line, each like the blank's own empty paragraph."""
    paragraph = next(spot.iter(P))
    model = deepcopy(paragraph)
    _add_run(paragraph, text.partition("\n")[0])
    for line in text.split("\n")[1:]:
        copy = deepcopy(model)
        _add_run(copy, line)
        paragraph.addnext(copy)
        paragraph = copy


def _add_run(paragraph: Element, line: str) -> None:
    if not line:
        return
    run = etree.SubElement(paragraph, R)
    mark = paragraph.find(f"{tag('pPr')}/{tag('rPr')}")
    if mark is not None:
        run.append(deepcopy(mark))
    _put(etree.SubElement(run, T), line)


def _put(holder: Element, text: str) -> None:
    """Text into a ``w:t``; tabs and line breaks become elements behind it."""
    spot, pending = holder, ""
    for letter in text:
        if letter not in "\t\n":
            pending += letter
            continue
        _set(spot, pending)
        pending = ""
        mark = etree.Element(TAB if letter == "\t" else BR)
        spot.addnext(mark)
        spot = etree.Element(T)
        mark.addnext(spot)
    _set(spot, pending)


def _set(holder: Element, text: str) -> None:
    holder.text = text
    holder.set(XML_SPACE, "preserve")


def fill_gaps(spot: Element, pattern: Blanks, texts: tuple[str, ...]) -> None:
    """Puts each text into its gap and takes away as many spaces as it is wide, so that the line keeps its length."""
    held = letters(spot)
    whole = "".join(letter.text for letter in held)
    found = pattern.shape.fullmatch(whole.strip("\n"))
    if found is None:
        raise LookupError(f"the blank's cell does not match {pattern.pattern!r}")
    skipped = len(whole) - len(whole.lstrip("\n"))
    for number in range(len(texts), 0, -1):
        start, end = (skipped + place for place in found.span(number))
        if texts[number - 1]:
            _replace_gap(held, start, end, _padded(texts[number - 1], end - start))


def _replace_gap(held: list[Letter], start: int, end: int, text: str) -> None:
    """``text`` instead of the letters from start to end; a gap of no letters lies between its neighbours."""
    gap = [letter for letter in held[start:end] if letter.holder is not None]
    holder, place = _spot(held, start) if not gap else (gap[0].holder, gap[0].place)
    if holder is None:
        raise LookupError("the blank's cell has no text beside the gap")
    whole = holder.text or ""
    taken = sum(letter.holder is holder for letter in gap)
    for letter in gap:
        if letter.holder is not None and letter.holder is not holder:
            letter.holder.text = ""
    _put(holder, whole[:place] + text + whole[place + taken :])


def _spot(held: list[Letter], start: int) -> tuple[Element | None, int]:
    """Where to put what stands before the letter ``start``: behind the one before it, else before that one."""
    if start and held[start - 1].holder is not None:
        return held[start - 1].holder, held[start - 1].place + 1
    if start < len(held) and held[start].holder is not None:
        return held[start].holder, held[start].place
    before = next((letter for letter in reversed(held[:start]) if letter.holder is not None), Letter(""))
    return before.holder, before.place + 1


def _padded(text: str, gap: int) -> str:
    """A text in the middle of the spaces it does not need."""
    spare = max(gap - sum(2 if ord(letter) > 0x2E7F else 1 for letter in text), 0)
    return " " * ((spare + 1) // 2) + text + " " * (spare // 2)


def tick(spot: Element, labels: tuple[str, ...]) -> None:
    """Ticks the box before each of these labels."""
    held = [letter for letter in letters(spot) if not letter.text.isspace()]
    text = "".join(letter.text for letter in held)
    for label in labels:
        box = held[text.index(label) - 1]
        if box.holder is None or box.text not in EMPTY:
            raise LookupError(f"no box stands before {label!r}")
        whole = box.holder.text or ""
        box.holder.text = whole[: box.place] + TICK + whole[box.place + 1 :]
        if len(whole) == 1:
            _tick_font(box.holder)


def _tick_font(holder: Element) -> None:
    """CJK fonts have no ☑: a run that is only the box names a font that has."""
    fonts = holder.find(f"../{tag('rPr')}/{tag('rFonts')}")
    if fonts is not None:
        for name in _RFONTS:
            fonts.set(tag(name), _TICK_FONT)
