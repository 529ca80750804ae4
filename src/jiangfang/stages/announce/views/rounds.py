"""The rounds, one round with everything that is set in it, its days changed, itself published."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.core import opening
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.quota import Quota
from jiangfang.records.people.access import Request, act_as, open_to
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.access import READERS, round_for
from jiangfang.stages.announce.forms import days as day_forms
from jiangfang.stages.announce.models import PaperDay, Recommender, Round
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A recommender of the round's table."""

    recommender: Recommender
    title: str
    quota: Quota
    notices: bool

    @property
    def says(self) -> str:
        """Where it stands."""
        return self.quota.says(self.recommender.taken)


@open_to(*READERS)
def rounds(request: Request) -> HttpResponseBase:
    """The rounds that concern the hat, newest first, each with where in the year it is."""
    hat = act_as(request, READERS, lambda hat: True)
    page = pages.page_of(request, queries.rounds_for(hat, request.today))
    rows = [(found, queries.deadline(found)) for found in page]
    return pages.render(request, "announce/rounds.html", {"page": page, "rows": rows})


@open_to(*READERS)
def round_page(request: Request, round: int) -> HttpResponseBase:
    """Everything that is set in a round: full for the clerk, its own part for a recommender."""
    found = round_for(request, round, *READERS)
    return pages.render(request, "announce/round.html", _round_context(request, found))


@open_to(Role.CITY)
def change_days(request: Request, round: int) -> HttpResponseBase:
    """Other days, with a reason."""
    found = round_for(request, round, Role.CITY)
    programme = queries.opened(found).programme
    context: dict[str, object] = {"round": found}
    if request.method != "POST":
        context["rows"] = day_forms.rows_of(programme, queries.spans_of(found))
        return pages.render(request, "announce/days.html", context)
    rows, why = day_forms.typed_rows(programme, request.POST), request.POST.get("why", "")
    problems: list[Problem] = []
    try:
        must_be_whole(request.POST, day_forms.names(programme))
        spans = day_forms.spans_of(rows, problems)
        if problems:
            raise Refused(problems)
        actions.change_days(round=found, days=spans, why=why, hat=_clerk(request, found), at=request.at)
    except Refused as refused:
        return pages.refusal(request, "announce/days.html", {**context, "rows": rows, "why": why}, refused)
    pages.said(request, "日子改好了，已记入操作记录")
    return pages.go("announce:round", found.pk)


@open_to(Role.CITY)
@require_POST
def publish(request: Request, round: int) -> HttpResponseBase:
    """Let everybody see the notice and units begin; after the deadline only where that was ticked."""
    found = round_for(request, round, Role.CITY)
    over = _days_over(request, found)
    try:
        if over and request.POST.get("sure") != "1":
            raise Refused([error("missing", "sure", f"截止日已过 {over} 天。先改日子，或者勾选“仍要发布”")])
        actions.publish(round=found, hat=_clerk(request, found), at=request.at)
    except Refused as refused:
        return pages.refusal(request, "announce/round.html", _round_context(request, found), refused)
    pages.said(request, "已经发布，申报单位现在可以开始填写")
    return pages.go("announce:round", found.pk)


def _days_over(request: Request, found: Round) -> int:
    """How many days the deadline of a round that is still to be published is over; 0 in time."""
    last = queries.deadline(found)
    return max((request.today - last).days, 0) if last and found.published_at is None else 0


def _clerk(request: Request, round: Round) -> Hat:
    return act_as(request, [Role.CITY], lambda hat: hat.organisation.federation_id == round.federation_id)


def _round_context(request: Request, found: Round) -> dict[str, object]:
    hat, programme = request.hat, queries.opened(found).programme
    wanted = request.GET.get("q", "").strip()[:100]
    rows = queries.recommenders(found)
    mine = hat.organisation_id if hat and hat.role == Role.RECOMMENDER else None
    if mine is not None:
        rows = rows.filter(organisation=mine)
    elif wanted and "\0" not in wanted:
        rows = rows.filter(organisation__name__icontains=wanted)
    page = pages.page_of(request, rows)
    return {
        "round": found,
        "round_name": found.name,
        "programme": programme,
        "milestones": queries.progress(found, request.today),
        "page": page,
        "rows": [_row(found, row) for row in page],
        "q": wanted,
        "clerk": bool(hat and hat.role == Role.CITY),
        "mine": mine is not None,
        "deadline": queries.deadline(found),
        "over": _days_over(request, found),
        "file": queries.notice_file(found),
        "answers": found.answers.items(),
        "periods": queries.periods(found, programme),
        "paper_day": PaperDay(found.paper_day).label,
        "year": next((one.says for one in opening.questions(programme) if one.by == "year"), ""),
    }


def _row(round: Round, recommender: Recommender) -> QuotaRow:
    recommender.round = round
    group = opening.group_of(queries.opened(round).programme, recommender.klass)
    quota = queries.quota_of(round, recommender)
    same = group is not None and (group.each.at_least, group.each.at_most) == (quota.at_least, quota.at_most)
    return QuotaRow(recommender, group.title if group else "", quota, same)
