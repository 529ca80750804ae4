"""Saving a section: what was typed is kept whole, what somebody else changed meanwhile is never overwritten."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from jiangfang.core.entry import Typed, entered, typing_of
from jiangfang.core.fields import Field
from jiangfang.core.personal import personal_keys
from jiangfang.core.problems import Problem
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.actions.holding import held, must_write, refused, tell
from jiangfang.stages.apply.models import Application, Belonging, Change

FILL, MEND = "fill", "mend"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else changed since the page was opened. mine: what was typed; theirs: what stands now."""

    field: Field
    mine: Typed
    theirs: Typed
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a saving. version: of the application now; problems: of what was typed here.

    shown: the version that a field of the page shows, where it is not this one: somebody else changed it meanwhile.
    """

    application: Application
    version: int
    changed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    shown: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands for a field: the answer, None for none, and the typing where a problem hangs on it."""

    value: Any
    rough: Typed | None


@transaction.atomic
def save_section(
    *,
    application: Application,
    section: str,
    typed: Mapping[str, Typed],
    base: int,
    hat: Hat,
    at: datetime,
    over: Collection[str] = (),
    shown: Mapping[str, int] = MappingProxyType({}),
    looked: bool = False,
) -> Saved:
    """Keep what was typed into a section, as far as it was typed.

    base: the version that the page showed; shown: an older one, for single fields that it did not show anew after an
    earlier saving. over: keys of fields in which the typing counts although somebody else
    changed them. A field left as the page showed it is not touched; one that both changed is a conflict.
    looked: also what was brought from earlier and left as it is was looked at.
    """
    found = held(application)
    must_write(found, hat, at)
    programme = queries.programme_of(found).programme
    fields = [field for one in programme.sections if one.id == section for field in one.fields if field.by == "unit"]
    return _saved(found, fields, typed, base=base, hat=hat, at=at, over=over, shown=shown, looked=looked)


@transaction.atomic
def save_fields(*, application: Application, typed: Mapping[str, Typed], base: int, hat: Hat, at: datetime) -> Saved:
    """The same for fields of whatever sections, as one version: what was reckoned elsewhere is laid into them."""
    found = held(application)
    must_write(found, hat, at)
    fields = [field for field in queries.unit_fields(queries.programme_of(found).programme) if field.key in typed]
    return _saved(found, fields, typed, base=base, hat=hat, at=at)


def _saved(
    found: Application,
    fields: Sequence[Field],
    typed: Mapping[str, Typed],
    *,
    base: int,
    hat: Hat,
    at: datetime,
    over: Collection[str] = (),
    shown: Mapping[str, int] = MappingProxyType({}),
    looked: bool = False,
) -> Saved:
    """What was typed into some fields of an application that is held."""
    given = {field.key: field for field in fields if field.key in typed}
    if not fields or max([base, *shown.values()]) > found.version:
        raise refused("not_now", "这一页已经不是现在的样子，请重新打开再填")
    seen = {key: min(base, shown.get(key, base)) for key in given}
    read = {key: entered(field, typed[key]) for key, field in given.items()}
    now, then = _kept(found, given), _kept_at(found, seen)
    fresh = {key: Kept(one.value, one.rough) for key, one in read.items()}
    touched = [key for key in given if fresh[key] != now[key] and (fresh[key] != then[key] or key in over)]
    clashing = [key for key in touched if now[key] != then[key] and key not in over]
    changed = [key for key in touched if key not in clashing]
    if changed:
        write(found, [given[key] for key in changed], now, fresh, kind=FILL, reason="", hat=hat, at=at)
    confirm(found, given.values(), changed, looked=looked, hat=hat, at=at)
    problems = tuple(problem for one in read.values() for problem in one.problems)
    conflicts = tuple(_conflict(found, seen[key], given[key], typed[key], now[key]) for key in clashing)
    behind = {key: seen[key] for key in given if key not in changed and fresh[key] != now[key]}
    return Saved(found, found.version, tuple(changed), conflicts, problems, behind)


def confirm(
    application: Application,
    fields: Collection[Field],
    changed: Collection[str],
    *,
    looked: bool,
    hat: Hat,
    at: datetime,
) -> None:
    """What was brought from earlier is marked no longer: what was changed, and what was looked at and left."""
    brought = set(queries.prefilled(application))
    left = [field for field in fields if field.key in brought and field.key not in changed] if looked else []
    gone = brought & {*changed, *(field.key for field in left)}
    if not gone:
        return
    belonging = Belonging.objects.get(application=application)
    belonging.prefilled = [key for key in belonging.prefilled if key not in gone]
    belonging.save(update_fields=("prefilled",))
    if left:
        named = [field.name for field in left]
        tell("application.confirmed", application, hat=hat, at=at, after={"fields": named})


def write(
    application: Application,
    fields: list[Field],
    now: Mapping[str, Kept],
    fresh: Mapping[str, Kept],
    *,
    kind: str,
    reason: str,
    hat: Hat,
    at: datetime,
) -> None:
    """One more version of a held application. A mending counts as no change of weight."""
    answers, rough = queries.answers_of(application), queries.rough_of(application)
    for field in fields:
        _put(answers, field.key, fresh[field.key].value)
        _put(rough, field.key, fresh[field.key].rough)
    application.version += 1
    weighs = any(field.material and now[field.key].value != fresh[field.key].value for field in fields)
    if kind == FILL:
        application.filled_version = application.version
        application.material_version = application.version if weighs else application.material_version
    application.answers = json.dumps(answers, ensure_ascii=False)
    application.rough = json.dumps(rough)
    workflow, here = queries.programme_of(application).programme.workflow, queries.position(application)
    if workflow.private(here) or not workflow.fillable(here, application.route):
        name_after(application, answers)
    application.changed_at = at
    application.save(
        update_fields=(
            "version",
            "material_version",
            "filled_version",
            "answers",
            "rough",
            "studio_name",
            "leader_name",
            "changed_at",
        )
    )
    _remember(application, fields, now, fresh, kind=kind, reason=reason, hat=hat, at=at)


def name_after(application: Application, answers: Mapping[str, Any]) -> None:
    """The copies for lists. While the unit mends what was sent back they stay: lists show what was handed in."""
    application.studio_name = str(answers.get("studio_name", ""))[:200]
    application.leader_name = str(answers.get("leader_name", ""))[:200]


def _remember(
    application: Application,
    fields: list[Field],
    now: Mapping[str, Kept],
    fresh: Mapping[str, Kept],
    *,
    kind: str,
    reason: str,
    hat: Hat,
    at: datetime,
) -> None:
    secret = personal_keys(fields)
    delta = {
        key: [now[key].value, fresh[key].value, now[key].rough, fresh[key].rough]
        for key in (field.key for field in fields)
    }
    apart = {key: said for key, said in delta.items() if key in secret}
    Change.objects.create(
        application=application,
        version=application.version,
        at=at,
        person=hat.person,
        who=hat.person.name,
        kind=kind,
        reason=reason,
        delta=json.dumps({key: None if key in secret else said for key, said in delta.items()}),
        personal=json.dumps(apart) if apart else None,
    )
    tell(
        "application.mended" if kind == MEND else "application.filled",
        application,
        hat=hat,
        at=at,
        before={field.key: _said(now[field.key]) for field in fields},
        after={
            **{field.key: _said(fresh[field.key]) for field in fields},
            **({"reason": reason} if reason else {}),
            "version": application.version,
        },
        personal=secret,
    )


def _said(kept: Kept) -> Any:
    """What the journal keeps of a field: the answer, or what was typed; a letter that no text holds as its number."""
    if kept.rough is None:
        return kept.value
    said = json.dumps(kept.rough, ensure_ascii=False).replace("\\u0000", "�")
    return json.loads(said.encode("utf-8", "replace").decode())


def _put(held: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        held.pop(key, None)
    else:
        held[key] = value


def _kept(application: Application, fields: Mapping[str, Field]) -> dict[str, Kept]:
    answers, rough = queries.answers_of(application), queries.rough_of(application)
    return {key: Kept(answers.get(key), rough.get(key)) for key in fields}


def _kept_at(application: Application, seen: Mapping[str, int]) -> dict[str, Kept]:
    """What stood in each field at the version that the page showed of it."""
    kept: dict[str, Kept] = {}
    for version in set(seen.values()):
        keys = [key for key in seen if seen[key] == version]
        kept |= {key: Kept(*pair) for key, pair in queries.before(application, version, keys).items()}
    return kept


def _conflict(application: Application, base: int, field: Field, mine: Typed, now: Kept) -> Conflict:
    theirs = now.rough if now.rough is not None else typing_of(field, now.value)
    last = [one for one in queries.changes_after(application, base) if field.key in json.loads(one.delta)][-1]
    return Conflict(field, mine, theirs, last.who, last.at)
