"""Who may have a file that was made: whoever asked for it, while the hat is worn under which it was asked for."""

from __future__ import annotations

from django.http import Http404

from jiangfang.records.files import queries
from jiangfang.records.files.models import Making
from jiangfang.records.people.access import Request


def making(request: Request, pk: int) -> Making:
    """One that this person asked for. Raises Http404."""
    found = queries.asked_by(request.hats).filter(pk=pk).first()
    if found is None:
        raise Http404
    request.hat = next(hat for hat in request.hats if hat.pk == found.hat_id)
    return found
