"""Who may see the supporting material of an application, and who may bring files to it."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from jiangfang.core.journal import Subject
from jiangfang.core.people import Role
from jiangfang.records.files.models import File
from jiangfang.records.files.trays import Place
from jiangfang.records.people.access import Request
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import access as applying
from jiangfang.stages.apply import progress
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.actions.holding import subject
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import standing

READERS = applying.READERS
OWN = (Role.UNIT,)


def application(request: Request, pk: int, roles: tuple[Role, ...] = READERS) -> Application:
    """An application that one of the roles may read, where its programme asks for proofs. Raises Http404."""
    found = applying.application(request, pk, roles)
    if not standing.asked(applications.programme_of(found).programme):
        raise Http404
    return found


def worn(request: Request) -> Hat:
    """The hat under which the request goes on. Raises Http404 without one."""
    if request.hat is None:
        raise Http404
    return request.hat


def writes(request: Request, application: Application) -> bool:
    """Whether this person may change its material now."""
    if request.hat is None or request.hat.role != Role.UNIT or not progress.fillable(application):
        return False
    return applications.may_write(application, request.user, request.today)


def opens(request: Request, application: Application) -> bool:
    """Whether the hat may open the files: whoever sees what is personal; the rest see that they are there."""
    return not applying.masks(application, request.hat)


def tray_writes(request: Request, pk: int) -> Place:
    """Where the files of an application belong, for somebody who may write in it. Raises Http404."""
    found = application(request, pk, OWN)
    if not writes(request, found):
        raise Http404
    return place_of(found)


def place_of(application: Application) -> Place:
    """Where its files belong."""
    limits = applications.programme_of(application).programme.uploads
    return Place(application.round.federation, application.unit, limits)


def tray_reads(request: Request, pk: int, file: int) -> File:
    """A file of an application, its own or one out of the ledger that proves something of it. Raises Http404.

    Whoever is not its unit sees only what is tied.
    """
    found = application(request, pk)
    if not opens(request, found):
        raise Http404
    there = File.objects.filter(_seen(request, found), pk=file).select_related("content").first()
    if there is None:
        raise Http404
    request.proved = found  # type: ignore[attr-defined]
    return there


def tray_personal(request: Request, file: File) -> Subject | None:
    """At whose details somebody looks who opens a file of an application: its own unit at none but its own."""
    found: Application | None = getattr(request, "proved", None)
    return None if found is None or worn(request).role == Role.UNIT else subject(found)


def _seen(request: Request, application: Application) -> Q:
    """The files that a hat may open: its unit all that lie there, others what was tied when it was handed in."""
    if worn(request).role == Role.UNIT:
        tied = Piece.objects.filter(application=application).values("file")
        return Q(tray=standing.tray_of(application)) | Q(pk__in=tied)
    places = (standing.parted(spot)[2] for spot in standing.pieces_as_read(application, live=False))
    return Q(pk__in={file for file in places if file is not None})
