"""The page of a file that is being made: it finds out by itself that it is done; without scripts its link does."""

from __future__ import annotations

from threading import Thread

from django.db import connections
from playwright.sync_api import Page
from pytest_django import Settings

from jiangfang.config.jobs import run_waiting
from tests.access.conftest import MD5
from tests.browser.looking import let_in, opened, signed_in
from tests.components import needs
from tests.engines import Engine
from tests.serving import browsing, served
from tests.stages.apply.desk import submitted
from tests.stages.apply.test_pages_excel import lines
from tests.stages.world import world

pytestmark = needs("chromium")


def made_meanwhile() -> None:
    """By the worker, in a thread of its own: the browser's loop is in this one."""

    def work() -> None:
        run_waiting()
        connections.close_all()

    thread = Thread(target=work)
    thread.start()
    thread.join()


def fetched(page: Page) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载", exact=True).click()
    return waiting.value.path().read_bytes()


def test_the_page_finds_out_by_itself(own_database: Engine, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = MD5
    city = world()
    settings.CLOCK = lambda: city.at
    submitted(city)
    client, complaints = signed_in(city.clerk), list[str]()
    contents = []
    for script in (True, False):
        there = client.post("/applications/excel/", {"hat": city.clerk.pk})["Location"]
        with served() as root, browsing(root, script=script) as context:
            let_in(context, client)
            page = opened(context, complaints)
            page.goto(there)
            assert "排着队" in page.inner_text("#making")
            made_meanwhile()
            if not script:
                page.get_by_role("link", name="看看做到哪里").click()
            page.get_by_text("做好了").wait_for()
            contents.append(fetched(page))
    assert complaints == []
    at_once = client.get("/applications/excel/")
    assert len(lines(at_once)) == 1
    assert len(contents) == 2
    assert all(content[:2] == b"PK" for content in contents)
