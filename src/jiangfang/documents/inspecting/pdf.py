"""PDF: whole, without a password, how many pages, and whether something in it would run."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from jiangfang.documents.inspecting.found import Found, Unfit

END = 16 * 1024
RUNS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"})
_MOST_FIELDS, _MOST_NOTES, _MOST_STEPS = 20_000, 5_000, 50
_PASSWORD = 4


def document(path: Path) -> Found:
    """A PDF that two readers can read. Raises Unfit."""
    _must_have_an_end(path)
    pages = _opened(path)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with path.open("rb") as file:
            reader = PdfReader(file, strict=False)
            return Found("pdf", pages=max(pages, len(reader.pages)), script=_runs(reader))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as fault:
        raise Unfit("broken") from fault


def _must_have_an_end(path: Path) -> None:
    """Readers make something of half a file too; it is the other half that is the proof."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - END, 0))
        end = file.read()
    if b"%%EOF" not in end and b"startxref" not in end:
        raise Unfit("torn")


def _opened(path: Path) -> int:
    """How many pages there are. Raises Unfit for one that is locked, and for one that says it has none."""
    try:
        opened = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as fault:
        locked = getattr(fault, "err_code", None) == _PASSWORD or "password" in str(fault).lower()
        raise Unfit("locked" if locked else "broken") from fault
    try:
        if pdfium.raw.FPDF_GetSecurityHandlerRevision(opened.raw) != -1:
            raise Unfit("locked")
        count = len(opened)
        if not count:
            raise Unfit("broken")
        return count
    finally:
        opened.close()


def _runs(reader: PdfReader) -> bool:
    """Whether an action that does more than turn pages stands anywhere: at the document, its form, a page, a note.

    Raises Unfit where there are more notes than anybody looks at: what was not looked at is not said to be sound.
    """
    root = reader.root_object
    names, form = _plain(root.get("/Names")), _plain(root.get("/AcroForm"))
    if (isinstance(names, DictionaryObject) and "/JavaScript" in names) or _acts(root):
        return True
    if isinstance(form, DictionaryObject) and ("/XFA" in form or any(_acts(one) for one in _fields(form))):
        return True
    return any(_acts(page) for page in reader.pages) or any(_acts(note) for note in _notes(reader.pages))


def _acts(thing: DictionaryObject) -> bool:
    found = [thing.get("/OpenAction"), thing.get("/A")]
    more = _plain(thing.get("/AA"))
    found += list(more.values()) if isinstance(more, DictionaryObject) else []
    return _plain(thing.get("/Subtype")) in ("/RichMedia", "/Screen") or any(_does(action) for action in found)


def _does(action: object) -> bool:
    """One action and those that follow it."""
    waiting, left = [action], _MOST_STEPS
    while waiting and left:
        one, left = _plain(waiting.pop()), left - 1
        if isinstance(one, ArrayObject):
            waiting += list(one)
        elif isinstance(one, DictionaryObject):
            if _plain(one.get("/S")) in RUNS or "/JS" in one:
                return True
            waiting.append(one.get("/Next"))
    return False


def _notes(pages: Iterable[DictionaryObject]) -> Iterator[DictionaryObject]:
    """The notes of all pages, each of them and each list of them once, however many pages share it. Raises Unfit."""
    seen, left = set[object](), _MOST_NOTES
    for page in pages:
        notes = _once(page.get("/Annots"), seen)
        for note in notes if isinstance(notes, ArrayObject) else ():
            plain, left = _once(note, seen), left - 1
            if left < 0:
                raise Unfit("slow")
            if isinstance(plain, DictionaryObject):
                yield plain


def _once(thing: Any, seen: set[object]) -> Any:
    """What it leads to; None for a reference that was followed before."""
    if isinstance(thing, IndirectObject):
        which = (thing.idnum, thing.generation)
        if which in seen:
            return None
        seen.add(which)
    return _plain(thing)


def _fields(form: DictionaryObject) -> Iterator[DictionaryObject]:
    """The boxes of a form with what stands below them, a loop cut."""
    waiting, left = [form.get("/Fields")], _MOST_FIELDS
    while waiting and left:
        one, left = _plain(waiting.pop()), left - 1
        if isinstance(one, ArrayObject):
            waiting += list(one)
        elif isinstance(one, DictionaryObject):
            yield one
            waiting.append(one.get("/Kids"))


def _plain(thing: Any) -> Any:
    """What a reference leads to."""
    return thing.get_object() if hasattr(thing, "get_object") else thing
