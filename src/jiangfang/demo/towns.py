"""A sample city begun: the federation with its tree, everybody who signs in, and both programmes, by the actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from jiangfang.core.journal import Actor
from jiangfang.core.people import Kind, Role
from jiangfang.demo.cast import Account, City, Unit
from jiangfang.demo.days import BEGUN, Days
from jiangfang.documents.folder import shipped, shipped_ids
from jiangfang.records.people import actions as people
from jiangfang.records.people.models import Federation, Hat, Organisation, Person
from jiangfang.records.people.queries import hats_of, top_of
from jiangfang.records.programmes import actions as programmes
from jiangfang.records.programmes.models import Revision

MAKER = Actor(None, "示例数据")
"""Who begins the federations, in the journal."""


@dataclass(slots=True)
class Town:
    """A sample city as it stands. spots: bodies and units by key, "" the federation; hats: by login and role."""

    city: City
    days: Days
    federation: Federation
    spots: dict[str, Organisation] = field(default_factory=dict)
    hats: dict[tuple[str, Role], Hat] = field(default_factory=dict)
    revisions: dict[str, Revision] = field(default_factory=dict)

    def hat(self, tail: str, role: Role) -> Hat:
        """A hat by the login without the city."""
        return self.hats[(f"{self.city.key}-{tail}", role)]

    @property
    def clerk(self) -> Hat:
        """The clerk's."""
        return self.hat("shizong", Role.CITY)

    @property
    def admin(self) -> Hat:
        """The administrator's."""
        return self.hats[(self.city.admin, Role.ADMIN)]

    def of_unit(self, unit: str, role: Role) -> Hat:
        """Who fills in, or gives the union's opinion."""
        apart = (f"{self.city.key}-{unit}-gonghui", role)
        return self.hats[apart] if apart in self.hats else self.hat(unit, role)


def begun(city: City, days: Days) -> Town:
    """The city on its first days."""
    federation = people.add_federation(name=city.name, actor=MAKER, at=days.at(BEGUN, 8, 30))
    town = Town(city, days, federation, {"": top_of(federation)})
    accounts = {account.login: account for account in city.accounts()}
    _enter(town, accounts.pop(city.admin))
    for place, body in enumerate(city.bodies):
        _add(town, town.admin, body.key, "", body.kind, body.name, minute=place)
    of_units = {Role.UNIT, Role.UNIT_UNION}
    for account in [one for one in accounts.values() if not of_units & set(one.roles)]:
        _enter(town, accounts.pop(account.login))
    for place, unit in enumerate(city.units):
        _add(town, _keeper(town, unit), unit.key, unit.below, Kind.UNIT, unit.name, minute=20 + place)
    for account in accounts.values():
        _enter_unit(town, account)
    _load(town)
    return town


def _add(town: Town, hat: Hat, key: str, below: str, kind: Kind, name: str, *, minute: int) -> None:
    town.spots[key] = people.add_organisation(
        parent=town.spots[below],
        kind=kind,
        name=name,
        actor=_who(hat),
        hat=hat,
        at=town.days.at(BEGUN, 9, minute),
    )


def _keeper(town: Town, unit: Unit) -> Hat:
    """Who keeps the list of the units of a body: its own recommender, else the administrator."""
    return town.hats.get((f"{town.city.key}-{unit.below}", Role.RECOMMENDER), town.admin)


def _enter(town: Town, account: Account) -> None:
    """Somebody of the city or of a body, added by the administrator (the first one by the server)."""
    first = not town.hats
    hat = None if first else town.admin
    at = town.days.at(BEGUN, 8, 40) if first else town.days.at(BEGUN, 9, 15)
    person = people.add_person(
        organisation=town.spots[account.spot],
        role=account.roles[0],
        login=account.login,
        name=account.name,
        actor=MAKER if hat is None else _who(hat),
        hat=hat,
        at=at,
        phone=f"0000-{len(town.hats) + 1:07d}",
    )
    people.change_password(person=person, old="", new=account.password, at=at)
    _wears(town, person)


def _enter_unit(town: Town, account: Account) -> None:
    """Somebody of a unit, by a slip of the body above."""
    spot = town.spots[account.spot]
    unit = next(one for one in town.city.units if one.key == account.spot)
    hat, at = _keeper(town, unit), town.days.at(BEGUN - 1, 10)
    (slip,) = people.issue_unit_slips(organisations=[spot], role=account.roles[0], actor=_who(hat), hat=hat, at=at)
    person = people.redeem_unit_slip(
        code=slip.code,
        login=account.login,
        name=account.name,
        phone=f"0000-{len(town.hats) + 1:07d}",
        password=account.password,
        at=at,
    )
    for role in account.roles[1:]:
        people.give_hat(person=person, organisation=spot, role=role, actor=_who(hat), hat=hat, at=at)
    _wears(town, person)


def issue_to_nobody(town: Town, at: datetime) -> None:
    """Slips that nobody has used, for the units that have nobody: good still, and in the lists of who is silent."""
    for unit in town.city.units:
        if unit.nobody:
            hat, spot = _keeper(town, unit), town.spots[unit.key]
            people.issue_unit_slips(organisations=[spot], role=Role.UNIT, actor=_who(hat), hat=hat, at=at)


def _wears(town: Town, person: Person) -> None:
    for hat in hats_of(person, town.days.day(1)):
        town.hats[(person.login, Role(hat.role))] = hat


def _load(town: Town) -> None:
    for name in shipped_ids():
        town.revisions[name] = programmes.adopt(
            folder=shipped() / name,
            federation=town.federation,
            actor=_who(town.admin),
            hat=town.admin,
            at=town.days.at(BEGUN - 1, 14),
        )


def _who(hat: Hat) -> Actor:
    return Actor(hat.person_id, hat.person.name)
