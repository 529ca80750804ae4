"""Entries of a ledger, as rows and as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from jiangfang.core.fields.joined import JOINT
from jiangfang.core.ledger import entries as core
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import Draft, shown
from jiangfang.records.ledger.models import Entry, EntryFile
from jiangfang.records.studios.models import Studio

MOST_NAMES = 60

Key = tuple[str, date | None, date | None]
"""By what two entries of a kind are taken for the same: title and days."""


def of_studio(studio: int) -> QuerySet[Entry]:
    """All entries of a studio, also those that were struck."""
    return Entry.objects.filter(studio=studio)


def under_way(found: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those that count."""
    return found.filter(struck_at__isnull=True)


def in_time(found: QuerySet[Entry]) -> QuerySet[Entry]:
    """The newest first; those without a day last."""
    return found.order_by(F("first").desc(nulls_last=True), "-pk")


def entries(studio: Studio, *, papers: bool = True, kinds: Collection[str] = ()) -> list[core.Entry]:
    """Everything that counts, as plain values with the places of its papers: for reckoning. Two questions.

    papers: False where their places are of no concern; that is one question less. kinds: only these, where any is said.
    """
    found = under_way(of_studio(studio.pk)).defer("words").order_by("pk")
    return plain(found.filter(kind__in=kinds) if kinds else found, places=papers)


def plain(found: Iterable[Entry], *, places: bool = True) -> list[core.Entry]:
    """Rows as plain values, with the places of their papers."""
    rows = list(found)
    papers: dict[int, set[str]] = {}
    if rows and places:
        lying = EntryFile.objects.filter(entry__studio__in={one.studio_id for one in rows})
        for entry, slot in lying.order_by().values_list("entry", "slot"):
            papers.setdefault(entry, set()).add(slot)
    return [
        core.Entry(
            id=one.pk,
            kind=one.kind,
            title=one.title,
            first=one.first,
            last=one.last,
            values=one.values,
            people=tuple(one.people),
            papers=frozenset(papers.get(one.pk, ())),
        )
        for one in rows
    ]


def with_places(entries: Sequence[core.Entry], studio: Studio) -> list[core.Entry]:
    """Plain values of a studio that were read without the places of their papers, with them."""
    lying = EntryFile.objects.filter(entry__studio=studio).order_by().values_list("entry", "slot") if entries else ()
    papers: dict[int, set[str]] = {}
    for entry, slot in lying:
        papers.setdefault(entry, set()).add(slot)
    return [replace(one, papers=frozenset(papers.get(one.id, ()))) for one in entries]


def draft_of(entry: Entry) -> Draft:
    """An entry as it was read."""
    return Draft(entry.title, entry.first, entry.last, entry.values, tuple(entry.people))


def words_of(kind: LedgerKind, draft: Draft) -> str:
    """All that an entry can be found by."""
    said = [text for _, text in shown(kind, draft.values)]
    return "\n".join([draft.title, JOINT.join(draft.people), *said])


def believed(found: QuerySet[Entry], kind: str, drafts: Sequence[Draft]) -> dict[Key, int]:
    """Which of these stand there already, by title and days: the number of the entry."""
    titles = {one.title for one in drafts}
    rows = under_way(found).filter(kind=kind).order_by("pk").values_list("title", "first", "last", "pk")
    return {(title, first, last): pk for title, first, last, pk in rows if title in titles}


def others_of(studio: Studio) -> dict[str, set[str]]:
    """The people of the other studios of the same unit, by the studio's name."""
    found: dict[str, set[str]] = {}
    rows = Entry.objects.filter(studio__unit=studio.unit_id, struck_at__isnull=True).exclude(studio=studio.pk)
    for name, people in rows.order_by().values_list("studio__name", "people"):
        found.setdefault(name, set()).update(people)
    return found


def often(studio: int) -> list[str]:
    """The kinds that a studio writes down most, at most six."""
    rows = under_way(of_studio(studio)).order_by().values_list("kind").annotate(many=Count("pk"))
    return [kind for kind, _ in rows.order_by("-many", "kind")[:6]]


def counts(studio: int) -> dict[str, int]:
    """How many entries of each kind there are."""
    rows = under_way(of_studio(studio)).order_by().values_list("kind").annotate(Count("pk"))
    return {str(kind): int(many) for kind, many in rows}


def spans(studio: int) -> set[tuple[int, int]]:
    """From which year to which entries run."""
    rows = under_way(of_studio(studio)).filter(first__isnull=False).order_by()
    years = rows.annotate(begins=ExtractYear("first"), ends=ExtractYear(Coalesce("last", "first")))
    found = years.values_list("begins", "ends").distinct()
    return {(int(first), int(last)) for first, last in found}


def known_names(studio: Studio) -> list[str]:
    """The people of a studio, whoever stands in most entries first; its leader before all."""
    counts: Counter[str] = Counter()
    for people in under_way(of_studio(studio.pk)).order_by("-pk").values_list("people", flat=True)[:500]:
        counts.update(people)
    leaders = [name for name in studio.leader_name.split(JOINT) if name.strip()]
    return list(dict.fromkeys([*leaders, *(name for name, _ in counts.most_common(MOST_NAMES))]))


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands written down of a studio at any time. newest: its last entry of each kind, by kind."""

    name: str
    leader_name: str
    founded_on: str
    unit: str
    newest: Mapping[str, core.Entry]


def standing(studio: Studio) -> Standing:
    """What can be taken over into a form without asking: whose it is, since when, and its last entry of each kind."""
    newest: dict[str, core.Entry] = {}
    for one in sorted(entries(studio), key=lambda one: (one.first or date.min, one.id)):
        newest[one.kind] = one
    return Standing(studio.name, studio.leader_name, studio.founded_on, studio.unit.name, newest)


def asked_for(found: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """Those in which a text stands."""
    return found.filter(words__icontains=text)
