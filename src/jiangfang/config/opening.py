"""Opening the database: is it there, can it be read, does it fit this version; for a server it is made to fit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from jiangfang.config import database, env, folder, sqlite
from jiangfang.core.problems import Problem, Refused, error, note, warning


def database_file(data: Path) -> Path | None:
    """The file that the database of a data folder is; None when it lies on a PostgreSQL server."""
    return None if env.text("JIANGFANG_DATABASE") else data / database.FILE


def open_database(data: Path, *, older: bool = False) -> list[Problem]:
    """Set Django up on the database of a data folder; returns what is to be said about it all the same.

    older: whether one of an older version will do. Raises Refused when it cannot be reached or read or is of another
    version, BadEnvironment when the environment names none that can be.
    """
    where = _named(data)
    with _readable(where):
        django.setup()
        connection.ensure_connection()
        if _plan(where) and not older:
            said = "这个数据库还没有建好，或者是旧版本的；请先备份，再让新版本升级它"
            raise Refused([error("older_database", where, said)])
    return _remarks(where)


def open_for_serving(data: Path, at: datetime) -> list[Problem]:
    """The same, made where there is none, and one of an older version brought up to this one after it was copied.

    Raises as ``open_database`` does, only not for an older one, and Refused when the copy cannot be written.
    """
    where = _named(data)
    if database_file(data):
        folder.refuse_network(data)
    with _readable(where):
        django.setup()
        connection.ensure_connection()
        _must_be_wal(data, where)
        plan = _plan(where)
        told = _brought_up(data, where, at) if plan else []
    return [*_remarks(where), *told]


def open_for_restoring(data: Path) -> None:
    """Django set up on the place where a copy is to be put back; a file is not made yet. Raises as the others."""
    where = _named(data)
    with _readable(where):
        django.setup()
        if connection.vendor == "postgresql":
            connection.ensure_connection()


def _must_be_wal(data: Path, where: str) -> None:
    """Without a write-ahead log readers and writers hinder each other, and some disks keep none. Raises Refused."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0]).lower()
    if mode != "wal":
        said = f"数据文件夹 {data} 所在的盘不支持 SQLite 的 WAL（现在是 {mode}），多人同时用会出错；请换到本机硬盘"
        raise Refused([error("network_folder", where, said)])


def _named(data: Path) -> str:
    os.environ["JIANGFANG_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangfang.config.settings")
    return str(database_file(data) or "JIANGFANG_DATABASE")


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """A database that cannot be used is refused with a sentence."""
    try:
        yield
    except ImproperlyConfigured as fault:
        if "psycopg" not in str(fault):
            raise
        said = "用 PostgreSQL 要先装它的驱动：pip install 'jiangfang[pg]'"
        raise Refused([error("unreadable_database", where, said)]) from fault
    except DatabaseError as fault:
        if any(word in str(fault) for word in ("disk is full", "disk I/O")):
            said = f"数据库打不开：{where} 所在的磁盘写不进去，也许满了；请先腾出地方"
            raise Refused([error("unwritable_file", where, said)]) from fault
        said = f"数据库打不开（{type(fault).__name__}）：{_place(where)}"
        raise Refused([error("unreadable_database", where, said)]) from fault


def _remarks(where: str) -> list[Problem]:
    said = sqlite.fault_of(sqlite.version_in_use()) if connection.vendor == "sqlite" else ""
    return [warning("old_sqlite", where, said)] if said else []


def _place(where: str) -> str:
    if where == "JIANGFANG_DATABASE":
        return "请检查 JIANGFANG_DATABASE 的主机、端口、用户和密码，以及服务器是否开着"
    return f"{where} 不是数据库，或者已经损坏；请从备份恢复"


def _plan(where: str) -> bool:
    """Whether something has to be done to it before this version can use it. Refused: a newer version used it."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    ours = {label for label, _ in loader.disk_migrations or {}}
    newer = [key for key in loader.applied_migrations if key[0] in ours and key not in (loader.disk_migrations or {})]
    if newer:
        said = "这个数据库是更新的版本用过的，现在的版本不能用它；请换成那个版本"
        raise Refused([error("newer_database", where, said)])
    return bool(executor.migration_plan(loader.graph.leaf_nodes()))


def _brought_up(data: Path, where: str, at: datetime) -> list[Problem]:
    """Every migration run; what holds something is copied first. Raises Refused where it cannot be."""
    from jiangfang.config import keeping  # which reads models: Django stands by now

    used = bool(MigrationExecutor(connection).loader.applied_migrations)
    kept = keeping.before_migrating(data, at) if used else None
    call_command("migrate", verbosity=0, interactive=False)
    if kept is None:
        return []
    said = f"数据库是旧版本的，已经升级；升级前的一份存为 {kept.path}"
    return [note("database_upgraded", where, said)]
