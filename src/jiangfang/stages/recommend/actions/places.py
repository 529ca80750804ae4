"""The places of a quota: taken by a conditional UPDATE, so that of two who reach for the last one only one has it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Max, Q

from jiangfang.core.problems import Refused
from jiangfang.core.quota import Passing
from jiangfang.core.recommending import no_place
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import queries
from jiangfang.stages.recommend.actions.holding import fresh
from jiangfang.stages.recommend.models import Waiver


def take(recommender: Recommender, wanted: int = 1, *, waived: bool = False) -> bool:
    """Take so many places; True where the last one goes over the cap by a waiver. Raises Refused when it is full.

    ``waived`` of the row is always how many are over the cap, so a waiver for one that left serves nobody else.
    """
    mine = Recommender.objects.filter(pk=recommender.pk)
    free = Q(at_most__isnull=True) | Q(passing=Passing.WARN.value) | Q(taken__lte=F("at_most") - wanted)
    over = Q(passing=Passing.WAIVER.value, taken__gte=F("at_most"))
    while not mine.filter(free).update(taken=F("taken") + wanted):
        if waived and mine.filter(over).update(taken=F("taken") + 1, waived=F("taken") + 1 - F("at_most")):
            return True
        now = fresh(recommender)
        problems = no_place(queries.quota(now), now.taken, wanted)
        if problems:
            raise Refused(problems)
    return False


def hold_place(application: Application) -> None:
    """The application takes a place that was just taken: the last one of the list, which is held by that."""
    mine = Application.objects.filter(recommender=application.recommender_id, holds_place=True)
    last = mine.aggregate(last=Max("place"))["last"] or 0
    Application.objects.filter(pk=application.pk).update(holds_place=True, place=last + 1)
    application.holds_place, application.place = True, last + 1


def keep_waiver(application: Application, allowed_by: str, reason: str, hat: Hat, at: datetime) -> Waiver:
    """Who allowed that this one goes over the cap, and why."""
    said = {"allowed_by": allowed_by.strip(), "reason": reason.strip(), "at": at, "who": hat.person.name}
    made, _ = Waiver.objects.update_or_create(
        application=application, defaults={**said, "recommender": application.recommender}
    )
    return made
