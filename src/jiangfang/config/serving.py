"""The web server: one process with a few threads."""

from __future__ import annotations

import socket
from datetime import datetime

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from waitress.server import create_server

from jiangfang.config.address import bracketed, everywhere
from jiangfang.core.journal import Actor
from jiangfang.documents.folder import shipped, shipped_ids
from jiangfang.records.people.models import Federation
from jiangfang.records.programmes import actions as programmes
from jiangfang.records.programmes import queries

# Who loads what comes with the program, in the journal.
AT_THE_START = Actor(None, "服务器启动")
THREADS = 8
LARGEST_REQUEST = 64 * 1024 * 1024


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


def tidy() -> None:
    """Sign-ins that have run out are thrown away."""
    call_command("clearsessions", verbosity=0)


def listen(held: socket.socket) -> None:
    """Give out pages at a socket until the process is told to stop."""
    server = create_server(
        WSGIHandler(),
        sockets=[held],
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_REQUEST,
        **_proxy(),
    )
    server.run()
    server.close()


def _proxy() -> dict[str, object]:
    """Behind a proxy that speaks HTTPS, what it says of the visitor is believed when it runs on this machine."""
    if not settings.HTTPS:
        return {}
    return {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
