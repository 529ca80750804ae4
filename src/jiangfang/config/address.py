"""The address that pages are given out at: taken before anything else is begun, so that a busy port is told at once."""

from __future__ import annotations

import errno
import socket
from ipaddress import ip_address

from jiangfang.core.problems import Refused, error

_WAITING = 128


def everywhere(host: str) -> bool:
    """Whether it stands for every network of this machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def taken(host: str, port: int) -> socket.socket:
    """A socket that hears at an address; whoever comes before the pages are ready waits. Port 0 takes any free one.

    Raises Refused.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as fault:
        raise Refused([error("bad_address", "--host", f"没有“{host[:100]}”这个地址，本机用 127.0.0.1")]) from fault
    family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(_WAITING)
    except OSError as fault:
        made.close()
        raise _no_place(fault, host, port) from fault
    return made


def shown(held: socket.socket, scheme: str = "http") -> str:
    """What to type into a browser on this machine."""
    host, port = held.getsockname()[:2]
    if everywhere(host):
        host = "127.0.0.1"
    return f"{scheme}://{bracketed(host)}:{port}/"


def bracketed(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _no_place(fault: OSError, host: str, port: int) -> Refused:
    if fault.errno == errno.EADDRINUSE:
        other = _another(port)
        said = f"端口 {port} 已经有别的程序在用，也许匠坊已经开着；换 serve --port {other} 或 make run PORT={other}"
        return Refused([error("port_in_use", "--port", said)])
    if fault.errno == errno.EACCES:
        return Refused([error("port_in_use", "--port", f"没有权限用端口 {port}，换一个 1024 以上的，例如 --port 8000")])
    return Refused([error("bad_address", "--host", f"“{host[:100]}”不是这台电脑的地址，本机用 127.0.0.1")])


def _another(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8000
