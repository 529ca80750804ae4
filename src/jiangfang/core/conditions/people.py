"""Terms about people: the leader's honours and titles, how the team is made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiangfang.core.conditions.base import Case, Finding, Term, Verdict, no, not_filled, term, unknown, yes
from jiangfang.core.conditions.days import MOST_YEARS, show, years_later
from jiangfang.core.conditions.numbers import percent
from jiangfang.core.fields.date import span
from jiangfang.core.fields.joined import JOINT

TIERS = ("企业", "县区", "地市", "省部", "国家")
"""Tiers of honours and titles, lowest first."""


@term("honour")
@dataclass(frozen=True, slots=True)
class Honour(Term):
    """The leader holds an honour of some kinds, of a tier or above."""

    of: str
    honours: tuple[str, ...]
    tier: str

    def faults(self) -> Iterator[tuple[str, str]]:
        """Tiers are a fixed ladder."""
        if self.tier not in TIERS:
            yield "tier", f"级别只能是：{'、'.join(TIERS)}"

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "rows.column", f"{self.of}.tier"
        yield "rows.column", f"{self.of}.kind"

    def weigh(self, case: Case) -> Finding:
        """See Term; a row whose tier or kind is not known leaves it open."""
        words = f"{self.tier}级以上{'、'.join(self.honours)}"
        rows = case.values.get(self.of)
        if not rows:
            return unknown(f"不知道有没有{words}（{case.label(self.of)}没有逐项填写）", self.of, self.of)
        doubtful = False
        known = next((column.options for column in case.fields[self.of].columns if column.key == "kind"), ())
        for row in rows:
            tier, kind = row.get("tier"), row.get("kind")
            if kind in self.honours and tier in TIERS and TIERS.index(tier) >= TIERS.index(self.tier):
                return yes(f"{row.get('name') or tier + kind}，属{words}", self.of)
            of_kind = kind is None or kind in self.honours or (bool(known) and kind not in known)
            of_tier = tier not in TIERS or TIERS.index(tier) >= TIERS.index(self.tier)
            doubtful = doubtful or (of_kind and of_tier)
        if doubtful:
            return unknown(f"{case.label(self.of)}有的没有写明级别或类别，不知道是不是{words}", self.of)
        return no(f"{case.label(self.of)}中没有{words}", self.of)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}中有{self.tier}级以上{'、'.join(self.honours)}"


@term("prior_title")
@dataclass(frozen=True, slots=True)
class PriorTitle(Term):
    """Named before at another tier: by whom, when, and for how many years by a day of the calendar."""

    by: str
    since: str
    on: str
    years: int = 0

    def faults(self) -> Iterator[tuple[str, str]]:
        """No rule reckons in centuries."""
        if self.years > MOST_YEARS:
            yield "years", f"最多 {MOST_YEARS} 年"

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "any", self.by
        yield "date", self.since
        yield "day", self.on

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        body, value, day = case.values.get(self.by), case.values.get(self.since), case.days[self.on]
        if body is None or value is None:
            return not_filled(case, *(key for key in (self.by, self.since) if key not in case.values))
        earliest, latest = (years_later(end, self.years) for end in span(value))
        says = f"{body} {show(value)}认定，到 {day}"
        if latest <= day.on:
            return yes(f"{says}已满 {self.years} 年" if self.years else f"{body} {show(value)}认定", self.since)
        if earliest > day.on:
            return no(f"{says}不满 {self.years} 年" if self.years else f"{says}还没有认定", self.since)
        return unknown(f"{says}是否满 {self.years} 年要看具体日子，请把日期写完整", self.since)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"已由其他级别认定满 {self.years} 年" if self.years else "已由其他级别认定"


@term("not_one_team")
@dataclass(frozen=True, slots=True)
class NotOneTeam(Term):
    """The listed members are not all of one 班组（科室）; the leader counts as one of them when listed.

    column: the team; unit: the column that tells equal team names of two units apart, "" for none.
    """

    of: str
    column: str
    leader: str
    unit: str = ""

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "rows.column", f"{self.of}.{self.column}"
        yield "any", self.leader
        if self.unit:
            yield "rows.column", f"{self.of}.{self.unit}"

    def weigh(self, case: Case) -> Finding:
        """See Term; a member without a team, or a list of one, is a question."""
        rows = case.values.get(self.of)
        if not rows:
            return not_filled(case, self.of)
        teams = Counter(self._team(row) for row in rows if self.column in row)
        blank = sum(self.column not in row for row in rows)
        label = case.label(f"{self.of}.{self.column}").removeprefix(f"{case.label(self.of)}的")
        if len(teams) > 1 and not _perhaps_same(teams):
            return yes(f"{case.label(self.of)}分属 {len(teams)} 个班组（科室）", self.of)
        if blank or not teams:
            return unknown(
                f"{case.label(self.of)}有 {blank} 人没有填{label}，不能断定是否都在同一班组（科室）", self.of
            )
        if len(rows) == 1 or len(teams) > 1:
            return unknown(f"{case.label(self.of)}所列不足以断定是否都在同一班组（科室）", self.of)
        team = next(iter(teams))[1]
        return no(
            f"{case.label(self.of)}所列 {len(rows)} 人都在同一班组（科室）“{team}”{self._leader(case, rows)}", self.of
        )

    def _leader(self, case: Case, rows: list[dict[str, Any]]) -> str:
        names = str(case.values.get(self.leader, "")).split(JOINT)
        listed = {row.get("name") for row in rows}
        outside = [name for name in names if name and name not in listed]
        return f"；{'、'.join(outside)}没有列在其中，若属其他班组请一并列入" if outside else ""

    def _team(self, row: Mapping[str, Any]) -> tuple[str, str]:
        return (_plain(row.get(self.unit, "")) if self.unit else "", _plain(row[self.column]))

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}不都出自同一班组（科室）"


def _perhaps_same(teams: Counter[tuple[str, str]]) -> bool:
    """True when teams differ only in that some do not name their unit."""
    units = {unit for unit, _ in teams}
    return len({team for _, team in teams}) == 1 and "" in units and len(units) == 2


def _age(born: date, day: date) -> int:
    """Full years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _plain(text: str) -> str:
    return "".join(text.split())


@term("structure")
@dataclass(frozen=True, slots=True)
class Structure(Term):
    """How a team is made up, reckoned and laid before people: always a question.

    columns: those whose words are counted; born: the column of birth months, for ages on a day of the calendar.
    """

    of: str
    columns: tuple[str, ...]
    born: str = ""
    on: str = ""

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        for column in (*self.columns, *([self.born] if self.born else [])):
            yield "rows.column", f"{self.of}.{column}"
        if self.on:
            yield "day", self.on

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        rows = case.values.get(self.of)
        if not rows:
            return not_filled(case, self.of)
        figures = [self._spread(case, rows, column) for column in self.columns]
        figures += [self._ages(case, rows)] if self.born else []
        return unknown(f"{case.label(self.of)}所列 {len(rows)} 人：{'；'.join(figures)}", self.of)

    def _spread(self, case: Case, rows: list[dict[str, Any]], column: str) -> str:
        counts = Counter(row.get(column, "未填") for row in rows)
        shares = (
            f"{word} {times} 人（{percent(Decimal(times) / len(rows))}）" for word, times in counts.most_common(6)
        )
        more = f"等 {len(counts)} 种" if len(counts) > 6 else ""
        return f"{case.label(f'{self.of}.{column}').rpartition('的')[2]}——{'、'.join(shares)}{more}"

    def _ages(self, case: Case, rows: list[dict[str, Any]]) -> str:
        day = case.days[self.on]
        ages = [_age(span(row[self.born])[0], day.on) for row in rows if self.born in row]
        if not ages:
            return "年龄——都没有填出生年月"
        mean = percent(Decimal(sum(ages)) / len(ages) / 100).rstrip("%")
        missing = f"，{len(rows) - len(ages)} 人未填" if len(ages) < len(rows) else ""
        return f"年龄——{min(ages)} 至 {max(ages)} 岁，平均 {mean} 岁，按 {day}计{missing}"

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}的结构，由人判断"


@term("parts")
@dataclass(frozen=True, slots=True)
class Parts(Term):
    """A field holds at most so many values joined by 、."""

    of: str
    at_most: int

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "any", self.of

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        value = case.values.get(self.of)
        if value is None:
            return not_filled(case, self.of)
        number = len(str(value).split(JOINT))
        says = f"{case.label(self.of)}写了 {number} 人"
        return yes(says, self.of) if number <= self.at_most else no(f"{says}，多于 {self.at_most} 人", self.of)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}不多于 {self.at_most} 人"


@term("same_parts")
@dataclass(frozen=True, slots=True)
class SameParts(Term):
    """Fields about several leaders hold one value, or as many as there are names."""

    of: tuple[str, ...]
    names: str

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        for key in (*self.of, self.names):
            yield "any", key

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        if self.names not in case.values:
            return Finding(Verdict.OPEN, "没有填", self.names, (self.names,), silent=True)
        wanted = len(str(case.values[self.names]).split(JOINT))
        numbers = {key: len(str(case.values[key]).split(JOINT)) for key in self.of if key in case.values}
        wrong = [key for key, number in numbers.items() if number not in (1, wanted)]
        if wrong:
            says = "、".join(f"{case.label(key)} {numbers[key]} 个" for key in wrong)
            return no(f"{case.label(self.names)}有 {wanted} 人，{says}，对不上", wrong[0], "conflicting")
        return yes("各项与人数对应", self.names)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{'、'.join(case.label(key) for key in self.of)}与{case.label(self.names)}一一对应"
