"""Many units at once, from a list: added where they are not there yet, with codes to come in by. All or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from jiangfang.core.journal import Actor
from jiangfang.core.people import ROLE_TITLES, Kind, Role, belongs_at
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.slips import Purpose
from jiangfang.records.journal.actions import Deed
from jiangfang.records.people.actions.authority import hold_tree, of_organisation, refused, tell_all, tidy_name
from jiangfang.records.people.actions.organisations import LONGEST, may_stand, must_keep
from jiangfang.records.people.actions.slips import IssuedSlip, spelt, told
from jiangfang.records.people.models import Hat, Organisation, Slip

MOST, _AT_ONCE = 2_000, 500


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit of a list. parent, roles: None and () for those of the whole list; where: its place for a problem."""

    name: str
    parent: Organisation | None = None
    roles: tuple[Role, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a list. there: what had been there before; slips: in the order of the list; spots: one a row."""

    added: list[Organisation]
    there: list[Organisation]
    slips: list[IssuedSlip]
    spots: list[Organisation] = field(default_factory=list)


@transaction.atomic
def import_units(
    *,
    rows: Sequence[NewUnit],
    parent: Organisation,
    roles: Sequence[Role],
    actor: Actor,
    hat: Hat | None,
    at: datetime,
    again: bool = False,
) -> Imported:
    """Add the units that are not there yet, each with a code for each of its roles.

    again: units that are there get new codes too, and their open ones are void. Raises Refused, also
    where nothing would be added or issued: a list that is sent twice.
    """
    hold_tree(parent.federation_id)
    parents = _parents(rows, parent, actor, hat, at)
    wanted = _wanted(rows, parents[parent.pk], parents)
    known = Organisation.objects.filter(parent__in=parents, closed_on__isnull=True)
    there = {(one.parent_id, one.name): one for one in known.order_by("pk")}
    added = _added([key for key in wanted if key not in there], parents)
    if not added and not again:
        raise refused("already_there", "名单里的单位都已经有了，没有新增，也没有发码")
    by_pk = {one.pk: one for one in there.values()}
    void = void_open([there[key].pk for key in wanted if key in there], at) if again else []
    receiving = [(added.get(key) or there[key], row) for key, row in wanted.items() if again or key in added]
    slips = issued_to([(spot, row.roles or tuple(roles)) for spot, row in receiving], actor, at)
    deeds = [Deed("organisation.added", of_organisation(one), told_of(one)) for one in added.values()]
    deeds += [Deed("slip.revoked", of_organisation(by_pk[one.organisation_id or 0]), told(one)) for one in void]
    deeds += [Deed("slip.issued", of_organisation(spot), told(made.slip)) for spot, made in slips]
    tell_all(deeds, federation=parent.federation_id, actor=actor, hat=hat, at=at)
    return Imported(list(added.values()), [there[key] for key in wanted if key in there], [made for _, made in slips])


def _parents(
    rows: Sequence[NewUnit], parent: Organisation, actor: Actor, hat: Hat | None, at: datetime
) -> dict[int, Organisation]:
    """Every body under which something is added, as it stands now. Raises Refused unless the actor keeps its list."""
    if len(rows) > MOST:
        raise refused("too_many", f"一次最多 {MOST} 行，请分成几份")
    used = {parent.pk, *(row.parent.pk for row in rows if row.parent is not None)}
    found = {one.pk: one for one in Organisation.objects.filter(pk__in=used, federation=parent.federation_id)}
    if len(found) != len(used):
        raise refused("not_allowed", "不能加到另一个市总工会下面")
    for one in found.values():
        must_keep(actor, hat, one, at)
        may_stand(Kind.UNIT, one)
    return found


def _wanted(
    rows: Sequence[NewUnit], parent: Organisation, parents: Mapping[int, Organisation]
) -> dict[tuple[int | None, str], NewUnit]:
    """The rows by body and name as kept. Raises Refused with the problems of every row."""
    wanted: dict[tuple[int | None, str], NewUnit] = {}
    problems: list[Problem] = []
    for row in rows:
        try:
            key = (row.parent or parent).pk, tidy_name(row.name, "单位名称", LONGEST, row.where or "name")
        except Refused as fault:
            problems += fault.problems
            continue
        if key in wanted:
            problems.append(error("twice", row.where, f"“{key[1]}”在名单里写了两次"))
        problems += [
            error("bad_role", row.where, f"单位没有“{ROLE_TITLES[role]}”这个身份")
            for role in row.roles
            if not belongs_at(role, Kind.UNIT)
        ]
        wanted[key] = row
    if problems:
        raise Refused(problems)
    return wanted


def _added(
    keys: Sequence[tuple[int | None, str]], parents: Mapping[int, Organisation]
) -> dict[tuple[int | None, str], Organisation]:
    """The new units, kept."""
    made = added_below((parents[above], Kind.UNIT, name) for above, name in keys if above is not None)
    return {(one.parent_id, one.name): one for one in made}


def added_below(bodies: Iterable[tuple[Organisation, Kind, str]]) -> list[Organisation]:
    """New organisations, each with what it stands below, kept with the path that its own number completes."""
    made = Organisation.objects.bulk_create(
        Organisation(federation_id=above.federation_id, parent=above, kind=kind.value, name=name)
        for above, kind, name in bodies
    )
    for one in made:
        one.path = f"{one.parent.path if one.parent else '/'}{one.pk:07}/"
    Organisation.objects.bulk_update(made, ["path"], batch_size=200)
    return made


def told_of(one: Organisation) -> dict[str, str | int | None]:
    """What the journal keeps of a new organisation."""
    return {"name": one.name, "kind": one.kind, "below": one.parent_id}


def void_open(units: Sequence[int], at: datetime) -> list[Slip]:
    """The open codes of units, void from now on: new ones take their place."""
    void: list[Slip] = []
    for start in range(0, len(units), _AT_ONCE):
        some = Slip.objects.filter(organisation__in=units[start : start + _AT_ONCE])
        waiting = some.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
        void += waiting.select_for_update(no_key=True).order_by("pk")
        waiting.update(revoked_at=at)
    return void


def issued_to(
    spots: Sequence[tuple[Organisation, Sequence[Role]]], actor: Actor, at: datetime
) -> list[tuple[Organisation, IssuedSlip]]:
    """A code for each role of each unit, kept."""
    made = []
    for spot, roles in spots:
        for role in roles:
            slip = Slip(federation_id=spot.federation_id, organisation=spot, role=role.value)
            made.append((spot, IssuedSlip(slip, spelt(slip, Purpose.UNIT, actor, at))))
    Slip.objects.bulk_create((issued.slip for _, issued in made), batch_size=500)
    return made
