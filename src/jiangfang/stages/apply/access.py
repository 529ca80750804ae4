"""Who may see an application, and under which hat: every view of the room comes through here."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.http import Http404

from jiangfang.core.people import Role
from jiangfang.core.personal import sees
from jiangfang.records.people.access import Request, act_as
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.handed_in import as_handed_in
from jiangfang.stages.apply.models import Application

READERS = (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY, Role.AUDITOR)


def reaches(application: Application, hat: Hat) -> bool:
    """Whether a hat has to do with this application at all, never mind what is in it."""
    role = Role(hat.role)
    if role in (Role.UNIT, Role.UNIT_UNION):
        return hat.organisation_id == application.unit_id
    if role is Role.RECOMMENDER:
        return application.recommender is not None and hat.organisation_id == application.recommender.organisation_id
    if role in (Role.CITY, Role.AUDITOR):
        return hat.organisation.federation_id == application.round.federation_id
    return False


def reads(application: Application, hat: Hat) -> bool:
    """Whether a hat may read what is in it: the unit always, everybody else once it was handed in."""
    if not reaches(application, hat):
        return False
    workflow = queries.programme_of(application).programme.workflow
    return Role(hat.role) is Role.UNIT or not workflow.private(queries.position(application))


def application(request: Request, pk: int, roles: Collection[Role] = READERS) -> Application:
    """An application that one of the roles may read; the request then goes on under that hat. Raises Http404.

    To everybody beside its unit it is as it was handed in.
    """
    found = queries.whole(Application.objects.filter(pk=pk)).first()
    if found is None:
        raise Http404
    hat = act_as(request, roles, lambda hat: reads(found, hat))
    return found if hat.role == Role.UNIT else as_handed_in(found)


def masks(application: Application, hat: Hat | None) -> bool:
    """Whether the personal values of an application stay hidden from a hat."""
    programme = queries.programme_of(application).programme
    return hat is None or not sees(programme.personal_for, Role(hat.role))


def worn(request: Request) -> Hat:
    """The hat under which the request goes on. Raises Http404 without one."""
    if request.hat is None:
        raise Http404
    return request.hat


def visible(hat: Hat) -> QuerySet[Application]:
    """The applications that a hat has to do with."""
    role, found = Role(hat.role), Application.objects.all()
    if role in (Role.UNIT, Role.UNIT_UNION):
        return found.filter(unit=hat.organisation_id)
    if role is Role.RECOMMENDER:
        return found.filter(recommender__organisation=hat.organisation_id)
    if role in (Role.CITY, Role.AUDITOR):
        return found.filter(round__federation=hat.organisation.federation_id)
    return found.none()
