"""Who may have a file: one that was made, whoever asked for it; one that was brought, as the room of its tray says."""

from __future__ import annotations

from django.http import Http404

from jiangfang.core.people import Role
from jiangfang.records.files import queries
from jiangfang.records.files.models import File, Making, Upload
from jiangfang.records.files.trays import Place, tray_of
from jiangfang.records.people.access import Request

MAKERS = (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY, Role.AUDITOR)
WRITERS = (Role.UNIT,)
"""Who brings files anywhere; which room lets whom bring what stands in its tray."""
READERS = (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY, Role.AUDITOR)


def making(request: Request, pk: int) -> Making:
    """One that this person asked for. Raises Http404."""
    found = queries.asked_by(request.hats).filter(pk=pk).first()
    if found is None:
        raise Http404
    request.hat = next(hat for hat in request.hats if hat.pk == found.hat_id)
    return found


def place(request: Request, tray: str) -> Place:
    """Where files may be brought. Raises Http404."""
    found, thing = tray_of(tray)
    return found.writes(request, thing)


def may_write(request: Request, tray: str) -> bool:
    """Whether files may be brought there by whoever looks; the request then goes on under that hat."""
    try:
        place(request, tray)
    except Http404:
        return False
    return True


def file(request: Request, tray: str, pk: int) -> File:
    """A file that may be seen in this tray. Raises Http404."""
    found, thing = tray_of(tray)
    return found.reads(request, thing, pk)


def own(request: Request, tray: str, pk: int) -> File:
    """A file that lies in this tray itself and may be changed there. Raises Http404."""
    place(request, tray)
    found = queries.brought_to(tray).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def upload(request: Request, tray: str, key: str) -> tuple[Upload, Place]:
    """A file on its way that this person sends, under the hat under which it was begun. Raises Http404."""
    found = queries.on_the_way(tray, request.user.pk).filter(key=key).first()
    if found is None:
        raise Http404
    where = place(request, tray)
    if request.hat is None or request.hat.pk != found.hat_id:
        raise Http404
    return found, where
