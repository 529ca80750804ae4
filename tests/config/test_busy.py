"""Many who write at once: a file is read before anybody has to wait for it, and who waited in vain is told so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.people.access import SESSION_HAT
from jiangfang.stages.announce import actions
from jiangfang.stages.apply.models import Application
from tests.engines import Engine
from tests.stages.apply.desk import started
from tests.stages.world import world
from tests.web import at, sign_in


@contextmanager
def somebody_writes() -> Iterator[None]:
    """Another connection writes for as long as the block lasts; who waits for it gives up at once."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_notice_is_read_while_others_write(own_database: Engine) -> None:
    city = world()
    broken: dict[str, Any] = {
        "round": city.round,
        "name": "通知.docx",
        "content": b"PK\x03\x04",
        "hat": city.clerk,
        "at": city.at,
    }
    with somebody_writes():
        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            pass
        with pytest.raises(Refused, match="打不开"):
            actions.attach_notice(**broken)


def test_who_waited_in_vain_is_told_to_press_again(own_database: Engine, settings: Settings) -> None:
    city = world()
    found = started(city)
    at(settings, city.at)
    client = Client(raise_request_exception=False)
    sign_in(client, city.hat(Role.UNIT))
    page = f"/applications/{found.pk}/withdraw/"
    with somebody_writes():
        said = client.post(page, {"reason": "并到另一个工作室"})
    assert (said.status_code, said["Retry-After"]) == (503, "5")
    assert "现在写入的人多" in said.content.decode()
    assert "再按一次" in said.content.decode()
    assert Application.objects.get().state == "draft"
    assert client.post(page, {"reason": "并到另一个工作室"}).status_code == 303


def test_any_other_fault_is_no_crowd(own_database: Engine, settings: Settings) -> None:
    city = world()
    at(settings, city.at)
    client = Client(raise_request_exception=False)
    sign_in(client, city.hat(Role.UNIT))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE apply_application RENAME TO elsewhere")
    said = client.get("/applications/")
    assert (said.status_code, said.has_header("Retry-After")) == (500, False)
    assert "出了点问题" in said.content.decode()


def test_a_page_is_given_without_waiting_though_its_session_cannot_be_written(
    own_database: Engine, settings: Settings
) -> None:
    """The first page after the sign-in notes that somebody is there; that is left where others write."""
    city = world()
    at(settings, city.at)
    client = Client()
    sign_in(client, city.hat(Role.UNIT))
    asked: list[str] = []
    with somebody_writes():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")  # so long would be waited
        connection.connection.set_trace_callback(asked.append)
        try:
            said = client.get("/applications/")
        finally:
            connection.connection.set_trace_callback(None)
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (100,)
    assert said.status_code == 200
    assert said.cookies.get("sessionid") is None
    assert "seen" not in client.session
    assert "PRAGMA busy_timeout = 0" in asked
    writes = [said.partition(" ")[0] for said in asked if said.startswith(("BEGIN", "PRAGMA busy_timeout ="))]
    assert writes[:2] == ["PRAGMA", "BEGIN"], asked
    again = client.get("/applications/")
    assert (again.status_code, "seen" in client.session) == (200, True)
    assert again.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE


def test_a_session_that_cannot_be_kept_is_a_matter_of_time(own_database: Engine, settings: Settings) -> None:
    city = world()
    at(settings, city.at)
    client = Client(raise_request_exception=False)
    sign_in(client, city.clerk)
    session = client.session
    del session[SESSION_HAT]
    session.save()
    with somebody_writes():
        said = client.post("/hat/", {"hat": city.clerk.pk})
    assert (said.status_code, said["Retry-After"]) == (503, "5")
    assert "现在写入的人多" in said.content.decode() and "看不懂" not in said.content.decode()
    assert SESSION_HAT not in client.session
    assert client.post("/hat/", {"hat": city.clerk.pk}).status_code == 303
    assert client.session[SESSION_HAT] == city.clerk.pk
