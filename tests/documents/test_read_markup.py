"""What Word and WPS wrap around typed text: revisions, content controls, links, fields, symbols, split runs."""

from collections.abc import Callable

import pytest
from lxml import etree

from tests.documents import edits
from tests.documents.edits import w
from tests.documents.samples import codes, filled, read_one

KAIFENG = "kaifeng-2024"
NAME = "示例创新工作室"
GIVEN = {"studio_name": NAME, "host_unit": "示例单位"}
Change = Callable[[edits.Element], None]


def first_run(root: edits.Element) -> edits.Element:
    """The run that holds the studio's name."""
    found = edits.cell(root, 1, 1, 2).find(f".//{w('r')}")
    assert found is not None
    return found


def wrapped(*names: str) -> Change:
    """The run inside these elements, the outermost first."""

    def deed(root: edits.Element) -> None:
        run = first_run(root)
        parent = run.getparent()
        assert parent is not None
        place = parent.index(run)
        holder = outer = etree.Element(w(names[0]))
        for name in names[1:]:
            holder = etree.SubElement(holder, w(name))
        holder.append(run)
        parent.insert(place, outer)

    return deed


def split(root: edits.Element) -> None:
    """Every letter in a run of its own, with proofing marks between, as Word saves it after corrections."""
    run = first_run(root)
    for letter in NAME:
        piece = etree.Element(w("r"))
        etree.SubElement(piece, w("t")).text = letter
        run.addprevious(piece)
        run.addprevious(etree.Element(w("proofErr")))
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def with_field(root: edits.Element) -> None:
    """A field whose result is the text; its instruction is not."""
    run = first_run(root)
    instruction = etree.Element(w("r"))
    etree.SubElement(instruction, w("instrText")).text = " MERGEFIELD 名称 "
    run.addprevious(instruction)


def with_deletion(root: edits.Element) -> None:
    """Tracked: 旧 deleted, the rest stays."""
    run = first_run(root)
    deleted = etree.Element(w("del"))
    etree.SubElement(etree.SubElement(deleted, w("r")), w("delText")).text = "旧名字"
    run.addprevious(deleted)
    moved = etree.Element(w("moveFrom"))
    etree.SubElement(etree.SubElement(moved, w("r")), w("t")).text = "搬走的字"
    run.addprevious(moved)


def with_empty_paragraphs(root: edits.Element) -> None:
    cell = edits.cell(root, 1, 1, 2)
    for _ in range(3):
        etree.SubElement(cell, w("p"))


def rows_in_a_control(root: edits.Element) -> None:
    """A content control around whole rows."""
    row = edits.row(root, 1, 1)
    table = row.getparent()
    assert table is not None
    place = table.index(row)
    outer = etree.Element(w("sdt"))
    etree.SubElement(outer, w("sdtContent")).append(row)
    table.insert(place, outer)


def inserted_row(root: edits.Element) -> None:
    """A row that was inserted with changes tracked."""
    row = edits.row(root, 1, 1)
    properties = row.find(w("trPr"))
    assert properties is not None
    etree.SubElement(properties, w("ins"))


CHANGES: dict[str, Change] = {
    "tracked insertion": wrapped("ins"),
    "content control": wrapped("sdt", "sdtContent"),
    "link": wrapped("hyperlink"),
    "smart tag": wrapped("smartTag"),
    "custom xml": wrapped("customXml"),
    "simple field": wrapped("fldSimple"),
    "all of them": wrapped("ins", "sdt", "sdtContent", "hyperlink"),
    "split runs": split,
    "field": with_field,
    "deletion": with_deletion,
    "empty paragraphs": with_empty_paragraphs,
    "rows in a control": rows_in_a_control,
    "inserted row": inserted_row,
}


@pytest.mark.parametrize("kind", CHANGES)
def test_the_text_is_read_and_nothing_else(kind: str) -> None:
    read = read_one(KAIFENG, edits.edited(filled(KAIFENG, GIVEN), CHANGES[kind]))
    assert read.values == GIVEN
    assert read.problems == ()


def test_a_line_break_a_tab_and_a_hard_hyphen_are_letters() -> None:
    def deed(root: edits.Element) -> None:
        run = first_run(root)
        for name, text in (("br", "第二行"), ("tab", "后"), ("noBreakHyphen", "末")):
            etree.SubElement(run, w(name))
            etree.SubElement(run, w("t")).text = text

    read = read_one(KAIFENG, edits.edited(filled(KAIFENG, GIVEN), deed))
    assert read.values["studio_name"] == f"{NAME}\n第二行\t后-末"


def test_a_symbol_of_a_font_is_never_dropped_in_silence() -> None:
    def deed(root: edits.Element) -> None:
        symbol = etree.SubElement(first_run(root), w("sym"))
        symbol.set(w("font"), "Wingdings")
        symbol.set(w("char"), "F04A")

    read = read_one(KAIFENG, edits.edited(filled(KAIFENG, GIVEN), deed))
    assert read.values["studio_name"] != NAME or codes(read)


@pytest.mark.parametrize("text", ["男、", "、男", "男、、女"])
def test_a_joint_without_a_part_is_not_dropped_in_silence(text: str) -> None:
    made = edits.edited(filled(KAIFENG, GIVEN), edits.typed(1, 10, 4, text))
    read = read_one(KAIFENG, made)
    assert read.values.get("leader_sex") == text or codes(read)
