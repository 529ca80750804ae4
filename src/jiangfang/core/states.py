"""What a state is called and how it is marked, for every list and page alike: never by who looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jiangfang.core.workflow import BACK, FILING, Position, Workflow

FORWARD = ("recommend", "apply_directly")
"""The deeds by which something is past those below the city."""
ENDS = frozenset({"withdraw", "not_recommend", "reject"})
"""The deeds after which nothing comes any more."""
_BACKWARDS = frozenset({"return", "recall", "unrecommend", *FILING, *ENDS})


@dataclass(frozen=True, slots=True)
class Shown:
    """A state for people. kind: good, past the recommender; warn, back with its unit; idle, under way or over."""

    title: str
    kind: str


def shown(workflow: Workflow, state: str, route: str) -> Shown:
    """What a state is called, and its mark."""
    here = Position(state)
    if workflow.fillable(here, route) and not workflow.private(here):
        return Shown(workflow.title(state), "warn")
    return Shown(workflow.title(state), "good" if state in _past(workflow) else "idle")


@lru_cache(maxsize=64)
def _past(workflow: Workflow) -> frozenset[str]:
    """The states behind a recommendation, those left aside by a refusal not among them."""
    found: set[str] = set()
    waiting = [step.to for step in workflow.steps if step.deed in FORWARD]
    while waiting:
        here = waiting.pop()
        if here not in found and here != BACK:
            found.add(here)
            waiting += [s.to for s in workflow.steps if here in s.source and s.deed not in _BACKWARDS]
    return frozenset(found)
