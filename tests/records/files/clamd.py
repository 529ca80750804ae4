"""A server that speaks as clamd does, at a port or at a socket."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class Clamd:
    """heard: what it was given. most: bytes that it takes; mute: it hangs up and says nothing; says: something else."""

    heard: list[bytes] = field(default_factory=list)
    most: int = 1_000_000
    mute: bool = False
    says: bytes = b""
    address: str = ""

    def answer(self, line: Any) -> bytes:
        """What it says after it has read, by the protocol of clamd(8)."""
        assert _read(line, 10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", _read(line, 4))[0]:
            content += _read(line, size)
            if len(content) > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.heard.append(content)
        if self.mute:
            return b""
        return self.says or (b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


def _read(line: Any, size: int) -> bytes:
    content = b""
    while len(content) < size and (more := line.recv(size - len(content))):
        content += more
    return content


@contextmanager
def listening(path: Path | None = None) -> Iterator[Clamd]:
    """At a socket, or at any free port of this machine."""
    clamd = Clamd()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(clamd.answer(self.request))

    kind: Any = socketserver.ThreadingUnixStreamServer if path else socketserver.ThreadingTCPServer
    with kind(str(path) if path else ("127.0.0.1", 0), Handler) as server:
        clamd.address = str(path) if path else f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield clamd
        server.shutdown()
        thread.join()
