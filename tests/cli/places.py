"""Where an office's data lies, on either engine, for drills: its folder, its database, and every record in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection

from tests.cli.stored import Said, jiangfang
from tests.engines import Engine, OnPostgresql, OnSqlite, point_at

NUMBERS = count(1)
Records = dict[str, list[str]]


@dataclass(frozen=True)
class Place:
    """A data folder and the database that belongs to it."""

    data: Path
    engine: Engine

    @property
    def environment(self) -> dict[str, Any]:
        return {"JIANGFANG_DATABASE": self.engine.environment["JIANGFANG_DATABASE"]}

    def run(self, *words: str | Path) -> Said:
        """A command of the program, in a process of its own, as somebody at the server runs it."""
        connection.close()
        return jiangfang("--data", str(self.data), *map(str, words), "--json", **self.environment)

    def codes(self, *words: str | Path) -> tuple[int, list[str]]:
        """The status of a command and the codes of its problems."""
        said = self.run(*words)
        return said.status, [problem["code"] for problem in said.json()["problems"]]

    def look(self) -> None:
        """From now on this process looks into it."""
        point_at(self.engine.settings)

    def records(self) -> Records:
        """Every row of every table, by table."""
        self.look()
        with connection.cursor() as cursor:
            names = [one.name for one in connection.introspection.get_table_list(cursor)]
            return {name: _rows(cursor, name) for name in sorted(names)}


def _rows(cursor: Any, name: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]
    return sorted(repr(sorted(row.items())) for row in rows)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def here(engine: Engine, tmp_path: Path) -> Place:
    """The database of a test, with its data folder; beside PostgreSQL it is a new one."""
    if isinstance(engine, OnSqlite):
        return Place(engine.folder, engine)
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    return Place(data, engine)


@contextmanager
def elsewhere(engine: Engine, tmp_path: Path) -> Iterator[Place]:
    """A place of the same engine where nothing is yet; this process looks back into the first one afterwards."""
    number = next(NUMBERS)
    data = tmp_path / f"elsewhere-{number}"
    try:
        if isinstance(engine, OnPostgresql):
            copy = OnPostgresql.made(engine.server, f"elsewhere_{os.getpid()}_{number}")
            yield Place(data, copy)
        else:
            yield Place(data, OnSqlite.made(data))
    finally:
        point_at(engine.settings)
        if isinstance(engine, OnPostgresql):
            engine.server.do("DROP DATABASE {} WITH (FORCE)", f"elsewhere_{os.getpid()}_{number}")
