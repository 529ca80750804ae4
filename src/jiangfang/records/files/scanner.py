"""A look for viruses by clamd, where the settings name one: ``host:port``, or the path of a socket. Knows no Django."""

from __future__ import annotations

import logging
import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from jiangfang.core.problems import Problem, Refused, error

log = logging.getLogger(__name__)

PIECE = 64 * 1024
CONNECT, SCAN = 5.0, 120.0
_LONGEST_ANSWER = 4096
HUNG_UP = "hung up, as at the size limit"
_PLACE = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:]+)\]|(?P<host>[\w.-]+)):(?P<port>\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where clamd listens: at a port of a host, or at a socket of this machine."""

    host: str = ""
    port: int = 0
    path: str = ""


def scanner_of(said: str) -> Scanner | None:
    """The one that is named; None for "". Raises ValueError with a sentence."""
    if not said:
        return None
    if said.startswith("/"):
        return Scanner(path=said)
    found = _PLACE.fullmatch(said)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise ValueError("JIANGFANG_CLAMD 要写成 主机:端口（如 127.0.0.1:3310），或者套接字的路径")
    return Scanner(found["six"] or found["host"], int(found["port"]))


def look_through(scanner: Scanner, path: Path, name: str) -> None:
    """Have a file looked through. Raises Refused where something was found, and where nobody could look.

    Code ``virus`` for what was found, ``scan_too_large`` for what clamd does not take, ``not_now`` where it is away.
    """
    try:
        answer = _asked(scanner, path)
    except OSError as fault:
        log.warning("clamd: %s", fault)
        raise Refused([_away(name)]) from fault
    if answer.endswith(": OK"):
        return
    log.warning("clamd: %s", answer)
    if answer.endswith(" FOUND"):
        what = answer.removesuffix(" FOUND").rpartition(": ")[2]
        said = f"“{name}”里查出了病毒（{what[:60]}），没有收下；请让单位的电脑管理员看看这台电脑"
        raise Refused([error("virus", "", said)])
    if "size limit" in answer:
        said = f"“{name}”太大，查病毒的程序没有看完，没有收下；请拆成几份，或者请管理员把 clamd 的 StreamMaxLength 调大"
        raise Refused([error("scan_too_large", "", said)])
    raise Refused([_away(name)])


def _away(name: str) -> Problem:
    return error("not_now", "", f"“{name}”还没有查病毒：查病毒的程序现在没有应答，先不收下；请过一会儿再传")


def _asked(scanner: Scanner, path: Path) -> str:
    """What clamd answers: ``stream: OK``. Raises OSError.

    It hangs up on what is too large for it, and its last words may be lost with the line.
    """
    with _connected(scanner) as line, path.open("rb") as content:
        try:
            line.sendall(b"zINSTREAM\0")
            while piece := content.read(PIECE):
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            with suppress(ConnectionResetError):
                return _answer(line) or HUNG_UP
            return HUNG_UP
        return _answer(line)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER and (more := line.recv(_LONGEST_ANSWER)):
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", errors="replace")


@contextmanager
def _connected(scanner: Scanner) -> Iterator[socket.socket]:
    if scanner.path:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    else:
        line = socket.create_connection((scanner.host, scanner.port), timeout=CONNECT)
    with line:
        if scanner.path:
            line.settimeout(CONNECT)
            line.connect(scanner.path)
        line.settimeout(SCAN)
        yield line
