"""A town whose moment the clock of the pages shows."""

import pytest
from pytest_django import Settings

from tests.records.world import AT, City, city
from tests.web import at


@pytest.fixture
def town(db: None, settings: Settings) -> City:
    at(settings, AT)
    return city()
