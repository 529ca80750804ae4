"""The check list of whoever recommends: every condition and exclusion of the notice, with what the program found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jiangfang.core.conditions import Case, Condition, Verdict, weigh
from jiangfang.core.definition.programme import Programme
from jiangfang.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Item:
    """One line. exclusion: it says what must not be. found: what the program has to say, None when it found nothing."""

    condition: Condition
    exclusion: bool
    found: Problem | None
    ticked: bool

    @property
    def says(self) -> str:
        """What a tick says: that it is so; of an exclusion, that it was looked at and does not hold here."""
        own = self.condition.ticked
        return own or (f"已核对，不属于这种情形：{self.condition.says}" if self.exclusion else self.condition.says)


def items(programme: Programme, case: Case, ticked: Collection[str]) -> list[Item]:
    """The lines in the notice's order; one that does not apply to this studio is left out."""
    return [
        Item(condition, exclusion, weigh(condition, case), condition.id in ticked)
        for condition, exclusion in _asked(programme)
        if condition.when is None or condition.when.weigh(case).verdict is Verdict.YES
    ]


def unticked(programme: Programme, case: Case, ticked: Collection[str]) -> list[Condition]:
    """What is not ticked yet."""
    return [item.condition for item in items(programme, case, ticked) if not item.ticked]


def _asked(programme: Programme) -> Iterator[tuple[Condition, bool]]:
    yield from ((condition, False) for condition in programme.conditions)
    yield from ((condition, True) for condition in programme.exclusions)
