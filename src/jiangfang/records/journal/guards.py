"""Triggers by which the database itself refuses to change what was written; for SQLite and for PostgreSQL.

A migration that remakes a table on SQLite drops its triggers without a word; it has to lay them again, and a test lists
them after all migrations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSE = """
CREATE OR REPLACE FUNCTION jiangfang_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append only: % of %', TG_OP, TG_TABLE_NAME; END $$
"""
_ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_ON_POSTGRESQL = """
SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgenabled = 'O' AND relnamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal. event: UPDATE, DELETE, TRUNCATE or REPLACE; unless: what is allowed all the same, of OLD and NEW.

    TRUNCATE is a word of PostgreSQL, REPLACE (a second row for the same ``keys``) one of SQLite; each is laid there.
    """

    table: str
    event: str
    unless: str = ""
    keys: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """The trigger's name in the database."""
        return f"{self.table}_no_{self.event.lower()}"

    def stands_on(self, vendor: str) -> bool:
        """Whether this engine knows the event."""
        return self.event != {"sqlite": "TRUNCATE", "postgresql": "REPLACE"}[vendor]

    def sql(self, vendor: str) -> str:
        """The statement that lays it."""
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def lifted(self, vendor: str) -> str:
        """The statement that takes it away."""
        return f"DROP TRIGGER {self.name}{f' ON {self.table}' if vendor == 'postgresql' else ''}"

    def _sqlite(self) -> str:
        event, when = self.event, f"WHEN NOT ({self.unless}) " if self.unless else ""
        if event == "REPLACE":
            same = " OR ".join(" AND ".join(f"{key} = NEW.{key}" for key in keys) for keys in self.keys)
            event, when = "INSERT", f"WHEN EXISTS (SELECT 1 FROM {self.table} WHERE {same}) "  # nosec B608
        body = f"SELECT RAISE(ABORT, 'append only: {self.event} of {self.table}');"
        return f"CREATE TRIGGER {self.name} BEFORE {event} ON {self.table} {when}BEGIN {body} END"

    def _postgresql(self) -> str:
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        when = f"WHEN (NOT ({self.unless})) " if self.unless else ""
        head = f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH {each} {when}"
        return f"{head}EXECUTE FUNCTION jiangfang_refuse()"


def append_only(table: str, *keys: tuple[str, ...], update: str = "", delete: str = "") -> tuple[Guard, ...]:
    """The guards of a table whose rows stay as they were written. keys: its primary key and its unique columns.

    update, delete: which change of OLD to NEW is allowed all the same.
    """
    return (
        Guard(table, "UPDATE", update),
        Guard(table, "DELETE", delete),
        Guard(table, "TRUNCATE"),
        Guard(table, "REPLACE", keys=keys),
    )


def laying(guards: Iterable[Guard]) -> Callable[[Any, Any], None]:
    """A step of a migration that lays guards."""
    wanted = tuple(guards)

    def lay(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            schema_editor.execute(_REFUSE, None)
        for guard in wanted:
            if guard.stands_on(vendor):
                schema_editor.execute(guard.sql(vendor), None)

    return lay


def lifting(guards: Iterable[Guard]) -> Callable[[Any, Any], None]:
    """The way back of such a step."""
    wanted = tuple(guards)

    def lift(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        for guard in wanted:
            if guard.stands_on(vendor):
                schema_editor.execute(guard.lifted(vendor), None)

    return lift


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers that stand, and are switched on, in a database."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_SQLITE if connection.vendor == "sqlite" else _ON_POSTGRESQL)
        return {str(row[0]) for row in cursor.fetchall()}


ENTRY = append_only("journal_entry", ("id",), ("federation", "number"))
# A personal value may only be emptied, together with its salt.
SECRET = append_only(
    "journal_secret",
    ("id",),
    ("entry_id", "path"),
    update="NEW.id = OLD.id AND NEW.entry_id = OLD.entry_id AND NEW.path = OLD.path"
    " AND NEW.salt IS NULL AND NEW.value IS NULL",
)
# The head of a chain only ever moves on by one.
HEAD = append_only(
    "journal_head", ("federation",), update="NEW.federation = OLD.federation AND NEW.number = OLD.number + 1"
)
CHAIN = (*ENTRY, *SECRET, *HEAD)
# Who looked at personal details stays. No guard against REPLACE: a second look of a day is an insert that is ignored.
# Retention that empties looks as well lifts the guard against DELETE, deletes, and lays it again, all in the one
# transaction of its action (``lifted`` and ``sql`` say how); both engines take all of it back together.
LOOK = tuple(guard for guard in append_only("journal_look") if guard.event != "REPLACE")
GUARDS = (*CHAIN, *LOOK)
