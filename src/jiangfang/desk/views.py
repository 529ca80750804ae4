"""The desk, and the journal of a whole federation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from jiangfang.core.people import Role
from jiangfang.core.workflow import Position
from jiangfang.desk.access import anybody, readers_of_the_journal
from jiangfang.desk.beginning import steps
from jiangfang.desk.queries import HAND_IN_AGAIN, Desk, Task, Wait, desk_of
from jiangfang.desk.trail import KINDS, lines, page_of_deeds, vocabulary, wanted_of
from jiangfang.desk.words import WORDS
from jiangfang.records.messages.queries import newest
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


@dataclass(frozen=True, slots=True)
class Waited:
    """Something that others have to do, with the page on which it stands."""

    wait: Wait
    address: str


@anybody
def home(request: Request) -> HttpResponse:
    """What waits for me, what I wait for, how many days are left."""
    hat = request.hat
    desk = desk_of(hat, request.today) if hat is not None else Desk([])
    tellings = list(tellings_for(hat)[:20]) if hat is not None else []
    news = newest(hat) if hat is not None else []
    todo = [_line(task, Role(hat.role), desk) for task in desk.tasks] if hat is not None else []
    waits = [Waited(wait, _address(wait, Role(hat.role), desk)) for wait in desk.waits] if hat is not None else []
    context = {"desk": desk, "todo": todo, "waits": waits, "tellings": tellings, "news": news}
    context["waiting"] = len(todo) + len(tellings)
    context["steps"] = steps(request, hat) if hat is not None and not desk.rounds else []
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


def _line(task: Task, role: Role, desk: Desk) -> Line:
    what, says, button = WORDS[task.deed] if task.deed in WORDS else WORDS["other"]
    if task.deed == "publish":
        return Line(task, what, says, button, reverse("announce:round", args=[task.round.pk]))
    if task.deed == "receive":
        return Line(task, what, says, button, reverse("receive:inbox", args=[task.round.pk]))
    if task.deed == "start":
        return Line(task, what, says, button, reverse("apply:start", args=[task.round.pk]))
    if task.deed in ("hand_in", HAND_IN_AGAIN):
        place = _place(task, desk)
        if place is not None:
            return Line(task, what, says, button, reverse("recommend:hand_in", args=[place]))
    if task.only and role is Role.UNIT_UNION:
        return Line(task, what, says, button, reverse("apply:endorse", args=[task.only]))
    return Line(task, what, says, button, _address(task, role, desk))


def _address(found: Task | Wait, role: Role, desk: Desk) -> str:
    """The page of the one application, else the list in which they stand, filtered to them."""
    place = _place(found, desk)
    if role is Role.RECOMMENDER:
        if found.only and _open_to_read(found):
            return reverse("recommend:review", args=[found.only])
        there = reverse("recommend:list") if place is None else reverse("recommend:recommender", args=[place])
        return f"{there}?{urlencode({'state': found.state})}" if place and found.state else there
    if role in (Role.CITY, Role.AUDITOR) and not _open_to_read(found):
        return reverse("recommend:progress", args=[found.round.pk])
    if found.only and (role is not Role.UNIT_UNION or _open_to_read(found)):
        return reverse("apply:overview", args=[found.only])
    asked = {"round": str(found.round.pk), **({"state": found.state} if found.state else {})}
    return f"{reverse('apply:list')}?{urlencode(asked)}"


def _open_to_read(found: Task | Wait) -> bool:
    """Whether somebody else than the unit may open it: it was handed in by its unit."""
    return not opened(found.round).programme.workflow.private(Position(found.state))


def _place(found: Task | Wait, desk: Desk) -> int | None:
    """What the hat's body is as a recommender of the round."""
    return next((one.recommender.pk for one in desk.places if one.recommender.round_id == found.round.pk), None)


@readers_of_the_journal
def journal(request: Request) -> HttpResponse:
    """Every deed of the federation, newest first, by kind of thing or by a name; personal values of nobody."""
    hat = request.hat
    wanted = wanted_of(request)
    federation = hat.organisation.federation_id if hat else 0
    found, words = page_of_deeds(federation, wanted), vocabulary(federation)
    context = {"lines": lines(found.deeds, words), "older": found.older}
    return render(request, "desk/journal.html", {**context, "wanted": wanted, "kinds": list(KINDS.items())})
