"""Who may see what came to the city, and under which hat: every view comes through here."""

from __future__ import annotations

from django.http import Http404

from jiangfang.core.people import Role
from jiangfang.records.people.access import Request, act_as
from jiangfang.stages.announce import access as announcing
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply import access as applying
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive import queries
from jiangfang.stages.receive.models import Arrival
from jiangfang.stages.recommend import access as recommending

READERS = (Role.CITY, Role.AUDITOR)
WRITES = (Role.CITY,)


def round_of(request: Request, pk: int, *roles: Role) -> Round:
    """A round of the hat's city. Raises Http404."""
    return announcing.round_for(request, pk, *(roles or READERS))


def recommender(request: Request, pk: int, *roles: Role) -> Recommender:
    """A recommender of the hat's city, or its own. Raises Http404."""
    return recommending.recommender(request, pk, roles or READERS)


def own_application(request: Request, pk: int) -> Application:
    """An application of the hat's unit that came to the city. Raises Http404."""
    found = applying.application(request, pk, (Role.UNIT,))
    if not queries.is_due(found):
        raise Http404
    return found


def arrival(request: Request, pk: int, *roles: Role) -> Arrival:
    """Something that came to the hat's city. Raises Http404."""
    found = queries.arrivals().filter(pk=pk).first()
    if found is None:
        raise Http404
    federation = found.round.federation_id
    act_as(request, roles or READERS, lambda hat: hat.organisation.federation_id == federation)
    return found
