"""One conversation with the mail server. What it says is told in sentences of ours, without anybody's address."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType

from jiangfang.records.messages.server import Server

PATIENCE = 20.0


class Later(Exception):  # noqa: N818 - what is to be done
    """It did not go out now, and may go out later."""


class Never(Exception):  # noqa: N818
    """It will not go out."""


class Unknown(Exception):  # noqa: N818
    """The server had it in hand and said nothing more: it may have gone out."""


class Handing:
    """A connection that is opened with the first mail and closed at the end. is_away: no use to go on now."""

    def __init__(self, server: Server) -> None:
        self.server, self.is_away = server, False
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Handing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def hand_over(self, address: str, subject: str, body: str, number: str, at: datetime) -> None:
        """Hand one mail over. Raises Later, Never or Unknown."""
        try:
            content = mail_of(self.server, address, subject, body, number, at)
        except ValueError as fault:
            raise Never("收件地址或标题写得不对，发不出去") from fault
        talk = self._talk()
        self._asked(lambda: talk.mail(self.server.sender), "不收这个发件人的信")
        self._asked(lambda: talk.rcpt(address), "不收给这个地址的信")
        try:
            code, _ = talk.data(content)
        except smtplib.SMTPDataError as fault:
            self._said(fault.smtp_code, "不收这封信")
        except (smtplib.SMTPException, OSError) as fault:
            self._lost()
            raise Unknown("信已经交给邮件服务器，它没有回话；请问一下收件人，没收到再发一次") from fault
        else:
            self._said(code, "不收这封信")

    def _talk(self) -> smtplib.SMTP:
        """The open connection. Raises Later where there is none to be had."""
        if self._open is None:
            try:
                self._open = _opened(self.server)
            except smtplib.SMTPAuthenticationError as fault:
                raise self._away("邮件服务器不认用户名或密码") from fault
            except ssl.SSLCertVerificationError as fault:
                raise self._away("邮件服务器的证书信不过") from fault
            except smtplib.SMTPException as fault:
                raise self._away("邮件服务器不让发信") from fault
            except OSError as fault:
                raise self._away("连不上邮件服务器") from fault
        return self._open

    def _asked(self, ask: Callable[[], tuple[int, bytes]], says: str) -> None:
        try:
            code, _ = ask()
        except (smtplib.SMTPException, OSError) as fault:
            raise self._away("和邮件服务器的连接断了") from fault
        self._said(code, says)

    def _said(self, code: int, says: str) -> None:
        """What the server's answer means; after a "no" it forgets the mail."""
        if 200 <= code < 300:
            return
        if code == 421:
            self._lost()
        else:
            self._forget()
        if 500 <= code < 600:
            raise Never(f"邮件服务器{says}（{code}）")
        raise Later(f"邮件服务器现在{says}（{code}）")

    def _forget(self) -> None:
        if self._open is not None:
            try:
                self._open.rset()
            except (smtplib.SMTPException, OSError):
                self._lost()

    def _away(self, says: str) -> Later:
        self._lost()
        self.is_away = True
        return Later(says)

    def _lost(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None

    def _close(self) -> None:
        if self._open is not None:
            try:
                self._open.quit()
            except (smtplib.SMTPException, OSError):
                self._open.close()
        self._open = None


def _opened(server: Server) -> smtplib.SMTP:
    """A connection on which mails may be handed over.

    A password goes over TLS alone, unless the server is this machine or the settings say ``tls=no``.
    """
    trusted = ssl.create_default_context(cafile=server.ca or None)
    if server.wrapped:
        talk: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=trusted)
    else:
        talk = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        talk.ehlo_or_helo_if_needed()
        if not server.wrapped and not server.plain and talk.has_extn("starttls"):
            talk.starttls(context=trusted)
            talk.ehlo()
            safe = True
        else:
            safe = server.wrapped or server.plain or server.near
        if server.user:
            if not safe:
                raise smtplib.SMTPNotSupportedError("no TLS")
            talk.login(server.user, server.password)
    except BaseException:
        talk.close()
        raise
    return talk


def mail_of(server: Server, address: str, subject: str, body: str, number: str, at: datetime) -> bytes:
    """The mail as it goes over the wire. Raises ValueError for an address or a subject that no mail can hold."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(server.name, addr_spec=server.sender)
    made["To"] = Address(addr_spec=address)
    made["Subject"] = subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = number
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body, cte="base64")
    return made.as_bytes()
