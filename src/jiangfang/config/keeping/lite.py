"""SQLite: its own way of copying a file that others are writing to, and the file put back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.db.backends.sqlite3.base import Database  # type: ignore[attr-defined]

from jiangfang.config import database
from jiangfang.config.keeping import manifest, migrations
from jiangfang.config.keeping.bundle import Reader, Writer, chunks_of
from jiangfang.config.keeping.manifest import Table
from jiangfang.config.keeping.stored import Stored
from jiangfang.core.problems import Refused, error

PATIENCE = 60.0


def copied(writer: Writer, spot: Path) -> Stored:
    """The database as it is at one moment, written into a copy. spot: where the file may lie meanwhile.

    Raises Refused, OSError.
    """
    source, path = Path(connection.settings_dict["NAME"]), spot / manifest.DATABASE
    try:
        with closing(_opened(source)) as live, closing(Database.connect(path)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        with closing(_opened(path)) as copy:
            _must_be_sound(copy, str(source), "数据库已经损坏，没有做成备份；请从以前的备份还原")
            found = described(copy)
    except Database.Error as fault:
        raise _told(fault, source) from fault
    migrations.must_know(found.migrations, str(source))
    with path.open("rb") as file:
        writer.add(manifest.DATABASE, chunks_of(file))
    path.unlink()
    return found


def put_back(found: Reader, stage: Path) -> None:
    """The file of a copy, in a folder that nobody looks at yet. Raises Refused, OSError."""
    path, where = stage / database.FILE, str(found.path)
    found.unpack(found.part(manifest.DATABASE), path)
    try:
        with closing(_opened(path)) as copy:
            _must_be_sound(copy, where, "备份里的数据库已经损坏，什么也没有还原；请换一份备份")
            there = described(copy)
    except Database.Error as fault:
        raise _told(fault, found.path) from fault
    if (there.migrations, there.tables) != (found.manifest.migrations, found.manifest.tables):
        raise Refused([error("unreadable_database", where, "备份里的数据库和清单对不上，什么也没有还原")])


def described(copy: Any) -> Stored:
    """What stands in a file."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
    applied = migrations.applied(copy.cursor())
    return Stored("sqlite", applied, tuple(_table(copy, name) for (name,) in copy.execute(names).fetchall()))


def _table(copy: Any, name: str) -> Table:
    quoted = connection.ops.quote_name(name)
    columns = tuple(str(row[1]) for row in copy.execute(f"PRAGMA table_info({quoted})"))
    (count,) = copy.execute(f"SELECT COUNT(*) FROM {quoted}").fetchone()  # nosec B608
    return Table(name, columns, count)


def _opened(path: Path) -> Any:
    """A connection of the same library that Django uses: two of them on one file would undo each other's locks."""
    return Database.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=PATIENCE)


def _must_be_sound(copy: Any, where: str, otherwise: str) -> None:
    if copy.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise Refused([error("unreadable_database", where, otherwise)])


def _told(fault: Exception, path: Path) -> Refused:
    said = str(fault)
    if "full" in said or "I/O" in said:
        why = "磁盘满了" if "full" in said else "磁盘写不进去或者读不出来，也许满了"
        return Refused([error("unwritable_file", str(path), f"{path.name} 没有办成：{why}")])
    return Refused([error("unreadable_database", str(path), f"{path.name} 不是数据库，或者已经损坏；请用以前的备份")])
