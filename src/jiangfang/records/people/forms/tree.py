"""The tree of organisations out of Excel: what each line means, what is wrong with it, how it waits to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiangfang.core import tree
from jiangfang.core.people import KIND_TITLES, ROLE_TITLES, Kind, Role, belongs_at, has_unseen
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.tree import Spot, Why
from jiangfang.documents.excel.people import MOST
from jiangfang.documents.excel.tree import ABOVE, CONTACT, KIND, NAME, ROLE, BodyLine
from jiangfang.records.people.actions import NewBody
from jiangfang.records.people.forms.carried import packed, unpacked
from jiangfang.records.people.models import Hat, Organisation

LONGEST, LONGEST_CONTACT = 100, 60
ROLES = (Role.RECOMMENDER, Role.UNIT, Role.UNIT_UNION)
KINDS: Mapping[Kind, str] = {
    Kind.COUNTY: "县、县级市、区的总工会",
    Kind.ZONE: "开发区、园区的工会",
    Kind.INDUSTRY: "产业、系统、行业的工会，也包括产业分会",
    Kind.ORGANS: "市直机关等机关的工会",
    Kind.UNIT: "申报的单位：企业、事业单位、学校、医院……",
}
EXAMPLES = (
    ("示例县总工会", KIND_TITLES[Kind.COUNTY], "", "示例甲", ROLE_TITLES[Role.RECOMMENDER]),
    ("示例开发区工会", KIND_TITLES[Kind.ZONE], "", "示例乙", ""),
    ("示例教育工会", KIND_TITLES[Kind.INDUSTRY], "", "", ""),
    ("示例机械厂", KIND_TITLES[Kind.UNIT], "示例县总工会", "示例丙", "申报单位、所在单位工会"),
    ("示例机械厂铸造分厂", KIND_TITLES[Kind.UNIT], "示例机械厂", "", ""),
    ("示例市属集团", KIND_TITLES[Kind.UNIT], "", "示例丁", ROLE_TITLES[Role.UNIT]),
)
_CARRIED = "people.tree"
_BETWEEN = re.compile(r"[\s、，,；;/＋+和及]+")
_MARKS = re.compile(r"[\s（）()、，,]+")
_KINDS: Mapping[str, Kind] = {
    **{_MARKS.sub("", KIND_TITLES[kind]): kind for kind in KINDS},
    **dict.fromkeys(("县市区", "县区", "县区总工会", "县总工会", "区总工会", "县级市总工会"), Kind.COUNTY),
    **dict.fromkeys(("开发区", "开发区总工会", "园区工会"), Kind.ZONE),
    **dict.fromkeys(("产业", "产业系统", "产业系统工会", "系统工会", "行业工会", "产业分会"), Kind.INDUSTRY),
    **dict.fromkeys(("机关", "市直机关", "市直机关工会"), Kind.ORGANS),
    **dict.fromkeys(("申报单位", "企业", "事业单位", "企事业单位"), Kind.UNIT),
}
_ROLES: Mapping[str, Role] = {
    **{ROLE_TITLES[role]: role for role in ROLES},
    "推荐": Role.RECOMMENDER,
    "单位": Role.UNIT,
    "单位工会": Role.UNIT_UNION,
    "工会": Role.UNIT_UNION,
}


@dataclass(frozen=True, slots=True)
class Read:
    """A line and what it means. above: the name of what it stands below; there: the body that it is already."""

    line: BodyLine
    kind: Kind | None
    spot: Spot
    above: str
    there: Organisation | None
    roles: tuple[Role, ...]
    twins: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def kind_title(self) -> str:
        """The kind as it is called here, or as it was written."""
        return KIND_TITLES[self.kind] if self.kind else self.line.kind

    @property
    def role_titles(self) -> str:
        """For whom codes are issued."""
        return "、".join(ROLE_TITLES[role] for role in self.roles)

    @property
    def wrong(self) -> str:
        """The sentences of what is wrong, without the number of the row."""
        return "；".join(problem.message.removeprefix(self.line.place("")) for problem in self.problems)


def read(lines: Sequence[BodyLine], there: Iterable[Organisation], top: Organisation) -> list[Read]:
    """Every line of a list, against the open organisations of the federation."""
    bodies = {one.pk: one for one in there}
    kinds = [_KINDS.get(_MARKS.sub("", line.kind)) for line in lines]
    wanted = [tree.Line(line.name, kind, line.above) for line, kind in zip(lines, kinds, strict=True)]
    standing = [_standing(one) for one in bodies.values()]
    spots = tree.planted(wanted, standing, _standing(top))
    by_name: dict[str, list[Organisation]] = {}
    for one in bodies.values():
        by_name.setdefault(one.name, []).append(one)
    made = []
    for line, kind, spot in zip(lines, kinds, spots, strict=True):
        roles, wrong = _roles(line, kind)
        problems = (*_of_cells(line, kind), *wrong, *_of_spot(line, kind, spot, lines, bodies))
        known = bodies[spot.there] if spot.there is not None else None
        twins = [one for one in by_name.get(line.name, ()) if one is not known and one.parent is not None]
        made.append(
            Read(
                line,
                kind,
                spot,
                bodies[spot.above].name if spot.above is not None else line.above,
                known,
                roles,
                tuple(one.parent.name for one in twins if one.parent is not None),
                problems,
            )
        )
    return made


def new_bodies(found: Sequence[Read], there: Mapping[int, Organisation]) -> list[NewBody]:
    """The lines as the action takes them. Raises Refused with what is wrong in any of them."""
    problems = [problem for one in found for problem in one.problems]
    if problems:
        raise Refused(problems)
    return [
        NewBody(
            one.line.name,
            one.kind,
            there[one.spot.above] if one.spot.above is not None else None,
            one.spot.line,
            one.roles,
            _where(one.line),
        )
        for one in found
        if one.kind is not None
    ]


def waiting(lines: Sequence[BodyLine], hat: Hat, top: Organisation, at: datetime) -> str:
    """The list as it travels in the page until it is confirmed."""
    rows = [[one.row, one.name, one.kind, one.above, one.contact, one.role] for one in lines]
    return packed(_CARRIED, rows, hat, top.pk, at)


def taken_up(text: str, hat: Hat, at: datetime) -> list[BodyLine]:
    """The list out of the page. Raises Refused."""
    rows, _ = unpacked(_CARRIED, text, hat, at)
    return [BodyLine(*row) for row in rows[:MOST]]


def _standing(one: Organisation) -> tree.Standing:
    return tree.Standing(one.pk, one.name, Kind(one.kind), one.parent_id, one.path.count("/") - 1)


def _of_cells(line: BodyLine, kind: Kind | None) -> list[Problem]:
    """What is wrong in a cell by itself."""
    found = []
    if not line.name:
        found.append(_wrong(line, NAME, "没有写"))
    elif len(line.name) > LONGEST:
        found.append(_wrong(line, NAME, f"超过 {LONGEST} 个字，请写全称，不要写说明"))
    elif has_unseen(line.name):
        found.append(_wrong(line, NAME, "里面有换行或看不见的字符，请重新写一遍"))
    if kind is None:
        titles = "、".join(KIND_TITLES[one] for one in KINDS)
        said = f"写的是“{line.kind[:20]}”" if line.kind else "没有写"
        found.append(_wrong(line, KIND, f"{said}，应是下面的一种：{titles}"))
    if len(line.contact) > LONGEST_CONTACT or has_unseen(line.contact):
        found.append(_wrong(line, CONTACT, "只写姓名，不要换行"))
    return found


def _roles(line: BodyLine, kind: Kind | None) -> tuple[tuple[Role, ...], list[Problem]]:
    """For whom codes are issued: as written; for a contact those of the kind; else for nobody."""
    words = [word for word in _BETWEEN.split(line.role) if word]
    unknown = [word for word in words if word not in _ROLES]
    may = tuple(role for role in ROLES if kind is not None and belongs_at(role, kind))
    titles = "”或“".join(ROLE_TITLES[role] for role in may or ROLES)
    if unknown:
        return (), [_wrong(line, ROLE, f"写的是“{unknown[0][:20]}”，应是“{titles}”，或者空着")]
    wanted = {_ROLES[word] for word in words}
    if kind is not None and (strange := [role for role in ROLES if role in wanted and role not in may]):
        said = f"{KIND_TITLES[kind]}没有“{ROLE_TITLES[strange[0]]}”这个身份，应是“{titles}”，或者空着"
        return (), [_wrong(line, ROLE, said)]
    if words:
        return tuple(role for role in may if role in wanted), []
    return (may if line.contact else ()), []


def _of_spot(
    line: BodyLine, kind: Kind | None, spot: Spot, lines: Sequence[BodyLine], bodies: Mapping[int, Organisation]
) -> list[Problem]:
    """Why a line cannot stand where it is to stand."""
    name = line.above[:40]
    if spot.why is None or not line.name:
        return []
    if spot.why is Why.TWICE:
        before = lines[spot.first].row if spot.first is not None else 0
        return [_wrong(line, NAME, f"“{line.name[:40]}”和第 {before} 行重复，请删掉一行")]
    if spot.why is Why.OTHER_KIND:
        there = bodies[spot.there].get_kind_display() if spot.there is not None else ""
        said = f"“{line.name[:40]}”系统里已经有了，类别是{there}，和表里写的不一样，请核对"
        return [_wrong(line, KIND, said)]
    if spot.why is Why.BELOW and kind is not None:
        return [_wrong(line, ABOVE, f"{KIND_TITLES[kind]}不能放在“{name}”下面，只能直接归市总工会")]
    says = {
        Why.UNKNOWN: f"没有叫“{name}”的上级，表里和系统里都没有，请照全称写，或者在表里加一行",
        Why.SEVERAL: f"叫“{name}”的不止一个，分不清是哪一个，请先给它们改成不同的名称",
        Why.CIRCLE: "顺着上级往上找绕成了一圈，请改一个上级",
        Why.DEEP: f"层级太多，最多 {tree.DEEPEST} 级",
    }
    return [_wrong(line, ABOVE, says[spot.why])]


def _wrong(line: BodyLine, column: str, says: str) -> Problem:
    return error("bad_row", _where(line), f"{line.place(column)}：{says}")


def _where(line: BodyLine) -> str:
    return f"row-{line.row}"
