"""A page of any size, turned any way, with anything on it: what draws comes along, what acts does not."""

import io
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from jiangfang.documents.pdf.bundle import Part
from tests.components import needs
from tests.documents.pdf.material import (
    bound,
    bundle,
    contents,
    mark,
    objects,
    packed_pdf,
    page,
    part,
    pdf,
    saved,
    sizes,
    source,
    texts,
)

pytestmark = needs("cjk-font")
UPRIGHT, LYING = (595, 842), (842, 595)
FOOT = "KF-2024-001示例焊接创新工作室第{}页共{}页"


@pytest.mark.parametrize("own", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_turned_as_it_says_and_as_it_was_turned(own: int, turned: int) -> None:
    """Black in the corner at the upper left of what the page itself draws, found again where it has to be."""
    writer = PdfWriter()
    page(writer, "P1", (0, 0, 400, 800), turned=own, extra=b"0 0 0 rg 0 700 100 100 re f")
    content, _ = bound(bundle(part(saved(writer), turned=turned)))
    angle = (own + turned) % 360
    across = {0: False, 90: True, 180: True, 270: False}[angle]
    below = {0: False, 90: False, 180: True, 270: True}[angle]
    assert sizes(content)[3] == (LYING if angle in (90, 270) else UPRIGHT)
    assert black_corner(content, 3) == (across, below)


def black_corner(content: bytes, place: int) -> tuple[bool, bool]:
    """Whether the black square stands in the right half, in the lower half."""
    document = pypdfium2.PdfDocument(content)
    drawn = document[place].render(scale=1).to_pil().convert("L").point(lambda value: 255 * (value < 60))
    document.close()
    wide, high = drawn.size
    halves = [drawn.crop((0, 0, wide // 2, high)), drawn.crop((wide // 2, 0, wide, high))]
    rows = [drawn.crop((0, 0, wide, high // 2)), drawn.crop((0, high // 2, wide, high))]
    return dark(halves[1]) > dark(halves[0]), dark(rows[1]) > dark(rows[0])


def dark(image: Image.Image) -> int:
    return image.histogram()[255]


@pytest.mark.parametrize(
    ("box", "size"),
    [
        ((0, 0, 595, 842), UPRIGHT),
        ((0, 0, 1684, 1191), LYING),
        ((-300, -500, -100, -200), UPRIGHT),
        ((10_000, 20_000, 12_384, 23_370), UPRIGHT),
        ((0, 0, 14_400, 14_400), UPRIGHT),
        ((0, 0, 60, 40), LYING),
        ((595, 842, 0, 0), UPRIGHT),
    ],
)
def test_a_page_of_any_size_stands_on_a4(box: tuple[int, int, int, int], size: tuple[int, int]) -> None:
    content, _ = bound(
        bundle(part(pdf("P1", box=(min(box[0], box[2]), min(box[1], box[3]), *map(max, box[:2], box[2:])))))
    )
    assert sizes(content)[3] == size
    assert "P1" in texts(content)[3]


@pytest.mark.parametrize(
    "box",
    [[0, 0, 0, 0], [0, 0, "a", 5], [1], [0, 0, 1e30, 5], [5, 5, 5.5, 900]],
    ids=["none", "text", "one", "huge", "thin"],
)
def test_a_page_with_a_box_that_is_none_is_a4(box: list[Any]) -> None:
    writer = PdfWriter()
    made = page(writer, "P1")
    made[NameObject("/MediaBox")] = ArrayObject(
        TextStringObject(one)
        if isinstance(one, str)
        else NumberObject(one)
        if isinstance(one, int)
        else TextStringObject("")
        for one in box
    )
    content, _ = bound(bundle(part(saved(writer))))
    assert sizes(content)[3] == UPRIGHT
    assert "P1" in texts(content)[3]


def test_what_a_crop_box_hides_stays_hidden() -> None:
    writer = PdfWriter()
    made = page(writer, "SEEN", (0, 0, 600, 600), extra=b"0 1 0 rg 0 0 100 100 re f")
    made[NameObject("/CropBox")] = ArrayObject(NumberObject(one) for one in (150, 150, 450, 450))
    content, _ = bound(bundle(part(saved(writer))))
    assert "SEEN" in texts(content)[3]
    assert colours(content, 3) <= {(0, 0, 0), (255, 255, 255)}


def colours(content: bytes, place: int) -> set[tuple[int, int, int]]:
    """Which of black, white and green stand on a page."""
    document = pypdfium2.PdfDocument(content)
    drawn = document[place].render(scale=1).to_pil().convert("RGB")
    document.close()
    found = {colour for _, colour in drawn.getcolors(1_000_000)}
    return found & {(0, 0, 0), (255, 255, 255), (0, 255, 0)}


def test_a_page_whose_stream_is_cut_into_several_is_whole() -> None:
    writer = PdfWriter()
    made = page(writer, "CUTAPART", cut=4)
    assert len(made["/Contents"]) == 4
    content, _ = bound(bundle(part(saved(writer))))
    assert "CUTAPART" in texts(content)[3]


def test_a_file_whose_objects_lie_packed_together_is_bound() -> None:
    content = packed_pdf("PACKED")
    assert len(PdfReader(io.BytesIO(content)).xref_objStm) == 4
    found = source(content)
    assert found.strict
    assert "PACKED" in texts(bound(bundle(Part("甲", "乙", found)))[0])[3]


def test_a_stream_that_leaves_its_state_open_moves_nothing_of_ours() -> None:
    writer = PdfWriter()
    page(writer, "P1", extra=b"q 5 0 0 5 300 300 cm q q 0 1 0 rg")
    page(writer, "P2", extra=b"Q Q Q")
    content, _ = bound(bundle(part(saved(writer))))
    found = texts(content)
    assert all(FOOT.format(place, 5) in found[place - 1] for place in (4, 5))
    assert "P2" in found[4]


def test_a_page_without_content_and_one_without_resources_are_pages() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    bare = writer.add_blank_page(595, 842)
    bare[NameObject("/Contents")] = contents(writer, b"0 0 1 rg 50 50 20 20 re f")
    del bare[NameObject("/Resources")]
    content, _ = bound(bundle(part(saved(writer))))
    assert len(texts(content)) == 5


# What stands on a page and what hangs on a file


def test_seals_and_filled_boxes_stay_and_what_is_hidden_stays_hidden() -> None:
    writer = PdfWriter()
    made = page(writer, "P1")
    stamp = mark(writer, "/Stamp", (100, 700, 250, 730), b"SEAL")
    field = mark(writer, "/Widget", (100, 600, 250, 630), b"FILLED")
    hidden = mark(writer, "/Stamp", (100, 500, 250, 530), b"HIDDEN", F=NumberObject(2))
    attached = mark(writer, "/FileAttachment", (100, 400, 250, 430), b"CLIP")
    thin = mark(writer, "/Stamp", (100, 300, 100, 300), b"THIN")
    made[NameObject("/Annots")] = ArrayObject([stamp, field, hidden, attached, thin])
    content, _ = bound(bundle(part(saved(writer))))
    said = texts(content)[3]
    assert "SEAL" in said
    assert "FILLED" in said
    assert [word for word in ("HIDDEN", "CLIP", "THIN") if word in said] == []


def test_of_a_box_with_two_looks_the_one_that_is_chosen_is_drawn() -> None:
    writer = PdfWriter()
    made = page(writer, "P1")
    box = mark(writer, "/Widget", (100, 600, 250, 630), b"YES", AS=NameObject("/On"))
    other = mark(writer, "/Widget", (100, 600, 250, 630), b"NO")
    looks = DictionaryObject({NameObject("/On"): looks_of(box), NameObject("/Off"): looks_of(other)})
    box[NameObject("/AP")] = DictionaryObject({NameObject("/N"): looks})
    made[NameObject("/Annots")] = ArrayObject([box])
    content, _ = bound(bundle(part(saved(writer))))
    assert "YES" in texts(content)[3]
    assert "NO" not in texts(content)[3]


def looks_of(annotation: DictionaryObject) -> Any:
    held = annotation["/AP"]
    assert isinstance(held, DictionaryObject)
    return held.raw_get("/N")


def armed() -> bytes:
    """A PDF with everything that does something, leads somewhere or carries something."""
    writer = PdfWriter()
    made = page(writer, "P1")
    writer.add_attachment("secret.exe", b"MZ attached bytes")
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("this.x()")}
    )
    uri = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("http://x.example")}
    )
    launch = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    made[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    link = mark(writer, "/Link", (0, 0, 500, 500), A=uri)
    button = mark(
        writer, "/Widget", (10, 10, 90, 40), b"PRESS", A=launch, AA=DictionaryObject({NameObject("/E"): action})
    )
    made[NameObject("/Annots")] = ArrayObject([link, button])
    made["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/Odd"): writer._add_object(action)})
    writer._root_object[NameObject("/OpenAction")] = launch
    return saved(writer)


def test_nothing_that_acts_leads_out_or_is_carried_comes_along() -> None:
    given = armed()
    assert all(word in given for word in (b"/JavaScript", b"/Launch", b"/URI", b"secret"))
    content, _ = bound(bundle(part(given)))
    said = texts(content)[3]
    assert "P1" in said
    assert "PRESS" in said
    for word in (
        b"/JavaScript",
        b"/JS",
        b"/Launch",
        b"/URI",
        b"/AA",
        b"/OpenAction",
        b"/EmbeddedFile",
        b"secret",
        b"/A ",
    ):
        assert word not in content, word
    dictionaries = [one for one in objects(content) if isinstance(one, dict)]
    assert [one for one in dictionaries if one.get("/Type") == "/Annot" and one.get("/Subtype") != "/Link"] == []


def test_a_form_that_has_its_bytes_outside_of_the_file_brings_none() -> None:
    writer = PdfWriter()
    made = page(writer, "P1", extra=b"/X Do")
    held = contents(writer, b"0 0 10 10 re f").get_object()
    held[NameObject("/Type")], held[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    held[NameObject("/F")] = TextStringObject("/etc/passwd")
    held[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Maker"): TextStringObject("PRIVATE")})
    made["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): held.indirect_reference})
    content, _ = bound(bundle(part(saved(writer))))
    assert b"passwd" not in content
    assert b"/PieceInfo" not in content


def test_a_layer_that_is_switched_off_stays_off() -> None:
    writer = PdfWriter()
    made = page(
        writer, "P1", extra=b"/OC /Off BDC 0 0 0 rg 0 0 300 300 re f EMC /OC /On BDC 0 0 0 rg 500 700 50 50 re f EMC"
    )
    named = {
        name: writer._add_object(
            DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject(name)})
        )
        for name in ("Off", "On")
    }
    made["/Resources"][NameObject("/Properties")] = DictionaryObject(
        {NameObject(f"/{name}"): one for name, one in named.items()}
    )
    usual = DictionaryObject({NameObject("/OFF"): ArrayObject([named["Off"]])})
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject(named.values()), NameObject("/D"): usual}
    )
    content, _ = bound(bundle(part(saved(writer))))
    assert black_corner(content, 3) == (True, False)
