"""The list of applications as lines of an Excel file. Later stages add their own columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, JSONField, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.timezone import localtime

from jiangfang.core.fields import Field
from jiangfang.core.fields.date import long_day
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.personal import personal_keys
from jiangfang.documents.excel.table import Cell, Column
from jiangfang.records.programmes.models import Revision
from jiangfang.stages.announce.models import Round
from jiangfang.stages.announce.queries import in_round
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.handed_in import as_handed_in
from jiangfang.stages.apply.models import Application, Opinion, Return

AT_ONCE = 500
OPINIONS = (Role.UNIT_UNION, Role.RECOMMENDER)
_KEPT = (
    *("pk", "number", "studio_name", "leader_name", "unit__name", "recommender__organisation__name", "route"),
    *("round", "revision", "state", "submitted_at", "material_version"),
)


@dataclass(frozen=True, slots=True)
class More:
    """A column of a later stage. values: what stands in it, by application; called with their ids and their rounds."""

    column: Column
    values: Callable[[Sequence[int], Sequence[Round]], Mapping[int, Cell]]


LATER: list[More] = []
"""What later stages add, in the order in which they registered it."""


def columns(phones: Sequence[Field]) -> list[Column]:
    """The headings. phones: the personal answers that are shown."""
    return [
        *(Column("编号", 12), Column("工作室", 34), Column("领衔人", 12), Column("单位", 28), Column("推荐单位", 24)),
        *(Column("申报渠道", 20), Column("批次", 30), Column("状态", 18), Column("最近提交", 22)),
        *(Column(f"{ROLE_TITLES[role]}意见", 16) for role in OPINIONS),
        *(more.column for more in LATER),
        *(Column(field.label, 16) for field in phones),
    ]


def phones(found: Sequence[Round]) -> list[Field]:
    """The phones that the units write down, of all programmes of these rounds; each key once."""
    fields: dict[str, Field] = {}
    for one in found:
        for field in in_round(one, one.revision).programme.fields:
            if field.type == "phone" and field.personal and field.by == "unit":
                fields.setdefault(field.key, field)
    return list(fields.values())


def lines(ids: Sequence[int], rounds: Sequence[Round], shown: Sequence[Field]) -> Iterator[list[Cell]]:
    """A line for each application, in the order of the ids. shown: the personal answers that stand in it, and no other.

    Read by some hundreds, so that neither memory nor a cursor is held.
    """
    titles = _Titles(rounds)
    for some in (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)):
        rows = {row["pk"]: row for row in _rows(some, shown)}
        for pk, answers in _handed_in(some).items() if shown else ():
            rows[pk] |= {f"shown_{field.key}": answers.get(field.key) for field in shown}
        opinions, later = _opinions(some), [more.values(some, rounds) for more in LATER]
        for pk in some:
            if pk in rows:
                row = rows[pk]
                days = [_day_of(opinions.get((pk, role.value)), row["material_version"]) for role in OPINIONS]
                added = [values.get(pk) for values in later]
                yield [*titles.line(row), *days, *added, *(row[f"shown_{one.key}"] or "" for one in shown)]


def _rows(ids: Sequence[int], shown: Sequence[Field]) -> Iterator[dict[str, Any]]:
    answers = Cast("answers", JSONField())
    more = {f"shown_{field.key}": KeyTextTransform(field.key, answers) for field in shown}
    return iter(Application.objects.filter(pk__in=ids).values(*_KEPT, **more))


def _handed_in(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The answers as they were handed in, of those whose unit mends them now."""
    waiting = Return.objects.filter(application=OuterRef("pk"), answered_at__isnull=True)
    found = queries.whole(Application.objects.filter(Exists(waiting), pk__in=ids))
    return {one.pk: queries.answers_of(as_handed_in(one)) for one in found}


def _opinions(ids: Sequence[int]) -> dict[tuple[int, str], tuple[int, Any]]:
    """The version and the day of the last opinion of each role, by application."""
    given = Opinion.objects.filter(application__in=ids, withdrawn_at__isnull=True).order_by("given_at", "pk")
    kept = given.values_list("application", "role", "version", "day")
    return {(pk, role): (version, day) for pk, role, version, day in kept}


def _day_of(opinion: tuple[int, Any] | None, material_version: int) -> Cell:
    if opinion is None:
        return None
    version, day = opinion
    return day if version >= material_version else f"{long_day(day)}（已失效）"


class _Titles:
    """What states and ways are called, looked up once for each revision of a round."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        self.rounds = {one.pk: one for one in rounds}
        self.known = dict[tuple[int, int], _Words]()

    def line(self, row: Mapping[str, Any]) -> list[Cell]:
        """What stands in every list."""
        words = self._words(row["round"], row["revision"])
        sent: datetime | None = row["submitted_at"]
        return [
            row["number"],
            row["studio_name"],
            "" if words.hides_leader else row["leader_name"],
            row["unit__name"],
            row["recommender__organisation__name"] or "直接申报",
            words.ways.get(row["route"], ""),
            words.round,
            words.states.get(row["state"], row["state"]),
            sent and localtime(sent),
        ]

    def _words(self, round: int, revision: int) -> _Words:
        if (round, revision) not in self.known:
            one = self.rounds[round]
            pinned = one.revision if one.revision_id == revision else Revision.objects.get(pk=revision)
            programme = in_round(one, pinned).programme
            self.known[round, revision] = _Words(
                str(one),
                {state.id: state.title for state in programme.workflow.states},
                {way.id: way.title for way in programme.routes},
                "leader_name" in personal_keys(programme.fields),
            )
        return self.known[round, revision]


@dataclass(frozen=True, slots=True)
class _Words:
    """Of one revision in one round."""

    round: str
    states: Mapping[str, str]
    ways: Mapping[str, str]
    hides_leader: bool
