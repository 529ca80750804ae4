"""How far an outline is proved by what was handed in: coverage with its seals, what is wanting, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiangfang.core.conditions.days import years_later
from jiangfang.core.definition.bodies import Deliverable
from jiangfang.core.definition.programme import Programme
from jiangfang.core.evidence import Coverage, Indicator, Proof
from jiangfang.core.fields.date import long_day
from jiangfang.core.ledger.numbers import Span
from jiangfang.core.problems import Problem, warning, with_clause
from jiangfang.core.receiving import EACH_STUDIO

WORDS: Mapping[Coverage, tuple[str, str]] = {
    Coverage.COVERED: ("齐全", "good"),
    Coverage.PARTLY: ("部分", "warn"),
    Coverage.MISSING: ("缺", "stop"),
    Coverage.NOT_APPLICABLE: ("不适用", "idle"),
    Coverage.OPTIONAL: ("可不交", "idle"),
}
"""What a coverage is called, and its mark."""
LONGEST_REASON = 500
FEW = 3
"""So many indicators are said one by one; more of them in one sentence."""

Held = Mapping[str, Mapping[str, Sequence[int]]]
"""What was handed in: indicator → proof → (how many pieces, how many of them without what their seal asks, of how many
of these nothing is wanting but who reckoned)."""


def span_of(indicator: Indicator, ends: date | None) -> Span:
    """The days that an outline means by its period. ends: the last of them; 近 1 年 to 2024-11-20 from 2023-11-21."""
    last_year = "".join(indicator.period.split()) in ("近1年", "近一年")
    first = years_later(ends, -1) + timedelta(days=1) if last_year and ends else None
    return Span(first, ends)


def period_words(indicator: Indicator, ends: date | None) -> str:
    """The same in words: 近 1 年（2023年11月21日至2024年11月20日）, 截至2024年11月20日."""
    span = span_of(indicator, ends)
    if span.last is None:
        return indicator.period
    last = long_day(span.last)
    return f"{indicator.period}（{long_day(span.first)}至{last}）" if span.first else f"截至{last}"


def asks_who(proof: Proof) -> bool:
    """Whether beside the seal somebody has to be named who reckoned."""
    return "核算" in proof.stamp


def confirmed(proof: Proof, *, stamped: bool, reckoned_by: str) -> bool:
    """Whether a piece of a proof has what its seal asks, as far as the unit says."""
    return not proof.stamp or (stamped and (not asks_who(proof) or bool(reckoned_by.strip())))


def unconfirmed(open: int, unnamed: int) -> str:
    """So many pieces without what their seal asks, in words; unnamed: of how many of them only who reckoned is open."""
    sealless = f"{open - unnamed} 份没有确认盖章" if open > unnamed else ""
    nameless = f"{unnamed} 份没有写谁核算" if unnamed else ""
    return "，".join(filter(None, (sealless, nameless)))


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof with how many pieces there are; open: how many of them the unit has not said to be sealed as asked.

    unnamed: of how many of these the seal is confirmed, and only who reckoned is not said.
    """

    proof: Proof
    many: int = 0
    open: int = 0
    unnamed: int = 0

    @property
    def lacks(self) -> str:
        """What is open, in words: 1 份没有确认盖章，2 份没有写谁核算; "" for nothing."""
        return unconfirmed(self.open, self.unnamed)


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as it stands. reason: why it does not apply, "" where nobody said so."""

    indicator: Indicator
    coverage: Coverage
    proofs: tuple[ProofLine, ...]
    reason: str = ""

    @property
    def word(self) -> str:
        """What its coverage is called."""
        return WORDS[self.coverage][0]

    @property
    def kind(self) -> str:
        """The mark of it."""
        return WORDS[self.coverage][1]

    @property
    def done(self) -> bool:
        """Whether nothing more is wanted."""
        return self.coverage in (Coverage.COVERED, Coverage.NOT_APPLICABLE)

    @property
    def wanting(self) -> tuple[Proof, ...]:
        """The proofs of which there is nothing."""
        return () if self.coverage is Coverage.NOT_APPLICABLE else tuple(p.proof for p in self.proofs if not p.many)

    @property
    def unsealed(self) -> tuple[ProofLine, ...]:
        """Those of which a piece is not said to be sealed."""
        return tuple(one for one in self.proofs if one.open)

    @property
    def many(self) -> int:
        """How many pieces there are."""
        return sum(one.many for one in self.proofs)


def lines(outline: Sequence[Indicator], held: Held, reasons: Mapping[str, str]) -> tuple[Line, ...]:
    """Every indicator as it stands. reasons: attested, by indicator id."""
    return tuple(_line(one, held.get(one.id, {}), reasons.get(one.id, "")) for one in outline)


def _line(indicator: Indicator, held: Mapping[str, Sequence[int]], reason: str) -> Line:
    proofs = tuple(_proof(proof, held.get(proof.id, ())) for proof in indicator.proofs)
    return Line(indicator, _coverage(indicator, proofs, reason), proofs, reason)


def _proof(proof: Proof, counts: Sequence[int]) -> ProofLine:
    many, unsealed, unnamed = [*counts, 0, 0, 0][:3]
    return ProofLine(proof, many, unsealed, unnamed) if proof.stamp else ProofLine(proof, many)


def _coverage(indicator: Indicator, proofs: Sequence[ProofLine], reason: str) -> Coverage:
    if all(one.many and not one.open for one in proofs):
        return Coverage.COVERED
    if reason.strip():
        return Coverage.NOT_APPLICABLE
    if any(one.many for one in proofs):
        return Coverage.PARTLY
    return Coverage.OPTIONAL if indicator.optional else Coverage.MISSING


def own_papers(programme: Programme) -> tuple[Deliverable, ...]:
    """What each unit brings as a file of its own beside the outline: no paper of ours stands for it."""
    each = (one for one in programme.deliverables if one.each == EACH_STUDIO)
    return tuple(one for one in each if one.electronic and not one.paper)


def bound_paper(programme: Programme) -> Deliverable | None:
    """The supporting material itself as something that has to arrive, None where the notice does not ask for it."""
    fillable = {paper.id for paper in programme.papers if paper.fillable}
    each = (one for one in programme.deliverables if one.each == EACH_STUDIO and one.electronic)
    found = (one for one in each if one.paper and one.paper not in fillable)
    return next(found, None) if programme.outline else None


@dataclass(frozen=True, slots=True)
class Proving:
    """Everything that an application hands in as proof. brought: papers of its own, with how many files of each."""

    lines: tuple[Line, ...]
    brought: tuple[tuple[Deliverable, int], ...] = ()

    @property
    def asked(self) -> int:
        """How many indicators the notice asks for."""
        return sum(not line.indicator.optional for line in self.lines)

    @property
    def done(self) -> int:
        """How many of these want nothing more."""
        return sum(line.done for line in self.lines if not line.indicator.optional)

    @property
    def lacking(self) -> tuple[Deliverable, ...]:
        """The papers of its own that are not there."""
        return tuple(one for one, many in self.brought if not many)

    @property
    def lacks(self) -> int:
        """How much is wanting in all."""
        return self.asked - self.done + len(self.lacking)

    @property
    def many(self) -> int:
        """How many pieces there are, the papers of its own among them."""
        return sum(line.many for line in self.lines) + sum(many for _, many in self.brought)

    def count(self, coverage: Coverage) -> int:
        """How many indicators stand so."""
        return sum(line.coverage is coverage for line in self.lines)


def proving(programme: Programme, held: Held, reasons: Mapping[str, str], brought: Mapping[str, int]) -> Proving:
    """What an application proves under its programme."""
    own = tuple((one, brought.get(one.id, 0)) for one in own_papers(programme))
    return Proving(lines(programme.outline, held, reasons), own)


def in_short(found: Proving) -> tuple[str, str]:
    """How it stands in a word, with its mark: 12/15 are there or do not apply.

    A paper of its own that lacks is said once nothing else does.
    """
    if not found.asked:
        return (f"附 {found.many} 份", "good") if found.many else ("可不交", "idle")
    more = f"，差 {len(found.lacking)} 份" if found.lacking and found.done == found.asked else ""
    kind = "good" if not found.lacks else "warn" if found.many or found.done else "idle"
    return f"{found.done}/{found.asked}{more}", kind


def tally(found: Proving) -> str:
    """How the outline stands, the same everywhere: 提纲 15 项：4 齐全、1 不适用、2 部分、8 缺."""
    parts = [f"{found.count(one)} {WORDS[one][0]}" for one in _TOLD if found.count(one)]
    return f"提纲 {len(found.lines)} 项：{'、'.join(parts)}" if parts else f"提纲 {len(found.lines)} 项，都没有要求"


def says(found: Proving) -> str:
    """How it stands in a sentence, the papers of its own beside the outline."""
    own = "".join(f"；{one.title}{'已交' if many else '还没有交'}" for one, many in found.brought)
    return f"{tally(found)}{own}"


_TOLD = (Coverage.COVERED, Coverage.NOT_APPLICABLE, Coverage.PARTLY, Coverage.MISSING)


def problems(found: Proving, root: str) -> Iterator[Problem]:
    """What is wanting, a sentence an indicator, or one for many of them; none stops. root: what places begin with."""
    wanted = [line for line in found.lines if not line.indicator.optional]
    open_ones = [line for line in wanted if line.coverage in (Coverage.PARTLY, Coverage.MISSING)]
    short = [line for line in open_ones if line.wanting]
    if len(short) > FEW:
        named = "、".join(f"第 {line.indicator.number} 项{line.indicator.name}" for line in open_ones)
        yield warning(
            "missing", f"{root}.{open_ones[0].indicator.id}", f"支撑材料还有 {len(open_ones)} 项不齐：{named}"
        )
    for line in short if len(short) <= FEW else ():
        missing, clause = "、".join(one.name for one in line.wanting), line.indicator.clause
        said = with_clause(f"{_named(line)}还缺：{missing}", clause)
        yield warning("missing", f"{root}.{line.indicator.id}", said, clause)
    for line in open_ones:
        for one in line.unsealed:
            said, clause = _unsealed(_named(line), one), line.indicator.clause
            yield warning("unsure", f"{root}.{line.indicator.id}", with_clause(said, clause), clause)
    for paper in found.lacking:
        where = f"{root}.paper-{paper.id}"
        yield warning("missing", where, with_clause(f"还缺{paper.title}", paper.clause), paper.clause)


def _named(line: Line) -> str:
    return f"支撑材料第 {line.indicator.number} 项“{line.indicator.name}”"


def _unsealed(named: str, one: ProofLine) -> str:
    who = "，并写明谁核算" if asks_who(one.proof) else ""
    return f"{named}的“{one.proof.name}”有 {one.lacks}（要{one.proof.stamp}{who}）"
