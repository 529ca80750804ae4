"""`jiangfang serve`: a process on a folder of its own, started, asked, stopped."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from jiangfang.config import database, logs, sample
from jiangfang.config.keeping import manifest
from jiangfang.records.programmes.models import Revision
from tests.cli.served import refused, serving, started
from tests.cli.stored import jiangfang
from tests.engines import Engine
from tests.records.world import city
from tests.test_architecture import ROOT


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


class TestOnAnEmptyFolder:
    def test_the_first_start_makes_everything_and_a_second_one_nothing_more(self, tmp_path: Path) -> None:
        data = tmp_path / "office" / "data"
        with serving(data) as first:
            assert first.codes == []
            assert first.get("/sign-in/")[0] == 200
            assert first.get("/")[0] == 200
            assert "示例" not in first.get("/sign-in/")[1]
        assert rights(data) == 0o700
        assert {rights(path) for path in data.rglob("*") if path.is_file()} == {0o600}
        key = (data / "secret.key").read_text("ascii")
        assert len(key) > 50
        with serving(data, stop=signal.SIGTERM) as second:
            assert second.get("/sign-in/")[0] == 200
        assert (data / "secret.key").read_text("ascii") == key
        assert not (data / "backups").exists()

    def test_people_are_told_how_to_begin_and_where(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "jiangfang.cli", "--data", str(tmp_path / "data"), "serve", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(5)]
            process.send_signal(signal.SIGINT)
        assert process.returncode == 0
        assert re.search(r"一次性码是 (?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}$", said[0].strip())
        assert "make run" in said[1]
        assert said[3].startswith("匠坊开着：http://127.0.0.1:")
        assert str(tmp_path) in said[4]

    def test_an_empty_key_is_made_anew(self, tmp_path: Path) -> None:
        (tmp_path / "secret.key").touch()
        with serving(tmp_path) as server:
            assert server.get("/sign-in/")[0] == 200
        assert len((tmp_path / "secret.key").read_text("ascii")) > 50
        assert rights(tmp_path / "secret.key") == 0o600


class TestWhatCannotStart:
    def test_a_busy_port_gets_a_sentence_and_makes_nothing(self, tmp_path: Path) -> None:
        with closing(socket.socket()) as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = str(other.getsockname()[1])
            status, codes, said = refused(tmp_path / "data", "--port", port)
        assert (status, codes) == (1, ["port_in_use"])
        assert f"端口 {port} 已经有别的程序在用" in said
        assert list(tmp_path.iterdir()) == []

    def test_a_second_server_on_one_folder_gets_a_sentence(self, tmp_path: Path) -> None:
        with serving(tmp_path) as first:
            status, codes, said = refused(tmp_path)
            assert (status, codes) == (1, ["folder_in_use"])
            assert "一个文件夹只能开一个" in said
            assert first.get("/sign-in/")[0] == 200

    @pytest.mark.parametrize("host", ["没有.invalid", "203.0.113.9", "a" * 300, "a..b"])
    def test_an_address_that_is_not_ours(self, tmp_path: Path, host: str) -> None:
        status, codes, said = refused(tmp_path / "data", "--host", host)
        assert (status, codes) == (1, ["bad_address"])
        assert "127.0.0.1" in said
        assert list(tmp_path.iterdir()) == []

    def test_a_file_in_the_place_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("x")
        status, codes, _ = refused(tmp_path / "data")
        assert (status, codes) == (1, ["unreadable_file"])

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / database.FILE).write_bytes(b"x" * 4096)
        status, codes, said = refused(tmp_path)
        assert (status, codes) == (1, ["unreadable_database"])
        assert "从备份恢复" in said

    @pytest.mark.parametrize(
        "environment", [{"JIANGFANG_SAMPLE": "maybe"}, {"JIANGFANG_DATABASE": "mysql://x/y"}], ids=str
    )
    def test_an_environment_that_means_nothing(self, tmp_path: Path, environment: dict[str, str]) -> None:
        status, codes, _ = refused(tmp_path, **environment)
        assert (status, codes) == (2, ["wrong_call"])

    def test_pages_that_are_broken_are_found_before_it_says_that_it_is_open(self, tmp_path: Path) -> None:
        broken = "import sys; sys.modules['jiangfang.desk.views'] = None; from jiangfang.cli.main import main; main()"
        words = ["-c", broken, "--data", str(tmp_path), "serve", "--port", "0"]
        with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            try:
                out, err = process.communicate(timeout=60)
            finally:
                process.kill()
        assert process.returncode != 0
        assert "匠坊开着" not in out.decode()
        assert b"jiangfang.desk.views" in err


class TestVersions:
    def test_an_older_database_is_copied_and_brought_up(self, tmp_path: Path) -> None:
        with serving(tmp_path):
            pass
        back = [sys.executable, "-m", "django", "migrate", "recommend", "zero", "-v", "0"]
        there = {"JIANGFANG_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "jiangfang.config.settings"}
        subprocess.run(back, env={**os.environ, **there}, check=True)
        with serving(tmp_path) as server:
            assert server.codes == ["database_upgraded"]
            assert server.get("/sign-in/")[0] == 200
        (copy,) = (tmp_path / "backups").iterdir()
        with zipfile.ZipFile(copy) as package:
            names = {table["name"] for table in json.loads(package.read(manifest.NAME))["tables"]}
        assert "apply_application" in names
        assert "recommend_handin" not in names

    def test_a_newer_database_is_left_alone(self, tmp_path: Path) -> None:
        with serving(tmp_path):
            pass
        with closing(sqlite3.connect(tmp_path / database.FILE)) as kept:
            kept.execute("UPDATE django_migrations SET name = '9999_later' WHERE name = '0002_guards'")
            kept.commit()
        status, codes, _ = refused(tmp_path)
        assert (status, codes) == (1, ["newer_database"])
        assert not (tmp_path / "backups").exists()


@pytest.mark.both_engines
def test_a_city_has_both_programmes_from_the_first_start_on(own_database: Engine, tmp_path: Path) -> None:
    town = city()
    connection.close()
    data = Path(own_database.environment.get("JIANGFANG_DATA", str(tmp_path)))
    url = own_database.environment["JIANGFANG_DATABASE"]
    for _ in range(2):
        with serving(data, JIANGFANG_DATABASE=url) as server:
            assert server.get("/sign-in/")[0] == 200
        found = Revision.objects.filter(federation=town.federation).order_by("programme")
        assert list(found.values_list("programme", flat=True)) == ["kaifeng-2024", "langfang-2019"]
        connection.close()
    assert jiangfang("journal", "verify", on=own_database).status == 0


def test_other_machines_are_spoken_of_only_when_they_are_named(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as server:
        assert server.codes == ["unknown_host"]
        assert server.get("/sign-in/")[0] == 200
    with serving(tmp_path, "--host", "0.0.0.0", JIANGFANG_HOSTS="127.0.0.1") as server:
        assert server.codes == []


def test_a_server_that_is_stopped_while_it_starts_ends_cleanly(tmp_path: Path) -> None:
    process = started(tmp_path, JIANGFANG_SAMPLE="1")
    assert process.stderr is not None
    assert "示例数据" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_a_first_run_on_samples_that_was_killed_is_begun_anew(tmp_path: Path) -> None:
    """Then it says whom one can be; a second start adds nothing."""
    data = tmp_path / "data" / "sample"
    process = started(data, JIANGFANG_SAMPLE="1")
    assert process.stderr is not None
    assert "示例数据" in process.stderr.readline()
    time.sleep(2)
    process.kill()
    process.communicate(timeout=60)
    ends = []
    for _ in range(2):
        with serving(data, JIANGFANG_SAMPLE="1") as server:
            status, page = server.get("/sign-in/")
        assert status == 200
        assert page.count("shili-2026-") == len(sample.accounts(data)) > 30
        verified = jiangfang("--data", str(data), "journal", "verify", "--json")
        assert verified.status == 0
        ends.append(verified.json()["chains"])
    assert len(ends[0]) == 2
    assert ends[0] == ends[1]
    assert rights(data / sample.FILE) == 0o600
    assert not (tmp_path / "data" / database.FILE).exists()


def test_make_run_has_a_folder_and_a_database_of_its_own() -> None:
    environment = {**os.environ, "JIANGFANG_DATA": "/srv/office", "JIANGFANG_DATABASE": "postgresql://u@h/office"}
    shown = subprocess.run(["make", "-n", "run"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    said = shown.stdout.replace("\\\n", " ")
    assert "JIANGFANG_SAMPLE=1 JIANGFANG_DATABASE= " in said
    assert '--data "${JIANGFANG_DATA:-data}/sample"' in said


def test_the_log_keeps_the_place_and_not_the_words() -> None:
    form, phone, name = logs.WithoutValues("{message}", style="{"), "0000-0000001", "示例甲"
    try:
        try:
            raise ValueError(phone)
        except ValueError as fault:
            raise RuntimeError(name) from fault
    except RuntimeError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "Not Found: %s", ("/in/ABCD-EFGH",), sys.exc_info())
    told = form.format(record)
    assert phone not in told
    assert name not in told
    assert "ABCD" not in told
    assert [kind in told for kind in ("builtins.ValueError", "builtins.RuntimeError", "test_serve.py")] == [True] * 3
