"""A change of what lies beside the form: one more version of the application, as weighty as one of its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from jiangfang.records.people.models import Hat
from jiangfang.stages.apply.actions.filling import FILL
from jiangfang.stages.apply.actions.holding import held, must_write, tell
from jiangfang.stages.apply.models import Annexed, Application, Change


@dataclass(frozen=True, slots=True)
class Aside:
    """What changes in an annex. before, after: what was changed in it; kept: all that lists read of it from now on.

    told_before, told_after: the same for the journal; personal: the keys of these that may hold something personal.
    """

    annex: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    kept: Mapping[str, Any]
    told_before: Mapping[str, Any] = field(default_factory=dict)
    told_after: Mapping[str, Any] = field(default_factory=dict)
    personal: tuple[str, ...] = ()


def hold_to_write(application: Application, hat: Hat, at: datetime) -> Application:
    """The application held, for a change of an annex. Raises Refused where this person may not write here now."""
    found = held(application)
    must_write(found, hat, at)
    row = _now(found)
    if row is not None:
        found.annexed = row
    return found


@transaction.atomic
def write_aside(*, found: Application, aside: Aside, deed: str, hat: Hat, at: datetime) -> None:
    """One more version of an application that this transaction holds to write."""
    found.version += 1
    found.filled_version = found.material_version = found.version
    found.changed_at = at
    found.save(update_fields=("version", "filled_version", "material_version", "changed_at"))
    Change.objects.create(
        application=found,
        version=found.version,
        at=at,
        person=hat.person,
        who=hat.person.name,
        kind=FILL,
        # names of files and reasons may name people: retention lets them go
        delta=json.dumps({aside.annex: None}),
        personal=json.dumps({aside.annex: [dict(aside.before), dict(aside.after), None, None]}),
    )
    keep_aside(found, aside.annex, aside.kept)
    told = {**aside.told_after, "version": found.version}
    tell(deed, found, hat=hat, at=at, before=aside.told_before, after=told, personal=aside.personal)


def keep_aside(application: Application, annex: str, kept: Mapping[str, Any]) -> None:
    """What lists read of an annex from now on."""
    row = _now(application) or Annexed(application=application)
    row.kept = {**row.kept, annex: dict(kept)}
    row.save()
    application.annexed = row


def _now(application: Application) -> Annexed | None:
    """The row as it stands now: one read beside an application that had to be waited for may be older."""
    return Annexed.objects.filter(application=application).first()
