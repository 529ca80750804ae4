"""What goes on beside the pages of a running server: tasks, also of a killed one; the state of the house."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.cli.served import Server, office, serving, started
from tests.config import jobs_to_do
from tests.engines import Engine
from tests.postgresql import running
from tests.test_architecture import ROOT

ON_PATH: dict[str, Any] = {"PYTHONPATH": str(ROOT)}


def until(true: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def health(server: Server) -> tuple[int, Any]:
    status, text = server.get("/healthz")
    return status, json.loads(text)


def done(count: int) -> bool:
    try:
        return DBTaskResult.objects.successful().count() == count
    finally:
        connection.close()


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def below(pid: int) -> list[int]:
    """A process and all that came of it."""
    return [pid, *(other for child in children(pid) for other in below(child))]


def gone(pid: int) -> bool:
    return not alive(pid)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.both_engines
def test_tasks_are_done_and_those_of_a_killed_server_too(own_database: Engine, tmp_path: Path) -> None:
    data, named = office(own_database, tmp_path)
    mark = tmp_path / "died"
    jobs_to_do.note.enqueue("a")
    connection.close()
    with serving(data, **named, **ON_PATH) as server:
        until(lambda: done(1))
        until(lambda: health(server) == (200, {"ok": True, "version": health(server)[1]["version"]}))
    jobs_to_do.dies.enqueue(str(mark))
    connection.close()
    if own_database.vendor == "sqlite":
        process = started(data, **named, **ON_PATH)
        assert process.wait(60) == 9
        process.communicate()
        assert DBTaskResult.objects.running().count() == 1
        connection.close()
    with serving(data, **named, **ON_PATH):
        until(lambda: done(2), 60)
    assert mark.exists()


@pytest.mark.needs("postgresql")
class TestInProcesses:
    @pytest.fixture
    def url(self, postgresql_engine: Engine, django_db_blocker: Any) -> Any:
        with django_db_blocker.unblock(), postgresql_engine.copied() as copy:
            yield copy.environment["JIANGFANG_DATABASE"]

    def test_as_many_as_wanted_and_all_end_with_the_first(self, url: str, tmp_path: Path) -> None:
        with serving(tmp_path, JIANGFANG_DATABASE=url, JIANGFANG_WORKERS="3") as server:
            # the first, the pages, the nurse with the keeper
            until(lambda: len(below(server.process.pid)) == 1 + 3 + 2)
            family = below(server.process.pid)
            assert server.get("/healthz")[0] == 200
        assert not any(map(alive, family))

    def test_whoever_dies_is_begun_anew(self, url: str, tmp_path: Path) -> None:
        with serving(tmp_path, JIANGFANG_DATABASE=url, JIANGFANG_WORKERS="1") as server:
            first = server.process.pid
            until(lambda: len(below(first)) == 4)
            for victim in below(first)[1:]:
                if children(victim):  # the nurse lives as long as the first
                    continue
                os.kill(victim, signal.SIGKILL)
                until(partial(gone, victim))
                until(lambda: len(below(first)) == 4)
            until(lambda: server.get("/healthz")[0] == 200)
            assert alive(first)
            assert len(below(first)) == 4

    def test_when_the_first_is_killed_nobody_goes_on(self, url: str, tmp_path: Path) -> None:
        process = started(tmp_path, JIANGFANG_DATABASE=url, JIANGFANG_WORKERS="2")
        assert process.stdout is not None
        assert "}\n" in iter(process.stdout.readline, "")
        until(lambda: len(below(process.pid)) == 5)
        family = below(process.pid)
        process.kill()
        process.communicate()
        until(lambda: not any(map(alive, family)))
        with serving(tmp_path, JIANGFANG_DATABASE=url) as again:
            assert again.get("/healthz")[0] == 200

    def test_a_database_that_goes_away_is_told(self, tmp_path: Path) -> None:
        with ExitStack() as there:
            url = there.enter_context(running()).url("postgres")
            with serving(tmp_path, JIANGFANG_DATABASE=url, JIANGFANG_WORKERS="1") as server:
                until(lambda: health(server)[0] == 200)
                there.close()
                assert "database" in health(server)[1]["failing"]
                status, page = server.get("/")
                assert status == 503
                assert "连不上数据库" in page


class TestTheStateOfTheHouse:
    def test_it_is_told_under_any_name_and_without_a_session(self, tmp_path: Path) -> None:
        with serving(tmp_path) as server:
            found = until(lambda: health(server)[1].get("ok") and health(server))
            assert (found[0], set(found[1])) == (200, {"ok", "version"})
            said = subprocess.run(
                ["curl", "-s", "-i", "-H", "Host: strange.example", f"http://127.0.0.1:{server.port}/healthz"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            assert " 200 " in said.splitlines()[0]
            assert "set-cookie" not in said.lower()

    def test_what_fails_is_named(self, tmp_path: Path) -> None:
        with serving(tmp_path) as server:
            until(lambda: health(server)[0] == 200)
            (tmp_path / "log" / "keeper").unlink()
            assert health(server) == (503, {"ok": False, "version": health(server)[1]["version"], "failing": ["jobs"]})
            until(lambda: health(server)[0] == 200)
            (tmp_path / "secret.key").rename(tmp_path / "gone")
            assert health(server)[1]["failing"] == ["folder"]


def test_a_folder_on_the_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path}/net nfs4 rw 0 0\n", "utf-8")
    told = (
        f"import sys; from pathlib import Path; from jiangfang.config import folder; "
        f"folder.MOUNTS = Path({str(tmp_path / 'mounts')!r}); from jiangfang.cli.main import main; sys.exit(main())"
    )
    words = ["-c", told, "--data", str(tmp_path / "net" / "data"), "serve", "--port", "0", "--json"]
    environment = {**os.environ, "JIANGFANG_DATABASE": ""}
    said = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, env=environment)
    (problem,) = json.loads(said.stdout)["problems"]
    assert (said.returncode, problem["code"]) == (1, "network_folder")
    assert "改用 PostgreSQL" in problem["message"]
    assert not (tmp_path / "net" / "data" / "jiangfang.sqlite3").exists()
