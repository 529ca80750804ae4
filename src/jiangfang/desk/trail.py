"""The journal of a federation in words: one page of it, filtered by the address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest

from jiangfang.core.definition.programme import Programme
from jiangfang.core.fields.date import long_day
from jiangfang.core.mailing import TITLES
from jiangfang.core.people import KIND_TITLES, ROLE_TITLES
from jiangfang.core.personal import HIDDEN
from jiangfang.core.returning import ALL_REASONS
from jiangfang.desk.words import DEEDS, KEYS
from jiangfang.records.journal.queries import Told, matching
from jiangfang.records.people.wording import PURPOSES
from jiangfang.records.programmes.models import Revision
from jiangfang.records.programmes.queries import programme
from jiangfang.stages.announce.models import PaperDay
from jiangfang.stages.apply.models import Application, Filing, Return
from jiangfang.stages.apply.versions import WRITTEN
from jiangfang.ui.templatetags.ui import moment

AT_ONCE = 50
KINDS: Mapping[str, str] = {
    "application": "申报",
    "round": "批次与日程",
    "notice": "通知原文",
    "recommender": "推荐单位与名额",
    "message": "通知（写给单位的）",
    "mail": "邮件",
    "person": "人员",
    "hat": "身份",
    "slip": "一次性码",
    "organisation": "组织",
    "federation": "市总工会",
    "programme": "评选办法",
    "file": "文件",
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

    @property
    def more(self) -> int:
        """How many changes stand behind the first two."""
        return max(len(self.changes) - 2, 0)


def wanted_of(request: HttpRequest) -> dict[str, str]:
    """What the address asks for: ``kind``, ``q`` (part of a name), ``below`` (a number)."""
    return {key: request.GET.get(key, "").strip()[:60].replace("\0", "") for key in ("kind", "q", "below")}


def _drafts(federation: int) -> list[str]:
    """The applications that are their unit's own affair now: nobody else reads of them, neither here."""
    found = Application.objects.filter(round__federation=federation)
    states = {
        programme(revision).programme.workflow.start().state
        for revision in Revision.objects.filter(federation=federation)
    }
    return [str(pk) for pk in found.filter(state__in=states).values_list("pk", flat=True)]


def page_of_deeds(federation: int, wanted: Mapping[str, str]) -> Found:
    """A page of the journal."""
    rule = ~Q(subject_kind="application", subject_id__in=_drafts(federation)) & ~Q(subject_kind__in=_OF_STUDIOS)
    if wanted["kind"] in KINDS:
        rule &= Q(deed__startswith=f"{wanted['kind']}.")
    if wanted["q"]:
        rule &= _named(federation, wanted["q"])
    if wanted["below"].isdecimal() and len(wanted["below"]) < 18:
        rule &= Q(number__lt=int(wanted["below"]))
    told = matching(federation, rule, AT_ONCE + 1)
    return Found(told[:AT_ONCE], told[AT_ONCE - 1].number if len(told) > AT_ONCE else 0)


def _named(federation: int, text: str) -> Q:
    """Who acted, or what was acted on: an application by what it was called when it was handed in last."""
    handed = Application.objects.filter(round__federation=federation, submitted_at__isnull=False)
    ids = [str(pk) for pk in handed.filter(studio_name__contains=text).values_list("pk", flat=True)]
    as_called = Q(subject_name__contains=text) & ~Q(deed__in=_OF_UNIT)
    return as_called | Q(actor_name__contains=text) | Q(subject_kind="application", subject_id__in=ids)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a federation calls things. labels: of values, by key; values: their words, by key and value.

    programmes: those that its rounds may have, by the number of the revision.
    """

    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    programmes: Mapping[int, Programme] = field(default_factory=dict)

    def of(self, revision: int | None, *, answers: bool) -> Vocabulary:
        """The same for a thing of one programme, whose own words go first. answers: its keys are boxes of the form."""
        made = self.programmes.get(revision) if revision is not None else None
        own = {one.key: one.name for one in made.fields} if made else {}
        labels = {**self.labels, **KEYS, **own} if answers else {**self.labels, **own, **KEYS}
        return replace(self, labels=labels, values={**self.values, **(_words_of(made) if made else {})})

    def label(self, key: str) -> str:
        """What a value is called; a key that nobody named is only said to be one more thing."""
        return self.labels.get(key, "其他")

    def word(self, key: str, value: object) -> str:
        """A value in words; as it stands where it is in words already."""
        if isinstance(value, bool):
            return "是" if value else "否"
        said = str(value)
        return _moment(said) or self.values.get(key, {}).get(said, said)


def vocabulary(federation: int) -> Vocabulary:
    """The words of a federation's programmes, the newest last."""
    labels = dict(KEYS)
    values: dict[str, dict[str, str]] = {"sections": {}, "route": {}, "klass": {}, "items": {}}
    programmes: dict[int, Programme] = {}
    for revision in Revision.objects.filter(federation=federation).order_by("loaded_at"):
        made = programmes[revision.pk] = programme(revision).programme
        labels |= {one.key: one.name for one in made.fields}
        for key, words in _words_of(made).items():
            values[key] |= words
    roles = {role.value: title for role, title in ROLE_TITLES.items()}
    return Vocabulary(
        labels,
        {
            "role": roles,
            "reasons": ALL_REASONS,
            **values,
            "purpose": PURPOSES,
            "paper_day": dict(PaperDay.choices),
            "passing": {"block": "不能超", "warn": "只提醒", "waiver": "有人同意才能超"},
            "mail_state": {state.value: title for state, title in TITLES.items()},
            "kind": {kind.value: title for kind, title in KIND_TITLES.items()},
        },
        programmes,
    )


def _words_of(made: Programme) -> dict[str, dict[str, str]]:
    return {
        "sections": {section.id: section.title for section in made.sections},
        "route": {route.id: route.title for route in made.routes},
        "klass": {group.id: group.title for group in made.recommenders},
        "items": {one.id: one.says for one in (*made.conditions, *made.exclusions)},
    }


def lines(deeds: Sequence[Told], words: Vocabulary) -> list[Shown]:
    """Deeds in words, one on an application in those of its own programme; what was not handed in without its words."""
    named = [int(one.subject.id) for one in deeds if one.subject.kind == "application" and one.subject.id.isdecimal()]
    known = _applications(named) if named else {}
    made = []
    for told in deeds:
        mine = known.get(told.subject.id) if told.subject.kind == "application" else None
        said = told if mine is None or mine.reads(told) else mine.unsent(told)
        made.append(shown(said, words.of(mine.revision if mine else None, answers=told.deed in _OF_ANSWERS)))
    return made


@dataclass(frozen=True, slots=True)
class _Handed:
    """When an application was first handed in, and when it was sent back where it did not come again."""

    name: str
    revision: int
    first: datetime | None
    back: datetime | None

    def reads(self, told: Told) -> bool:
        """Whether it is more than its unit's own affair what a deed wrote."""
        if told.deed not in _OF_UNIT:
            return True
        return self.first is not None and told.at >= self.first and (self.back is None or told.at < self.back)

    def unsent(self, told: Told) -> Told:
        """The deed without what was written, under the name that was handed in."""
        return replace(told, before={}, after={}, subject=replace(told.subject, name=self.name or "（还没有提交）"))


def _applications(named: Sequence[int]) -> dict[str, _Handed]:
    mine = OuterRef("pk")
    first = Filing.objects.filter(application=mine, serial=1).values("at")
    back = Return.objects.filter(application=mine, answered_at__isnull=True).order_by("-at", "-pk").values("at")
    found = Application.objects.filter(pk__in=named).annotate(first=Subquery(first[:1]), back=Subquery(back[:1]))
    rows = found.values_list("pk", "studio_name", "round__revision", "first", "back")
    return {str(pk): _Handed(*said) for pk, *said in rows}


def shown(told: Told, words: Vocabulary) -> Shown:
    """A deed in words. Personal values are left out: who reads them does so on a page that notes the look."""
    keys = [key for key in dict.fromkeys([*told.before, *told.after]) if key not in _INSIDE]
    changes = []
    for key in keys:
        before, after = (_said(side, key, words) for side in (told.before, told.after))
        if before != after:
            hidden = key in told.personal
            changes.append(Changed(words.label(key), *(HIDDEN if hidden and one else one for one in (before, after))))
    return Shown(told, DEEDS.get(told.deed, "办了一件事"), changes)


# Numbers and digests that only the program reads.
_INSIDE = frozenset({"slip", "digest", "blanks", "revision", "organisation", "sha256", "windows"})
_OF_ANSWERS = frozenset({"application.filled", "application.mended"})
# A ledger is its unit's own affair: what is taken over from it into an application is told there.
_OF_STUDIOS = ("studio", "entry")
# What a unit does while it writes; the name is what it had written by then.
_OF_UNIT = frozenset(WRITTEN) - {"application.mended"} | {
    *("application.started", "application.shared", "application.unshared"),
    *("application.confirmed", "application.belongs"),
}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[0-9:.]+(Z|[+-][0-9:]+)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _moment(said: str) -> str:
    """A day or a moment as people read it; "" for what is none, also where somebody typed one that does not exist."""
    try:
        if _MOMENT.fullmatch(said):
            return moment(datetime.fromisoformat(said))
        return long_day(date.fromisoformat(said)) if _DAY.fullmatch(said) else ""
    except ValueError:
        return ""


def _said(side: Mapping[str, Any], key: str, words: Vocabulary) -> str:
    return "" if key not in side or side[key] in (None, "", [], {}) else _spoken(key, side[key], words)


def _spoken(key: str, value: Any, words: Vocabulary) -> str:
    if isinstance(value, dict):
        return "；".join(f"{words.labels.get(name, name)}：{_spoken(name, one, words)}" for name, one in value.items())
    if isinstance(value, list):
        rows = bool(value) and isinstance(value[0], dict)
        return f"{len(value)} 行" if rows else "、".join(words.word(key, one) for one in value)
    return words.word(key, value)
