"""``/healthz``: whether the installation works, for programs that watch it. Asked under any host, by anybody."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from jiangfang import __version__
from jiangfang.config import doorway, keeper
from jiangfang.config.errors import too_large

Respond = Callable[[HttpRequest], HttpResponseBase]
PATH = "/healthz"
LEAST = 100 * 1024 * 1024


class Health:
    """Before everything else: the answer for watchers, and the page for what was too large to be read."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The state of the house, or what follows."""
        if request.META.get(doorway.TOO_LARGE):
            return too_large(request)
        return answer() if request.path == PATH else self.get_response(request)


def answer() -> JsonResponse:
    """200, or 503 with the parts that fail: database, folder, disk, jobs."""
    failing = [part for part, works in PARTS.items() if not works(settings.DATA)]
    told = {"ok": not failing, "version": __version__, **({"failing": failing} if failing else {})}
    response = JsonResponse(told, status=503 if failing else 200)
    response["Cache-Control"] = "no-store"
    return response


def _database(data: Path) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations")
            return cursor.fetchone() is not None
    except DatabaseError:
        return False


def _folder(data: Path) -> bool:
    return (data / "secret.key").is_file()


def _disk(data: Path) -> bool:
    try:
        return shutil.disk_usage(data).free > LEAST
    except OSError:
        return False


def _jobs(data: Path) -> bool:
    return keeper.alive(data, time.time())


PARTS: dict[str, Callable[[Path], bool]] = {"database": _database, "folder": _folder, "disk": _disk, "jobs": _jobs}
