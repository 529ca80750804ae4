"""One recommender of a round: its quota, a later deadline, an earlier day for its own units; and one more added."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from jiangfang.core import opening
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.quota import Passing
from jiangfang.records.people.access import Request, act_as, open_to
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.access import READERS, recommender_for, round_for
from jiangfang.stages.announce.forms import places
from jiangfang.stages.announce.forms.reading import read_day, read_number
from jiangfang.stages.announce.models import Recommender
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE, ADD = "announce/recommender.html", "announce/add.html"
PASSINGS = (
    (Passing.BLOCK, "挡住，不能再推荐"),
    (Passing.WARN, "只提醒"),
    (Passing.WAIVER, "有人具名同意并写明理由才放行"),
)


@open_to(*READERS)
def recommender(request: Request, round: int, recommender: int) -> HttpResponseBase:
    """What a recommender may and until when; the forms of the clerk, and its own."""
    found = recommender_for(request, round, recommender, *READERS)
    return pages.render(request, PAGE, _context(request, found, {}))


@open_to(Role.CITY)
@require_POST
def quota(request: Request, round: int, recommender: int) -> HttpResponseBase:
    """Another quota, with a reason."""

    def act(found: Recommender, hat: Hat, problems: list[Problem]) -> None:
        must_be_whole(request.POST, ("at_least", "at_most", "passing", "why"))
        numbers = {
            name: read_number(request.POST.get(name, ""), name, called, problems)
            for name, called in (("at_least", "下限"), ("at_most", "上限"))
        }
        passing = request.POST.get("passing", "")
        if passing not in set(Passing):
            problems.append(error("not_in_list", "passing", "超过上限怎么办，请选一个"))
        if problems:
            raise Refused(problems)
        why = request.POST.get("why", "")
        actions.adjust_quota(recommender=found, **numbers, passing=Passing(passing), why=why, hat=hat, at=request.at)

    return _deed(request, round, recommender, Role.CITY, act, "名额改好了，已记入操作记录")


@open_to(Role.CITY)
@require_POST
def extend(request: Request, round: int, recommender: int) -> HttpResponseBase:
    """A later deadline for this one alone, with a reason; taken back by the button 取消延期."""

    def act(found: Recommender, hat: Hat, problems: list[Problem]) -> None:
        day = None if "back" in request.POST else read_day(request.POST.get("day", ""), "day", "延到的日子", problems)
        if day is None and not problems and "back" not in request.POST:
            problems.append(error("missing", "day", "请写延到哪一天"))
        if problems:
            raise Refused(problems)
        why = request.POST.get("extended_why", "")
        try:
            actions.extend_deadline(recommender=found, day=day, why=why, hat=hat, at=request.at)
        except Refused as refused:
            raise Refused(_elsewhere(refused, "why", "extended_why")) from refused

    return _deed(request, round, recommender, Role.CITY, act, "截止日改好了，已记入操作记录")


@open_to(Role.CITY)
def add(request: Request, round: int) -> HttpResponseBase:
    """One more body that recommends in this round."""
    found = round_for(request, round, Role.CITY)
    programme = queries.opened(found).programme
    page = pages.page_of(request, queries.not_yet(found))
    context = {"round": found, "programme": programme, "page": page}
    if request.method != "POST":
        rows = places.suggested_rows(programme, page)
        return pages.render(request, ADD, {**context, "rows": rows})
    wanted = [body for body in queries.bodies(found.federation_id) if str(body.pk) == request.POST.get("organisation")]
    problems: list[Problem] = []
    typed = {row.id: row for row in places.typed_rows(wanted, request.POST)}
    try:
        if not typed:
            raise Refused([error("not_in_list", "organisation", "没有这个推荐单位，请从列表里选")])
        place = places.place_of(programme, typed[wanted[0].pk], problems)
        if problems:
            raise Refused(problems)
        hat = act_as(request, [Role.CITY], lambda hat: hat.organisation.federation_id == found.federation_id)
        actions.add_recommender(round=found, place=place, hat=hat, at=request.at)
    except Refused as refused:
        rows = [typed.get(row.id, row) for row in places.suggested_rows(programme, page)]
        return pages.refusal(request, ADD, {**context, "rows": rows}, refused)
    pages.said(request, f"“{wanted[0].name}”加进来了")
    return pages.go("announce:round", found.pk)


def _deed(
    request: Request,
    round: int,
    recommender: int,
    role: Role,
    act: Callable[[Recommender, Hat, list[Problem]], None],
    done: str,
) -> HttpResponseBase:
    """Do it under the hat that the form names; refused, the page shows what was typed."""
    found = recommender_for(request, round, recommender, role)
    hat = request.hat
    try:
        if hat is None:
            raise Refused([error("not_allowed", "", "以现在的身份不能办这件事")])
        act(found, hat, [])
    except Refused as refused:
        return pages.refusal(request, PAGE, _context(request, found, request.POST), refused)
    pages.said(request, done)
    return pages.go("announce:recommender", found.round_id, found.pk)


def _elsewhere(refused: Refused, where: str, there: str) -> list[Problem]:
    """The same problems at the field of this page's form."""
    return [
        Problem(one.code, there if one.where == where else one.where, one.message, one.clause, one.severity)
        for one in refused.problems
    ]


def _context(request: Request, found: Recommender, typed: Mapping[str, str]) -> dict[str, object]:
    hat, quota = request.hat, queries.quota_of(found.round, found)
    group = opening.group_of(queries.opened(found.round).programme, found.klass)
    kept = {
        "at_least": found.at_least,
        "at_most": found.at_most,
        "passing": found.passing,
        "why": "",
        "day": found.extended_to.isoformat() if found.extended_to else "",
        "extended_why": "",
        "own_day": found.own_day.isoformat() if found.own_day else "",
    }
    text, own = queries.clause_text(found.round, quota.clause) if quota.clause else ("", False)
    return {
        "round": found.round,
        "round_name": found.round.name,
        "recommender": found,
        "group": group,
        "quota": quota,
        "says": quota.says(found.taken),
        "clause": (quota.clause, text, not own) if text else None,
        "deadline": queries.deadline(found.round, found),
        "usual": queries.deadline(found.round),
        "unit_day": queries.unit_day(found.round, found),
        "passings": [(one.value, title) for one, title in PASSINGS],
        "typed": {name: typed.get(name, value) for name, value in kept.items()},
        "clerk": bool(hat and hat.role == Role.CITY),
        "own": bool(hat and hat.role == Role.RECOMMENDER),
    }
