"""A city whose round has so many applications, all through one county: the worst case of its list.

The tree, the round and the first application come about by the actions; the many others are laid into the tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from benchmarks.material import folder
from benchmarks.pages.form import MANY, others, sound
from jiangfang.core.entry import Typed, typing_of
from jiangfang.core.people import Kind, Role
from jiangfang.records.journal import actions as journal
from jiangfang.records.journal.actions import Deed
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.records.people.models import Hat, Organisation, Person
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.announce.queries import ways
from jiangfang.stages.apply import actions
from jiangfang.stages.apply.actions.holding import subject
from jiangfang.stages.apply.models import Application, Change, Filing, Opinion, Return
from jiangfang.stages.receive.models import Arrival
from jiangfang.stages.recommend.models import HandedIn, HandIn, Opened, Ticked
from tests.stages.apply.desk import started
from tests.stages.prove.making import crowd
from tests.stages.world import LANGFANG, TODAY, World, moment, world

FIRST = 1
FEW_FILES, MANY_FILES = 10, 1_000
MOMENT = moment(TODAY[LANGFANG])
# Where the others stand: every tenth application is like the tenth of this list.
STATES = (
    *("endorsed", "endorsed", "recommended", "submitted", "draft"),
    *("endorsed", "handed_in", "returned", "endorsed", "draft"),
)
SIGNED = {"endorsed", "recommended", "handed_in", "returned"}


def fill(count: int) -> None:
    """The city, the application that is worked on, and the others."""
    city = world(programme=LANGFANG)
    first = _first(city)
    assert first.pk == FIRST
    units = _units(city, count - 1)
    _applications(city, first, units)
    crowd(city, first, FEW_FILES)
    crowd(city, started(city, Kind.ZONE), MANY_FILES)


def _first(city: World) -> Application:
    """A draft filled in by its unit, ready to be handed in."""
    hat, answers = city.hat(Role.UNIT), sound()
    way = next(way for way in ways(city.round, hat.organisation) if way.recommender)
    found = actions.start(round=city.round, route=way.route.id, recommender=way.recommender, hat=hat, at=city.at)
    for section in folder(LANGFANG).programme.sections:
        fields = [field for field in section.fields if field.by == "unit"]
        typed: dict[str, Typed] = {field.key: typing_of(field, answers.get(field.key)) for field in fields}
        if typed:
            found = actions.save_section(
                application=found, section=section.id, typed=typed, base=found.version, hat=hat, at=city.at
            ).application
    return found


def _units(city: World, count: int) -> list[Hat]:
    """So many units below the county, each with somebody who fills in; their hats."""
    county, last = city.bodies[Kind.COUNTY], Organisation.objects.latest("pk").pk
    spots = [
        Organisation(
            pk=last + number,
            federation=city.federation,
            parent=county,
            kind=Kind.UNIT.value,
            name=f"示例第{number}工厂",
            path=f"{county.path}{last + number:07}/",
        )
        for number in range(1, count + 1)
    ]
    Organisation.objects.bulk_create(spots, MANY)
    persons = [Person(federation=city.federation, login=f"unit-{spot.pk}", name=f"示例{spot.pk}") for spot in spots]
    Person.objects.bulk_create(persons, MANY)
    since = city.today - timedelta(days=30)
    pairs = zip(persons, spots, strict=True)
    hats = [Hat(person=person, organisation=spot, role=Role.UNIT.value, since=since) for person, spot in pairs]
    return Hat.objects.bulk_create(hats, MANY)


def _applications(city: World, first: Application, hats: Sequence[Hat]) -> None:
    """One of each unit, with what was said of it and who looked at it; the journal tells of each."""
    given = others(len(hats))
    texts = [json.dumps({key: form[key] for key in _kept(first, form)}, ensure_ascii=False) for form in given]
    named = [str(form["studio_name"]) for form in given]
    made = [
        _application(first, hat, number, texts[number % len(texts)], named[number % len(named)])
        for number, hat in enumerate(hats)
    ]
    Application.objects.bulk_create(made, MANY)
    Change.objects.bulk_create((change for row in made for change in _changes(row, first)), MANY)
    filed = [row for row in made if row.submitted_at]
    Filing.objects.bulk_create([_filing(row) for row in filed], MANY)
    Opinion.objects.bulk_create((opinion for row in filed for opinion in _opinions(city, row)), MANY)
    county = city.hat(Role.RECOMMENDER)
    back = {"role": Role.RECOMMENDER.value, "organisation": county.organisation, "at": MOMENT, "who": "示例"}
    Return.objects.bulk_create([Return(application=row, version=6, **back) for row in made if row.sent_from], MANY)
    seen = {"organisation": county.organisation, "at": MOMENT, "version": 6}
    looked = [row for row in filed if row.holds_place]
    Opened.objects.bulk_create([Opened(application=row, person=county.person, **seen) for row in looked], MANY)
    Ticked.objects.bulk_create([Ticked(application=row, complete=True, **seen) for row in looked], MANY)
    _office(city, made)
    Round.objects.filter(pk=first.round_id).update(next_number=len(made) + 2)
    Recommender.objects.filter(applications=first).update(at_most=None, taken=len(looked))
    told = [Deed("application.filled", subject(row), {"version": 6}) for row in made for _ in range(6)]
    actor = actor_of(county.person)
    journal.record_all(federation=city.federation.pk, actor=actor, hat=str(county), at=MOMENT, deeds=told)


def _office(city: World, made: Sequence[Application]) -> None:
    """What was handed in, and for every other of it the first of two copies."""
    sent, county = [row for row in made if row.state == "handed_in"], city.hat(Role.RECOMMENDER)
    if not sent:
        return
    hand_in = HandIn.objects.create(recommender=city.recommender, serial=1, at=MOMENT, who="示例", hat=str(county))
    items = [HandedIn(hand_in=hand_in, application=row, version=6, place=row.place or 0) for row in sent]
    HandedIn.objects.bulk_create(items, MANY)
    common = {"round": city.round, "recommender": city.recommender, "deliverable": "application", "kind": "paper"}
    day = {"way": "hand", "arrived_on": city.today, "day": city.today, "at": MOMENT, "person": city.clerk.person}
    came = [Arrival(**common, **day, application=row, copies=1, counted=1, who="示例") for row in sent[::2]]
    Arrival.objects.bulk_create(came, MANY)


def _kept(first: Application, form: dict[str, Any]) -> list[str]:
    """What the unit answers, in the order of the sample."""
    mine = json.loads(first.answers)
    return [key for key in form if key in mine]


def _application(first: Application, hat: Hat, number: int, answers: str, name: str) -> Application:
    state = STATES[number % len(STATES)]
    at = MOMENT - timedelta(minutes=number)
    holds = state in ("recommended", "handed_in")
    return Application(
        round=first.round,
        revision=first.revision,
        unit=hat.organisation,
        recommender=first.recommender,
        route=first.route,
        number="" if state == "draft" else f"2019-{number + 2:04d}",
        state=state,
        sent_from="endorsed" if state == "returned" else "",
        holds_place=holds,
        version=6,
        material_version=6,
        answers=answers,
        studio_name=name,
        leader_name=f"示例{number}",
        place=number + 1 if holds else None,
        started_by=hat.person,
        started_at=at,
        submitted_at=None if state == "draft" else at,
        changed_at=at,
    )


def _changes(row: Application, first: Application) -> Iterator[Change]:
    """Six savings of some length each, as the sections make them."""
    share = len(row.answers) // 6
    for version in range(1, 7):
        part = row.answers[share * (version - 1) : share * version]
        delta = json.dumps({"achievements": [None, part, None, None]})
        yield Change(
            application=row, version=version, at=row.started_at, who="示例", kind="fill", delta=delta, person_id=1
        )


def _filing(row: Application) -> Filing:
    return Filing(application=row, serial=1, version=6, at=row.started_at, who="示例", hat="示例", attested="属实")


def _opinions(city: World, row: Application) -> Iterator[Opinion]:
    roles = [Role.UNIT_UNION] if row.state in SIGNED else []
    roles += [Role.RECOMMENDER] if row.holds_place else []
    for role in roles:
        yield Opinion(
            application=row,
            role=role.value,
            key=f"opinion_{role.value}",
            organisation=row.unit,
            version=6,
            text="同意。",
            day=city.today,
            given_at=row.started_at,
            person_id=1,
            who="示例",
        )
