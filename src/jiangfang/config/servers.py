"""The servers that give out the pages: one process on SQLite, another one with TLS, several on PostgreSQL."""

from __future__ import annotations

import logging
import os
import select
import socket
from typing import Any

from jiangfang.config.doorway import DRAINED, App
from jiangfang.config.tls import Certificate

THREADS, THREADS_EACH = 8, 4
# Seconds: for shaking hands, and for a request that was begun.
SHAKES, PATIENCE = 5, 30
# select() takes no higher number
_SELECTABLE = 1024
log = logging.getLogger(__name__)


def plain(app: App, held: socket.socket) -> None:
    """waitress, until the process is told to stop."""
    from waitress.server import create_server

    server = create_server(
        app,
        sockets=[held],
        threads=THREADS,
        ident=None,
        max_request_body_size=DRAINED,
        # the doorway decides whose word is believed
        clear_untrusted_proxy_headers=False,
    )
    server.run()
    server.close()


def encrypted(app: App, held: socket.socket, certificate: Certificate) -> None:
    """cheroot, which speaks TLS in one process, until the process is told to stop.

    It would shake hands in the thread that lets everybody in; here a visitor's own thread does, and only for one who
    has said something: whoever is silent waits outside and holds up nobody.
    """
    from cheroot.makefile import MakeFile
    from cheroot.server import HTTPConnection
    from cheroot.wsgi import Server

    context = certificate.context()

    class Adapter:
        def wrap(self, sock: socket.socket) -> tuple[socket.socket, dict[str, str]]:
            made = context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
            return made, {"wsgi.url_scheme": "https", "HTTPS": "on"}

        makefile = staticmethod(MakeFile)

    class Connection(HTTPConnection):  # type: ignore[misc,unused-ignore]
        begun = False

        def communicate(self) -> bool:
            try:
                if not self.begun and _says_something(self.socket):
                    self.begun = True
                    self.socket.settimeout(SHAKES)
                    self.socket.do_handshake()
                    self.socket.settimeout(PATIENCE)
                if not (self.begun and (self.socket.pending() or _says_something(self.socket))):
                    return True  # it is called again when there is something to read
            except (OSError, ValueError):
                return False
            return bool(super().communicate())  # type: ignore[no-untyped-call]

    class Held(Server):  # type: ignore[misc,unused-ignore]
        ConnectionClass = Connection
        max_request_header_size = 256 * 1024

        def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:
            self.socket = held
            self.bind_addr = held.getsockname()[:2]
            return held

        def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
            log.log(level, "the server of the pages failed" if traceback else "a connection failed", exc_info=traceback)

    server = Held(held.getsockname()[:2], app, numthreads=THREADS * 2, request_queue_size=128, timeout=PATIENCE)
    server.ssl_adapter = Adapter()
    try:
        server.start()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


def _says_something(sock: socket.socket) -> bool:
    """Whether a read would not wait."""
    return bool(select.select([sock], [], [], 0)[0]) if sock.fileno() < _SELECTABLE else True


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
