"""A recommender's list: what its address asks for, and its lines in an Excel file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.timezone import localtime

from jiangfang.core.opinions import Standing
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.personal import personal_keys, sees
from jiangfang.documents.excel.table import Cell, Column
from jiangfang.stages.announce import queries as announced
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.recommend import queries
from jiangfang.stages.recommend.models import HandedIn
from jiangfang.stages.recommend.queries import Row, Wanted

AT_ONCE = 500
ASKED = ("q", "state", "sort")
STANDINGS = {Standing.HOLDS.value: "有效", Standing.VOID.value: "已失效", Standing.NONE.value: ""}
COLUMNS = (
    *(Column("序号", 8), Column("编号", 12), Column("工作室", 34), Column("领衔人", 12), Column("单位", 28)),
    *(Column("状态", 18), Column("最近提交", 22), Column(f"{ROLE_TITLES[Role.UNIT_UNION]}意见", 14)),
    *(Column(f"{ROLE_TITLES[Role.RECOMMENDER]}意见", 14), Column("核对", 16), Column("说明", 26)),
)


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """What an address asks of a list."""
    found = {name: query.get(name, "")[:100] for name in ASKED}
    known = found["sort"].removeprefix("-") in queries.SORTS
    return {**found, "sort": found["sort"] if known else "place"}


def masked(recommender: Recommender) -> bool:
    """Whether the names of the leaders are personal: no list shows them, whoever reads it."""
    return "leader_name" in personal_keys(announced.opened(recommender.round).programme.fields)


def wanted_of(recommender: Recommender, said: Mapping[str, str], role: Role) -> Wanted:
    """The filters and the order, for a role; what it does not see it does not find either."""
    programme = announced.opened(recommender.round).programme
    return Wanted(
        search=said["q"],
        state=said["state"],
        sort=said["sort"],
        private=programme.workflow.start().state,
        leaders=sees(programme.personal_for, role) or not masked(recommender),
    )


def lines(recommender: Recommender, ids: Sequence[int], *, hides_leaders: bool) -> Iterator[list[Cell]]:
    """A line for each, in the order of the ids; of what was not handed in yet only whose it is."""
    for start in range(0, len(ids), AT_ONCE):
        for row in queries.rows(recommender, ids[start : start + AT_ONCE]):
            yield _line(row, hides_leaders)


def _line(row: Row, hides_leaders: bool) -> list[Cell]:
    one = row.application
    if row.private:
        return [None, "", "（还没有提交）", "", one.unit.name, row.state.title, None, "", "", "", ""]
    looked = "已核对" if row.ticked else "已看，没勾完" if row.opened else "没有看过"
    return [
        one.place,
        one.number,
        one.studio_name,
        "" if hides_leaders else one.leader_name,
        one.unit.name,
        row.state.title,
        localtime(one.submitted_at) if one.submitted_at else None,
        STANDINGS[row.union],
        STANDINGS[row.own],
        looked,
        "；".join(_said(row)),
    ]


def _said(row: Row) -> Iterator[str]:
    if row.answered:
        yield "退回后已改好"
    if row.back:
        yield "市总工会退回"
    if row.waived:
        yield "经同意超出名额"


def handed_in_at(ids: Sequence[int], rounds: Sequence[Round]) -> dict[int, Cell]:
    """When each was handed in to the city last."""
    found = HandedIn.objects.filter(application__in=ids).order_by("hand_in__at", "pk")
    rows: Any = found.values_list("application", "hand_in__at")
    return {pk: localtime(at) for pk, at in rows}
