"""What stands against handing in, asked for the whole list at once."""

from __future__ import annotations

from collections.abc import Sequence

from jiangfang.core.opinions import Given, chain, first_not_holding
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, error, with_clause
from jiangfang.core.recommending import hand_in_problems
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application, Opinion
from jiangfang.stages.recommend.queries.lists import selection, undecided


def obstacles(recommender: Recommender, going: Sequence[Application]) -> list[Problem]:
    """Everything that stands against handing these in, but the day."""
    found = hand_in_problems(
        [str(row) for row in going],
        [str(row) for row in undecided(recommender)],
        chosen=selection(recommender) is not None,
        before=recommender.hand_ins.exists(),
    )
    return [*found, *_not_holding(recommender, going)]


def _not_holding(recommender: Recommender, going: Sequence[Application]) -> list[Problem]:
    """The first opinion up to the recommender's own that is not there or void, of each."""
    programme = rounds.opened(recommender.round).programme
    last: dict[int, dict[str, Given]] = {row.pk: {} for row in going}
    given = Opinion.objects.filter(application__in=list(last), withdrawn_at__isnull=True).order_by("given_at", "pk")
    for application, role, version, day in given.values_list("application", "role", "version", "day"):
        last[application][role] = Given(version, day)
    found = []
    for row in going:
        fields = chain(programme, row.route)
        own = next((place for place, field in enumerate(fields) if field.by == Role.RECOMMENDER.value), -1)
        field = first_not_holding(fields[: own + 1], last[row.pk], row.material_version)
        if field is not None:
            gone = "因为后来的改动失效了，要重新签" if field.by in last[row.pk] else "还没有签"
            said = with_clause(f"{row}：{field.label}{gone}", field.clause)
            found.append(error("not_now", "", said, field.clause))
    return found
