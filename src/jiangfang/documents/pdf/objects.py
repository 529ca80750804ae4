"""A PDF written object by object while others are read, so that no more than one of them is held in memory.

pypdf reads; what is written goes straight to the file, streams as they were packed. Of a file that is read, only what
draws is taken over: no script, no action, no attachment, nothing that leads out of the document.
"""

from __future__ import annotations

import hashlib
import io
import logging
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

# What pypdf makes of a faulty file is no affair of ours, and there may be thousands of lines of it.
logging.getLogger("pypdf").setLevel(logging.ERROR)

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# Kinds of objects that draw nothing: pages and catalogues of the other file, what it would do, what it carries.
_NOT_DRAWN = frozenset(
    {
        "/Action",
        "/Annot",
        "/Catalog",
        "/EmbeddedFile",
        "/FileSpec",
        "/Filespec",
        "/F",
        "/Metadata",
        "/Outlines",
        "/Page",
        "/Pages",
        "/Sig",
        "/StructElem",
        "/StructTreeRoot",
    }
)
_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/URI",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/Rendition",
        "/Movie",
        "/Sound",
    }
)
_BESIDES = frozenset(
    {
        "/AF",
        "/Alternates",
        "/LastModified",
        "/Metadata",
        "/OPI",
        "/PieceInfo",
        "/Ref",
        "/StructParent",
        "/StructParents",
    }
)
# Where the bytes of a stream lie outside of the file.
OUTSIDE = frozenset({"/F", "/FFilter", "/FDecodeParms"})


class Writing:
    """A PDF on its way to a file. Objects get their numbers first and are written in any order."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._places = [0]
        self._spot = out.write(_HEAD)

    def new(self) -> int:
        """The number of an object that is yet to be written."""
        self._places.append(0)
        return len(self._places) - 1

    def reserve(self, count: int) -> None:
        """So many objects have their numbers already; to be called before any other is given."""
        self._places += [0] * count

    def put(self, number: int, body: bytes) -> None:
        """An object."""
        self.copy(number, b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def put_stream(self, number: int, entries: bytes, data: bytes) -> None:
        """A stream, which may be long: its bytes are not copied about."""
        self.copy(number, b"%d 0 obj\n<<%b/Length %d>>\nstream\n" % (number, entries, len(data)))
        self._spot += self._out.write(data)
        self._spot += self._out.write(b"\nendstream\nendobj\n")

    def copy(self, number: int, whole: bytes) -> None:
        """An object as it stood in a file where it had the same number."""
        self._places[number] = self._spot
        self._spot += self._out.write(whole)

    def add(self, body: bytes) -> int:
        """An object; its number."""
        number = self.new()
        self.put(number, body)
        return number

    def add_stream(self, entries: bytes, data: bytes) -> int:
        """A stream; its number."""
        number = self.new()
        self.put_stream(number, entries, data)
        return number

    def end(self, root: int, info: int, seed: str) -> None:
        """The table of all objects. seed: from which the mark of the file is reckoned."""
        rows = [b"%010d 00000 n \n" % place if place else b"0000000000 65535 f \n" for place in self._places]
        mark = hashlib.md5(seed.encode(), usedforsecurity=False).hexdigest().encode()
        tail = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        self._out.write(b"xref\n0 %d\n" % len(rows) + b"".join(rows))
        self._out.write(tail % (len(rows), root, info, mark, mark, self._spot))


def text(said: str) -> bytes:
    """A text for people: a title, a bookmark."""
    return b"<feff%b>" % said.encode("utf-16-be").hex().encode()


def numbers(values: Iterable[float]) -> bytes:
    """Numbers as a stream of drawing wants them."""
    return b" ".join(_number(value) for value in values)


def _number(value: float) -> bytes:
    return f"{value:.5f}".rstrip("0").rstrip(".").encode() or b"0"


@cache
def name(said: str) -> bytes:
    """A name; the keys of dictionaries recur by the thousand."""
    out = io.BytesIO()
    NameObject(said).write_to_stream(out)
    return out.getvalue()


class Overfull(Exception):  # noqa: N818 - what the file is
    """A file makes more of itself than it may."""


class Taking:
    """Takes objects of one file over into another: each once, whatever it leads to behind it.

    most: how many bytes it may add; a small file can name the same large thing again and again. added: by now.
    unpacked: how much of it was unpacked.
    """

    def __init__(self, into: Writing, most: int = sys.maxsize) -> None:
        self._into = into
        self._most = most
        self._numbers: dict[tuple[int, int], int] = {}
        self._forms: dict[bytes, int] = {}
        self._waiting: list[tuple[IndirectObject, int]] = []
        self.added = 0
        self.unpacked = 0

    def add(self, size: int) -> None:
        """So many bytes are about to be written. Raises Overfull."""
        self.added += size
        if self.added > self._most:
            raise Overfull

    def form(self, entries: bytes, data: bytes) -> int:
        """A stream that is made of something in the file; its number. Equal ones are written once. Raises Overfull."""
        mark = hashlib.sha256(b"%d " % len(entries) + entries)
        mark.update(data)
        found = self._forms.get(mark.digest())
        if found is None:
            self.add(len(entries) + len(data))
            found = self._forms[mark.digest()] = self._into.add_stream(entries, data)
        return found

    def number_of(self, reference: IndirectObject) -> int:
        """The number that an object has in the other file, from now on."""
        key = (reference.idnum, reference.generation)
        if key not in self._numbers:
            self._numbers[key] = self._into.new()
            self._waiting.append((reference, self._numbers[key]))
        return self._numbers[key]

    def knows(self, reference: IndirectObject) -> int | None:
        """The number of an object that was taken, or None."""
        return self._numbers.get((reference.idnum, reference.generation))

    def finish(self) -> None:
        """Write everything that the objects taken so far lead to. Raises Overfull."""
        while self._waiting:
            reference, number = self._waiting.pop()
            held = reference.get_object()
            if isinstance(held, StreamObject) and _draws(held):
                entries, data = self.entries(held, {"/Length", *OUTSIDE}), packed(held)
                self.add(len(entries) + len(data))
                self._into.put_stream(number, entries, data)
            else:
                body = self.body(held)
                self.add(len(body))
                self._into.put(number, body)

    def body(self, value: PdfObject | None) -> bytes:
        """An object as it is written."""
        kind = type(value)
        if kind is NameObject:
            return name(str(value))
        if kind is NumberObject:
            return b"%d" % int(value)  # type: ignore[call-overload]
        if isinstance(value, IndirectObject):
            return b"%d 0 R" % self.number_of(value)
        if isinstance(value, ArrayObject):
            return b"[%b]" % b" ".join(self.body(one) for one in value)
        if isinstance(value, DictionaryObject):
            drawn = _draws(value) and not isinstance(value, StreamObject)
            return b"<<%b>>" % self.entries(value) if drawn else b"null"
        return _plain(value)

    def entries(self, held: DictionaryObject, without: Iterable[str] = ()) -> bytes:
        """What stands in a dictionary. without: keys that are left out."""
        out = _BESIDES.union(without) if _is_thing(held) else frozenset(without)
        return b"".join(b"%b %b" % (name(key), self.body(raw(held, key))) for key in held if key not in out)


class Same(Taking):
    """Takes over of a file whose objects keep their numbers."""

    def number_of(self, reference: IndirectObject) -> int:
        """Its own."""
        return reference.idnum


def _draws(value: DictionaryObject) -> bool:
    """Whether an object has to do with how a page looks."""
    kind, sort, doing = (name_in(value, key) for key in ("/Type", "/Subtype", "/S"))
    if kind in _NOT_DRAWN or sort == "/PS" or doing in _ACTIONS:
        return False
    return "/EF" not in value or value.keys().isdisjoint(("/F", "/UF"))


def name_in(held: DictionaryObject, key: str) -> str:
    """A name that stands there itself; "" where something else does."""
    found = raw(held, key)
    return str(found) if isinstance(found, NameObject) else ""


def _is_thing(held: DictionaryObject) -> bool:
    """Whether a dictionary says what it is; one that does not may be a list of names that somebody chose."""
    return isinstance(held, StreamObject) or name_in(held, "/Type") != ""


def raw(held: DictionaryObject, key: str) -> PdfObject | None:
    """What stands under a key, a reference as a reference."""
    return held.raw_get(key) if key in held else None


def at(held: DictionaryObject, key: str) -> PdfObject | None:
    """The same, never a reference; None also for what is said to be nothing."""
    found = raw(held, key)
    there = found.get_object() if found is not None else None
    return None if isinstance(there, NullObject) else there


def packed(value: StreamObject) -> bytes:
    """The bytes of a stream as they lie in its file, packed by its own filters."""
    return bytes(value._data)


def _plain(value: PdfObject | None) -> bytes:
    if value is None or isinstance(value, NullObject):
        return b"null"
    if isinstance(value, FloatObject):
        return value.myrepr().encode()
    if isinstance(value, TextStringObject | ByteStringObject):
        return b"<%b>" % value.original_bytes.hex().encode()
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()


def read(file: BinaryIO, *, strict: bool = True) -> PdfReader:
    """A PDF to be read. strict: as the standard has it, which is faster than to look for what might be meant."""
    return PdfReader(file, strict=strict)


def resolved(values: PdfObject | None) -> Iterator[PdfObject]:
    """The members of an array, each itself and no reference; nothing, where it is no array."""
    for one in values if isinstance(values, ArrayObject) else ():
        there = one.get_object()
        if there is not None and not isinstance(there, NullObject):
            yield there
