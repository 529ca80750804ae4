"""Where the room tells earlier rooms of itself."""

from __future__ import annotations

from jiangfang.records.files import trays
from jiangfang.records.files.trays import Tray
from jiangfang.stages.apply import annexes, forgetting
from jiangfang.stages.prove import access
from jiangfang.stages.prove.actions.forgetting import KEPT
from jiangfang.stages.prove.beside import EVIDENCE_ANNEX, NUMBERS_ANNEX
from jiangfang.stages.prove.queries.standing import APPLICATION


def register() -> None:
    """Once, when the program begins."""
    trays.register(Tray(APPLICATION, access.tray_writes, access.tray_reads, access.tray_personal))
    forgetting.LATER.append(KEPT)
    annexes.LATER.extend([NUMBERS_ANNEX, EVIDENCE_ANNEX])
