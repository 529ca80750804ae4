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
