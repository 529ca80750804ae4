"""A real mail server in a thread of the tests, that answers as it is told."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "shili@example.org", "mima:@/2024"


@dataclass
class Office:
    """What came in. rcpt, data: what is answered instead of yes, by address or once each; goes: hangs up instead.

    meanwhile: what else is done, in another thread, when the server first hears of a mail.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    goes: bool = False
    meanwhile: Callable[[], object] | None = None
    with_tls: list[bool] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.meanwhile is not None:
            await asyncio.to_thread(self.meanwhile)
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.goes:
            assert server.transport is not None
            server.transport.close()
            return "250 nobody hears this"
        if self.data:
            return self.data.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        read = message_from_bytes(content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.mails.append(read)
        self.to += envelope.rcpt_tos
        assert server.transport is not None
        self.with_tls.append(server.transport.get_extra_info("ssl_object") is not None)
        self.signed_in.append(bool(session.authenticated))
        return "250 OK"


def _knows(server: Any, session: Any, envelope: Any, mechanism: str, said: Any) -> AuthResult:
    right = isinstance(said, LoginPassword) and (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(office: Office, tls: ssl.SSLContext | None = None, *, wrapped: bool = False) -> Iterator[int]:
    """The server at a port of this machine. tls: STARTTLS is offered, or spoken from the first byte (wrapped)."""
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=_free_port(),
        ssl_context=tls if wrapped else None,
        tls_context=None if wrapped else tls,
        authenticator=_knows,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
