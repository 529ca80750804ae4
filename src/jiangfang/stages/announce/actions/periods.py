"""For which days the numbers of the form are reckoned, changed while the round runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from jiangfang.core import opening
from jiangfang.core.definition.programme import Programme
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.actions.authority import held_round, iso, must_wear, note, of_round, tidy_reason
from jiangfang.stages.announce.actions.telling import tell_periods
from jiangfang.stages.announce.models import Round


@transaction.atomic
def change_periods(
    *, round: Round, periods: Mapping[str, str], ends: date | None, why: str, hat: Hat, at: datetime
) -> Round:
    """Give numbers of the ledger another period, with a reason; a number that is not named keeps its own.

    ends: the last day that counts, None for the deadline. Drafts are reckoned anew, since they are reckoned when they
    are looked at; what was handed in keeps the period that it was handed in under.
    """
    found = held_round(round)
    actor = must_wear(hat, Role.CITY, found.federation_id, at)
    programme = queries.opened(found).programme
    if problems := opening.period_problems(programme, periods, ends):
        raise Refused(problems)
    before, said = _told(found, programme), _words(found, programme)
    found.periods = opening.kept_periods(programme, {**found.periods, **periods})
    found.period_ends = ends or queries.deadline(found)
    after = _told(found, programme)
    changed = [key for key in after if after[key] != before[key]]
    if not changed or not programme.numbers:
        raise Refused([error("nothing_changed", "", "期间和原来一样，没有什么要改的")])
    reason = tidy_reason(why)
    found.save(update_fields=["periods", "period_ends"])
    if found.published_at is not None:
        tell_periods(found, _lines(said, _words(found, programme)), at)
    told = {**{key: after[key] for key in changed}, "why": reason}
    note("round.periods_changed", of_round(found), found, actor, hat, at, {key: before[key] for key in changed}, told)
    return found


def _words(round: Round, programme: Programme) -> dict[str, str]:
    """The period of every number, by its name on the form."""
    return {name: one.words for one in queries.periods(round, programme) for name in one.names}


def _lines(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """A line for each period that numbers have from now on: 取得专利数量：近 1 年（…）."""
    found: dict[str, list[str]] = {}
    for name, words in after.items():
        if before[name] != words:
            found.setdefault(words, []).append(name)
    return [f"{'、'.join(names)}：{words}" for words, names in found.items()]


def _told(round: Round, programme: Programme) -> dict[str, Any]:
    """For the journal. A round of an earlier time has no choice and no day of its own: the default, the deadline."""
    kept = opening.kept_periods(programme, round.periods)
    return {"periods": opening.told_periods(programme, kept), "period_ends": iso(queries.period_ends(round))}
