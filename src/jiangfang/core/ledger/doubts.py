"""What does not go together in a ledger, or in a ledger and a form: warnings and questions, never errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from jiangfang.core.fields.date import long_day, span
from jiangfang.core.fields.joined import JOINT
from jiangfang.core.fields.number import half_width
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.numbers import Measure, Number, Span
from jiangfang.core.ledger.reckoning import amount, plain, reckon
from jiangfang.core.ledger.works import WORKS
from jiangfang.core.problems import Problem, note, warning

CERTIFICATE = "certificate"
"""The place of a kind where its certificate lies."""
SHOWN = 5
_OUT_OF_LINE = 5
_YEARLY = (("funding", "amount"), ("benefit", "total"))
_TOTALS = (("funding", "amount", "funding_total"), ("benefit", "total", "benefit_total"))
_YUAN = 10_000
_MOST = {"人": 100_000, "课时": 10_000, "平方米": 1_000_000, "台（套）": 100_000, "万元": 1_000_000}
_MOST_ELSE = 10_000_000_000
"""More than this of a unit, at one entry, is rather a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at. answers: of the form, canonical, by key; none where only the ledger is looked at.

    called: what sentences call an answer, by key. founded: ``2019``, ``2019-05`` or ``2019-05-01``, "" for not known.
    others: the members of other studios, by the studio's name.
    """

    entries: Sequence[Entry]
    kinds: Sequence[LedgerKind]
    numbers: Sequence[Number] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    founded: str = ""
    others: Mapping[str, Collection[str]] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of some kinds, by day, those without one last."""
        found = [entry for entry in self.entries if entry.kind in kinds]
        return sorted(found, key=lambda entry: (entry.first is None, entry.first or date.min, entry.id))

    def kind(self, id: str) -> LedgerKind | None:
        """A kind by id, or None."""
        return next((kind for kind in self.kinds if kind.id == id), None)

    def name(self, key: str) -> str:
        """What sentences call an answer."""
        return self.called.get(key, key)

    def members(self) -> dict[str, str]:
        """The names of the members and leaders as the form has them, those of the ledger where it has none."""
        rows = self.answers.get("members") or ()
        names = [str(row["name"]) for row in rows if row.get("name")]
        names += str(self.answers.get("leader_name", "")).split(JOINT)
        if not any(plain(name) for name in names):
            names = [name for entry in self.entries for name in entry.people]
        return {plain(name): name for name in names if plain(name)}


def doubts(looked: Looked) -> list[Problem]:
    """Every doubt. ``where`` is a field key, or ``entry-12`` for an entry; the order of the entries changes nothing."""
    checks = (
        _undated,
        _absurd,
        _counts,
        _totals,
        _benefit,
        _certificates,
        _numbers_twice,
        _before_founding,
        _people,
        _out_of_line,
    )
    return [problem for check in checks for problem in check(looked)]


def at_entry(entry: Entry) -> str:
    """The place of a doubt about an entry."""
    return f"entry-{entry.id}"


def some(titles: Sequence[str]) -> str:
    """A few titles, and how many there are where that is more: “甲”“乙”等 7 条."""
    shown = "".join(f"“{title}”" for title in titles[:SHOWN])
    return f"{shown}等 {len(titles)} 条" if len(titles) > SHOWN else shown


def _undated(looked: Looked) -> Iterator[Problem]:
    """Entries without a day, which count in no number. Beside a form each number says so itself."""
    bare = [entry for entry in looked.entries if entry.first is None]
    if bare and not looked.numbers:
        bare = sorted(bare, key=lambda entry: entry.id)
        said = f"{len(bare)} 条没有写日期，算不进任何一个数：{some([entry.title for entry in bare])}"
        yield note("ask", at_entry(bare[0]), said)


def _absurd(looked: Looked) -> Iterator[Problem]:
    """Counts and amounts that no studio has."""
    for kind in looked.kinds:
        for column in kind.columns:
            most = _MOST.get(column.unit, _MOST_ELSE)
            for entry in looked.of(kind.id) if kind.adds(column.key) else ():
                value = amount(entry.values.get(column.key))
                if value is not None and value > most:
                    said = f"“{entry.title}”的{column.label}写的是 {value:,f} {column.unit}".rstrip()
                    yield note("ask", at_entry(entry), f"{said}，是不是多写了几位？")


def _counts(looked: Looked) -> Iterator[Problem]:
    """Lists against counts: more on the form than stands in the ledger at all, whatever the period."""
    for number in looked.numbers:
        kind, answer = looked.kind(number.kind), looked.answers.get(number.key)
        if kind is None or number.measure not in {Measure.COUNT, Measure.PEOPLE} or not isinstance(answer, int):
            continue
        listed = reckon(number, looked.entries, Span(), kind)
        if listed is None:
            continue
        proved = _with_certificate(looked, number, kind)
        if answer > listed.value:
            said = f"{looked.name(number.key)}写的是 {answer}，台账“{kind.title}”里不论时间一共 {listed.value}，请核对"
            yield warning("conflicting", number.key, said)
        elif proved is not None and answer > proved:
            said = f"{looked.name(number.key)}写的是 {answer}，台账“{kind.title}”里附了证书的只有 {proved}，请补上证书"
            yield warning("missing", number.key, said)
    for entry in looked.of("exchange"):
        count = entry.values.get("count")
        if isinstance(count, int) and count < len(entry.people):
            said = f"“{entry.title}”写的是 {count} 人参加，列出的成员有 {len(entry.people)} 人，请核对"
            yield warning("conflicting", at_entry(entry), said)


def _with_certificate(looked: Looked, number: Number, kind: LedgerKind) -> int | None:
    if kind.slot(CERTIFICATE) is None or number.measure is not Measure.COUNT:
        return None
    found = reckon(number, [entry for entry in looked.entries if CERTIFICATE in entry.papers], Span(), kind)
    return found.value if found else 0


def _totals(looked: Looked) -> Iterator[Problem]:
    """Years against totals: the rows of the form against its total, what was spent in a year against what was given."""
    for rows, column, total in _TOTALS:
        parts = [amount(row.get(column)) for row in looked.answers.get(rows) or ()]
        known, whole = [part for part in parts if part is not None], amount(looked.answers.get(total))
        if known and whole is not None and sum(known, Decimal(0)) != whole:
            said = f"{looked.name(total)}写的是 {whole}，{looked.name(rows)}各年相加为 {sum(known, Decimal(0))}，请核对"
            yield warning("conflicting", total, said)
    given, spent = _by_year(looked, "funding", "amount"), _by_year(looked, "spending", "amount")
    for year in sorted(set(given) & set(spent)):
        if spent[year] > given[year] * _YUAN:
            last = [entry for entry in looked.of("spending") if _year(entry) == year][-1]
            said = f"{year} 年经费支出合计 {spent[year]} 元，多于这一年的经费 {given[year]} 万元，是不是有一笔没有记？"
            yield note("ask", at_entry(last), said)


def _benefit(looked: Looked) -> Iterator[Problem]:
    """创效: the parts against the total, how it was reckoned, who confirmed it."""
    open_ones = [entry for entry in looked.of("benefit") if not entry.values.get("confirmed_by")]
    if open_ones:
        said = f"创效没有写谁确认：{some([entry.title for entry in open_ones])}。写明核算、确认的部门或人"
        yield warning("missing", at_entry(open_ones[0]), said)
    for entry in looked.of("benefit"):
        parts = [amount(entry.values.get(key)) for key in ("revenue", "savings")]
        known, total = [part for part in parts if part is not None], amount(entry.values.get("total"))
        if not known or total is None or entry.values.get("foreign_usd"):
            continue
        if sum(known, Decimal(0)) != total:
            said = f"“{entry.title}”合计写的是 {total} 万元，创收加节资为 {sum(known, Decimal(0))} 万元，请核对"
            yield warning("conflicting", at_entry(entry), said)


def _certificates(looked: Looked) -> Iterator[Problem]:
    """Entries of a kind with certificates that has none."""
    for kind in looked.kinds:
        slot = kind.slot(CERTIFICATE)
        bare = [entry for entry in looked.of(kind.id) if CERTIFICATE not in entry.papers] if slot else []
        if slot and bare:
            said = f"{kind.title}没有附{slot.name}：{some([entry.title for entry in bare])}"
            yield warning("missing", at_entry(bare[0]), said)


def _numbers_twice(looked: Looked) -> Iterator[Problem]:
    """The same number of a certificate, a standard or a paper twice."""
    for kind in looked.kinds:
        column = kind.column("number")
        first: dict[str, Entry] = {}
        for entry in looked.of(kind.id) if column else ():
            number = bare_number(str(entry.values.get("number", "")))
            same = first.setdefault(number, entry) if number else entry
            if column and same is not entry:
                said = (
                    f"“{entry.title}”和“{same.title}”的{column.label}相同（{entry.values['number']}），是不是记了两遍？"
                )
                yield warning("doubled", at_entry(entry), said)


def bare_number(number: str) -> str:
    """What of a certificate's number tells it apart: ``ZL 2023 1 0123456.7`` and ``zl202310123456.7`` are one."""
    letters = "".join(letter for letter in half_width(number).upper() if letter.isalnum())
    return letters.removeprefix("ZL")


def _before_founding(looked: Looked) -> Iterator[Problem]:
    """Works that are older than the studio."""
    founded = looked.founded or str(looked.answers.get("founded_on", ""))
    if not founded:
        return
    begins = span(founded)[0]
    early = [entry for entry in looked.of(*(kind.id for kind in WORKS)) if entry.first and entry.first < begins]
    if early and early[0].first:
        said = (
            f"{some([entry.title for entry in early])}早于工作室建立的日子（{founded}；最早的是"
            f" {long_day(early[0].first)}），是工作室的成果吗？"
        )
        yield note("ask", at_entry(early[0]), said)


def _people(looked: Looked) -> Iterator[Problem]:
    """Apprentices who are members, and members of two studios. Names alone decide nothing, so both are questions."""
    members = looked.members()
    for entry in looked.of("apprentice"):
        if plain(entry.title) in members:
            yield note("ask", at_entry(entry), f"徒弟“{entry.title}”和工作室的成员同名，是不是同一个人？")
    for studio in sorted(looked.others):
        both = sorted({plain(name) for name in looked.others[studio]} & set(members))
        if both:
            names = "、".join(members[name] for name in both)
            yield note("ask", "members", f"{names}在“{studio}”的成员里也有同名的，是不是同一个人？")


def _out_of_line(looked: Looked) -> Iterator[Problem]:
    """Amounts of a year far above or below those of the years before."""
    for id, key in _YEARLY:
        kind, years = looked.kind(id), _by_year(looked, id, key)
        for place, year in enumerate(sorted(years)):
            before = [years[earlier] for earlier in sorted(years)[:place]]
            usual = _middle(before)
            if not kind or not usual or usual / _OUT_OF_LINE <= years[year] <= usual * _OUT_OF_LINE:
                continue
            last = [entry for entry in looked.of(id) if _year(entry) == year][-1]
            said = f"{year} 年{kind.title} {years[year]} 万元，和以前各年（一般 {usual} 万元）相差很大：单位写对了吗？"
            yield note("ask", at_entry(last), said)


def _middle(amounts: Sequence[Decimal]) -> Decimal:
    """The one in the middle, or half of the two; 0 for none."""
    lined = sorted(amounts)
    pair = lined[(len(lined) - 1) // 2 : len(lined) // 2 + 1]
    return sum(pair, Decimal(0)) / len(pair) if pair else Decimal(0)


def _year(entry: Entry) -> int:
    return entry.first.year if entry.first else 0


def _by_year(looked: Looked, kind: str, key: str) -> dict[int, Decimal]:
    """The amounts of a kind, added up by year; entries without a day or an amount are left out."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for entry in looked.of(kind):
        value = amount(entry.values.get(key))
        if value is not None and entry.first is not None:
            found[entry.first.year] += value
    return dict(found)
