"""Letters and drafts as .docx: a heading, sentences, tables, a hand-over at the end, with page numbers.

Fonts and sizes are those of official papers; whoever has not got them sees the nearest ones. Equal input gives equal
bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jiangfang.core.fields.base import xml_cannot_hold
from jiangfang.documents.archive import write_parts

SONG, HEI, FANG, KAI = "宋体", "黑体", "仿宋", "楷体"
BLANK = "＿" * 12
"""Where somebody has to write something."""
_BODY, _SMALL, _TITLE = 16.0, 10.5, 22.0
_MARGINS = {"top_margin": 37.0, "bottom_margin": 35.0, "left_margin": 28.0, "right_margin": 26.0}
_LINE = 28.0
_BLACK = RGBColor(0, 0, 0)
_LEVELS = ((HEI, _BODY), (KAI, _BODY))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. level: 1 for a part, 2 for what stands in it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph. open: somebody has to write it; note: a hint to whoever finishes the paper."""

    text: str
    open: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. widths: of its columns beside each other, as parts of the whole."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


Block = Heading | Sentence | Rows


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper. to: whom it addresses, "" for nobody; signed: who signs, line by line, "" for nobody; day: its day."""

    title: str
    blocks: tuple[Block, ...]
    day: date
    subtitle: str = ""
    to: str = ""
    signed: tuple[str, ...] = ()
    author: str = ""


def write_letter(letter: Letter) -> bytes:
    """The .docx."""
    document = docx.Document()
    _speaks_chinese(document)
    _pages(document)
    _said(document, letter)
    _paragraph(document, letter.title, SONG, _TITLE, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True, indent=0)
    if letter.subtitle:
        _paragraph(document, letter.subtitle, KAI, _BODY, align=WD_ALIGN_PARAGRAPH.CENTER, indent=0)
    if letter.to:
        _paragraph(document, f"{letter.to}：", FANG, _BODY, indent=0)
    for block in letter.blocks:
        _block(document, block)
    for line in letter.signed:
        _paragraph(document, line, FANG, _BODY, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=0)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        return write_parts({info.filename: package.read(info) for info in package.infolist()})


def _pages(document: Document) -> None:
    """A4 with the margins of official papers, numbered at the foot."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, wide in _MARGINS.items():
        setattr(section, side, Mm(wide))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("— ", None, " —"):
        if text is None:
            _number(foot)
        else:
            _run(foot, text, SONG, 14)


def _number(paragraph: Paragraph) -> None:
    """The number of the page. Written as full runs: the short way shows in Word and vanishes in WPS."""
    for kind in ("begin", "instr", "separate", "result", "end"):
        run = _run(paragraph, "1" if kind == "result" else "", SONG, 14)
        if kind == "instr":
            held = OxmlElement("w:instrText")
            held.set(qn("xml:space"), "preserve")
            held.text = " PAGE "
            _inside(run).append(held)
        elif kind != "result":
            held = OxmlElement("w:fldChar")
            held.set(qn("w:fldCharType"), kind)
            _inside(run).append(held)


def _inside(run: Run) -> Any:
    """The run as XML; what its own types do not know may be put into it."""
    return run._r


def _speaks_chinese(document: Document) -> None:
    """Else a program that lacks a font takes one of another language, with its own shapes."""
    inside: Any = document.styles.element
    for held in inside.iter(qn("w:lang")):
        held.set(qn("w:eastAsia"), "zh-CN")


def _said(document: Document, letter: Letter) -> None:
    """What the file says of itself: nothing of this machine, no moment."""
    said = document.core_properties
    day = datetime.combine(letter.day, time(0), UTC)
    said.title, said.author, said.last_modified_by = _clean(letter.title)[:255], _clean(letter.author)[:255], ""
    said.created = said.modified = day
    said.comments, said.revision, said.language = "", 1, "zh-CN"


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        face, size = _LEVELS[min(block.level, len(_LEVELS)) - 1]
        made = _paragraph(document, block.text, face, size, style=f"Heading {block.level}")
        made.paragraph_format.keep_with_next = True
    elif isinstance(block, Rows):
        _table(document, block)
    else:
        made = _paragraph(document, block.text, KAI if block.note else FANG, 14 if block.note else _BODY)
        if block.open:
            _run(made, BLANK, FANG, _BODY)


def _paragraph(
    document: Document,
    text: str,
    face: str,
    size: float,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    style: str = "Normal",
    bold: bool = False,
    indent: int = 2,
) -> Paragraph:
    """A paragraph, a line of it for each line of the text. indent: its first line, in characters."""
    made = document.add_paragraph(style=style)
    shape = made.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, Pt(0), Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(_LINE, size * 1.6))
    shape.first_line_indent = Pt(size * indent) if indent else Pt(0)
    for place, line in enumerate(text.split("\n")):
        run = _run(made, line, face, size, bold=bold)
        if place:
            _inside(run).insert(1, OxmlElement("w:br"))
    return made


def _run(paragraph: Paragraph, text: str, face: str, size: float, *, bold: bool = False) -> Run:
    run = paragraph.add_run(_clean(text))
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, False
    run.font.name = face
    fonts: Any = _inside(run).get_or_add_rPr().get_or_add_rFonts()
    for side in ("w:eastAsia", "w:cs"):
        fonts.set(qn(side), face)
    fonts.set(qn("w:hint"), "eastAsia")  # else quotation marks are half as wide, as in English
    run.font.color.rgb = _BLACK
    return run


def _table(document: Document, block: Rows) -> None:
    """A table whose head stands on each page again."""
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(156 * part / sum(_parts(block))) for part in _parts(block)]
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for place, texts in enumerate([block.head, *block.rows]):
        row = table.add_row()
        rule: Any = row._tr.get_or_add_trPr()
        rule.append(OxmlElement("w:cantSplit"))
        if not place:
            rule.append(OxmlElement("w:tblHeader"))
        for cell, text, wide in zip(row.cells, texts, widths, strict=True):
            cell.width = wide
            _cell(cell.paragraphs[0], text, HEI if not place else FANG)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _cell(paragraph: Paragraph, text: str, face: str) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    for place, line in enumerate(text.split("\n")):
        run = _run(paragraph, line, face, _SMALL)
        if place:
            _inside(run).insert(1, OxmlElement("w:br"))


def _parts(block: Rows) -> Sequence[float]:
    return block.widths or (1.0,) * len(block.head)


def _clean(text: str) -> str:
    """Without what no file of Word can hold."""
    return "".join(letter for letter in text if not xml_cannot_hold(letter)) if xml_cannot_hold(text) else text
