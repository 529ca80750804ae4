"""The pages and what goes on beside them: on SQLite in one process, on PostgreSQL in several."""

from __future__ import annotations

import logging
import os
import socket
import sys
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.urls import get_resolver

from jiangfang.config import env, expiry, keeper, servers
from jiangfang.config.address import bracketed, everywhere
from jiangfang.config.doorway import Doorway
from jiangfang.config.env import BadEnvironment
from jiangfang.config.tls import Certificate
from jiangfang.core.journal import Actor
from jiangfang.core.problems import Refused, error
from jiangfang.documents.folder import shipped, shipped_ids
from jiangfang.records.people.models import Federation
from jiangfang.records.programmes import actions as programmes
from jiangfang.records.programmes import queries

# Who loads what comes with the program, in the journal.
AT_THE_START = Actor(None, "服务器启动")
MOST_WORKERS = 64
log = logging.getLogger(__name__)


def known_as(host: str, named: list[str]) -> bool:
    """Let the pages be asked for under the host that was named at the start; whether others can ask at all.

    named: the hosts of the environment; without these an address of every network has only this machine's names.
    """
    if everywhere(host):
        return bool(named)
    if bracketed(host) not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, bracketed(host)]
    return True


def load_shipped(at: datetime) -> None:
    """The programmes that come with the program, for every federation that has none of that name."""
    for federation in Federation.objects.order_by("pk"):
        for name in shipped_ids():
            if queries.newest(federation, name) is None:
                folder = shipped() / name
                programmes.adopt(folder=folder, federation=federation, actor=AT_THE_START, hat=None, at=at)


@cache
def pages() -> WSGIHandler:
    """What answers requests, with every address and every middleware imported: a broken one ends the start."""
    handler = WSGIHandler()
    resolver = get_resolver()
    resolver.check()  # walks through all addresses
    for status in (400, 403, 404, 500):
        resolver.resolve_error_handler(status)
    return handler


def listen(held: socket.socket, data: Path, certificate: Certificate | None) -> None:
    """Give out pages at a socket, and keep house beside them, until the process is told to stop."""
    app, ends = Doorway(pages(), settings.PROXIES), _end(certificate)
    if certificate:
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    if in_processes():
        connections.close_all()
        with keeper.process(data, ends):
            servers.several(app, held, certificate, workers())
        return
    house = keeper.Keeper(data, ends=ends)
    house.start()
    try:
        _in_one(app, held, certificate)
    finally:
        house.stop()


def _end(certificate: Certificate | None) -> datetime | None:
    """When the certificate that is served from now on runs out; None without one, and for one that tells nothing."""
    if certificate is None:
        return None
    try:
        return expiry.end_of(certificate.chain)
    except (OSError, ValueError):
        log.warning("nobody can tell when the certificate of the pages runs out")
        return None


def _in_one(app: Doorway, held: socket.socket, certificate: Certificate | None) -> None:
    """The pages out of this process alone; what speaks TLS is loaded where it is asked for."""
    if certificate is None:
        servers.plain(app, held)
        return
    from jiangfang.config import encrypted

    encrypted.serve(app, held, certificate)


def in_processes() -> bool:
    """Whether several processes give out the pages: SQLite is for one, and Windows has no gunicorn."""
    return connection.vendor == "postgresql" and sys.platform != "win32"


def workers() -> int:
    """How many processes give out pages on PostgreSQL. Raises BadEnvironment."""
    said = env.text("JIANGFANG_WORKERS")
    if not said:
        return min(max(os.cpu_count() or 1, 2), 8)
    if said.isascii() and said.isdigit() and 0 < int(said) <= MOST_WORKERS:
        return int(said)
    raise BadEnvironment(f"环境变量 JIANGFANG_WORKERS 应为 1 到 {MOST_WORKERS} 的数，现在是“{said[:20]}”。")


def check() -> None:
    """What would be missed only when the pages are to be given out. Raises Refused, BadEnvironment."""
    workers()
    if in_processes() and find_spec("gunicorn") is None:
        said = "在 PostgreSQL 上开网页要先装 gunicorn：pip install 'jiangfang[pg]'"
        raise Refused([error("unreadable_database", "JIANGFANG_DATABASE", said)])
