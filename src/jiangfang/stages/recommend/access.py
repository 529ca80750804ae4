"""Who may see a recommender's list and what is on it, and under which hat: every view comes through here."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404

from jiangfang.core.people import Role
from jiangfang.records.people.access import Request, act_as
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply import access as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.handed_in import as_handed_in
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import queries

READERS = (Role.RECOMMENDER, Role.CITY, Role.AUDITOR)
OWN = (Role.RECOMMENDER,)


def reaches(recommender: Recommender, hat: Hat) -> bool:
    """Whether a hat has to do with this recommender: its own body in a published round, or its city."""
    role = Role(hat.role)
    if role is Role.RECOMMENDER:
        return hat.organisation_id == recommender.organisation_id and recommender.round.published_at is not None
    return role in READERS and hat.organisation.federation_id == recommender.round.federation_id


def recommender(request: Request, pk: int, roles: Collection[Role] = READERS) -> Recommender:
    """A recommender that one of the roles may see; the request then goes on under that hat. Raises Http404."""
    found = queries.recommenders().filter(pk=pk).first()
    if found is None:
        raise Http404
    act_as(request, roles, lambda hat: reaches(found, hat))
    return found


def application(request: Request, pk: int, roles: Collection[Role] = READERS) -> Application:
    """An application that goes through a recommender, as it was handed in by its unit. Raises Http404."""
    found = applications.whole(Application.objects.filter(pk=pk)).select_related("passed_over", "waiver").first()
    if found is None or found.recommender is None:
        raise Http404
    found.recommender.round = found.round
    through = found.recommender
    act_as(request, roles, lambda hat: reaches(through, hat) and applying.reads(found, hat))
    return as_handed_in(found)


def worn(request: Request) -> Hat:
    """The hat under which the request goes on. Raises Http404 without one."""
    if request.hat is None:
        raise Http404
    return request.hat
