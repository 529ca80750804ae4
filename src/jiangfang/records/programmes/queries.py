"""A programme as it was when it was loaded, with its blanks opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from django.db.models import QuerySet

from jiangfang.core.definition.keeping import kept
from jiangfang.core.definition.programme import Programme
from jiangfang.core.papers import Paper
from jiangfang.documents.excel import SheetBlank, open_sheet
from jiangfang.documents.word import WordBlank, open_blank
from jiangfang.records.people.models import Federation
from jiangfang.records.programmes.models import Revision

# Both notices of some years; one opened programme is a few megabytes.
_KEPT = 16
_opened: dict[str, OpenedProgramme] = {}


@dataclass(frozen=True, slots=True)
class OpenedProgramme:
    """A programme with its blanks opened, by FORM, and their bytes, by file."""

    programme: Programme
    words: Mapping[str, WordBlank]
    sheets: Mapping[str, SheetBlank]
    contents: Mapping[str, bytes]

    def blank_bytes(self, paper: Paper) -> bytes:
        """The official blank of a paper."""
        return self.contents[paper.file]


def revisions(federation: Federation) -> QuerySet[Revision]:
    """The revisions of a federation, by programme, newest first, without their long texts."""
    found = Revision.objects.filter(federation=federation).defer("plain")
    return found.order_by("programme", "-loaded_at", "-pk")


def newest(federation: Federation, programme: str) -> Revision | None:
    """The revision of a programme that was loaded last."""
    return revisions(federation).filter(programme=programme).first()


def programme(revision: Revision) -> OpenedProgramme:
    """The programme of a revision. The same for the same digest, opened once in a process and never changed.

    Raises Refused where this version of the program no longer understands what was kept.
    """
    found = _opened.get(revision.digest)
    if found is None:
        found = _open(revision)
        while len(_opened) >= _KEPT:
            _opened.pop(next(iter(_opened)), None)
        _opened[revision.digest] = found
    return found


def _open(revision: Revision) -> OpenedProgramme:
    made = kept(revision.plain)
    rows = revision.blanks.select_related("blank")
    contents = {row.file: bytes(row.blank.content) for row in rows}
    words: dict[str, WordBlank] = {}
    sheets: dict[str, SheetBlank] = {}
    for paper in made.papers:
        content, path = contents[paper.file], Path(paper.file)
        if paper.kind == "word":
            words[paper.id] = open_blank(content, path)
        else:
            sheets[paper.id] = open_sheet(content, path, paper.sheet)
    return OpenedProgramme(made, MappingProxyType(words), MappingProxyType(sheets), MappingProxyType(contents))
