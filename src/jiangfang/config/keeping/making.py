"""A copy is made: first the database at one moment, then the files, which are written before a row names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import connection
from django.utils.timezone import localtime

from jiangfang import __version__
from jiangfang.config.keeping import bundle, contents, files, lite, manifest, postgresql
from jiangfang.config.keeping.bundle import Writer
from jiangfang.config.keeping.manifest import Manifest, Part
from jiangfang.config.keeping.stored import Stored
from jiangfang.core.problems import Refused, error
from jiangfang.documents.files import reason, unreadable


@dataclass(frozen=True, slots=True)
class Made:
    """A finished copy. left_out: what is in the data folder or the database and is not in it."""

    path: Path
    size: int
    manifest: Manifest
    left_out: tuple[str, ...]


def backup(data: Path, out: Path, at: datetime, *, sharing: bool = False) -> Made:
    """Everything in one file, whole or not at all, read back once before it gets its name; others go on writing.

    sharing: what was uploaded lies beside it, once for all copies that lie there. The database is the one that Django
    is set up on. Raises Refused.
    """
    try:
        with bundle.half(out.parent) as spot:
            half = spot / "copy.zip"
            with bundle.writing(half, localtime(at)) as writer:
                stored = lite.copied(writer, spot) if connection.vendor == "sqlite" else postgresql.copied(writer)
                beside, damaged = _contents(data, out, writer, sharing=sharing)
                left_out = (*stored.strange, *_files(data, writer), *damaged)
                said = replace(_said(stored, writer, at), beside=tuple(beside))
                writer.describe(said)
            with bundle.opened(half):
                bundle.put_in_place(half, out)
            return Made(out, out.stat().st_size, said, left_out)
    except OSError as fault:
        said_of_it = f"{out.name} 写不进去：{reason(fault)}；没有做成备份"
        raise Refused([error("unwritable_file", str(out), said_of_it)]) from fault


def _contents(data: Path, out: Path, writer: Writer, *, sharing: bool) -> tuple[list[Part], list[str]]:
    """What was uploaded: what of it lies beside the copy, and the names of what is damaged. Raises Refused, OSError."""
    kept = contents.of(data)
    return contents.shared(kept, contents.beside(out)) if sharing else ([], contents.written(kept, writer))


def _said(stored: Stored, writer: Writer, at: datetime) -> Manifest:
    made_at = localtime(at).isoformat(timespec="seconds")
    parts = tuple(writer.parts)
    return Manifest(
        __version__, stored.engine, made_at, stored.migrations, stored.tables, parts, dict(stored.sequences)
    )


def _files(data: Path, writer: Writer) -> list[str]:
    """The files of the data folder; the names of those that are left out. Raises Refused, OSError."""
    left_out = []
    for name, path in files.kept(data):
        if name:
            _file(name, path, writer)
        else:
            left_out.append(path.relative_to(data).as_posix())
    return left_out


def _file(name: str, path: Path, writer: Writer) -> None:
    """One file; one that was thrown away meanwhile is not there."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    except OSError as fault:
        raise Refused([unreadable(path, reason(fault))]) from fault
    with file:
        writer.add(manifest.FILES + name, _read(file, path))


def _read(file: IO[bytes], path: Path) -> Iterator[bytes]:
    try:
        yield from bundle.chunks_of(file)
    except OSError as fault:
        raise Refused([unreadable(path, reason(fault))]) from fault
