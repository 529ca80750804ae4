"""One condition of a notice: what it says, how far a program may judge it, and the Problem that comes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from jiangfang.core.conditions.base import Case, Finding, Term, Verdict
from jiangfang.core.fields import Origin
from jiangfang.core.problems import Problem, error, note, warning, with_clause


class Level(StrEnum):
    """must: failing it stops. should (原则上, 一般): failing it warns. ask: a question for people, computed or not."""

    MUST = "must"
    SHOULD = "should"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, an exclusion or a consistency check of a programme.

    says: the rule restated in our own words. when: it is weighed only where this holds.
    question: what to ask a person where nothing can be computed; ``says`` with a question mark when empty.
    ticked: what somebody says who ticks it on the check list; made of ``says`` when empty.
    field: where the problem stands when the term names no place.
    """

    id: str
    level: Level
    says: str
    term: Term | None = None
    when: Term | None = None
    question: str = ""
    ticked: str = ""
    field: str = ""
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        if self.term is None and self.level is not Level.ASK:
            yield "term", "没有 term 的条件算不出来，level 只能是 ask"
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"
        if self.origin is not Origin.NOTICE and not self.why:
            yield "why", "不出自通知的规则要写明来历"
        if self.origin is not Origin.NOTICE and self.level is Level.MUST:
            yield "level", "通知里没有的规则不能挡人，level 只能是 should 或 ask"

    def terms(self) -> Iterator[tuple[str, Term]]:
        """Its terms with the key each stands under."""
        for name, held in (("term", self.term), ("when", self.when)):
            if held is not None:
                yield name, held


def weigh(condition: Condition, case: Case, missed: Collection[str] = ()) -> Problem | None:
    """What a condition says of a case; None when it holds or does not apply.

    missed: keys already reported missing; a question that only they would answer is not asked on top.
    """
    if condition.when is not None and condition.when.weigh(case).verdict is not Verdict.YES:
        return None
    if condition.term is None:
        return _asked(condition, Finding(Verdict.OPEN, "", condition.field))
    found = condition.term.weigh(case)
    if found.verdict is Verdict.YES or found.silent:
        return None
    if condition.level is Level.ASK:
        return _asked(condition, found)
    if found.verdict is Verdict.NO:
        make = error if condition.level is Level.MUST else warning
        return make(
            found.code, found.where or condition.field, with_clause(found.says, condition.clause), condition.clause
        )
    if found.absent and all(key.partition(".")[0] in missed for key in found.absent):
        return None
    return _asked(condition, found)


def _asked(condition: Condition, found: Finding) -> Problem:
    question = condition.question or f"{condition.says}，是否符合？"
    says = f"{found.says}：{question}" if found.says and found.says != question else question
    return note("ask", found.where or condition.field, with_clause(says, condition.clause), condition.clause)


def weigh_all(conditions: Iterable[Condition], case: Case, missed: Collection[str] = ()) -> list[Problem]:
    """The problems of several conditions, in their order."""
    found = (weigh(condition, case, missed) for condition in conditions)
    return [problem for problem in found if problem is not None]
