"""The same proof with two studios, the same number of a certificate twice, a photo of an earlier year: for the city."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from jiangfang.core.alike import alike
from jiangfang.core.ledger.doubts import CERTIFICATE, bare_number
from jiangfang.core.proofs import KINDS
from jiangfang.core.workflow import Position
from jiangfang.records.ledger.models import Entry
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.models import Piece, Reckoning
from jiangfang.stages.prove.queries import standing

SAME, NUMBER, PHOTO = "same", "number", "photo"
TITLES: Mapping[str, str] = {
    SAME: "同一份材料，两个工作室都用了",
    NUMBER: "证书编号一样",
    PHOTO: "照片和以前的一样或很像",
}
_PICTURES = [kind.id for kind in KINDS.values() if kind.picture]
_LONG_ENOUGH = 5
"""Shorter numbers are no numbers of certificates."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was used. studio: whose it is, by which two are told apart; said: where it stands, in words.

    name, file: of the file, "" and None for an entry of a ledger.
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

    @property
    def tray(self) -> str:
        """Through which its file is seen."""
        return f"{standing.APPLICATION}-{self.application}"


@dataclass(frozen=True, slots=True)
class Double:
    """Something used twice. what: the number that is the same, "" else."""

    kind: str
    mine: Spot
    other: Spot
    what: str = ""

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
    used = _used(Piece.objects.filter(application__in=wanted))
    same = list(_same(round, mine, used))
    return same if only else [*same, *_numbers(round, wanted), *_photos(round, used)]


def _handed_in(round: Round) -> set[int]:
    """The applications whose unit may not write now; what is mended is its own affair."""
    workflow = rounds.opened(round).programme.workflow
    sent = Application.objects.filter(round=round, submitted_at__isnull=False)
    rows = sent.values_list("pk", "state", "sent_from", "route")
    return {pk for pk, state, sent_from, route in rows if not workflow.fillable(Position(state, sent_from), route)}


def _used(pieces: QuerySet[Piece]) -> list[_Used]:
    """Each content once an application."""
    found: dict[tuple[int, int], _Used] = {}
    rows = pieces.select_related(
        *("application__unit", "application__round__revision", "application__belonging", "file__content")
    ).defer("application__answers", "application__rough", "application__round__revision__plain")
    for piece in rows.order_by("application", "pk"):
        application, content = piece.application, piece.file.content
        if (application.pk, content.pk) not in found:
            spot = _spot(application, piece)
            picture, year = content.kind in _PICTURES, application.round.year
            used = _Used(spot, content.pk, picture, content.look, application.round_id, year)
            found[application.pk, content.pk] = used
    return list(found.values())


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
    )


def _others(round: Round) -> QuerySet[Piece]:
    """What every application of the city uses that was handed in once."""
    return Piece.objects.filter(
        application__round__federation=round.federation_id, application__submitted_at__isnull=False
    )


def _same(round: Round, mine: Collection[int], used: list[_Used]) -> Iterator[Double]:
    """The same content with another studio; of a picture also in an earlier year of the same one."""
    contents = {one.content for one in used}
    there: dict[int, list[_Used]] = defaultdict(list)
    for one in _used(_others(round).filter(file__content__in=contents)) if contents else ():
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
    shown = _others(round).filter(file__content__kind__in=_PICTURES).exclude(file__content__look="")
    there = [(look, pk) for pk, look in shown.order_by("pk").values_list("pk", "file__content__look")]
    close = list(alike([(one.look, one) for one in used if one.picture], there))
    found = {one.spot.file: one for one in _used(Piece.objects.filter(pk__in={pk for _, pk in close}))} if close else {}
    files = dict(Piece.objects.filter(pk__in={pk for _, pk in close}).values_list("pk", "file")) if close else {}
    told = set[frozenset[int]]()
    for one, pk in close:
        other = found.get(files.get(pk))
        if other is None:
            continue
        pair = frozenset({one.content, other.content})
        elsewhere = one.spot.studio != other.spot.studio or other.year < one.year
        if len(pair) == 2 and pair not in told and elsewhere:
            told.add(pair)
            yield Double(PHOTO, one.spot, other.spot)


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
