"""The papers of entries: by their places, loose ones, and those that can be looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from jiangfang.core.ledger.kinds import Slot
from jiangfang.core.proofs import KINDS
from jiangfang.records.files.models import File
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.studios.models import Studio

TRAY = "studio"


def tray_of(studio: int) -> str:
    """Where the files of a studio lie."""
    return f"{TRAY}-{studio}"


def papers_of(entries: Collection[int]) -> list[EntryFile]:
    """The papers of some entries with their files, in order."""
    if not entries:
        return []
    found = EntryFile.objects.filter(entry__in=entries).select_related("file__content")
    return list(found.order_by("entry", "slot", "place", "pk"))


def in_slots(slots: Iterable[Slot], papers: Iterable[EntryFile]) -> list[tuple[Slot, list[EntryFile]]]:
    """Papers of one entry at their places; those of a place that its kind has no more at one of their own, last."""
    lying: dict[str, list[EntryFile]] = {}
    for one in papers:
        lying.setdefault(one.slot, []).append(one)
    found = [(slot, lying.pop(slot.id, [])) for slot in slots]
    return [*found, *((Slot(id, "其他材料"), rest) for id, rest in lying.items())]


def counted(entries: Collection[int]) -> dict[int, int]:
    """How many papers each of some entries has."""
    found = EntryFile.objects.filter(entry__in=entries).order_by().values_list("entry").annotate(Count("pk"))
    return {int(entry): int(count) for entry, count in found} if entries else {}


def loose(studio: int) -> QuerySet[File]:
    """Files that were brought to a studio and lie with no entry, the newest first."""
    lying = EntryFile.objects.filter(file=OuterRef("pk"))
    found = File.objects.filter(~Exists(lying), tray=tray_of(studio)).select_related("content")
    return found.order_by("-at", "-pk")


def with_papers(found: QuerySet[Entry], *, wanted: bool) -> QuerySet[Entry]:
    """Entries that have papers, or that have none."""
    lying = Exists(EntryFile.objects.filter(entry=OuterRef("pk")))
    return found.filter(lying if wanted else ~lying)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with the entry that it belongs to. link: ``kind.slot``."""

    link: str
    entry: Entry
    file: File
    place: int


def papers(studio: Studio, kind_slots: Collection[str]) -> list[Paper]:
    """The papers in these places (``patent.certificate``) of all that counts, oldest entry first. One question."""
    kinds = {link.partition(".")[0] for link in kind_slots}
    found = EntryFile.objects.filter(entry__studio=studio.pk, entry__struck_at__isnull=True, entry__kind__in=kinds)
    ordered = found.order_by(F("entry__first").asc(nulls_last=True), "entry", "slot", "place", "pk")
    rows = ordered.select_related("entry", "file__content")
    made = (Paper(f"{one.entry.kind}.{one.slot}", one.entry, one.file, one.place) for one in rows)
    return [one for one in made if one.link in kind_slots]


def pictures_of(papers: Sequence[EntryFile], most: int) -> dict[int, list[EntryFile]]:
    """Some pictures of each entry that can be shown small, by entry: photographs before scans."""
    found: dict[int, list[EntryFile]] = {}
    for one in sorted(papers, key=lambda one: (not _is_picture(one.file), one.place, one.pk)):
        if (_is_picture(one.file) or one.file.content.kind == "pdf") and one.file.content.lost_at is None:
            found.setdefault(one.entry_id, []).append(one)
    return {entry: some[:most] for entry, some in found.items()}


def _is_picture(file: File) -> bool:
    kind = KINDS.get(file.content.kind)
    return kind is not None and kind.picture
