"""The two cities of the access table, for tests that look at them through Chromium."""

from tests.access.conftest import made, place

__all__ = ["made", "place"]
