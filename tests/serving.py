"""The pages on a port of this machine, for tests that look through a browser. Takes `own_database`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import BrowserContext, sync_playwright
from waitress.server import create_server

from tests.components import first_program


@contextmanager
def served() -> Iterator[str]:
    """The address, for as long as it is served. One thread: its connection is closed with it."""
    sockets: dict[int, object] = {}
    server = create_server(WSGIHandler(), map=sockets, host="127.0.0.1", port=0, threads=1)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(timeout=10)


@contextmanager
def browsing(address: str, width: int = 1440, script: bool = True) -> Iterator[BrowserContext]:
    """A window of Chromium that knows the address; ``script``: whether JavaScript is on."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=first_program("chromium", "chromium-browser", "google-chrome"), args=["--no-sandbox"]
        )
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 900}, java_script_enabled=script, locale="zh-CN"
        )
        yield context
        browser.close()
