"""Persons: the list, one of them, and what the body above does: a new password, out of use and back, hats, a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.journal import Actor
from jiangfang.core.people import ROLE_TITLES
from jiangfang.core.problems import Problem, Refused
from jiangfang.records.journal.actions import look
from jiangfang.records.journal.queries import history, looks_at
from jiangfang.records.people import actions, queries
from jiangfang.records.people.access import MANAGERS, Request, open_to, organisation_for, person_for
from jiangfang.records.people.actions.authority import of_person
from jiangfang.records.people.forms import organisations as forms
from jiangfang.records.people.forms import persons as lists
from jiangfang.records.people.models import Organisation, Person
from jiangfang.records.people.views.cards import printed
from jiangfang.records.people.views.organisations import by, worn
from jiangfang.records.people.wording import lines
from jiangfang.ui import pages

LIST, PAGE, ADD = "people/persons.html", "people/person.html", "people/person_add.html"


@open_to(*MANAGERS)
def persons(request: Request) -> HttpResponseBase:
    """Who acts at my body and below it, by name, login or state."""
    top, asks = worn(request).organisation, lists.wanted(request.GET)
    found = lists.filtered(queries.persons_seen(top, request.today), asks, request.today)
    page = pages.page_of(request, queries.with_hats(found.order_by("name", "pk"), top, request.today))
    return pages.render(request, LIST, {"page": page, "asks": asks, "states": list(lists.STATES.items())})


@open_to(*MANAGERS)
def person(request: Request, person: int) -> HttpResponseBase:
    """One person; the phone is shown to whoever asked for it today."""
    return pages.render(request, PAGE, _shown(request, person_for(request, person)))


@open_to(*MANAGERS)
@require_POST
def phone(request: Request, person: int) -> HttpResponseBase:
    """Look at the phone: noted with who and on which day."""
    found = person_for(request, person)
    me = Actor(request.user.pk, request.user.name)
    look(federation=found.federation_id, person=me, subject=of_person(found), day=request.today)
    return pages.go(f"{reverse('people:person', args=[found.pk])}?phone=1")


@open_to(*MANAGERS)
@require_POST
def amend(request: Request, person: int) -> HttpResponseBase:
    """Mend the name, and the phone where it was shown."""

    def act(found: Person) -> str:
        kept = request.POST.get("phone", found.phone)
        actions.amend_person(person=found, name=request.POST.get("name", ""), phone=kept, **by(request))
        return "改好了"

    return _deed(request, person, act)


@open_to(*MANAGERS)
@require_POST
def reset(request: Request, person: int) -> HttpResponseBase:
    """A code by which the person sets a new password, to print; an earlier one is void."""
    found = person_for(request, person)
    try:
        issued = actions.issue_reset_slip(person=found, **by(request))
    except Refused as refused:
        return pages.refusal(request, PAGE, _shown(request, found), refused)
    return printed(request, [issued], reverse("people:person", args=[found.pk]))


@open_to(*MANAGERS)
@require_POST
def active(request: Request, person: int) -> HttpResponseBase:
    """Out of use, or back. The form says which, so that sent twice it does the same."""

    def act(found: Person) -> str:
        wanted = request.POST.get("active") == "1"
        actions.set_active(person=found, active=wanted, **by(request))
        return f"{found.name}的账号恢复了" if wanted else f"{found.name}的账号停用了"

    return _deed(request, person, act)


@open_to(*MANAGERS)
@require_POST
def give(request: Request, person: int) -> HttpResponseBase:
    """A hat at an organisation that I manage, named in full."""

    def act(found: Person) -> str:
        spot = forms.body_called(worn(request).organisation, request.POST.get("organisation", ""), "organisation")
        made = actions.give_hat(person=found, organisation=spot, role=forms.role_of(request.POST), **by(request))
        return f"{found.name}现在是{made}"

    return _deed(request, person, act)


@open_to(*MANAGERS)
@require_POST
def end(request: Request, person: int, held: int) -> HttpResponseBase:
    """A hat ended with today."""

    def act(found: Person) -> str:
        ending = next((one for one in queries.worn_by(found, request.today) if one.pk == held), None)
        if ending is None and not found.hats.filter(pk=held).exists():
            raise Http404
        if ending is not None:
            actions.end_hat(ending=ending, **by(request))
        return "这个身份结束了"

    return _deed(request, person, act)


@open_to(*MANAGERS)
def add(request: Request, organisation: int) -> HttpResponseBase:
    """Somebody new at an organisation, who chooses the first password by a code."""
    spot = organisation_for(request, organisation, managed=True)
    typed = {key: request.POST.get(key, "") for key in ("login", "name", "phone", "role")}
    context = {"organisation": spot, "roles": forms.roles_at(spot, ROLE_TITLES), "typed": typed}
    if request.method != "POST":
        return pages.render(request, ADD, context)
    try:
        role = forms.role_of(request.POST)
        issued = actions.welcome_person(
            organisation=spot,
            role=role,
            login=typed["login"],
            name=typed["name"],
            phone=typed["phone"],
            **by(request),
        )
    except Refused as refused:
        return pages.refusal(request, ADD, context, refused)
    return printed(request, [issued], reverse("people:organisation", args=[spot.pk]), "人员登记好了。")


def _deed(request: Request, pk: int, act: Callable[[Person], str]) -> HttpResponseBase:
    """Do it to a person whom I see; back to the page, or to the list where the person is no longer mine."""
    found = person_for(request, pk)
    try:
        done = act(found)
    except Refused as refused:
        problems = [_placed(problem) for problem in refused.problems]
        return pages.refusal(request, PAGE, _shown(request, found), Refused(problems))
    pages.said(request, done)
    seen = queries.persons_seen(worn(request).organisation, request.today).filter(pk=pk).exists()
    return pages.go("people:person", pk) if seen else pages.go("people:persons")


def _placed(problem: Problem) -> Problem:
    """At the field of this page: the person is the page itself."""
    return Problem(problem.code, "", problem.message, problem.clause) if problem.where == "person" else problem


def _shown(request: Request, found: Person) -> dict[str, Any]:
    hat, day = worn(request), request.today
    top, every = hat.organisation, queries.worn_by(found, day)
    here = [one for one in every if one.organisation.path.startswith(top.path)]
    manages = queries.can_manage_person(hat, found, every)
    return {
        "person": found,
        "own": found.pk == request.user.pk,
        "manages": manages,
        "hats_here": [(one, queries.can_manage(hat, one.organisation)) for one in here],
        "elsewhere": len(every) - len(here),
        "ended": queries.ended_of(found, top, day)[: pages.ROWS],
        "open_phone": _may_read(request, found),
        "waiting": queries.reset_slip(found, request.at),
        "deeds": lines(history(found.federation_id, "person", str(found.pk))) if manages else [],
        "organisations": _to_choose(top),
        "roles": _roles(top),
        "typed": _typed(request.POST, found),
    }


def _typed(posted: Mapping[str, str], found: Person) -> dict[str, str]:
    kept = {"name": found.name, "phone": found.phone, "organisation": "", "role": ""}
    return {key: posted.get(key, value) for key, value in kept.items()}


def _may_read(request: Request, found: Person) -> bool:
    """Whether the phone is shown: it was asked for, today, and that is noted."""
    if request.GET.get("phone") != "1" and "phone" not in request.POST:
        return False
    looks = looks_at(found.federation_id, "person", str(found.pk))
    return looks.filter(day=request.today, person_id=request.user.pk).exists()


def _to_choose(top: Organisation) -> list[str]:
    """Names to choose from while one is typed; of a long list the first."""
    names = queries.tree(top).values_list("name", flat=True)
    return list(names[:200])


def _roles(top: Organisation) -> list[tuple[str, str]]:
    """What may be given at an organisation and below it."""
    titles = [(role.value, title) for role, title in ROLE_TITLES.items()]
    return titles if top.parent_id is None else [one for one in titles if one[0] in ("unit", "unit_union")]
