"""The days of the sample year, counted back from the moment at which it is made, and a diary of what is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localtime

BEGUN = 25
"""So many days before, the federations begin."""
LEFT = 12
"""So many days after, the round's day is over."""
EARLIER = 8
"""So many days after, it is over for the units of a recommender that set a day of its own."""

Deed = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Days:
    """now: the moment at which the sample is made; nothing in it happens later."""

    now: datetime

    def day(self, ago: int) -> date:
        """The day so many days ago; a negative number lies ahead."""
        return localtime(self.now).date() - timedelta(days=ago)

    def at(self, ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """A time of that day."""
        return datetime.combine(self.day(ago), time(hour, minute), localtime(self.now).tzinfo)


@dataclass(slots=True)
class Diary:
    """What is to be done when, noted in any order and done in that of time."""

    noted: list[tuple[datetime, Deed]] = field(default_factory=list)

    def note(self, at: datetime, deed: Deed) -> None:
        """A deed for a moment; it is called with it."""
        self.noted.append((at, deed))

    def live(self) -> None:
        """Do everything, first things first."""
        for at, deed in sorted(self.noted, key=lambda one: one[0]):
            deed(at)
