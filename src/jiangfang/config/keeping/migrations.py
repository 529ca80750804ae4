"""Which migrations a copy stands at: whether this version knows them, and which tables belong to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from jiangfang.core.problems import Refused, error

Names = tuple[tuple[str, str], ...]
TABLE = MigrationRecorder.Migration._meta.db_table


def ours(loader: MigrationLoader) -> set[tuple[str, str]]:
    """Every migration that this version has."""
    return set(loader.disk_migrations or {})


def must_know(names: Iterable[tuple[str, str]], where: str) -> None:
    """Raises Refused where one of them is of a later version, or of another program."""
    if set(names) - ours(MigrationLoader(None)):
        said = "它是更新的版本用过的，现在的版本不能用它；请换成那个版本"
        raise Refused([error("newer_database", where, said)])


def ends(loader: MigrationLoader, names: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last migration of each app among them."""
    known = set(names)
    return sorted(
        name
        for name in known
        if not any(child.key[0] == name[0] and child.key in known for child in loader.graph.node_map[name].children)
    )


def applied(cursor: Any) -> Names:
    """Those that a database stands at, in the order of their names."""
    cursor.execute(f"SELECT app, name FROM {TABLE}")  # nosec B608
    return tuple(sorted((str(app), str(name)) for app, name in cursor.fetchall()))


def tables(names: Collection[tuple[str, str]]) -> set[str]:
    """The tables that these migrations make, Django's own list of them among them."""
    loader = MigrationLoader(None)
    state = loader.project_state(ends(loader, names))
    models = state.apps.get_models(include_auto_created=True)
    return {TABLE, *(one._meta.db_table for one in models if one._meta.managed and not one._meta.proxy)}
