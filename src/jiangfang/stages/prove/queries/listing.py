"""Which proofs are lists that the ledger of the studio can make, and what stands in each."""

from __future__ import annotations

from dataclasses import dataclass

from jiangfang.core.evidence import Indicator, Proof
from jiangfang.core.ledger.base import kind_of
from jiangfang.core.ledger.listing import Listing, left_out, listing
from jiangfang.core.ledger.reckoning import Left
from jiangfang.core.proving import period_words, span_of
from jiangfang.records.ledger import queries as ledger
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import standing


@dataclass(frozen=True, slots=True)
class Made:
    """The list of a proof as the ledger makes it now. period: in words; left: entries of its kinds that are not in it.

    studio: None where the application belongs to no ledger. laid: a list that was made before lies at the proof.
    """

    indicator: Indicator
    proof: Proof
    studio: Studio | None
    period: str
    tables: tuple[Listing, ...]
    left: tuple[Left, ...]
    laid: bool

    @property
    def many(self) -> int:
        """How many entries stand in it."""
        return sum(len(table.rows) for table in self.tables)


def listable(application: Application) -> frozenset[str]:
    """The proofs (``patents/list``) of whose kinds the ledger has entries. One question, or none."""
    studio, programme = applications.studio_of(application), applications.programme_of(application).programme
    spots = [
        (f"{one.id}/{proof.id}", proof.listed) for one in programme.outline for proof in one.proofs if proof.listed
    ]
    if studio is None or not spots:
        return frozenset()
    kept = ledger.counts(studio.pk)
    return frozenset(spot for spot, kinds in spots if any(kind in kept for kind in kinds))


def of_proof(application: Application, indicator: str, proof: str) -> Made | None:
    """The list of a proof; None where the outline asks for none there."""
    programme, studio = applications.programme_of(application).programme, applications.studio_of(application)
    known, asked = standing.indicator_of(programme, indicator), standing.proof_of(programme, indicator, proof)
    if known is None or asked is None or not asked.listed:
        return None
    ends = rounds.period_ends(application.round)
    span = span_of(known, ends)
    entries = ledger.entries(studio, papers=False, kinds=asked.listed) if studio else []
    tables, left = [], []
    for id in asked.listed:
        kind = kind_of(programme.ledger_kinds, id)
        mine = [(one, left_out(kind, one, span)) for one in entries if kind and one.kind == id]
        left += [Left(one.id, one.title, why) for one, why in mine if why]
        within = [one for one, why in mine if not why]
        if kind is not None and within:
            tables.append(listing(kind, within))
    laid = Piece.objects.filter(application=application, indicator=indicator, proof=proof, listed=True).exists()
    return Made(known, asked, studio, period_words(known, ends), tuple(tables), tuple(left), laid)
