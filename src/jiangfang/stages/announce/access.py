"""Who sees which programme, round and recommender; whatever is another's is a 404."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from jiangfang.core.people import Role
from jiangfang.records.people.access import Request, act_as
from jiangfang.records.people.models import Hat
from jiangfang.records.programmes.models import Revision
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.models import Recommender, Round

READERS = (Role.CITY, Role.AUDITOR, Role.RECOMMENDER)


def revision_for(request: Request, pk: int) -> Revision:
    """A revision of the clerk's own city."""
    found = get_object_or_404(Revision.objects.select_related("federation").defer("plain"), pk=pk)
    act_as(request, [Role.CITY], lambda hat: hat.organisation.federation_id == found.federation_id)
    return found


def round_for(request: Request, pk: int, *roles: Role) -> Round:
    """A round of the hat's city; for a recommender one that is published and in which it takes part."""
    found = queries.round_of(pk)
    if found is None:
        raise Http404
    act_as(request, roles, lambda hat: _reaches(hat, found))
    return found


def recommender_for(request: Request, round: int, pk: int, *roles: Role) -> Recommender:
    """A recommender of a round, with the round; a recommender's hat sees its own alone."""
    found = round_for(request, round, *roles)
    recommender = get_object_or_404(queries.recommenders(found), pk=pk)
    act_as(request, roles, lambda hat: _reaches(hat, found) and _is_own(hat, recommender))
    recommender.round = found
    return recommender


def _reaches(hat: Hat, round: Round) -> bool:
    if hat.organisation.federation_id != round.federation_id:
        return False
    if hat.role != Role.RECOMMENDER:
        return True
    return round.published_at is not None and queries.recommender_of(round, hat.organisation_id) is not None


def _is_own(hat: Hat, recommender: Recommender) -> bool:
    return hat.role != Role.RECOMMENDER or hat.organisation_id == recommender.organisation_id
