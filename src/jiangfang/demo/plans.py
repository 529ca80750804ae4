"""How far each studio of the sample year has come, and what the recommenders have done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiangfang.core.receiving import Form, Way

MENDED, SHARED, LENT = "mended", "shared", "lent"


class End(StrEnum):
    """Where a studio stands today."""

    EMPTY = "empty"
    HALF = "half"
    SUBMITTED = "submitted"
    RETURNED_BY_UNION = "returned_by_union"
    ENDORSED = "endorsed"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    RECOMMENDED = "recommended"
    PASSED_OVER = "passed_over"
    WITHDRAWN = "withdrawn"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Plan:
    """One application. studio: key of ``studios.STUDIOS``; ago: when it was begun; more: what else there is about it.

    through: the body it goes through where that is not the one above its unit.
    """

    unit: str
    studio: str
    end: End
    ago: int
    through: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """What recommenders did, by key. chose: had a meeting; hands_in: handed in; own_day: asks its units earlier.

    extended: who has a later deadline, and why.
    """

    chose: tuple[str, ...] = ()
    hands_in: tuple[str, ...] = ()
    extended: tuple[str, str] = ("", "")
    own_day: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """Copies that came. of: the unit of a studio, or the body where they are for all its studios (studio "").

    thing: id of the deliverable; copies: None for all that were wanting.
    """

    of: str
    studio: str
    thing: str
    form: Form = Form.PAPER
    way: Way = Way.HAND
    copies: int | None = None
    ago: int = 3
    note: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What the city did. received: unit and studio; gave_back: to which body, why by its code, and in words."""

    came: tuple[Came, ...]
    received: tuple[tuple[str, str], ...]
    gave_back: tuple[tuple[str, str, str], ...] = ()


PLANS: Mapping[str, tuple[Plan, ...]] = {
    "jia": (
        # six of the ten that the county should have
        Plan("zhonggong", "welding", End.RECOMMENDED, 22),
        Plan("zhonggong", "inspection", End.RECOMMENDED, 21),
        Plan("jichuang", "cnc", End.RECOMMENDED, 20),
        Plan("jichuang", "assembly", End.RECOMMENDED, 19),
        Plan("reli", "heating", End.RECOMMENDED, 18),
        Plan("reli", "power", End.RECOMMENDED, 17),
        Plan("zhonggong", "teaching", End.SUBMITTED, 9),
        Plan("fangzhi", "textile", End.ENDORSED, 16),
        Plan("fangzhi", "rail", End.RESUBMITTED, 18),
        Plan("shipin", "food", End.RETURNED, 15),
        Plan("shipin", "ceramics", End.PASSED_OVER, 20),
        Plan("gongshui", "water", End.HALF, 12, more=SHARED),
        Plan("gongshui", "survey", End.EMPTY, 5),
        Plan("yiyuan", "nursing", End.RETURNED_BY_UNION, 11),
        Plan("yiyuan", "bus", End.WITHDRAWN, 14),
        Plan("dianzi", "assembly", End.RECOMMENDED, 21, more=MENDED),
        Plan("dianzi", "cnc", End.RECOMMENDED, 20),
        Plan("tielu", "rail", End.DIRECT, 19),
        Plan("dianli", "power", End.ENDORSED, 13),
    ),
    "yi": (
        # the cap is reached, one more is waiting
        Plan("taoci", "ceramics", End.RECOMMENDED, 22),
        Plan("taoci", "heating", End.RECOMMENDED, 21),
        Plan("jixie", "welding", End.RECOMMENDED, 20),
        Plan("jixie", "assembly", End.ENDORSED, 15),
        Plan("fangji", "textile", End.RECOMMENDED, 22, more=MENDED),
        Plan("shuiwu", "water", End.RECOMMENDED, 21, more=LENT),
        Plan("shuiwu", "survey", End.PASSED_OVER, 20),
        Plan("nongji", "farm", End.RESUBMITTED, 19),
        Plan("nongji", "cnc", End.RETURNED, 16),
        Plan("shipin", "food", End.RETURNED_BY_UNION, 12),
        Plan("shipin", "inspection", End.WITHDRAWN, 14),
        Plan("gongjiao", "bus", End.HALF, 11, more=SHARED),
        Plan("gongjiao", "power", End.EMPTY, 4),
        Plan("gangjie", "welding", End.RECOMMENDED, 17),
        Plan("cehui", "survey", End.ENDORSED, 13),
        Plan("xueyuan", "teaching", End.SUBMITTED, 9, through="gongye"),
    ),
}
LISTS: Mapping[str, Lists] = {
    "jia": Lists(
        chose=("dong", "kaifaqu"),
        hands_in=("kaifaqu",),
        extended=("xi", "防汛值守期间单位报送有困难，同意推迟五天"),
        own_day="nan",
    ),
    "yi": Lists(
        chose=("he", "hu", "gongye"),
        hands_in=("hu", "gongye"),
        extended=("shan", "山区道路施工，纸质材料送达较慢，同意推迟五天"),
        own_day="ling",
    ),
}
OFFICES: Mapping[str, Office] = {
    "jia": Office(
        came=(
            Came("tielu", "rail", "application", way=Way.POST, ago=6),
            Came("dianzi", "cnc", "application"),
            # the second copy is waited for
            Came("dianzi", "assembly", "application", copies=1, note="第二份盖章后补送"),
        ),
        received=(("tielu", "rail"), ("dianzi", "cnc")),
    ),
    "yi": Office(
        came=(
            Came("hu", "", "summary", way=Way.POST),
            Came("fangji", "textile", "application", way=Way.POST),
            Came("fangji", "textile", "evidence", way=Way.POST),
            Came("fangji", "textile", "year_summary", way=Way.POST),
            Came("fangji", "textile", "year_summary", Form.ELECTRONIC, Way.MAIL),
            Came("shuiwu", "water", "application", way=Way.POST),
        ),
        received=(("fangji", "textile"),),
        gave_back=(("gongye", "opinion", "推荐意见没有写明怎样审核，请补写以后再报送"),),
    ),
}
