"""The material of applications bound: one PDF, one ZIP, or one ZIP of a whole round; asked for here, made by ``jobs``.

What is made on the way lies in a folder of the data folder, so that what was broken off goes on where it stood.
"""

from __future__ import annotations

import errno
import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from jiangfang.core.problems import Refused, error
from jiangfang.core.proofs import safe_name
from jiangfang.documents.files import reason
from jiangfang.documents.pdf import preparing
from jiangfang.documents.pdf.bundle import Part, Source
from jiangfang.documents.pdf.fonts import fonts
from jiangfang.documents.pdf.joining import bind_mended
from jiangfang.documents.pdf.preparing import Budget, Thing, Unbound, prepared
from jiangfang.records.files import actions as files
from jiangfang.records.files import store
from jiangfang.records.files.jobs import make
from jiangfang.records.files.kinds import KINDS, Told
from jiangfang.records.files.models import Content, File, Making
from jiangfang.records.files.store import Lost
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.queries.bound import Bundled, Bundling, called
from jiangfang.stages.prove.volume import TITLE, mark_of, volume_of

FOLDER, VOLUMES = "prepared", "volumes"
KEPT, KEPT_WHOLE, BROKEN_OFF = timedelta(days=14), timedelta(days=2), timedelta(days=1)
LACKING = "没有放进来的文件.txt"
_TAKEN_AWAY = "这份文件后来取走了，没有装订进来"
_CHUNK = 1024 * 1024
# 122: a quota, which not every system names
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, 122})
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def folder() -> Path:
    """Where prepared pages lie."""
    return Path(settings.DATA) / FOLDER


def write_bound(found: Bundling, out: BinaryIO, told: Told) -> None:
    """One PDF. Raises Refused without a Chinese font, and where the disk takes nothing."""
    with _disk():
        budget = Budget()
        parts = _parts(found, told, budget)
        volume, held, many = volume_of(found, parts), fonts(), max(len(parts), 1)
        mend = partial(preparing.mended, folder=folder(), budget=budget)
        bind_mended(volume, out, held, mend, seed=mark_of(volume, held), told=lambda done, total: told(many, many))


def _parts(found: Bundling, told: Told, budget: Budget) -> dict[int, Part]:
    """The pages of every piece, made ready one after the other; a file at two places once."""
    known: dict[tuple[str, int], Part] = {}
    made: dict[int, Part] = {}
    for done, piece in enumerate(found.pieces):
        told(done, len(found.pieces))
        made[piece.serial] = _part(piece, known, budget)
    told(max(len(made), 1), max(len(made), 1))
    return made


def _part(piece: Bundled, known: dict[tuple[str, int], Part], budget: Budget) -> Part:
    if piece.file is None:
        return Part(piece.title, piece.own, None, _TAKEN_AWAY)
    key = (piece.file.content.sha256, piece.file.turned)
    if key not in known:
        known[key] = _pages(piece.file, budget)
    pages = known[key]
    where = "" if pages.source or not pages.name else f"。原件在压缩包里，叫做“{piece.name}”"
    return Part(piece.title, piece.own, pages.source, f"{pages.said}{where}" if pages.said else "")


def _pages(file: File, budget: Budget) -> Part:
    """The pages of a file, or why it has none; without a name where it is not in the ZIP either."""
    content = file.content
    thing = Thing(
        content.sha256,
        content.kind,
        partial(store.open, content),
        file.turned,
        content.width or 0,
        content.height or 0,
    )
    try:
        return Part("", file.name, prepared(thing, folder(), budget))
    except Unbound as why:
        return Part("", file.name, None, str(why))
    except Lost as lost:
        return Part("", "", None, lost.problems[0].message)


@contextmanager
def _disk() -> Iterator[None]:
    """What the disk refuses is a sentence. Raises Refused."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in _FULL:
            raise
        said = f"服务器{reason(fault)}，没有做成；请告诉管理员腾出地方，再要一次"
        raise Refused([error("no_room", "", said)]) from fault


# Asked for


def ask_bound(*, application: Application, hat: Hat, at: datetime) -> Making:
    """The PDF of an application, to be made beside the pages. The caller has looked whether the hat may have it."""
    return _ask("prove.bound", {"application": str(application.pk)}, f"{_name(application)}-{TITLE}", hat, at)


def ask_zip(*, application: Application, hat: Hat, at: datetime) -> Making:
    """The PDF with all files in one ZIP."""
    return _ask("prove.zip", {"application": str(application.pk)}, f"{_name(application)}-{TITLE}", hat, at)


def ask_round(*, round: Round, hat: Hat, at: datetime) -> Making:
    """The same of every application of a round that the hat reads, in one ZIP with a folder for each."""
    return _ask("prove.round", {"round": str(round.pk)}, f"{round}-全部{TITLE}", hat, at)


@transaction.atomic
def _ask(kind: str, wanted: dict[str, str], name: str, hat: Hat, at: datetime) -> Making:
    made = files.ask(kind=KINDS[kind], wanted=wanted, name=safe_name(name.replace("/", "／")), hat=hat, at=at)
    make.enqueue(made.pk)
    return made


def _name(application: Application) -> str:
    return f"{application.number}-{called(application)}" if application.number else called(application)


# One ZIP of an application


def write_zip(found: Bundling, out: BinaryIO, told: Told) -> None:
    """The PDF and every file under its readable name. Raises Refused."""
    with _disk(), zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        volumes().mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=volumes()) as bound:
            write_bound(found, bound, told)
            _put(package, bound_name(found), bound)
        lacking = []
        for piece in found.pieces:
            told(len(found.pieces), len(found.pieces))
            try:
                if piece.file is None:
                    raise Lost([error("content_lost", "", _TAKEN_AWAY)])
                with store.open(piece.file.content) as content:
                    _put(package, piece.name, content)
            except Lost as lost:
                lacking.append(f"{piece.name}：{lost.problems[0].message}")
        if lacking:
            _put(package, LACKING, io.BytesIO(listed(lacking)))


def _put(package: zipfile.ZipFile, name: str, content: BinaryIO) -> None:
    size = content.seek(0, io.SEEK_END)
    content.seek(0)
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    info.file_size, info.external_attr = size, 0o600 << 16
    with package.open(info, "w") as out:
        while piece := content.read(_CHUNK):
            out.write(piece)


def bound_name(found: Bundling) -> str:
    """What the PDF is called among the files: before all of them."""
    width = max(2, len(str(len(found.pieces))))
    return safe_name(f"{0:0{width}d}-{TITLE}-{called(found.application)}".replace("/", "／"), "pdf")


def listed(lines: Sequence[str]) -> bytes:
    """A text that every editor of an office reads as UTF-8."""
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


# What lies there


def volumes() -> Path:
    """Where volumes lie that are to be sent."""
    return folder() / VOLUMES


def kept_volume(found: Bundling, told: Told) -> Path:
    """The PDF as a file that stays for a while; made once for the same material. Raises Refused."""
    with _disk():
        budget = Budget()
        parts = _parts(found, told, budget)
        volume, held = volume_of(found, parts), fonts()
        mark = mark_of(volume, held)
        path = volumes() / f"{found.application.pk}-{mark}.pdf"
        if path.is_file():
            path.touch()
            return path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        late: list[Source] = []

        def mend(broken: Source) -> Source | str:
            other = preparing.mended(broken, folder(), budget)
            late.extend([broken] if other == preparing.LATER else [])
            return other

        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as spot:
            made = Path(spot) / "made.pdf"
            with made.open("w+b") as out:
                bind_mended(volume, out, held, mend, seed=mark, told=lambda done, total: told(len(parts), len(parts)))
            # What was left for another time is not what is made then.
            path = path.with_stem(f"{path.stem}-{len(late)}") if late else path
            made.replace(path)
        return path


def forget(application: int) -> None:
    """Volumes of an application that lie here, gone: to be called when its personal values are emptied."""
    for path in volumes().glob(f"{application}-*.pdf"):
        path.unlink(missing_ok=True)


def tidy(at: datetime) -> int:
    """What nobody wanted for long, and pages of contents that are gone; how many. Called from time to time."""
    for spot in (folder(), volumes()):
        preparing.sweep_broken_off(spot, (at - BROKEN_OFF).timestamp())
    count = preparing.sweep(folder(), (at - KEPT).timestamp(), _known)
    for path in list(volumes().glob("*.pdf")):
        if path.stat().st_mtime < (at - KEPT_WHOLE).timestamp():
            path.unlink(missing_ok=True)
            count += 1
    return count


def _known(found: set[str]) -> set[str]:
    return set(Content.objects.filter(sha256__in=found).values_list("sha256", flat=True))
