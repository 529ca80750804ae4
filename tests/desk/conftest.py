"""Passwords are hashed fast here."""

from tests.stages.conftest import fast_hashing

__all__ = ["fast_hashing"]
