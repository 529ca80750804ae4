"""支撑材料提纲: indicators, what proves them, which stamp, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiangfang.core.fields import Origin


class Coverage(StrEnum):
    """How far an indicator is proved."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Proof:
    """One named proof. stamp: the seal it needs, as the paper says it (单位盖章, 财务盖章确认); "" for none.

    ledger: places for papers in a studio's ledger, ``kind.slot``; what lies there proves it.
    listed: kinds of a ledger; it is a list (名单、清单) that the entries of these kinds make.
    """

    id: str
    name: str
    stamp: str = ""
    ledger: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the outline. number: as printed; period: what the paper says of its time (近 1 年).

    optional: the notice does not ask for it (通知未要求), so it is never counted as missing.
    """

    id: str
    number: int
    group: str
    name: str
    asks: str
    proofs: tuple[Proof, ...]
    period: str = ""
    optional: bool = False
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        names = [proof.id for proof in self.proofs]
        if not names:
            yield "proofs", "至少要有一种证明"
        if len(names) != len(set(names)):
            yield "proofs", "证明的 id 有重复"
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"
        if self.origin is not Origin.NOTICE and not self.optional:
            yield "optional", "通知没有要求的材料只能写 optional = true（通知未要求）"


@dataclass(frozen=True, slots=True)
class Covering:
    """An indicator with its coverage. wanting: the proofs not there."""

    indicator: Indicator
    coverage: Coverage
    wanting: tuple[Proof, ...]


def cover(
    outline: tuple[Indicator, ...], held: Mapping[str, Collection[str]], not_applicable: Mapping[str, str] | None = None
) -> list[Covering]:
    """How far each indicator is proved.

    held: ids of the proofs handed in, by indicator id. not_applicable: the attested reason, by indicator id.
    """
    reasons = not_applicable or {}
    return [_cover(indicator, held.get(indicator.id, ()), reasons.get(indicator.id, "")) for indicator in outline]


def _cover(indicator: Indicator, held: Collection[str], reason: str) -> Covering:
    wanting = tuple(proof for proof in indicator.proofs if proof.id not in held)
    if not wanting:
        return Covering(indicator, Coverage.COVERED, ())
    if reason.strip():
        return Covering(indicator, Coverage.NOT_APPLICABLE, ())
    if len(wanting) < len(indicator.proofs):
        return Covering(indicator, Coverage.PARTLY, wanting)
    return Covering(indicator, Coverage.OPTIONAL if indicator.optional else Coverage.MISSING, wanting)
