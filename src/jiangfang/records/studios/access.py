"""Who may open a studio: whoever fills in for its unit, and nobody else."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from jiangfang.core.people import Role
from jiangfang.records.people.access import Request, act_as
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import queries
from jiangfang.records.studios.models import Studio

KEEPERS = (Role.UNIT,)


def worn(request: Request) -> Hat:
    """The hat acted under. Raises Http404 without one."""
    if request.hat is None:
        raise Http404
    return request.hat


def studio(request: Request, pk: int) -> Studio:
    """A studio of the unit of the hat; the request then goes on under that hat. Raises Http404."""
    found = get_object_or_404(queries.whole(Studio.objects.all()), pk=pk)
    act_as(request, KEEPERS, lambda hat: hat.organisation_id == found.unit_id)
    return found
