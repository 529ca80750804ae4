"""What happened to a person, in words, for whoever manages the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.slips import Purpose
from jiangfang.records.journal.queries import Told

DEEDS: Mapping[str, str] = {
    "person.added": "登记",
    "person.amended": "更正",
    "person.put_out": "停用账号",
    "person.put_back": "恢复账号",
    "person.email_changed": "改了自己的邮箱",
    "person.password_changed": "自己改了密码",
    "person.password_reset": "用一次性码重设了密码",
    "hat.given": "给了身份",
    "hat.ended": "结束身份",
    "slip.issued": "发了一次性码",
    "slip.used": "用了一次性码",
    "slip.revoked": "作废一次性码",
}
PURPOSES: Mapping[str, str] = {
    Purpose.UNIT.value: "加入单位",
    Purpose.RESET.value: "重设密码",
    Purpose.LINK.value: "登录一次",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One deed as it is read. by: who did it, under which hat."""

    at: datetime
    words: str
    more: str
    by: str


def lines(deeds: Iterable[Told]) -> list[Line]:
    """What happened, last first. A phone is never in it."""
    made = [
        Line(one.at, DEEDS.get(one.deed, "办了别的事"), _more(one), f"{one.actor.name} {one.hat}".strip())
        for one in deeds
    ]
    return made[::-1]


def _more(told: Told) -> str:
    after = told.after
    if told.deed.startswith("hat."):
        return f"{_role(after)}·{after.get('organisation_name', '')}".strip("·")
    if told.deed.startswith("slip."):
        return PURPOSES.get(str(after.get("purpose")), "")
    if told.deed == "person.added":
        return f"登录名 {after.get('login', '')}"
    if told.deed == "person.amended":
        return _amended(told)
    return ""


def _amended(told: Told) -> str:
    changed = []
    if "name" in told.after:
        changed.append(f"姓名由“{told.before.get('name', '')}”改为“{told.after['name']}”")
    if "phone" in told.after:
        changed.append("电话改了")
    return "，".join(changed)


def _role(after: Mapping[str, Any]) -> str:
    role = str(after.get("role", ""))
    return ROLE_TITLES[Role(role)] if role in set(Role) else ""
