"""What later rooms know beside a studio: they register it in their ``jobs``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiangfang.records.people.models import Hat
from jiangfang.records.studios.models import Studio


@dataclass(frozen=True, slots=True)
class Suggested:
    """A studio as a unit wrote it down elsewhere. founded_on: as in ``models.Studio``; said: where it stood."""

    name: str
    leader_name: str = ""
    founded_on: str = ""
    said: str = ""


SUGGESTED: list[Callable[[int], Sequence[Suggested]]] = []
"""What to suggest to a unit (by its number) that begins a studio, the likeliest first."""

SAID: list[Callable[[Sequence[int]], Mapping[int, str]]] = []
"""What the list says of each studio, by number."""

BEGUN: list[Callable[[Studio, Hat, datetime], None]] = []
"""Called inside the transaction in which a studio is begun: what is of it already is laid to it."""
