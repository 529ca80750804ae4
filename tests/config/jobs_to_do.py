"""Tasks of the tests: a worker finds them by their dotted name."""

from __future__ import annotations

import os
from pathlib import Path

from django.db import OperationalError
from django_tasks import task

from jiangfang.records.people.models import SignInTry


@task()
def note(key: str) -> str:
    """Leaves a row."""
    SignInTry.objects.update_or_create(kind="test", key=key, defaults={"last_at": "2026-01-01T00:00:00+08:00"})
    return key


@task(priority=10)
def urgent(key: str) -> str:
    return note.func(key)


@task()
def fails(value: str) -> None:
    raise ValueError(value)


@task()
def leaves(value: str) -> None:
    raise SystemExit(value)


@task()
def busy(file: str, times: int) -> int:
    """The database is locked so many times, and then not."""
    path = Path(file)
    count = len(path.read_text("ascii")) if path.exists() else 0
    path.write_text("x" * (count + 1), "ascii")
    if count < times:
        raise OperationalError("database is locked")
    return count


@task()
def dies(file: str) -> None:
    """Takes its process with it the first time."""
    if not Path(file).exists():
        Path(file).touch()
        os._exit(9)
