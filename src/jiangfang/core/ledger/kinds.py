"""Kinds of entries of a ledger: what is asked of each, and which papers belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jiangfang.core.fields import Column, Need, Origin

TITLE = "title"
"""Stands for the title of an entry wherever a column of it may be named; no column is called so."""
_TAKEN = frozenset({TITLE, "first", "last", "year", "people"})


class Dated(StrEnum):
    """How an entry stands in time: on a day, from a day to another (the last may be open), or in a year."""

    DAY = "day"
    SPAN = "span"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for papers of an entry (证书, 签到表). stamp: the seal it needs, as the paper says it; "" for none."""

    id: str
    name: str
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class LedgerKind:
    """A kind of entry. titled: what its title is called (专利名称); dated_as: what its day is called (授权日期).

    people: what the people of an entry are called (参与成员), "" where none are asked; named: how much they are wanted.
    person: its title is somebody's name, which lists for others and the journal's chain do not say.
    columns: what else is asked. says: a hint, in words.
    """

    id: str
    title: str
    titled: str
    dated: Dated
    dated_as: str
    columns: tuple[Column, ...] = ()
    slots: tuple[Slot, ...] = ()
    people: str = ""
    named: Need = Need.MAY
    person: bool = False
    says: str = ""
    clause: str = ""
    origin: Origin = Origin.PRACTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        for place, ids in (("columns", [one.key for one in self.columns]), ("slots", [one.id for one in self.slots])):
            if len(ids) != len(set(ids)):
                yield place, "id 有重复"
        for one in self.columns:
            if one.key in _TAKEN:
                yield "columns", f"“{one.key}”是台账自己用的名称，这一列请换一个键"
        if self.named is not Need.MAY and not self.people:
            yield "named", "没有写 people（人员叫什么），就不能要求写人"
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"

    def column(self, key: str) -> Column | None:
        """A column by key, or None."""
        return next((one for one in self.columns if one.key == key), None)

    def adds(self, key: str) -> bool:
        """Whether a column holds amounts or counts, which are added up; words are joined."""
        column = self.column(key)
        return column is not None and column.type in {"integer", "money"}

    def slot(self, id: str) -> Slot | None:
        """A place for papers by id, or None."""
        return next((one for one in self.slots if one.id == id), None)
