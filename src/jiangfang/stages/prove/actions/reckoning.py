"""Why the unit wrote another number than its ledger gives; what the ledger gave when the form was handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jiangfang.core.fields.base import xml_cannot_hold
from jiangfang.core.proving import LONGEST_REASON
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application, Filing
from jiangfang.stages.prove.actions.changing import refused
from jiangfang.stages.prove.models import Reckoning
from jiangfang.stages.prove.queries import numbers
from jiangfang.stages.prove.queries.numbers import NUMBERS
from jiangfang.stages.prove.queries.standing import EVIDENCE

REASONED = "application.reasoned"


@transaction.atomic
def explain(*, application: Application, reasons: Mapping[str, str], hat: Hat, at: datetime) -> None:
    """Say why numbers are other than the ledger's, by field key; an empty reason takes one back."""
    for text in reasons.values():
        if xml_cannot_hold(text):
            raise refused("bad_character", "理由里有看不见、也印不出的字符，请删去", "reason")
        if len(text.strip()) > LONGEST_REASON:
            raise refused("too_long", f"理由最多 {LONGEST_REASON} 个字", "reason")
    found = applying.hold_to_write(application, hat, at)
    known = {one.key: one.field.name for one in numbers.now(found, [])}
    before = numbers.reasons_of(found)
    after = {**before, **{key: text.strip() for key, text in reasons.items() if key in known}}
    changed = [key for key in after if after[key] != before.get(key, "")]
    if not changed:
        return
    kept = {**applications.kept_beside(found, NUMBERS), "reasons": {key: text for key, text in after.items() if text}}
    aside = applying.Aside(
        annex=NUMBERS,
        before={key: before.get(key, "") for key in changed},
        after={key: after[key] for key in changed},
        kept=kept,
        told_before={"reason": [f"{known.get(key, key)}：{before[key]}" for key in changed if before.get(key)]},
        told_after={"reason": [f"{known.get(key, key)}：{after[key]}" for key in changed if after[key]]},
    )
    applying.write_aside(found=found, aside=aside, deed=REASONED, hat=hat, at=at)


def keep_filed(application: Application, filing: Filing, hat: Hat, at: datetime) -> None:
    """Keep how far a form was proved when it was handed in; called inside that deed, which journals it."""
    kept = applications.kept_beside(application, EVIDENCE)
    now = {key: kept[key] for key in ("held", "excused", "brought") if key in kept}
    applying.keep_aside(application, EVIDENCE, {**kept, "filed": now})


def freeze(application: Application, filing: Filing, hat: Hat, at: datetime) -> None:
    """Keep what the ledger gives for a form that is handed in; called inside that deed, which journals it."""
    entries = numbers.entries_of(application)
    every = numbers.now(application, entries)
    reckoned = [one for one in every if one.found is not None]
    Reckoning.objects.filter(application=application, filed=filing.version).delete()
    Reckoning.objects.bulk_create(
        Reckoning(
            application=application,
            key=one.key,
            filed=filing.version,
            first=one.span.first,
            last=one.span.last,
            value=json.dumps(one.found.value, ensure_ascii=False),
            used=[[used.entry, used.title, used.share, used.when] for used in one.found.used],
            left=[[left.entry, left.title, left.why] for left in one.found.left],
            reason="" if one.fits else one.reason,
            who=hat.person.name,
            at=at,
        )
        for one in reckoned
        if one.found is not None
    )
    asked = [problem.message for problem in numbers.doubted(application, entries)]
    periods = {one.key: one.period for one in every}
    kept = {"filed": filing.version, "doubts": asked, "frozen": numbers.short(reckoned), "periods": periods}
    applying.keep_aside(application, NUMBERS, {**applications.kept_beside(application, NUMBERS), **kept})
