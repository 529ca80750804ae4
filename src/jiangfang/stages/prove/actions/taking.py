"""Papers of the ledger are taken into an application as proofs; they stay with their entries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from jiangfang.records.people.models import Hat
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.actions.changing import changing, refused
from jiangfang.stages.prove.actions.tying import Spot, held_files, lay
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import taking

MOST_TAKEN = 1_000


@transaction.atomic
def take(
    *, application: Application, wanted: Mapping[Spot, Collection[str] | None], hat: Hat, at: datetime
) -> list[Piece]:
    """Take papers at these proofs: those of the codes (``Offer.code``), or everything of the period where None stands.

    Raises Refused for nothing chosen and for too much at once.
    """
    with changing(application, hat, at) as found:
        chosen = [
            (one.paper, offered.spot)
            for offered in taking.offered(found)
            if offered.spot in wanted
            for one in offered.offers
            if not one.tied and _is_wanted(one, wanted[offered.spot])
        ]
        if not chosen:
            raise refused("missing", "没有选中台账里的材料；已经取入的不用再取", "spots")
        if len(chosen) > MOST_TAKEN:
            raise refused("too_many", f"一次最多取入 {MOST_TAKEN} 份，请分几次", "spots")
        files = {file.pk: file for file in held_files(found, [paper.file.pk for paper, _ in chosen])}
        return lay(found, [(files[paper.file.pk], paper.entry.pk, spot) for paper, spot in chosen], hat, at)


def _is_wanted(offer: taking.Offer, codes: Collection[str] | None) -> bool:
    return offer.wanted if codes is None else offer.code in codes
