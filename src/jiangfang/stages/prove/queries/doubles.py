"""The same proof with two studios, the same number of a certificate twice, a photo of an earlier year: for the city."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from django.db.models import Min, QuerySet

from jiangfang.core.alike import alike
from jiangfang.core.ledger.doubts import CERTIFICATE, bare_number
from jiangfang.core.proofs import KINDS
from jiangfang.core.workflow import Position
from jiangfang.records.files.previews import drawable
from jiangfang.records.ledger.models import Entry
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.models import Piece, Reckoning, Settled
from jiangfang.stages.prove.queries import standing

SAME, NUMBER, PHOTO = "same", "number", "photo"
TITLES: Mapping[str, str] = {
    SAME: "同一份材料，两个工作室都用了",
    NUMBER: "证书编号一样",
    PHOTO: "照片一样或很像",
}
_KEY = ("pk", "application", "file__content")
_PICTURES = [kind.id for kind in KINDS.values() if kind.picture]
_LONG_ENOUGH = 5
"""Shorter numbers are no numbers of certificates."""
MOST, MOST_BETWEEN = 1_000, 50
"""So many of a kind are told, and so many of them between the same two applications: one that is made of copies would
make millions, and hide what is wrong with others."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was used. studio: whose it is, by which two are told apart; said: where it stands, in words.

    name, file: of the file, "" and None for an entry of a ledger. sha256: of its content; picture: what tells one
    small picture of it from an older one, "" where it has none.
    """

    application: int
    called: str
    unit: str
    round: str
    recommended: bool
    studio: str
    said: str
    name: str = ""
    file: int | None = None
    sha256: str = ""
    picture: str = ""

    @property
    def tray(self) -> str:
        """Through which its file is seen."""
        return f"{standing.APPLICATION}-{self.application}"


@dataclass(frozen=True, slots=True)
class Double:
    """Something used twice. what: the number that is the same, "" else. settled: where the office looked into it."""

    kind: str
    mine: Spot
    other: Spot
    what: str = ""
    settled: Settled | None = None

    @property
    def key(self) -> str:
        """By which it is known again, from whichever side it is seen."""
        spots = sorted([one.application, one.sha256] for one in (self.mine, self.other))
        said = json.dumps([self.kind, spots, bare_number(self.what)])
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def title(self) -> str:
        """What it is."""
        return TITLES[self.kind]


@dataclass(frozen=True, slots=True)
class _Used:
    """A content that an application uses, where it uses it first."""

    spot: Spot
    content: int
    picture: bool
    look: str
    round: int
    year: int


def doubles(round: Round, only: Application | None = None) -> list[Double]:
    """What is used twice by what was handed in to a round; of one application alone only what is the same file."""
    mine = _handed_in(round)
    wanted = mine & {only.pk} if only else mine
    if not wanted:
        return []
    pieces = Piece.objects.filter(application__in=wanted)
    used = _used(pieces)
    every = [_same(round, mine, pieces, used)]
    if not only:
        every += [_numbers(round, wanted), _photos(round, used)]
    return _looked_into(round, [one for found in every for one in _some(found)])


def is_cut(found: Collection[Double]) -> bool:
    """Whether there may be more than what was found."""
    kinds, pairs = Counter(one.kind for one in found), Counter(map(_between, found))
    return any(many >= MOST for many in kinds.values()) or any(many >= MOST_BETWEEN for many in pairs.values())


def _some(found: Iterator[Double]) -> Iterator[Double]:
    """As many as are told."""
    pairs: Counter[tuple[str, frozenset[int]]] = Counter()

    def counts(one: Double) -> bool:
        pairs[_between(one)] += 1
        return pairs[_between(one)] <= MOST_BETWEEN

    return islice(filter(counts, found), MOST)


def _between(one: Double) -> tuple[str, frozenset[int]]:
    return one.kind, frozenset({one.mine.application, one.other.application})


def _looked_into(round: Round, found: list[Double]) -> list[Double]:
    """Each with what the office said of it."""
    rows = Settled.objects.filter(federation=round.federation_id, key__in={one.key for one in found}) if found else ()
    said = {row.key: row for row in rows}
    return [replace(one, settled=said.get(one.key)) for one in found]


def _handed_in(round: Round) -> set[int]:
    """The applications whose unit may not write now; what is mended is its own affair."""
    workflow = rounds.opened(round).programme.workflow
    sent = Application.objects.filter(round=round, submitted_at__isnull=False)
    rows = sent.values_list("pk", "state", "sent_from", "route")
    return {pk for pk, state, sent_from, route in rows if not workflow.fillable(Position(state, sent_from), route)}


def _used(pieces: QuerySet[Piece]) -> list[_Used]:
    """Each content once an application, at its first piece."""
    found = []
    first = pieces.order_by().values("application", "file__content").annotate(first=Min("pk"))
    rows = (
        Piece.objects.filter(pk__in=first.values("first"))
        .select_related(
            *("application__unit", "application__round__revision", "application__belonging", "file__content")
        )
        .defer("application__answers", "application__rough", "application__round__revision__plain")
    )
    for piece in rows.order_by("application", "pk"):
        application, content = piece.application, piece.file.content
        picture, year = content.kind in _PICTURES, application.round.year
        spot = _spot(application, piece)
        found.append(_Used(spot, content.pk, picture, content.look, application.round_id, year))
    return found


def _spot(application: Application, piece: Piece | None, said: str = "") -> Spot:
    programme = rounds.opened(application.round).programme
    belonging = getattr(application, "belonging", None)
    return Spot(
        application=application.pk,
        called=str(application),
        unit=application.unit.name,
        round=application.round.name,
        recommended=application.recommender_id is not None,
        studio=f"s{belonging.studio_id}" if belonging else f"a{application.pk}",
        said=standing.called(programme, piece.indicator, piece.proof) if piece else said,
        name=piece.file.name if piece else "",
        file=piece.file_id if piece else None,
        sha256=piece.file.content.sha256 if piece else "",
        picture=f"{piece.file.content.sha256[:8]}-{piece.file.turned}"
        if piece and drawable(piece.file.content)
        else "",
    )


def _others(round: Round) -> QuerySet[Piece]:
    """What every application of the city uses that was handed in once."""
    return Piece.objects.filter(
        application__round__federation=round.federation_id, application__submitted_at__isnull=False
    )


def _same(round: Round, mine: Collection[int], pieces: QuerySet[Piece], used: list[_Used]) -> Iterator[Double]:
    """The same content with another studio; of a picture also in an earlier year of the same one."""
    there: dict[int, list[_Used]] = defaultdict(list)
    for one in _used(_others(round).filter(file__content__in=pieces.order_by().values("file__content"))):
        there[one.content].append(one)
    told = set[tuple[int, frozenset[int]]]()
    for one in used:
        for other in there[one.content]:
            pair = (one.content, frozenset({one.spot.application, other.spot.application}))
            elsewhere = one.spot.studio != other.spot.studio
            earlier = one.picture and other.year < one.year
            if len(pair[1]) == 2 and pair not in told and (elsewhere or earlier) and _counts(other, round, mine):
                told.add(pair)
                yield Double(SAME if elsewhere else PHOTO, one.spot, other.spot)


def _counts(other: _Used, round: Round, mine: Collection[int]) -> bool:
    """Whether what another uses may be told: of the same round only what is not being mended."""
    return other.round != round.pk or other.spot.application in mine


def _photos(round: Round, used: list[_Used]) -> Iterator[Double]:
    """Pictures that look like one of an earlier year, or like one of another studio."""
    close = list(islice(_close(round, used), 20 * MOST))
    rows = Piece.objects.filter(pk__in={pk for _, pk in close})
    found = {(one.spot.application, one.content): one for one in _used(rows)} if close else {}
    keys = {pk: (application, content) for pk, application, content in rows.values_list(*_KEY)} if close else {}
    told = set[frozenset[int]]()
    for one, pk in close:
        other = found[keys[pk]]
        pair = frozenset({one.content, other.content})
        elsewhere = one.spot.studio != other.spot.studio or other.year < one.year
        if pair not in told and elsewhere:
            told.add(pair)
            yield Double(PHOTO, one.spot, other.spot)


def _close(round: Round, used: list[_Used]) -> Iterator[tuple[_Used, int]]:
    """Pictures of these and pieces of other applications that look alike, of two applications only some."""
    shown = _others(round).filter(file__content__kind__in=_PICTURES).exclude(file__content__look="")
    firsts = shown.order_by().values("application", "file__content", "file__content__look").annotate(first=Min("pk"))
    rows = sorted(firsts.values_list("first", "application", "file__content", "file__content__look"))
    there = [(look, (application, content, pk)) for pk, application, content, look in rows]
    between: Counter[frozenset[int]] = Counter()
    for one, (application, content, pk) in alike([(one.look, one) for one in used if one.picture], there):
        pair = frozenset({one.spot.application, application})
        if len(pair) == 2 and content != one.content and between[pair] < 2 * MOST_BETWEEN:
            between[pair] += 1
            yield one, pk


def _numbers(round: Round, wanted: Collection[int]) -> Iterator[Double]:
    """The same number of a certificate with another studio."""
    by_number: dict[tuple[str, str], list[tuple[Spot, str]]] = defaultdict(list)
    for application, entry, number in _certificates(round):
        by_number[entry.kind, bare_number(number)].append((_spot(application, None, entry.title), number))
    for (_, bare), found in by_number.items():
        studios = {spot.studio: (spot, number) for spot, number in reversed(found)}
        if len(bare) < _LONG_ENOUGH or len(studios) < 2:
            continue
        mine = next((pair for pair in found if pair[0].application in wanted), None)
        for spot, _ in studios.values() if mine else ():
            if mine and spot.studio != mine[0].studio:
                yield Double(NUMBER, mine[0], spot, mine[1])


def _certificates(round: Round) -> Iterator[tuple[Application, Entry, str]]:
    """The entries with a number that the applications of a city stand on: their papers prove, or their share counts."""
    kinds = {kind.id for kind in rounds.opened(round).programme.ledger_kinds if kind.slot(CERTIFICATE)}
    by_entry: dict[int, list[int]] = defaultdict(list)
    proving = _others(round).filter(entry__kind__in=kinds).order_by("application", "entry")
    for application, entry in proving.values_list("application", "entry").distinct():
        by_entry[entry].append(application)
    counted = Reckoning.objects.filter(application__round__federation=round.federation_id)
    for application, used in counted.order_by("application", "pk").values_list("application", "used"):
        for entry, *_ in used:
            by_entry[entry].append(application)
    applications = _named({pk for some in by_entry.values() for pk in some})
    rows = Entry.objects.filter(pk__in=list(by_entry), kind__in=kinds, struck_at__isnull=True).order_by("pk")
    for row in rows.defer("words"):
        number = str(row.values.get("number", "")).strip()
        for pk in dict.fromkeys(by_entry[row.pk]) if number else ():
            yield applications[pk], row, number


def _named(ids: Collection[int]) -> dict[int, Application]:
    found = Application.objects.select_related("unit", "round__revision", "belonging")
    return found.defer("answers", "rough", "round__revision__plain").in_bulk(ids)
