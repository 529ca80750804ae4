"""Papers are laid with an entry, put in order, taken out again; the file itself stays with the studio."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.records.files.models import File
from jiangfang.records.ledger import queries
from jiangfang.records.ledger.actions.holding import FILES, held, must_count, tell
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.people.actions.authority import refused
from jiangfang.records.people.models import Hat

MOST = 500


@transaction.atomic
def lay(*, entry: Entry, papers: Sequence[tuple[str, File]], hat: Hat, at: datetime) -> list[EntryFile]:
    """Lay files at places of an entry, behind those that lie there; one that lies there already stays as it is.

    papers: the id of the place, and the file. Raises Refused for a place or a file that is not of this studio.
    """
    found, actor = held(entry, hat, at)
    must_count(found)
    kind = queries.kinds_of(found.studio.federation_id).known(found.kind)
    files = laid(found, kind, papers)
    if files:
        tell("entry.papers_laid", found, actor=actor, hat=hat, at=at, after={FILES: files}, personal=[FILES])
    return queries.papers_of([found.pk])


def laid(entry: Entry, kind: LedgerKind, papers: Sequence[tuple[str, File]]) -> list[str]:
    """Kept inside the caller's deed; the names of what was not there before, each with its place."""
    places = {slot.id: slot for slot in kind.slots}
    known = set(EntryFile.objects.filter(entry=entry).values_list("slot", "file")) if papers else set()
    ends = _ends(entry) if papers else {}
    made: list[EntryFile] = []
    names = []
    for slot, file in papers:
        if file.tray != queries.tray_of(entry.studio_id):
            raise refused("not_allowed", "这份文件不是这个工作室的", "papers")
        if slot not in places:
            raise refused("not_in_list", "请选这份材料是什么", "papers")
        if (slot, file.pk) not in known:
            known.add((slot, file.pk))
            ends[slot] = ends.get(slot, 0) + 1
            made.append(EntryFile(entry=entry, slot=slot, file=file, place=ends[slot]))
            names.append(f"{places[slot].name}：{file.name}")
    if len(known) > MOST:
        raise refused("too_many_files", f"一条最多放 {MOST} 份材料", "papers")
    EntryFile.objects.bulk_create(made)
    return names


def _ends(entry: Entry) -> dict[str, int]:
    found = EntryFile.objects.filter(entry=entry).order_by().values_list("slot").annotate(Max("place"))
    return {str(slot): int(last) for slot, last in found}


@transaction.atomic
def order(*, paper: EntryFile, up: bool, seen: int, hat: Hat, at: datetime) -> None:
    """One place up or down among those of its place. seen: where it was shown, from 1; elsewhere nothing is done."""
    found, actor = held(paper.entry, hat, at)
    must_count(found)
    rows = list(EntryFile.objects.filter(entry=found, slot=paper.slot).select_related("file").order_by("place", "pk"))
    spot = next((spot for spot, one in enumerate(rows) if one.pk == paper.pk), None)
    other = None if spot is None else spot + (-1 if up else 1)
    if spot is None or other is None or spot != seen - 1 or not 0 <= other < len(rows):
        return
    rows[spot], rows[other] = rows[other], rows[spot]
    for place, one in enumerate(rows, 1):
        one.place = place
    EntryFile.objects.bulk_update(rows, ["place"])
    tell(
        "entry.papers_ordered",
        found,
        actor=actor,
        hat=hat,
        at=at,
        after={FILES: [one.file.name for one in rows]},
        personal=[FILES],
    )


@transaction.atomic
def take_out(*, paper: EntryFile, hat: Hat, at: datetime) -> None:
    """It lies there no more; the file stays with the studio, to be laid elsewhere or removed."""
    found, actor = held(paper.entry, hat, at)
    must_count(found)
    gone, _ = EntryFile.objects.filter(pk=paper.pk, entry=found).delete()
    if not gone:
        raise refused("not_now", "这份材料已经不在这里了")
    tell(
        "entry.paper_taken_out", found, actor=actor, hat=hat, at=at, before={FILES: [paper.file.name]}, personal=[FILES]
    )
