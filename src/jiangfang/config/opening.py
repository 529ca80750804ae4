"""Opening the database for a program that is no web server: is it there, can it be read, does it fit this version."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from jiangfang.config import database, env, sqlite
from jiangfang.core.problems import Problem, Refused, error, warning


def database_file(data: Path) -> Path | None:
    """The file that the database of a data folder is; None when it lies on a PostgreSQL server."""
    return None if env.text("JIANGFANG_DATABASE") else data / database.FILE


def open_database(data: Path) -> list[Problem]:
    """Set Django up on the database of a data folder; returns what is to be said about it all the same.

    Raises Refused when it cannot be reached or read or is of another version, BadEnvironment when the environment
    names none that can be.
    """
    os.environ["JIANGFANG_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangfang.config.settings")
    where = str(database_file(data) or "JIANGFANG_DATABASE")
    try:
        django.setup()
        connection.ensure_connection()
        _fits(where)
    except ImproperlyConfigured as fault:
        if "psycopg" not in str(fault):
            raise
        said = "用 PostgreSQL 要先装它的驱动：pip install 'jiangfang[pg]'"
        raise Refused([error("unreadable_database", where, said)]) from fault
    except DatabaseError as fault:
        said = f"数据库打不开（{type(fault).__name__}）：{_place(where)}"
        raise Refused([error("unreadable_database", where, said)]) from fault
    said = sqlite.fault_of(sqlite.version_in_use()) if connection.vendor == "sqlite" else ""
    return [warning("old_sqlite", where, said)] if said else []


def _place(where: str) -> str:
    if where == "JIANGFANG_DATABASE":
        return "请检查 JIANGFANG_DATABASE 的主机、端口、用户和密码，以及服务器是否开着"
    return f"{where} 不是数据库，或者已经损坏；请从备份恢复"


def _fits(where: str) -> None:
    """Raises Refused for a database that an older or a newer version of the program made."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    ours = {label for label, _ in loader.disk_migrations or {}}
    newer = [key for key in loader.applied_migrations if key[0] in ours and key not in (loader.disk_migrations or {})]
    if newer:
        said = "这个数据库是更新的版本用过的，现在的版本不能用它；请换成那个版本"
        raise Refused([error("newer_database", where, said)])
    if executor.migration_plan(loader.graph.leaf_nodes()):
        said = "这个数据库还没有建好，或者是旧版本的；请先备份，再让新版本升级它"
        raise Refused([error("older_database", where, said)])
