"""A page of somebody's PDF as a drawing that is put into a frame on A4, whatever its size and however it is turned.

The page's own stream is taken as it lies packed in its file; what stands on it as annotations (seals, comments, filled
boxes) is drawn where it stands and is nothing but a drawing from then on.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NumberObject, PdfObject, StreamObject

from jiangfang.documents.pdf.objects import OUTSIDE, Taking, at, name_in, numbers, packed, raw, resolved
from jiangfang.documents.pdf.unpacking import unpacked

A4 = (595.2756, 841.8898)
_MM = 72 / 25.4
# Left, right, top, bottom of the frame in which a proof stands; the lines above and below it stand outside.
MARGINS = (11 * _MM, 11 * _MM, 16 * _MM, 15 * _MM)
# Something small is made at most so much larger.
_MOST = 2.0
_LYING = 1.05
# Bytes of a page that is drawn by several streams, unpacked, and of all such pages of a file.
MOST_DRAWN, MOST_UNPACKED = 64 * 1024 * 1024, 256 * 1024 * 1024
# Bytes that a page of ours takes beside what it shows, and a mark on it.
_LEAF, _MARK = 1_500, 80
_SMALLEST, _LARGEST = 1.0, 200_000.0
_FORM = b"/Type/XObject/Subtype/Form"
_OURS = frozenset({"/Length", "/Type", "/Subtype"}) | OUTSIDE
_HIDDEN = 0b100010
_NOT_SHOWN = frozenset({"/Popup", "/FileAttachment", "/Movie", "/Screen", "/3D", "/RichMedia", "/Sound", "/Link"})

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a page that is seen, and by how many degrees clockwise it is turned."""

    left: float
    bottom: float
    width: float
    height: float
    turned: int = 0

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height as it is seen."""
        return (self.height, self.width) if self.turned in (90, 270) else (self.width, self.height)

    @property
    def lies(self) -> bool:
        """Whether it is read across."""
        wide, high = self.shown
        return wide > high * _LYING


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as it was taken over: its form, those of its annotations each with where it is drawn."""

    box: Box
    form: int
    marks: tuple[tuple[Matrix, int], ...] = ()


def box_of(page: PageObject, turned: int = 0) -> Box:
    """What is seen of a page. turned: by how much more than it says itself."""
    media = _rectangle(at(page, "/MediaBox")) or (0.0, 0.0, *A4)
    crop = _rectangle(at(page, "/CropBox")) or media
    seen = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    left, bottom, right, top = seen if _sound(seen) else media
    own = at(page, "/Rotate")
    angle = int(own) // 90 * 90 if isinstance(own, NumberObject | FloatObject) else 0
    return Box(left, bottom, right - left, top - bottom, (angle + turned) % 360)


def _rectangle(value: PdfObject | None) -> tuple[float, float, float, float] | None:
    """Four numbers, the lower left corner first; None, where they make no page."""
    found = [float(one) for one in resolved(value) if isinstance(one, NumberObject | FloatObject)]
    if len(found) != 4 or not all(map(math.isfinite, found)):
        return None
    made = (min(found[0], found[2]), min(found[1], found[3]), max(found[0], found[2]), max(found[1], found[3]))
    return made if _sound(made) else None


def _sound(box: Sequence[float]) -> bool:
    return all(_SMALLEST <= side <= _LARGEST for side in (box[2] - box[0], box[3] - box[1]))


def take(page: PageObject, taking: Taking, turned: int = 0) -> Drawing:
    """A page as a drawing in the other file. Raises Overfull, ValueError for one that is none."""
    taking.add(_LEAF)
    box = box_of(page, turned)
    edges = numbers((box.left, box.bottom, box.left + box.width, box.bottom + box.height))
    group = taking.body(raw(page, "/Group")) if "/Group" in page else b""
    resources = taking.body(raw(page, "/Resources")) if "/Resources" in page else b"<<>>"
    entries, data = _content(at(page, "/Contents"), taking)
    more = b"/BBox[%b]/Resources %b%b%b" % (edges, resources, b"/Group " + group if group else b"", entries)
    return Drawing(box, taking.form(_FORM + more, data), tuple(_marks(page, taking)))


def _content(value: PdfObject | None, taking: Taking) -> tuple[bytes, bytes]:
    """What a page draws: one stream as it is packed, several as one. Raises ValueError for what is none."""
    if isinstance(value, StreamObject):
        return taking.entries(value, _OURS), packed(value)
    parts = list(resolved(value))
    if not (value is None or isinstance(value, ArrayObject)) or not all(isinstance(one, StreamObject) for one in parts):
        raise ValueError("a page whose content is none")
    return b"/Filter/FlateDecode", _joined([one for one in parts if isinstance(one, StreamObject)], taking)


def _joined(parts: Sequence[StreamObject], taking: Taking) -> bytes:
    """Several streams as one, packed; one at a time is held. Raises ValueError for what is too long."""
    left, packer, made = min(MOST_DRAWN, MOST_UNPACKED - taking.unpacked), zlib.compressobj(), bytearray()
    for part in parts:
        data = unpacked(part, max(left, 0))
        left -= len(data) + 1
        taking.unpacked += len(packed(part)) + len(data) + 1
        made += packer.compress(data) + packer.compress(b"\n")
    return bytes(made) + packer.flush()


def _marks(page: PageObject, taking: Taking) -> Iterator[tuple[Matrix, int]]:
    """The annotations that are seen, each as a form and where it stands on the page."""
    for one in resolved(at(page, "/Annots")):
        seen = isinstance(one, DictionaryObject) and _appearance(one)
        where = _rectangle(at(one, "/Rect")) if isinstance(one, DictionaryObject) else None
        if not isinstance(seen, StreamObject) or where is None:
            continue
        box = _rectangle(at(seen, "/BBox"))
        fitted = box and _fitted(box, _matrix(at(seen, "/Matrix")), where)
        if fitted:
            taking.add(_MARK)
            yield fitted, taking.form(_FORM + taking.entries(seen, _OURS), packed(seen))


def _appearance(annotation: DictionaryObject) -> PdfObject | None:
    """What an annotation looks like; None for one that is not seen."""
    flags = at(annotation, "/F")
    hidden = isinstance(flags, NumberObject) and int(flags) & _HIDDEN
    if hidden or name_in(annotation, "/Subtype") in _NOT_SHOWN:
        return None
    looks = at(annotation, "/AP")
    usual = at(looks, "/N") if isinstance(looks, DictionaryObject) else None
    if isinstance(usual, DictionaryObject) and not isinstance(usual, StreamObject):
        state = name_in(annotation, "/AS")
        return at(usual, state) if state else None
    return usual


def _matrix(value: PdfObject | None) -> Matrix:
    found = tuple(float(one) for one in resolved(value) if isinstance(one, NumberObject | FloatObject))
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else (1, 0, 0, 1, 0, 0)


def _fitted(box: Sequence[float], own: Matrix, where: Sequence[float]) -> Matrix | None:
    """How an appearance is laid into its rectangle, as the standard reckons it (ISO 32000, 12.5.5)."""
    corners = [_moved(own, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, bottom = min(x for x, _ in corners), min(y for _, y in corners)
    wide, high = max(x for x, _ in corners) - left, max(y for _, y in corners) - bottom
    if wide < 1e-6 or high < 1e-6:
        return None
    across, up = (where[2] - where[0]) / wide, (where[3] - where[1]) / high
    return across, 0, 0, up, where[0] - left * across, where[1] - bottom * up


def _moved(by: Matrix, x: float, y: float) -> tuple[float, float]:
    return by[0] * x + by[2] * y + by[4], by[1] * x + by[3] * y + by[5]


def placed(box: Box) -> Matrix:
    """How a page is turned, scaled and moved into the middle of the frame of an A4 page, which lies where it does."""
    wide, high = (A4[1], A4[0]) if box.lies else A4
    room = wide - MARGINS[0] - MARGINS[1], high - MARGINS[2] - MARGINS[3]
    scale = min(room[0] / box.shown[0], room[1] / box.shown[1], _MOST)
    across = MARGINS[0] + (room[0] - box.shown[0] * scale) / 2
    up = MARGINS[3] + (room[1] - box.shown[1] * scale) / 2
    a, b, c, d, e, f = _upright(box)
    return a * scale, b * scale, c * scale, d * scale, e * scale + across, f * scale + up


def _upright(box: Box) -> Matrix:
    """Turned clockwise, with the lower left corner at the origin."""
    left, bottom, right, top = box.left, box.bottom, box.left + box.width, box.bottom + box.height
    turns: dict[int, Matrix] = {
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }
    return turns.get(box.turned, (1, 0, 0, 1, -left, -bottom))


def drawn(drawing: Drawing) -> tuple[bytes, bytes]:
    """What is drawn on the A4 page, and the forms that it names as they stand among the page's resources."""
    box = drawing.box
    edges = numbers((box.left, box.bottom, box.width, box.height))
    steps = [b"q %b cm %b re W n /JF0 Do" % (numbers(placed(box)), edges)]
    steps += [b"q %b cm /JF%d Do Q" % (numbers(one), place) for place, (one, _) in enumerate(drawing.marks, 1)]
    forms = [drawing.form, *(form for _, form in drawing.marks)]
    named = b"".join(b"/JF%d %d 0 R" % (place, form) for place, form in enumerate(forms))
    return b"\n".join([*steps, b"Q"]), named
