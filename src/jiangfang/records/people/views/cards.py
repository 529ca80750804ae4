"""One-time codes to be printed: a card a code, shown once, since only digests are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString

from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.documents.qr import qr
from jiangfang.records.people.access import Request
from jiangfang.records.people.actions import IssuedSlip
from jiangfang.records.people.models import Slip
from jiangfang.ui import pages

PAGE = "people/cards.html"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Card:
    """A code on paper. whom: the unit or the person; what: the role, or what it is for; qr: SVG of our own making.

    contact: who is to get it, where somebody is named.
    """

    whom: str
    what: str
    code: str
    address: str
    qr: SafeString
    slip: Slip
    contact: str = ""


def printed(
    request: Request,
    issued: Sequence[IssuedSlip],
    back: str,
    says: str = "",
    contacts: Mapping[int, str] | None = None,
) -> HttpResponseBase:
    """The page with the codes, straight after they were issued; no browser and no proxy keeps it.

    contacts: who is to get the code of an organisation, by its number; kept nowhere but on the paper.
    """
    addresses = {page: request.build_absolute_uri(reverse(page)) for page in ("people:join", "people:forgotten")}
    named = contacts or {}
    cards = [
        _card(one, addresses["people:join" if one.slip.organisation_id else "people:forgotten"], named)
        for one in issued
    ]
    context = {"cards": cards, "back": back, "says": says, "local": on_this_machine(request)}
    response = pages.render(request, PAGE, context)
    response["Cache-Control"] = "no-store"
    return response


def on_this_machine(request: Request) -> bool:
    """Whether the address in use is one that no other machine reaches."""
    return urlsplit(request.build_absolute_uri("/")).hostname in _THIS_MACHINE


def _card(issued: IssuedSlip, address: str, contacts: Mapping[int, str]) -> Card:
    """The code stands behind a #, which a browser does not send: it gets into no log."""
    slip = issued.slip
    made = SafeString(qr(f"{address}#{issued.code}").decode("ascii"))  # nosec B703
    if slip.organisation is not None:
        contact = contacts.get(slip.organisation.pk, "")
        return Card(slip.organisation.name, ROLE_TITLES[Role(slip.role)], issued.code, address, made, slip, contact)
    whom = slip.person.name if slip.person is not None else ""
    return Card(whom, "设新密码", issued.code, address, made, slip)
