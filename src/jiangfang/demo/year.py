"""The year so far in a sample city: the round opened and published, and what recommenders did with their lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from jiangfang.core import opening
from jiangfang.core.definition.programme import Programme
from jiangfang.core.opening import Span
from jiangfang.core.people import Role
from jiangfang.demo.days import BEGUN, EARLIER, LEFT, Days, Diary
from jiangfang.demo.ledgers import note_ledgers
from jiangfang.demo.office import note_office
from jiangfang.demo.passage import Passage, noted
from jiangfang.demo.plans import LISTS, MENDED, PLANS
from jiangfang.demo.towns import Town, issue_to_nobody
from jiangfang.records.messages.actions import seen_all
from jiangfang.records.messages.queries import unseen
from jiangfang.records.people.models import Hat
from jiangfang.records.programmes.queries import programme as opened
from jiangfang.stages.announce import actions as announce
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import PaperDay, Recommender, Round
from jiangfang.stages.apply import actions as apply
from jiangfang.stages.recommend import actions as recommend
from jiangfang.stages.recommend import queries

LATER = 5
"""So many days more has a recommender whose deadline is extended."""


def lived(town: Town) -> None:
    """Everything from the opening of the round until today."""
    round, diary = _opened(town), Diary()
    spots = {spot.pk: key for key, spot in town.spots.items()}
    taking = {spots[row.organisation_id]: row for row in queries.recommenders().filter(round=round)}
    ways = [
        Passage(town, round, plan, number, taking.get(plan.through)) for number, plan in enumerate(PLANS[town.city.key])
    ]
    for way in ways:
        noted(diary, way)
        if way.plan.more == MENDED:
            diary.note(town.days.at(2, 9), partial(_mend, way))
    _note_lists(diary, town, taking)
    note_office(diary, town, round, taking, ways)
    note_ledgers(diary, town)
    diary.note(town.days.at(1, 16), partial(issue_to_nobody, town))
    diary.note(town.days.at(3, 18), partial(_read_news, town))
    diary.live()


def days_of(programme: Programme, days: Days) -> dict[str, Span]:
    """The calendar as this office sets it: time is left to hand in, the look at the materials comes after."""
    found = dict.fromkeys((window.id for window in programme.calendar), Span())
    found[programme.hand_in] = Span(None, days.day(-LEFT))
    if "review" in found:
        found["review"] = Span(days.day(-LEFT - 4), days.day(-LEFT - 18))
    return found


def _opened(town: Town) -> Round:
    revision = town.revisions[town.city.programme]
    plan = opened(revision).programme
    spots = [(town.spots[body.key], body.kind) for body in town.city.bodies]
    places = [opening.suggested(plan, spot.pk, spot.name, kind, False) for spot, kind in spots]
    begun = announce.open_round(
        revision=revision,
        name=plan.title,
        days=days_of(plan, town.days),
        recommenders=[place for place in places if place.klass],
        answers={},
        paper_day=PaperDay.ARRIVAL,
        direct_line=f"{town.city.name}（直接申报）",
        direct_box="直接申报，不经推荐单位",
        hat=town.clerk,
        at=town.days.at(BEGUN - 1, 15),
    )
    announce.publish(round=begun, hat=town.clerk, at=town.days.at(BEGUN - 1, 16))
    return rounds.rounds_of(town.federation).get(pk=begun.pk)


def _note_lists(diary: Diary, town: Town, taking: Mapping[str, Recommender]) -> None:
    """What recommenders do beside the single application, and the city for one of them."""
    days, lists = town.days, LISTS[town.city.key]
    late, why = lists.extended
    diary.note(days.at(20, 8), partial(_set_own_day, town, taking[lists.own_day], _hat(town, lists.own_day)))
    diary.note(days.at(10, 11), partial(_extend, town, taking[late], why))
    for number, key in enumerate(taking):
        if _signs_in(town, key) and queries.contact_fields(taking[key]):
            diary.note(days.at(20, 9), partial(_set_contact, taking[key], _hat(town, key), number))
    for key in lists.chose:
        diary.note(days.at(5, 15), partial(_choose, taking[key], _hat(town, key)))
    for key in lists.hands_in:
        diary.note(days.at(4, 16), partial(_hand_in, taking[key], _hat(town, key)))


def _set_own_day(town: Town, recommender: Recommender, hat: Hat, at: datetime) -> None:
    announce.set_own_day(recommender=recommender, day=town.days.day(-EARLIER), hat=hat, at=at)


def _extend(town: Town, recommender: Recommender, why: str, at: datetime) -> None:
    day = town.days.day(-LEFT) + timedelta(days=LATER)
    announce.extend_deadline(recommender=recommender, day=day, why=why, hat=town.clerk, at=at)


def _set_contact(recommender: Recommender, hat: Hat, number: int, at: datetime) -> None:
    name, phone = hat.person.name, f"0000-{200 + number:07d}"
    recommend.set_contact(recommender=recommender, contact_name=name, contact_phone=phone, hat=hat, at=at)


def _choose(recommender: Recommender, hat: Hat, at: datetime) -> None:
    """How the list came to be, and the last two of it changed places."""
    meeting = f"{recommender.organisation.name}主席办公会"
    note = "逐份看过表和证明材料，按创新成果和带徒情况比较后确定次序"
    recommend.choose(recommender=recommender, meeting=meeting, day=at.date(), note=note, hat=hat, at=at)
    rows = list(queries.holding(recommender))
    recommend.order(recommender=recommender, applications=[*rows[:-2], rows[-1], *rows[-2:-1]], hat=hat, at=at)


def _read_news(town: Town, at: datetime) -> None:
    """Everybody has seen what changed until then; what came later is new to them."""
    for hat in town.hats.values():
        newest = unseen(hat).values_list("pk", flat=True).first()
        if newest is not None:
            seen_all(upto=newest, hat=hat, at=at)


def _hand_in(recommender: Recommender, hat: Hat, at: datetime) -> None:
    recommend.hand_in(recommender=recommender, hat=hat, at=at)


def _mend(way: Passage, at: datetime) -> None:
    """A slip that the clerk put right; unit and unions have not said yet that they saw it."""
    apply.mend(
        application=way.now,
        key="leader_phone",
        typed="0000-0000991",
        reason="单位来电说电话写错一位",
        hat=way.town.clerk,
        at=at,
    )


def _signs_in(town: Town, key: str) -> bool:
    return (f"{town.city.key}-{key}", Role.RECOMMENDER) in town.hats


def _hat(town: Town, key: str) -> Hat:
    return town.hat(key, Role.RECOMMENDER)
