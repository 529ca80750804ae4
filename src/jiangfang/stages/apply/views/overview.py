"""One application at a glance, and the deeds of its unit that need no form: take back, withdraw, hand in directly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, Severity, error
from jiangfang.core.returning import REASONS
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import access, actions, progress, queries
from jiangfang.stages.apply.actions.holding import late_by
from jiangfang.stages.apply.models import Application, Return
from jiangfang.ui import pages

PAGE = "apply/overview.html"


@dataclass(frozen=True, slots=True)
class Sent:
    """A return in words."""

    found: Return
    sections: list[str]
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Next:
    """The one next step: what it is, and where its button leads; "" where somebody else is to act."""

    says: str
    button: str = ""
    address: str = ""
    deed: str = ""


@open_to(*access.READERS)
def overview(request: Request, pk: int) -> HttpResponseBase:
    """Where it stands and what is to be done next."""
    application = access.application(request, pk)
    return pages.render(request, PAGE, context_of(request, application))


def context_of(request: Request, application: Application) -> dict[str, Any]:
    """Everything that the page shows, for the hat that looks."""
    hat = _hat(request)
    role, programme = Role(hat.role), queries.programme_of(application).programme
    returned, last = queries.open_return(application), queries.last_opinions(application)
    lines = queries.opinion_lines(application, last)
    aside = progress.beside(application, request.today, live=None if role is Role.UNIT else False)
    found = progress.found(application, request.today, aside, last)
    typed = queries.typing(application, queries.unit_fields(programme))
    parts = progress.parts(application, typed, found, returned, aside)
    mine = role is Role.UNIT
    writes = mine and progress.fillable(application) and queries.may_write(application, request.user, request.today)
    errors = sum(one.severity is Severity.ERROR for one in found)
    context = {
        "application": application,
        "mine": mine,
        "role": role,
        "writes": writes,
        "fillable": progress.fillable(application),
        "state": progress.shown(application),
        "parts": parts,
        "aside": [(annex, look, annex.address(application)) for annex, look in aside.listed],
        "studio": queries.studio_of(application),
        "lines": lines,
        "errors": errors,
        "returned": sent(application, returned),
        "deeds": progress.offered(application, role),
        "late": late_by(application, returned, request.today),
        "last_day": (returned and returned.due) or rounds.unit_day(application.round, application.recommender),
        "papers": queries.papers(application),
        "tellings": queries.tellings_for(hat).filter(application=application),
        "mends": application.changes.filter(kind="mend").order_by("-version"),
        "shared": [share.person.name for share in application.shares.select_related("person")] if mine else [],
        "filed": application.submitted_at is not None,
        "arrived": progress.arrived(application),
        "signs": role is Role.UNIT_UNION and _signs(application, lines),
    }
    return {**context, "next": _next(application, context)}


def _hat(request: Request) -> Hat:
    if request.hat is None:
        raise Http404
    return request.hat


def _signs(application: Application, lines: list[queries.OpinionLine]) -> bool:
    own = next((line.opinion for line in lines if line.field.by == Role.UNIT_UNION.value), None)
    return progress.waits_for_union(application, own)


def sent(application: Application, returned: Return | None) -> Sent | None:
    """A return with the titles of its sections and reasons."""
    if returned is None:
        return None
    programme = queries.programme_of(application).programme
    named = [part.title for part in progress.returnable(programme) if part.id in returned.sections]
    return Sent(returned, named, [REASONS.get(code, code) for code in returned.reasons])


def _next(application: Application, context: dict[str, Any]) -> Next:
    """The next step for a unit; for everybody else whose turn it is."""
    if context["signs"]:
        return Next("请核对内容，签署意见", "去签意见", reverse("apply:endorse", args=[application.pk]))
    if context["writes"]:
        return _writing(application, context)
    if context["mine"] and context["fillable"]:
        return Next(f"由{application.started_by.name}填写；要一起填，请他共享给您")
    waiting = progress.waits_for(application, context["lines"])
    if context["mine"] and "apply_directly" in context["deeds"] and _may_go_directly(context["lines"]):
        return Next("所在单位工会的意见已经签好，可以直接向市总工会申报", deed="apply_directly")
    programme = queries.programme_of(application).programme
    if any(state.id == application.state and state.final for state in programme.workflow.states):
        return Next(f"已办结：{context['state'].title}")
    return Next(f"等{waiting}" if waiting else f"现在是“{context['state'].title}”，您这里没有要办的")


def _writing(application: Application, context: dict[str, Any]) -> Next:
    if context["late"]:
        return Next(f"{context['late'].message}，不能再提交；写的内容都留着")
    part = progress.first_open(context["parts"])
    if part is not None and (context["errors"] or part.kind == "stop" or part.word == "未填"):
        address = part.address or reverse("apply:section", args=[application.pk, part.id])
        return Next(f"接着填“{part.title}”", f"去填：{part.title}", address)
    lacking = part is not None and part.lacks
    said = "必填的都填了，还有空着的，核对一遍再提交" if lacking else "内容齐了，请从头核对一遍再提交"
    return Next(said, "核对与提交", reverse("apply:check", args=[application.pk]))


def _may_go_directly(lines: list[queries.OpinionLine]) -> bool:
    first = next((line for line in lines if line.field.by == Role.UNIT_UNION.value), None)
    return first is None or first.standing == "holds"


@open_to(Role.UNIT)
@require_POST
def recall(request: Request, pk: int) -> HttpResponseBase:
    """Take it back to write on."""
    application = access.application(request, pk, (Role.UNIT,))
    return _done(request, application, actions.recall, "已经取回，可以修改；改好请再提交一次")


@open_to(Role.UNIT)
@require_POST
def directly(request: Request, pk: int) -> HttpResponseBase:
    """Hand in to the city without a recommender."""
    application = access.application(request, pk, (Role.UNIT,))
    return _done(request, application, actions.apply_directly, "已经直接向市总工会申报")


def _done(request: Request, application: Application, deed: Callable[..., Application], says: str) -> HttpResponseBase:
    try:
        deed(application=application, hat=_hat(request), at=request.at)
    except Refused as refused:
        application.refresh_from_db(fields=["state", "sent_from"])
        return pages.refusal(request, PAGE, context_of(request, application), refused)
    pages.said(request, says)
    return pages.go("apply:overview", application.pk)


@open_to(Role.UNIT)
def withdraw(request: Request, pk: int) -> HttpResponseBase:
    """Withdraw for the year: says what it means, and asks why."""
    application = access.application(request, pk, (Role.UNIT,))
    step = progress.offered(application, Role.UNIT).get("withdraw")
    reason = request.POST.get("reason", "")
    context = {"application": application, "step": step, "state": queries.state_title(application), "reason": reason}
    if request.method != "POST":
        return pages.render(request, "apply/withdraw.html", context)
    try:
        if not reason.strip():
            raise Refused([error("missing", "reason", "请写一句为什么，例如：与另一个工作室合并申报")])
        actions.withdraw(application=application, reason=reason, hat=_hat(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, "apply/withdraw.html", context, refused)
    pages.said(request, "已经撤回")
    return pages.go("apply:overview", application.pk)
