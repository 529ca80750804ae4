"""One entry of a ledger as a plain value, and how an entry that was typed becomes one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry. first, last: the days it stands for: both the same for one of a day, 1 January and 31 December for
    one of a year, no last for a span that still runs.

    values: canonical JSON values by column key (money as text), absent ones left out. people: names as typed.
    papers: ids of the places (``Slot``) in which at least one file lies.
    """

    id: int
    kind: str
    title: str
    first: date | None = None
    last: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    papers: Collection[str] = ()
