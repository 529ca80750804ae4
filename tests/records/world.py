"""Small invented cities to try the records on, made through the actions themselves."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jiangfang.core.journal import Actor
from jiangfang.core.people import Kind, Role
from jiangfang.records.people import actions
from jiangfang.records.people.models import Federation, Hat, Organisation, Person
from jiangfang.records.people.queries import top_of

SERVER = Actor(None, "服务器")
AT = datetime(2024, 11, 20, 1, 30, tzinfo=UTC)
DAY = AT.date()
PASSWORD = "shili-mima-2024"


def later(**span: float) -> datetime:
    return AT + timedelta(**span)


@dataclass(frozen=True)
class City:
    """A federation with an administrator and a clerk, a county with its recommender, and two units below it."""

    federation: Federation
    top: Organisation
    county: Organisation
    unit: Organisation
    other: Organisation
    admin: Hat
    clerk: Hat
    recommender: Hat
    worker: Hat


def organisation(parent: Organisation, kind: Kind, name: str) -> Organisation:
    return actions.add_organisation(parent=parent, kind=kind, name=name, actor=SERVER, hat=None, at=AT)


def hat(spot: Organisation, role: Role, login: str, password: str | None = None) -> Hat:
    person = actions.add_person(
        organisation=spot,
        role=role,
        login=login,
        name=f"示例{login}",
        phone="0316—0000000",
        password=password,
        actor=SERVER,
        hat=None,
        at=AT,
    )
    return Hat.objects.select_related("organisation", "person").get(person=person)


def by(worn: Hat) -> Actor:
    return Actor(worn.person_id, worn.person.name)


def person_of(worn: Hat) -> Person:
    return Person.objects.get(pk=worn.person_id)


def city(name: str = "甲") -> City:
    federation = actions.add_federation(name=f"示例{name}市总工会", actor=SERVER, at=AT)
    top = top_of(federation)
    county = organisation(top, Kind.COUNTY, "示例县总工会")
    unit, other = (organisation(county, Kind.UNIT, unit) for unit in ("示例机械厂", "示例纺织厂"))
    return City(
        federation,
        top,
        county,
        unit,
        other,
        admin=hat(top, Role.ADMIN, f"{name}admin"),
        clerk=hat(top, Role.CITY, f"{name}clerk"),
        recommender=hat(county, Role.RECOMMENDER, f"{name}county"),
        worker=hat(unit, Role.UNIT, f"{name}unit", PASSWORD),
    )
