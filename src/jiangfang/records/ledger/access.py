"""Who may open a ledger, an entry, a file of it: whoever fills in for the studio's unit, and nobody else."""

from __future__ import annotations

from django.http import Http404

from jiangfang.records.files.models import File
from jiangfang.records.files.trays import Place
from jiangfang.records.ledger import queries
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.people.access import Request
from jiangfang.records.studios import access as studios
from jiangfang.records.studios.access import KEEPERS, worn
from jiangfang.records.studios.models import Studio

__all__ = ["KEEPERS", "entry", "file", "paper", "place_of", "studio", "tray_reads", "tray_writes", "worn"]


def studio(request: Request, pk: int) -> Studio:
    """A studio of the unit of the hat. Raises Http404."""
    return studios.studio(request, pk)


def entry(request: Request, studio: int, pk: int) -> Entry:
    """An entry of a studio of the unit of the hat. Raises Http404."""
    return _entry(request, studio, pk)


def _entry(request: Request, studio: int, pk: int) -> Entry:
    owner = studios.studio(request, studio)
    found = queries.of_studio(owner.pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.studio = owner
    return found


def paper(request: Request, studio: int, entry: int, pk: int) -> EntryFile:
    """A paper of such an entry. Raises Http404."""
    owner = _entry(request, studio, entry)
    found = EntryFile.objects.select_related("file").filter(entry=owner.pk, pk=pk).first()
    if found is None:
        raise Http404
    found.entry = owner
    return found


def file(request: Request, studio: int, pk: int) -> File:
    """A file of a studio of the unit of the hat. Raises Http404."""
    owner = studios.studio(request, studio)
    found = File.objects.select_related("content").filter(tray=queries.tray_of(owner.pk), pk=pk).first()
    if found is None:
        raise Http404
    return found


def place_of(studio: Studio) -> Place:
    """Where the files of a studio belong."""
    return Place(studio.federation, studio.unit, queries.limits_of(studio.federation_id))


def tray_writes(request: Request, studio: int) -> Place:
    """Where files are brought to a studio that is kept. Raises Http404."""
    found = studios.studio(request, studio)
    if found.closed_at is not None:
        raise Http404
    return place_of(found)


def tray_reads(request: Request, studio: int, pk: int) -> File:
    """A file of a studio, to look at. Raises Http404."""
    return file(request, studio, pk)
