"""When the certificate of the pages runs out: read out of its file, told in time to the log and to administrators."""

from __future__ import annotations

import logging
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jiangfang.core.fields.date import long_day
from jiangfang.core.people import Role
from jiangfang.records.messages.actions import post
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Federation
from jiangfang.records.people.queries import top_id

log = logging.getLogger(__name__)

AHEAD = (timedelta(days=30), timedelta(days=7), timedelta())
"""How long before its end it is told, each time once."""
_SEQUENCE, _SHORT, _LONG = 0x30, 0x17, 0x18
_VERSION = 0xA0


def end_of(pem: Path) -> datetime:
    """The moment after which the first certificate of a file is good no more. Raises ValueError, OSError."""
    text = pem.read_text("ascii", errors="replace")
    head, foot = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    start = text.index(head)
    der = ssl.PEM_cert_to_DER_cert(text[start : text.index(foot, start) + len(foot)])
    certificate, _ = _value(der, _SEQUENCE)
    said, _ = _value(certificate, _SEQUENCE)
    if said[:1] == bytes([_VERSION]):
        said = _rest(said)
    for _ in ("serial number", "signature", "issuer"):
        said = _rest(said)
    validity, _ = _value(said, _SEQUENCE)
    return _moment(_rest(validity))


def _value(der: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first value of DER (X.690), and what stands behind it. Raises ValueError."""
    if len(der) < 2 or der[0] != tag:
        raise ValueError("not what a certificate holds there")
    length, start = der[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(der[2:start], "big")
    if len(der) < start + length:
        raise ValueError("a certificate that was cut off")
    return der[start : start + length], der[start + length :]


def _rest(der: bytes) -> bytes:
    """What stands behind the first value."""
    return _value(der, der[0] if der else 0)[1]


def _moment(der: bytes) -> datetime:
    """UTCTime or GeneralizedTime, as RFC 5280 (4.1.2.5) has them."""
    kind = der[0] if der else 0
    said = _value(der, kind)[0].decode("ascii")
    if kind == _SHORT:
        said = f"{'19' if said[:2] >= '50' else '20'}{said}"
    elif kind != _LONG:
        raise ValueError("no time")
    return datetime.strptime(said, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def watch(end: datetime, now: datetime) -> str:
    """Say in the log and on the desk of every administrator that it is or will soon be over, each stage once.

    What was said, "" for nothing.
    """
    stage = next((ahead for ahead in reversed(AHEAD) if now >= end - ahead), None)
    if stage is None:
        return ""
    over, day = now >= end, long_day(day_of(end))
    subject = f"HTTPS 证书已经过期（{day}）" if over else f"HTTPS 证书 {day} 到期"
    for federation in Federation.objects.order_by("pk"):
        post(
            federation=federation.pk,
            organisation=top_id(federation.pk),
            roles=(Role.ADMIN,),
            key=f"certificate:{end:%Y%m%dT%H%M%S}:{stage.days}",
            subject=subject,
            text=f"{subject}。{_OVER if over else _SOON}",
            at=now,
        )
    log.warning("the certificate of the pages %s on %s", "ran out" if over else "runs out", f"{end:%Y-%m-%d}")
    return subject


_OVER = "浏览器会挡住打开网页的人。请尽快换上新的证书和私钥，再重新启动服务。"
_SOON = "到期以后浏览器会挡住打开网页的人。请在那以前换上新的证书和私钥，再重新启动服务。"
