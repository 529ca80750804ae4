"""Checked as a whole, attested, handed in; and the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from jiangfang.core import informing
from jiangfang.core.definition.programme import Programme
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, Severity, error, note, root_key
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import access, actions, annexes, forms, progress, queries
from jiangfang.stages.apply.actions.holding import late_by
from jiangfang.stages.apply.models import Application
from jiangfang.ui import pages

PAGE = "apply/check.html"
UNTICKED = {"attested": "请先勾选“以上内容属实”，再提交", "told": "请先告诉表上列出的人，勾选“都已经告知”，再提交"}
_GROUPS = ((Severity.ERROR, "必须改", "stop"), (Severity.WARNING, "请核对", "warn"), (Severity.NOTE, "提示", "idle"))


@dataclass(frozen=True, slots=True)
class Said:
    """A problem with the place on a page where it can be mended, "" where there is none."""

    problem: Problem
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one weight."""

    title: str
    kind: str
    listed: tuple[Said, ...]


@open_to(Role.UNIT)
def check(request: Request, pk: int) -> HttpResponseBase:
    """Everything that is to be said of the form in order; POST hands it in. Pressed twice, the receipt comes twice."""
    application = access.application(request, pk, (Role.UNIT,))
    if request.method != "POST":
        return pages.render(request, PAGE, _context(request, application))
    if _handed_in(application):
        return pages.go("apply:receipt", application.pk)
    try:
        if request.hat is None:
            raise Http404
        attested = _ticked(request, application)
        actions.submit(application=application, attested=attested, hat=request.hat, at=request.at)
    except Refused as refused:
        application.refresh_from_db(fields=["state", "sent_from"])
        if _handed_in(application):
            return pages.go("apply:receipt", application.pk)
        return _refused(request, application, refused)
    return pages.go("apply:receipt", application.pk)


def _handed_in(application: Application) -> bool:
    return not progress.fillable(application) and application.filings.exists()


def _refused(request: Request, application: Application, refused: Refused) -> HttpResponseBase:
    """What stands in the groups below is not said twice."""
    context = _context(request, application)
    listed = {said.problem for group in context["groups"] for said in group.listed}
    own = [problem for problem in refused.problems if problem not in listed and problem.where != "attested"]
    bare = any(problem.where == "attested" for problem in refused.problems)
    lacks = [name for name in _wanted(application) if bare and not request.POST.get(name)]
    asked = [error("missing", name, UNTICKED[name]) for name in lacks]
    return pages.render(request, PAGE, {**context, "problems": [*own, *asked], "refused": True}, 422)


def _wanted(application: Application) -> dict[str, str]:
    """What has to be ticked, by name: the sentences."""
    return {"attested": sentence(application), **({"told": informing.TOLD} if _asks(application) else {})}


def _ticked(request: Request, application: Application) -> str:
    """What is attested: all of it, or "" where something was not ticked."""
    wanted = _wanted(application)
    return "".join(wanted.values()) if all(request.POST.get(name) for name in wanted) else ""


def _asks(application: Application) -> bool:
    """Whether the form asks for anything personal."""
    return bool(informing.asked(queries.programme_of(application).programme.fields))


def sentence(application: Application) -> str:
    """What is attested of the form."""
    named = str(queries.answers_of(application).get("studio_name", "")) or "未命名的工作室"
    return (
        f"{application.unit.name}申报“{named}”，已经从头核对，“请核对”的各处都看过，确实如此或者不用填；以上内容属实。"
    )


def _context(request: Request, application: Application) -> dict[str, Any]:
    programme, returned = queries.programme_of(application).programme, queries.open_return(application)
    aside = progress.beside(application, request.today)
    found = progress.found(application, request.today, aside)
    typed = queries.typing(application, queries.unit_fields(programme))
    fillable = progress.fillable(application)
    return {
        "application": application,
        "groups": _groups(application, programme, found, _asked(aside) if fillable else []),
        "errors": sum(one.severity is Severity.ERROR for one in found),
        "parts": progress.parts(application, typed, found, returned, aside),
        "clauses": _clauses(application, found),
        "fillable": fillable,
        "writes": fillable and queries.may_write(application, request.user, request.today),
        "state": queries.state_title(application),
        "sentence": sentence(application),
        "told": informing.TOLD if _asks(application) else "",
        "ticked": {name for name in ("attested", "told") if request.POST.get(name)},
        "late": late_by(application, returned, request.today),
        "last_day": (returned and returned.due) or rounds.unit_day(application.round, application.recommender),
        "returned": returned,
    }


def _asked(aside: annexes.Beside) -> list[Said]:
    """What annexes ask about, as notes."""
    return [Said(note("ask", "", one.message), one.address) for one in aside.asked()]


def _groups(application: Application, programme: Programme, found: list[Problem], asked: list[Said]) -> list[Group]:
    place = {field.key: section.id for section in programme.sections for field in section.fields if field.by == "unit"}
    made = []
    for severity, title, kind in _GROUPS:
        listed = tuple(Said(one, _address(application, place, one)) for one in found if one.severity is severity)
        listed += tuple(asked) if severity is Severity.NOTE else ()
        if listed:
            made.append(Group(title, kind, listed))
    return made


def _address(application: Application, place: dict[str, str], problem: Problem) -> str:
    section = place.get(root_key(problem.where))
    if section is None:
        return annexes.place_of(application, annexes.LATER, problem.where)
    return f"{reverse('apply:section', args=[application.pk, section])}#field-{problem.where}"


def _clauses(application: Application, found: list[Problem]) -> list[tuple[str, str, bool]]:
    """The clauses that the problems name, each once: number, text, whether it is the notice's own."""
    words = rounds.words(application.round)
    said = [(number, *words.of(number)) for number in dict.fromkeys(one.clause for one in found if one.clause)]
    return [one for one in said if one[1]]


@open_to(Role.UNIT)
def receipt(request: Request, pk: int) -> HttpResponseBase:
    """The receipt of the last handing in, or of the one that the address names; printed on A4."""
    application = access.application(request, pk, (Role.UNIT,))
    filings = application.filings.order_by("-serial")
    wanted = forms.number(request.GET.get("serial"))
    found = filings.filter(serial=wanted).first() if wanted is not None else filings.first()
    if found is None:
        raise Http404
    context = {"application": application, "filing": found, "state": queries.state_title(application)}
    return pages.render(request, "apply/receipt.html", context)
