"""Tests of the stages; those of actions run on both engines (tests/conftest.py). Passwords are hashed fast here."""

import pytest
from pytest_django import Settings

from jiangfang.records.people.actions import sign_in


@pytest.fixture(autouse=True)
def fast_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    sign_in._nobody.cache_clear()
