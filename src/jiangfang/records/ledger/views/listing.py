"""A studio's ledger: what stands in it, what is doubtful of it, the same as Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from jiangfang.core.fields.date import long_day
from jiangfang.core.ledger import entries as core
from jiangfang.core.ledger.doubts import Looked, doubts
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import brief, spoken
from jiangfang.core.problems import Problem, Refused
from jiangfang.core.proofs import KINDS, safe_name
from jiangfang.records.files import views as files
from jiangfang.records.ledger import access, jobs, lists, queries
from jiangfang.records.ledger.access import KEEPERS
from jiangfang.records.ledger.models import Entry
from jiangfang.records.ledger.queries import Kinds
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.studios.models import Studio
from jiangfang.ui import pages

LIST = "ledger/list.html"
MOST_DOUBTS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list. said: what its columns say; papers: how many."""

    entry: Entry
    kind: LedgerKind
    when: str
    said: str
    papers: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A doubt as a question, with the page on which it is answered."""

    problem: Problem
    address: str


@open_to(*KEEPERS)
def entries(request: Request, studio: int) -> HttpResponseBase:
    """The entries that the address asks for, fifty a page; where nothing is asked, with what is doubtful."""
    return pages.render(request, LIST, _context(request, access.studio(request, studio)))


def _context(request: Request, found: Studio) -> dict[str, Any]:
    kinds, asks = queries.kinds_of(found.federation_id), lists.wanted(request.GET)
    page = pages.page_of(request, lists.filtered(queries.of_studio(found.pk), asks))
    everything = [] if asks.any or page.number > 1 else queries.entries(found)
    counts, spans = _of_all(everything) if everything else (queries.counts(found.pk), queries.spans(found.pk))
    return {
        "studio": found,
        "page": page,
        "lines": lines(page, kinds, queries.counted([one.pk for one in page])),
        "asks": asks,
        "kinds": _listed(counts, kinds),
        "years": sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True),
        "papers": lists.PAPERS,
        "doubts": _doubts(found, everything, kinds) if everything else [],
        "loose": queries.loose(found.pk).count(),
    }


def _of_all(everything: Sequence[core.Entry]) -> tuple[Mapping[str, int], set[tuple[int, int]]]:
    """How many of each kind, and from which year to which."""
    spans = {(one.first.year, (one.last or one.first).year) for one in everything if one.first}
    return Counter(one.kind for one in everything), spans


def lines(found: Sequence[Entry], kinds: Kinds, papers: Mapping[int, int]) -> list[Line]:
    """Entries as the list shows them."""
    return [_line(one, kinds.known(one.kind), papers.get(one.pk, 0)) for one in found]


def _line(entry: Entry, kind: LedgerKind, papers: int) -> Line:
    said = "；".join(brief(kind, entry.values))
    return Line(entry, kind, spoken(kind.dated, entry.first, entry.last), said, papers)


def _listed(counts: Mapping[str, int], kinds: Kinds) -> list[tuple[str, str, int]]:
    """The kinds that stand in the ledger, in the order of its menu, with how many of each."""
    order = [kind.id for kind in kinds.offered if kind.id in counts]
    order += sorted(counts.keys() - set(order))
    return [(id, kinds.known(id).title, counts[id]) for id in order]


def _doubts(studio: Studio, everything: Sequence[core.Entry], kinds: Kinds) -> list[Asked]:
    """What does not go together in the ledger, each with where it is put right."""
    others = queries.others_of(studio)
    looked = Looked(everything, kinds.offered, founded=studio.founded_on, others=others)
    return [Asked(one, _where(studio, one.where)) for one in doubts(looked)[:MOST_DOUBTS]]


def _where(studio: Studio, where: str) -> str:
    head, _, number = where.partition("-")
    if head == "entry" and number.isdigit():
        return reverse("ledger:entry", args=[studio.pk, int(number)])
    return reverse("studios:change", args=[studio.pk])


@open_to(*KEEPERS)
def excel(request: Request, studio: int) -> HttpResponseBase:
    """The list as the address asks for it, as a file."""
    found = access.studio(request, studio)
    wanted = {"studio": str(found.pk), **lists.asked(request.GET)}
    query = request.GET.urlencode()
    back = reverse("ledger:list", args=[found.pk]) + (f"?{query}" if query else "")
    name = f"{found.name[:60]}台账-{long_day(request.today)}"
    return files.answer(request, jobs.LIST, wanted, name=name, back=back)


@open_to(*KEEPERS)
def pdf(request: Request, studio: int, kind: str) -> HttpResponseBase:
    """The entries of a kind that count, as the address asks for them else, as a list to be printed and sealed."""
    from jiangfang.records.ledger import printing

    found = access.studio(request, studio)
    kinds, asks = queries.kinds_of(found.federation_id), lists.wanted(request.GET)
    if kinds.get(kind) is None and kind not in queries.counts(found.pk):
        raise Http404
    meant = kinds.known(kind)
    rows = lists.filtered(queries.of_studio(found.pk), replace(asks, kind=kind, struck=False))
    try:
        made = printing.list_of(found, meant, queries.plain(rows, places=False), asks.year, asks.find)
    except Refused as refused:
        return pages.refusal(request, LIST, _context(request, found), refused)
    name = f"{found.name[:60]}-{printing.title_of(meant)}".replace("/", "／")
    return pages.attachment(made.content, safe_name(name, "pdf"), KINDS["pdf"].type)
