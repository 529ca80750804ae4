"""For which days the ledger's numbers are reckoned: one choice for all, another for single ones, and the last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from jiangfang.core import opening
from jiangfang.core.definition.programme import Programme
from jiangfang.core.ledger.numbers import CHOICES, OVER_TITLES
from jiangfang.core.problems import Problem, error, with_clause
from jiangfang.stages.announce.forms.reading import read_text

OPTIONS = tuple((one.value, OVER_TITLES[one]) for one in CHOICES)
LIKE_ALL = (("", "照上面选的"), *OPTIONS)


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A number whose period the notice leaves open. typed: what was chosen for it alone, "" for nothing."""

    key: str
    name: str
    why: str
    typed: str = ""

    @property
    def where(self) -> str:
        """The place of its problems, and the name of its choice."""
        return f"period-{self.key}"


@dataclass(frozen=True, slots=True)
class PeriodsForm:
    """What is asked of periods. all: the choice for every number that has none of its own.

    given: names and clauses of those that the notice settles. ends: the last day that counts.
    """

    rows: tuple[PeriodRow, ...]
    given: tuple[str, ...]
    all: str
    ends: str
    options: tuple[tuple[str, str], ...] = OPTIONS
    like_all: tuple[tuple[str, str], ...] = LIKE_ALL

    @property
    def names(self) -> list[str]:
        """The boxes of the form."""
        return [*(["period"] if self.rows else []), *(row.where for row in self.rows), "period_ends"]

    @property
    def asked(self) -> bool:
        """Whether anything is reckoned by a period here."""
        return bool(self.rows or self.given)

    @property
    def opened(self) -> bool:
        """Whether a single number was given a period of its own."""
        return any(row.typed for row in self.rows)

    def chosen(self, problems: list[Problem]) -> dict[str, str]:
        """The period of every number that is asked; a choice for all that is none becomes a problem."""
        if self.all not in dict(self.options):
            problems.append(error("not_in_list", "period", "没有写期间的数算哪一段时间，请选一个"))
            return {}
        return {row.key: row.typed or self.all for row in self.rows}


def suggested(programme: Programme) -> PeriodsForm:
    """As it stands before anybody touches it: everything since the founding, to the last day of handing in.

    That day is not written out, so that it follows when the deadline is changed in the same form.
    """
    called = {field.key: field for field in programme.fields}
    asked = opening.asked_numbers(programme)
    rows = tuple(PeriodRow(number.key, called[number.key].name, number.why) for number in asked)
    given = tuple(
        with_clause(f"{called[number.key].name}：{OVER_TITLES[number.over]}", number.clause)
        for number in programme.numbers
        if number not in asked
    )
    return PeriodsForm(rows, given, CHOICES[0].value, "")


def standing(programme: Programme, chosen: Mapping[str, str], ends: date | None) -> PeriodsForm:
    """As it stands in a round: what most numbers have is the choice for all."""
    plain, kept = suggested(programme), opening.kept_periods(programme, chosen)
    most = Counter(kept.values()).most_common(1)
    every = most[0][0] if most else plain.all
    rows = tuple(replace(row, typed="" if kept[row.key] == every else kept[row.key]) for row in plain.rows)
    return replace(plain, rows=rows, all=every, ends=ends.isoformat() if ends else "")


def typed(programme: Programme, data: Mapping[str, str]) -> PeriodsForm:
    """As it was sent; what was not sent stays as it was suggested."""
    plain = suggested(programme)
    rows = tuple(replace(row, typed=data.get(row.where, "")) for row in plain.rows)
    ends = read_text(data, "period_ends")
    return replace(plain, rows=rows, all=data.get("period", plain.all), ends=ends)
