"""What the address asks of the list of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jiangfang.records.ledger import queries
from jiangfang.records.ledger.models import Entry

ASKED = ("kind", "year", "papers", "find", "struck", "sort")
PAPERS = (("with", "有材料"), ("without", "没有材料"))
SORTS = {"day": "first", "title": "title", "kind": "kind"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of an address. papers: ``with`` or ``without``; struck: only those that were struck."""

    kind: str = ""
    year: int = 0
    papers: str = ""
    find: str = ""
    struck: bool = False
    sort: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is asked."""
        return bool(self.kind or self.year or self.papers or self.find or self.struck)


def wanted(query: Mapping[str, str]) -> Wanted:
    """The filters of an address; what is none is left out."""
    said = {name: query.get(name, "").strip()[:100].replace("\0", "") for name in ASKED}
    year = said["year"]
    return Wanted(
        said["kind"][:40],
        int(year) if year.isascii() and year.isdigit() and int(year[:4]) >= 1900 and len(year) == len("2024") else 0,
        said["papers"] if said["papers"] in dict(PAPERS) else "",
        said["find"],
        said["struck"] == "1",
        said["sort"] if said["sort"].lstrip("-") in SORTS else "",
    )


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """The same as an address says it: for a file of the list."""
    found = wanted(query)
    said = {"kind": found.kind, "year": str(found.year or ""), "papers": found.papers, "find": found.find}
    return {**said, "struck": "1" if found.struck else "", "sort": found.sort}


def filtered(found: QuerySet[Entry], asks: Wanted) -> QuerySet[Entry]:
    """The entries that an address asks for, in its order."""
    found = found.filter(struck_at__isnull=not asks.struck)
    if asks.kind:
        found = found.filter(kind=asks.kind)
    if asks.year:
        begins, ends = date(asks.year, 1, 1), date(asks.year, 12, 31)
        found = found.filter(Q(last__gte=begins) | Q(last__isnull=True), first__lte=ends, first__isnull=False)
    if asks.papers:
        found = queries.with_papers(found, wanted=asks.papers == "with")
    if asks.find:
        found = queries.asked_for(found, asks.find)
    return _ordered(found, asks.sort)


def _ordered(found: QuerySet[Entry], sort: str) -> QuerySet[Entry]:
    """The newest first where nothing else is asked."""
    if sort in ("", "-day"):
        return queries.in_time(found)
    down = "-" if sort.startswith("-") else ""
    return found.order_by(f"{down}{SORTS[sort.lstrip('-')]}", f"{down}pk")
