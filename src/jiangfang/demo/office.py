"""What the city did with what came: copies counted, applications received, one list given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from jiangfang.core.receiving import Spot
from jiangfang.demo.days import Diary
from jiangfang.demo.passage import Passage
from jiangfang.demo.plans import LENT, OFFICES, Came
from jiangfang.demo.towns import Town
from jiangfang.demo.twice import settle_photo
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.receive import actions as receive
from jiangfang.stages.recommend import actions as recommend
from jiangfang.stages.recommend import queries


def note_office(
    diary: Diary, town: Town, round: Round, taking: Mapping[str, Recommender], ways: Sequence[Passage]
) -> None:
    """Everything that the office did, in a diary."""
    office, days = OFFICES[town.city.key], town.days
    begun = {(way.plan.unit, way.plan.studio): way for way in ways}
    for came in office.came:
        diary.note(days.at(came.ago, 11), partial(_count, town, round, taking, begun, came))
    for number, which in enumerate(office.received):
        diary.note(days.at(3, 14, number), partial(_receive, town, begun[which]))
    if any(way.plan.more == LENT for way in ways):
        diary.note(days.at(2, 10), partial(settle_photo, town, round))
    for key, reason, text in office.gave_back:
        diary.note(days.at(2, 15), partial(_give_back, town, taking[key], reason, text))


def _count(
    town: Town,
    round: Round,
    taking: Mapping[str, Recommender],
    begun: Mapping[tuple[str, str], Passage],
    came: Came,
    at: datetime,
) -> None:
    way = begun.get((came.of, came.studio))
    application, recommender = (None, taking[came.of].pk) if way is None else (way.pk, None)
    receive.tick(
        round=round,
        spots=[Spot(application, recommender, came.thing, came.form)],
        copies=came.copies,
        way=came.way,
        arrived_on=at.date(),
        postmark=None,
        note=came.note,
        hat=town.clerk,
        at=at,
    )


def _receive(town: Town, way: Passage, at: datetime) -> None:
    receive.receive(applications=[way.now], note="", hat=town.clerk, at=at)


def _give_back(town: Town, recommender: Recommender, reason: str, text: str, at: datetime) -> None:
    rows = list(queries.holding(recommender))
    recommend.hand_back(
        recommender=recommender, applications=rows, reasons=[reason], text=text, due=None, hat=town.clerk, at=at
    )
