"""Walking through the pages in tests: signed in under a hat, at a moment that the test chooses."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.test import Client
from pytest_django import Settings

from jiangfang.records.people.access import SESSION_HAT
from jiangfang.records.people.models import Hat, Person


def sign_in(client: Client, hat: Hat) -> None:
    """Sign its person in, with a password of their own, to act under this hat where nothing else is said."""
    Person.objects.filter(pk=hat.person_id).update(must_change_password=False)
    client.force_login(hat.person)
    session = client.session
    session[SESSION_HAT] = hat.pk
    session.save()


def at(settings: Settings, moment: datetime) -> None:
    """From now on requests happen at this moment."""
    settings.CLOCK = lambda: moment


def who(client: Client) -> int | None:
    """The number of the person who is signed in."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of a page, without its token."""
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode())
    return {name: value for name, value in pairs if name not in ("csrfmiddlewaretoken", "next")}


def token(page: Any) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found
    return found[1]
