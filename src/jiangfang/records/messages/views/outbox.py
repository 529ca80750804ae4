"""The outbox: every mail of the federation by state, as it is sent, held and let go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.core.mailing import TITLES, State, may_release, may_send_again
from jiangfang.core.problems import Refused
from jiangfang.records.messages import access, actions, forms, queries
from jiangfang.records.messages.access import CLERKS
from jiangfang.records.messages.models import Mail
from jiangfang.records.people.access import Request, open_to
from jiangfang.ui import pages

KINDS = {
    State.SENT: "good",
    State.FAILED: "stop",
    State.UNSURE: "warn",
    State.HELD: "warn",
}


@open_to(*CLERKS)
def outbox(request: Request) -> HttpResponseBase:
    """Mails by state, filtered by the address."""
    federation = access.worn(request).organisation.federation_id
    asks = forms.asked(request.GET, "state", "find")
    asks["state"] = forms.state_of(asks["state"])
    counts = queries.counted(federation)
    page = pages.page_of(request, queries.mails_like(federation, asks["state"], asks["find"]))
    context = {
        **asks,
        "page": page,
        "lines": [(mail, TITLES[State(mail.state)], KINDS.get(State(mail.state), "idle")) for mail in page],
        "states": [(state.value, title, counts.get(state.value, 0)) for state, title in TITLES.items()],
        "held": counts.get(State.HELD.value, 0),
        "waiting": counts.get(State.WAITING.value, 0),
        "newest": queries.newest_mail(federation),
        "looks_first": queries.looks_first(federation),
        "mail": queries.mail_is_set(),
    }
    return pages.render(request, "messages/outbox.html", context)


@open_to(*CLERKS)
def mail(request: Request, mail: int) -> HttpResponseBase:
    """One mail exactly as it goes out."""
    return _page(request, access.mail_for(request, mail))


def _page(request: Request, found: Mail, refused: Refused | None = None) -> HttpResponseBase:
    context = {
        "mail": found,
        "title": TITLES[State(found.state)],
        "kind": KINDS.get(State(found.state), "idle"),
        "sender": _sender(),
        "held": may_release(found.state),
        "again": may_send_again(found.state),
        "unsure": found.state == State.UNSURE,
    }
    if refused is not None:
        return pages.refusal(request, "messages/mail.html", context, refused)
    return pages.render(request, "messages/mail.html", context)


def _sender() -> str:
    server = settings.MAIL
    return "" if server is None else f"{server.name} <{server.sender}>".strip() if server.name else server.sender


@open_to(*CLERKS)
@require_POST
def look_first(request: Request) -> HttpResponseBase:
    """New mails are held until somebody lets them go, or go out by themselves again."""
    on = request.POST.get("on")
    if on in ("0", "1") and actions.look_first(on=on == "1", hat=access.worn(request), at=request.at):
        pages.said(request, "以后的邮件先放着，看过再放行" if on == "1" else "以后的邮件做好就发，不再先放着")
    return pages.go("messages:outbox")


@open_to(*CLERKS)
@require_POST
def hold(request: Request) -> HttpResponseBase:
    """Everything that waits is held."""
    moved = actions.hold_all(upto=forms.number(request.POST.get("upto")), hat=access.worn(request), at=request.at)
    return _moved(request, moved, f"{moved} 封先放着，没有发")


@open_to(*CLERKS)
@require_POST
def let_go(request: Request) -> HttpResponseBase:
    """What is held goes out: the one that the form names, or all that the page showed."""
    moved = actions.let_go(**_chosen(request), hat=access.worn(request), at=request.at)
    return _moved(request, moved, f"{moved} 封放行了，马上就发")


@open_to(*CLERKS)
@require_POST
def drop(request: Request) -> HttpResponseBase:
    """What is held is left out: the one that the form names, or all that the page showed."""
    moved = actions.drop(**_chosen(request), hat=access.worn(request), at=request.at)
    return _moved(request, moved, f"{moved} 封不发了")


@open_to(*CLERKS)
@require_POST
def again(request: Request, mail: int) -> HttpResponseBase:
    """One that did not go out, or of which nobody knows, is sent once more."""
    found = access.mail_for(request, mail)
    try:
        actions.send_again(mail=found, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return _page(request, found, refused)
    pages.said(request, "已经排好，马上再发一次")
    return pages.go("messages:mail", found.pk)


def _chosen(request: Request) -> dict[str, Any]:
    """What the form means: up to which mail, and which ones alone."""
    only = forms.numbers(request.POST.getlist("only"))
    return {"upto": forms.number(request.POST.get("upto")), "only": only if "only" in request.POST else None}


def _moved(request: Request, moved: int, says: str) -> HttpResponseBase:
    if moved:
        pages.said(request, says)
    return pages.go("messages:outbox")
