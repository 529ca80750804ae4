"""Which database the environment means, and what is said when it cannot be meant."""

from pathlib import Path

import pytest

from jiangfang.config import database, sqlite
from jiangfang.config.env import BadEnvironment


def test_without_a_url_it_is_a_file_in_the_data_folder() -> None:
    found = database.settings_of(Path("/d"), "")
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", Path("/d/jiangfang.sqlite3"))
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgresql://u:p%40ss@db.example:6432/jf", ("jf", "u", "p@ss", "db.example", "6432", {})),
        ("postgres://u@[::1]/jf?sslmode=require", ("jf", "u", "", "::1", "", {"sslmode": "require"})),
        ("postgresql:///jf?host=/run/postgresql", ("jf", "", "", "/run/postgresql", "", {})),
        ("postgresql://u@/%E5%8C%A0", ("匠", "u", "", "", "", {})),
    ],
)
def test_a_url_is_taken_apart(url: str, parts: tuple[object, ...]) -> None:
    found = database.settings_of(Path(), url)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert tuple(found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == parts


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://u:geheim@h/d", "postgresql://u:geheim@h", "postgresql://u:geheim@h/a/b", "jf"),
        *("postgresql://u:geheim@h:x/d", "postgresql://u:ge/heim@h/d", "postgresql://u:geheim@h/d?x=1"),
        *("postgresql://u:geheim@h/d?x", "postgresql://[u:geheim@h/d"),
    ],
)
def test_another_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(BadEnvironment, match="JIANGFANG_DATABASE") as refused:
        database.settings_of(Path(), url)
    assert "heim" not in str(refused.value)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 0), (3, 50, 7), (3, 44, 6), (3, 44, 9)])
def test_a_sound_sqlite_needs_no_word(version: tuple[int, int, int]) -> None:
    assert sqlite.fault_of(version) == ""


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 50, 6), (3, 44, 5), (3, 45, 9)])
def test_one_with_the_fault_is_named(version: tuple[int, int, int]) -> None:
    assert ".".join(map(str, version)) in sqlite.fault_of(version)


def test_the_newer_one_is_swapped_in() -> None:
    import sqlite3  # the name by which Django asks for it

    assert sqlite3.sqlite_version_info >= sqlite.version_in_use()
