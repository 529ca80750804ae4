"""The fonts of this machine in the order of the papers; never a PDF with boxes for characters."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from jiangfang.core.problems import Refused
from jiangfang.documents.pdf.bundle import plain
from jiangfang.documents.pdf.coverage import coverage_of
from jiangfang.documents.pdf.fonts import BLOCK, FACES, FANG, HEI, SONG, chains_of, files_of, fonts
from jiangfang.documents.pdf.typesetting import shown, typeset
from tests.components import needs
from tests.documents.pdf.material import bound, bundle, part, pdf, texts

pytestmark = needs("cjk-font")
RARE = "堃喆玥䶮𬭎"


@dataclass(frozen=True)
class Listed:
    family: str
    path: str | None
    style: str = "normal"
    weight: int = 400
    index: int = 0


def here() -> dict[str, tuple[Path, int]]:
    return dict(fonts().files)


def whole() -> tuple[Path, int]:
    """A font file that has all of the block."""
    return here()[fonts().chains[SONG][-1]]


def latin() -> tuple[Path, int]:
    """One that has not."""
    return next(file for file in here().values() if coverage_of(*file).lacks(BLOCK) == len(BLOCK))


def test_every_chain_ends_in_a_font_with_all_of_the_block() -> None:
    assert set(fonts().chains) == set(FACES)
    for face, chain in fonts().chains.items():
        assert coverage_of(*here()[chain[-1]]).lacks(BLOCK) == 0, face


def test_the_right_faces_come_first_where_they_are() -> None:
    found = {"FangSong": latin(), "SimHei": latin(), "KaiTi_GB2312": latin(), "Noto Serif CJK SC": whole()}
    chains = chains_of(found)
    assert chains[FANG] == ("FangSong", "Noto Serif CJK SC")
    assert chains[HEI] == ("SimHei", "Noto Serif CJK SC")
    assert chains[SONG] == ("Noto Serif CJK SC",)


def test_a_rarer_font_stands_before_the_last_and_a_whole_one_without_a_known_name_is_found() -> None:
    chains = chains_of({"某公司宋体": whole(), "SimSun-ExtB": latin(), "FangSong": latin()})
    assert chains[FANG] == ("FangSong", "SimSun-ExtB", "某公司宋体")
    assert chains[SONG] == ("SimSun-ExtB", "某公司宋体")


@pytest.mark.parametrize("named", [(), ("DejaVu Sans",), ("SimSun", "FangSong")])
def test_without_a_chinese_font_nothing_is_made_and_it_is_said_what_to_install(named: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        chains_of({name: latin() for name in named})
    problem = refused.value.problems[0]
    assert problem.code == "no_chinese_font"
    assert "fonts-noto-cjk" in problem.message
    assert "Noto Serif CJK SC" in problem.message


def test_of_a_family_the_upright_and_regular_font_stands_for_it() -> None:
    listed = [
        Listed("甲", "/bold", weight=700),
        Listed("甲", "/regular"),
        Listed("甲", "/italic", style="italic"),
        Listed("乙", "/medium", weight=500, index=2),
        Listed("丙", None),
    ]
    assert files_of(listed) == {"甲": (Path("/regular"), 0), "乙": (Path("/medium"), 2)}


def test_rare_characters_are_embedded_with_glyphs_of_their_own() -> None:
    content, made = bound(bundle(part(pdf("P1"), f"{RARE}的证书", f"{RARE}.pdf"), name=f"示例{RARE}工作室"))
    assert made.missing == ()
    assert all(f"示例{RARE}工作室" in page for page in texts(content)[:1])
    reader = PdfReader(io.BytesIO(content))
    for leaf in reader.pages:
        assert no_glyph(leaf) == []
    embedded = [one for one in faces(reader) if "/FontFile2" in one or "/FontFile3" in one]
    assert len(embedded) == len(faces(reader)) > 0


def test_a_box_in_the_place_of_a_character_would_be_seen() -> None:
    lacking = plain(bundle(part(pdf("P1")), name="示例\U0001f9d1工作室"))
    reader = PdfReader(io.BytesIO(typeset("bundle", lacking, fonts())))
    assert no_glyph(reader.pages[0])


def no_glyph(leaf: object) -> list[bytes]:
    """Texts of a typeset page in which a character is .notdef: its fonts number glyphs by two bytes, 0 is none."""
    found = []
    for operands, operator in leaf.get_contents().operations:  # type: ignore[attr-defined]
        shown_here = operands[0] if operator == b"TJ" else operands[:1] if operator == b"Tj" else []
        for one in shown_here:
            raw = getattr(one, "original_bytes", b"")
            found += [raw for place in range(0, len(raw), 2) if raw[place : place + 2] == b"\0\0"]
    return found


def faces(reader: PdfReader) -> list[dict[str, object]]:
    """The descriptions of all fonts that the typeset pages use."""
    made = {}
    for leaf in (reader.pages[0], reader.pages[1], reader.pages[2]):
        held = leaf["/Resources"].get("/Font", {})  # type: ignore[attr-defined]
        for name in held:
            below = held[name]["/DescendantFonts"][0]
            made[below["/BaseFont"]] = below["/FontDescriptor"]
    return list(made.values())


def test_a_character_that_no_font_has_is_marked_and_told() -> None:
    lacking = "\U0001f9d1"
    assert fonts().missing(f"{RARE}{lacking}{lacking}") == [lacking]
    assert shown({"a": [f"示例{lacking}", 1, True]}, fonts()) == {"a": ["示例〓", 1, True]}
    content, made = bound(bundle(part(pdf("P1")), name=f"示例{lacking}工作室"))
    assert made.missing == (lacking,)
    cover = texts(content)[0]
    assert "示例〓工作室" in cover
    assert "U+1F9D1" in cover
