"""The clock: ``settings.CLOCK``, read here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string


def moment() -> datetime:
    """The moment that it is."""
    clock: str | Callable[[], datetime] = settings.CLOCK
    return (import_string(clock) if isinstance(clock, str) else clock)()
