"""Files are tied to the proofs of the outline, put in order, sealed in word, and untied again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from jiangfang.core.fields.base import xml_cannot_hold
from jiangfang.core.proving import asks_who
from jiangfang.records.files.models import File
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.actions.changing import MOST_AT_ONCE, changing, refused
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import standing
from jiangfang.stages.prove.queries.shelf import in_order
from jiangfang.stages.prove.queries.standing import STUDIO, tray_of

Spot = tuple[str, str]
"""An indicator and one of its proofs, by id; a paper of its own has no indicator."""
LONGEST_NAME = 60


@transaction.atomic
def tie(
    *, application: Application, files: Sequence[File], spots: Collection[Spot], hat: Hat, at: datetime
) -> list[Piece]:
    """Tie every file to every one of the proofs, behind what is there, by name what came together; the new pieces.

    Raises Refused for nothing chosen, a proof that the outline does not have, and too much at once.
    """
    with changing(application, hat, at) as found:
        _must_be_known(found, spots)
        if not files:
            raise refused("missing", "请先选文件", "files")
        if len(files) * len(spots) > MOST_AT_ONCE:
            raise refused("too_many", f"一次最多归 {MOST_AT_ONCE} 处，请分几次", "files")
        known = in_order(held_files(found, [file.pk for file in files]))
        return lay(found, [(file, None, spot) for spot in spots for file in known], hat, at)


def held_files(application: Application, ids: Sequence[int]) -> list[File]:
    """Files of the application or of its studio in this order, held so that nobody takes them away meanwhile.

    Raises Refused where one of them is not there any more.
    """
    studio = applications.studio_of(application)
    trays = [tray_of(application), *([f"{STUDIO}-{studio.pk}"] if studio else [])]
    mine = Q(tray__in=trays) | Q(pk__in=Piece.objects.filter(application=application).values("file"))
    held = File.objects.select_for_update(no_key=True).filter(mine, pk__in=ids).in_bulk()
    if len(held) != len(set(ids)):
        raise refused("not_now", "选的文件有的已经不在了，一份也没有归；请重新选", "files")
    return [held[pk] for pk in dict.fromkeys(ids)]


def lay(
    application: Application, wanted: Sequence[tuple[File, int | None, Spot]], hat: Hat, at: datetime
) -> list[Piece]:
    """Pieces of an application that is held, behind those that are there: (file, entry of the ledger, spot)."""
    there = set(Piece.objects.filter(application=application).values_list("indicator", "proof", "file"))
    last = {
        (indicator, proof): most
        for indicator, proof, most in Piece.objects.filter(application=application)
        .values_list("indicator", "proof")
        .annotate(Max("place"))
        .order_by()
    }
    lists = set(Piece.objects.filter(application=application, listed=True).values_list("file", flat=True))
    made = []
    for file, entry, (indicator, proof) in wanted:
        if (indicator, proof, file.pk) in there:
            continue
        there.add((indicator, proof, file.pk))
        last[indicator, proof] = last.get((indicator, proof), 0) + 1
        made.append(
            Piece(
                application=application,
                indicator=indicator,
                proof=proof,
                file=file,
                entry_id=entry,
                listed=file.pk in lists,
                place=last[indicator, proof],
                person=hat.person,
                who=hat.person.name,
                at=at,
            )
        )
    return Piece.objects.bulk_create(made, batch_size=200)


@transaction.atomic
def untie(*, application: Application, pieces: Iterable[int], hat: Hat, at: datetime) -> int:
    """Take pieces off; the files stay. How many went."""
    with changing(application, hat, at) as found:
        gone, _ = Piece.objects.filter(application=found, pk__in=list(pieces)).delete()
    return gone


@dataclass(frozen=True, slots=True)
class Said:
    """What the unit says of a piece: its number in the order, that the seal stands on it, who reckoned."""

    place: int
    stamped: bool = False
    reckoned_by: str = ""


@transaction.atomic
def arrange(*, application: Application, said: Mapping[int, Said], hat: Hat, at: datetime) -> None:
    """Put pieces in order and say of each whether it is sealed. Equal numbers stay as they stood.

    Pieces that are there no more are passed over; a list that was made here is not sealed. Raises Refused for a name
    that cannot be kept.
    """
    with changing(application, hat, at) as found:
        programme = applications.programme_of(found).programme
        rows = list(standing.pieces_of(found).filter(pk__in=list(said)))
        for row in rows:
            one, proof = said[row.pk], standing.proof_of(programme, row.indicator, row.proof)
            _must_be_a_name(one.reckoned_by)
            row.stamped = one.stamped and proof is not None and bool(proof.stamp) and not row.listed
            asked = proof is not None and asks_who(proof)
            row.reckoned_by = one.reckoned_by.strip()[:LONGEST_NAME] if asked else ""
        for spot in {(row.indicator, row.proof) for row in rows}:
            _order(found, spot, {pk: one.place for pk, one in said.items()}, rows)
        Piece.objects.bulk_update(rows, ("stamped", "reckoned_by", "place"), batch_size=200)


def _order(application: Application, spot: Spot, wanted: Mapping[int, int], rows: Sequence[Piece]) -> None:
    """Every piece of a proof by the numbers wanted, those of which nothing is said where they stood."""
    mine = {row.pk: row for row in rows}
    there = standing.pieces_of(application).filter(indicator=spot[0], proof=spot[1])
    every = [mine.get(row.pk, row) for row in there]
    ordered = sorted(every, key=lambda row: (wanted.get(row.pk, row.place), row.place, row.pk))
    moved = [(row, place) for place, row in enumerate(ordered, 1) if row.place != place]
    for row, place in moved:
        row.place = place
    Piece.objects.bulk_update([row for row, _ in moved if row.pk not in mine], ("place",), batch_size=200)


def _must_be_a_name(text: str) -> None:
    if xml_cannot_hold(text):
        raise refused("bad_character", "核算人里有看不见、也印不出的字符，请删去", "reckoned_by")
    if len(text.strip()) > LONGEST_NAME:
        raise refused("too_long", f"核算人最多 {LONGEST_NAME} 个字", "reckoned_by")


def _must_be_known(application: Application, spots: Collection[Spot]) -> None:
    programme = applications.programme_of(application).programme
    if not spots:
        raise refused("missing", "请勾出归到哪里，至少一处", "spots")
    if any(standing.proof_of(programme, *spot) is None for spot in spots):
        raise refused("not_in_list", "只能归到提纲上有的地方，请重新选", "spots")
