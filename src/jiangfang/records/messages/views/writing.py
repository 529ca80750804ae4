"""Writing to recommenders and units: written, looked at with everybody's name, sent once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase

from jiangfang.core.problems import Refused
from jiangfang.records.messages import access, actions, forms, queries
from jiangfang.records.messages.access import WRITERS
from jiangfang.records.messages.actions.announcing import problems_of
from jiangfang.records.messages.forms import Written
from jiangfang.records.people.access import Request, open_to
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

WRITE, LOOK, SENT = "messages/write.html", "messages/look.html", "messages/written.html"


@open_to(*WRITERS)
def written(request: Request) -> HttpResponseBase:
    """What this body wrote itself, and how many have seen it."""
    hat = access.worn(request)
    page = pages.page_of(request, queries.announced(hat))
    read = queries.read_by(list(page), hat.organisation.federation_id)
    rows = [(one, read.get(one.token, 0)) for one in page]
    return pages.render(request, SENT, {"page": page, "rows": rows})


@open_to(*WRITERS)
def write(request: Request) -> HttpResponseBase:
    """The form; with ``look`` it is shown as it would go out, with ``go`` it goes out.

    Other pages send a text and whom it is for (``subject``, ``text``, ``to``) without either: the form stands filled.
    ``next`` is the page to go back to.
    """
    if request.method != "POST":
        return pages.render(request, WRITE, _form(request, Written(forms.fresh_token())))
    typed = forms.written(request.POST)
    try:
        if "go" in request.POST:
            return _send(request, typed)
        if "look" in request.POST:
            return _look(request, typed)
    except Refused as refused:
        return pages.refusal(request, WRITE, _form(request, typed), refused)
    if "edit" in request.POST:
        typed.to = forms.numbers(request.POST.getlist("first"))
    return pages.render(request, WRITE, _form(request, typed))


def _look(request: Request, typed: Written) -> HttpResponseBase:
    """Everybody's name, who of them has nobody to read it, and the text as it goes out."""
    must_be_whole(request.POST, ("token", "subject", "text", "names", "end"))
    hat = access.worn(request)
    to = forms.addressed(typed, hat)
    if wrong := [*typed.problems, *problems_of(typed.subject, typed.text, to)]:
        raise Refused(wrong)
    reached = queries.reached(to, request.today)
    context = {
        "typed": typed,
        "next": pages.next_of(request, ""),
        "reached": reached,
        "persons": sum(one.persons for one in reached),
        "mails": sum(one.mails for one in reached),
        "alone": [one for one in reached if not one.persons],
        "mail": queries.mail_is_set(),
        "held": queries.looks_first(hat.organisation.federation_id),
    }
    return pages.render(request, LOOK, context)


def _send(request: Request, typed: Written) -> HttpResponseBase:
    must_be_whole(request.POST, ("token", "subject", "text", "end"))
    hat = access.worn(request)
    typed.scope = typed.names = ""
    to = forms.addressed(typed, hat)
    made = actions.announce(token=typed.token, subject=typed.subject, text=typed.text, to=to, hat=hat, at=request.at)
    pages.said(request, f"已发给 {made.bodies} 个单位：{made.subject}")
    return pages.go("messages:written")


def _form(request: Request, typed: Written) -> dict[str, Any]:
    hat = access.worn(request)
    chosen = set(typed.to)
    bodies = list(queries.bodies_of(hat))
    scopes = [(key, title) for key, title in forms.SCOPES.items() if bodies or key != "chosen"]
    return {
        "typed": typed,
        "next": pages.next_of(request, ""),
        "bodies": [(one, one.pk in chosen) for one in bodies],
        "units": list(queries.units_of(hat).filter(pk__in=chosen).select_related("parent")) if chosen else [],
        "scopes": scopes,
        "mail": queries.mail_is_set(),
    }
