"""A list of bodies, each naming the one above it: where each stands among those that are there and in the list."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jiangfang.core.people import Kind, may_stand_below

DEEPEST = 12
"""How many levels a tree has at most, the federation counted."""


class Why(StrEnum):
    """Why a line cannot be placed."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    CIRCLE = "circle"
    DEEP = "deep"
    BELOW = "below"
    TWICE = "twice"
    OTHER_KIND = "other_kind"


@dataclass(frozen=True, slots=True)
class Standing:
    """A body that is there. above: the number of the one above it, None for the top; depth: 1 for the top."""

    id: int
    name: str
    kind: Kind
    above: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class Line:
    """A body of the list. kind: None where it was not understood; above: a name, "" for the top."""

    name: str
    kind: Kind | None
    above: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line stands: below the body ``above``, or below the line ``line`` where that is new as well.

    there: the body that the line is already; why: what is wrong, with ``first``, the line that says the same.
    Neither above nor line: what it names above itself is lost, which is told there.
    """

    above: int | None = None
    line: int | None = None
    there: int | None = None
    depth: int = 0
    why: Why | None = None
    first: int | None = None


def planted(lines: Sequence[Line], standing: Iterable[Standing], top: Standing) -> list[Spot]:
    """The spot of every line, in their order. top: what a line stands below that names nothing."""
    ground = _Ground.of(lines, [*standing, top], top)
    for number in _from_above(lines, ground.named):
        ground.spots[number] = ground.spot(number)
    return [ground.spots.get(number, Spot(why=Why.CIRCLE)) for number in range(len(lines))]


def _from_above(lines: Sequence[Line], named: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """The numbers of the lines, each after all that it may stand below; those of a circle are left out."""
    waits = [len(named.get(line.above, ())) if line.above else 0 for line in lines]
    below: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        below[line.above].append(number)
    ready = deque(number for number, count in enumerate(waits) if not count)
    while ready:
        number = ready.popleft()
        yield number
        for other in below[lines[number].name] if lines[number].name else ():
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)


@dataclass(slots=True)
class _Ground:
    """What is known while lines are placed. named: lines by name; by_name, children: bodies that are there."""

    lines: Sequence[Line]
    top: Standing
    bodies: Mapping[int, Standing]
    named: Mapping[str, Sequence[int]]
    by_name: Mapping[str, set[int]]
    children: Mapping[tuple[int | None, str], int]
    spots: dict[int, Spot]
    taken: dict[tuple[int | None, int | None, str], int]

    @classmethod
    def of(cls, lines: Sequence[Line], standing: Sequence[Standing], top: Standing) -> _Ground:
        named: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            named[line.name].append(number)
        by_name: dict[str, set[int]] = defaultdict(set)
        for body in standing:
            by_name[body.name].add(body.id)
        bodies = {body.id: body for body in standing}
        children = {(body.above, body.name): body.id for body in standing}
        return cls(lines, top, bodies, named, by_name, children, {}, {})

    def spot(self, number: int) -> Spot:
        """Where a line stands, once every line that it may stand below is placed."""
        line = self.lines[number]
        found = self._above(line)
        if isinstance(found, Why):
            return Spot(why=found)
        above, parent = found
        kind, depth = self._kind_and_depth(above, parent)
        if not depth:
            return Spot()
        first = self.taken.setdefault((above, parent, line.name), number)
        there = self.children.get((above, line.name)) if above is not None else None
        made = Spot(above, parent, there, depth + 1)
        if first != number:
            return Spot(above, parent, there, depth + 1, Why.TWICE, first)
        why = self._fault(line, kind, made)
        return Spot(above, parent, there, depth + 1, why) if why else made

    def _fault(self, line: Line, above: Kind | None, spot: Spot) -> Why | None:
        if spot.depth > DEEPEST:
            return Why.DEEP
        if line.kind is None:
            return None
        if spot.there is not None:
            return None if self.bodies[spot.there].kind is line.kind else Why.OTHER_KIND
        return Why.BELOW if above is not None and not may_stand_below(line.kind, above) else None

    def _above(self, line: Line) -> tuple[int | None, int | None] | Why:
        """The body or the new line that a line stands below."""
        if not line.above:
            return self.top.id, None
        found: set[tuple[int | None, int | None]] = {(body, None) for body in self.by_name.get(line.above, ())}
        for number in self.named.get(line.above, ()):
            there = self.spots[number].there
            found.add((None, number) if there is None else (there, None))
        if len(found) == 1:
            return next(iter(found))
        return Why.SEVERAL if found else Why.UNKNOWN

    def _kind_and_depth(self, above: int | None, line: int | None) -> tuple[Kind | None, int]:
        """Of what a line stands below; depth 0 where that is lost itself."""
        if line is not None:
            return self.lines[line].kind, self.spots[line].depth
        body = self.bodies[above if above is not None else self.top.id]
        return body.kind, body.depth
