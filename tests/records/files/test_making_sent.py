"""A file of which only a list is made beforehand: its length is known, and it is put together while it is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.config.jobs import run_waiting
from jiangfang.records.files import actions, jobs, kinds, queries
from jiangfang.records.files.kinds import KINDS, Kind, Sent, Told, Wish
from jiangfang.records.files.models import Making
from tests import web
from tests.stages.world import World, world

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def city(settings: Settings, tmp_path: Path) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA = tmp_path
    made = world(opens=False)
    web.at(settings, made.at)
    return made


@pytest.fixture
def kind() -> Iterator[Kind]:
    """What was written down is sent three times over; nothing is sent where it says so."""

    def write(wish: Wish, out: BinaryIO, told: Told) -> None:
        told(2, 2)
        out.write(b"abc")

    def sent(path: Path) -> Sent:
        content = path.read_bytes()
        if content == b"gone":
            raise FileNotFoundError
        return Sent(3 * len(content), (content for _ in range(3)))

    made = kinds.register(Kind("test.sent", "text/plain", ".txt", write, counted="份", sent=sent))
    yield made
    del KINDS[made.name]


def asked(city: World, kind: Kind) -> Making:
    found = actions.ask(kind=kind, wanted={}, name="示例", hat=city.clerk, at=city.at)
    jobs.make.enqueue(found.pk)
    run_waiting()
    return Making.objects.get(pk=found.pk)


def at(city: World) -> Client:
    client = Client()
    web.sign_in(client, city.clerk)
    return client


def test_what_is_sent_is_put_together_from_what_was_written_down(city: World, kind: Kind) -> None:
    found = asked(city, kind)
    assert found.size == 9
    answer: Any = at(city).get(f"/made/{found.pk}/file/")
    assert answer["Content-Length"] == "9"
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert b"".join(answer.streaming_content) == b"abcabcabc"
    assert queries.path_of(found.pk).read_bytes() == b"abc"


def test_it_is_told_in_its_own_words(city: World, kind: Kind) -> None:
    page = at(city).get(f"/made/{asked(city, kind).pk}/").content.decode()
    assert "共 2 份" in page
    assert "行" not in page.partition('id="making"')[2].partition("</section>")[0]


def test_what_is_gone_meanwhile_is_not_there(city: World, kind: Kind) -> None:
    found = asked(city, kind)
    queries.path_of(found.pk).write_bytes(b"gone")
    assert at(city).get(f"/made/{found.pk}/file/").status_code == 404
