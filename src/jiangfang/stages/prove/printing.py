"""The list of a proof as a sheet to be sealed, out of the ledger of the studio."""

from __future__ import annotations

from jiangfang.core.problems import Refused, error
from jiangfang.core.proofs import safe_name
from jiangfang.core.proving import asks_who
from jiangfang.documents.pdf.fonts import fonts
from jiangfang.documents.pdf.listing import Printed, Sheet, printed
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.queries.bound import called
from jiangfang.stages.prove.queries.listing import Made

_SEAL = "单位（盖章）："


def list_of(application: Application, found: Made) -> Printed:
    """The PDF. Raises Refused where nothing would stand in it, without a Chinese font, and for too many rows."""
    if not found.tables:
        raise Refused([error("missing", "", "台账里没有这一段时间的条目，没有可列的；请先记台账")])
    unit, proof = application.unit.name, found.proof
    stamp = (f"{proof.stamp}：", *(["核算人："] if asks_who(proof) else [])) if proof.stamp else ()
    sheet = Sheet(
        title=proof.name,
        lines=(
            ("工作室", called(application)),
            ("单　位", unit),
            *([("期　间", found.period)] if found.period else []),
            ("合　计", f"{found.many} 条"),
        ),
        tables=found.tables,
        sign=(*stamp, _SEAL),
        foot=f"{unit}　{called(application)}",
    )
    return printed(sheet, fonts())


def name_of(found: Made) -> str:
    """What its file is called."""
    return safe_name(found.proof.name.replace("/", "／"), "pdf")
