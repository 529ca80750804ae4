"""Invented cities with an opened and published round of a programme, made through the actions themselves.

The day constants: the round is opened and published on OPENED, the tests act on TODAY, both before the deadline.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from jiangfang.core import opening
from jiangfang.core.people import Kind, Role
from jiangfang.documents.folder import shipped
from jiangfang.records.people import actions as people
from jiangfang.records.people.models import Federation, Hat, Organisation, Person
from jiangfang.records.people.queries import top_of
from jiangfang.records.programmes import actions as programmes
from jiangfang.records.programmes.models import Revision
from jiangfang.records.programmes.queries import programme as opened
from jiangfang.stages.announce import actions
from jiangfang.stages.announce.models import PaperDay, Recommender, Round
from tests.records.world import PASSWORD, SERVER

LANGFANG, KAIFENG, THIRD = "langfang-2019", "kaifeng-2024", "third-2026"
PROGRAMMES = (LANGFANG, KAIFENG, THIRD)
TODAY: dict[str, date] = {
    LANGFANG: date(2019, 9, 20),
    KAIFENG: date(2024, 11, 8),
    THIRD: date(2026, 3, 20),
}
OPENED: dict[str, date] = {
    LANGFANG: date(2019, 8, 19),
    KAIFENG: date(2024, 11, 6),
    THIRD: date(2026, 3, 3),
}
LAST: dict[str, date] = {
    LANGFANG: date(2019, 10, 31),
    KAIFENG: date(2024, 11, 20),
    THIRD: date(2026, 4, 30),
}
SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """That time of the day in Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def folder_of(programme: str) -> Path:
    """Its folder: shipped, or that of the tests."""
    mine = Path(__file__).resolve().parent.parent / "programmes" / programme
    return mine if mine.is_dir() else shipped() / programme


@dataclass(frozen=True)
class World:
    """A federation with its bodies, hats and a round. Below county: unit; below zone, industry, organs one each."""

    programme: str
    federation: Federation
    top: Organisation
    bodies: dict[Kind, Organisation]
    units: dict[Kind, Organisation]
    hats: dict[str, Hat]
    revision: Revision
    round: Round
    recommenders: dict[Kind, Recommender] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return TODAY[self.programme]

    @property
    def at(self) -> datetime:
        return moment(self.today)

    @property
    def clerk(self) -> Hat:
        return self.hats["city"]

    @property
    def admin(self) -> Hat:
        return self.hats["admin"]

    @property
    def auditor(self) -> Hat:
        return self.hats["auditor"]

    @property
    def recommender(self) -> Recommender:
        """The county as it is in the round."""
        return self.recommenders[Kind.COUNTY]

    def hat(self, role: Role, kind: Kind = Kind.COUNTY) -> Hat:
        """RECOMMENDER at the body of a kind; UNIT or UNIT_UNION at the unit below it (FEDERATION: the direct unit)."""
        return self.hats[f"{role.value}-{kind.value}"]

    def unit(self, kind: Kind = Kind.COUNTY) -> Organisation:
        """The unit below the body of a kind; FEDERATION: the direct unit."""
        return self.units[kind]


BODIES: dict[Kind, str] = {
    Kind.COUNTY: "示例县总工会",
    Kind.ZONE: "示例开发区总工会",
    Kind.INDUSTRY: "示例产业工会一分会",
    Kind.ORGANS: "示例市直机关工会",
}
UNITS: dict[Kind, str] = {
    Kind.COUNTY: "示例机械厂",
    Kind.ZONE: "示例电子公司",
    Kind.INDUSTRY: "示例热力公司",
    Kind.ORGANS: "示例测绘院",
    Kind.FEDERATION: "示例省属铁路段",
}


def organisation(parent: Organisation, kind: Kind, name: str, at: datetime) -> Organisation:
    return people.add_organisation(parent=parent, kind=kind, name=name, actor=SERVER, hat=None, at=at)


def hat(spot: Organisation, role: Role, login: str, at: datetime, password: str | None = None) -> Hat:
    """A new person with one hat. Give a password only to who signs in by hand; `client.force_login` needs none."""
    person = people.add_person(
        organisation=spot,
        role=role,
        login=login,
        name=f"示例{login}",
        phone="0000-0000001",
        password=password,
        actor=SERVER,
        hat=None,
        at=at,
    )
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    return Hat.objects.select_related("organisation", "person").get(person=person)


def world(name: str = "示例甲", programme: str = KAIFENG, *, published: bool = True, opens: bool = True) -> World:
    """A city of that name. Logins are ``<name><role>`` and ``<name><role>-<kind>``. opens=False: no round yet."""
    at = moment(OPENED[programme])
    federation = people.add_federation(name=f"{name}市总工会", actor=SERVER, at=at)
    top = top_of(federation)
    bodies = {kind: organisation(top, kind, called, at) for kind, called in BODIES.items()}
    above = {**bodies, Kind.FEDERATION: top}
    units = {kind: organisation(above[kind], Kind.UNIT, called, at) for kind, called in UNITS.items()}
    hats = {role.value: hat(top, role, f"{name}{role.value}", at) for role in (Role.CITY, Role.ADMIN, Role.AUDITOR)}
    for kind, body in bodies.items():
        hats[f"recommender-{kind.value}"] = hat(body, Role.RECOMMENDER, f"{name}rec-{kind.value}", at)
    for kind, unit in units.items():
        for role in (Role.UNIT, Role.UNIT_UNION):
            hats[f"{role.value}-{kind.value}"] = hat(unit, role, f"{name}{role.value}-{kind.value}", at)
    revision = programmes.adopt(folder=folder_of(programme), federation=federation, actor=SERVER, hat=None, at=at)
    made = World(programme, federation, top, bodies, units, hats, revision, Round())
    if not opens:
        return made
    begun = open_round(made)
    if published:
        begun = actions.publish(round=begun, hat=made.clerk, at=at)
    found = {row.organisation_id: row for row in Recommender.objects.filter(round=begun).select_related("organisation")}
    there = {kind: found[body.pk] for kind, body in bodies.items() if body.pk in found}
    for row in there.values():
        row.round = begun
    return World(programme, federation, top, bodies, units, hats, revision, begun, there)


def open_round(city: World, name: str = "") -> Round:
    """A round with what the notice suggests: all bodies that have a class, the zone by the floor."""
    plan = opened(city.revision).programme
    places = [opening.suggested(plan, body.pk, body.name, kind, True) for kind, body in city.bodies.items()]
    return actions.open_round(
        revision=city.revision,
        name=name or plan.title,
        days=opening.planned_days(plan),
        recommenders=[place for place in places if place.klass],
        answers={},
        paper_day=PaperDay.ARRIVAL,
        direct_line="示例市总工会（直接申报）",
        direct_box="直接申报，不经推荐单位",
        hat=city.clerk,
        at=moment(OPENED[city.programme]),
    )


__all__ = ["PASSWORD", "SERVER", "World", "folder_of", "hat", "moment", "open_round", "organisation", "world"]
