"""Handing in to the city: everything that is recommended, with its receipt; all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.actions import move
from jiangfang.stages.recommend import queries
from jiangfang.stages.recommend.actions.giving_back import answer
from jiangfang.stages.recommend.actions.holding import (
    fresh,
    hold_list,
    must_recommend,
    renumber,
    tell,
)
from jiangfang.stages.recommend.actions.telling import tell_handed_in
from jiangfang.stages.recommend.models import HandedIn, HandIn


@transaction.atomic
def hand_in(*, recommender: Recommender, hat: Hat, at: datetime) -> HandIn:
    """Hand in everything that is recommended and has not been; what comes later is handed in once more.

    After the deadline only what the city gave back goes in, until the day set for it. Raises Refused late, where an
    opinion does not hold, where it is not recorded how the list came to be, and where somebody is neither recommended
    nor told why not. A floor only warns.
    """
    must_recommend(recommender, hat, at)
    hold_list(recommender)
    now = fresh(recommender)
    ready = queries.to_hand_in(now, day_of(at))
    if problems := queries.obstacles(now, ready):
        raise Refused(problems)
    going = list(ready.going)
    renumber(queries.holding(now))
    made = HandIn.objects.create(
        recommender=now, serial=now.hand_ins.count() + 1, at=at, who=hat.person.name, hat=str(hat)
    )
    places = {row.pk: place for place, row in enumerate(queries.chosen(now), start=1)}
    HandedIn.objects.bulk_create(
        HandedIn(hand_in=made, application=row, version=row.version, place=places[row.pk]) for row in going
    )
    for row in going:
        told = {"hand_in": made.serial, "place": places[row.pk]}
        move(application=row, deed=queries.HAND_IN, role=Role.RECOMMENDER, hat=hat, at=at, after=told)
    answer(now, going, at)
    tell_handed_in(now, made.serial, going, at)
    after = {"serial": made.serial, "applications": [f"{row.number} {row}" for row in going]}
    tell("recommender.handed_in", now, hat=hat, at=at, after=after)
    return made
