"""Walking through the pages of a ledger: what a page says, what its form sends."""

import re
from typing import Any

from django.test import Client

from jiangfang.records.people.models import Hat
from jiangfang.records.studios.models import Studio
from tests.records.ledger.keeping import PATENT
from tests.web import hidden, sign_in

HOSTILE = "<script>alert(1)</script>"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_(worn: Hat) -> Client:
    client = Client()
    sign_in(client, worn)
    return client


def text(page: Any) -> str:
    found: str = page.content.decode()
    return found


def posted(page: Any, **more: Any) -> dict[str, Any]:
    """What the form of a page sends: its unseen fields, and the boxes that stand in it."""
    said = text(page)
    boxes = dict(re.findall(r'<input[^>]*name="([fa]-\w+)"[^>]*?value="([^"]*)"', said))
    boxes |= dict.fromkeys(re.findall(r'<(?:select|textarea)[^>]*name="(f-\w+)"', said), "")
    chosen = re.findall(r'<select[^>]*name="(f-\w+)".*?</select>', said, re.DOTALL)
    for key in chosen:
        block = re.search(rf'<select[^>]*name="{key}"(.*?)</select>', said, re.DOTALL)
        word = re.search(r'value="([^"]*)" selected', block[1]) if block else None
        boxes[key] = word[1] if word else ""
    ticked = re.findall(r'name="person" value="([^"]*)" checked', said)
    unseen = {name: _plain(value) for name, value in hidden(page).items()}
    return {**unseen, **{name: _plain(value) for name, value in boxes.items()}, "person": ticked, **more}


def _plain(value: str) -> str:
    return value.replace("&quot;", '"').replace("&amp;", "&").replace("&#x27;", "'").replace("&lt;", "<")


def patent(**more: Any) -> dict[str, Any]:
    boxes = {f"f-{key}": value for key, value in PATENT.items() if key != "people"}
    return {**boxes, "f-holder": "", "person": ["示例甲"], "f-people": "示例乙", **more}


def place(studio: Studio, tail: str = "") -> str:
    return f"/studios/{studio.pk}/{tail}"
