"""The desk, and the journal of a whole federation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from jiangfang.core.people import Role
from jiangfang.desk.access import anybody, readers_of_the_journal
from jiangfang.desk.queries import Desk, Task, desk_of
from jiangfang.desk.trail import KINDS, page_of_deeds, shown, vocabulary, wanted_of
from jiangfang.desk.words import WORDS
from jiangfang.records.people.access import Request
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.queries import opened, progress
from jiangfang.stages.apply.queries import tellings_for
from jiangfang.stages.recommend.queries import counted, recommenders
from jiangfang.stages.recommend.queries import progress as bodies_so_far
from jiangfang.ui.pages import render

_FEW = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A task in words, with the page on which it is done."""

    task: Task
    what: str
    says: str
    button: str
    address: str


@anybody
def home(request: Request) -> HttpResponse:
    """What waits for me, what I wait for, how many days are left."""
    hat = request.hat
    desk = desk_of(hat, request.today) if hat is not None else Desk([])
    tellings = list(tellings_for(hat)[:20]) if hat is not None else []
    todo = [_line(task, Role(hat.role)) for task in desk.tasks] if hat is not None else []
    context = {"desk": desk, "todo": todo, "tellings": tellings, "waiting": len(todo) + len(tellings)}
    return render(request, "desk/home.html", {**context, **_year(desk, hat, request.today)})


def _year(desk: Desk, hat: Hat | None, today: date) -> dict[str, Any]:
    """Where the round with the nearest deadline is in the year; for the city also where its recommenders are."""
    running = [one for one in desk.rounds if one.published_at is not None]
    newest = min(running, key=lambda one: _urgency(desk.last.get(one.pk), today), default=None)
    if newest is None or hat is None:
        return {}
    found: dict[str, Any] = {"milestones": progress(newest, today)}
    if Role(hat.role) is Role.CITY:
        private = opened(newest).programme.workflow.start().state
        bodies = recommenders().filter(round=newest).order_by("organisation__path")
        first = list(counted(bodies, private)[:_FEW])
        found |= {"bodies": bodies.count(), "progress_round": newest, "progress": bodies_so_far(first)}
    return found


def _urgency(last: date | None, today: date) -> tuple[bool, int]:
    """The deadline ahead that is nearest comes first, then those that are over, the last one first."""
    left = (last - today).days if last else 9999
    return left < 0, abs(left)


def _line(task: Task, role: Role) -> Line:
    what, says, button = WORDS[task.deed] if task.deed in WORDS else WORDS["other"]
    return Line(task, what, says, button, _address(task, role))


def _address(task: Task, role: Role) -> str:
    """The page of the one application, else the list in which they stand."""
    if task.deed == "publish":
        return reverse("announce:round", args=[task.round.pk])
    if task.deed == "start":
        return reverse("apply:start", args=[task.round.pk])
    if role is Role.RECOMMENDER:
        return reverse("recommend:review", args=[task.only]) if task.only else reverse("recommend:list")
    if task.only and role is Role.UNIT_UNION:
        return reverse("apply:endorse", args=[task.only])
    if task.only:
        return reverse("apply:overview", args=[task.only])
    return reverse("apply:list")


@readers_of_the_journal
def journal(request: Request) -> HttpResponse:
    """Every deed of the federation, newest first, by kind of thing or by a name."""
    hat = request.hat
    wanted = wanted_of(request)
    federation = hat.organisation.federation_id if hat else 0
    found, words = page_of_deeds(federation, wanted), vocabulary(federation)
    hidden = hat is None or Role(hat.role) is not Role.CITY
    context = {"lines": [shown(told, words, hidden=hidden) for told in found.deeds], "older": found.older}
    return render(request, "desk/journal.html", {**context, "wanted": wanted, "kinds": list(KINDS.items())})
