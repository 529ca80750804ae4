"""A process of its own in which somebody hands an application in and is killed on the way, again and again.

It reads a line of JSON for each try and answers with the signal that ended it, 0 for none, or -1 where the page was not
the receipt. Each try happens in a fork: what it is killed with is what the system does to a process that it kills.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any


def main() -> None:
    import django
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.urls import get_resolver

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    WSGIHandler()  # what is imported here is not imported again in every fork
    get_resolver().check()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_submit(**asked))
        _, status = os.waitpid(child, 0)
        died = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        sys.stdout.write(f"{died or -os.WEXITSTATUS(status)}\n")
        sys.stdout.flush()


def _submit(
    data: str, url: str, key: str, at: str, cookie: str, address: str, posted: dict[str, str], last: int, before: bool
) -> int:
    """Post the form; killed before or after the statement of that number (0: never)."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from jiangfang.config import database
    from tests.engines import point_at

    settings.SECRET_KEY = key
    settings.CLOCK = lambda: datetime.fromisoformat(at)
    point_at(database.settings_of(Path(data), url))
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    with connection.execute_wrapper(_Killer(last, before)):
        status = client.post(address, posted).status_code
    connection.close()
    return 0 if status == 303 else 1


class _Killer:
    """Counts statements and ends the process at one of them."""

    def __init__(self, last: int, before: bool) -> None:
        self.last, self.before, self.number = last, before, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.number += 1
        if self.before and self.number == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        done = execute(sql, params, many, context)
        if self.number == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return done


if __name__ == "__main__":
    main()
