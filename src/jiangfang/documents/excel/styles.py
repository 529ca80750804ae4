"""Cell formats of a workbook: the blank's own, and copies of them with other decimals or a smaller font."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from jiangfang.documents.excel.blank import Element, tag
from jiangfang.documents.word.grid import parse

_FIRST_OWN_FORMAT = 164


class Styles:
    """The styles part; new formats are appended, none is changed."""

    def __init__(self, content: bytes) -> None:
        self._tree = parse(content)
        self._formats = self._list("cellXfs")
        self._fonts = self._list("fonts")
        self._made: dict[tuple[int, str, float], int] = {}
        self._sizes: dict[int, float] = {}

    def _list(self, name: str) -> Element:
        found = self._tree.find(tag(name))
        if found is None:
            raise LookupError(f"the workbook has no {name}")
        return found

    def size(self, style: int) -> float:
        """The font size of a format, in points."""
        if style not in self._sizes:
            font = self._fonts[int(self._formats[style].get("fontId", "0"))]
            size = font.find(tag("sz"))
            self._sizes[style] = float(size.get("val", "11")) if size is not None else 11.0
        return self._sizes[style]

    def decimal(self, style: int, decimals: int) -> int:
        """The format with exactly so many digits behind the point."""
        key = (style, "decimals", float(decimals))
        if key not in self._made:
            self._made[key] = self._copy(style, numFmtId=str(self._number_format(decimals)), applyNumberFormat="1")
        return self._made[key]

    def sized(self, style: int, size: float) -> int:
        """The format with another font size."""
        key = (style, "size", size)
        if key not in self._made:
            font = deepcopy(self._fonts[int(self._formats[style].get("fontId", "0"))])
            spot = font.find(tag("sz"))
            if spot is not None:
                spot.set("val", f"{size:g}")
            self._fonts.append(font)
            self._fonts.set("count", str(len(self._fonts)))
            self._made[key] = self._copy(style, fontId=str(len(self._fonts) - 1), applyFont="1")
        return self._made[key]

    def _copy(self, style: int, **changes: str) -> int:
        made = deepcopy(self._formats[style])
        for name, value in changes.items():
            made.set(name, value)
        self._formats.append(made)
        self._formats.set("count", str(len(self._formats)))
        return len(self._formats) - 1

    def _number_format(self, decimals: int) -> int:
        builtin = {0: 1, 2: 2}
        if decimals in builtin:
            return builtin[decimals]
        formats = self._tree.find(tag("numFmts"))
        if formats is None:
            formats = etree.Element(tag("numFmts"))
            self._tree.insert(0, formats)
        known = [int(spot.get("numFmtId", "0")) for spot in formats]
        number = max([_FIRST_OWN_FORMAT - 1, *known]) + 1
        etree.SubElement(formats, tag("numFmt"), numFmtId=str(number), formatCode="0." + "0" * decimals)
        formats.set("count", str(len(formats)))
        return number

    def content(self) -> bytes:
        """The styles part as it stands now."""
        return etree.tostring(self._tree, xml_declaration=True, encoding="UTF-8", standalone=True)
