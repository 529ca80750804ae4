"""A large file comes piece by piece, however often the line breaks, and is brought when the last piece is here.

Nothing of this is a deed of the journal: bringing it is.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum

from jiangfang.core.problems import Refused, error
from jiangfang.core.proofs import MB, safe_name, size_of, too_large, too_much
from jiangfang.records.files.actions.bringing import bring, hold_trays
from jiangfang.records.files.models import File, Upload
from jiangfang.records.files.queries import on_its_way, part_of
from jiangfang.records.files.trays import Place
from jiangfang.records.people.models import Hat

KEPT, PATIENCE = timedelta(hours=24), timedelta(minutes=10)
# What the disk must have left beside the file itself.
SPARE = 200 * MB
LONGEST_SAID = 500
NO_ROOM = "服务器的磁盘快满了，放不下“{}”（{}），没有上传；请告诉管理员腾出地方"
# Why something is not looked at that may be looked at a little later.
PASSING = frozenset({"store_away", "no_room", "not_now"})


class Moved(Exception):  # noqa: N818 - what happened
    """It stands elsewhere than the piece begins: another window sent it, or an answer was lost."""


class Gone(Exception):  # noqa: N818 - what happened
    """What had come of it is not there any more; it has to be begun anew."""


@transaction.atomic
def begin_upload(*, tray: str, place: Place, name: str, size: int, hat: Hat, at: datetime) -> Upload:
    """A file is going to come. Raises Refused where it would not be taken, before a byte of it is sent."""
    called = safe_name(name)
    hold_trays(place.organisation)
    _must_fit(tray, place, called, size)
    made = Upload.objects.create(
        key=secrets.token_hex(16),
        tray=tray,
        federation=place.federation,
        organisation=place.organisation,
        hat=hat,
        name=called,
        size=size,
        began_at=at,
        beat_at=at,
    )
    on_its_way().mkdir(mode=0o700, parents=True, exist_ok=True)
    part_of(made.key).touch(mode=0o600)
    return made


def _must_fit(tray: str, place: Place, name: str, size: int) -> None:
    """What is on its way counts as if it lay there."""
    lying = File.objects.filter(tray=tray).aggregate(files=Count("pk"), size=Sum("content__size"))
    coming = open_uploads(tray).aggregate(files=Count("pk"), size=Sum("size"))
    files, together = lying["files"] + coming["files"], (lying["size"] or 0) + (coming["size"] or 0)
    for problem in (
        error("empty_file", "", f"“{name}”是空的，没有上传") if size <= 0 else None,
        too_large(name, place.limits, size),
        too_much(name, place.limits, size, files, together),
        None if _has_room(size) else error("no_room", "", NO_ROOM.format(name, size_of(size))),
    ):
        if problem:
            raise Refused([problem])


def _has_room(size: int) -> bool:
    """Whether the disk takes the part and then the file."""
    spot = on_its_way()
    while not spot.exists():
        spot = spot.parent
    return shutil.disk_usage(spot).free > 2 * size + SPARE


def open_uploads(tray: str) -> QuerySet[Upload]:
    """What is on its way to a tray."""
    return Upload.objects.filter(tray=tray, ended_at=None)


@transaction.atomic
def append(*, upload: Upload, offset: int, piece: bytes, at: datetime) -> int:
    """Lay a piece behind what is here; where it stands then. Raises Moved, Gone, OSError where the disk is full.

    The row is held until the bytes lie there, so that of two windows one goes on and the other one hears of it.
    """
    end = offset + len(piece)
    standing = Upload.objects.filter(pk=upload.pk, received=offset, size__gte=end, taking_at=None, ended_at=None)
    if not standing.update(received=end, beat_at=at):
        raise Moved
    try:
        with part_of(upload.key).open("r+b") as part:
            if part.seek(0, os.SEEK_END) < offset:
                raise Gone
            part.seek(offset)
            part.write(piece)
    except FileNotFoundError as fault:
        raise Gone from fault
    return end


def take(*, upload: Upload, place: Place, at: datetime) -> Upload:
    """Bring what has come whole, once, whoever asks; as it stands then. Not to be called inside a transaction.

    Raises Refused where it cannot be looked at for the moment: what has come stays. Why it is not taken for good
    stands in ``said`` of what is returned. Raises Gone.
    """
    whole = Upload.objects.filter(pk=upload.pk, received=F("size"), ended_at=None)
    free = whole.filter(Q(taking_at=None) | Q(taking_at__lt=at - PATIENCE))
    if not free.update(taking_at=at, beat_at=at):
        return Upload.objects.get(pk=upload.pk)
    try:
        _taken(upload, place, at)
    except BaseException:
        Upload.objects.filter(pk=upload.pk, ended_at=None).update(taking_at=None)
        raise
    with suppress(OSError):  # what stays is swept away
        part_of(upload.key).unlink(missing_ok=True)
    return Upload.objects.get(pk=upload.pk)


def _taken(upload: Upload, place: Place, at: datetime) -> None:
    mine, hat = Upload.objects.filter(pk=upload.pk), upload.hat
    try:
        with _opened(upload) as part:
            file = bring(tray=upload.tray, place=place, name=upload.name, content=part, hat=hat, at=at)
    except Refused as refused:
        if any(problem.code in PASSING for problem in refused.problems):
            raise
        said = "；".join(problem.message for problem in refused.problems)
        mine.update(said=said[:LONGEST_SAID], ended_at=at)
    else:
        mine.update(file=file, ended_at=at)


def _opened(upload: Upload) -> BinaryIO:
    try:
        return part_of(upload.key).open("rb")
    except FileNotFoundError as fault:
        raise Gone from fault


def drop(*, upload: Upload) -> None:
    """It is not wanted any more; one that is being looked at is let be. What was brought stays."""
    free = Q(taking_at=None) | Q(ended_at__isnull=False)
    if Upload.objects.filter(free, pk=upload.pk).delete()[0]:
        part_of(upload.key).unlink(missing_ok=True)


def sweep(at: datetime) -> int:
    """What stood still for a day is thrown away, and every part that no row knows; how many rows."""
    still = list(Upload.objects.filter(beat_at__lt=at - KEPT))
    for upload in still:
        if Upload.objects.filter(pk=upload.pk, beat_at__lt=at - KEPT).delete()[0]:
            part_of(upload.key).unlink(missing_ok=True)
    known = set(Upload.objects.values_list("key", flat=True))
    with suppress(FileNotFoundError):
        for path in on_its_way().iterdir():
            if path.name not in known:
                _throw_away(path, at)
    return len(still)


def _throw_away(path: Path, at: datetime) -> None:
    with suppress(FileNotFoundError):
        if path.stat().st_mtime < (at - KEPT).timestamp():
            path.unlink()
