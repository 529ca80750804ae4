"""What is typed to begin an installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiangfang.core.problems import Refused, error
from jiangfang.records.people.forms.passwords import new_password

BOXES = ("code", "federation", "name", "login", "password", "again")
_WANTED = {
    "code": "请写窗口里印的一次性码",
    "federation": "请写市总工会的全称",
    "name": "请写管理员的姓名",
    "login": "请起一个登录名",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed, without the password; clerk is ticked until somebody takes the tick away."""

    code: str = ""
    federation: str = ""
    name: str = ""
    login: str = ""
    clerk: bool = True


def typed(posted: Mapping[str, str]) -> Typed:
    """The boxes of the form."""
    code, federation, name, login = (posted.get(key, "") for key in BOXES[:4])
    return Typed(code, federation, name, login, clerk=posted.get("clerk") == "1")


def password(posted: Mapping[str, str]) -> str:
    """The password, where every box is filled. Raises Refused with everything that is missing."""
    problems = [error("missing", key, says) for key, says in _WANTED.items() if not posted.get(key, "").strip()]
    try:
        chosen = new_password(posted)
    except Refused as fault:
        raise Refused([*problems, *fault.problems]) from fault
    if problems:
        raise Refused(problems)
    return chosen
