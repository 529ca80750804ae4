"""The table of steps: who moves what from where to where, under which clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiangfang.core.fields import Origin
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error

BACK = "back"
"""As the target of a step: where the thing was when it was sent back."""


FILING = ("submit", "resubmit")
"""The deeds by which a unit hands in what it filled."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a thing can stand. final: nothing leads on from here in the year."""

    id: str
    title: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One deed. by: roles that may do it; returns: it sends back, and the next ``back`` step leads to where it was.

    routes: the only routes it belongs to (direct applicants skip the recommender); none means every route.
    """

    deed: str
    title: str
    by: tuple[str, ...]
    source: tuple[str, ...]
    to: str
    returns: bool = False
    routes: tuple[str, ...] = ()
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"
        if not self.by:
            yield "by", "至少要有一个角色能做这一步"
        yield from unknown_roles("by", self.by)


def unknown_roles(where: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What is wrong with the roles that programme data names: (place, sentence)."""
    for name in names:
        if name not in set(Role) - {Role.AUDITOR, Role.ADMIN}:
            yield where, f"没有“{name}”这个角色，可以写：unit、unit_union、recommender、city、group、expert"


@dataclass(frozen=True, slots=True)
class Position:
    """Where one thing stands. sent_from: the state it was returned from, "" when it was not."""

    state: str
    sent_from: str = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """States and steps of one programme; the first state is where everything begins."""

    states: tuple[State, ...]
    steps: tuple[Step, ...]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Unknown states, dead ends, states that nothing reaches: (place below it, sentence)."""
        known = {state.id for state in self.states}
        if not known:
            yield "states", "至少要有一个状态"
            return
        for place, step in enumerate(self.steps):
            for name in (*step.source, *([step.to] if step.to != BACK else [])):
                if name not in known:
                    yield f"steps[{place}]", f"没有“{name}”这个状态"
        sources = {name for step in self.steps for name in step.source}
        reached = {self.states[0].id} | {step.to for step in self.steps}
        for place, state in enumerate(self.states):
            if state.id not in reached:
                yield f"states[{place}]", f"没有哪一步能到“{state.title}”"
            if not state.final and state.id not in sources:
                yield f"states[{place}]", f"“{state.title}”没有下一步；若到此为止请写 final = true"

    def start(self) -> Position:
        """Where everything begins."""
        return Position(self.states[0].id)

    def open_to(self, position: Position, role: str, route: str) -> list[Step]:
        """The deeds that a role may do here with something that travels this route."""
        return [
            step
            for step in self.steps
            if position.state in step.source and role in step.by and (not step.routes or route in step.routes)
        ]

    def offers(self, position: Position, deed: str, role: str, route: str) -> bool:
        """Whether a role may do this deed here."""
        return any(step.deed == deed for step in self.open_to(position, role, route))

    def fillable(self, position: Position, route: str) -> bool:
        """Whether the unit may write here: where it may hand in what it wrote."""
        return any(step.deed in FILING for step in self.open_to(position, "unit", route))

    def private(self, position: Position) -> bool:
        """Whether it still is the unit's own affair, that nobody else reads: it was never handed in."""
        return position.state == self.states[0].id

    def title(self, state: str) -> str:
        """What a state is called."""
        return next((found.title for found in self.states if found.id == state), state)

    def move(self, position: Position, deed: str, role: str, route: str) -> Position:
        """Where a deed leads. Raises Refused when the table has no such step for this role and route from here."""
        step = next((step for step in self.open_to(position, role, route) if step.deed == deed), None)
        if step is None:
            raise Refused([self._refusal(position, deed)])
        if step.to == BACK:
            return Position(position.sent_from or self.states[0].id)
        return Position(step.to, position.state if step.returns else "")

    def _refusal(self, position: Position, deed: str) -> Problem:
        title = next((state.title for state in self.states if state.id == position.state), position.state)
        step = next((step for step in self.steps if step.deed == deed), None)
        name, clause = (step.title, step.clause) if step else (deed, "")
        return error("not_now", "", f"现在是“{title}”，不能{name}", clause)
