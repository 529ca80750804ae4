"""One filled form against its whole programme: types, completeness, conditions, exclusions, consistency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiangfang.core.answers import check_answers
from jiangfang.core.answers.checking import missing_answers
from jiangfang.core.conditions import weigh_all
from jiangfang.core.definition.programme import Programme
from jiangfang.core.problems import Problem, Severity, in_order, root_key


def examine(
    programme: Programme, answers: Mapping[str, Any], today: date, facts: Mapping[str, str] | None = None
) -> list[Problem]:
    """Every problem of a filled form, in the published order (cli.md, "Problems").

    today: the day that lateness is judged on. facts: what other records know, by name; not looked up when absent.
    """
    filled = check_answers(programme.fields, answers)
    refused = {root_key(found.where) for found in filled.problems if found.severity is Severity.ERROR}
    unfilled = missing_answers(programme.fields, filled.values, filled.places)
    missing = [found for found in unfilled if root_key(found.where) not in refused]
    case = programme.case(filled.values, today, facts, filled.places)
    missed = refused | {found.where for found in missing}
    weighed = weigh_all((*programme.conditions, *programme.checks), case, missed)
    weighed += weigh_all(programme.exclusions, case)  # who may be shut out is asked even where it was not filled
    problems = [*filled.problems, *missing, *weighed]
    return in_order(problems, [field.key for field in programme.fields])
