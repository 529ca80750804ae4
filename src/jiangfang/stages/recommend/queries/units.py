"""Who has not started: the units below a recommender, by how far they are and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from jiangfang.core.people import Kind, Role
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.records.people.queries import worn
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend.queries.lists import workflow_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit that has not handed anything in. begun: it started a draft; reached: somebody signs in for it."""

    unit: Organisation
    begun: bool
    reached: bool

    @property
    def says(self) -> str:
        """How far it is."""
        if self.begun:
            return "填写中，还没有提交"
        return "还没有开始" if self.reached else "还没有人领取登录代码"


def units_below(recommender: Recommender) -> QuerySet[Organisation]:
    """The open units below it."""
    body = recommender.organisation
    return Organisation.objects.filter(
        federation=body.federation_id, path__startswith=body.path, kind=Kind.UNIT.value, closed_on__isnull=True
    )


def silent_units(recommender: Recommender, today: date) -> QuerySet[Organisation]:
    """The open units below it without anything that was handed in this round."""
    mine = Application.objects.filter(round=recommender.round_id, unit=OuterRef("pk"))
    private = workflow_of(recommender).start().state
    acting = Hat.objects.filter(worn(today), organisation=OuterRef("pk"), role=Role.UNIT.value, person__is_active=True)
    return (
        units_below(recommender)
        .exclude(Exists(mine.exclude(state=private)))
        .annotate(begun=Exists(mine), reached=Exists(acting))
        .order_by("path")
    )


def waiting(rows: QuerySet[Organisation] | list[Organisation]) -> list[Waiting]:
    """The rows of `silent_units` as they are shown."""
    return [Waiting(row, bool(row.begun), bool(row.reached)) for row in rows]  # type: ignore[attr-defined]
