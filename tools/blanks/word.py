"""Small, order-safe builders of WordprocessingML: runs, paragraphs, cells, rows and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

FANG = "仿宋"
HEI = "黑体"
SONG = "宋体"
TITLE = "方正小标宋简体"


@dataclass(frozen=True)
class Font:
    """A complete run format: one face for every script, size in points, extra character spacing in twips."""

    face: str = FANG
    points: float = 12
    spacing: int = 0

    def xml(self) -> str:
        """Return the w:rPr element."""
        half = round(self.points * 2)
        faces = " ".join(f'w:{slot}="{self.face}"' for slot in ("ascii", "eastAsia", "hAnsi", "cs"))
        spread = f'<w:spacing w:val="{self.spacing}"/>' if self.spacing else ""
        size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        return f'<w:rPr><w:rFonts w:hint="eastAsia" {faces}/>{spread}{size}</w:rPr>'


TAB = "\t"
BREAK = "\n"


def run(text: str, font: Font) -> str:
    """Return one w:r; TAB and BREAK alone make a run that holds only that mark."""
    if text == TAB:
        inner = "<w:tab/>"
    elif text == BREAK:
        inner = "<w:br/>"
    else:
        inner = f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    return f"<w:r>{font.xml()}{inner}</w:r>"


@dataclass(frozen=True)
class Para:
    """One paragraph with an exact line pitch (points); every text becomes a run of its own.

    first: characters that its first line is set in. No space is added between Chinese and Latin letters, so that
    a date keeps its width in every office program.
    """

    texts: Sequence[str] = ()
    font: Font = field(default_factory=Font)
    pitch: float = 18
    jc: str = "center"
    keep_next: bool = False
    before: float = 0
    after: float = 0
    left: int = 0
    right: int = 0
    tabs: Sequence[tuple[str, int]] = ()
    first: int = 0

    def xml(self, section: str = "") -> str:
        """Return the w:p element, with an optional section break inside."""
        keep = "<w:keepNext/>" if self.keep_next else ""
        stops = "".join(f'<w:tab w:val="{kind}" w:pos="{pos}"/>' for kind, pos in self.tabs)
        tabs = f"<w:tabs>{stops}</w:tabs>" if stops else ""
        spacing = (
            f'<w:spacing w:before="{twips(self.before)}" w:after="{twips(self.after)}" '
            f'w:line="{twips(self.pitch)}" w:lineRule="exact"/>'
        )
        first = f' w:firstLineChars="{self.first * 100}" w:firstLine="{twips(self.first * self.font.points)}"'
        sides = f'w:left="{self.left}" w:right="{self.right}"{first if self.first else ""}'
        indent = f"<w:ind {sides}/>" if self.left or self.right or self.first else ""
        close = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        layout = f'{tabs}{close}<w:snapToGrid w:val="0"/>{spacing}{indent}<w:jc w:val="{self.jc}"/>'
        props = f"{keep}{layout}{self.font.xml()}{section}"
        return f"<w:p><w:pPr>{props}</w:pPr>{''.join(run(text, self.font) for text in self.texts)}</w:p>"


def twips(points: float) -> int:
    """Convert points to twentieths of a point."""
    return round(points * 20)


@dataclass(frozen=True)
class Cell:
    """One cell from the left edge ``start`` to ``end`` (twips from the table's left edge)."""

    start: int
    end: int
    paras: Sequence[Para]
    merge: str = ""
    valign: str = "center"
    borders: str = ""
    vertical: bool = False
    side_margin: int = -1

    def xml(self, grid: Sequence[int]) -> str:
        """Return the w:tc element; ``grid`` holds every column edge, the first one 0."""
        span = grid.index(self.end) - grid.index(self.start)
        parts = [f'<w:tcW w:w="{self.end - self.start}" w:type="dxa"/>']
        if span > 1:
            parts.append(f'<w:gridSpan w:val="{span}"/>')
        if self.merge:
            parts.append(f'<w:vMerge w:val="{self.merge}"/>')
        if self.borders:
            parts.append(f"<w:tcBorders>{self.borders}</w:tcBorders>")
        if self.side_margin >= 0:
            side = f'w:w="{self.side_margin}" w:type="dxa"'
            parts.append(f"<w:tcMar><w:left {side}/><w:right {side}/></w:tcMar>")
        if self.vertical:
            parts.append('<w:textDirection w:val="tbRl"/>')
        parts.append(f'<w:vAlign w:val="{self.valign}"/>')
        return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{''.join(para.xml() for para in self.paras)}</w:tc>"


@dataclass(frozen=True)
class Row:
    """One table row with a least height in points."""

    cells: Sequence[Cell]
    height: float
    splits: bool = False
    header: bool = False

    def xml(self, grid: Sequence[int]) -> str:
        """Return the w:tr element."""
        fixed = "" if self.splits else "<w:cantSplit/>"
        head = "<w:tblHeader/>" if self.header else ""
        height = f'<w:trHeight w:val="{twips(self.height)}" w:hRule="atLeast"/>'
        return f"<w:tr><w:trPr>{fixed}{height}{head}</w:trPr>{''.join(cell.xml(grid) for cell in self.cells)}</w:tr>"


@dataclass(frozen=True)
class Table:
    """A fixed-layout table; the fine grid is the union of all cell edges."""

    rows: Sequence[Row]
    bordered: bool = True
    jc: str = "center"
    margin: int = 80
    top_margin: int = 20

    def xml(self) -> str:
        """Return the w:tbl element."""
        grid = sorted({edge for row in self.rows for cell in row.cells for edge in (cell.start, cell.end)})
        columns = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in pairwise(grid))
        body = "".join(row.xml(grid) for row in self.rows)
        return f"<w:tbl>{self._props(grid[-1])}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"

    def _props(self, width: int) -> str:
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = "".join(border(side, 8 if side in sides[:4] else 4) for side in sides) if self.bordered else ""
        borders = f"<w:tblBorders>{lines}</w:tblBorders>" if lines else ""
        pads = (("top", self.top_margin), ("left", self.margin), ("bottom", self.top_margin), ("right", self.margin))
        margins = "".join(f'<w:{side} w:w="{pad}" w:type="dxa"/>' for side, pad in pads)
        return (
            f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="{self.jc}"/>{borders}'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        )


def border(side: str, eighths: int) -> str:
    """Return one border line in eighths of a point; 0 hides the line."""
    kind = "single" if eighths else "nil"
    size = f' w:sz="{eighths}" w:space="0" w:color="000000"' if eighths else ""
    return f'<w:{side} w:val="{kind}"{size}/>'


def answer(font: Font, pitch: float, jc: str = "center", keep_next: bool = False, first: int = 0) -> tuple[Para]:
    """Return the one empty paragraph of a cell that takes a whole answer."""
    return (Para((), font, pitch, jc, keep_next, first=first),)


def lines(texts: Sequence[str], font: Font, pitch: float, keep_next: bool = False, jc: str = "center") -> list[Para]:
    """Return a label printed on several lines, one paragraph each."""
    return [Para((text,), font, pitch, jc, keep_next) for text in texts]


def spacer(points: float) -> Para:
    """Return an empty paragraph which is exactly so many points high."""
    return Para((), Font(points=1), points, "left")
