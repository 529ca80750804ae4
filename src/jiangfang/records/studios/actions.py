"""A studio is begun, called otherwise, closed and taken up again, by whoever fills in for its unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from jiangfang.core.fields import NOT_GIVEN, Column
from jiangfang.core.fields.date import DateKind, span
from jiangfang.core.journal import Actor, Subject
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.records.messages.actions.authority import must_wear
from jiangfang.records.people.actions.authority import day_of, refused, tell, tidy_name
from jiangfang.records.people.models import Hat
from jiangfang.records.studios import queries
from jiangfang.records.studios.beside import BEGUN
from jiangfang.records.studios.models import Studio

LONGEST, LONGEST_NAME, MOST = 100, 60, 200
_FOUNDED = Column("founded_on", "建立日期", "date")


def must_keep(hat: Hat, unit: int, at: datetime) -> Actor:
    """Who acts. Raises Refused unless the hat fills in for the unit now."""
    actor = must_wear(hat, Role.UNIT, at=at)
    if hat.organisation_id != unit:
        raise refused("not_allowed", "这个工作室不是本单位的")
    return actor


def held(studio: Studio) -> Studio:
    """The studio as it stands now, held against other writers until the transaction ends."""
    mine = Studio.objects.select_for_update(of=("self",), no_key=True)
    return queries.whole(mine).get(pk=studio.pk)


def subject(studio: Studio) -> Subject:
    """A studio as what is acted on."""
    return Subject("studio", str(studio.pk), studio.name)


@transaction.atomic
def begin(*, name: str, leader_name: str, founded_on: str, hat: Hat, at: datetime) -> Studio:
    """A studio of the hat's unit. founded_on: as people write it. Raises Refused, also for a name that it has."""
    unit = hat.organisation
    actor = must_keep(hat, unit.pk, at)
    kept = _kept(name, leader_name, founded_on, at)
    if Studio.objects.filter(unit=unit).count() >= MOST:
        raise refused("too_many", f"一个单位最多建 {MOST} 个工作室")
    made = Studio(federation_id=unit.federation_id, unit=unit, begun_at=at, begun_by=hat.person, **kept)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise _taken(made.name) from None
    for adopt in BEGUN:
        adopt(made, hat, at)
    _tell("studio.begun", made, actor, hat, at, {}, kept)
    return made


@transaction.atomic
def amend(*, studio: Studio, name: str, leader_name: str, founded_on: str, base: int, hat: Hat, at: datetime) -> Studio:
    """Another name, leader or day. base: the version that was shown. Raises Refused where it changed meanwhile."""
    found = held(studio)
    actor = must_keep(hat, found.unit_id, at)
    kept = _kept(name, leader_name, founded_on, at)
    before = {key: getattr(found, key) for key in kept}
    if before == kept:
        return found
    if base != found.version:
        raise refused("not_now", "打开这一页以后，同事改过这个工作室，下面“现在的”是他改的；请照着看一遍，再保存")
    try:
        with transaction.atomic():
            Studio.objects.filter(pk=found.pk).update(**kept, version=found.version + 1)
    except IntegrityError:
        raise _taken(kept["name"]) from None
    made = queries.whole(Studio.objects.all()).get(pk=found.pk)
    changed = [key for key in kept if before[key] != kept[key]]
    sides = ({key: side[key] for key in changed} for side in (before, kept))
    _tell("studio.amended", made, actor, hat, at, *sides)
    return made


@transaction.atomic
def close(*, studio: Studio, hat: Hat, at: datetime) -> Studio:
    """It is not kept any more: nothing is written into it until it is taken up again. Done twice it is done once."""
    found = held(studio)
    actor = must_keep(hat, found.unit_id, at)
    if found.closed_at is None:
        Studio.objects.filter(pk=found.pk).update(closed_at=at)
        found.closed_at = at
        _tell("studio.closed", found, actor, hat, at, {}, {})
    return found


@transaction.atomic
def reopen(*, studio: Studio, hat: Hat, at: datetime) -> Studio:
    """It is kept again."""
    found = held(studio)
    actor = must_keep(hat, found.unit_id, at)
    if found.closed_at is not None:
        Studio.objects.filter(pk=found.pk).update(closed_at=None)
        found.closed_at = None
        _tell("studio.reopened", found, actor, hat, at, {}, {})
    return found


def _kept(name: str, leader_name: str, founded_on: str, at: datetime) -> dict[str, str]:
    """What was typed, as it is kept. Raises Refused with everything that is wrong in it."""
    problems: list[Problem] = []
    kept = {"name": _named(name, "工作室名称", LONGEST, "name", problems), "leader_name": ""}
    if leader_name.strip():
        kept["leader_name"] = _named(leader_name, "领衔人", LONGEST_NAME, "leader_name", problems)
    kept["founded_on"] = _day(founded_on, at, problems)
    if problems:
        raise Refused(problems)
    return kept


def _named(typed: str, what: str, longest: int, where: str, problems: list[Problem]) -> str:
    try:
        return tidy_name(typed, what, longest, where)
    except Refused as fault:
        problems += fault.problems
        return ""


def _day(typed: str, at: datetime, problems: list[Problem]) -> str:
    value, found = DateKind().read(_FOUNDED, typed, _FOUNDED.key, _FOUNDED.label)
    if value is NOT_GIVEN:
        if found:
            said = f"{_FOUNDED.label}“{typed.strip()[:20]}”认不出是哪一天，写成 2019-05-01、2019年5月或 2019年"
            problems.append(error("bad_date", _FOUNDED.key, said))
        return ""
    if span(value)[0] > day_of(at):
        problems.append(error("out_of_range", _FOUNDED.key, f"{_FOUNDED.label}在今天以后，请核对"))
    return str(value)


def _taken(name: str) -> Refused:
    return refused("already_there", f"本单位已经有“{name}”，请换一个名称，或者打开原来的接着记", "name")


def _tell(
    deed: str, studio: Studio, actor: Actor, hat: Hat, at: datetime, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    federation = studio.federation_id
    tell(deed, subject(studio), federation=federation, actor=actor, hat=hat, at=at, before=before, after=after)
