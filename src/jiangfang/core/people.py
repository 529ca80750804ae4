"""Bodies and hats: which kind stands below which, which role belongs where, and who puts things right for whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

# Controls, halves of a letter, line ends, and what has no width or turns the reading direction: two names that look
# alike would be different ones.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]"
)


class Kind(StrEnum):
    """A kind of organisation."""

    FEDERATION = "federation"
    COUNTY = "county"
    ZONE = "zone"
    INDUSTRY = "industry"
    ORGANS = "organs"
    UNIT = "unit"


class Role(StrEnum):
    """What a person does for an organisation; one person may have several."""

    UNIT = "unit"
    UNIT_UNION = "unit_union"
    RECOMMENDER = "recommender"
    CITY = "city"
    GROUP = "group"
    EXPERT = "expert"
    AUDITOR = "auditor"
    ADMIN = "admin"


KIND_TITLES: Mapping[Kind, str] = {
    Kind.FEDERATION: "市总工会",
    Kind.COUNTY: "县（市、区）总工会",
    Kind.ZONE: "开发区工会",
    Kind.INDUSTRY: "产业工会",
    Kind.ORGANS: "机关工会",
    Kind.UNIT: "单位",
}
ROLE_TITLES: Mapping[Role, str] = {
    Role.UNIT: "申报单位",
    Role.UNIT_UNION: "所在单位工会",
    Role.RECOMMENDER: "推荐单位",
    Role.CITY: "市总经办",
    Role.GROUP: "领导小组",
    Role.EXPERT: "专家",
    Role.AUDITOR: "审计",
    Role.ADMIN: "管理员",
}
RECOMMENDING = frozenset({Kind.COUNTY, Kind.ZONE, Kind.INDUSTRY, Kind.ORGANS})
BELOW: Mapping[Kind, frozenset[Kind]] = {
    Kind.FEDERATION: frozenset({*RECOMMENDING, Kind.UNIT}),
    **dict.fromkeys(RECOMMENDING, frozenset({Kind.UNIT})),
    Kind.UNIT: frozenset({Kind.UNIT}),
}
_AT: Mapping[Role, frozenset[Kind]] = {
    **dict.fromkeys((Role.UNIT, Role.UNIT_UNION), frozenset({Kind.UNIT})),
    Role.RECOMMENDER: RECOMMENDING,
}


def has_unseen(name: str) -> bool:
    """Whether a name holds a letter that nobody sees."""
    return _UNSEEN.search(name) is not None


def may_stand_below(kind: Kind, parent: Kind) -> bool:
    """Whether an organisation of this kind may stand directly below one of the other."""
    return kind in BELOW[parent]


def belongs_at(role: Role, kind: Kind) -> bool:
    """Whether the role is one of such an organisation; those of the city belong at the federation."""
    return kind in _AT.get(role, frozenset({Kind.FEDERATION}))


def is_within(path: str, top: str) -> bool:
    """Whether an organisation is the other or stands somewhere below it. Paths read ``/1/5/17/``."""
    return path.startswith(top)


def puts_right(role: Role, own: str, path: str) -> bool:
    """Whether a role at ``own`` manages the organisation at ``path`` and its people.

    The body above does; an administrator also for the federation itself.
    """
    if role is Role.ADMIN:
        return is_within(path, own)
    return role in (Role.CITY, Role.RECOMMENDER) and is_within(path, own) and path != own


def may_invite(role: Role, own: str, wanted: Role, path: str) -> bool:
    """Whether a role at ``own`` may bring somebody new into the organisation at ``path`` in the wanted role.

    Beside those who manage it a unit does so itself, for one more who fills in; never for its union.
    """
    return role is Role.UNIT and wanted is Role.UNIT and own == path
