"""The pieces of an application as its pages show them: by group, indicator and proof, and the files not tied yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from jiangfang.core.evidence import Indicator, Proof
from jiangfang.core.proofs import natural
from jiangfang.core.proving import Line, Proving, proving, unconfirmed
from jiangfang.records.files.models import File
from jiangfang.records.files.queries import on_the_way
from jiangfang.stages.apply import progress
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import standing

SHOWN = 6
TOGETHER = timedelta(minutes=10)
"""Files of which none came later than so after the one before were brought together."""
OWN = "_"
"""Stands in an address where papers of its own have no indicator."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A piece at a proof. file: None where it was taken away since; piece: the row, for the page of its indicator."""

    proof: str
    number: int
    name: str
    place: int
    stamped: bool
    by: str
    file: File | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A proof with the first of its pieces. indicator: "" for a paper of its own; open, unnamed: of ``ProofLine``."""

    indicator: str
    proof: Proof
    many: int
    open: int
    pieces: tuple[Lying, ...]
    clause: str = ""
    unnamed: int = 0

    @property
    def lacks(self) -> str:
        """What is open, in words."""
        return unconfirmed(self.open, self.unnamed)

    @property
    def more(self) -> int:
        """How many pieces are not shown."""
        return self.many - len(self.pieces)

    @property
    def slug(self) -> str:
        """The indicator as it stands in an address."""
        return self.indicator or OWN

    @property
    def code(self) -> str:
        """As it stands in a form."""
        return f"{self.slug}/{self.proof.id}"

    @property
    def kind(self) -> str:
        """Its mark."""
        return "idle" if not self.many else "warn" if self.open else "good"


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator with its proofs."""

    line: Line
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators under one heading of the outline."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything that an application proves. own: papers of its own beside the outline."""

    proving: Proving
    groups: tuple[Group, ...]
    own: tuple[Spot, ...]


def shelf(application: Application, *, live: bool) -> Shelf:
    """The whole outline, of each proof the first few pieces, in as many questions however many there are."""
    found = standing.standing(application, live=live)
    shown = _first(application) if live or not progress.fillable(application) else _first_as_read(application)
    cards = [Card(line, tuple(_spots(line, shown))) for line in found.lines]
    own = tuple(
        Spot("", Proof(one.id, one.title), many, 0, shown.get(("", one.id), ()), one.clause)
        for one, many in found.brought
    )
    return Shelf(found, tuple(_grouped(cards)), own)


Shown = Mapping[tuple[str, str], tuple[Lying, ...]]


def _first(application: Application) -> Shown:
    """The first pieces of each proof as they are now; the others are not fetched."""
    rank = Window(RowNumber(), partition_by=[F("indicator"), F("proof")], order_by=("place", "file"))
    rows = Piece.objects.filter(application=application).annotate(rank=rank).filter(rank__lte=SHOWN)
    shown: dict[tuple[str, str], tuple[Lying, ...]] = {}
    for row in rows.select_related("file__content").order_by("place", "file"):
        lying = Lying(row.proof, row.file_id, row.file.name, row.place, row.stamped, row.reckoned_by, row.file)
        spot = row.indicator, row.proof
        shown[spot] = (*shown.get(spot, ()), lying)
    return shown


def _first_as_read(application: Application) -> Shown:
    """The same as they were at the version that is read."""
    by_spot: dict[tuple[str, str], list[Lying]] = {}
    for one, lying in _lying(standing.pieces_as_read(application, live=False)):
        by_spot.setdefault((one, lying.proof), []).append(lying)
    for some in by_spot.values():
        some.sort(key=lambda one: (one.place, one.number))
    return _with_files({spot: some[:SHOWN] for spot, some in by_spot.items()})


def _lying(state: Mapping[str, Any]) -> Iterable[tuple[str, Lying]]:
    """The pieces of a state, each with its indicator."""
    for spot, said in state.items():
        indicator, proof, file = standing.parted(spot)
        if file is not None:
            yield indicator, Lying(proof, file, said["name"], said["place"], said["stamped"], said["by"])


def _with_files(found: Mapping[tuple[str, str], Sequence[Lying]]) -> Shown:
    ids = [one.number for some in found.values() for one in some]
    files = File.objects.select_related("content").in_bulk(ids) if ids else {}
    return {spot: tuple(replace(one, file=files.get(one.number)) for one in some) for spot, some in found.items()}


def _spots(line: Line, shown: Shown) -> Iterable[Spot]:
    for one in line.proofs:
        there = shown.get((line.indicator.id, one.proof.id), ())
        yield Spot(line.indicator.id, one.proof, one.many, one.open, there, unnamed=one.unnamed)


def of_indicator(application: Application, indicator: str, proofs: Sequence[Proof], *, live: bool) -> list[Lying]:
    """Everything of one indicator, by proof and order, without its files."""
    ranks = {proof.id: rank for rank, proof in enumerate(proofs)}
    state = standing.pieces_as_read(application, live=live)
    found = [lying for one, lying in _lying(state) if one == indicator]
    return sorted(found, key=lambda one: (ranks.get(one.proof, len(ranks)), one.place, one.number))


def named(some: Sequence[Lying]) -> list[Lying]:
    """Some of these with their files."""
    return [one for shown in _with_files({("", ""): some}).values() for one in shown]


def laid_out(application: Application, indicator: str, some: Sequence[Lying]) -> list[Lying]:
    """A page of these with their files and rows."""
    ids = [one.number for one in some]
    files = File.objects.select_related("content").in_bulk(ids) if ids else {}
    rows = Piece.objects.filter(application=application, indicator=indicator, file__in=ids).select_related("entry")
    pieces = {(row.proof, row.file_id): row for row in rows} if ids else {}
    return [replace(one, file=files.get(one.number), piece=pieces.get((one.proof, one.number))) for one in some]


def _grouped(cards: Sequence[Card]) -> Iterable[Group]:
    """Neighbours under one heading."""
    start = 0
    for place in range(1, len(cards) + 1):
        if place == len(cards) or cards[place].line.indicator.group != cards[start].line.indicator.group:
            yield Group(cards[start].line.indicator.group, tuple(cards[start:place]))
            start = place


def in_order(files: Iterable[File]) -> list[File]:
    """As they were brought, and by name those that came together (签到表2 before 签到表10)."""
    found = sorted(files, key=lambda one: (one.at, one.pk))
    batch, batches = 0, {}
    for before, one in zip([*found[:1], *found], found, strict=False):
        batch += one.at - before.at > TOGETHER
        batches[one.pk] = batch
    return sorted(found, key=lambda one: (batches[one.pk], natural(one.name), one.pk))


def loose(application: Application) -> QuerySet[File]:
    """The files of the application that are tied to nothing yet, the oldest first."""
    tied = Piece.objects.filter(application=application).values("file")
    found = File.objects.filter(tray=standing.tray_of(application)).exclude(pk__in=tied)
    return found.select_related("content").order_by("at", "pk")


def arrived(application: Application, person: int, since: datetime) -> list[int]:
    """The numbers of the files that somebody sent piece by piece to the application since a moment."""
    found = on_the_way(standing.tray_of(application), person).filter(ended_at__gte=since, file__isnull=False)
    return [int(file) for file in found.values_list("file", flat=True)]


def choices(application: Application) -> list[tuple[Indicator | None, tuple[Proof, ...]]]:
    """Every place to which a file may be tied, as printed; the papers of its own last, without an indicator."""
    programme = applications.programme_of(application).programme
    own = tuple(Proof(one.id, one.title) for one, _ in proving(programme, {}, {}, {}).brought)
    found: list[tuple[Indicator | None, tuple[Proof, ...]]] = [(one, one.proofs) for one in programme.outline]
    return [*found, (None, own)] if own else found
