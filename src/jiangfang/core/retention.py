"""How long personal values are kept after a round, which applications fall due when, and what is emptied then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from jiangfang.core.fields import Field, Origin
from jiangfang.core.fields.date import LAST_YEAR
from jiangfang.core.states import ENDS
from jiangfang.core.workflow import Workflow

MOST_YEARS = 100


class Group(StrEnum):
    """Applications that are kept equally long. Whoever was named in the end is in none: the studio lives on."""

    NOT_NAMED = "not_named"
    WITHDRAWN = "withdrawn"
    DRAFTS = "drafts"


TITLES: Mapping[Group, str] = {
    Group.NOT_NAMED: "没有命名的",
    Group.WITHDRAWN: "撤回的",
    Group.DRAFTS: "没有提交的草稿",
}


@dataclass(frozen=True, slots=True)
class Retention:
    """How many years after the end of a round personal values are kept, by group; None: nobody said."""

    not_named: int | None = None
    withdrawn: int | None = None
    drafts: int | None = None
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        for group, years in self.years.items():
            if years is not None and years > MOST_YEARS:
                yield group.value, f"最多写 {MOST_YEARS} 年"
        if all(years is None for years in self.years.values()):
            yield "", "一个年数也没有写；不定保存期限的整段不写"
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"
        if self.origin is not Origin.NOTICE and not self.why:
            yield "why", "不出自通知的要写明来历"

    @property
    def years(self) -> dict[Group, int | None]:
        """The same by group."""
        return {Group.NOT_NAMED: self.not_named, Group.WITHDRAWN: self.withdrawn, Group.DRAFTS: self.drafts}


@dataclass(frozen=True, slots=True)
class Terms:
    """How long the values of one round are kept. ends: its last day, None while nobody gave one; years: by group."""

    ends: date | None
    years: Mapping[Group, int | None]

    def due(self, group: Group) -> date | None:
        """The day from which the values of a group may go; None where no time was given."""
        years = self.years.get(group)
        return None if self.ends is None or years is None else years_after(self.ends, years)

    def over(self, today: date) -> list[Group]:
        """The groups whose day has come."""
        return [group for group in Group if (due := self.due(group)) is not None and due <= today]


def years_after(day: date, years: int) -> date:
    """The same day some years later, the 28th where a February has no 29th; at the latest the end of what we reckon."""
    year = min(day.year + years, LAST_YEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


@lru_cache(maxsize=64)
def states_of(workflow: Workflow) -> Mapping[Group, frozenset[str]]:
    """In which states the applications of each group stand."""
    named = {step.to for step in workflow.steps if step.deed == "name"}
    refused = {step.to for step in workflow.steps if step.deed in ENDS}
    named = named or {state.id for state in workflow.states if state.final} - refused
    drafts = {workflow.states[0].id}
    withdrawn = {step.to for step in workflow.steps if step.deed == "withdraw"} - drafts
    others = {state.id for state in workflow.states} - named - withdrawn - drafts
    return {
        Group.NOT_NAMED: frozenset(others),
        Group.WITHDRAWN: frozenset(withdrawn),
        Group.DRAFTS: frozenset(drafts),
    }


def group_of(workflow: Workflow, state: str) -> Group | None:
    """The group of an application by its state; None for one that was named."""
    return next((group for group, states in states_of(workflow).items() if state in states), None)


def unfinished(workflow: Workflow, state: str) -> bool:
    """Whether something handed in stands in the middle of the year: perhaps it was named and nobody wrote it down."""
    final = {one.id for one in workflow.states if one.final}
    return state not in final and state not in states_of(workflow)[Group.DRAFTS]


def emptied(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers, or what was typed, without the personal ones; of rows only the personal columns go."""
    by_key = {field.key: field for field in fields}
    kept: dict[str, Any] = {}
    for key, value in values.items():
        field = by_key.get(key)
        if field is None or not field.personal:
            kept[key] = value if field is None else _without_columns(field, value)
    return kept


def _without_columns(field: Field, value: Any) -> Any:
    secret = {column.key for column in field.columns if column.personal}
    if not secret or not isinstance(value, list):
        return value
    return [
        {key: said for key, said in row.items() if key not in secret} if isinstance(row, dict) else row for row in value
    ]


def personal_words(fields: Sequence[Field], values: Mapping[str, Any]) -> list[str]:
    """What is personal in a form, in words: 联系电话; 骨干成员 13 人的出生年月. Never a value."""
    said = []
    for field in fields:
        value = values.get(field.key)
        if not value:
            continue
        if field.personal:
            said.append(field.name)
            continue
        columns = [column for column in field.columns if column.personal]
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        full = [row for row in rows if any(row.get(column.key) for column in columns)]
        if full:
            said.append(f"{field.name} {len(full)} 人的{'、'.join(column.label for column in columns)}")
    return said
