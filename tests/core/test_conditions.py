"""Conditions: three-valued logic, words and facts, and the Problem that comes of a finding."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.conditions import Case, Condition, Finding, Level, Term, Verdict, weigh, weigh_all
from jiangfang.core.conditions.logic import AllOf, Among, AnyOf, Ask, FactAbsent, Given, Not, NotAmong
from jiangfang.core.conditions.numbers import Count
from jiangfang.core.fields import Column, Origin
from jiangfang.core.problems import Problem, Severity
from tests.core.making import NO, OPEN, YES, case, modest, rows, spot, weighed

FORM = (
    spot("choice", key="body", label="原有建制"),
    spot("choices", key="kinds", label="类型", options=("甲", "乙", "丙")),
    rows(Column("kind", "类别", "choice"), key="partners", label="联合单位"),
    spot("integer", key="count", label="人数", unit="人"),
)
EMPTY = case(FORM, {})


@dataclass(frozen=True, slots=True)
class Fixed(Term):
    """A term with a verdict of its own, to look at the joining terms alone."""

    verdict: Verdict
    silent: bool = False
    absent: tuple[str, ...] = ()

    def wants(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def weigh(self, case: Case) -> Finding:
        return Finding(self.verdict, self.verdict.value, "body", self.absent, silent=self.silent)

    def explain(self, case: Case) -> str:
        return self.verdict.value


def at(**values: Any) -> Case:
    return case(FORM, values)


RANK = {NO: 0, OPEN: 1, YES: 2}
verdicts = st.sampled_from([YES, NO, OPEN])
several = st.lists(verdicts, min_size=1, max_size=5)


def terms(given: list[Verdict]) -> tuple[Term, ...]:
    return tuple(Fixed(verdict) for verdict in given)


@pytest.mark.parametrize(("left", "right"), list(itertools.product([YES, NO, OPEN], repeat=2)))
def test_the_truth_table(left: Verdict, right: Verdict) -> None:
    """Kleene's: and is the least of both, or the greatest."""
    both = terms([left, right])
    assert RANK[weighed(AllOf(both), EMPTY).verdict] == min(RANK[left], RANK[right])
    assert RANK[weighed(AnyOf(both), EMPTY).verdict] == max(RANK[left], RANK[right])
    assert RANK[weighed(Not(Fixed(left)), EMPTY).verdict] == 2 - RANK[left]


@given(several)
@modest
def test_any_number_of_branches(given: list[Verdict]) -> None:
    ranks = [RANK[verdict] for verdict in given]
    assert RANK[weighed(AllOf(terms(given)), EMPTY).verdict] == min(ranks)
    assert RANK[weighed(AnyOf(terms(given)), EMPTY).verdict] == max(ranks)


@given(several)
@modest
def test_de_morgan_and_not_not(given: list[Verdict]) -> None:
    branches = terms(given)
    turned = tuple(Not(branch) for branch in branches)
    assert weighed(Not(AllOf(branches)), EMPTY).verdict is weighed(AnyOf(turned), EMPTY).verdict
    assert weighed(Not(AnyOf(branches)), EMPTY).verdict is weighed(AllOf(turned), EMPTY).verdict
    assert weighed(Not(Not(branches[0])), EMPTY).verdict is given[0]


@given(several, st.randoms(use_true_random=False))
@modest
def test_the_order_of_branches_does_not_matter(given: list[Verdict], luck: Any) -> None:
    mixed = list(given)
    luck.shuffle(mixed)
    for joining in (AllOf, AnyOf):
        assert weighed(joining(terms(given)), EMPTY).verdict is weighed(joining(terms(mixed)), EMPTY).verdict


def test_a_joined_finding_is_silent_only_when_all_that_decide_are() -> None:
    silent, loud = Fixed(OPEN, silent=True), Fixed(OPEN)
    assert weighed(AnyOf((silent, silent)), EMPTY).silent
    assert not weighed(AnyOf((silent, loud)), EMPTY).silent
    assert weighed(AllOf((silent, Fixed(YES))), EMPTY).silent


def test_a_joined_finding_would_be_decided_by_answers_only_when_every_branch_would() -> None:
    lacking = Fixed(OPEN, absent=("body",))
    assert weighed(AllOf((lacking, Fixed(OPEN, absent=("kinds",)))), EMPTY).absent == ("body", "kinds")
    assert weighed(AllOf((lacking, Fixed(OPEN))), EMPTY).absent == ()


@pytest.mark.parametrize("joining", [AllOf, AnyOf])
def test_a_joining_term_needs_branches(joining: Any) -> None:
    assert [place for place, _ in joining(()).faults()] == ["of"]


@pytest.mark.parametrize(
    ("value", "among", "not_among"),
    [("研发机构", YES, NO), ("班组", YES, NO), ("否", NO, YES), ("别的", NO, YES), (None, OPEN, OPEN)],
)
def test_words_from_both_sides(value: str | None, among: Verdict, not_among: Verdict) -> None:
    looked_at = at() if value is None else at(body=value)
    words = ("研发机构", "班组")
    found = weighed(Among("body", words), looked_at)
    assert found.verdict is among
    other = weighed(NotAmong("body", words), looked_at)
    assert other.verdict is not_among
    assert (found.absent == ("body",)) is (value is None)
    if value:
        assert f"“{value}”" in other.says


def test_one_of_several_ticks_or_rows_is_enough() -> None:
    assert weighed(Among("kinds", ("乙",)), at(kinds=["甲", "乙"])).verdict is YES
    assert weighed(NotAmong("kinds", ("乙",)), at(kinds=["甲", "乙"])).verdict is NO
    assert weighed(Among("partners.kind", ("高校",)), at(partners=[{"kind": "其他"}, {"kind": "高校"}])).verdict is YES
    assert weighed(Among("partners.kind", ("高校",)), at(partners=[{"kind": "其他"}, {}])).verdict is NO
    assert weighed(Among("partners.kind", ("高校",)), at(partners=[{}])).verdict is OPEN


def test_given_looks_at_every_row() -> None:
    assert weighed(Given("body"), at(body="否")).verdict is YES
    assert weighed(Given("body"), at()).verdict is NO
    assert weighed(Given("partners.kind"), at(partners=[{"kind": "高校"}])).verdict is YES
    assert weighed(Given("partners.kind"), at(partners=[{"kind": "高校"}, {}])).verdict is NO
    assert weighed(Given("partners.kind"), at()).verdict is NO


def test_a_fact_is_silent_until_somebody_looked() -> None:
    term = FactAbsent("leader_elsewhere", "已领衔另一个工作室")
    assert weighed(term, EMPTY).silent
    assert weighed(term, case(FORM, {}, facts={"other": "有"})).silent
    assert weighed(term, case(FORM, {}, facts={"leader_elsewhere": ""})).verdict is YES
    found = weighed(term, case(FORM, {}, facts={"leader_elsewhere": "2018 年甲工作室"}))
    assert (found.verdict, found.says) == (NO, "已领衔另一个工作室：2018 年甲工作室")


def test_a_question_is_always_open() -> None:
    assert weighed(Ask("好不好？", "body"), at(body="否")).verdict is OPEN


SIZE = Condition("size", Level.MUST, "5 人以上", Count("count", at_least=5), field="count", clause="通知二（二）")  # type: ignore[arg-type]


def said(condition: Condition, looked_at: Case, *missed: str) -> Problem:
    found = weigh(condition, looked_at, missed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("level", "code", "severity"),
    [
        (Level.MUST, "condition_failed", "error"),
        (Level.SHOULD, "condition_failed", "warning"),
        (Level.ASK, "ask", "note"),
    ],
)
def test_each_level_from_both_sides(level: Level, code: str, severity: str) -> None:
    condition = replace(SIZE, level=level)
    assert weigh(condition, at(count=5)) is None
    found = said(condition, at(count=4))
    assert (found.code, found.severity.value, found.where, found.clause) == (code, severity, "count", "通知二（二）")
    assert found.message.startswith("人数 4 人，少于 5 人")
    assert found.message.endswith("（通知二（二））")


@pytest.mark.parametrize("level", list(Level))
def test_what_is_open_is_asked_never_failed(level: Level) -> None:
    found = said(replace(SIZE, level=level), at())
    assert (found.code, found.severity) == ("ask", Severity.NOTE)
    assert found.message == "人数没有填，无法核对：5 人以上，是否符合？（通知二（二））"


def test_a_question_that_only_a_missing_answer_would_settle_is_not_asked_on_top() -> None:
    assert weigh(SIZE, at(), {"count"}) is None
    assert weigh(SIZE, at(), {"body"}) is not None


def test_without_a_term_the_question_is_asked_at_its_field() -> None:
    condition = Condition("x", Level.ASK, "场所够用", question="场所够不够用？", field="body", clause="通知二（四）")
    found = said(condition, EMPTY)
    assert (found.code, found.where, found.message) == ("ask", "body", "场所够不够用？（通知二（四））")


@pytest.mark.parametrize(("verdict", "weighs"), [(YES, True), (NO, False), (OPEN, False)])
def test_it_is_weighed_only_where_its_when_holds(verdict: Verdict, weighs: bool) -> None:
    found = weigh(replace(SIZE, when=Fixed(verdict)), at(count=1))
    assert (found is not None) is weighs


def test_silence_is_no_problem() -> None:
    assert weigh(replace(SIZE, term=Fixed(OPEN, silent=True)), EMPTY) is None
    assert weigh(replace(SIZE, term=Fixed(OPEN, silent=True), level=Level.ASK), EMPTY) is None


def test_several_keep_their_order() -> None:
    other = replace(SIZE, id="other", clause="通知三")
    assert [problem.clause for problem in weigh_all([other, SIZE], at(count=1))] == ["通知三", "通知二（二）"]
    assert weigh_all([SIZE, other], at(count=9)) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"term": None}, "term"),
        ({"clause": ""}, "clause"),
        ({"origin": Origin.PRACTICE}, "why"),
        ({"origin": Origin.PRACTICE, "why": "惯例"}, "level"),
    ],
)
def test_what_a_condition_may_not_be(change: dict[str, Any], place: str) -> None:
    assert place in [found for found, _ in replace(SIZE, **change).faults()]
    assert list(SIZE.faults()) == []
