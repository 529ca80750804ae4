"""Two cities made once a run and copied for each test that takes ``place``: made anew they would take two seconds.

On SQLite they are in the year of 开封 2024, on PostgreSQL in that of 廊坊 2019.
"""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.access.two_cities import Place, two_cities
from tests.engines import Engine, point_at
from tests.stages.world import KAIFENG, LANGFANG

MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def made(django_db_setup: Engine, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Engine, Place]]:
    with django_db_blocker.unblock(), django_db_setup.copied() as copy:
        with override_settings(PASSWORD_HASHERS=MD5):
            place = two_cities(LANGFANG if copy.vendor == "postgresql" else KAIFENG)
        point_at(django_db_setup.settings)
        yield copy, place


@pytest.fixture
def place(
    made: tuple[Engine, Place], django_db_setup: Engine, django_db_blocker: DjangoDbBlocker, settings: Settings
) -> Iterator[Place]:
    """The two cities in a database of the test's own, on the day on which their applications stand."""
    engine, found = made
    settings.PASSWORD_HASHERS = MD5
    settings.CLOCK = lambda: found.city.at
    with django_db_blocker.unblock():
        with engine.copied():
            yield found
        point_at(django_db_setup.settings)
