"""The two engines that the records are tested on, each with a migrated database to work in and to copy.

A test takes `db` (pytest-django): it runs in a transaction that is rolled back. A test with real transactions, threads
or other processes takes `own_database`: a fresh copy, since the guards of the journal refuse Django's flush.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections

from jiangfang.config import database
from tests.postgresql import Server

NUMBERS = itertools.count(1)


def point_at(settings: dict[str, Any]) -> None:
    """Let the default connection of every thread from now on lead there."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]
    connections.settings["default"] = connections.configure_settings({"default": settings})["default"]


@dataclass
class Engine:
    """A migrated database on one engine. environment: what the command line needs to find it."""

    vendor: str
    settings: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def migrate(self) -> "Engine":
        point_at(self.settings)
        call_command("migrate", verbosity=0)
        return self

    @contextmanager
    def copied(self) -> Iterator["Engine"]:
        """A copy of its own for one test."""
        raise NotImplementedError


@dataclass
class OnSqlite(Engine):
    """A file in a folder."""

    folder: Path = Path()

    @classmethod
    def made(cls, folder: Path) -> "OnSqlite":
        folder.mkdir(parents=True)
        settings = database.sqlite(folder / database.FILE)
        return cls("sqlite", settings, {"JIANGFANG_DATA": str(folder), "JIANGFANG_DATABASE": ""}, folder)

    @contextmanager
    def copied(self) -> Iterator[Engine]:
        copy = OnSqlite.made(self.folder / f"copy-{next(NUMBERS)}")
        point_at(copy.settings)
        shutil.copy(self.settings["NAME"], copy.settings["NAME"])
        yield copy
        point_at(self.settings)
        shutil.rmtree(copy.folder)


@dataclass
class OnPostgresql(Engine):
    """A database of a server that is thrown away."""

    server: Server = Server(Path())  # noqa: RUF009 - a value that is never used

    @classmethod
    def made(cls, server: Server, name: str, template: str = "template0") -> "OnPostgresql":
        server.do("CREATE DATABASE {} TEMPLATE {}", name, template)
        url = server.url(name)
        return cls("postgresql", database.postgresql(url), {"JIANGFANG_DATABASE": url}, server)

    @contextmanager
    def copied(self) -> Iterator[Engine]:
        for connection in connections.all(initialized_only=True):
            connection.close()
        copy = OnPostgresql.made(self.server, f"copy_{os.getpid()}_{next(NUMBERS)}", self.settings["NAME"])
        point_at(copy.settings)
        yield copy
        point_at(self.settings)
        self.server.do("DROP DATABASE {} WITH (FORCE)", copy.settings["NAME"])
