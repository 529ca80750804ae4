"""What the people on a form are to be told: which of their personal values are asked, who sees them, for how long."""

from __future__ import annotations

from collections.abc import Sequence

from jiangfang.core.definition.programme import Programme
from jiangfang.core.fields import Field
from jiangfang.core.fields.date import long_day
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.personal import sees
from jiangfang.core.retention import TITLES, Group, Terms

TOLD = "表上列出的人都已经告知：填哪些个人信息、作什么用、谁能看到、保存多久，《个人信息告知书》请他们看过。"
"""What a unit attests beside its form."""
_ID = "身份证"


def asked(fields: Sequence[Field]) -> list[str]:
    """The personal values that a unit is asked for: 带头人出生年月; 骨干成员：每人的出生年月."""
    said = []
    for field in fields:
        if field.by != "unit":
            continue
        columns = [column.label for column in field.columns if column.personal]
        if field.personal:
            said.append(field.name)
        elif columns:
            said.append(f"{field.name}：每人的{'、'.join(columns)}")
    return said


def asks_id(fields: Sequence[Field]) -> bool:
    """Whether the number of an identity card is asked."""
    return any(_ID in label for field in fields for label in (field.label, *(one.label for one in field.columns)))


def readers(programme: Programme, route: str) -> list[str]:
    """Who sees these values on a route, beside those who fill in."""
    steps = next((found.steps for found in programme.routes if found.id == route), ())
    roles = [Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY, Role.GROUP, Role.EXPERT]
    return [
        ROLE_TITLES[role]
        for role in roles
        if sees(programme.personal_for, role) and (role.value in steps or role in (Role.CITY, Role.EXPERT))
    ]


def kept(terms: Terms) -> list[str]:
    """How long they are kept, a line for each group that somebody gave a time."""
    said = []
    for group in Group:
        due, years = terms.due(group), terms.years.get(group)
        if due is not None:
            after = f"批次结束后 {years} 年" if years else "批次结束以后"
            said.append(f"{TITLES[group]}：{after}，{long_day(due)}起删除")
    return said
