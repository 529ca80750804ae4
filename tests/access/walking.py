"""Going to the addresses of the table as one of its visitors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jiangfang.core.people import Role
from jiangfang.records.journal.models import Entry
from jiangfang.records.people.models import Hat
from tests.access.table import TABLE, VISITORS, Row
from tests.access.two_cities import Place
from tests.web import sign_in


def views(resolver: URLResolver | None = None, room: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every view of the house with its name, ``room:name``."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern, f"{pattern.app_name}:" if pattern.app_name else room)
        else:
            yield f"{room}{pattern.name}", pattern


def rows(name: str) -> list[Row]:
    """The rows of a view."""
    return [row for row in TABLE if row.view == name]


def address(row: Row, place: Place) -> str:
    """The address of a row among these cities."""
    return reverse(row.view, args=[place.things[word] for word in row.of.split()])


def sent(row: Row, place: Place, hat: Hat | None) -> dict[str, Any]:
    """What a form of the page would send, under the visitor's own hat."""
    values = {name: place.things.get(value, value) for name, value in row.sends.items()}
    return values if hat is None else {**values, "hat": hat.pk}


def others(row: Row, place: Place) -> list[Hat]:
    """Who is another to a row: whoever has the roles of its letters, elsewhere."""
    roles = {visitor for visitor in VISITORS if visitor and (row.shown(visitor) in "yp" or row.done(visitor) == "d")}
    found = [*place.strangers(), *(place.neighbours() if row.another == "." else [])]
    return [hat for hat in found if Role(hat.role) in roles]


@contextmanager
def knocking(hat: Hat | None) -> Iterator[Client]:
    """A browser of a visitor; what it does is undone afterwards."""
    with transaction.atomic():
        client = Client()
        if hat is not None:
            sign_in(client, hat)
        yield client
        transaction.set_rollback(True)


def written() -> int:
    """How many deeds there are in the journals."""
    return Entry.objects.count()
