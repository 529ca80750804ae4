"""HTTPS without a proxy: the certificate, and a kind word for who speaks plain HTTP to it."""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jiangfang.core.problems import Refused, error

_HANDSHAKE = 0x16
_ASKED = re.compile(rb"(GET|HEAD) (/[\x21-\x7e]*) HTTP/1\.[01]\r\n")
_HOST = re.compile(rb"\r\nHost: *([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?\r\n", re.IGNORECASE)
_SAYS = "这里只走 HTTPS：请把地址开头的 http:// 改成 https://。\n".encode()
_MOST, _PATIENCE = 8192, 5.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of a certificate (with those between it and its authority behind it) and of its key."""

    chain: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """How the server speaks TLS. Raises OSError, of which a fault in the files is one."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        made.load_cert_chain(self.chain, self.key, password=_no_password)
        made.sslsocket_class = Polite
        return made


def _no_password() -> str:
    """Nobody sits beside a server to type one."""
    raise ssl.SSLError("the key has a password")


def certificate(chain: str, key: str) -> Certificate:
    """The certificate of two files, tried. Raises Refused."""
    found = Certificate(Path(chain).expanduser().absolute(), Path(key).expanduser().absolute())
    for path, option, what in ((found.chain, "--cert", "证书"), (found.key, "--key", "私钥")):
        try:
            path.read_bytes()
        except (OSError, ValueError) as fault:
            raise Refused([error("unreadable_file", option, f"{what}文件 {path} 读不了")]) from fault
    try:
        found.context()
    except (OSError, ValueError) as fault:
        said = f"证书 {found.chain} 和私钥 {found.key} 不能用：要 PEM 格式，私钥要是这张证书的、不设密码"
        raise Refused([error("bad_certificate", "--cert", said)]) from fault
    return found


class Polite(ssl.SSLSocket):
    """A browser that begins without TLS is sent to the same address with it, anything else is told in a sentence."""

    def do_handshake(self, block: bool = False) -> None:
        """The handshake, where there is to be one. Raises OSError."""
        first = socket.socket.recv(self, 1, socket.MSG_PEEK)
        if first and first[0] != _HANDSHAKE:
            with suppress(OSError):
                self._turn_away()
            raise ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "no TLS")
        super().do_handshake(block)

    def _turn_away(self) -> None:
        """Raises OSError."""
        self.settimeout(_PATIENCE)
        heard = b""
        while b"\r\n\r\n" not in heard and len(heard) < _MOST and (piece := socket.socket.recv(self, _MOST)):
            heard += piece
        socket.socket.sendall(self, answer(heard))
        socket.socket.shutdown(self, socket.SHUT_WR)
        for _ in range(16):  # what is still on its way would cut the answer off
            if not socket.socket.recv(self, _MOST):
                break


def answer(heard: bytes) -> bytes:
    """What is said to plain HTTP: where to go, or why not."""
    asked, host = _ASKED.match(heard), _HOST.search(heard)
    head = [b"HTTP/1.1 400 Bad Request"]
    if asked and host:
        head = [b"HTTP/1.1 307 Temporary Redirect", b"Location: https://" + b"".join(host.groups(b"")) + asked[2]]
    head += [b"Content-Type: text/plain; charset=utf-8", b"Content-Length: %d" % len(_SAYS), b"Connection: close"]
    return b"\r\n".join(head) + b"\r\n\r\n" + (b"" if asked and asked[1] == b"HEAD" else _SAYS)
