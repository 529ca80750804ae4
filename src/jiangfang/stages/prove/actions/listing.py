"""A list that was made out of the ledger comes to the application and is tied to its proof, as any file is."""

from __future__ import annotations

import io
from datetime import datetime

from django.db import transaction

from jiangfang.records.files import actions as files
from jiangfang.records.files.models import File
from jiangfang.records.files.queries import uses_of
from jiangfang.records.files.trays import Place
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.actions.changing import changing, refused
from jiangfang.stages.prove.actions.tying import Spot, held_files, lay
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import standing


def lay_list(
    *, application: Application, spot: Spot, content: bytes, name: str, place: Place, hat: Hat, at: datetime
) -> bool:
    """Bring a list and tie it; it takes the place of the one that was made before. Whether anything is new.

    Not to be called inside a transaction: the file is looked at as any other. Raises Refused.
    """
    with transaction.atomic():
        applying.hold_to_write(application, hat, at)
    tray = standing.tray_of(application)
    file = files.bring(tray=tray, place=place, name=name, content=io.BytesIO(content), hat=hat, at=at)
    return _tie(application=application, spot=spot, file=file, hat=hat, at=at)


@transaction.atomic
def _tie(*, application: Application, spot: Spot, file: File, hat: Hat, at: datetime) -> bool:
    indicator, id = spot
    with changing(application, hat, at) as found:
        proof = standing.proof_of(applications.programme_of(found).programme, indicator, id)
        if proof is None or not proof.listed:
            raise refused("not_in_list", "提纲上的这一处不是清单，请重新打开支撑材料")
        (known,) = held_files(found, [file.pk])
        mine = Piece.objects.filter(application=found, indicator=indicator, proof=id)
        before = list(mine.filter(listed=True).exclude(file=known).select_related("file").order_by("place", "pk"))
        mine.filter(pk__in=[one.pk for one in before]).delete()
        made = lay(found, [(known, None, spot)], hat, at)
        for one in made:
            one.listed, one.place = True, before[0].place if before else one.place
        Piece.objects.bulk_update(made, ("listed", "place"))
    _let_go([one.file for one in before], found, hat, at)
    return bool(made or before)


def _let_go(old: list[File], application: Application, hat: Hat, at: datetime) -> None:
    """Lists that another took the place of, unless somebody may have read them or something else refers to them."""
    for file in old if application.submitted_at is None else ():
        if file.tray == standing.tray_of(application) and not uses_of(file):
            files.remove(file=file, hat=hat, at=at)
