"""A window on a page: signed in without the form, what is wrong with the page, what the browser complains of."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from jiangfang.records.people.models import Hat
from tests.web import sign_in

WIDE, NARROW = 1440, 390
AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
OVER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LARGE = "on => document.documentElement.classList.toggle('large', on)"
# What the console also tells: answers other than 200, and a line that the test cut.
ANSWERS = re.compile(r"responded with a status of|Response Status Error|htmx:\w+|ERR_INTERNET_DISCONNECTED")


def signed_in(hat: Hat | None) -> Client:
    """A client of the tests for a visitor; its cookie signs a window of Chromium in too."""
    client = Client()
    if hat is not None:
        sign_in(client, hat)
    return client


def let_in(context: BrowserContext, client: Client) -> None:
    """Sign a window of Chromium in with the session of a client."""
    if "sessionid" in client.cookies:
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": "http://127.0.0.1"}
        context.add_cookies([cookie])  # type: ignore[list-item]


def opened(context: BrowserContext, complaints: list[str]) -> Page:
    """A window; what the browser complains of goes into the list: a script's error, what the page's policy refuses."""
    page = context.new_page()

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not ANSWERS.search(message.text):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", complain)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return page


def faults(page: Page) -> list[str]:
    """What keeps somebody out of a page or runs over the edge: wide and narrow, with usual and with large letters."""
    page.evaluate(Axe().axe_script)
    found = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        for one in page.evaluate(AXE):
            found.append(f"{page.url} at {width}: {one['id']} {[node['html'] for node in one['nodes'][:3]]}")
        for large in (True, False):
            page.evaluate(LARGE, large)
            if page.evaluate(OVER):
                found.append(f"{page.url} at {width}: runs over{' with large letters' if large else ''}")
    return found
