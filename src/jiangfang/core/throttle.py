"""How wrong tries slow the sign-in: after a few, a wait that doubles up to a bound, forgotten after some quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Steps:
    """free: wrong tries without a wait; first: the wait after them; longest: its bound; quiet: forgets everything."""

    free: int
    first: timedelta
    longest: timedelta
    quiet: timedelta

    def counted(self, tries: int, last: datetime, now: datetime) -> int:
        """The tries that still count."""
        return 0 if now - last >= self.quiet else tries

    def ready(self, tries: int, last: datetime, now: datetime) -> datetime:
        """From when on the next try is heard."""
        over = self.counted(tries, last, now) - self.free
        if over < 0:
            return now
        wait: timedelta = min(self.first * 2 ** min(over, 20), self.longest)
        return max(now, last + wait)


BY_NAME = Steps(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1))
# A county's office, or everybody behind one proxy, goes out through one address: many are heard before it is slowed.
BY_ADDRESS = Steps(40, timedelta(seconds=10), timedelta(minutes=2), timedelta(hours=1))
