"""For which days the numbers of the form are reckoned, changed by the city while the round runs."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused
from jiangfang.records.people.access import Request, act_as, open_to
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.access import round_for
from jiangfang.stages.announce.forms import periods as forms
from jiangfang.stages.announce.forms.reading import read_day
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE = "announce/periods.html"


@open_to(Role.CITY)
def change_periods(request: Request, round: int) -> HttpResponseBase:
    """Other periods or another last day, with a reason."""
    found = round_for(request, round, Role.CITY)
    programme = queries.opened(found).programme
    if not programme.numbers:
        raise Http404
    if request.method != "POST":
        form = forms.standing(programme, found.periods, queries.period_ends(found))
        return pages.render(request, PAGE, {"round": found, "form": form})
    form, why = forms.typed(programme, request.POST), request.POST.get("why", "")
    hat = act_as(request, [Role.CITY], lambda hat: hat.organisation.federation_id == found.federation_id)
    problems: list[Problem] = []
    try:
        must_be_whole(request.POST, form.names)
        chosen, ends = form.chosen(problems), read_day(form.ends, "period_ends", "算到哪一天", problems)
        if problems:
            raise Refused(problems)
        actions.change_periods(round=found, periods=chosen, ends=ends, why=why, hat=hat, at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, {"round": found, "form": form, "why": why}, refused)
    pages.said(request, "期间改好了，已记入操作记录")
    return pages.go("announce:round", found.pk)
