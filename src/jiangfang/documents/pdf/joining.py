"""A volume of proofs as one PDF: cover, contents, a leaf before every chapter, the proofs on A4 with running numbers.

typst sets everything but the proofs, reckons all page numbers, and sets the digits by which the pages of the proofs get
theirs: these pages are the other files' own, put between the typeset ones.
"""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from jiangfang.documents.pdf.bundle import Broken, Bundle, Source, Unreadable, plain
from jiangfang.documents.pdf.fonts import Fonts
from jiangfang.documents.pdf.leaves import Leaves, layout_of
from jiangfang.documents.pdf.objects import Overfull, Taking, Writing, at, name_in, read, text
from jiangfang.documents.pdf.placing import Drawing, take
from jiangfang.documents.pdf.typesetting import asked, shown

Told = Callable[[int, int], None]
_CATALOGUE = b"/Type/Catalog/PageMode/UseOutlines/ViewerPreferences<</DisplayDocTitle true>>/Lang(zh-CN)"
# What a source may add: so many times its size and a little, and of what is spare for all of a volume as much as is
# there. What somebody saved adds its own size or a little more; what was made to, hundreds of times.
TIMES, ALWAYS = 4, 1024 * 1024
SPARE, SPARE_EACH = 512 * 1024 * 1024, 64 * 1024 * 1024
TOO_MUCH = "这份文件展开以后太大，没有装订进来"
_MARKS = "query(metadata).map(one => (one.value, one.location().page()))"


def _untold(done: int, total: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of it. missing: characters that no font has."""

    pages: int
    missing: tuple[str, ...] = ()


def bind(bundle: Bundle, out: BinaryIO, fonts: Fonts, *, seed: str, told: Told = _untold) -> Bound:
    """The volume as a PDF. seed: equal for equal input, which then gives equal bytes; told: done and all of the parts.

    One source at a time is held in memory. Raises Broken for those that break while they are read: what was written
    until then is to be thrown away.
    """
    said = plain(bundle)
    missing = tuple(fonts.missing("".join(_letters(said))))
    if missing:
        said["notes"] = [*said["notes"], _lacking(missing)]
    paper, marks = asked("bundle", shown(said, fonts), fonts, _MARKS)
    into, reader = Writing(out), read(io.BytesIO(paper))
    into.reserve(len(reader.xref[0]))
    drawings, layers = _taken(bundle, into, told)
    leaves = Leaves(reader, paper, layout_of(said, marks), into)
    pages = leaves.lay(drawings)
    beside = leaves.tree + leaves.outline(pages, bundle)
    catalogue = into.add(b"<<%b%b%b>>" % (_CATALOGUE, layers.entries, beside))
    title = text(f"{bundle.title}　{bundle.name}")
    info = into.add(b"<</Title%b/Author%b/Creator%b>>" % (title, text(bundle.author), text("匠坊")))
    leaves.finish()
    into.end(catalogue, info, seed)
    return Bound(len(pages), missing)


def bind_mended(
    bundle: Bundle, out: BinaryIO, fonts: Fonts, mend: Callable[[Source], Source | str], *, seed: str, told: Told
) -> Bound:
    """The same; ``mend`` gives another source for one that breaks, in the end a sentence that is said in its place."""
    begin = out.tell()
    while True:
        try:
            return bind(bundle, out, fonts, seed=seed, told=told)
        except Broken as broken:
            out.seek(begin)
            out.truncate()
            for source, said in broken.found:
                other = said or mend(source)
                if isinstance(other, str):
                    bundle = bundle.instead(source, None, other)
                else:
                    bundle = bundle.instead(source, other)


def _lacking(missing: Sequence[str]) -> str:
    marks = "、".join(f"U+{ord(letter):04X}" for letter in missing[:20])
    return f"有 {len(missing)} 个字这台电脑的字体里没有，印成了〓：{marks}"


def _letters(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said.replace("\n", "")
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _letters(value)
    elif isinstance(said, Sequence):
        for value in said:
            yield from _letters(value)


class _Layers:
    """Layers of the sources, and those of them that are switched off."""

    def __init__(self) -> None:
        self._all: list[int] = []
        self._off: list[int] = []

    def add(self, reader: PdfReader, taking: Taking) -> None:
        """Those that something which was taken over belongs to."""
        held = at(reader.root_object, "/OCProperties")
        usual = at(held, "/D") if isinstance(held, DictionaryObject) else None
        if not isinstance(held, DictionaryObject) or not isinstance(usual, DictionaryObject):
            return
        known = list(_known(at(held, "/OCGs"), taking))
        on, off = (set(_known(at(usual, key), taking)) for key in ("/ON", "/OFF"))
        closed = name_in(usual, "/BaseState") == "/OFF"
        self._all += known
        self._off += [one for one in known if one in off or (closed and one not in on)]

    @property
    def entries(self) -> bytes:
        """As the catalogue has them."""
        if not self._all:
            return b""
        every, off = (b" ".join(b"%d 0 R" % one for one in ids) for ids in (self._all, self._off))
        return b"/OCProperties<</OCGs[%b]/D<</OFF[%b]/Order[]>>>>" % (every, off)


def _known(values: object, taking: Taking) -> Iterator[int]:
    """The numbers of those that were taken over."""
    for one in values if isinstance(values, ArrayObject) else ():
        number = taking.knows(one) if isinstance(one, IndirectObject) else None
        if number is not None:
            yield number


def _taken(bundle: Bundle, into: Writing, told: Told) -> tuple[dict[int, list[Drawing]], _Layers]:
    """The pages of all parts, by the part's number; one that stands at two places is taken over once. Raises Broken."""
    parts, layers, room = list(bundle.parts), _Layers(), _Room()
    once: dict[tuple[str, int], list[Drawing]] = {}
    made: dict[int, list[Drawing]] = {}
    broken: list[tuple[Source, str]] = []
    for number, part in enumerate(parts):
        told(number, len(parts))
        if part.source is not None:
            key = (part.source.key, part.source.turned)
            if key not in once:
                try:
                    once[key] = _pages(part.source, into, layers, room)
                except Unreadable as fault:
                    once[key] = []
                    broken.append((fault.source, fault.said))
            made[number] = once[key]
    if broken:
        raise Broken(broken)
    told(len(parts), len(parts))
    return made, layers


class _Room:
    """How much the sources may add: each some times its own size, and all of them together some more."""

    def __init__(self) -> None:
        self._spare = SPARE

    def of(self, size: int) -> int:
        """For a source of so many bytes."""
        return _usual(size) + min(SPARE_EACH, self._spare)

    def took(self, size: int, added: int) -> None:
        """What it added."""
        self._spare -= max(0, added - _usual(size))


def _usual(size: int) -> int:
    return TIMES * size + ALWAYS


def _pages(source: Source, into: Writing, layers: _Layers, room: _Room) -> list[Drawing]:
    with source.open() as file:
        try:
            size = file.seek(0, io.SEEK_END)
            reader = read(file, strict=source.strict)
            taking = Taking(into, room.of(size))
            made = [take(page, taking, source.turned) for page in reader.pages]
            taking.finish()
            room.took(size, taking.added)
            layers.add(reader, taking)
        except Overfull:
            raise Unreadable(source, TOO_MUCH) from None
        except Exception as fault:
            if isinstance(fault, OSError) and fault.errno != errno.EINVAL:
                raise  # a disk that is full is no fault of the file
            raise Unreadable(source) from fault
        # Reader and objects hold each other: without this their bytes would stay until somebody looks for such.
        reader.close()
    if tuple(one.box.lies for one in made) != source.lies:
        raise Unreadable(source)
    return made
