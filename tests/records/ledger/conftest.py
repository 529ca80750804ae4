"""A town whose moment the clock of the pages shows, with a studio, and a browser of who fills in for it."""

import pytest
from django.test import Client
from pytest_django import Settings

from jiangfang.records.studios.models import Studio
from tests.records.ledger.keeping import studio_of
from tests.records.ledger.paging import as_
from tests.records.world import AT, City, city
from tests.web import at


@pytest.fixture
def town(db: None, settings: Settings) -> City:
    at(settings, AT)
    return city()


@pytest.fixture
def studio(town: City) -> Studio:
    return studio_of(town.worker)


@pytest.fixture
def desk(town: City) -> Client:
    return as_(town.worker)
