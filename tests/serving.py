"""The pages on a port of this machine, for tests that look through a browser. Takes `own_database`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread, current_thread, main_thread
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished
from django.db import connections
from playwright.sync_api import BrowserContext, sync_playwright
from waitress.server import create_server

from jiangfang.config.doorway import Doorway
from tests.components import first_program


@contextmanager
def served(threads: int = 1) -> Iterator[str]:
    """The address, for as long as it is served. Each thread closes its connection after each request."""
    sockets: dict[int, Any] = {}
    server = create_server(Doorway(WSGIHandler()), map=sockets, host="127.0.0.1", port=0, threads=threads)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    request_finished.connect(_close)
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(partial(_hang_up, server, sockets))
        thread.join(timeout=10)
        request_finished.disconnect(_close)


def _hang_up(server: Any, sockets: dict[int, Any]) -> None:
    """In the server's own thread, which waits on these sockets; with nothing to wait on it ends."""
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.close()
    sockets.clear()


def _close(**_: object) -> None:
    """In a thread of the server; what the test itself has open stays."""
    if current_thread() is not main_thread():
        connections.close_all()


@contextmanager
def browsing(address: str, width: int = 1440, script: bool = True, touched: bool = False) -> Iterator[BrowserContext]:
    """A window of Chromium that knows the address; script: whether JavaScript is on; touched: with a finger."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=first_program("chromium", "chromium-browser", "google-chrome"), args=["--no-sandbox"]
        )
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale="zh-CN",
            has_touch=touched,
            is_mobile=touched,
        )
        yield context
        browser.close()
