"""From the landing before: its data folder is opened by this version, everything that stood in it is kept.

``previous/`` holds a small invented city as the third landing wrote it (commit 854bab5): a round, a studio that was
handed in by its recommender, one that was submitted, a draft, and their journal. It is not made again: what an office
has on its disk is not made again either.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from pytest_django import Settings

from jiangfang.config import database, folder
from jiangfang.core.people import Role
from jiangfang.records.people import actions as people
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply.models import Application
from tests import web
from tests.cli.places import Place, elsewhere
from tests.cli.served import serving
from tests.engines import Engine, OnSqlite, point_at
from tests.stages.world import KAIFENG, TODAY, moment

PREVIOUS = Path(__file__).parent / "previous"
# What a new version writes into at its start: its own migrations and names, the numbers of its chains.
MOVES_ON = {"django_migrations", "django_content_type", "auth_permission", "journal_head", "django_session"}
Rows = dict[str, tuple[list[str], set[str]]]


@contextmanager
def previous(engine: Engine, tmp_path: Path) -> Iterator[Place]:
    """The data of the landing before, on this engine."""
    with elsewhere(engine, tmp_path) as place:
        if isinstance(engine, OnSqlite):
            text = gzip.decompress((PREVIOUS / "landing-3.sql.gz").read_bytes()).decode()
            with closing(sqlite3.connect(place.data / database.FILE)) as made:
                made.executescript(text)
        else:
            assert place.codes("restore", PREVIOUS / "landing-3-postgresql.zip") == (0, ["older_database"])
        yield place


def rows(place: Place, columns_of: Rows | None = None) -> Rows:
    """Every row of every table, by the columns that it has, or that it had before."""
    point_at(place.engine.settings)
    found: Rows = {}
    with connection.cursor() as cursor:
        for name in columns_of or connection.introspection.table_names(cursor):
            if name not in MOVES_ON and name != "sqlite_sequence":
                there = [column.name for column in connection.introspection.get_table_description(cursor, name)]
                columns = columns_of[name][0] if columns_of else there
                quoted = ", ".join(map(connection.ops.quote_name, columns))
                cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(name)}")
                kept = list(map(_plain, cursor.fetchall()))
                if name == "apply_change":
                    apart = _apart(cursor) if "personal" in there else {}
                    kept = [_together(dict(zip(columns, row, strict=True)), apart) for row in kept]
                found[name] = (columns, {repr(row) for row in kept})
    connection.close()
    return found


def _apart(cursor: CursorWrapper) -> dict[int, dict[str, Any]]:
    """What is personal in a saving stands in a column of its own since the fifth landing."""
    cursor.execute("SELECT id, personal FROM apply_change WHERE personal IS NOT NULL")
    return {pk: json.loads(personal) for pk, personal in cursor.fetchall()}


def _together(row: dict[str, Any], apart: Mapping[int, Mapping[str, Any]]) -> tuple[object, ...]:
    """A saving with everything that was saved, wherever it stands."""
    saved = {**json.loads(row["delta"]), **apart.get(row["id"], {})}
    return tuple({**row, "delta": json.dumps(saved, sort_keys=True)}.values())


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


@pytest.mark.both_engines
def test_the_data_of_the_landing_before_is_kept(own_database: Engine, tmp_path: Path, settings: Settings) -> None:
    with previous(own_database, tmp_path) as place:
        before, records = rows(place), place.records()
        connection.close()
        with serving(place.data, **place.environment) as server:
            assert server.codes == ["database_upgraded"]
            assert server.get("/sign-in/")[0] == 200
        after = rows(place, before)
        lost = {name: len(kept - after[name][1]) for name, (_, kept) in before.items() if kept - after[name][1]}
        assert lost == {}
        assert sum(len(kept) for _, kept in before.values()) > 200
        assert place.codes("journal", "verify") == (0, [])
        _works(settings)
        (copy,) = (place.data / folder.BACKUPS).glob("before-*.zip")
        with elsewhere(own_database, tmp_path) as again:
            assert again.codes("restore", copy) == (0, ["older_database"])
            assert again.records() == records


def _works(settings: Settings) -> None:
    """The clerk signs in with the password of then, and sees the studios in the states of then."""
    at = moment(TODAY[KAIFENG])
    person = people.sign_in_attempt(login="示例甲city", password="shili-mima-2024", address="127.0.0.1", at=at)
    assert sorted(Application.objects.values_list("state", flat=True)) == ["draft", "handed_in", "submitted"]
    client = Client()
    web.at(settings, at)
    web.sign_in(client, Hat.objects.select_related("person").get(person=person, role=Role.CITY.value))
    handed_in = Application.objects.get(state="handed_in").pk
    pages = [
        client.get(address, follow=True) for address in ("/desk/", "/applications/", f"/applications/{handed_in}/")
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "示例报送工作室" in pages[-1].content.decode()


def test_without_a_copy_nothing_is_brought_up(own_database: Engine, tmp_path: Path) -> None:
    """A file stands where the copies belong: the start is refused, and the data is as it was."""
    with previous(own_database, tmp_path) as place:
        before = place.records()
        (place.data / folder.BACKUPS).touch()
        status, codes = place.codes("serve", "--port", "0")
        assert (status, codes) == (1, ["unwritable_file"])
        assert place.records() == before
