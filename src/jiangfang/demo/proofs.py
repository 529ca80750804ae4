"""What a studio with a ledger lays beside its form: papers of the ledger, scans, a reason here and there."""

from __future__ import annotations

from datetime import datetime

from jiangfang.core.evidence import Indicator
from jiangfang.demo import drawing
from jiangfang.records.files import actions as files
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply.models import Application
from jiangfang.stages.apply.queries import programme_of
from jiangfang.stages.prove import actions as prove
from jiangfang.stages.prove.access import place_of
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import numbers, standing, taking

BEFORE = "台账从今年开始记，以前的只有纸质档案，这里写的是全部"
SCANNED, ALLIANCE = 9, "alliance"
"""So many indicators are proved by scans; of the others only what the ledger has, one does not apply."""


def prove_it(application: Application, hat: Hat, at: datetime) -> None:
    """Everything that the ledger has for the period is taken; numbers that are other than its own get a reason."""
    wanted = {one.spot: None for one in taking.offered(application) if one.fresh}
    if wanted:
        prove.take(application=application, wanted=wanted, hat=hat, at=at)
    outline = [one for one in programme_of(application).programme.outline if not one.optional]
    for indicator in outline[:SCANNED]:
        _scan(application, indicator, hat, at)
    if any(indicator.id == ALLIANCE for indicator in outline):
        reason = "本地还没有成立工作室联盟"
        prove.excuse(application=application, indicator=ALLIANCE, reason=reason, hat=hat, at=at)
    found = numbers.now(application, numbers.entries_of(application))
    reasons = {one.key: BEFORE for one in found if one.found is not None and not one.fits}
    if reasons:
        prove.explain(application=application, reasons=reasons, hat=hat, at=at)


def _scan(application: Application, indicator: Indicator, hat: Hat, at: datetime) -> None:
    """One scan for all that is not proved yet there, named after it, with its seal."""
    there = set(Piece.objects.filter(application=application, indicator=indicator.id).values_list("proof", flat=True))
    spots = [(indicator.id, proof.id) for proof in indicator.proofs if proof.id not in there]
    if not spots:
        return
    tray, place, name = standing.tray_of(application), place_of(application), f"{indicator.name}.pdf"
    _, content = drawing.of("paper", application.pk * 1000 + len(indicator.id) * 37 + ord(indicator.id[0]))
    file = files.bring(tray=tray, place=place, name=name, content=content, hat=hat, at=at)
    made = prove.tie(application=application, files=[file], spots=spots, hat=hat, at=at)
    said = {one.pk: prove.Said(one.place, stamped=True, reckoned_by="示例会计") for one in made}
    prove.arrange(application=application, said=said, hat=hat, at=at)
