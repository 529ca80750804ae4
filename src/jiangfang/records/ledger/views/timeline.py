"""What a studio has done, by year and month, with pictures: to show, and to print.

What it costs, with the numbers of vouchers, is the studio's own affair: it stands there only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.http import HttpResponseBase

from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.ledger.typed import brief, spoken
from jiangfang.records.ledger import access, lists, queries
from jiangfang.records.ledger.access import KEEPERS
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.people.access import Request, open_to
from jiangfang.ui import pages

PAGE, ROWS, PICTURES = "ledger/timeline.html", 100, 4
UNDATED = 0
INNER = ("funding", "spending")


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry on the line. pictures: some of its papers."""

    entry: Entry
    kind: LedgerKind
    when: str
    said: list[str]
    pictures: list[EntryFile]

    @property
    def month(self) -> int:
        """In which month it stands; 0 for one of the whole year."""
        first, last = self.entry.first, self.entry.last
        if first is None or self.kind.dated is Dated.YEAR:
            return 0
        whole = (
            self.kind.dated is Dated.DAY and last is not None and (last.year, last.month) != (first.year, first.month)
        )
        return 0 if whole else first.month


@dataclass(frozen=True, slots=True)
class Month:
    """number: 0 for what belongs to no month."""

    number: int
    moments: list[Moment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Year:
    """number: 0 for what has no day."""

    number: int
    months: list[Month] = field(default_factory=list)


@open_to(*KEEPERS)
def timeline(request: Request, studio: int) -> HttpResponseBase:
    """The line, the newest year first; the address may ask for one year or one kind."""
    found = access.studio(request, studio)
    kinds, asks = queries.kinds_of(found.federation_id), lists.wanted(request.GET)
    rows = lists.filtered(queries.of_studio(found.pk), lists.Wanted(kind=asks.kind, year=asks.year))
    money = request.GET.get("money") == "1" or asks.kind in INNER
    rows = rows if money else rows.exclude(kind__in=INNER)
    page = pages.page_of(request, rows, ROWS)
    papers = queries.papers_of([one.pk for one in page])
    pictures = queries.pictures_of(papers, PICTURES)
    moments = [_moment(one, kinds.known(one.kind), pictures) for one in page]
    context = {
        "studio": found,
        "page": page,
        "years": years_of(moments),
        "asks": asks,
        "money": money,
        "kinds": kinds.offered,
        "spans": sorted({first for first, _ in queries.spans(found.pk)}, reverse=True),
    }
    return pages.render(request, PAGE, context)


def _moment(entry: Entry, kind: LedgerKind, pictures: Mapping[int, list[EntryFile]]) -> Moment:
    when = spoken(kind.dated, entry.first, entry.last)
    return Moment(entry, kind, when, brief(kind, entry.values), pictures.get(entry.pk, []))


def years_of(moments: Sequence[Moment]) -> list[Year]:
    """The line in years and months, in the order of the moments; what belongs to a whole year stands first in it."""
    made = []
    for number, of_year in groupby(moments, key=lambda one: one.entry.first.year if one.entry.first else UNDATED):
        ordered = sorted(of_year, key=lambda one: -(one.month or 13))
        months = [Month(month, list(some)) for month, some in groupby(ordered, key=lambda one: one.month)]
        made.append(Year(number, months))
    return made
