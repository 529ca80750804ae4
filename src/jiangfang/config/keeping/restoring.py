"""A copy is put back: into an empty place, after it was proved, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from jiangfang.config.keeping import bundle, contents, lite, manifest, migrations, postgresql
from jiangfang.config.keeping.bundle import Reader
from jiangfang.config.keeping.manifest import Manifest
from jiangfang.core.problems import Refused, error
from jiangfang.documents.files import reason

_ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. older: whether the next start has to bring it up to this version."""

    manifest: Manifest
    older: bool


def restore(data: Path, file: Path, *, alone: bool = False) -> Restored:
    """The database that Django is set up on, and the data folder, from a copy. Both must be empty. Raises Refused.

    What was uploaded goes into whichever store is set. alone: without that of it which lies beside the copy.
    """
    _must_be_empty(data)
    with bundle.opened(file) as found:
        said = found.manifest
        _must_fit(said, str(file))
        try:
            if not alone:
                contents.must_be_there(found)
            with _staged(data, found, alone=alone) as stage:
                for part in said.files:
                    if not contents.sha256_of(part):
                        found.unpack(part, stage / part.name.removeprefix(manifest.FILES))
                with contents.put_back(found, stage, alone=alone):
                    _made_final(found, stage, data)
        except OSError as fault:
            raise _unwritable(data, fault) from fault
    return Restored(said, bool(migrations.ours(MigrationLoader(None)) - set(said.migrations)))


def _made_final(found: Reader, stage: Path, data: Path) -> None:
    if found.manifest.engine == "sqlite":
        lite.put_back(found, stage)
        _put_in_place(stage, data)
    else:
        _with_a_server(found, stage, data)


def _with_a_server(found: Reader, stage: Path, data: Path) -> None:
    """The folder gets its place just before the database is final, and loses it again when that fails."""
    try:
        postgresql.put_back(found, lambda: _put_in_place(stage, data))
    except BaseException:
        if not stage.exists() and data.exists():
            shutil.rmtree(data, ignore_errors=True)
        raise


def _must_be_empty(data: Path) -> None:
    try:
        empty = not data.exists() or (data.is_dir() and not any(data.iterdir()))
    except OSError as fault:
        raise _unwritable(data, fault) from fault
    if not empty:
        said = f"{data} 里已经有东西，备份只还原到空的文件夹；请用 --data 写一个新的文件夹"
        raise Refused([error("not_empty", str(data), said)])


def _must_fit(said: Manifest, where: str) -> None:
    if said.engine != connection.vendor:
        named, here = (_ENGINES.get(one, "别的数据库") for one in (said.engine, connection.vendor))
        hint = "请设好 JIANGFANG_DATABASE" if connection.vendor == "sqlite" else "请去掉 JIANGFANG_DATABASE"
        told = f"这份备份是 {named} 的，现在用的是 {here}，两者不能换着还原；{hint}再来一次"
        raise Refused([error("other_engine", where, told)])
    migrations.must_know(said.migrations, where)


@contextmanager
def _staged(data: Path, found: Reader, *, alone: bool) -> Iterator[Path]:
    """A folder beside the data folder, for what is not complete yet. Raises Refused where the disk is too small."""
    data.parent.mkdir(parents=True, exist_ok=True)
    said = found.manifest
    near = () if alone or settings.FILES else said.beside
    wanted = sum(part.size for part in (*said.parts, *near) if not part.name.startswith(manifest.TABLES))
    free = shutil.disk_usage(data.parent).free
    if wanted > free:
        told = f"放不下：备份解开以后有 {_megabytes(wanted)} MB，这里只剩 {_megabytes(free)} MB，什么也没有还原"
        raise Refused([error("unwritable_file", str(data), told)])
    with bundle.half(data.parent) as spot:
        stage = spot / "data"
        stage.mkdir(mode=0o700)
        yield stage


def _put_in_place(stage: Path, data: Path) -> None:
    """The finished folder under its name; an empty one makes way."""
    if data.exists():
        data.rmdir()
    stage.rename(data)


def _unwritable(data: Path, fault: OSError) -> Refused:
    said = (
        f"{data} 写不进去：{reason(fault)}，什么也没有还原。上一级文件夹要能写，磁盘要放得下；"
        "整个磁盘挂在这里的，请还原到它里面的一个新文件夹"
    )
    return Refused([error("unwritable_file", str(data), said)])


def _megabytes(size: int) -> int:
    return -(-size // (1024 * 1024))
