"""`jiangfang journal verify`: sound, broken, unguarded, and no database at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from jiangfang.config import database
from jiangfang.core.journal import Actor, Subject
from jiangfang.records.journal import actions
from jiangfang.records.journal.guards import GUARDS
from tests.cli.stored import jiangfang
from tests.engines import Engine


def write(federation: int = 1) -> str:
    return actions.record(
        federation=federation,
        actor=Actor(1, "示例甲"),
        hat="",
        deed="person.added",
        subject=Subject("person", "2", "示例乙"),
        after={"phone": "00000002"},
        personal=("phone",),
        at=datetime(2024, 11, 20, tzinfo=UTC),
    ).digest


@pytest.mark.both_engines
def test_sound_chains_are_told_with_their_last_digest(own_database: Engine) -> None:
    first, other = write(), write(2)
    connection.close()
    said = jiangfang("journal", "verify", "--json", on=own_database)
    assert (said.status, said.err) == (0, "")
    assert said.json()["problems"] == []
    assert [(chain["entries"], chain["digest"]) for chain in said.json()["chains"]] == [(1, first), (1, other)]


@pytest.mark.both_engines
def test_the_first_broken_entry_is_named(own_database: Engine) -> None:
    for _ in range(3):
        write()
    with connection.cursor() as cursor:
        for guard in GUARDS:
            if guard.table == "journal_entry" and guard.stands_on(connection.vendor):
                cursor.execute(guard.lifted(connection.vendor))
        cursor.execute("UPDATE journal_entry SET hat = 'x' WHERE number > 1")
    connection.close()
    said = jiangfang("journal", "verify", "--json", on=own_database)
    found = [(problem["code"], problem["where"]) for problem in said.json()["problems"]]
    assert said.status == 1
    assert found[-1] == ("journal_changed", "federations[1].journal[2]")
    assert {code for code, _ in found[:-1]} == {"journal_unguarded"}
    assert len(found) == 4


def test_people_read_sentences(own_database: Engine) -> None:
    digest = write()
    connection.close()
    said = jiangfang("journal", "verify", "--data", own_database.environment["JIANGFANG_DATA"])
    assert (said.status, digest in said.out, "1 条" in said.out) == (0, True, True)


def test_an_empty_journal_is_sound(own_database: Engine) -> None:
    said = jiangfang("journal", "verify", on=own_database)
    assert (said.status, said.out) == (0, "日志里还没有内容\n")


@pytest.mark.parametrize("url", ["", "mysql://x"])
def test_no_database_is_a_wrong_call(tmp_path: Path, url: str) -> None:
    said = jiangfang("journal", "verify", "--data", str(tmp_path), "--json", JIANGFANG_DATABASE=url)
    assert said.status == 2
    assert [problem["code"] for problem in said.json()["problems"]] == ["wrong_call"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_an_error(tmp_path: Path) -> None:
    (tmp_path / database.FILE).write_text("这不是数据库" * 500, encoding="utf-8")
    said = jiangfang("journal", "verify", "--data", str(tmp_path), "--json")
    assert (said.status, said.json()["problems"][0]["code"]) == (1, "unreadable_database")


def test_a_server_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    url = f"postgresql://u:geheim@/d?host={tmp_path}"
    said = jiangfang("journal", "verify", "--json", JIANGFANG_DATABASE=url)
    assert (said.status, said.json()["problems"][0]["code"]) == (1, "unreadable_database")
    assert "geheim" not in said.out + said.err


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM django_migrations WHERE app = 'journal'", "older_database"),
        ("UPDATE django_migrations SET name = '9999_later' WHERE name = '0002_guards'", "newer_database"),
    ],
)
def test_another_version_is_an_error(own_database: Engine, statement: str, code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
    said = jiangfang("journal", "verify", "--json", on=own_database)
    assert (said.status, said.json()["problems"][0]["code"]) == (1, code)
