"""The acceptance: each notice clause by clause through the pages. A file has one city, put up once and kept; what a
test does in it is undone afterwards. It runs on SQLite, where the whole year is walked again for nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from jiangfang.records.people.actions import sign_in
from tests.engines import Engine
from tests.journeys.town import Clock, Town


@pytest.fixture(scope="module")
def kept(request: pytest.FixtureRequest, django_db_setup: Engine, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The city of the file, as its ``begun`` puts it up."""
    clock = Clock()
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        django_db_setup.copied(),
        override_settings(CLOCK=clock, PASSWORD_HASHERS=hashers),
    ):
        sign_in._nobody.cache_clear()
        yield request.module.begun(clock)


@pytest.fixture
def town(kept: Town) -> Iterator[Town]:
    """The same city for one test; whatever happens in it is undone."""
    now = kept.clock.now
    with transaction.atomic():
        yield replace(kept, offices={office: one.again() for office, one in kept.offices.items()})
        transaction.set_rollback(True)
    kept.clock.now = now
