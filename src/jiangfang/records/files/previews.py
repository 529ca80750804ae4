"""What is shown of a file: its pages drawn anew, kept in a folder of the data folder that may be emptied at any time.

Drawn once, when somebody looks; which page of which content in which size stands in the name.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from jiangfang.documents.preview import apart, office
from jiangfang.documents.preview.drawing import PICTURES, Undrawable
from jiangfang.records.files import store
from jiangfang.records.files.models import Content

FOLDER = "previews"
SIZES: Mapping[str, int] = {"thumb": 320, "page": 2000}
KEPT, TRIED_AGAIN, TAKES = timedelta(days=30), timedelta(days=1), timedelta(minutes=10)
WAIT, SECONDS = 1.0, 8
# So many drawings at once, however many look, and so many who wait for one: the others of those who answer are for the
# pages, which nobody's drawing may hold up.
AT_ONCE, WAITING = 2, 1
_SLOTS = threading.BoundedSemaphore(AT_ONCE)
_LINE = threading.BoundedSemaphore(WAITING)


class Busy(Exception):  # noqa: N818 - what happened
    """Too many want a picture at the same moment."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to see of a content. pages: as many as can be shown; why: nothing can be, a sentence.

    coming: it is being made ready, or waits to be.
    """

    pages: int = 0
    why: str = ""
    coming: bool = False


def sight_of(content: Content) -> Sight:
    """What there is to see, or why there is nothing."""
    if content.kind == "pdf" or content.kind in PICTURES:
        return Sight(content.pages or 1)
    if content.kind not in office.KINDS:
        return Sight(why="这种文件没有预览，请下载后看")
    if (pages := _converted(content)) is not None:
        return Sight(pages[1])
    if _fresh(_mark(content, "failed"), TRIED_AGAIN):
        return Sight(why="这个文件转换不出来，没有预览，请下载后看")
    if office.program() is None:
        return Sight(why="本机没有装 LibreOffice，请下载后看")
    return Sight(coming=True)


def drawable(content: Content) -> bool:
    """Whether a small picture can be shown without anything else being done first."""
    return content.kind == "pdf" or content.kind in PICTURES


def folder() -> Path:
    """Where the pictures lie."""
    return Path(settings.DATA) / FOLDER


def drawn(content: Content, *, page: int, size: str, turned: int) -> Path:
    """The file of a page as JPEG, drawn now where it is not there yet. Raises Undrawable, Busy, Refused.

    Where one page takes too long no other one of that content is begun for a day.
    """
    path = _spot(content, f"{size}-{page}-{turned}.jpg")
    if path.is_file():
        _shown_again(path)
        return path
    nones = path.with_suffix(".none"), _mark(content, "slow")
    _must_be_worth_it(nones)
    with _slot():
        if not path.is_file():
            _must_be_worth_it(nones)  # who had the place before may have found out
            try:
                _write(path, _draw(content, page, SIZES[size], turned))
            except Undrawable as fault:
                _write(nones[fault.why == "slow"], fault.why.encode("ascii"))
                raise
    return path


def _must_be_worth_it(nones: Iterable[Path]) -> None:
    """Raises Undrawable for what was tried in vain a while ago."""
    for none in nones:
        if _fresh(none, TRIED_AGAIN):
            raise Undrawable(none.read_text(encoding="ascii"))


def _draw(content: Content, page: int, longest: int, turned: int) -> bytes:
    with _source(content) as (source, kind):
        return apart.drawn(source, kind, page=page, longest=longest, turned=turned, seconds=SECONDS)


@contextmanager
def _source(content: Content) -> Iterator[tuple[BinaryIO, str]]:
    """What is drawn from: the content itself, or what was made of it, with its kind."""
    if content.kind not in office.KINDS:
        with store.open(content) as source:
            yield source, content.kind
        return
    found = _converted(content)
    if found is None:
        raise Undrawable("page")
    with found[0].open("rb") as source:
        yield source, "pdf"


@contextmanager
def _slot() -> Iterator[None]:
    """A place to draw in, after a moment in a short line. Raises Busy."""
    if not (_SLOTS.acquire(blocking=False) or _waited()):
        raise Busy
    try:
        yield
    finally:
        _SLOTS.release()


def _waited() -> bool:
    if not _LINE.acquire(blocking=False):
        return False
    try:
        return _SLOTS.acquire(timeout=WAIT)
    finally:
        _LINE.release()


# Office files, which are made ready beside the pages (jobs.py)


def to_be_converted(content: Content) -> bool:
    """Whether it is for the caller to ask for it: nobody else did a moment ago."""
    mark = _mark(content, "asked")
    if _fresh(mark, TAKES):
        return False
    mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)
    try:
        mark.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        return False
    return True


def convert(content: Content) -> None:
    """An office file as PDF; done twice it is made once. Raises Undrawable, Refused, OSError.

    What cannot be converted is not tried again for a day, what could not be at that moment in a few minutes.
    """
    try:
        if _converted(content) is None:
            _convert(content)
    except Undrawable:
        _write(_mark(content, "failed"), b"")
        raise
    _mark(content, "asked").unlink(missing_ok=True)


def _convert(content: Content) -> None:
    with tempfile.TemporaryDirectory(prefix="jiangfang-") as spot, store.open(content) as source:
        made = Path(spot) / "out.pdf"
        office.to_pdf(source, content.kind, made)
        with made.open("rb") as pdf:
            pages = apart.pages_of(pdf)
        _write(_spot(content, f"{pages}.pdf"), made.read_bytes())


def _converted(content: Content) -> tuple[Path, int] | None:
    """The PDF that was made of an office file, with the number of its pages."""
    for path in _spot(content, "").parent.glob(f"{content.sha256}-*.pdf"):
        count = path.stem.rpartition("-")[2]
        if count.isdigit():
            return path, int(count)
    return None


# The folder


def _spot(content: Content, name: str) -> Path:
    return folder() / content.sha256[:2] / f"{content.sha256}-{name}"


def _mark(content: Content, name: str) -> Path:
    return _spot(content, f"{name}.none")


def _fresh(path: Path, span: timedelta) -> bool:
    """Whether it is there and not old: the folder is a cache, and counts by the clock of its files."""
    try:
        return time.time() - path.stat().st_mtime < span.total_seconds()
    except FileNotFoundError:
        return False


def _shown_again(path: Path) -> None:
    """What is looked at is kept on; not a write a look."""
    with suppress(OSError):
        if not _fresh(path, TRIED_AGAIN):
            path.touch()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as out:
        try:
            out.write(content)
            out.close()
            Path(out.name).replace(path)
        finally:
            with suppress(FileNotFoundError):
                Path(out.name).unlink()


def forget(sha256: str) -> None:
    """Whatever is here of a content that is thrown away."""
    for path in (folder() / sha256[:2]).glob(f"{sha256}-*"):
        path.unlink(missing_ok=True)


def sweep(at: datetime) -> int:
    """What nobody looked at for long, and what is left of contents that are gone; how many files."""
    count = 0
    for spot in folder().glob("??"):
        lying = {path: path.name.partition("-")[0] for path in spot.iterdir()}
        known = set(Content.objects.filter(sha256__in=set(lying.values())).values_list("sha256", flat=True))
        for path, sha256 in lying.items():
            if not _is_kept(path, at, known=sha256 in known):
                path.unlink(missing_ok=True)
                count += 1
    return count


def _is_kept(path: Path, at: datetime, *, known: bool) -> bool:
    """known: its content is. What is half written is nobody's until it has its name."""
    try:
        age = at.timestamp() - path.stat().st_mtime
    except FileNotFoundError:
        return True
    if path.name.startswith("."):
        return age < TRIED_AGAIN.total_seconds()
    return known and age < KEPT.total_seconds()
