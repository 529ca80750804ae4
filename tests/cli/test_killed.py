"""Killed in the middle of handing in, at every statement: afterwards everything of it is there, or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from jiangfang.core.people import Role
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.models import Entry
from jiangfang.stages.apply.models import Application, Filing
from tests import web
from tests.cli.places import Place, Records
from tests.engines import Engine
from tests.stages.apply.desk import filled, started
from tests.stages.world import World, world
from tests.test_architecture import ROOT

MOST = 80
Answer = dict[str, object]


@contextmanager
def killing() -> Iterator[subprocess.Popen[str]]:
    """The process that is asked to try."""
    environment = {**os.environ, "PYTHONUTF8": "1", "JIANGFANG_DATABASE": "", "JIANGFANG_DATA": "."}
    kept = {**environment, "DJANGO_SETTINGS_MODULE": "jiangfang.config.settings"}
    command, pipe = [sys.executable, "-m", "tests.cli.killing"], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=kept, stdin=pipe, stdout=pipe, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0


def asked(process: subprocess.Popen[str], engine: Engine, form: Answer, last: int, before: bool = False) -> int:
    """How one try ended: 9 killed, 0 handed in."""
    assert process.stdin is not None
    assert process.stdout is not None
    connection.close()
    where = {"data": engine.environment.get("JIANGFANG_DATA", "."), "url": engine.environment["JIANGFANG_DATABASE"]}
    process.stdin.write(json.dumps({**where, **form, "last": last, "before": before}) + "\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def form_of(city: World, application: Application) -> Answer:
    """What the browser of the unit sends, which is signed in."""
    hat, client = city.hat(Role.UNIT), Client()
    web.sign_in(client, hat)
    return {
        "key": django_settings.SECRET_KEY,
        "at": city.at.isoformat(),
        "cookie": client.cookies[django_settings.SESSION_COOKIE_NAME].value,
        "address": f"/applications/{application.pk}/check/",
        "posted": {"hat": str(hat.pk), "attested": "1", "told": "1"},
    }


def without_sign_ins(records: Records) -> Records:
    return {name: rows for name, rows in records.items() if name != "django_session"}


@pytest.mark.both_engines
def test_a_submit_is_whole_or_not_at_all(own_database: Engine) -> None:
    city = world()
    application = filled(city, started(city))
    form = form_of(city, application)
    place = Place(Path(), own_database)
    before, entries = without_sign_ins(place.records()), Entry.objects.count()
    ends: list[int] = []
    whole = False
    with killing() as process:
        for last in range(1, MOST):
            with own_database.copied() as copy:
                ends.append(asked(process, copy, form, last, before=last % 2 == 0))
                after = without_sign_ins(Place(Path(), copy).records())
                whole = Filing.objects.count() == 1
                if whole:
                    assert Entry.objects.count() == entries + 1
                    assert Application.objects.get().number != ""
                    assert Application.objects.get().state == "submitted"
                else:
                    assert after == before
                    if last % 6 == 1:  # whoever comes back simply presses again
                        assert asked(process, copy, form, 0) == 0
                        assert Filing.objects.count() == 1
                assert journal.verify(city.federation.pk) == []
            if ends[-1] == 0:
                break
    assert set(ends[:-1]) == {9}
    assert ends[-1] == 0
    assert whole
    assert len(ends) > 12
