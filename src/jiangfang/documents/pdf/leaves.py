"""The pages of a volume in their order: typeset ones, and between them those of the proofs under their strips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from jiangfang.documents.pdf.bundle import Bundle
from jiangfang.documents.pdf.objects import Same, Writing, at, numbers, raw, resolved, text
from jiangfang.documents.pdf.placing import A4, Drawing, drawn, take

_SCHEME = "bundle:"
_LINK = b"<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect %b/Dest[%d 0 R/Fit]>>"

Part: TypeAlias = int
Number: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Layout:
    """What typst reckoned. pages: how many there are; front: how many of them it set itself, its own first ones.

    contents, chapters, parts: on which page each begins. strips: at which of its own pages stands the strip of a part,
    for pages that are read upright and across; feet: what is below all of these; digits: likewise. wide: a digit.
    """

    pages: int
    front: int
    contents: Number
    chapters: Mapping[int, Number]
    parts: Mapping[Part, Number]
    strips: Mapping[tuple[Part, bool], Number]
    feet: Mapping[bool, Number]
    digits: tuple[Number, ...]
    wide: float


def layout_of(said: Mapping[str, Any], marks: Iterable[Sequence[Any]]) -> Layout:
    """From what was set and its marks: what each is, and on which of typst's own pages it stands."""
    found: dict[str, dict[tuple[Any, ...], int]] = {}
    for (kind, *what), page in marks:
        found.setdefault(kind, {})[tuple(what)] = page
    parts = [part for chapter in said["chapters"] for part in chapter["parts"]]
    front = found["end"][(0,)] - 1
    return Layout(
        pages=front + said["pages"],
        front=front,
        contents=found["contents"][(0,)],
        chapters={
            place: found["chapter"][(place,)] + chapter["before"] for place, chapter in enumerate(said["chapters"])
        },
        parts={part["id"]: found["part"][(part["id"],)] + part["before"] for part in parts},
        strips={(what[0], what[1]): page for what, page in found.get("strip", {}).items()},
        feet={lying: found["foot"][(lying,)] for lying in (False, True)},
        digits=tuple(found["digit"][(digit,)] for digit in range(10)),
        wide=float(next(iter(found["wide"]))[0]),
    )


class Leaves:
    """Lays the pages; ``into`` has the numbers of the paper's own objects reserved."""

    def __init__(self, reader: PdfReader, paper: bytes, layout: Layout, into: Writing) -> None:
        self._paper, self._layout, self._into = paper, layout, into
        self._places: Mapping[int, int] = reader.xref[0]
        self._pages: list[PageObject] = list(reader.pages)
        self._taking = Same(into)
        self._forms: dict[Number, int] = {}
        root = reader.root_object
        self._tree = into.new()
        # What is written anew or is not wanted: pages, what leads to them, what a file says of itself.
        ours = [raw(reader.trailer, "/Root"), raw(reader.trailer, "/Info"), raw(root, "/Pages"), raw(root, "/Metadata")]
        self._done = {one.idnum for one in [*ours, *self._references()] if isinstance(one, IndirectObject)}

    def _references(self) -> Iterable[IndirectObject | None]:
        return (page.indirect_reference for page in self._pages)

    def lay(self, drawings: Mapping[Part, Sequence[Drawing]]) -> list[int]:
        """All pages; the number of the object of each."""
        layout = self._layout
        there = {
            layout.parts[part] + place: (part, one) for part, some in drawings.items() for place, one in enumerate(some)
        }
        own = iter(self._pages[: layout.front])
        pages = [self._into.new() for _ in range(layout.pages)]
        for number, spot in enumerate(pages, start=1):
            body = self._proof(number, *there[number]) if number in there else self._own(next(own), pages)
            self._into.put(spot, b"<</Type/Page/Parent %d 0 R%b>>" % (self._tree, body))
        if next(own, None) is not None:
            raise ValueError("the typeset pages and the proofs do not make the pages that were reckoned")
        kids = b" ".join(b"%d 0 R" % one for one in pages)
        self._into.put(self._tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), kids))
        return pages

    @property
    def tree(self) -> bytes:
        """Where all pages hang."""
        return b"/Pages %d 0 R" % self._tree

    def _own(self, page: PageObject, pages: Sequence[int]) -> bytes:
        """A typeset page; what it calls a link to ``bundle:part-3`` leads to the page on which that begins."""
        links = []
        held = at(page, "/Annots")
        for told in resolved(held):
            action = at(told, "/A") if isinstance(told, DictionaryObject) else None
            if not isinstance(told, DictionaryObject) or not isinstance(action, DictionaryObject):
                continue
            number = self._number_of(str(at(action, "/URI")))
            links.append(_LINK % (self._taking.body(raw(told, "/Rect")), pages[number - 1]))
        inner = list.__iter__(held) if isinstance(held, ArrayObject) else ()
        self._done.update(one.idnum for one in inner if isinstance(one, IndirectObject))
        rest = self._taking.entries(page, {"/Annots", "/Parent", "/Type"})
        return rest + (b"/Annots[%b]" % b" ".join(links) if links else b"")

    def _number_of(self, link: str) -> Number:
        kind, _, place = link.removeprefix(_SCHEME).partition("-")
        return {"chapter": self._layout.chapters, "part": self._layout.parts}[kind][int(place)]

    def _proof(self, number: Number, part: Part, drawing: Drawing) -> bytes:
        """A page of a proof: its drawing, what is above and below, its running number in the room left for it."""
        lies = drawing.box.lies
        wide, high = (A4[1], A4[0]) if lies else A4
        ground, forms = drawn(drawing)
        said, room = str(number), len(str(self._layout.pages))
        begin = (room - len(said)) / 2 * self._layout.wide + wide - A4[0]
        steps = [ground, b"/S Do /F Do"]
        steps += [
            b"q %b cm /D%b Do Q" % (numbers((1, 0, 0, 1, begin + place * self._layout.wide, 0)), digit.encode())
            for place, digit in enumerate(said)
        ]
        strip, foot = self._form(self._layout.strips[part, lies]), self._form(self._layout.feet[lies])
        digits = b"".join(
            b"/D%d %d 0 R" % (one, self._form(self._layout.digits[one])) for one in sorted(set(map(int, said)))
        )
        lines = self._into.add_stream(b"", b"\n".join(steps))
        page = b"/MediaBox[0 0 %b]/Resources<</XObject<<%b/S %d 0 R/F %d 0 R%b>>>>/Contents %d 0 R"
        return page % (numbers((wide, high)), forms, strip, foot, digits, lines)

    def _form(self, page: Number) -> int:
        """One of typst's own pages as a drawing."""
        if page not in self._forms:
            self._forms[page] = take(self._pages[page - 1], self._taking).form
        return self._forms[page]

    def outline(self, pages: Sequence[int], bundle: Bundle) -> bytes:
        """The bookmarks: cover, contents, each chapter with its proofs."""
        layout, part = self._layout, 0
        marks: list[tuple[str, Number, list[tuple[str, Number]]]] = [("封面", 1, []), ("目录", layout.contents, [])]
        for place, chapter in enumerate(bundle.chapters):
            below = [
                (f"{one.title} {one.name}".strip(), layout.parts[part + number])
                for number, one in enumerate(chapter.parts)
            ]
            part += len(below)
            marks.append((f"{chapter.number} {chapter.name}".strip(), layout.chapters[place], below))
        top = self._into.new()
        own = [self._into.new() for _ in marks]
        for place, (title, number, below) in enumerate(marks):
            inner = [self._into.new() for _ in below]
            for spot, (said, there) in enumerate(below):
                self._into.put(inner[spot], _mark(said, pages[there - 1], own[place], inner, spot))
            ends = b"/First %d 0 R/Last %d 0 R/Count %d" % (inner[0], inner[-1], -len(inner)) if inner else b""
            self._into.put(own[place], _mark(title, pages[number - 1], top, own, place, ends))
        self._into.put(top, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (own[0], own[-1], len(own)))
        return b"/Outlines %d 0 R" % top

    def finish(self) -> None:
        """The rest of the paper as it stands there: what its pages lead to, under its own numbers."""
        places = sorted((place, number) for number, place in self._places.items())
        ends = [*(place for place, _ in places[1:]), self._paper.rindex(b"xref\n", 0, self._paper.rindex(b"startxref"))]
        for (place, number), end in zip(places, ends, strict=True):
            if number not in self._done:
                self._into.copy(number, self._paper[place:end])


def _mark(title: str, page: int, above: int, row: Sequence[int], place: int, more: bytes = b"") -> bytes:
    """A bookmark between its neighbours."""
    before = b"/Prev %d 0 R" % row[place - 1] if place else b""
    behind = b"/Next %d 0 R" % row[place + 1] if place + 1 < len(row) else b""
    return b"<</Title%b/Parent %d 0 R/Dest[%d 0 R/Fit]%b%b%b>>" % (text(title), above, page, before, behind, more)
