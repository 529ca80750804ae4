"""Files brought to an application and tied to its outline, a ledger behind it, made through the actions."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from jiangfang.core.people import Kind, Role
from jiangfang.records.files import actions as files
from jiangfang.records.files.models import Content, File
from jiangfang.records.ledger import actions as ledger
from jiangfang.records.ledger.models import Entry
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import actions as studios
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce.queries import ways
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.access import place_of
from jiangfang.stages.prove.actions import Spot
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries.standing import tray_of
from tests.contents import picture
from tests.records.ledger.keeping import file_of, token
from tests.stages.apply.desk import filled, fresh, started
from tests.stages.world import World

YEAR_SUMMARY: Spot = ("", "year_summary")


def owner(city: World, application: Application) -> Hat:
    """Who fills it in."""
    kind = next(kind for kind, unit in city.units.items() if unit.pk == application.unit_id)
    return city.hat(Role.UNIT, kind)


def brought(city: World, application: Application, name: str = "材料.png", seed: int = 0) -> File:
    """A picture in the tray of an application."""
    return files.bring(
        tray=tray_of(application),
        place=place_of(application),
        name=name,
        content=io.BytesIO(picture(seed=seed, size=(32, 24))),
        hat=owner(city, application),
        at=city.at,
    )


def tied(city: World, application: Application, *spots: Spot, name: str = "材料.png", seed: int = 0) -> list[Piece]:
    """One picture at every one of these proofs."""
    file = brought(city, application, name, seed)
    mine = owner(city, application)
    return actions.tie(application=application, files=[file], spots=spots, hat=mine, at=city.at)


def spots_of(application: Application) -> list[Spot]:
    """Every proof of the outline."""
    outline = applications.programme_of(application).programme.outline
    return [(one.id, proof.id) for one in outline for proof in one.proofs]


def sealed(city: World, application: Application) -> None:
    """Of every piece the unit says that the seal stands on it and who reckoned."""
    rows = Piece.objects.filter(application=application)
    said = {row.pk: actions.Said(row.place, True, "示例财务科") for row in rows}
    actions.arrange(application=application, said=said, hat=owner(city, application), at=city.at)


def covered(city: World, application: Application, without: Sequence[Spot] = (), seed: int = 0) -> Application:
    """One picture at every proof but these, sealed, and the summary of the year."""
    spots = [spot for spot in [*spots_of(application), YEAR_SUMMARY] if spot not in without]
    tied(city, application, *spots, seed=seed)
    sealed(city, application)
    return fresh(application)


def proved(city: World, kind: Kind = Kind.COUNTY, without: Sequence[Spot] = (), seed: int = 0) -> Application:
    """A filled form with all its proofs."""
    return covered(city, filled(city, started(city, kind)), without, seed)


def handed_in(city: World, application: Application, at: datetime | None = None) -> Application:
    """Handed in by its unit."""
    mine = owner(city, application)
    applying.submit(application=application, attested="以上内容属实。", hat=mine, at=at or city.at)
    return fresh(application)


def studio(city: World, name: str = "示例焊接创新工作室", kind: Kind = Kind.COUNTY) -> Studio:
    """A standing studio of the unit of a kind."""
    worn = city.hat(Role.UNIT, kind)
    return studios.begin(name=name, leader_name="示例甲", founded_on="2019-05", hat=worn, at=city.at)


def of_studio(city: World, found: Studio, kind: Kind = Kind.COUNTY, at: datetime | None = None) -> Application:
    """An application that just began for a studio."""
    worn = city.hat(Role.UNIT, kind)
    way = next(way for way in ways(city.round, worn.organisation) if way.recommender is not None)
    return applying.start(
        round=city.round, route=way.route.id, recommender=way.recommender, studio=found, hat=worn, at=at or city.at
    )


def entry(city: World, found: Studio, kind: str, typed: Mapping[str, str], *papers: str, seed: int = 0) -> Entry:
    """An entry of its ledger, with a picture in each of these places."""
    worn = next(hat for hat in city.hats.values() if hat.organisation_id == found.unit_id and hat.role == Role.UNIT)
    made = ledger.add(studio=found, kind=kind, typed=typed, token=token(), hat=worn, at=city.at).entry
    lying = [
        (slot, file_of(found, worn, f"{slot}-{made.pk}.png", 1000 * made.pk + seed + place, city.at))
        for place, slot in enumerate(papers)
    ]
    if lying:
        ledger.lay(entry=made, papers=lying, hat=worn, at=city.at)
    return made


def training(city: World, found: Studio, count: int, day: str = "2024-05-20", *papers: str) -> Entry:
    """A training with so many people."""
    typed = {"title": f"示例培训{day}", "first": day, "side": "对内", "count": str(count), "people": "示例甲"}
    return entry(city, found, "training", typed, *papers)


def crowd(city: World, application: Application, count: int, first: int = 0) -> None:
    """So many files at the proofs of an application at once, as rows: what they hold is read by nobody."""
    mine, spots, at = owner(city, application), spots_of(application), city.at
    contents = Content.objects.bulk_create(
        Content(
            sha256=f"{application.pk:032d}{first + place:032d}",
            size=1000,
            kind="pdf",
            type="application/pdf",
            pages=1,
            at=at,
        )
        for place in range(count)
    )
    tray, place_ = tray_of(application), place_of(application)
    brought_ = File.objects.bulk_create(
        File(
            federation=place_.federation,
            organisation=place_.organisation,
            tray=tray,
            content=content,
            name=f"示例材料{first + place:04d}.pdf",
            person=mine.person,
            who=mine.person.name,
            at=at,
        )
        for place, content in enumerate(contents)
    )
    some = [brought_[start : start + 400] for start in range(0, count, 400)]
    for number, files_ in enumerate(some):
        spot = spots[number % len(spots)]
        actions.tie(application=application, files=files_, spots=[spot], hat=mine, at=at)
