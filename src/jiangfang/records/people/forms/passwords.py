"""Passwords typed twice, and what somebody new writes beside one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiangfang.core.problems import Refused, error


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody new types; every text as typed."""

    code: str
    login: str
    name: str
    phone: str


def joining(typed: Mapping[str, str]) -> Joining:
    """What stands in the form of /join/; what is absent is empty."""
    return Joining(*(typed.get(key, "") for key in ("code", "login", "name", "phone")))


def new_password(typed: Mapping[str, str], key: str = "password") -> str:
    """The password of a form, the same in both boxes. Raises Refused where they differ or it is empty."""
    password = typed.get(key, "")
    if not password:
        raise Refused([error("missing", key, "请写密码")])
    if password != typed.get("again", ""):
        raise Refused([error("bad_password", "again", "两次写的密码不一样，请再写一遍")])
    return password
