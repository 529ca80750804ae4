"""What a contender is: how it gets ready, what is timed, and how its output is read to see that it wrote the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Job = Callable[[], bytes]
"""The timed work; returns the last file it made."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do it. prepare: loads what is needed, warms up and returns the work for so many pieces."""

    label: str
    prepare: Callable[[int], Job]


@dataclass(frozen=True, slots=True)
class Bench:
    """A race. The first contender is ours.

    words: what a file says, cell by cell. size, quick: how many pieces a turn; piece: what they are. unit: of the time
    that is shown; whole: it is that of all pieces and not of one.
    """

    title: str
    aim: str
    contenders: Mapping[str, Contender]
    words: Callable[[bytes], list[str]]
    size: int
    quick: int
    piece: str
    unit: str
    whole: bool = False
