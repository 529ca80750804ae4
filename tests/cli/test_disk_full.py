"""No room left: a copy, its way back, and a save in the browser leave nothing half written, and say so.

A limit on the size of files, which the system keeps, stands for the full disk: each write over it fails.
"""

from __future__ import annotations

import http.client
import os
import resource
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from jiangfang.config import database, folder
from jiangfang.records.people.models import Person
from tests import web
from tests.cli.places import Place, elsewhere, here
from tests.cli.served import PATIENCE, Server, _document, started
from tests.cli.stored import Said
from tests.engines import Engine, OnSqlite
from tests.records.world import city

_LIMITED = "import resource, sys; n = int(sys.argv.pop(1)); resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))"
_RUN = f"{_LIMITED}; from jiangfang.cli.main import main; sys.exit(main())"
LITTLE, SOME = 20_000, 1_500_000


def limited(place: Place, largest: int, *words: str | Path) -> Said:
    """A command that may write no file larger than this."""
    connection.close()
    environment = {**os.environ, **place.environment, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", _RUN, str(largest), "--data", str(place.data), *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.mark.both_engines
@pytest.mark.parametrize("largest", [LITTLE, SOME])
def test_a_copy_that_does_not_fit_is_none(own_database: Engine, tmp_path: Path, largest: int) -> None:
    """The small limit stops the database, the larger one a file of the data folder."""
    place, spot = here(own_database, tmp_path), tmp_path / "out"
    city()
    spot.mkdir()
    (place.data / "large").write_bytes(os.urandom(2 * SOME))
    for there in ("", "the last one"):
        if there:
            (spot / "office.zip").write_text(there)
        said = limited(place, largest, "backup", spot / "office.zip")
        assert (said.status, said.out) == (1, "")
        assert "写不进去" in said.err
        assert [path.read_text() for path in spot.iterdir()] == [there][: bool(there)]


@pytest.mark.both_engines
@pytest.mark.parametrize("largest", [LITTLE, SOME])
def test_a_copy_that_cannot_be_unpacked_leaves_the_place_empty(
    own_database: Engine, tmp_path: Path, largest: int
) -> None:
    place, out = here(own_database, tmp_path), tmp_path / "office.zip"
    city()
    (place.data / "large").write_bytes(os.urandom(2 * SOME))
    assert place.codes("backup", out)[0] == 0
    with elsewhere(own_database, tmp_path) as new:
        said = limited(new, largest, "restore", out)
        assert (said.status, said.out) == (1, "")
        assert "写不进去" in said.err
        assert not new.data.exists() or list(new.data.iterdir()) == []
        assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []
        assert new.records() == {}


def test_a_save_that_does_not_fit_is_told_and_can_be_done_again(own_database: Engine) -> None:
    assert isinstance(own_database, OnSqlite)
    hat, client = city().worker, Client()
    web.sign_in(client, hat)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    (own_database.folder / folder.KEY).write_text(django_settings.SECRET_KEY)
    connection.close()
    process = started(own_database.folder)
    try:
        server = Server(process, _document(process))
        assert _post(server, cookie, "0000-0000002")[0] == 303
        _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, hard))
        status, page = _post(server, cookie, "0000-0000003")
        assert status == 503
        assert "磁盘满了" in page
        assert "什么也没有改动" in page
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        assert Person.objects.get(pk=hat.person_id).phone == "0000-0000002"
        assert _post(server, cookie, "0000-0000003")[0] == 303
        assert Person.objects.get(pk=hat.person_id).phone == "0000-0000003"
    finally:
        connection.close()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    place = Place(own_database.folder, own_database)
    assert place.codes("journal", "verify") == (0, [])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",)
    assert (own_database.folder / database.FILE).is_file()


def _post(server: Server, cookie: str, phone: str) -> tuple[int, str]:
    """The form of one's own name and phone."""
    token = "t" * 32
    posted = urlencode({"csrfmiddlewaretoken": token, "name": "示例乙", "phone": phone, "complete": "1"})
    sent = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{django_settings.SESSION_COOKIE_NAME}={cookie}; {django_settings.CSRF_COOKIE_NAME}={token}",
    }
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as asked:
        asked.request("POST", "/me/", posted, sent)
        answer = asked.getresponse()
        return answer.status, answer.read().decode()
