"""The drill: everything in one file while people write, and back in an empty place, record for record."""

from __future__ import annotations

import json
import os
import shutil
import threading
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import Settings

from jiangfang.config import database, keeping
from jiangfang.config.keeping import manifest
from jiangfang.core.journal import Actor, Subject
from jiangfang.core.people import Kind, Role
from jiangfang.records.journal import actions as journal
from jiangfang.records.journal import guards
from jiangfang.records.journal.models import Entry
from jiangfang.records.people.models import Federation, Organisation
from jiangfang.stages.apply.models import Filing
from tests.access.two_cities import two_cities
from tests.cli.places import Place, elsewhere, here
from tests.cli.stored import jiangfang
from tests.engines import Engine, OnSqlite
from tests.records.world import AT, city, hat, organisation

# What a careless copy loses: ends of lines and of COPY, tabs, quotes, signs outside the basic plane.
STRANGE = "\\N\t\\.\n\\\\.\r\n'\"; 𬭎 \u2028 NULL \\x41"

# A content that was uploaded lies under its SHA-256.
EMPTY = "files/e3/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture(autouse=True)
def fast_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def lived_in(place: Place) -> None:
    """Two cities in the middle of their year, strange text, a number that is not to be given again, and files."""
    town = two_cities().city
    Session.objects.create(session_key="s" * 32, session_data=STRANGE, expire_date=AT)
    last = organisation(town.bodies[Kind.COUNTY], Kind.UNIT, "示例撤销的厂")
    Organisation.objects.filter(pk=last.pk).delete()
    (place.data / "notices").mkdir()
    (place.data / "notices" / "开封 2024.txt").write_bytes(b"\0\xff" * 5_000)
    (place.data / EMPTY).parent.mkdir(parents=True)
    (place.data / EMPTY).touch()


@pytest.mark.both_engines
def test_every_record_and_every_file_comes_back(own_database: Engine, tmp_path: Path) -> None:
    place, out = here(own_database, tmp_path), tmp_path / "office.zip"
    lived_in(place)
    before, triggers = place.records(), guards.standing(connection)
    last = Organisation.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert {"apply_application", "apply_filing", "journal_entry", "journal_secret", "recommend_handin"} <= {
        name for name, rows in before.items() if rows
    }
    made = place.run("backup", out)
    assert (made.status, made.json()["problems"], made.json()["files"]) == (0, [], 2)
    assert made.json()["rows"] == sum(map(len, before.values()))
    assert out.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    with elsewhere(own_database, tmp_path) as new:
        assert new.codes("restore", out) == (0, [])
        after = new.records()
        assert {name for name in before if before[name] != after.get(name)} == set()
        assert before == after
        assert guards.standing(connection) == triggers != set()
        assert Session.objects.get(pk="s" * 32).session_data == STRANGE
        county = Organisation.objects.filter(kind=Kind.COUNTY).order_by("pk")[0]
        assert organisation(county, Kind.UNIT, "示例新厂").pk == last + 2
        files = {path.relative_to(new.data).as_posix() for path in new.data.rglob("*") if path.is_file()}
        assert files - {database.FILE, f"{database.FILE}-shm", f"{database.FILE}-wal"} == {
            "notices/开封 2024.txt",
            EMPTY,
        }
        assert (new.data / "notices" / "开封 2024.txt").read_bytes() == b"\0\xff" * 5_000
        assert {path.stat().st_mode & 0o077 for path in [new.data, *new.data.rglob("*")]} == {0}
        assert new.codes("journal", "verify") == (0, [])
        with pytest.raises(Exception, match="append only"), transaction.atomic():
            Entry.objects.filter(number=1).update(hat="x")


@pytest.mark.both_engines
def test_a_copy_is_of_one_moment_while_others_write(own_database: Engine, tmp_path: Path) -> None:
    """A writer adds two entries in each transaction; no copy ever holds one of the two."""
    place, out = here(own_database, tmp_path), tmp_path / "office.zip"
    federation = city().federation.pk
    stop, written, faults = threading.Event(), [0], list[BaseException]()

    def write() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic():
                    for _ in range(2):
                        _entry(federation)
                written[0] += 2
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    begun = Entry.objects.count()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = []
        for number in range(3):
            keeping.backup(place.data, out.with_name(f"{number}.zip"), datetime.now(UTC))
            seen.append(written[0])
    finally:
        stop.set()
        writer.join(60)
    assert faults == []
    assert 0 < seen[0] < seen[1] < seen[2]  # it was written meanwhile
    for number in range(3):
        with elsewhere(own_database, tmp_path) as new:
            assert new.codes("restore", out.with_name(f"{number}.zip")) == (0, [])
            assert new.codes("journal", "verify") == (0, [])
            new.look()
            assert (Entry.objects.count() - begun) % 2 == 0


def _entry(federation: int) -> None:
    journal.record(
        federation=federation,
        actor=Actor(None, "服务器"),
        hat="",
        deed="person.added",
        subject=Subject("person", "2", "示例乙"),
        after={"phone": "0000-0000002"},
        personal=("phone",),
        at=AT,
    )


@pytest.mark.both_engines
def test_a_place_with_something_in_it_stays_as_it_is(own_database: Engine, tmp_path: Path) -> None:
    place, out = here(own_database, tmp_path), tmp_path / "office.zip"
    city()
    before = place.records()
    assert place.codes("backup", out)[0] == 0
    if not isinstance(own_database, OnSqlite):  # an empty folder, and a database that is none
        with elsewhere(own_database, tmp_path) as new:
            occupied = Place(new.data, own_database)
            assert occupied.codes("restore", out) == (1, ["not_empty"])
            assert not new.data.exists()
    with elsewhere(own_database, tmp_path) as new:
        new.data.mkdir(exist_ok=True)
        (new.data / "mine.txt").write_text("x")
        assert new.codes("restore", out) == (1, ["not_empty"])
        assert [path.name for path in new.data.iterdir()] == ["mine.txt"]
        assert new.records() == {}
    assert place.records() == before


@pytest.mark.both_engines
def test_of_a_copy_that_breaks_off_in_the_middle_nothing_is_left(own_database: Engine, tmp_path: Path) -> None:
    """Its digests are right, what stands in it does not fit together: told, and the place is as empty as before."""
    place, out = here(own_database, tmp_path), tmp_path / "office.zip"
    city()
    assert place.codes("backup", out)[0] == 0
    for number, change in enumerate((one_row_less, one_column_less, no_such_table)):
        changed(out, tmp_path / f"{number}.zip", change)
        with elsewhere(own_database, tmp_path) as new:
            status, codes = new.codes("restore", tmp_path / f"{number}.zip")
            assert (status, codes[0] in {"unreadable_file", "unreadable_database"}) == (1, True)
            assert list(new.data.rglob("*")) == []
            assert new.records() == {}


def changed(source: Path, path: Path, change: object) -> None:
    """The same copy with something else said in its manifest."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == manifest.NAME:
                said = json.loads(content)
                change(said)  # type: ignore[operator]
                content = json.dumps(said).encode()
            new.writestr(name, content)


def one_row_less(said: dict[str, list[dict[str, object]]]) -> None:
    said["tables"][-1]["rows"] = 999


def one_column_less(said: dict[str, list[dict[str, list[str]]]]) -> None:
    said["tables"][0]["columns"].pop()


def no_such_table(said: dict[str, list[dict[str, object]]]) -> None:
    said["tables"][0]["name"] = "strange"


@pytest.mark.both_engines
def test_a_newer_one_and_one_of_the_other_engine_are_refused(own_database: Engine, tmp_path: Path) -> None:
    place, out = here(own_database, tmp_path), tmp_path / "office.zip"
    assert place.codes("backup", out)[0] == 0
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[own_database.vendor]
    changes = {
        "newer_database": lambda said: said["migrations"].append(["people", "9999_later"]),
        "newer_backup": lambda said: said.update(jiangfang=manifest.FORMAT + 1),
        "other_engine": lambda said: said.update(engine=other),
        "unreadable_file": lambda said: said.pop("tables"),
    }
    for code, change in changes.items():
        path = tmp_path / f"{code}.zip"
        changed(out, path, change)
        with elsewhere(own_database, tmp_path) as new:
            said = new.run("restore", path)
            assert (said.status, [problem["code"] for problem in said.json()["problems"]]) == (1, [code])
            assert ("SQLite" in said.out and "PostgreSQL" in said.out) is (code == "other_engine")
            assert new.records() == {}


@pytest.mark.both_engines
def test_one_of_an_older_version_is_made_restored_and_brought_up(own_database: Engine, tmp_path: Path) -> None:
    place, out = here(own_database, tmp_path), tmp_path / "office.zip"
    lived_in(place)
    call_command("migrate", "recommend", "zero", verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE not_ours (id integer)")
    before = place.records()
    before.pop("not_ours", None)
    newest = Filing.objects.count()
    expected = ["left_out"] if own_database.vendor == "postgresql" else []
    assert place.codes("backup", out) == (0, expected)
    with elsewhere(own_database, tmp_path) as new:
        assert new.codes("restore", out) == (0, ["older_database"])
        assert new.records() == before
        assert new.codes("journal", "verify") == (1, ["older_database"])
        assert Filing.objects.count() == newest > 0


def test_what_belongs_to_the_server_alone_is_not_in_it(own_database: Engine, tmp_path: Path) -> None:
    assert isinstance(own_database, OnSqlite)
    data, out = own_database.folder, tmp_path / "office.zip"
    for name in ("secret.key", "serve.lock", "log/jiangfang.log", "backups/nightly-2026-01-01.zip", "made/1", "kept"):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text("x")
    (data / "sample").mkdir()
    (data / "sample" / database.FILE).write_text("x")
    (data / "link").symlink_to(tmp_path)
    (data / "pipe:").write_text("x")
    os.mkfifo(data / "fifo")
    said = Place(data, own_database).run("backup", out)
    assert said.status == 0
    (left_out,) = (found["message"] for found in said.json()["problems"])
    assert all(name in left_out for name in ("link", "pipe:", "fifo"))
    with zipfile.ZipFile(out) as package:
        assert sorted(package.namelist()) == [manifest.DATABASE, "files/kept", manifest.NAME]


def test_a_copy_lies_outside_of_what_it_copies(own_database: Engine, tmp_path: Path) -> None:
    assert isinstance(own_database, OnSqlite)
    place = Place(own_database.folder, own_database)
    (place.data / "backups").mkdir()
    assert place.codes("backup", place.data / "x.zip") == (2, ["wrong_call"])
    assert place.codes("backup", place.data / "backups" / "x.zip") == (0, [])
    assert place.codes("backup", tmp_path / "x.tar") == (2, ["wrong_call"])
    assert place.codes("backup", tmp_path / "no" / "x.zip") == (2, ["wrong_call"])
    shutil.rmtree(place.data / "backups")


def test_people_read_sentences(own_database: Engine, tmp_path: Path) -> None:
    out, data = tmp_path / "office.zip", tmp_path / "new" / "data"
    connection.close()
    said = jiangfang("backup", str(out), on=own_database)
    assert (said.status, "备份已写到" in said.out, str(out) in said.out) == (0, True, True)
    said = jiangfang("restore", str(out), "--data", str(data))
    assert (said.status, "已还原到" in said.out, "重新登录" in said.out) == (0, True, True)
    said = jiangfang("restore", str(out), "--data", str(data))
    assert (said.status, "已经有东西" in said.err) == (1, True)


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(own_database: Engine, tmp_path: Path) -> None:
    assert isinstance(own_database, OnSqlite)
    place, out = Place(own_database.folder, own_database), tmp_path / "office.zip"
    out.write_text("the last one")
    connection.close()
    sound = (place.data / database.FILE).read_bytes()
    (place.data / database.FILE).write_bytes(sound[:4096] + b"\xff" * 4096 + sound[8192:])
    status, _ = place.codes("backup", out)
    assert (status, out.read_text()) == (1, "the last one")
    (place.data / database.FILE).write_bytes(sound)
    assert place.codes("backup", out)[0] == 0
    assert zipfile.is_zipfile(out)
    assert Federation.objects.count() == 0


def test_a_user_who_comes_back_is_who_they_were(own_database: Engine, tmp_path: Path) -> None:
    """The password holds, the session does not: the key is not in the copy."""
    place, out = here(own_database, tmp_path), tmp_path / "office.zip"
    there = city()
    worn = hat(there.top, Role.ADMIN, "示例", "shili-mima-2024")
    assert place.codes("backup", out)[0] == 0
    with elsewhere(own_database, tmp_path) as new:
        assert new.codes("restore", out)[0] == 0
        new.look()
        person = type(worn.person).objects.get(login="示例")
        assert person.check_password("shili-mima-2024")
        assert not (new.data / "secret.key").exists()
