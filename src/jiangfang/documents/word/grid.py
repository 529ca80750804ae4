"""The tables of a Word document as rows of cells, and the letters of a cell with the elements that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from jiangfang.core.papers import Address

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Element = etree._Element

_WRAPPERS = {f"{{{W}}}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo")}
_SKIPPED = {f"{{{W}}}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "txbxContent", "rt")}
_SKIPPED.add(f"{{{MC}}}Fallback")
_SYMBOLS = {"F052": "☑", "F0FE": "☑", "F053": "☒", "F0FD": "☒", "F050": "√", "F0FC": "√", "F0A3": "□", "F0A8": "□"}
_SYMBOLS |= {"F06F": "□", "F071": "□", "F02A": "□", "F06E": "■"}


def tag(name: str) -> str:
    """A name of WordprocessingML with its namespace."""
    return f"{{{W}}}{name}"


T, TAB, BR, CR, SYM, P, R = (tag(name) for name in ("t", "tab", "br", "cr", "sym", "p", "r"))
TBL, TR, TC, HYPHEN = (tag(name) for name in ("tbl", "tr", "tc", "noBreakHyphen"))


def parse(content: bytes) -> Element:
    """The root of a part; no entities, no network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def below(element: Element, name: str) -> Iterator[Element]:
    """Children of that name, also through content controls and tracked insertions, but not through one another."""
    for child in element:
        if child.tag == name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from below(child, name)


def tables(document: Element) -> list[list[list[Element]]]:
    """The top-level tables of a document: tables of rows of cells."""
    body = document.find(tag("body"))
    found = below(body, TBL) if body is not None else iter(())
    return [[list(below(row, TC)) for row in below(table, TR)] for table in found]


def at(grid: list[list[list[Element]]], address: Address) -> Element | None:
    """The cell at an address, or None."""
    try:
        return grid[address.table][address.row][address.cell]
    except IndexError:
        return None


@dataclass(slots=True)
class Letter:
    """One character of a cell; holder: the ``w:t`` it stands in and where, None for tabs, breaks and symbols."""

    text: str
    holder: Element | None = None
    place: int = 0


def letters(cell: Element) -> list[Letter]:
    """The characters of a cell in reading order; paragraphs are parted by a line feed."""
    found: list[Letter] = []
    for number, paragraph in enumerate(_paragraphs(cell)):
        if number:
            found.append(Letter("\n"))
        _collect(paragraph, found)
    return found


def _paragraphs(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == P:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _paragraphs(child)


def _collect(element: Element, found: list[Letter]) -> None:
    for child in element:
        name = child.tag
        if name == T:
            found.extend(Letter(letter, child, place) for place, letter in enumerate(child.text or ""))
        elif name == TAB:
            found.append(Letter("\t"))
        elif name in (BR, CR):
            found.append(Letter("\n"))
        elif name == HYPHEN:
            found.append(Letter("-"))
        elif name == SYM:
            found.append(Letter(_SYMBOLS.get(str(child.get(tag("char"), "")).upper(), "�")))
        elif name not in _SKIPPED and not _unseen(child):
            _collect(child, found)


def _unseen(element: Element) -> bool:
    """True for a hidden run and for the grey prompt of a content control: nobody typed or sees them."""
    if element.tag == R:
        return _is_on(element, "vanish")
    return element.tag == tag("sdt") and element.find(f"{tag('sdtPr')}/{tag('showingPlcHdr')}") is not None


def _is_on(run: Element, name: str) -> bool:
    spot = run.find(f"{tag('rPr')}/{tag(name)}")
    return spot is not None and spot.get(tag("val"), "true") not in {"0", "false", "off", "none", "baseline"}


def oddity(cell: Element) -> str:
    """Why what is read of a cell may not be what a person sees in it, in words; "" when nothing speaks for it."""
    if has_text_box(cell):
        return "有文本框，框里的字没有读"
    if next(cell.iter(f"{{{MATH}}}oMath"), None) is not None:
        return "有公式，公式里的字没有读"
    runs = [run for run in cell.iter(R) if any((text.text or "").strip() for text in run.iter(T))]
    if any(_is_on(run, name) for run in runs for name in ("strike", "dstrike")):
        return "有划掉的字，划掉的也读了进来"
    if any(_is_on(run, "vertAlign") for run in runs):
        return "有上标或下标，当作普通字读了进来"
    text = text_of(cell)
    if "�" in text:
        return "有认不出的符号"
    pictured = next(cell.iter(tag("drawing"), tag("pict"), tag("object")), None) is not None
    return "只有图片，图片里的字没有读" if pictured and not text.strip() else ""


def text_of(cell: Element) -> str:
    """The text of a cell."""
    return "".join(letter.text for letter in letters(cell))


def goes_on_below(cell: Element) -> bool:
    """True for a cell that continues a vertical merge from above."""
    merge = cell.find(f"{tag('tcPr')}/{tag('vMerge')}")
    return merge is not None and merge.get(tag("val"), "continue") == "continue"


def has_text_box(cell: Element) -> bool:
    """True when a text box with words in it floats over the cell."""
    return any(text.text and text.text.strip() for box in cell.iter(tag("txbxContent")) for text in box.iter(T))


def label_of(text: str) -> str:
    """A label as it is compared: without white space, half-width brackets as full-width ones."""
    return "".join(text.split()).replace("(", "（").replace(")", "）").replace(":", "：")
