"""A volume of proofs as values: what stands on its cover, its chapters, the proofs in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from jiangfang.documents.pdf.objects import read
from jiangfang.documents.pdf.placing import box_of


@dataclass(frozen=True, slots=True)
class Source:
    """A PDF with the pages of a proof. key: equal for equal content; open: gives it, to be closed by who asked.

    turned: degrees clockwise by which it is turned more than it says itself; lies: of each page, whether it is read
    across. strict: it can be read as the standard has it.
    """

    key: str
    open: Callable[[], BinaryIO]
    turned: int = 0
    lies: tuple[bool, ...] = ()
    strict: bool = True


class Unreadable(Exception):  # noqa: N818 - what the file is
    """The pages of a source cannot be taken over. said: a sentence, where nothing else is to be tried."""

    def __init__(self, source: Source, said: str = "") -> None:
        super().__init__(source.key)
        self.source = source
        self.said = said


class Broken(Exception):  # noqa: N818 - what the files are
    """Sources that turned out to be unreadable while a volume was bound, each with the sentence of Unreadable."""

    def __init__(self, found: Sequence[tuple[Source, str]]) -> None:
        super().__init__(*(source.key for source, _ in found))
        self.found = tuple(found)


@dataclass(frozen=True, slots=True)
class Part:
    """A proof at its place. name: of its file; source: its pages; said: what stands there where it has none."""

    title: str
    name: str
    source: Source | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A proof that a chapter asks for. parts: which of its parts are brought as this one; says: what is said of it."""

    name: str
    stamp: str = ""
    parts: tuple[int, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """An indicator. facts: (label, text) of what it asks; standing: how far it is proved; good: nothing is wanting."""

    number: str
    name: str
    group: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    wanted: tuple[Wanted, ...] = ()
    standing: str = ""
    good: bool = True
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole volume. lines: (label, text) on the cover; foot: what stands below every page beside its number."""

    title: str
    programme: str
    name: str
    author: str
    foot: str
    lines: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...] = ()

    @property
    def parts(self) -> Iterator[Part]:
        """All of its proofs in their order."""
        for chapter in self.chapters:
            yield from chapter.parts

    def instead(self, source: Source, other: Source | None, said: str = "") -> Bundle:
        """The same volume with another source in the place of one, or a sentence where there is none."""

        def mended(part: Part) -> Part:
            if part.source is None or (part.source.key, part.source.turned) != (source.key, source.turned):
                return part
            return replace(part, source=other, said="" if other else said)

        return replace(self, chapters=tuple(replace(one, parts=tuple(map(mended, one.parts))) for one in self.chapters))


def looked_at(source: Source) -> Source:
    """A source with what its pages are like; read as the standard has it, else as may be meant. Raises Unreadable."""
    for strict in (True, False):
        with source.open() as file:
            try:
                reader = read(file, strict=strict)
                pages = () if reader.is_encrypted else reader.pages
                lies = tuple(box_of(page, source.turned).lies for page in pages)
            except Exception:  # nosec B112
                continue
        if lies:
            return replace(source, lies=lies, strict=strict)
    raise Unreadable(source)


def plain(bundle: Bundle) -> dict[str, Any]:
    """What is set in type: of the sources nothing but their pages, and how many of these stand before what."""
    number, before, chapters = 0, 0, []
    for chapter in bundle.chapters:
        began, parts = before, []
        for part in chapter.parts:
            lies = part.source.lies if part.source else ()
            told = {"title": part.title, "name": part.name, "said": part.said, "lies": lies}
            parts.append({"id": number, "before": before, **told})
            number, before = number + 1, before + len(lies)
        chapters.append({**_plain(chapter), "before": began, "parts": parts})
    whole = {name: getattr(bundle, name) for name in ("title", "programme", "name", "foot", "lines", "notes")}
    return {**whole, "chapters": chapters, "pages": before}


def _plain(chapter: Chapter) -> dict[str, Any]:
    wanted = [{"name": one.name, "stamp": one.stamp, "parts": one.parts, "says": one.says} for one in chapter.wanted]
    names = ("number", "name", "group", "facts", "standing", "good")
    return {**{name: getattr(chapter, name) for name in names}, "wanted": wanted}
