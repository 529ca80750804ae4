"""The journal of a federation in words: one page of it, filtered by the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from jiangfang.core.personal import HIDDEN
from jiangfang.desk.words import DEEDS, KEYS
from jiangfang.records.journal.queries import Told, matching
from jiangfang.records.programmes.models import Revision
from jiangfang.records.programmes.queries import programme

AT_ONCE = 50
KINDS: Mapping[str, str] = {
    "application": "申报",
    "round": "年度与日程",
    "recommender": "推荐单位与名额",
    "person": "人员",
    "hat": "身份",
    "slip": "一次性代码",
    "organisation": "组织",
    "federation": "市总工会",
    "programme": "评选办法",
    "journal": "日志",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of deeds, newest first. older: the number to go on below, 0 at the end."""

    deeds: list[Told]
    older: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One value that a deed touched, as it is shown; "" for none."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A deed as the page shows it."""

    told: Told
    words: str
    changes: list[Changed]


def wanted_of(request: HttpRequest) -> dict[str, str]:
    """What the address asks for: ``kind``, ``q`` (part of a name), ``below`` (a number)."""
    return {key: request.GET.get(key, "").strip()[:60].replace("\0", "") for key in ("kind", "q", "below")}


def page_of_deeds(federation: int, wanted: Mapping[str, str]) -> Found:
    """A page of the journal."""
    rule = Q()
    if wanted["kind"] in KINDS:
        rule &= Q(deed__startswith=f"{wanted['kind']}.")
    if wanted["q"]:
        rule &= Q(subject_name__contains=wanted["q"]) | Q(actor_name__contains=wanted["q"])
    if wanted["below"].isdecimal() and len(wanted["below"]) < 18:
        rule &= Q(number__lt=int(wanted["below"]))
    told = matching(federation, rule, AT_ONCE + 1)
    return Found(told[:AT_ONCE], told[AT_ONCE - 1].number if len(told) > AT_ONCE else 0)


def labels_of(federation: int) -> dict[str, str]:
    """What the answers of the federation's forms are called, by key."""
    found = dict(KEYS)
    for revision in Revision.objects.filter(federation=federation).order_by("loaded_at"):
        found |= {field.key: field.name for field in programme(revision).programme.fields}
    return found


def shown(told: Told, labels: Mapping[str, str], *, hidden: bool) -> Shown:
    """A deed in words. labels: what its values are called; hidden: personal values are left out."""
    keys = [key for key in dict.fromkeys([*told.before, *told.after]) if key not in _INSIDE]
    changes = [
        Changed(
            labels.get(key, key),
            *(_said(side, key, hidden and key in told.personal) for side in (told.before, told.after)),
        )
        for key in keys
    ]
    return Shown(told, DEEDS.get(told.deed, told.deed), [one for one in changes if one.before != one.after])


_INSIDE = frozenset({"slip", "digest", "blanks", "revision", "organisation"})


def _said(side: Mapping[str, Any], key: str, hide: bool) -> str:
    if key not in side or side[key] in (None, ""):
        return ""
    if hide:
        return HIDDEN
    value = side[key]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "；".join(f"{KEYS.get(name, name)}：{_said(value, name, False)}" for name in value)
    if isinstance(value, list):
        return f"{len(value)} 行" if value and isinstance(value[0], dict) else "、".join(map(str, value))
    return str(value)
