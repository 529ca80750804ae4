"""Whom a deed on an application concerns, and what they are told: no personal values, only where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jiangfang.core.fields.date import long_day
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.problems import with_clause

READERS = (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY)
"""Who is told anything."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A deed on an application. name: the studio; before, after: titles of the states, the same where it stayed.

    by: who did it; waited, waits: the roles that it waited for and waits for now; void: whose opinions it made void;
    hidden: it was the unit's own affair before; due: until when it has to be mended.
    """

    deed: str
    name: str
    number: str
    by: Role
    before: str
    after: str
    waited: Collection[str] = ()
    waits: Collection[str] = ()
    void: Collection[str] = ()
    hidden: bool = False
    due: date | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one role is told. turn: it has to do something now."""

    role: Role
    subject: str
    text: str
    turn: bool


@dataclass(frozen=True, slots=True)
class _Telling:
    """How a deed is told. says: what happened; next: whose turn it becomes hears of it; more: who else does.

    lost: whom it waited for before hears of it, since there is nothing to do any more.
    """

    says: str
    next: bool = True
    more: tuple[Role, ...] = ()
    lost: bool = False


# The city hears once of everything that is handed in together, and the recommender once of what it gets back.
_TELLINGS: Mapping[str, _Telling] = {
    "submit": _Telling("单位提交了申报"),
    "resubmit": _Telling("单位补正后再交了"),
    "recall": _Telling("单位取回修改", next=False, lost=True),
    "withdraw": _Telling("单位撤回了申报", next=False, more=(Role.UNIT_UNION, Role.RECOMMENDER), lost=True),
    "apply_directly": _Telling("单位直接报送了市总工会"),
    "endorse": _Telling("所在单位工会签了意见", more=(Role.UNIT,)),
    "opinion_renewed": _Telling("失效的意见重新签了", more=(Role.UNIT,)),
    "return": _Telling("退回补正"),
    "recommend": _Telling("推荐单位签了推荐意见", more=(Role.UNIT,)),
    "unrecommend": _Telling("推荐单位撤回了推荐", more=(Role.UNIT,)),
    "not_recommend": _Telling("推荐单位没有推荐", next=False, more=(Role.UNIT,)),
    "passed_over": _Telling("推荐单位这次没有列入推荐", next=False, more=(Role.UNIT,)),
    "hand_in": _Telling("推荐单位报送了市总工会", next=False, more=(Role.UNIT,)),
    "hand_back": _Telling(
        "市总工会退回了推荐单位，由推荐单位办好再报送", next=False, more=(Role.UNIT, Role.UNIT_UNION)
    ),
    "receive": _Telling("市总工会受理了", next=False, more=(Role.UNIT,)),
}
_TURNS: Mapping[Role, str] = {
    Role.UNIT: "等您办理",
    Role.UNIT_UNION: "等您签所在单位工会意见",
    Role.RECOMMENDER: "等您审核推荐",
    Role.CITY: "等市总工会办理",
}
_OPINIONS: Mapping[Role, str] = {
    Role.UNIT_UNION: "所在单位工会意见失效了，等您重新签",
    Role.RECOMMENDER: "推荐意见失效了，等您重新签",
}


def told(what: Happening) -> tuple[Told, ...]:
    """Who is told of it and in which words, each role once; nobody of a deed that the table does not know."""
    telling = _TELLINGS.get(what.deed)
    return tuple(_told(what, telling)) if telling is not None else ()


def _told(what: Happening, telling: _Telling) -> Iterator[Told]:
    returned = what.deed == "return"
    says = f"{ROLE_TITLES[what.by]}{telling.says}" if returned else telling.says
    more = (Role.RECOMMENDER,) if returned and what.by is Role.CITY else telling.more
    for role in READERS:
        if role is what.by:
            continue
        if role.value in what.void and role in _OPINIONS:
            yield _one(what, role, says, _OPINIONS[role])
        elif telling.next and role.value in what.waits:
            yield _one(what, role, says, _mending(what) if returned else _TURNS[role])
        elif (role in more or (telling.lost and role.value in what.waited)) and _knew(what, role):
            yield _one(what, role, says, "")


def _knew(what: Happening, role: Role) -> bool:
    """Whether it was this role's affair before; a draft is its unit's alone."""
    return role is Role.UNIT or not what.hidden


def _mending(what: Happening) -> str:
    return f"请在{long_day(what.due)}前改好再交" if what.due else "请改好再交"


def _one(what: Happening, role: Role, says: str, turn: str) -> Told:
    subject = f"{what.name}：{turn or says}"
    number = f"（{what.number}）" if what.number else ""
    stands = f"现在是“{what.after}”。" if what.after else ""
    line = with_clause(f"{what.name}{number}：{says}", what.clause)
    return Told(role, subject, f"{line}。{stands}{f'{turn}。' if turn else ''}", bool(turn))
