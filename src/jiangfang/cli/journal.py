"""``jiangfang journal verify``."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from jiangfang.cli.report import Report, shown
from jiangfang.cli.stored import opened
from jiangfang.core.journal import End
from jiangfang.core.problems import Problem


def verify(call: Namespace) -> Report:
    """Every chain computed again: the first broken entry of each, and whether the database still guards them."""
    problems = opened(call)
    from jiangfang.records.journal import queries
    from jiangfang.records.people.models import Federation
    from jiangfang.stages.apply.retention import unaccounted

    names = dict(Federation.objects.values_list("pk", "name"))
    problems += queries.unguarded()
    chains: list[dict[str, object]] = []
    lines: list[str] = []
    for federation in queries.federations():
        end, found = queries.end_of(federation) or End(0, ""), queries.verify(federation)
        name = names.get(federation, f"没有登记的市总工会（{federation}）")
        problems += [_told(problem, federation, name) for problem in [*found, *unaccounted(federation)]]
        chains.append({"federation": federation, "name": name, "entries": end.number, "digest": end.digest})
        lines += [] if found else [f"{name}：日志 {end.number} 条，前后相接。最后一条的摘要是 {end.digest}"]
    lines += [] if chains else ["日志里还没有内容"]
    return Report(problems, {"problems": shown(problems), "chains": chains}, lines)


def _told(problem: Problem, federation: int, name: str) -> Problem:
    return replace(problem, where=f"federations[{federation}].{problem.where}", message=f"{name}的{problem.message}")
