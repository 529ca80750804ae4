"""The notes of a PDF: each is looked at once, and where there are too many nobody says that nothing would run."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from jiangfang.documents.inspecting import pdf as pdfs
from jiangfang.documents.inspecting.apart import inspect
from jiangfang.documents.inspecting.found import Found, Unfit


def noted(pages: int, notes: int, shared: bool = False, last: str = "/GoTo") -> bytes:
    """A PDF with so many notes on a page. shared: they are the same on all pages; last: what the last one does."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)

    def note(does: str = "/GoTo") -> Any:
        action = DictionaryObject({NameObject("/S"): NameObject(does)})
        made = {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action}
        return writer._add_object(DictionaryObject(made))

    lists: list[Any] = [ArrayObject([note() for _ in range(notes)]) for _ in range(1 if shared else pages)]
    lists[-1][-1] = note(last)
    there = [writer._add_object(one) for one in lists]
    for number, page in enumerate(writer.pages):
        page[NameObject("/Annots")] = there[0 if shared else number]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def seen(path: Path, last: str) -> Found:
    path.write_bytes(noted(pages=2, notes=3, last=last))
    return inspect(path, "示例.pdf")


def test_notes_that_pages_share_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, asked = PdfReader(io.BytesIO(noted(pages=30, notes=40, shared=True))), list[object]()
    real = pdfs._acts

    def counted(thing: DictionaryObject) -> bool:
        asked.append(thing)
        return real(thing)

    monkeypatch.setattr(pdfs, "_acts", counted)
    assert pdfs._runs(reader) is False
    assert len(asked) == 1 + 30 + 40  # the document, its pages, its notes


def test_a_script_behind_many_notes_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x"
    assert seen(path, last="/JavaScript") == Found("pdf", pages=2, script=True)
    assert seen(path, last="/GoTo") == Found("pdf", pages=2)


@pytest.mark.parametrize("shared", [True, False])
def test_more_notes_than_anybody_looks_at(monkeypatch: pytest.MonkeyPatch, shared: bool) -> None:
    """Nobody says of it that nothing in it would run."""
    monkeypatch.setattr(pdfs, "_MOST_NOTES", 60)
    assert pdfs._runs(PdfReader(io.BytesIO(noted(pages=2, notes=60 if shared else 30, shared=shared)))) is False
    with pytest.raises(Unfit, match="slow"):
        pdfs._runs(PdfReader(io.BytesIO(noted(pages=2, notes=61 if shared else 31, shared=shared))))
