"""Who has to do something with a thing that stands somewhere in the table of steps."""

from __future__ import annotations

from collections.abc import Iterable

from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.workflow import Position, Workflow

ASIDE = frozenset({"return", "withdraw", "recall", "unrecommend", "not_recommend", "hand_back", "score"})
"""Deeds that somebody may do and nobody waits for."""


def awaited(workflow: Workflow, state: str, role: str, route: str) -> tuple[str, ...]:
    """The deeds that wait for a role here, in the order of the table."""
    steps = workflow.open_to(Position(state), role, route)
    return tuple(step.deed for step in steps if step.deed not in ASIDE)


def waits_for(workflow: Workflow, state: str, route: str) -> tuple[str, ...]:
    """The roles that it waits for here, in the order of the table; none where it ended."""
    steps = (step for step in workflow.steps if state in step.source and step.deed not in ASIDE)
    return tuple(dict.fromkeys(role for step in steps if not step.routes or route in step.routes for role in step.by))


def names_of(roles: Iterable[str]) -> str:
    """Those who are waited for, in words: the city's office is its body."""
    return "、".join("市总工会" if role == Role.CITY else ROLE_TITLES[Role(role)] for role in roles)


def turn_of(workflow: Workflow, state: str, route: str) -> str:
    """What they have to do here, in a word."""
    return "受理" if "receive" in awaited(workflow, state, Role.CITY.value, route) else "办"
