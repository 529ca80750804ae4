"""Terms about numbers: counts, shares, sums against parts, lengths in 字."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from jiangfang.core.conditions.base import Case, Finding, Term, Verdict, no, not_filled, term, unknown, yes
from jiangfang.core.fields.money import plain_decimal
from jiangfang.core.fields.text import count_zi


def percent(share: Decimal) -> str:
    """A share as people write it: 62.5%."""
    return f"{plain_decimal((share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP))}%"


def reckoned(case: Case, key: str, amount: Decimal) -> str:
    """A quantity in a sentence: 成员总数 4 人."""
    return f"{case.label(key)} {plain_decimal(amount)} {case.unit(key)}".rstrip()


@term("count")
@dataclass(frozen=True, slots=True)
class Count(Term):
    """A number of the form within bounds; 以上 and 以下 include the number itself."""

    of: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """It needs a bound, and the bounds must leave room."""
        if self.at_least is None and self.at_most is None:
            yield "at_least", "at_least 和 at_most 至少写一个"
        elif self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            yield "at_most", "at_most 比 at_least 还小"

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "number", self.of

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        amount = case.quantity(self.of)
        if amount is None:
            return not_filled(case, self.of)
        has, unit = reckoned(case, self.of, amount), case.unit(self.of)
        if self.at_least is not None and amount < self.at_least:
            return no(f"{has}，少于 {self.at_least} {unit}".rstrip(), self.of.partition(".")[0])
        if self.at_most is not None and amount > self.at_most:
            return no(f"{has}，多于 {self.at_most} {unit}".rstrip(), self.of.partition(".")[0])
        return yes(has, self.of.partition(".")[0])

    def explain(self, case: Case) -> str:
        """See Term."""
        unit = case.unit(self.of)
        bounds = [
            f"{word} {bound} {unit}".rstrip()
            for word, bound in (("不少于", self.at_least), ("不多于", self.at_most))
            if bound is not None
        ]
        return f"{case.label(self.of)}{'，'.join(bounds)}"


@term("share")
@dataclass(frozen=True, slots=True)
class Share(Term):
    """The share of rows whose column holds one of some words, among the rows that say anything in it."""

    of: str
    column: str
    among: tuple[str, ...]
    at_least: Decimal

    def faults(self) -> Iterator[tuple[str, str]]:
        """A share lies between 0 and 1."""
        if not 0 <= self.at_least <= 1:
            yield "at_least", "比例应在 0 到 1 之间，一半写成 0.5"

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "rows.column", f"{self.of}.{self.column}"

    def weigh(self, case: Case) -> Finding:
        """See Term; rows that say nothing leave it open only where they could turn the verdict."""
        rows = case.values.get(self.of)
        if not rows:
            return not_filled(case, self.of)
        said = [row[self.column] for row in rows if self.column in row]
        if not said:
            return not_filled(case, f"{self.of}.{self.column}")
        hits, silent, total = sum(word in self.among for word in said), len(rows) - len(said), len(rows)
        says = f"{case.label(self.of)} {total} 人，其中{'、'.join(self.among)} {hits} 人"
        says += f"（{percent(Decimal(hits) / total)}）" if not silent else f"，{silent} 人没有填"
        if hits >= self.at_least * total:
            return yes(says, self.of)
        if hits + silent >= self.at_least * total:
            return unknown(says, self.of)
        return no(f"{says}，不到 {percent(self.at_least)}", self.of)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}中{'、'.join(self.among)}不少于 {percent(self.at_least)}"


@term("sum")
@dataclass(frozen=True, slots=True)
class Sum(Term):
    """Parts against a total, in one unit. A part is a count, an amount, or a column: ``funding.amount``."""

    parts: tuple[str, ...]
    total: str
    compare: Literal["equal", "at_most"] = "equal"

    def faults(self) -> Iterator[tuple[str, str]]:
        """It needs something to add."""
        if not self.parts:
            yield "parts", "至少要有一项可加"

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        for key in (*self.parts, self.total):
            yield "number", key

    def weigh(self, case: Case) -> Finding:
        """See Term; parts that are not given count as nothing once one is given."""
        total = case.quantity(self.total)
        given = {key: amount for key in self.parts if (amount := case.quantity(key)) is not None}
        if total is None or not given:
            return not_filled(case, *([self.total] if total is None else self.parts))
        added = sum(given.values(), Decimal(0))
        names = "＋".join(case.label(key) for key in given)
        unit = case.unit(self.total)
        shown, stated = plain_decimal(added), plain_decimal(total)
        if self.compare == "at_most" and added > total:
            says = f"{names}为 {shown} {unit}，超过{case.label(self.total)} {stated} {unit}"
            return no(says, self.total, "sum_differs")
        if self.compare == "equal" and added != total:
            says = f"{case.label(self.total)}写的是 {stated} {unit}，{names}合计为 {shown} {unit}，相差 "
            return no(f"{says}{plain_decimal(abs(added - total))}", self.total, "sum_differs")
        return yes(f"{names}合计 {shown} {unit}", self.total)

    def explain(self, case: Case) -> str:
        """See Term."""
        word = "等于" if self.compare == "equal" else "不超过"
        return f"{'＋'.join(case.label(key) for key in self.parts)}{word}{case.label(self.total)}"


@term("row_sum")
@dataclass(frozen=True, slots=True)
class RowSum(Term):
    """In every row, some columns against a total column; a row that fills ``unless`` is asked about, never added."""

    of: str
    parts: tuple[str, ...]
    total: str
    unless: str = ""

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        for key in (*self.parts, self.total, *([self.unless] if self.unless else [])):
            yield "rows.column", f"{self.of}.{key}"

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        rows = case.values.get(self.of)
        if not rows:
            return Finding(Verdict.OPEN, f"{case.label(self.of)}没有填", self.of, (self.of,), silent=True)
        wrong: list[tuple[str, str]] = []
        mixed: list[str] = []
        for kept, row in enumerate(rows):
            place = case.place(self.of, kept)
            said = f"第 {place + 1} 行"
            if self.unless and Decimal(row.get(self.unless, "0")):
                mixed.append(said)
                continue
            given = [Decimal(row[key]) for key in self.parts if key in row]
            if self.total in row and given and sum(given) != Decimal(row[self.total]):
                where = f"{self.of}[{place}].{self.total}"
                wrong.append((f"{said}合计写的是 {row[self.total]}，各项相加为 {sum(given)}", where))
        if wrong:
            return no(f"{case.label(self.of)}{'；'.join(said for said, _ in wrong)}", wrong[0][1], "sum_differs")
        if mixed:
            other = case.label(f"{self.of}.{self.unless}")
            says = f"{'、'.join(mixed)}填有{other}，与{case.unit(f'{self.of}.{self.total}')}不是一个币种，没有相加"
            return unknown(f"{says}，请核对合计是否已经折算", self.of)
        return yes(f"{case.label(self.of)}各行合计相符", self.of)

    def explain(self, case: Case) -> str:
        """See Term."""
        columns = "＋".join(case.label(f"{self.of}.{key}") for key in self.parts)
        return f"每行{columns}等于{case.label(f'{self.of}.{self.total}')}"


@term("within")
@dataclass(frozen=True, slots=True)
class Within(Term):
    """Each of some numbers is at most another one; they may overlap, so they are never added up."""

    of: tuple[str, ...]
    most: str

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        for key in (*self.of, self.most):
            yield "number", key

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        most = case.quantity(self.most)
        given = {key: amount for key in self.of if (amount := case.quantity(key)) is not None}
        if most is None or not given:
            missing = (self.most,) if most is None else self.of
            return Finding(Verdict.OPEN, "没有填全", self.most, missing, silent=True)
        larger = {key: amount for key, amount in given.items() if amount > most}
        limit = reckoned(case, self.most, most)
        if larger:
            says = "、".join(reckoned(case, key, amount) for key, amount in larger.items())
            return no(
                f"{says}，{'各自都' if len(larger) > 1 else ''}多于{limit}",
                next(iter(larger)).partition(".")[0],
                "sum_differs",
            )
        return yes(f"都不超过{limit}", self.most)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{'、'.join(case.label(key) for key in self.of)}各不超过{case.label(self.most)}"


@term("length")
@dataclass(frozen=True, slots=True)
class Length(Term):
    """The length of a text in 字 within bounds."""

    of: str
    at_least: int = 0
    at_most: int = 0

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "text", self.of

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        text = case.values.get(self.of)
        if text is None:
            return not_filled(case, self.of)
        zi = count_zi(text)
        has = f"{case.label(self.of)} {zi} 字"
        if zi < self.at_least:
            return no(f"{has}，少于 {self.at_least} 字", self.of, "too_short")
        if self.at_most and zi > self.at_most:
            return no(f"{has}，超过 {self.at_most} 字", self.of, "too_long")
        return yes(has, self.of)

    def explain(self, case: Case) -> str:
        """See Term."""
        least = [f"不少于 {self.at_least} 字"] if self.at_least else []
        most = [f"不超过 {self.at_most} 字"] if self.at_most else []
        return f"{case.label(self.of)}{'，'.join(least + most)}"
