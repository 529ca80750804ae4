"""Which applications of a round fall due, when, and what is personal in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from jiangfang.core import retention
from jiangfang.core.definition.programme import Programme
from jiangfang.core.problems import Problem, error
from jiangfang.core.retention import TITLES, Group, personal_words, states_of
from jiangfang.records.journal.models import Entry
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import forgetting, queries
from jiangfang.stages.apply.models import Application, Change, Terms

DUE, LATER, UNSET, DONE = "due", "later", "unset", "done"
SHOWN: Mapping[str, str] = {DUE: "到期的", LATER: "还没到期", UNSET: "没有定期限", DONE: "已删除"}
"""The parts of the list, in the order in which people look at them."""


def own_terms(round: Round) -> Terms | None:
    """What the office said of a round itself."""
    return Terms.objects.filter(round=round).first()


def last_day(round: Round) -> date | None:
    """The last day of the round's calendar: its end, where the office gives no other."""
    return max((row.closes for row in rounds.days_of(round).values() if row.closes is not None), default=None)


def terms_of(round: Round, own: Terms | None) -> retention.Terms:
    """How long the values of a round are kept: what the office said, else what its programme says."""
    said = programme_of(round).retention
    years = dict(said.years) if said else dict.fromkeys(Group)
    for group in Group:
        mine = getattr(own, group.value) if own else None
        years[group] = years[group] if mine is None else mine
    return retention.Terms((own.ends_on if own else None) or last_day(round), years)


def programme_of(round: Round) -> Programme:
    """The programme of a round."""
    return rounds.opened(round).programme


def _groups(round: Round, terms: retention.Terms, today: date) -> dict[str, list[Group]]:
    """Which groups stand in which part of the list."""
    over = terms.over(today)
    return {
        DUE: over,
        LATER: [group for group in Group if terms.due(group) is not None and group not in over],
        UNSET: [group for group in Group if terms.due(group) is None],
    }


def _in(round: Round, groups: Sequence[Group]) -> Q:
    """The applications of some groups."""
    states = states_of(programme_of(round).workflow)
    return Q(state__in=[state for group in groups for state in sorted(states[group])])


def in_part(round: Round, terms: retention.Terms, today: date, part: str) -> QuerySet[Application]:
    """The applications of a part of the list, what was changed longest ago first."""
    found = Application.objects.filter(round=round)
    if part == DONE:
        return found.filter(forgotten__isnull=False).order_by("-forgotten__at", "pk")
    mine = _in(round, _groups(round, terms, today)[part])
    return found.filter(mine, forgotten__isnull=True).order_by("changed_at", "pk")


def narrowed(round: Round, found: QuerySet[Application], group: str, text: str) -> QuerySet[Application]:
    """Those of a group, and those in whose names a text stands; a draft is found by its unit alone."""
    if group in set(Group):
        found = found.filter(_in(round, [Group(group)]))
    if words := text.replace("\0", "").strip():
        inside = Q(studio_name__icontains=words) | Q(number__icontains=words)
        found = found.filter(Q(unit__name__icontains=words) | (inside & ~_in(round, [Group.DRAFTS])))
    return found


def counted(round: Round, terms: retention.Terms, today: date) -> dict[str, int]:
    """How many applications stand in each part, in one question."""
    workflow, groups = programme_of(round).workflow, _groups(round, terms, today)
    part_of = {group: part for part, mine in groups.items() for group in mine}
    counts = dict.fromkeys(SHOWN, 0)
    rows = Application.objects.filter(round=round).order_by().values_list("state")
    for state, many, gone in rows.annotate(many=Count("pk"), gone=Count("forgotten")):
        group = retention.group_of(workflow, state)
        counts[DONE] += gone
        if group is not None:
            counts[part_of[group]] += many - gone
    return counts


def unaccounted(federation: int) -> list[Problem]:
    """Applications whose savings lost what was personal in them although no retention is in the journal."""
    emptied = Change.objects.filter(
        personal__isnull=True, application__round__federation=federation, delta__contains=": null"
    )
    by_retention = Entry.objects.filter(federation=federation, deed="application.forgotten")
    known = set(by_retention.values_list("subject_id", flat=True))
    wrong: dict[int, str] = {}
    rows = emptied.order_by("pk").values_list("application", "application__number", "delta")
    for pk, number, delta in rows.iterator():
        if str(pk) not in known and None in json.loads(delta).values():
            wrong[pk] = number or f"第 {pk} 份"
    said = "的改动记录里，个人信息被清空，却没有到期删除的记录"
    return [error("journal_secret", f"applications[{pk}]", f"申报 {name} {said}") for pk, name in wrong.items()]


@dataclass(frozen=True, slots=True)
class Row:
    """An application of the list. says: what is personal in its form; kept: names of what else, by what it is called.

    private: its unit never handed it in, so that nothing of it is shown but whose it is. open: it did not come to an
    end of the year, so that somebody has to look whether it was named.
    """

    application: Application
    group: str
    state: str
    due: date | None
    private: bool
    open: bool
    says: tuple[str, ...]
    kept: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def name(self) -> str:
        """What it is called in the list."""
        return "（没有提交，内容不显示）" if self.private else str(self.application)

    @property
    def files(self) -> int:
        """How many things go with it that lie beside the form."""
        return sum(len(names) for _, names in self.kept)


def rows_of(round: Round, terms: retention.Terms, ids: Sequence[int]) -> list[Row]:
    """The lines of some applications, in the order of the ids."""
    related = Application.objects.select_related("unit", "revision", "forgotten").defer("revision__plain")
    found = related.filter(round=round).in_bulk(ids)
    kept = [(one.title, one.found(ids)) for one in forgetting.LATER] if ids else []
    workflow = programme_of(round).workflow
    made = []
    for pk in ids:
        if pk not in found:
            continue
        one = found[pk]
        one.round = round
        group = retention.group_of(workflow, one.state)
        beside = [(title, tuple(names[pk])) for title, names in kept if names.get(pk)]
        private = group is Group.DRAFTS
        made.append(
            Row(
                application=one,
                group=TITLES[group] if group else "",
                state=workflow.title(one.state),
                due=terms.due(group) if group else None,
                private=private,
                open=retention.unfinished(workflow, one.state),
                says=tuple(_said(one)),
                kept=() if private and not beside else tuple(beside),
            )
        )
    return made


def _said(application: Application) -> list[str]:
    values: dict[str, Any] = {**queries.rough_of(application), **queries.answers_of(application)}
    return personal_words(queries.programme_of(application).programme.fields, values)
