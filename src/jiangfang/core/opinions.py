"""Opinions in their order: which still hold, which may be given now, and on what day.

None is given before, or dated before, the one ahead of it; a change of a material answer voids those given on earlier
answers (notices: 开封 2024 通知三, 廊坊 2019 通知四 and the order of the boxes on both forms).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiangfang.core.definition.programme import Programme
from jiangfang.core.fields import Field
from jiangfang.core.fields.base import xml_cannot_hold
from jiangfang.core.fields.date import long_day
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.problems import Problem, error, with_clause

LONGEST = 2_000


class Standing(StrEnum):
    """How an opinion stands."""

    NONE = "none"
    HOLDS = "holds"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Given:
    """An opinion as the rules see it. version: of the answers it was given on; day: the day on the paper."""

    version: int
    day: date


def chain(programme: Programme, route: str) -> list[Field]:
    """The opinion fields of a route, in the order in which they are given."""
    steps = next((found.steps for found in programme.routes if found.id == route), ())
    fields = [field for field in programme.fields if field.type == "opinion" and field.by in steps]
    return sorted(fields, key=lambda field: steps.index(field.by))


def standing(given: Given | None, material_version: int) -> Standing:
    """Whether an opinion holds: the answers of weight are those it was given on."""
    if given is None:
        return Standing.NONE
    return Standing.HOLDS if given.version >= material_version else Standing.VOID


def first_not_holding(fields: list[Field], given: Mapping[str, Given], material_version: int) -> Field | None:
    """The first opinion of a chain that is not there or void; None when all hold. given: by role."""
    return next((one for one in fields if standing(given.get(one.by), material_version) is not Standing.HOLDS), None)


def may_give(
    fields: list[Field],
    role: str,
    given: Mapping[str, Given],
    material_version: int,
    *,
    text: str,
    signer: str = "",
    day: date,
    today: date,
) -> list[Problem]:
    """What stands against giving an opinion now. fields: the chain of the route; given: by role."""
    own = next((field for field in fields if field.by == role), None)
    if own is None:
        return [error("not_now", "", f"这条渠道没有{_who(role)}的意见")]
    ahead = fields[: fields.index(own)]
    problems = []
    waiting = first_not_holding(ahead, given, material_version)
    if waiting is not None:
        void = waiting.by in given
        said = f"{waiting.label}{'因为后来的改动失效了，要先重新签' if void else '还没有签'}，{_who(role)}才能签意见"
        problems.append(error("not_now", "", with_clause(said, waiting.clause), waiting.clause))
    if not text.strip():
        problems.append(
            error("missing", f"{own.key}.text", with_clause(f"{own.label}没有写，请补填", own.clause), own.clause)
        )
    elif len(text) > LONGEST:
        problems.append(error("too_long", f"{own.key}.text", f"{own.label}有 {len(text)} 个字，最多 {LONGEST} 个"))
    for part, said in (("text", text), ("signer", signer)):
        if xml_cannot_hold(said):
            message = f"{own.label}里有看不见、也印不出的字符（多半是从别处粘贴带来的），请删去再签"
            problems.append(error("bad_character", f"{own.key}.{part}", message))
    return [*problems, *_day_problems(own, ahead, given, day, today)]


def _day_problems(own: Field, ahead: list[Field], given: Mapping[str, Given], day: date, today: date) -> list[Problem]:
    where = f"{own.key}.date"
    if day > today:
        return [error("bad_date", where, f"{own.label}的日期 {long_day(day)} 还没有到，今天是 {long_day(today)}")]
    for field in reversed(ahead):
        before = given.get(field.by)
        if before is not None and day < before.day:
            said = f"{own.label}的日期 {long_day(day)} 早于{field.label}的 {long_day(before.day)}，意见要按次序签"
            return [error("bad_date", where, with_clause(said, own.clause), own.clause)]
    return []


def _who(role: str) -> str:
    return ROLE_TITLES[Role(role)]
