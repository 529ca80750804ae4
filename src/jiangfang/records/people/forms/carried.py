"""A list out of Excel on its way from the page that shows it to the page that confirms it: signed, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from jiangfang.core.problems import Refused, error
from jiangfang.records.people.models import Hat

WAITS = timedelta(hours=2)


def packed(what: str, rows: Sequence[Sequence[object]], hat: Hat, below: int, at: datetime) -> str:
    """The list as text for the page. what: which kind of list; below: the organisation to which it is added."""
    plain = {"hat": hat.pk, "default": below, "at": at.isoformat(), "rows": [list(row) for row in rows]}
    return signing.dumps(plain, salt=what, compress=True)


def unpacked(what: str, text: str, hat: Hat, at: datetime) -> tuple[list[list[Any]], int]:
    """The rows out of the page, and to which organisation they are added. Raises Refused."""
    try:
        plain: dict[str, Any] = signing.loads(text, salt=what)
    except signing.BadSignature as fault:
        raise Refused([error("unreadable_file", "file", "核对过的名单没有带过来，请重新上传一次")]) from fault
    if plain["hat"] != hat.pk:
        raise Refused([error("not_allowed", "file", "名单是以另一个身份核对的，请以现在的身份重新上传")])
    if not timedelta() <= at - datetime.fromisoformat(plain["at"]) < WAITS:
        raise Refused([error("unreadable_file", "file", "核对以后过了两个小时，单位可能有变化，请重新上传一次")])
    return plain["rows"], plain["default"]
