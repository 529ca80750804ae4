"""What a new form can say before anybody types: from the standing record of its studio and its last application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiangfang.core.definition.programme import Programme
from jiangfang.core.fields import NOT_GIVEN, Field, kind_of
from jiangfang.records.ledger import queries as ledger
from jiangfang.records.studios.models import Studio
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.models import Application

_RECOGNISED = "认定"


def brought(programme: Programme, studio: Studio) -> dict[str, Any]:
    """Answers by field key. What a ledger reckons is left out: an earlier year's number is no answer now."""
    reckoned = {number.key for number in programme.numbers}
    fields = [field for field in queries.unit_fields(programme) if field.key not in reckoned]
    said = {**_earlier(studio), **_standing(studio)}
    found = {field.key: _sound(field, said[field.key]) for field in fields if field.key in said}
    return {key: value for key, value in found.items() if value is not None}


def _sound(field: Field, value: Any) -> Any:
    """The value as this field would keep it; None for one that it cannot use as it stands."""
    kept, problems = kind_of(field).check(field, value, field.key, field.name)
    return None if problems or kept is NOT_GIVEN else kept


def _earlier(studio: Studio) -> Mapping[str, Any]:
    """The answers of its last application: the last that was handed in, else the last one written."""
    mine = Application.objects.filter(belonging__studio=studio, version__gt=0)
    last = mine.exclude(submitted_at=None).order_by("-submitted_at", "-pk").first() or mine.order_by("-pk").first()
    return queries.answers_of(last) if last else {}


def _standing(studio: Studio) -> Mapping[str, Any]:
    """What its own record says, which is newer than any form."""
    now = ledger.standing(studio)
    said: dict[str, Any] = {
        "studio_name": now.name,
        "leader_name": now.leader_name,
        "founded_on": now.founded_on,
    }
    papers = [one for one in ledger.entries(studio) if one.kind == "founding" and one.values.get("sort") == _RECOGNISED]
    for one in sorted(papers, key=lambda entry: (entry.first is not None, entry.first, entry.id)):
        said["recognised_by"] = one.values.get("body") or said.get("recognised_by", "")
        said["recognised_on"] = one.first.isoformat() if one.first else said.get("recognised_on", "")
    return {key: text for key, text in said.items() if text}
