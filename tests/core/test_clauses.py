"""Clause by clause: what carries each number of a notice."""

import copy
from dataclasses import replace

import pytest

from jiangfang.core.clauses import coverage, uncarried
from jiangfang.core.definition.bodies import Clause
from tests.core.making import BOTH, KAIFENG, LANGFANG, programme


@pytest.mark.parametrize("name", BOTH)
def test_every_clause_once_in_the_notices_order(name: str) -> None:
    made = programme(name)
    assert [found.clause for found in coverage(made)] == list(made.clauses)


@pytest.mark.parametrize("name", BOTH)
def test_every_carrier_says_what_it_is_in_words(name: str) -> None:
    for found in coverage(programme(name)):
        for carrier in found.carriers:
            assert carrier.words.strip(), carrier.path
            assert not carrier.part.isascii(), carrier.path


@pytest.mark.parametrize(
    ("name", "number", "path"),
    [
        (LANGFANG, "通知二（二）", "conditions[2]"),
        (LANGFANG, "通知二", "exclusions[0]"),
        (LANGFANG, "通知四", "target"),
        (LANGFANG, "通知四", "recommenders[0].each"),
        (LANGFANG, "通知五", "leading_group"),
        (LANGFANG, "通知六", "calendar[0]"),
        (LANGFANG, "通知六·3", "afterwards[1]"),
        (LANGFANG, "附件", "papers[0]"),
        (KAIFENG, "通知一", "exclusions[0]"),
        (KAIFENG, "通知二", "recommenders[2].each"),
        (KAIFENG, "通知三", "result"),
        (KAIFENG, "通知四（三）", "deliverables[3]"),
        (KAIFENG, "附件2", "papers[1]"),
        (KAIFENG, "附件3第15项", "outline[14]"),
    ],
)
def test_where_a_clause_is_carried(name: str, number: str, path: str) -> None:
    found = next(found for found in coverage(programme(name)) if found.clause.number == number)
    assert path in [carrier.path for carrier in found.carriers]


@pytest.mark.parametrize("name", BOTH)
def test_a_clause_that_nothing_carries_is_named_until_people_or_a_later_landing_have_it(name: str) -> None:
    made = programme(name)
    for clause, lacking in (
        (Clause("通知九", "没有人管"), ["通知九"]),
        (Clause("通知九", "由人办", people="各级工会"), []),
        (Clause("通知九", "以后做", later="评审"), []),
    ):
        assert uncarried(replace(made, clauses=(*copy.copy(made.clauses), clause))) == lacking


@pytest.mark.parametrize("name", BOTH)
def test_each_clause_loses_its_carriers_with_the_whole_of_the_programme(name: str) -> None:
    """Without conditions, exclusions and proofs their clauses are named: the check looks, it does not just agree."""
    made = replace(programme(name), conditions=(), exclusions=(), outline=())
    lost = "通知二（五）" if name == LANGFANG else "通知一·3"
    assert lost in uncarried(made)
