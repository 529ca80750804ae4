"""What a unit of the sample lays to its form that another studio uses, too: the same list, a photo saved anew."""

from __future__ import annotations

import io
from datetime import datetime
from typing import BinaryIO

from PIL import Image

from jiangfang.demo.towns import Town
from jiangfang.records.files import actions as files
from jiangfang.records.files import store
from jiangfang.records.files.models import File
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions as prove
from jiangfang.stages.prove.access import place_of
from jiangfang.stages.prove.models import Piece
from jiangfang.stages.prove.queries import doubles, standing

COURSE = "training"
WHY = "打电话问过两家单位：是一起办的培训，照片是同一场拍的"


def use_again(application: Application, hat: Hat, at: datetime) -> None:
    """The list and the photo of a course that both studios held together, where the other one tied them."""
    lent = Piece.objects.filter(application__round=application.round_id, entry__kind=COURSE)
    told = set[int]()
    for piece in lent.exclude(application=application).select_related("file__content").order_by("pk"):
        if piece.file_id not in told:
            told.add(piece.file_id)
            file = _brought(application, piece.file, hat, at)
            prove.tie(application=application, files=[file], spots=[(piece.indicator, piece.proof)], hat=hat, at=at)


def _brought(application: Application, lent: File, hat: Hat, at: datetime) -> File:
    tray, place = standing.tray_of(application), place_of(application)
    with store.open(lent.content) as content:
        again = _anew(content) if lent.content.kind == "jpeg" else content
        return files.bring(tray=tray, place=place, name=f"合办培训{lent.name}", content=again, hat=hat, at=at)


def _anew(content: BinaryIO) -> BinaryIO:
    """A photo as a chat sends it on: smaller and lighter."""
    out = io.BytesIO()
    with Image.open(content) as image:
        image.resize((480, 360)).save(out, "JPEG", quality=45)
    out.seek(0)
    return out


def settle_photo(town: Town, round: Round, at: datetime) -> None:
    """The clerk asked both units about the photo."""
    for one in doubles.doubles(round):
        if one.kind == doubles.PHOTO:
            prove.settle(round=round, double=one, why=WHY, hat=town.clerk, at=at)
