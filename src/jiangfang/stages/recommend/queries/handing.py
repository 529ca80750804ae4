"""What has to be done before handing in: asked by count for the whole list at once, named only where it stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiangfang.core.fields import Field
from jiangfang.core.opinions import Given, chain, first_not_holding
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, error, with_clause
from jiangfang.core.recommending import NAMED, hand_in_problems
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend.models import HandedIn, HandIn, Selection
from jiangfang.stages.recommend.queries.backs import in_time
from jiangfang.stages.recommend.queries.lists import HAND_IN, last_version, selection, spots, undecided, with_deed


@dataclass(frozen=True, slots=True)
class ToHandIn:
    """What would go in, and what is still to be decided or signed of it. late: nothing may go in any more."""

    going: QuerySet[Application]
    undecided: QuerySet[Application]
    unsigned: QuerySet[Application]
    selection: Selection | None
    late: Problem | None


def to_hand_in(recommender: Recommender, today: date) -> ToHandIn:
    """What a recommender would hand in today."""
    there = spots(recommender)
    going, late = in_time(recommender, with_deed(recommender, HAND_IN, there), today)
    unsigned = _unsigned(recommender, going)
    return ToHandIn(going, undecided(recommender, there), unsigned, selection(recommender), late)


def handed_in_before(recommender: Recommender, going: QuerySet[Application]) -> list[HandIn]:
    """What went in before, first one first. Each says as ``new`` how many of these never went in."""
    new = Application.objects.filter(pk__in=going.order_by().values("pk"), handed_in__isnull=True)
    many = new.order_by().values("recommender").annotate(many=Count("pk")).values("many")
    return list(recommender.hand_ins.order_by("serial").annotate(new=Coalesce(Subquery(many), 0)))


def newly_in(made: HandIn) -> int:
    """How many of a handing in were in none before it."""
    earlier = HandedIn.objects.filter(hand_in__recommender=made.recommender_id, hand_in__serial__lt=made.serial)
    return made.items.exclude(application__in=earlier.values("application")).count()


def obstacles(recommender: Recommender, found: ToHandIn) -> list[Problem]:
    """Everything that stands against handing in."""
    if found.late is not None:
        return [found.late]
    before = recommender.hand_ins.exists()
    names = [str(row) for row in found.undecided[:NAMED]]
    many = len(names) if len(names) < NAMED else found.undecided.count()
    going = found.going.exists()
    said = hand_in_problems(going, names, many, chosen=found.selection is not None, before=before)
    return [*said, *(_unsigned_problems(recommender, found) if going else ())]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One that goes in, and the first opinion up to the recommender's own that is not there or void."""

    application: Application
    field: Field
    void: bool

    @property
    def says(self) -> str:
        """What is the matter with that opinion."""
        return f"{self.field.label}{'因为后来的改动失效了，要重新签' if self.void else '还没有签'}"


def unsigned(recommender: Recommender, found: ToHandIn) -> list[Unsigned]:
    """The first of those that wait for an opinion: one more than are named where there are more."""
    by_route, made = _fields(recommender), []
    for row in found.unsigned[: NAMED + 1]:
        fields = by_route[row.route]
        given = _given(row, fields)
        field = first_not_holding(fields, given, row.material_version)
        if field is not None:
            made.append(Unsigned(row, field, field.by in given))
    return made


def _unsigned_problems(recommender: Recommender, found: ToHandIn) -> list[Problem]:
    rows = unsigned(recommender, found)
    made = [
        error("not_now", "", with_clause(f"{one.application}：{one.says}", one.field.clause), one.field.clause)
        for one in rows[:NAMED]
    ]
    if len(rows) > NAMED:
        made.append(error("not_now", "", f"意见要先签好的一共 {found.unsigned.count()} 份，上面是前 {NAMED} 份"))
    return made


def _unsigned(recommender: Recommender, going: QuerySet[Application]) -> QuerySet[Application]:
    """Those of which an opinion up to the recommender's own is not there or void."""
    wrong, by_route = Q(pk__in=()), _fields(recommender)
    for route, fields in by_route.items():
        for field in fields:
            signed = f"signed_{field.by}"
            gone = Q(**{f"{signed}__isnull": True}) | Q(**{f"{signed}__lt": F("material_version")})
            wrong |= Q(route=route) & gone
    asked = {field.by for fields in by_route.values() for field in fields}
    return going.annotate(**{f"signed_{role}": last_version(Role(role)) for role in asked}).filter(wrong)


def _fields(recommender: Recommender) -> dict[str, list[Field]]:
    """The opinions up to the recommender's own, by route."""
    programme, found = rounds.opened(recommender.round).programme, {}
    for route in programme.routes:
        fields = chain(programme, route.id)
        own = next((place for place, field in enumerate(fields) if field.by == Role.RECOMMENDER.value), -1)
        found[route.id] = fields[: own + 1]
    return found


def _given(row: Application, fields: list[Field]) -> dict[str, Given]:
    """Its opinions as the rules see them; the day does not matter here."""
    versions = {field.by: getattr(row, f"signed_{field.by}") for field in fields}
    return {role: Given(version, date.min) for role, version in versions.items() if version is not None}
