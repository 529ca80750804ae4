"""The pages of a proof, made ready for binding: a PDF as it is, pictures and office files as PDF in a folder.

What takes long is done once and lies in the folder from then on, so that binding that was broken off goes on where it
stood. Files that somebody brought are drawn in a process of their own (``documents/preview``).
"""

from __future__ import annotations

import io
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from jiangfang.documents.pdf.bundle import Source, Unreadable, looked_at
from jiangfang.documents.pdf.objects import Writing, numbers
from jiangfang.documents.preview import apart, office
from jiangfang.documents.preview.drawing import PICTURES, Undrawable

# Dots: along the frame of an A4 page at 220 dpi, and for an inch of a page that is made of a picture.
FINE, DOTS = 2_300, 200
# A picture that is so many times as high as wide is a page that was captured whole: it goes on from page to page.
_TALL, _PAGE, _OVERLAP = 2.6, 1.4, 0.02
_LONGEST = 24_000
MOST_PAGES = 500
_VERSION, _DRAWN = "1", "-drawn"
NO_OFFICE = "这台服务器没有装 LibreOffice，这种文件装订不进来"
NOT_CONVERTED = "这份文件转换不成 PDF，装订不进来"
NOT_BOUND = "这种格式的文件装订不进来"
TOO_LONG = f"这份文件超过 {MOST_PAGES} 页，没有装订进来"
BROKEN = "这份文件打不开，可能损坏了"
LATER = "这份文件要逐页转换，太费时间，这一次没有装订进来；请再要一次，会接着转换"
# Seconds: for all pages of a file, for all files of a volume, and what of a file is not counted against the latter.
EACH, WHOLE, FREE = 60.0, 600.0, 3.0


@dataclass(frozen=True, slots=True)
class Thing:
    """A file that somebody brought. kind: its id in core/proofs; turned: degrees clockwise; width, height: pixels."""

    sha256: str
    kind: str
    open: Callable[[], BinaryIO]
    turned: int = 0
    width: int = 0
    height: int = 0


class Unbound(Exception):  # noqa: N818 - what the file is
    """It has no pages that could be bound; the text is a sentence for people."""


class Budget:
    """How long the files of one volume may be converted. What waits lies in the folder, so that the next goes on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = WHOLE

    @contextmanager
    def file(self) -> Iterator[Stretch]:
        """For one file. Raises Unbound where nothing is left."""
        if self._left <= 0:
            raise Unbound(LATER)
        begun = self._clock()
        try:
            yield Stretch(self._clock, begun + min(EACH, self._left + FREE))
        finally:
            self._left -= max(0.0, self._clock() - begun - FREE)


class Stretch:
    """How long one file may still be converted."""

    def __init__(self, clock: Callable[[], float], end: float) -> None:
        self._clock = clock
        self._end = end

    def drawn(self, file: BinaryIO, kind: str, *, page: int, longest: int, turned: int) -> bytes:
        """A page as ``apart`` draws it, in what is left. Raises Undrawable, Unbound where that is too little."""
        left = self._end - self._clock()
        if left <= 0:
            raise Unbound(LATER)
        seconds = min(left, apart.SECONDS)
        try:
            return apart.drawn(file, kind, page=page, longest=longest, turned=turned, seconds=seconds)
        except Undrawable as fault:
            if fault.why == "slow" and seconds < apart.SECONDS:
                raise Unbound(LATER) from fault
            raise


class _Lying:
    """Pictures of pages that were drawn already. They lie in the folder until the file that they make is whole."""

    def __init__(self, folder: Path, name: str, spot: Path) -> None:
        self._folder = folder
        self._name = name
        self._spot = spot
        self._paths: list[Path] = []

    def page(self, number: int, draw: Callable[[], bytes]) -> bytes:
        """The picture of a page, drawn where it does not lie there yet."""
        path = self._folder / f"{self._name}-p{number}.{_VERSION}.jpg"
        if not path.is_file():
            begun = self._spot / path.name
            begun.write_bytes(draw())
            begun.replace(path)
        self._paths.append(path)
        return path.read_bytes()

    def clear(self) -> None:
        """The file is whole."""
        for path in self._paths:
            path.unlink(missing_ok=True)


def prepared(thing: Thing, folder: Path, budget: Budget | None = None) -> Source:
    """The pages of a file. Raises Unbound where it has none, OSError where the folder takes nothing."""
    budget = budget or Budget()
    if thing.kind == "pdf":
        source = Source(thing.sha256, thing.open, thing.turned)
        try:
            return looked_at(source)
        except Unreadable:
            return drawn_anew(source, folder, budget)
    if thing.kind in PICTURES:
        return _drawn(folder, f"{thing.sha256}-{thing.turned}", lambda lying: _pictures(thing, lying, budget))
    if thing.kind not in office.KINDS:
        raise Unbound(NOT_BOUND)
    source = _kept(folder, thing.sha256, thing.turned, lambda out: _converted(thing, out, budget))
    if len(source.lies) > MOST_PAGES:
        raise Unbound(TOO_LONG)
    return source


def drawn_anew(source: Source, folder: Path, budget: Budget | None = None) -> Source:
    """Pages that cannot be taken over, as pictures of them. Raises Unbound where they cannot even be drawn."""
    name = f"{source.key.partition('.')[0]}-{source.turned}{_DRAWN}"
    return _drawn(folder, name, lambda lying: _drawn_pages(source, lying, budget or Budget()))


def mended(source: Source, folder: Path, budget: Budget | None = None) -> Source | str:
    """What stands in the place of a source that broke while it was bound: pictures of its pages, else a sentence."""
    if _DRAWN in source.key:
        return BROKEN
    try:
        return drawn_anew(source, folder, budget)
    except Unbound as why:
        return str(why)


def _kept(folder: Path, name: str, turned: int, make: Callable[[Path], None]) -> Source:
    """A PDF in the folder, made now where it is not there yet; whole or not at all."""
    path = folder / f"{name}.{_VERSION}.pdf"
    if path.is_file():
        with suppress(OSError):
            path.touch()
    else:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".") as spot:
            make(Path(spot) / "made.pdf")
            (Path(spot) / "made.pdf").replace(path)
    try:
        return looked_at(Source(path.name, lambda: path.open("rb"), turned))
    except Unreadable as fault:
        path.unlink(missing_ok=True)
        raise Unbound(NOT_CONVERTED) from fault


def _drawn(folder: Path, name: str, pictures: Callable[[_Lying], Iterator[bytes]]) -> Source:
    """A PDF of pictures in the folder. What was drawn of one that was broken off is not drawn again."""

    def make(out: Path) -> None:
        lying = _Lying(folder, name, out.parent)
        _paged(pictures(lying), out)
        lying.clear()

    return _kept(folder, name, 0, make)


def _converted(thing: Thing, out: Path, budget: Budget) -> None:
    if office.program() is None:
        raise Unbound(NO_OFFICE)
    try:
        with thing.open() as file, budget.file():
            office.to_pdf(file, thing.kind, out, most=MOST_PAGES + 1)
    except Undrawable as fault:
        raise Unbound(NOT_CONVERTED) from fault


def _pictures(thing: Thing, lying: _Lying, budget: Budget) -> Iterator[bytes]:
    """The pictures of a file, upright: one, of a scan in TIFF all of them."""
    sides = sorted((thing.width, thing.height))
    finest = FINE if not sides[0] or sides[1] < sides[0] * _TALL else min(FINE * sides[1] // sides[0], _LONGEST)
    with thing.open() as file, budget.file() as stretch:
        for page in count(1):
            draw = partial(stretch.drawn, file, thing.kind, page=page, longest=finest, turned=thing.turned)
            try:
                yield lying.page(page, draw)
            except Undrawable as fault:
                if page > 1 and fault.why == "page":
                    return
                raise Unbound(BROKEN) from fault
            if thing.kind != "tiff" or page == MOST_PAGES:
                return


def _drawn_pages(source: Source, lying: _Lying, budget: Budget) -> Iterator[bytes]:
    with source.open() as file, budget.file() as stretch:
        try:
            pages = apart.pages_of(file)
            if pages > MOST_PAGES:
                raise Unbound(TOO_LONG)
            for page in range(1, pages + 1):
                draw = partial(stretch.drawn, file, "pdf", page=page, longest=FINE, turned=source.turned)
                yield lying.page(page, draw)
        except Undrawable as fault:
            raise Unbound(BROKEN) from fault


def _paged(pictures: Iterator[bytes], out: Path) -> None:
    """A PDF with a page for each picture, for a high one as many as it needs."""
    with out.open("wb") as file:
        into = Writing(file)
        tree, leaves = into.new(), []
        for picture in pictures:
            leaves += list(_leaves(picture, tree, into))
        kids = b" ".join(b"%d 0 R" % one for one in leaves)
        into.put(tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(leaves), kids))
        into.end(into.add(b"<</Type/Catalog/Pages %d 0 R>>" % tree), into.add(b"<<>>"), out.name)


def _leaves(picture: bytes, tree: int, into: Writing) -> Iterator[int]:
    """The pages of a picture: windows on it, one below the other."""
    with Image.open(io.BytesIO(picture)) as found:
        wide, high, colours = found.width, found.height, b"DeviceGray" if found.mode == "L" else b"DeviceRGB"
    more = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%b/BitsPerComponent 8/Filter/DCTDecode"
    image = into.add_stream(more % (wide, high, colours), picture)
    across, up = wide * 72 / DOTS, high * 72 / DOTS
    ground = into.add_stream(b"", b"%b cm /P Do" % numbers((across, 0, 0, up, 0, 0)))
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[%b]/Resources<</XObject<</P %d 0 R>>>>/Contents %d 0 R>>"
    for bottom, top in windows(wide, high):
        yield into.add(page % (tree, numbers((0, up * bottom, across, up * top)), image, ground))


def windows(wide: int, high: int) -> list[tuple[float, float]]:
    """Which part of a picture's height stands on each page: (bottom, top) of 1; the last one may go beyond its end."""
    if high < wide * _TALL:
        return [(0.0, 1.0)]
    each = wide * _PAGE / high
    made = [(1.0 - each, 1.0)]
    while made[-1][0] > 1e-6:
        top = made[-1][0] + each * _OVERLAP
        made.append((top - each, top))
    return made


def sweep(folder: Path, older: float, known: Callable[[set[str]], set[str]]) -> int:
    """Throw away what nobody wanted since a moment, and what is left of contents that are gone; how many.

    older: a moment, as a file's age is counted; known: those of some contents that are still kept.
    """
    lying = [path for path in folder.glob("*") if path.is_file()]
    there = known({path.name[:64] for path in lying})
    gone = [path for path in lying if path.stat().st_mtime < older or path.name[:64] not in there]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def sweep_broken_off(folder: Path, older: float) -> None:
    """Throw away what was begun before a moment and never became anything: of a server that was stopped."""
    for spot in list(folder.glob(".*")):
        with suppress(FileNotFoundError):
            if spot.is_dir() and spot.stat().st_mtime < older:
                shutil.rmtree(spot, ignore_errors=True)
