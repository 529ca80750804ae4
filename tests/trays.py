"""A tray for the tests, as a room has one: the unit brings files to it, whoever is above the unit sees them.

Its things are units: ``sample-12`` is that of the organisation 12. Importing this module registers it.
"""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from jiangfang.core.journal import Subject
from jiangfang.core.people import Role
from jiangfang.core.proofs import MB, Limits
from jiangfang.records.files.access import READERS
from jiangfang.records.files.models import File
from jiangfang.records.files.trays import TRAYS, Place, Tray, register
from jiangfang.records.people.access import Request, act_as
from jiangfang.records.people.models import Hat, Organisation

PREFIX = "sample"
LIMITS = Limits(bytes=3 * MB, pages=20, files=60, together=40 * MB)


def named(unit: Organisation) -> str:
    """The tray of a unit."""
    return f"{PREFIX}-{unit.pk}"


def place_of(unit: Organisation, limits: Limits = LIMITS) -> Place:
    """Where it belongs."""
    return Place(unit.federation, unit, limits)


def _writes(request: Request, pk: int) -> Place:
    unit = get_object_or_404(Organisation.objects.select_related("federation"), pk=pk, kind="unit")
    act_as(request, (Role.UNIT,), lambda hat: hat.organisation_id == unit.pk)
    return place_of(unit)


def _reads(request: Request, pk: int, file: int) -> File:
    unit = get_object_or_404(Organisation, pk=pk, kind="unit")
    act_as(request, READERS, lambda hat: _above(hat, unit))
    found = File.objects.filter(pk=file, tray=named(unit)).select_related("content").first()
    if found is None:
        raise Http404
    return found


def _above(hat: Hat, unit: Organisation) -> bool:
    if Role(hat.role) in (Role.CITY, Role.AUDITOR):
        return hat.organisation.federation_id == unit.federation_id
    return hat.organisation_id == (unit.parent_id if Role(hat.role) is Role.RECOMMENDER else unit.pk)


def _personal(request: Request, file: File) -> Subject | None:
    """Everybody but the unit itself looks at somebody's papers."""
    if request.hat is not None and request.hat.organisation_id == file.organisation_id:
        return None
    return Subject("unit", str(file.organisation_id), file.name)


SAMPLE = TRAYS.get(PREFIX) or register(Tray(PREFIX, _writes, _reads, _personal))
