"""Where one begins: the unit's applications and the rounds to start in, the union's opinions, the city's list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from jiangfang.core.fields.date import long_day
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.states import Shown
from jiangfang.records.files import views as files
from jiangfang.records.people.access import Request, act_as, open_to
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.announce.queries import WayThrough
from jiangfang.stages.apply import access, actions, jobs, lists, progress, queries
from jiangfang.stages.apply.models import Application, Opinion
from jiangfang.stages.apply.views import belonging
from jiangfang.ui import pages

SHEETS = (Role.CITY, Role.AUDITOR, Role.RECOMMENDER)


@dataclass(frozen=True, slots=True)
class Line:
    """An application in a list. waits: it waits for the hat that looks. leader: "" where that is personal."""

    application: Application
    state: Shown
    waits: bool = False
    opinion: Opinion | None = None
    void: bool = False
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A round to start in. last: the last day of this unit; late: it is over."""

    round: Round
    last: date | None
    late: Problem | None
    begun: int


@open_to(*access.READERS)
def applications(request: Request) -> HttpResponseBase:
    """The list of the hat: a unit's own, a union's, or everything that was handed in."""
    hat = act_as(request, access.READERS, lambda hat: True)
    if hat.role == Role.UNIT:
        return _of_unit(request, hat)
    return _of_union(request, hat) if hat.role == Role.UNIT_UNION else _of_city(request, hat)


def _of_unit(request: Request, hat: Hat) -> HttpResponseBase:
    chosen = lists.asked(request.GET)
    page = pages.page_of(request, lists.filtered(queries.whole(queries.of_unit(hat)), chosen).defer("answers", "rough"))
    begun: dict[int, int] = {}
    for found in queries.of_unit(hat).values_list("round", flat=True):
        begun[found] = begun.get(found, 0) + 1
    context = {
        "page": page,
        "lines": [_line(found, own=True) for found in page],
        "open": _open(hat, request.today, begun),
        "tellings": queries.tellings_for(hat),
        "filtered": any(chosen.values()),
    }
    return pages.render(request, "apply/of_unit.html", context)


def _open(hat: Hat, today: date, begun: dict[int, int]) -> list[Open]:
    """The published rounds of the city, those that are over last."""
    published = list(rounds.rounds_of(hat.organisation.federation_id).filter(published_at__isnull=False))
    above = [int(part) for part in hat.organisation.path.split("/") if part]
    mine: dict[int, Recommender] = {
        found.round_id: found for found in Recommender.objects.filter(round__in=published, organisation__in=above)
    }
    made = []
    for found in published:
        via = mine.get(found.pk)
        late = rounds.late(found, via, today, for_unit=True)
        made.append(Open(found, rounds.unit_day(found, via), late, begun.get(found.pk, 0)))
    return sorted(made, key=lambda one: one.late is not None)


def _of_union(request: Request, hat: Hat) -> HttpResponseBase:
    """What waits for the union's opinion first, then what it gave; what was not handed in is not its affair yet."""
    chosen = lists.asked(request.GET)
    mine = list(queries.whole(queries.of_unit(hat)).defer("answers", "rough")[:200])
    read = {one.pk: one for one in mine if access.reads(one, hat)}
    blind = lists.blind(hat, {one.round_id: one.round for one in mine}.values())
    wanted = lists.filtered(queries.of_unit(hat).filter(pk__in=read), chosen, blind).values_list("pk", flat=True)
    found = [read[pk] for pk in wanted] if any(chosen.values()) else list(read.values())
    last: dict[int, Opinion] = {}
    given = Opinion.objects.filter(application__in=found, role=hat.role, withdrawn_at__isnull=True)
    for opinion in given.order_by("given_at", "pk"):
        last[opinion.application_id] = opinion
    lines = [_line(one, last.get(one.pk), union=True) for one in found]
    context = {
        "waiting": [line for line in lines if line.waits],
        "others": [line for line in lines if not line.waits],
        "hidden": len(mine) - len(read),
        "filtered": any(chosen.values()),
        "tellings": queries.tellings_for(hat),
    }
    return pages.render(request, "apply/of_union.html", context)


def _of_city(request: Request, hat: Hat) -> HttpResponseBase:
    """Everything that was handed in, for the city, the auditor and a recommender; filtered by the address."""
    concerned, chosen = lists.concerned(hat, request.today), lists.asked(request.GET)
    found = lists.filtered(lists.handed_in(hat, concerned), chosen, lists.blind(hat, concerned))
    page = pages.page_of(request, found.values_list("pk", flat=True))
    context = {
        "page": page,
        "lines": [_line(one) for one in queries.in_order_of(list(page)) if access.reads(one, hat)],
        "rounds": [(str(one.pk), str(one)) for one in concerned],
        "states": _states(concerned),
        **chosen,
    }
    return pages.render(request, "apply/of_city.html", context)


@open_to(*SHEETS)
def excel(request: Request) -> HttpResponseBase:
    """The list as it is filtered by the address, as Excel; ``?personal=1`` for the city: with the phones."""
    hat = act_as(request, SHEETS, lambda hat: True)
    wanted = {**lists.asked(request.GET), "personal": request.GET.get("personal", "")}
    if wanted["personal"] not in ("", "1") or (wanted["personal"] and hat.role != Role.CITY):
        raise Http404
    back = f"{reverse('apply:list')}?{urlencode({name: wanted[name] for name in lists.ASKED if wanted[name]})}"
    name = f"申报名单{'（含电话）' if wanted['personal'] else ''}-{long_day(request.today)}"
    return files.answer(request, jobs.LIST, wanted, name=name, back=back)


def _states(found: Iterable[Round]) -> list[tuple[str, str]]:
    """The states of the rounds' programmes but the first, in which nothing is handed in."""
    titles: dict[str, str] = {}
    for one in found:
        for state in rounds.opened(one).programme.workflow.states[1:]:
            titles.setdefault(state.id, state.title)
    return list(titles.items())


def _line(application: Application, opinion: Opinion | None = None, *, union: bool = False, own: bool = False) -> Line:
    void = opinion is not None and opinion.version < application.material_version
    waits = union and progress.waits_for_union(application, opinion)
    shows = own or not lists.hides_leaders(queries.programme_of(application).programme)
    leader = application.leader_name if shows else ""
    return Line(application, progress.shown(application), waits, opinion, void, leader)


@open_to(Role.UNIT)
def start(request: Request, round: int) -> HttpResponseBase:
    """Choose the way, then write. A unit with one way sees one button."""
    hat = act_as(request, (Role.UNIT,), lambda hat: True)
    found = rounds.rounds_of(hat.organisation.federation_id).filter(pk=round, published_at__isnull=False).first()
    if found is None:
        raise Http404
    ways = rounds.ways(found, hat.organisation)
    context = {**_start_context(request, found, ways), **belonging.context_of(request, found, None)}
    if request.method != "POST":
        return pages.render(request, "apply/start.html", context)
    try:
        way = _chosen(request, ways)
        with transaction.atomic():
            made = actions.start(
                round=found,
                route=way.route.id,
                recommender=way.recommender,
                studio=belonging.chosen(request, hat, may_be_none=True),
                hat=hat,
                at=request.at,
            )
    except Refused as refused:
        return pages.refusal(request, "apply/start.html", context, refused)
    first = progress.sections(queries.programme_of(made).programme)[0]
    return pages.go("apply:section", made.pk, first.id)


def _start_context(request: Request, found: Round, ways: tuple[WayThrough, ...]) -> dict[str, Any]:
    through: dict[str, list[WayThrough]] = {}
    for way in ways:
        through.setdefault(way.route.id, []).append(way)
    via = ways[0].recommender if len(ways) == 1 else None
    return {
        "round": found,
        "ways": ways,
        "through": list(through.values()),
        "route": request.POST.get("route", ""),
        "chosen": request.POST.get("through", ""),
        "last": rounds.unit_day(found, via),
        "late": rounds.late(found, via, request.today, for_unit=True),
    }


def _chosen(request: Request, ways: tuple[WayThrough, ...]) -> WayThrough:
    """The way that was chosen. Raises Refused for none."""
    route, through = request.POST.get("route", ""), request.POST.get(f"through-{request.POST.get('route', '')}", "")
    mine = ways if len(ways) == 1 else [way for way in ways if way.route.id == route]
    if not mine:
        raise Refused([error("missing", "route", "请先选申报渠道")])
    if len(mine) > 1:
        mine = [way for way in mine if way.recommender is not None and str(way.recommender.pk) == through]
    if not mine:
        raise Refused([error("missing", f"through-{route}", "请选由哪一个总工会推荐")])
    return mine[0]
