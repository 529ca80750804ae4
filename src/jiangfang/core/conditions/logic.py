"""Terms about words and facts, and the terms that join others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiangfang.core.conditions.base import Case, Finding, Term, Verdict, no, not_filled, term, unknown, yes


@term("among")
@dataclass(frozen=True, slots=True)
class Among(Term):
    """A field, or a column of at least one row, holds one of some words."""

    of: str
    words: tuple[str, ...]

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "any", self.of

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        root, _, column = self.of.partition(".")
        value = case.values.get(root)
        held = [row[column] for row in value or [] if column in row] if column else _listed(value)
        if not held:
            return not_filled(case, self.of)
        says = f"{case.label(self.of)}填的是“{'、'.join(held)}”"
        if set(held) & set(self.words):
            return yes(says, root)
        return no(f"{says}，应有{'或'.join(self.words)}", root)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}是{'、'.join(self.words)}"


@term("not_among")
@dataclass(frozen=True, slots=True)
class NotAmong(Term):
    """A field holds none of some words."""

    of: str
    words: tuple[str, ...]

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "any", self.of

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        value = case.values.get(self.of)
        if value is None:
            return not_filled(case, self.of)
        options = case.fields[self.of].options
        hit = [word for word in _listed(value) if word in self.words]
        strange = [word for word in _listed(value) if options and word not in options]
        if strange and not hit:
            return unknown(f"{case.label(self.of)}填的是“{'、'.join(strange)}”，不在备选之中", self.of)
        says = f"{case.label(self.of)}填的是“{'、'.join(_listed(value))}”"
        return no(f"{says}，不在命名或推荐范围", self.of) if hit else yes(says, self.of)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}不是{'、'.join(self.words)}"


def _listed(value: object) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


@term("given")
@dataclass(frozen=True, slots=True)
class Given(Term):
    """An answer is there; for ``rows.column``, in every row."""

    of: str

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield "any", self.of

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        root, _, column = self.of.partition(".")
        rows = case.values.get(root)
        if rows is None or (column and any(column not in row for row in rows)):
            return no(f"{case.label(self.of)}没有填", root)
        return yes(f"{case.label(self.of)}已填", root)

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"{case.label(self.of)}已填"


@term("fact_absent")
@dataclass(frozen=True, slots=True)
class FactAbsent(Term):
    """Other records know nothing of this kind. The fact is passed in as a sentence, "" when looked for and not found.

    Known facts: ``leader_elsewhere`` (the leader already leads another studio), ``studio_named`` (already named).
    """

    fact: str
    says: str

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        return iter(())

    def weigh(self, case: Case) -> Finding:
        """See Term; a fact that nobody looked up stays silent."""
        found = case.facts.get(self.fact)
        if found is None:
            return Finding(Verdict.OPEN, f"{self.says}：没有查", silent=True)
        return no(f"{self.says}：{found}") if found else yes(f"{self.says}：没有")

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"没有这样的情况：{self.says}"


@term("ask")
@dataclass(frozen=True, slots=True)
class Ask(Term):
    """What no program can tell: a question for a person. It is always open."""

    question: str
    where: str = ""

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        if self.where:
            yield "any", self.where

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        return unknown(self.question, self.where)

    def explain(self, case: Case) -> str:
        """See Term."""
        return self.question


@term("any_of")
@dataclass(frozen=True, slots=True)
class AnyOf(Term):
    """One of several holds. An open branch keeps the whole from failing."""

    of: tuple[Term, ...]

    def faults(self) -> Iterator[tuple[str, str]]:
        """It needs branches."""
        if not self.of:
            yield "of", "至少要有一个分支"

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        for branch in self.of:
            yield from branch.wants()

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        found = [branch.weigh(case) for branch in self.of]
        held = next((finding for finding in found if finding.verdict is Verdict.YES), None)
        if held:
            return held
        pending = [finding for finding in found if finding.verdict is Verdict.OPEN]
        return _joined(Verdict.OPEN, pending, found) if pending else _joined(Verdict.NO, found, found)

    def explain(self, case: Case) -> str:
        """See Term."""
        return "，或者".join(branch.explain(case) for branch in self.of)


@term("all_of")
@dataclass(frozen=True, slots=True)
class AllOf(Term):
    """All of several hold."""

    of: tuple[Term, ...]

    def faults(self) -> Iterator[tuple[str, str]]:
        """It needs branches."""
        if not self.of:
            yield "of", "至少要有一个分支"

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        for branch in self.of:
            yield from branch.wants()

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        found = [branch.weigh(case) for branch in self.of]
        failed = [finding for finding in found if finding.verdict is Verdict.NO]
        if failed:
            return _joined(Verdict.NO, failed, failed)
        pending = [finding for finding in found if finding.verdict is Verdict.OPEN]
        return _joined(Verdict.OPEN, pending, pending) if pending else _joined(Verdict.YES, found, found)

    def explain(self, case: Case) -> str:
        """See Term."""
        return "，并且".join(branch.explain(case) for branch in self.of)


@term("not")
@dataclass(frozen=True, slots=True)
class Not(Term):
    """The opposite of another term; what is open stays open."""

    of: Term

    def wants(self) -> Iterator[tuple[str, str]]:
        """See Term."""
        yield from self.of.wants()

    def weigh(self, case: Case) -> Finding:
        """See Term."""
        found = self.of.weigh(case)
        if found.verdict is Verdict.YES:
            return no(found.says, found.where)
        return yes(found.says, found.where) if found.verdict is Verdict.NO else found

    def explain(self, case: Case) -> str:
        """See Term."""
        return f"不是：{self.of.explain(case)}"


def _joined(verdict: Verdict, deciding: list[Finding], said: list[Finding]) -> Finding:
    """Several findings as one. deciding: those that made the verdict; said: those whose sentences are told."""
    says = "；".join(finding.says for finding in said if not finding.silent)
    undecided = any(not finding.absent for finding in deciding)
    absent = () if undecided else tuple(key for finding in deciding for key in finding.absent)
    where = next((finding.where for finding in said if finding.where), "")
    codes = {finding.code for finding in deciding}
    code = codes.pop() if len(codes) == 1 else "condition_failed"
    return Finding(verdict, says, where, absent, code, all(finding.silent for finding in deciding))
