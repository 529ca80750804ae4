"""One application before its recommender: the form beside the check list, the opinion, the return, the history."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from jiangfang.core.fields import Field
from jiangfang.core.opinions import Standing, chain
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.quota import Passing
from jiangfang.core.recommending import no_place
from jiangfang.core.returning import REASONS
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import access as applying_access
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import progress
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application, Return, Telling
from jiangfang.stages.apply.queries import OpinionLine
from jiangfang.stages.recommend import access, actions, queries
from jiangfang.stages.recommend.access import OWN, READERS
from jiangfang.stages.recommend.forms import reading
from jiangfang.stages.recommend.queries import Reading
from jiangfang.stages.recommend.views.listing import base_of
from jiangfang.ui import pages

PAGE = "recommend/review.html"
TYPED = ("signer", "allowed_by", "waiver_reason", "return_text", "due", "reason")


@open_to(*READERS)
def review(request: Request, pk: int) -> HttpResponseBase:
    """Read it; that a recommender opened this version is kept, and who looked at personal details."""
    application = access.application(request, pk)
    hat = access.worn(request)
    found = queries.reading(application)
    if Role(hat.role) is Role.RECOMMENDER and application.version not in found.versions:
        actions.opened(application=application, hat=hat, at=request.at)
    if not applying_access.masks(application, hat):
        actions.looked(application=application, hat=hat, at=request.at)
    return pages.render(request, PAGE, context_of(request, application, found))


def context_of(
    request: Request, application: Application, found: Reading, typed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Everything that the page shows. found: what was opened, ticked; typed: what was posted and could not be done."""
    recommender = application.recommender
    if recommender is None:
        raise Http404
    base, past = base_of(request, recommender), queries.past(application)
    masked = applying_access.masks(application, access.worn(request))
    last, since = past.last, queries.since(application, past, found.versions)
    lines = queries.check_list(application, request.today, found.ticks if typed is None else typed["items"], last)
    box, words = opinion_field(application), rounds.words(application.round)
    opinions = applications.opinion_lines(application, last)
    aside = progress.beside(application, request.today, live=False)
    return {
        **base,
        "application": application,
        "state": progress.shown(application),
        "parts": queries.parts(application, masked=masked, changed=since, last=last, notes=aside.notes),
        "aside": [(annex, look, annex.address(application)) for annex, look in aside.listed],
        "since": since,
        "lines": [(line, *words.of(line.condition.clause)) for line in queries.quoting(application, lines, masked)],
        "all_ticked": all(line.ticked for line in lines),
        "findings": [*queries.findings(application, request.today, lines, last, masked=masked), *aside.problems],
        "box": box,
        "opinions": opinions,
        "ahead": _ahead(opinions, box),
        "past": past,
        "returns": [_sent(application, one) for one in past.returns],
        "typed": typed or {"day": request.today.isoformat(), "items": found.ticks},
        "reasons": REASONS,
        "returnable": progress.returnable(applications.programme_of(application).programme),
        "late": rounds.late(application.round, recommender, request.today),
        "tellings": _tellings(request, application) if base["acts"] else (),
        **_offered(application, base, queries.may_judge(application, last)),
    }


def _ahead(opinions: Sequence[OpinionLine], box: Field | None) -> OpinionLine | None:
    """The first opinion before the recommender's own that is not there or void."""
    before = itertools.takewhile(lambda one: one.field != box, opinions)
    return next((one for one in before if one.standing != Standing.HOLDS.value), None)


def _tellings(request: Request, application: Application) -> QuerySet[Telling]:
    return applications.tellings_for(access.worn(request)).filter(application=application)


def _offered(application: Application, base: Mapping[str, Any], before_it: bool) -> dict[str, Any]:
    """Which deeds there are now, for the recommender's own hat."""
    workflow = applications.programme_of(application).programme.workflow
    judged = bool(base["acts"]) and before_it
    new = judged and queries.offers(workflow, application, queries.RECOMMEND)
    quota = base["status"].quota
    full = no_place(quota, base["recommender"].taken, 1) if new else []
    passes = any(step.deed == queries.PASS_OVER for step in workflow.steps)
    return {
        "judged": judged,
        "renewed": judged and not new,
        "full": full,
        "waivable": bool(full) and quota.passing is Passing.WAIVER,
        "returns_it": base["acts"] and queries.offers(workflow, application, "return"),
        "takes_back": base["acts"] and queries.offers(workflow, application, "unrecommend"),
        "passes_over": new if not passes else base["acts"] and queries.offers(workflow, application, queries.PASS_OVER),
    }


def _sent(application: Application, found: Return) -> tuple[Return, list[str], list[str]]:
    programme = applications.programme_of(application).programme
    named = [part.title for part in progress.returnable(programme) if part.id in found.sections]
    return found, named, [REASONS.get(code, code) for code in found.reasons]


def opinion_field(application: Application) -> Field | None:
    """The box of the recommender's opinion."""
    programme = applications.programme_of(application).programme
    return next((one for one in chain(programme, application.route) if one.by == Role.RECOMMENDER.value), None)


def _deed(
    request: Request, pk: int, act: Callable[[Application, Hat], object], says: str, *, stays: bool = False
) -> HttpResponseBase:
    """Do it and go on, or show the page once more with what was typed and what is wrong."""
    application = access.application(request, pk, OWN)
    try:
        act(application, access.worn(request))
    except Refused as refused:
        now = access.application(request, pk, OWN)
        context = context_of(request, now, queries.reading(now), typed_of(request, now))
        return pages.refusal(request, PAGE, context, refused)
    pages.said(request, says)
    if stays or application.recommender_id is None:
        return pages.go("recommend:review", application.pk)
    return pages.go("recommend:recommender", application.recommender_id)


def typed_of(request: Request, application: Application) -> dict[str, Any]:
    """What was posted, for the boxes of the page."""
    box, posted = opinion_field(application), request.POST
    key = box.key if box else ""
    names = {name: reading.text(posted, name) for name in TYPED}
    return {
        **names,
        "text": reading.text(posted, f"{key}.text"),
        "signer": reading.text(posted, f"{key}.signer"),
        "day": reading.text(posted, f"{key}.date") or request.today.isoformat(),
        "items": posted.getlist("items") if "version" in posted else queries.ticks_now(application),
        "sections": posted.getlist("sections"),
        "reasons": posted.getlist("reasons"),
    }


def _tick(request: Request, application: Application, hat: Hat) -> None:
    seen = reading.number(request.POST.get("version"))
    actions.tick(application=application, items=request.POST.getlist("items"), hat=hat, at=request.at, seen=seen)


@open_to(*OWN)
@require_POST
def tick(request: Request, pk: int) -> HttpResponseBase:
    """Keep the check list."""
    return _deed(request, pk, lambda found, hat: _tick(request, found, hat), "核对清单已保存", stays=True)


@open_to(*OWN)
@require_POST
def recommend(request: Request, pk: int) -> HttpResponseBase:
    """Keep the check list and give the opinion."""

    def act(found: Application, hat: Hat) -> None:
        box = opinion_field(found)
        key = box.key if box else ""
        _tick(request, found, hat)
        actions.recommend(
            application=found,
            text=reading.text(request.POST, f"{key}.text"),
            signer=reading.text(request.POST, f"{key}.signer"),
            day=reading.day(request.POST, f"{key}.date", "签署日期"),
            waiver=reading.waiver(request.POST),
            hat=hat,
            at=request.at,
            seen=reading.number(request.POST.get("version")),
        )

    return _deed(request, pk, act, "推荐意见已签署")


@open_to(*OWN)
@require_POST
def send_back(request: Request, pk: int) -> HttpResponseBase:
    """Send back named sections with reasons."""

    def act(found: Application, hat: Hat) -> None:
        applying.send_back(
            application=found,
            sections=request.POST.getlist("sections"),
            reasons=request.POST.getlist("reasons"),
            text=reading.text(request.POST, "return_text"),
            due=reading.maybe_day(request.POST, "due", "补正期限"),
            granted=queries.granted_to(found),
            hat=hat,
            at=request.at,
        )

    return _deed(request, pk, act, "已经退回；单位改好以后直接回到您这里")


@open_to(*OWN)
@require_POST
def not_recommend(request: Request, pk: int) -> HttpResponseBase:
    """Say why it is not recommended."""
    reason = reading.text(request.POST, "reason")
    return _deed(
        request,
        pk,
        lambda found, hat: actions.not_recommend(application=found, reason=reason, hat=hat, at=request.at),
        "已记下不推荐的理由",
    )


@open_to(*OWN)
@require_POST
def unrecommend(request: Request, pk: int) -> HttpResponseBase:
    """Take the recommendation back."""
    return _deed(
        request,
        pk,
        lambda found, hat: actions.unrecommend(application=found, hat=hat, at=request.at),
        "推荐意见已撤回，名额已空出",
        stays=True,
    )


@open_to(*OWN)
@require_POST
def seen(request: Request, pk: int, telling: int) -> HttpResponseBase:
    """What was told was seen."""

    def act(found: Application, hat: Hat) -> None:
        mine = {"organisation": hat.organisation_id, "role": hat.role}
        told = get_object_or_404(Telling, application=found, pk=telling, **mine)
        applying.seen(telling=told, hat=hat, at=request.at)

    return _deed(request, pk, act, "已记下您看到了", stays=True)
