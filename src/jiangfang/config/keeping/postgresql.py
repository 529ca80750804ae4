"""PostgreSQL: every table by COPY inside one snapshot, and back inside one transaction; no other program is needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from jiangfang.config.keeping import manifest, migrations
from jiangfang.config.keeping.bundle import Reader, Writer
from jiangfang.config.keeping.manifest import Table
from jiangfang.config.keeping.stored import Stored
from jiangfang.core.problems import Refused, error

WHERE = "JIANGFANG_DATABASE"
_SAME_EVERYWHERE = """
SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1
"""
_COLUMNS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY c.relname, a.attnum
"""
_SEQUENCES = """
SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL
ORDER BY c.relname, a.attnum
"""
_ANYTHING = """
SELECT count(*) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r','p','v','m','S','f')
"""


def copied(writer: Writer) -> Stored:
    """The database as it is at one moment, table by table. Raises Refused, OSError when the copy cannot be written."""
    with _told("unreadable_database"), _snapshot() as there:
        with there.cursor() as cursor:
            applied = migrations.applied(cursor)
        migrations.must_know(applied, WHERE)
        ours, columns = migrations.tables(applied), _columns(there)
        tables = [_out(there, writer, name, columns[name]) for name in sorted(ours & set(columns))]
        return Stored("postgresql", applied, tuple(tables), _sequences(there, ours), tuple(sorted(set(columns) - ours)))


def put_back(found: Reader, then: Callable[[], None]) -> None:
    """Everything into an empty database, or nothing; ``then`` is done when all is there and before it is final.

    Raises Refused, and what ``then`` raises.
    """
    with _told("unwritable_database"), transaction.atomic():
        _must_be_empty()
        _tables_made(found)
        with connection.cursor() as cursor:
            cursor.execute(_SAME_EVERYWHERE)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows come in no order of who refers to whom
        for table in found.manifest.tables:
            _in(found, table)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _go_on_counting(cursor, found.manifest.sequences)
        then()


@contextmanager
def _snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees one moment, whatever others write meanwhile."""
    there = connection.copy("keeping")
    try:
        there.connect()
        there.set_autocommit(False)
        with there.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(_SAME_EVERYWHERE)
        yield there
    finally:
        there.close()


@contextmanager
def _told(code: str) -> Iterator[None]:
    """What the server refuses is said in a sentence, without a value of a row."""
    try:
        with connection.wrap_database_errors:
            yield
    except DatabaseError as fault:
        cause = type(fault.__cause__).__name__ if fault.__cause__ else type(fault).__name__
        said = "数据库服务器的磁盘满了" if cause == "DiskFull" else f"数据库服务器没有办成（{cause}），什么也没有改动"
        raise Refused([error(code, WHERE, said)]) from fault


def _columns(there: BaseDatabaseWrapper) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with there.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column in cursor.fetchall():
            found[table] = (*found.get(table, ()), column)
    return found


def _sequences(there: BaseDatabaseWrapper, ours: Collection[str]) -> dict[str, int]:
    """The last number given, of every column that counts; columns that never did are left out."""
    made: dict[str, int] = {}
    with there.cursor() as cursor:
        cursor.execute(_SEQUENCES)
        for table, column, sequence in cursor.fetchall():
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # nosec B608
            last, called = cursor.fetchone()
            if called and table in ours:
                made[f"{table}.{column}"] = last
    return made


def _copy(there: BaseDatabaseWrapper, name: str, columns: Collection[str], way: str) -> str:
    quote = there.ops.quote_name
    return f"COPY {quote(name)} ({', '.join(map(quote, columns))}) {way}"


def _out(there: BaseDatabaseWrapper, writer: Writer, name: str, columns: tuple[str, ...]) -> Table:
    with there.cursor() as cursor:
        plain: Any = cursor.cursor
        with plain.copy(_copy(there, name, columns, "TO STDOUT")) as copy:
            writer.add(f"{manifest.TABLES}{name}", copy)
        return Table(name, columns, plain.rowcount)


def _in(found: Reader, table: Table) -> None:
    """One table; whatever a migration put into it before goes. Guards stand: they refuse changes, not first rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # nosec B608
        plain: Any = cursor.cursor
        with plain.copy(_copy(connection, table.name, table.columns, "FROM STDIN")) as copy:
            for chunk in found.chunks(found.part(f"{manifest.TABLES}{table.name}")):
                copy.write(chunk)
        if plain.rowcount != table.rows:
            raise _foreign(found)


def _must_be_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING)
        if cursor.fetchone() != (0,):
            said = "JIANGFANG_DATABASE 的数据库里已经有东西，备份只还原到空的数据库；请新建一个"
            raise Refused([error("not_empty", WHERE, said)])


def _tables_made(found: Reader) -> None:
    """The tables as they were, by the migrations that had made them."""
    wanted = found.manifest.migrations
    executor = MigrationExecutor(connection)
    executor.migrate(migrations.ends(executor.loader, wanted))
    there = {name: set(columns) for name, columns in _columns(connection).items()}
    with connection.cursor() as cursor:
        applied = migrations.applied(cursor)
    if applied != wanted or {table.name: set(table.columns) for table in found.manifest.tables} != there:
        raise _foreign(found)


def _foreign(found: Reader) -> Refused:
    said = "备份里的数据库和清单对不上，什么也没有还原；请换一份备份"
    return Refused([error("unreadable_file", str(found.path), said)])


def _go_on_counting(cursor: Any, last: dict[str, int]) -> None:
    """No number is given twice, not even one whose row was deleted before the copy was made."""
    cursor.execute(_SEQUENCES)
    for table, column, sequence in cursor.fetchall():
        quote = connection.ops.quote_name
        cursor.execute(f"SELECT max({quote(column)}) FROM {quote(table)}")  # nosec B608
        reached = max(cursor.fetchone()[0] or 0, last.get(f"{table}.{column}", 0))
        if reached:
            cursor.execute("SELECT setval(%s, %s)", [sequence, reached])
