"""The one-page notice for the people on a form: what is asked of them, for what, who sees it, how long, whom to ask."""

from __future__ import annotations

from django.http import HttpResponseBase

from jiangfang.core import informing
from jiangfang.core.people import Role
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.apply import access, queries, retention
from jiangfang.ui import pages


@open_to(Role.UNIT)
def told(request: Request, pk: int) -> HttpResponseBase:
    """To be printed on A4, or shown to them."""
    application = access.application(request, pk, (Role.UNIT,))
    programme, round = queries.programme_of(application).programme, application.round
    terms = retention.terms_of(round, retention.own_terms(round))
    context = {
        "application": application,
        "programme": programme,
        "asked": informing.asked(programme.fields),
        "asks_id": informing.asks_id(programme.fields),
        "evidence": bool(programme.outline),
        "readers": informing.readers(programme, application.route),
        "stamping": [one.name for one in programme.notice.issuers if one.on_form],
        "kept": informing.kept(terms),
        "contacts": programme.notice.contacts,
        "department": programme.notice.department,
    }
    return pages.render(request, "apply/told.html", context)
