"""Who may open a view, and under which hat a deed is done. Whatever is not for somebody is not there: a 404."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from jiangfang.core.people import Role, is_within, puts_right
from jiangfang.records.people.models import Hat, Organisation, Person, Slip
from jiangfang.records.people.queries import can_manage, persons_seen

SESSION_HAT = "hat"
MANAGERS = (Role.ADMIN, Role.CITY, Role.RECOMMENDER)
"""Who keeps the tree and its people: each at and below its own body."""


class Request(HttpRequest):
    """A request as the views get it. at, today: its moment and day; hat: the one acted under, of ``hats``."""

    at: datetime
    today: date
    user: Person
    hats: list[Hat]
    hat: Hat | None
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def open_to(*roles: Role, public: bool = False) -> Callable[[View], View]:
    """A view for whoever wears a hat with one of these roles; for anyone signed in where none is named.

    public: for anyone at all. The marks ``roles`` and ``public`` on the view are read by the middleware and by the
    table of who may open what.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if roles:
                act_as(request, roles, lambda hat: True)
            elif not public:
                request.hat = _posted(request) or request.hat
            return view(request, *args, **kwargs)

        guarded.roles, guarded.public = roles, public  # type: ignore[attr-defined]
        return guarded

    return decorate


def act_as(request: Request, roles: Collection[Role], reaches: Callable[[Hat], bool]) -> Hat:
    """The hat to act under, from now on the request's: the one that the form names and no other.

    Where no form names one: the address's (``?hat=``), else the usual one, else any that has one of the roles and
    reaches the object. Raises Http404 where there is none.
    """
    posted = _posted(request)
    for hat in [posted] if posted else _in_order(request):
        if Role(hat.role) in roles and reaches(hat):
            request.hat = hat
            return hat
    raise Http404


def chosen(request: Request) -> Hat | None:
    """The hat that the address names, else the usual one, else the first."""
    return next(_in_order(request), None)


def _posted(request: Request) -> Hat | None:
    """The hat that a form names. Raises Http404 for one that this person does not wear."""
    if request.method != "POST" or "hat" not in request.POST:
        return None
    named = _worn(request, request.POST["hat"])
    if named is None:
        raise Http404
    return named


def _in_order(request: Request) -> Iterator[Hat]:
    wanted = [request.GET.get("hat"), request.session.get(SESSION_HAT)]
    preferred = [hat for one in wanted if (hat := _worn(request, one))]
    yield from dict.fromkeys([*preferred, *request.hats])


def _worn(request: Request, named: object) -> Hat | None:
    return next((hat for hat in request.hats if str(hat.pk) == str(named)), None)


def organisation_for(
    request: Request, pk: int, *, managed: bool = False, roles: Collection[Role] = MANAGERS
) -> Organisation:
    """An organisation at or below the body of the hat; ``managed``: one whose own affairs the hat may put right."""
    found = get_object_or_404(Organisation.objects.select_related("parent", "federation"), pk=pk)
    act_as(request, roles, lambda hat: can_manage(hat, found) if managed else _sees(hat, found))
    return found


def body_for(request: Request, pk: int) -> Organisation:
    """An open organisation whose list of what stands below it the hat may keep."""
    found = get_object_or_404(Organisation, pk=pk, closed_on__isnull=True)
    act_as(request, MANAGERS, lambda hat: keeps(hat, found))
    return found


def keeps(hat: Hat, organisation: Organisation) -> bool:
    """Whether a hat may add below an organisation: it is the body itself or one above it."""
    below = f"{organisation.path}0/"
    return _sees(hat, organisation) and puts_right(Role(hat.role), hat.organisation.path, below)


def person_for(request: Request, pk: int) -> Person:
    """A person whom the body of the hat sees."""
    found = get_object_or_404(Person, pk=pk)
    act_as(request, MANAGERS, lambda hat: persons_seen(hat.organisation, request.today).filter(pk=pk).exists())
    return found


def code_for(request: Request, pk: int) -> Slip:
    """A code of a unit that the hat manages, or of a person whom it sees."""
    found = get_object_or_404(Slip.objects.select_related("organisation", "person"), pk=pk)
    if found.person is not None:
        person_for(request, found.person.pk)
        return found
    spot = found.organisation
    act_as(request, MANAGERS, lambda hat: spot is not None and can_manage(hat, spot))
    return found


def _sees(hat: Hat, organisation: Organisation) -> bool:
    own = hat.organisation
    return own.federation_id == organisation.federation_id and is_within(organisation.path, own.path)
