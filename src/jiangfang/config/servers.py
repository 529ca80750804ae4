"""The servers that give out the pages: one process on SQLite (with TLS: encrypted.py), several on PostgreSQL."""

from __future__ import annotations

import logging
import os
import socket
from typing import Any

from jiangfang.config.doorway import DRAINED, App
from jiangfang.config.tls import Certificate

THREADS, THREADS_EACH = 8, 4
# Bytes taken from a line at once: large files come quicker by a tenth than by the 8 KiB of waitress.
RECEIVED = 256 * 1024
log = logging.getLogger(__name__)


def plain(app: App, held: socket.socket) -> None:
    """waitress, until the process is told to stop."""
    from waitress.server import create_server

    server = create_server(
        app,
        sockets=[held],
        threads=THREADS,
        recv_bytes=RECEIVED,
        ident=None,
        max_request_body_size=DRAINED,
        # the doorway decides whose word is believed
        clear_untrusted_proxy_headers=False,
    )
    server.run()
    server.close()


def several(app: App, held: socket.socket, certificate: Certificate | None, workers: int) -> None:
    """gunicorn with processes of several threads, until the process is told to stop. On POSIX alone."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.glogging import Logger

    class Quiet(Logger):  # type: ignore[misc,unused-ignore]
        """Into our log, and no line a page."""

        def setup(self, cfg: Any) -> None:
            self.cfg, self.error_log.propagate, self._access_log_enabled = cfg, True, False
            self.error_log.setLevel("WARNING")

        def access(self, *_: object) -> None:
            """Nothing."""

    wanted = {
        "bind": f"fd://{os.dup(held.fileno())}",  # it closes what it is given
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS_EACH,
        "timeout": 120,
        "keepalive": 5,
        "umask": 0o077,
        "forwarded_allow_ips": "",
        "limit_request_line": 8190,
        "logger_class": Quiet,
        "control_socket_disable": True,
    }
    if certificate:
        context = certificate.context()
        wanted |= {"certfile": str(certificate.chain), "keyfile": str(certificate.key)}
        wanted |= {"ssl_context": lambda config, default: context}

    class Application(BaseApplication):  # type: ignore[misc,unused-ignore]
        def load_config(self) -> None:
            for name, value in wanted.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> App:
            return app

    first = os.getpid()
    try:
        Application().run()
    except SystemExit as ended:
        if os.getpid() != first:  # a process of the pages ends here, and not where the first one goes on
            os._exit(ended.code if isinstance(ended.code, int) else 1)
        if ended.code:
            raise
