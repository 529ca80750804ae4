"""cheroot, which speaks TLS in one process: waitress does not.

It would shake hands in the thread that lets everybody in; here a visitor's own thread does, and only for one who has
said something: whoever is silent waits outside and holds up nobody.
"""

from __future__ import annotations

import logging
import select
import socket
from ssl import SSLContext

from cheroot.makefile import MakeFile
from cheroot.server import HTTPConnection
from cheroot.wsgi import Server

from jiangfang.config.doorway import App
from jiangfang.config.tls import Certificate

THREADS = 16
# Seconds: for shaking hands, and for a request that was begun.
SHAKES, PATIENCE = 5, 30
# select() takes no higher number
_SELECTABLE = 1024
log = logging.getLogger(__name__)


def serve(app: App, held: socket.socket, certificate: Certificate) -> None:
    """Give out pages at a socket until the process is told to stop."""
    server = _Held(held.getsockname()[:2], app, numthreads=THREADS, request_queue_size=128, timeout=PATIENCE)
    server.held, server.ssl_adapter = held, _Adapter(certificate.context())
    try:
        server.start()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


class _Adapter:
    """Wraps the socket of a visitor and leaves the hands unshaken."""

    makefile = staticmethod(MakeFile)

    def __init__(self, context: SSLContext) -> None:
        self.context = context

    def wrap(self, sock: socket.socket) -> tuple[socket.socket, dict[str, str]]:
        """The wrapped socket, and what the application is told of it."""
        made = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return made, {"wsgi.url_scheme": "https", "HTTPS": "on"}


class _Connection(HTTPConnection):  # type: ignore[misc,unused-ignore]
    """One visitor; whenever there is nothing to read it goes back to those who wait."""

    begun = False

    def communicate(self) -> bool:
        """Whether it stays open."""
        try:
            if not self.begun and _says_something(self.socket):
                self._shake_hands()
            if not (self.begun and (self.socket.pending() or _says_something(self.socket))):
                return True
        except (OSError, ValueError):
            return False
        return bool(super().communicate())  # type: ignore[no-untyped-call]

    def _shake_hands(self) -> None:
        self.begun = True
        self.socket.settimeout(SHAKES)
        self.socket.do_handshake()
        self.socket.settimeout(PATIENCE)


class _Held(Server):  # type: ignore[misc,unused-ignore]
    """A server at a socket that is held already."""

    ConnectionClass = _Connection
    max_request_header_size = 256 * 1024
    held: socket.socket

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:
        """The socket that is held."""
        self.socket = self.held
        self.bind_addr = self.held.getsockname()[:2]
        return self.held

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """Into our log, without words of a visitor."""
        log.log(level, "the server of the pages failed" if traceback else "a connection failed", exc_info=traceback)


def _says_something(sock: socket.socket) -> bool:
    """Whether a read would not wait."""
    return bool(select.select([sock], [], [], 0)[0]) if sock.fileno() < _SELECTABLE else True
