"""What is made of the material: bound as PDF, as ZIP, of a whole round; the letter of what is wanting; the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.proofs import safe_name
from jiangfang.records.files.access import MAKERS
from jiangfang.records.files.models import Making
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.access import round_for
from jiangfang.stages.apply import forms as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import access
from jiangfang.stages.prove.access import OWN
from jiangfang.stages.prove.queries import standing
from jiangfang.stages.prove.views import evidence
from jiangfang.ui import pages

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS = (Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY)
Ask = Callable[..., Making]


def _application(request: Request, pk: int, roles: tuple[Role, ...]) -> Application:
    """One whose files the hat may open. Raises Http404."""
    found = access.application(request, pk, roles)
    if not access.opens(request, found):
        raise Http404
    return found


@open_to(*MAKERS)
@require_POST
def bound(request: Request, pk: int) -> HttpResponseBase:
    """One PDF as the outline orders, made beside the pages."""
    from jiangfang.stages.prove import binding

    return _asked(request, _application(request, pk, MAKERS), binding.ask_bound)


@open_to(*MAKERS)
@require_POST
def package(request: Request, pk: int) -> HttpResponseBase:
    """The PDF with every file under a readable name."""
    from jiangfang.stages.prove import binding

    return _asked(request, _application(request, pk, MAKERS), binding.ask_zip)


def _asked(request: Request, application: Application, ask: Ask) -> HttpResponseBase:
    try:
        made = ask(application=application, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, evidence.PAGE, evidence.context_of(request, application), refused)
    return pages.go("files:making", made.pk)


@open_to(Role.CITY)
@require_POST
def of_round(request: Request, round: int) -> HttpResponseBase:
    """The material of every application of a round in one ZIP."""
    from jiangfang.stages.prove import binding

    found = round_for(request, round, Role.CITY)
    made = binding.ask_round(round=found, hat=access.worn(request), at=request.at)
    return pages.go("files:making", made.pk)


@open_to(*WRITERS)
def letter(request: Request, pk: int) -> HttpResponseBase:
    """What is wanting, as a letter to the unit; ``?due=``: by when, else as it was sent back, or the last day."""
    from jiangfang.stages.prove import letters

    application = access.application(request, pk, WRITERS)
    try:
        due = applying.maybe_day(request.GET.dict(), "due", "补齐的期限")
        hat, day = access.worn(request), request.today
        due = due or _due(application)
        content = letters.missing_letter(application, live=False, hat=hat, day=day, due=_later(due, day))
    except Refused as refused:
        return pages.refusal(request, evidence.PAGE, evidence.context_of(request, application), refused)
    return pages.attachment(content, _named("补交支撑材料通知", application), WORD)


def _due(application: Application) -> date | None:
    returned = applications.open_return(application)
    return (returned and returned.due) or rounds.unit_day(application.round, application.recommender)


def _later(due: date | None, today: date) -> date | None:
    return due if due is not None and due >= today else None


@open_to(*OWN)
def draft(request: Request, pk: int) -> HttpResponseBase:
    """The summary of the year, drafted out of the ledger, for its unit to finish."""
    from jiangfang.stages.prove import letters

    application = access.application(request, pk, OWN)
    if not standing.standing(application, live=True).brought:
        raise Http404
    return pages.attachment(
        letters.summary_draft(application, day=request.today), _named("近一年工作总结（草稿）", application), WORD
    )


def _named(what: str, application: Application) -> str:
    number = f"{application.number}-" if application.number else ""
    called = str(applications.answers_of(application).get("studio_name", "")) or str(application)
    return safe_name(f"{number}{called}-{what}".replace("/", "／"), "docx")
