"""Word and WPS refuse, or silently drop, properties in an order that the schema does not have (ECMA-376, 1, 17)."""

from itertools import pairwise

import pytest

from tests.documents import edits
from tests.documents.edits import w
from tests.documents.samples import SHIPPED_PAPERS, filled, folder_of, members, paper_of
from tests.documents.test_fill import full

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden "
    "ins del trPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark "
    "headers cellIns cellDel cellMerge tcPrChange",
    "tcBorders": "top left start bottom right end insideH insideV tl2br tr2bl",
    "tcMar": "top left start bottom right end",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "p": "pPr r",
}
FILES = [(*paper, state) for paper in SHIPPED_PAPERS for state in ("blank", "filled")]
FILES.append(("kaifeng-2024", "outline", "blank"))


def root(name: str, form: str, state: str) -> edits.Element:
    if state == "blank":
        return edits.root_of(folder_of(name).blank_bytes(paper_of(name, form)))
    return edits.root_of(filled(name, {**full(name), "members": members(30)}, form))


def local(element: edits.Element) -> str:
    return str(element.tag).rpartition("}")[2]


@pytest.mark.parametrize(("name", "form", "state"), FILES)
def test_properties_stand_in_the_order_of_the_schema(name: str, form: str, state: str) -> None:
    seen = set()
    for parent, order in ORDER.items():
        ranks = {child: place for place, child in enumerate(order.split())}
        for spot in root(name, form, state).iter(w(parent)):
            names = [local(child) for child in spot]
            seen.add(parent)
            unknown = [child for child in names if child not in ranks]
            assert unknown == [], f"{parent}: {names}"
            assert all(ranks[one] <= ranks[two] for one, two in pairwise(names)), f"{parent}: {names}"
    assert {"pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"} <= seen


@pytest.mark.parametrize(("name", "form", "state"), FILES)
def test_grids_are_fixed_and_no_document_grid_moves_lines(name: str, form: str, state: str) -> None:
    document = root(name, form, state)
    assert list(document.iter(w("docGrid"))) == []
    for table in document.iter(w("tbl")):
        layout = table.find(f"{w('tblPr')}/{w('tblLayout')}")
        assert layout is not None
        assert layout.get(w("type")) == "fixed"


@pytest.mark.parametrize(("name", "form", "state"), FILES)
def test_the_grid_adds_up_to_every_width(name: str, form: str, state: str) -> None:
    for table in root(name, form, state).iter(w("tbl")):
        grid = [int(str(column.get(w("w")))) for column in table.findall(f"{w('tblGrid')}/{w('gridCol')}")]
        width = table.find(f"{w('tblPr')}/{w('tblW')}")
        assert width is not None
        assert sum(grid) == int(str(width.get(w("w"))))
        for row in table.findall(w("tr")):
            start = 0
            for cell in row.findall(w("tc")):
                span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
                end = start + (int(str(span.get(w("val")))) if span is not None else 1)
                own = cell.find(f"{w('tcPr')}/{w('tcW')}")
                assert own is not None
                assert int(str(own.get(w("w")))) == sum(grid[start:end])
                start = end
            assert start == len(grid)


@pytest.mark.parametrize(("name", "form", "state"), FILES)
def test_a_cell_ends_in_a_paragraph_and_lines_have_an_exact_pitch(name: str, form: str, state: str) -> None:
    for cell in root(name, form, state).iter(w("tc")):
        assert local(cell[-1]) == "p"
        for paragraph in cell.findall(w("p")):
            spacing = paragraph.find(f"{w('pPr')}/{w('spacing')}")
            assert spacing is not None
            assert spacing.get(w("lineRule")) == "exact"
