"""The mail server as the settings name it: ``smtp[s]://user:password@host:port``. Knows no Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}
_TLS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails are handed over, and from whom they come: the address and the name before it.

    wrapped: TLS from the first byte; plain: no TLS even where it is offered. ca: a file of certificates to trust.
    """

    host: str
    port: int
    sender: str
    name: str = ""
    wrapped: bool = False
    plain: bool = False
    ca: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """What stands behind the @ of the sender."""
        return self.sender.rpartition("@")[2]

    @property
    def near(self) -> bool:
        """Whether it is this very machine."""
        return self.host in ("localhost", "127.0.0.1", "::1")


def server_of(url: str, sender: str) -> Server | None:
    """The server of an address; None for "". Raises ValueError with a sentence for whoever starts the program."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as fault:
        raise ValueError("JIANGFANG_MAIL 里的主机或端口不对") from fault
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("JIANGFANG_MAIL 要写成 smtp://用户:密码@主机:端口 或 smtps://用户:密码@主机:端口")
    asked = parse_qs(parts.query, keep_blank_values=True)
    if set(asked) - {"tls", "ca"} or asked.get("tls", ["yes"])[-1] not in _TLS:
        raise ValueError("JIANGFANG_MAIL 问号后面只能写 tls=no 和 ca=证书文件")
    ca = asked.get("ca", [""])[-1]
    if ca and not Path(ca).is_file():
        raise ValueError("JIANGFANG_MAIL 里 ca 写的证书文件不存在")
    name, spot = _sender(sender)
    return Server(
        parts.hostname,
        port,
        spot,
        name,
        wrapped=parts.scheme == "smtps",
        plain=not _TLS[asked.get("tls", ["yes"])[-1]],
        ca=ca,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _sender(text: str) -> tuple[str, str]:
    """The name and the address of a sender."""
    name, address = parseaddr(text)
    before, at, domain = address.partition("@")
    if not (before and at and domain and address.isascii() and " " not in address):
        raise ValueError("设了 JIANGFANG_MAIL，还要在 JIANGFANG_MAIL_FROM 写发件人，例如 gonghui@example.org")
    return name, address
