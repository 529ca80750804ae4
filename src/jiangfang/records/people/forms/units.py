"""A list of units out of Excel: what each line means, what is wrong with it, and how it waits to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jiangfang.core.people import ROLE_TITLES, Kind, Role, has_unseen
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.excel.people import ABOVE, MOST, NAME, ROLE, UnitLine
from jiangfang.records.people.actions import NewUnit
from jiangfang.records.people.forms.carried import packed, unpacked
from jiangfang.records.people.models import Hat, Organisation

ROLES = (Role.UNIT, Role.UNIT_UNION)
LONGEST = 100
_CARRIED = "people.units"
_BETWEEN = re.compile(r"[\s、，,；;/＋+和及]+")
_CALLED: Mapping[str, tuple[Role, ...]] = {
    ROLE_TITLES[Role.UNIT]: (Role.UNIT,),
    "单位": (Role.UNIT,),
    ROLE_TITLES[Role.UNIT_UNION]: (Role.UNIT_UNION,),
    "单位工会": (Role.UNIT_UNION,),
    "工会": (Role.UNIT_UNION,),
    "都要": ROLES,
    "两个都要": ROLES,
}


@dataclass(frozen=True, slots=True)
class Read:
    """A line and what it means. there: the unit that is there already; twins: bodies that have one of the same name."""

    line: UnitLine
    parent: Organisation | None
    roles: tuple[Role, ...]
    there: Organisation | None = None
    twins: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def role_titles(self) -> str:
        """For whom codes are issued."""
        return "、".join(ROLE_TITLES[role] for role in self.roles)

    @property
    def wrong(self) -> str:
        """The sentences of what is wrong, without the number of the row."""
        return "；".join(problem.message.removeprefix(self.line.place("")) for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Known:
    """The open organisations that the list may speak of, by name. default: where lines without a body go."""

    default: Organisation
    by_name: Mapping[str, Sequence[Organisation]] = field(default_factory=dict)


def known(default: Organisation, organisations: Iterable[Organisation]) -> Known:
    """What a list is read against."""
    by_name: dict[str, list[Organisation]] = {}
    for one in organisations:
        by_name.setdefault(one.name, []).append(one)
    return Known(default, by_name)


def read(lines: Sequence[UnitLine], against: Known) -> list[Read]:
    """Every line of a list."""
    seen: dict[tuple[int, str], int] = {}
    made = []
    for line in lines:
        problems: list[Problem] = []
        _look_at_name(line, problems)
        parent, roles = _parent(line, against, problems), _roles(line, problems)
        if parent is not None and line.name:
            before = seen.setdefault((parent.pk, line.name), line.row)
            if before != line.row:
                problems.append(_wrong(line, NAME, f"“{line.name}”和第 {before} 行重复，请删掉一行"))
        alike = [one for one in against.by_name.get(line.name, ()) if one.kind == Kind.UNIT]
        there = next((one for one in alike if parent is not None and one.parent_id == parent.pk), None)
        twins = tuple(one.parent.name for one in alike if one is not there and one.parent is not None)
        made.append(Read(line, parent, roles, there, twins, tuple(problems)))
    return made


def new_units(found: Sequence[Read]) -> list[NewUnit]:
    """The lines as the action takes them. Raises Refused with what is wrong in any of them."""
    problems = [problem for one in found for problem in one.problems]
    if problems:
        raise Refused(problems)
    return [NewUnit(one.line.name, one.parent, one.roles, _where(one.line)) for one in found]


def waiting(lines: Sequence[UnitLine], hat: Hat, default: Organisation, at: datetime) -> str:
    """The list as it travels in the page until it is confirmed: signed, for this hat, no file kept."""
    rows = [[line.row, line.name, line.above, line.role] for line in lines]
    return packed(_CARRIED, rows, hat, default.pk, at)


def taken_up(text: str, hat: Hat, at: datetime) -> tuple[list[UnitLine], int]:
    """The list out of the page, and where lines without a body go. Raises Refused."""
    rows, default = unpacked(_CARRIED, text, hat, at)
    return [UnitLine(*row) for row in rows[:MOST]], default


def _parent(line: UnitLine, against: Known, problems: list[Problem]) -> Organisation | None:
    if not line.above:
        return against.default
    found = against.by_name.get(line.above, ())
    if len(found) == 1:
        return found[0]
    said = f"没有叫“{line.above[:40]}”的上级，请照系统里的全称写，或者先把它加上"
    if found:
        said = f"叫“{line.above[:40]}”的不止一个，请先给它们改成不同的名称"
    problems.append(_wrong(line, ABOVE, said))
    return None


def _roles(line: UnitLine, problems: list[Problem]) -> tuple[Role, ...]:
    words = [word for word in _BETWEEN.split(line.role) if word]
    unknown = [word for word in words if word not in _CALLED]
    if unknown:
        titles = "”或“".join(ROLE_TITLES[role] for role in ROLES)
        problems.append(_wrong(line, ROLE, f"写的是“{unknown[0][:20]}”，应是“{titles}”，两个都要就空着"))
    wanted = {role for word in words for role in _CALLED.get(word, ())}
    return tuple(role for role in ROLES if role in wanted) or ROLES


def _look_at_name(line: UnitLine, problems: list[Problem]) -> None:
    if not line.name:
        problems.append(_wrong(line, NAME, "没有写"))
    elif len(line.name) > LONGEST:
        problems.append(_wrong(line, NAME, f"超过 {LONGEST} 个字，请写单位的全称，不要写说明"))
    elif has_unseen(line.name):
        problems.append(_wrong(line, NAME, "里面有换行或看不见的字符，请重新写一遍"))


def _wrong(line: UnitLine, column: str, says: str) -> Problem:
    return error("bad_row", _where(line), f"{line.place(column)}：{says}")


def _where(line: UnitLine) -> str:
    return f"row-{line.row}"
