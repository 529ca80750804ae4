"""Applications made through the actions, for tests of this stage and of later ones."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jiangfang.demo
from jiangfang.core.entry import Typed, by_unit, typing_of
from jiangfang.core.people import Kind, Role
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.announce.queries import ways
from jiangfang.stages.apply import actions, queries
from jiangfang.stages.apply.models import Application, Opinion
from tests.programmes.test_third import ANSWERS as THIRD_ANSWERS
from tests.programmes.test_third import PLEDGE as THIRD_PLEDGE
from tests.stages.world import World

ATTESTED = "以上内容属实。"
SAMPLES = Path(jiangfang.demo.__file__).parent / "samples"


def answers_of(programme: str) -> dict[str, Any]:
    """A sound form of a programme."""
    if programme == "third-2026":
        return {**THIRD_ANSWERS, **THIRD_PLEDGE}
    name = f"{programme}-one" if (SAMPLES / f"{programme}-one.json").is_file() else programme
    plain = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    one = plain[0] if isinstance(plain, list) else plain
    found: dict[str, Any] = one["answers"]
    return found


def started(city: World, kind: Kind = Kind.COUNTY, *, direct: bool = False) -> Application:
    """The unit of a kind starts, through its body or directly."""
    hat = city.hat(Role.UNIT, Kind.FEDERATION if direct else kind)
    way = next(way for way in ways(city.round, hat.organisation) if (way.recommender is None) == direct)
    return actions.start(round=city.round, route=way.route.id, recommender=way.recommender, hat=hat, at=city.at)


def typing(application: Application, answers: dict[str, Any], section: str) -> dict[str, Typed]:
    """What is typed into a section for these answers."""
    programme = queries.programme_of(application).programme
    fields = by_unit(next(one.fields for one in programme.sections if one.id == section))
    return {field.key: typing_of(field, answers.get(field.key)) for field in fields}


def filled(city: World, application: Application, **other: Any) -> Application:
    """Every section filled by whoever started it."""
    hat = _starter(city, application)
    answers = {**answers_of(city.programme), **other}
    for section in queries.programme_of(application).programme.sections:
        typed = typing(application, answers, section.id)
        if typed:
            done = actions.save_section(
                application=application, section=section.id, typed=typed, base=application.version, hat=hat, at=city.at
            )
            application = done.application
    return application


def submitted(city: World, kind: Kind = Kind.COUNTY, *, direct: bool = False, **other: Any) -> Application:
    """Filled and handed in to the union of the unit."""
    found = filled(city, started(city, kind, direct=direct), **other)
    filing = actions.submit(application=found, attested=ATTESTED, hat=_starter(city, found), at=city.at)
    return filing.application


def endorse(city: World, application: Application, **other: Any) -> Opinion:
    """The union of the unit gives its opinion."""
    kind = next(kind for kind, unit in city.units.items() if unit.pk == application.unit_id)
    said = {"text": "同意申报。", "signer": "示例主席", "day": city.today, "at": city.at, **other}
    return actions.endorse(application=application, hat=city.hat(Role.UNIT_UNION, kind), **said)


def endorsed(city: World, kind: Kind = Kind.COUNTY, *, direct: bool = False, **other: Any) -> Application:
    """Handed in, with the opinion of the unit's union where the route has one."""
    found = submitted(city, kind, direct=direct, **other)
    if city.programme != "third-2026":
        endorse(city, found)
    return fresh(found)


def fresh(application: Application) -> Application:
    """The application as it stands now."""
    return queries.whole(Application.objects.all()).get(pk=application.pk)


def taken(recommender: Recommender | None) -> int:
    """How many places of a recommender are used."""
    assert recommender is not None
    return Recommender.objects.values_list("taken", flat=True).get(pk=recommender.pk)


def _starter(city: World, application: Application) -> Any:
    return next(
        hat
        for name, hat in city.hats.items()
        if hat.person_id == application.started_by_id and name.startswith("unit-")
    )


def day_after(city: World, days: int) -> Any:
    """The same time some days later."""
    return city.at + timedelta(days=days)
