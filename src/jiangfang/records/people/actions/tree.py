"""The tree of a federation out of a list: bodies and units added where they are not there yet. All or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from jiangfang.core.journal import Actor
from jiangfang.core.people import KIND_TITLES, ROLE_TITLES, Kind, Role, belongs_at
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.records.journal.actions import Deed
from jiangfang.records.people.actions.authority import hold_tree, of_organisation, refused, tell_all, tidy_name
from jiangfang.records.people.actions.bulk import MOST, Imported, added_below, issued_to, told_of, void_open
from jiangfang.records.people.actions.organisations import LONGEST, may_stand, must_keep
from jiangfang.records.people.actions.slips import told
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.records.people.queries import tree


@dataclass(frozen=True, slots=True)
class NewBody:
    """A body of a list. It stands below ``parent``, or below the row of the number ``above`` of the same list.

    roles: for whom it gets a code; where: its place for a problem.
    """

    name: str
    kind: Kind
    parent: Organisation | None = None
    above: int | None = None
    roles: tuple[Role, ...] = ()
    where: str = ""


@dataclass(slots=True)
class _Growing:
    """The tree while rows are added. known: open bodies by what they stand below and by name; said: those of the rows;
    spots: by row."""

    known: dict[tuple[int, str], Organisation]
    said: set[tuple[int, str]] = field(default_factory=set)
    spots: dict[int, Organisation] = field(default_factory=dict)
    added: list[Organisation] = field(default_factory=list)


@transaction.atomic
def import_tree(
    *, top: Organisation, rows: Sequence[NewBody], actor: Actor, hat: Hat | None, at: datetime, again: bool = False
) -> Imported:
    """Add the bodies that are not there yet, below ``top``; each new one gets a code for each of its roles.

    again: bodies that are there get the codes of their rows too, and their open ones are void. Raises Refused with the
    problems of every row, also where nothing would be added or issued: a list that is sent twice.
    """
    hold_tree(top.federation_id)
    must_keep(actor, hat, top, at)
    _must_be_sound(rows)
    bodies = {one.pk: one for one in tree(top)}
    growing = _Growing({(one.parent_id or 0, one.name): one for one in bodies.values()})
    wanted = {number: _below(row, bodies) for number, row in enumerate(rows)}
    while wanted:
        level = {number: above for number, above in wanted.items() if above or rows[number].above in growing.spots}
        if not level:
            raise refused("bad_parent", "名单里的上级绕成了一圈")
        _add_level(level, rows, growing)
        wanted = {number: above for number, above in wanted.items() if number not in level}
    return _done(top, rows, growing, again, actor, hat, at)


def _must_be_sound(rows: Sequence[NewBody]) -> None:
    """Raises Refused with what is wrong in any row by itself."""
    if len(rows) > MOST:
        raise refused("too_many", f"一次最多 {MOST} 行，请分成几份")
    problems: list[Problem] = []
    for row in rows:
        try:
            tidy_name(row.name, "名称", LONGEST, row.where or "name")
        except Refused as fault:
            problems += fault.problems
        problems += [
            error("bad_role", row.where, f"{KIND_TITLES[row.kind]}没有“{ROLE_TITLES[role]}”这个身份")
            for role in row.roles
            if not belongs_at(role, row.kind)
        ]
    if problems:
        raise Refused(problems)


def _below(row: NewBody, bodies: dict[int, Organisation]) -> Organisation | None:
    """The body that a row stands below, as it is now; None for another row. Raises Refused for one of elsewhere."""
    if row.parent is None:
        return None
    if row.parent.pk not in bodies:
        raise refused("not_allowed", f"“{row.parent.name}”不在这里，或者已经关掉", row.where)
    return bodies[row.parent.pk]


def _add_level(level: dict[int, Organisation | None], rows: Sequence[NewBody], growing: _Growing) -> None:
    """The rows whose body above is there by now. Raises Refused with the problems of them all."""
    new: dict[tuple[int, str], tuple[Organisation, Kind]] = {}
    keys: dict[int, tuple[int, str]] = {}
    problems: list[Problem] = []
    for number, body in level.items():
        row = rows[number]
        above = body or growing.spots[row.above if row.above is not None else -1]
        keys[number] = key = (above.pk, row.name.strip())
        there = growing.known.get(key)
        if there is not None and there.kind != row.kind.value:
            said = f"“{there.name}”已经有了，类别是{there.get_kind_display()}"
            problems.append(error("already_there", row.where, said))
        if key in growing.said:
            problems.append(error("twice", row.where, f"“{key[1]}”在名单里写了两次"))
        growing.said.add(key)
        if there is None:
            problems += _standing(row, above)
            new[key] = above, row.kind
        else:
            growing.spots[number] = there
    if problems:
        raise Refused(problems)
    made = added_below((above, kind, name) for (_, name), (above, kind) in new.items())
    growing.known |= {(one.parent_id or 0, one.name): one for one in made}
    growing.added += made
    growing.spots |= {number: growing.known[key] for number, key in keys.items()}


def _standing(row: NewBody, above: Organisation) -> tuple[Problem, ...]:
    try:
        may_stand(row.kind, above)
    except Refused as fault:
        return tuple(error(one.code, row.where, one.message) for one in fault.problems)
    return ()


def _done(
    top: Organisation,
    rows: Sequence[NewBody],
    growing: _Growing,
    again: bool,
    actor: Actor,
    hat: Hat | None,
    at: datetime,
) -> Imported:
    """The codes issued, the earlier ones void, everything journalled."""
    fresh = {one.pk for one in growing.added}
    spots = [growing.spots[number] for number in range(len(rows))]
    there = [spot for spot in spots if spot.pk not in fresh]
    coded = [(spot, row.roles) for spot, row in zip(spots, rows, strict=True) if row.roles]
    receiving = [(spot, roles) for spot, roles in coded if again or spot.pk in fresh]
    if not growing.added and not receiving:
        raise refused("already_there", "名单里的机构都已经有了，没有新增，也没有发码")
    by_pk = {spot.pk: spot for spot, _ in receiving}
    void = void_open([pk for pk in by_pk if pk not in fresh], at)
    slips = issued_to(receiving, actor, at)
    deeds = [Deed("organisation.added", of_organisation(one), told_of(one)) for one in growing.added]
    deeds += [Deed("slip.revoked", of_organisation(by_pk[one.organisation_id or 0]), told(one)) for one in void]
    deeds += [Deed("slip.issued", of_organisation(spot), told(made.slip)) for spot, made in slips]
    tell_all(deeds, federation=top.federation_id, actor=actor, hat=hat, at=at)
    return Imported(growing.added, there, [made for _, made in slips], spots)
