"""What people do to a form: type over a cell, delete a cover, add a row, put two forms into one file."""

import io
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"
Element = etree._Element


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return f"{{{W}}}{name}"


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def root_of(content: bytes) -> Element:
    """The root of the main part."""
    return etree.fromstring(parts_of(content)[MAIN])


def edited(content: bytes, *deeds: Callable[[Element], None]) -> bytes:
    """The file after these deeds."""
    parts = parts_of(content)
    root = etree.fromstring(parts[MAIN])
    for deed in deeds:
        deed(root)
    return packed({**parts, MAIN: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def tables(root: Element) -> list[Element]:
    """The tables of the body."""
    return root.findall(f"{w('body')}/{w('tbl')}")


def row(root: Element, table: int, number: int) -> Element:
    """A row, counted from 1."""
    return tables(root)[table - 1].findall(w("tr"))[number - 1]


def cell(root: Element, table: int, number: int, place: int) -> Element:
    """A cell, counted from 1."""
    return row(root, table, number).findall(w("tc"))[place - 1]


def text_of(element: Element) -> str:
    """All letters of an element."""
    return "".join(spot.text or "" for spot in element.iter(w("t")))


def typed(table: int, number: int, place: int, text: str) -> Callable[[Element], None]:
    """Somebody types over a whole cell."""

    def deed(root: Element) -> None:
        spot = cell(root, table, number, place)
        first, *others = spot.findall(w("p"))
        for other in others:
            spot.remove(other)
        for run in first.findall(w("r")):
            first.remove(run)
        run = etree.SubElement(first, w("r"))
        etree.SubElement(run, w("t")).text = text

    return deed


def without_table(number: int) -> Callable[[Element], None]:
    """Somebody deletes a table, the cover for example."""

    def deed(root: Element) -> None:
        spot = tables(root)[number - 1]
        parent = spot.getparent()
        assert parent is not None
        parent.remove(spot)

    return deed


def without_rows(table: int, *numbers: int) -> Callable[[Element], None]:
    """Somebody deletes rows."""

    def deed(root: Element) -> None:
        for spot in [row(root, table, number) for number in numbers]:
            tables(root)[table - 1].remove(spot)

    return deed


def row_again(table: int, number: int) -> Callable[[Element], None]:
    """Somebody inserts an empty row behind a row that is empty itself."""

    def deed(root: Element) -> None:
        spot = row(root, table, number)
        copy = deepcopy(spot)
        for run in list(copy.iter(w("r"))):
            parent = run.getparent()
            assert parent is not None
            parent.remove(run)
        spot.addnext(copy)

    return deed


def both(first: bytes, second: bytes) -> bytes:
    """Two forms in one file, one behind the other."""
    body = root_of(second).find(w("body"))
    assert body is not None

    def deed(root: Element) -> None:
        own = root.find(w("body"))
        assert own is not None
        for spot in body:
            if spot.tag != w("sectPr"):
                own.insert(len(own) - 1, deepcopy(spot))

    return edited(first, deed)


def cells(root: Element) -> Iterator[tuple[tuple[int, int, int], Element]]:
    """Every cell with its place, counted from 0."""
    for number, table in enumerate(tables(root)):
        for line, spot in enumerate(table.findall(w("tr"))):
            for place, found in enumerate(spot.findall(w("tc"))):
                yield (number, line, place), found
