"""Who reads which message, and who looks after the mails of a federation."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from jiangfang.core.people import Role
from jiangfang.records.messages import queries
from jiangfang.records.messages.models import Mail, Message
from jiangfang.records.people.access import Request, act_as
from jiangfang.records.people.models import Hat

CLERKS = (Role.CITY, Role.ADMIN)
WRITERS = (Role.CITY, Role.RECOMMENDER)


def worn(request: Request) -> Hat:
    """The hat acted under. Raises Http404 without one."""
    if request.hat is None:
        raise Http404
    return request.hat


def message_for(request: Request, pk: int) -> Message:
    """A message that was told to one of the hats."""
    found = get_object_or_404(Message, pk=pk)
    act_as(request, tuple(Role), lambda hat: queries.message_for(hat, pk) is not None)
    return found


def mail_for(request: Request, pk: int) -> Mail:
    """A mail of the federation of a clerk or an administrator."""
    found = get_object_or_404(Mail, pk=pk)
    act_as(request, CLERKS, lambda hat: hat.organisation.federation_id == found.federation_id)
    return found
