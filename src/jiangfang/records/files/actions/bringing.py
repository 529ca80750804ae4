"""A file is brought to a tray, turned, named and taken away again.

A content is claimed first, by a row that no file is of yet, then put into the store, and then a file is made of it; so
whatever stops in between leaves no bytes that nobody knows of. What no file is of is thrown away later (leaving.py).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count, Sum

from jiangfang.core.journal import Subject
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.proofs import KINDS, Limits, safe_name, too_large, too_much
from jiangfang.documents.inspecting.found import Found
from jiangfang.records.files import inspection, store
from jiangfang.records.files.actions.leaving import let_go
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.queries import on_its_way, uses_of
from jiangfang.records.files.trays import Place
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.records.people.models import Hat, Organisation

TRIES = 5
TURNS = (90, 180, 270)
PREFIX = ".brought-"


class _Vanished(Exception):  # noqa: N818 - what happened
    """Somebody threw the content away between two steps."""


@dataclass(frozen=True, slots=True)
class _Brought:
    """Bytes that lie in the data folder, whole."""

    path: Path
    sha256: str
    size: int


def bring(*, tray: str, place: Place, name: str, content: BinaryIO, hat: Hat, at: datetime) -> File:
    """Take a file in, looked at and kept. Not to be called inside a transaction: it may take minutes.

    What lies in that tray already is not taken twice: the file that is there is returned (its ``at`` is earlier).
    Raises Refused for what is not taken, with a sentence; nothing is left of it then. Codes of what may go better a
    little later: ``store_away``, ``no_room``, ``not_now``.
    """
    called = safe_name(name)
    with store.told(), _here(content, called, place.limits) as brought:
        there = File.objects.filter(tray=tray, content__sha256=brought.sha256).select_related("content").first()
        if there and there.content.lost_at is None:
            return there
        if there is None:  # asked again when it is laid there: meanwhile others may have come
            _must_have_room(tray, called, place.limits, brought.size)
        found = inspection.looked_at(brought.path, called, brought.sha256, place)
        made = File(federation=place.federation, organisation=place.organisation, tray=tray, at=at)
        made.name, made.person, made.who = safe_name(called, found.kind), hat.person, hat.person.name
        return _kept(brought, found, made, hat, place.limits)


@contextmanager
def _here(content: BinaryIO, name: str, limits: Limits) -> Iterator[_Brought]:
    """The bytes in a file of their own, for sure on the disk, as long as the block lasts. Raises Refused, OSError."""
    on_its_way().mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, spot = tempfile.mkstemp(prefix=PREFIX, dir=on_its_way())
    came = _came_by_pieces(content)
    try:
        with os.fdopen(handle, "wb") as out:
            digest, size = _read(content, name, limits, None if came else out)
            out.flush()
            os.fsync(content.fileno() if came else out.fileno())
        if came:
            Path(spot).unlink()
            store.linked(Path(content.name), Path(spot))
        yield _Brought(Path(spot), digest, size)
    finally:
        with suppress(OSError):
            Path(spot).unlink()


def _came_by_pieces(content: BinaryIO) -> bool:
    """Whether it lies in the data folder already and nobody writes to it any more: it needs no second copy."""
    name = getattr(content, "name", None)
    return isinstance(name, str) and Path(name).parent == on_its_way()


def _read(content: BinaryIO, name: str, limits: Limits, out: BinaryIO | None) -> tuple[str, int]:
    """Its digest and size, written to ``out`` on the way. Raises Refused."""
    digest, size = hashlib.sha256(), 0
    while piece := content.read(store.CHUNK):
        size += len(piece)
        _refuse(too_large(name, limits, size))
        digest.update(piece)
        if out:
            out.write(piece)
    return digest.hexdigest(), size


def _refuse(problem: Problem | None) -> None:
    if problem:
        raise Refused([problem])


def _must_have_room(tray: str, name: str, limits: Limits, size: int) -> None:
    lies = File.objects.filter(tray=tray).aggregate(files=Count("pk"), size=Sum("content__size"))
    _refuse(too_much(name, limits, size, lies["files"], lies["size"] or 0))


def hold_trays(organisation: Organisation) -> None:
    """Until the transaction ends nobody else takes room in a tray of it: of two who come at once one sees the other."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _kept(brought: _Brought, found: Found, made: File, hat: Hat, limits: Limits) -> File:
    """The content in its place and the file of it; begun anew where somebody threw it away meanwhile."""
    try:
        for _ in range(TRIES):
            _claim(brought, found, made.at)
            _put(brought)
            with suppress(_Vanished):
                return _file_of(brought, made, hat, limits)
        raise Refused([error("store_away", "", f"“{made.name}”没有存下来：存放文件的地方现在很忙；请过一会儿再试")])
    except BaseException:
        with suppress(Exception):  # what stays is thrown away a day later
            if not Content.objects.filter(sha256=brought.sha256).exclude(left_at=made.at).exists():
                let_go(brought.sha256)  # also where the row is gone and the bytes came after it
        raise


def _claim(brought: _Brought, found: Found, at: datetime) -> None:
    """A row of the content, which no file is of yet; where there is one it stays as it is."""
    row = Content(
        sha256=brought.sha256,
        size=brought.size,
        kind=found.kind,
        type=KINDS[found.kind].type,
        pages=found.pages,
        width=found.width,
        height=found.height,
        look=found.look,
        script=found.script,
        at=at,
        left_at=at,
    )
    Content.objects.bulk_create([row], ignore_conflicts=True)


def _put(brought: _Brought) -> None:
    """The bytes into the store, unless they lie there as they should."""
    chosen = store.chosen()
    lost = Content.objects.filter(sha256=brought.sha256, lost_at__isnull=False).exists()
    if lost or chosen.size(brought.sha256) != brought.size:
        chosen.put(brought.sha256, brought.path)


@transaction.atomic
def _file_of(brought: _Brought, made: File, hat: Hat, limits: Limits) -> File:
    """The row of the file. Raises _Vanished where the content is not there any more, Refused where it has no room."""
    content = Content.objects.select_for_update().filter(sha256=brought.sha256).first()
    if content is None or store.chosen().size(brought.sha256) != brought.size:
        raise _Vanished
    if content.left_at or content.lost_at:
        content.left_at = content.lost_at = None
        content.save(update_fields=["left_at", "lost_at"])
    there = File.objects.filter(tray=made.tray, content=content).first()
    if there:
        return there
    hold_trays(made.organisation)
    _must_have_room(made.tray, made.name, limits, brought.size)
    made.pk, made.content = None, content
    made.save(force_insert=True)
    _tell("brought", made, hat, made.at, after={"file": made.name, "sha256": content.sha256})
    return made


@transaction.atomic
def turn(*, file: File, degrees: int, hat: Hat, at: datetime) -> File:
    """Turn how it is shown by 90, 180 or 270 degrees clockwise; its content stays. Raises Refused."""
    if degrees not in TURNS:
        raise Refused([error("bad_turn", "", "只能转 90、180 或 270 度")])
    found = _held(file)
    before, found.turned = found.turned, (found.turned + degrees) % 360
    found.save(update_fields=["turned"])
    _tell("turned", found, hat, at, before={"turned": before}, after={"turned": found.turned})
    return found


@transaction.atomic
def rename(*, file: File, name: str, hat: Hat, at: datetime) -> File:
    """Another name, made safe, with the suffix of what it is. Raises Refused for an empty one."""
    found = _held(file)
    if not name.strip():
        raise Refused([error("bad_name", "name", "文件名不能是空的；请写上它是什么，例如“专利证书 1”")])
    before, found.name = found.name, safe_name(name, found.content.kind)
    if found.name != before:
        found.save(update_fields=["name"])
        _tell("renamed", found, hat, at, before={"file": before}, after={"file": found.name})
    return found


@transaction.atomic
def remove(*, file: File, hat: Hat, at: datetime) -> None:
    """Take it away; its content goes a day later where no other file is of it.

    Raises Refused while something refers to it, and where it is gone already.
    """
    found = _held(file)
    uses = uses_of(found)
    if uses:
        said = f"“{found.name}”还用在 {uses} 处（台账的条目或者证明材料），没有删除；请先从那里取下"
        raise Refused([error("file_in_use", "", said)])
    File.objects.filter(pk=found.pk).delete()
    if not File.objects.filter(content=found.content).exists():
        Content.objects.filter(pk=found.content_id).update(left_at=at)
    _tell("removed", found, hat, at, before={"file": found.name, "sha256": found.content.sha256})


def _held(file: File) -> File:
    """The file as it stands, kept from others until the transaction ends; its content first, as who brings it does."""
    Content.objects.select_for_update().filter(pk=file.content_id).first()
    found = File.objects.select_for_update(of=("self",)).select_related("content").filter(pk=file.pk).first()
    if found is None:
        raise Refused([error("file_gone", "", f"“{file.name}”已经删除了")])
    return found


def _tell(deed: str, file: File, hat: Hat, at: datetime, **sides: dict[str, str | int]) -> None:
    """Journal it. The name may say whose certificate it is: it stands sealed, and the chain says only what it was."""
    journal.record(
        federation=file.federation_id,
        actor=actor_of(hat.person),
        hat=str(hat),
        deed=f"file.{deed}",
        subject=Subject("file", str(file.pk), KINDS[file.content.kind].title),
        at=at,
        before=sides.get("before"),
        after=sides.get("after"),
        personal=("file",),
    )
