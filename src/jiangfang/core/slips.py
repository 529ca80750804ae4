"""One-time codes: how they are spelled, what of them is kept, how long they are good."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

# No 0 O 1 I L: the code is read from paper and typed.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, GROUP = 16, 4


class Purpose(StrEnum):
    """What a slip opens: a hat of a unit for somebody new, a new password, a sign-in."""

    UNIT = "unit"
    RESET = "reset"
    LINK = "link"


LIFE = {Purpose.UNIT: timedelta(hours=72), Purpose.RESET: timedelta(hours=72), Purpose.LINK: timedelta(hours=1)}


def spell(choose: Callable[[str], str]) -> str:
    """A new code, each letter chosen by ``choose`` (a secure one): ``7KQM-…``."""
    letters = [choose(ALPHABET) for _ in range(LENGTH)]
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, LENGTH, GROUP))


def tidy(typed: str) -> str:
    """A code as typed, without what people add: small letters, spaces, hyphens, full-width forms."""
    half = (chr(ord(letter) - 0xFEE0) if "！" <= letter <= "～" else letter for letter in typed)
    return "".join(letter for letter in "".join(half).upper() if letter.isalnum())


def digest(typed: str) -> str:
    """What is kept of a code, and found by."""
    return hashlib.sha256(tidy(typed).encode("utf-8", "surrogatepass")).hexdigest()


def expires(purpose: Purpose, issued: datetime) -> datetime:
    """From when on a slip is no good."""
    return issued + LIFE[purpose]


def refusal(now: datetime, expires_at: datetime, used: datetime | None, revoked: datetime | None) -> str:
    """Why a slip is no good; "" while it is."""
    if used is not None:
        return "这个一次性码已经用过，不能再用；需要的话请发码的单位再发一个"
    if revoked is not None:
        return "这个一次性码已经作废，请向发码的单位问一问"
    if now >= expires_at:
        return "这个一次性码已经过期，请发码的单位再发一个"
    return ""
