"""The left menu: what each role finds there, in the order of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jiangfang.core.people import Role

_EVERYBODY = frozenset(Role)
_READS = frozenset({Role.CITY, Role.AUDITOR})
_RECOMMENDS = frozenset({Role.RECOMMENDER, *_READS})
_APPLIES = frozenset({Role.UNIT, Role.UNIT_UNION, Role.CITY, Role.AUDITOR})
_TOLD = frozenset({Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY})
_MANAGES = frozenset({Role.RECOMMENDER, Role.CITY, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: its words, the name of its page, who sees it, where it belongs.

    within: what else stands in the addresses of its pages, where they begin with those of another.
    """

    title: str
    page: str
    roles: frozenset[Role]
    group: str
    within: tuple[str, ...] = ()


ENTRIES: Sequence[Entry] = (
    Entry("工作台", "desk:home", _EVERYBODY, ""),
    Entry("消息", "messages:list", _TOLD, ""),
    Entry("通知与名额", "announce:rounds", _RECOMMENDS, "本年度"),
    Entry("申报", "apply:list", _APPLIES, "本年度"),
    Entry("推荐", "recommend:list", _RECOMMENDS, "本年度"),
    Entry("收件", "receive:rounds", _READS, "本年度", ("/inbox/", "/papers/", "/arrivals/", "/chase/", "/doubles/")),
    Entry("工作室台账", "studios:list", frozenset({Role.UNIT}), "常年"),
    Entry("评选办法", "announce:programmes", frozenset({Role.CITY, Role.ADMIN, Role.AUDITOR}), "常年"),
    Entry("单位与人员", "people:organisations", _MANAGES, "办公"),
    Entry("发通知", "messages:written", frozenset({Role.CITY, Role.RECOMMENDER}), "办公"),
    Entry("发件箱", "messages:outbox", frozenset({Role.CITY, Role.ADMIN}), "办公"),
    Entry("我要的文件", "files:list", _TOLD | _READS, "办公"),
    Entry("操作记录", "desk:journal", frozenset({*_READS, Role.ADMIN}), "办公"),
    Entry("我的账号", "people:me", _EVERYBODY, "办公"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown. count: how much waits there; None where nothing is counted."""

    title: str
    address: str
    here: bool
    count: int | None


def menu(
    role: Role | None, path: str, counts: Mapping[str, int] | None = None, hat: int | None = None
) -> list[tuple[str, list[Line]]]:
    """Groups of lines for a role (None: without a hat). hat: to be carried along where it is not the usual one."""
    groups: dict[str, list[Line]] = {}
    entries = [entry for entry in ENTRIES if role in entry.roles or entry.page == "people:me"]
    places = {entry: place for entry in entries if (place := _place(entry.page))}
    here = max((place for place in places.values() if path.startswith(place)), key=len, default="")
    inside = (place for entry, place in places.items() if any(part in path for part in entry.within))
    here = next(inside, here)
    for entry, place in places.items():
        address = place if hat is None else f"{place}?hat={hat}"
        line = Line(entry.title, address, place == here, (counts or {}).get(entry.page))
        groups.setdefault(entry.group, []).append(line)
    return list(groups.items())


def _place(page: str) -> str:
    """The address of a page; "" while its room is not built."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
