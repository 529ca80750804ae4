"""Which papers of the ledger could prove what: by the places that the outline names, in the period that it means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiangfang.core.evidence import Indicator, Proof
from jiangfang.core.ledger.base import kind_of
from jiangfang.core.ledger.entries import Entry as Plain
from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.ledger.numbers import Span
from jiangfang.core.ledger.reckoning import outside
from jiangfang.core.proving import span_of
from jiangfang.records.ledger import queries as ledger
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.ledger.queries import Paper
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.models import Piece

Spot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that could prove something. outside: why it is not of the period, "" where it is; tied: it is there."""

    paper: Paper
    outside: str
    tied: bool

    @property
    def wanted(self) -> bool:
        """Whether it is taken where nobody says otherwise."""
        return not self.outside and not self.tied

    @property
    def code(self) -> str:
        """As it stands in a form."""
        return f"{self.paper.file.pk}-{self.paper.entry.pk}"


@dataclass(frozen=True, slots=True)
class Offered:
    """What the ledger has for one proof."""

    indicator: Indicator
    proof: Proof
    offers: tuple[Offer, ...]

    @property
    def spot(self) -> Spot:
        """Its place in the outline."""
        return self.indicator.id, self.proof.id

    @property
    def fresh(self) -> list[Offer]:
        """What would be taken."""
        return [one for one in self.offers if one.wanted]

    @property
    def tied(self) -> int:
        """How many are there."""
        return sum(one.tied for one in self.offers)

    @property
    def beyond(self) -> int:
        """How many are not of the period."""
        return sum(bool(one.outside) and not one.tied for one in self.offers)


def _linked(application: Application) -> Iterable[tuple[Indicator, Proof]]:
    """The proofs that a ledger may have papers for."""
    for indicator in applications.programme_of(application).programme.outline:
        for proof in indicator.proofs:
            if proof.ledger:
                yield indicator, proof


def offered(application: Application, only: Spot | None = None) -> list[Offered]:
    """What the ledger of its studio has, proof by proof in the order of the outline; proofs with nothing left out."""
    studio = applications.studio_of(application)
    asked = [pair for pair in _linked(application) if only in (None, (pair[0].id, pair[1].id))]
    if studio is None or not asked:
        return []
    links = {link for _, proof in asked for link in proof.ledger}
    papers = ledger.papers(studio, links)
    tied = set(Piece.objects.filter(application=application).values_list("indicator", "proof", "file"))
    made = [_offered(application, *pair, papers, tied) for pair in asked]
    return [one for one in made if one.offers]


def _offered(
    application: Application,
    indicator: Indicator,
    proof: Proof,
    papers: Sequence[Paper],
    tied: set[tuple[str, str, int]],
) -> Offered:
    kinds = applications.programme_of(application).programme.ledger_kinds
    span = span_of(indicator, rounds.period_ends(application.round))
    offers = []
    for paper in papers:
        if paper.link in proof.ledger:
            offers.append(
                Offer(paper, _outside(kinds, paper.entry, span), (indicator.id, proof.id, paper.file.pk) in tied)
            )
    return Offered(indicator, proof, tuple(offers))


def _outside(kinds: tuple[LedgerKind, ...], entry: Entry, span: Span) -> str:
    """Why the papers of an entry are not of a period, "" where they are."""
    kind = kind_of(kinds, entry.kind)
    plain = Plain(entry.pk, entry.kind, entry.title, entry.first, entry.last)
    return outside(kind.dated if kind else Dated.SPAN, plain, span)


def waiting(application: Application) -> int:
    """How many papers of the ledger could prove something, are of its period and nowhere in the application."""
    studio = applications.studio_of(application)
    ends, spans = rounds.period_ends(application.round), defaultdict[str, set[Span]](set)
    for indicator, proof in _linked(application):
        for link in proof.ledger:
            spans[link].add(span_of(indicator, ends))
    if studio is None or not spans:
        return 0
    kinds = {link.partition(".")[0] for link in spans}
    taken = Piece.objects.filter(application=application).values("file")
    found = EntryFile.objects.filter(entry__studio=studio, entry__struck_at__isnull=True, entry__kind__in=kinds)
    rows = found.exclude(file__in=taken).order_by().select_related("entry")
    known = applications.programme_of(application).programme.ledger_kinds
    return len(
        {
            row.file_id
            for row in rows
            for span in spans.get(f"{row.entry.kind}.{row.slot}", ())
            if not _outside(known, row.entry, span)
        }
    )
