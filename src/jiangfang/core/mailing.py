"""How a mail goes out: the states it can be in, when it is tried again, the number by which it is known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a mail stands. UNSURE: it may have gone out; nobody knows, so nothing sends it again by itself."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    HELD = "held"
    DROPPED = "dropped"


TITLES: Mapping[State, str] = {
    State.HELD: "放着，等放行",
    State.WAITING: "等着发",
    State.SENDING: "正在发",
    State.SENT: "已发出",
    State.FAILED: "没发成",
    State.UNSURE: "说不准发没发出",
    State.DROPPED: "不发了",
}
"""What people read, in the order in which they look."""

MOST_TRIES = 6
GIVEN_UP = timedelta(minutes=10)
"""After how long a mail that is being sent is taken for one whose sender was stopped in the middle."""
_PAUSES = (1, 5, 20, 60, 240)


def next_try(tries: int, at: datetime) -> datetime | None:
    """When to try again after so many tries that failed for the moment; None once it has been enough."""
    return at + timedelta(minutes=_PAUSES[tries - 1]) if 0 < tries < MOST_TRIES else None


def message_id(federation: int, key: str, address: str, domain: str) -> str:
    """The number of a mail: always the same for the same thing said to the same address, so that doubles are seen."""
    said = "\n".join((str(federation), key, address.casefold()))
    return f"<{hashlib.sha256(said.encode()).hexdigest()[:40]}@{domain}>"


def may_release(state: str) -> bool:
    """Whether somebody may let it go out."""
    return state == State.HELD


def may_send_again(state: str) -> bool:
    """Whether somebody may have it sent once more."""
    return state in (State.FAILED, State.UNSURE, State.DROPPED)
