"""Passwords are hashed fast here; what the sample says to the settings is taken back."""

import pytest
from pytest_django import Settings

from jiangfang.records.people.actions import sign_in


@pytest.fixture(autouse=True)
def fast_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SAMPLE_ACCOUNTS = []
    sign_in._nobody.cache_clear()
