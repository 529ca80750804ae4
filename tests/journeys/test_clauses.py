"""Every clause of each notice has its journey, or says why it has none yet: docs/clauses is kept honest.

A journey's docstring begins with the clauses that it walks, ``通知二、附件3第1项至附件3第15项：…``.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from jiangfang.core.definition.programme import Programme
from tests.documents.samples import folder_of
from tests.journeys.town import ROOT

HERE = ROOT / "tests" / "journeys"
JOURNEYS = {
    "langfang-2019": "test_langfang_2019.py",
    "kaifeng-2024": "test_kaifeng_2024.py",
    "third-2026": "test_third_2026.py",
}
BY_PEOPLE = "由人办，程序不承担"
# What no journey walks: by people, or with a later landing (then the programme says so too, in ``afterwards``).
NOT_WALKED: dict[str, dict[str, str]] = {
    "langfang-2019": {
        "通知三": BY_PEOPLE,
        "通知六·1": BY_PEOPLE,
        "通知六·2": BY_PEOPLE,
        "通知六·3": "年度考核",
    },
    "kaifeng-2024": {"通知四（一）": BY_PEOPLE},
    "third-2026": {"通知五": BY_PEOPLE},
}


def journeys(name: str) -> Iterator[tuple[str, str]]:
    """The tests of a notice with their docstrings."""
    tree = ast.parse((HERE / JOURNEYS[name]).read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, ast.get_docstring(node) or ""


def named(docstring: str, numbers: list[str]) -> list[str]:
    """The clauses at its beginning; a span by the order of the notice."""
    found: list[str] = []
    for part in docstring.partition("：")[0].split("、"):
        first, until, last = part.partition("至")
        both = until and {first, last} <= set(numbers)
        found += numbers[numbers.index(first) : numbers.index(last) + 1] if both else [part]
    return found


def programme_of(name: str) -> Programme:
    return folder_of(name).programme


@pytest.mark.parametrize("name", JOURNEYS)
def test_every_journey_names_clauses_that_there_are(name: str) -> None:
    numbers = [clause.number for clause in programme_of(name).clauses]
    strange = {test: said for test, doc in journeys(name) for said in named(doc, numbers) if said not in numbers}
    assert strange == {}


@pytest.mark.parametrize("name", JOURNEYS)
def test_every_clause_is_walked_or_says_why_not(name: str) -> None:
    numbers = [clause.number for clause in programme_of(name).clauses]
    walked = {said for _, doc in journeys(name) for said in named(doc, numbers)}
    left = NOT_WALKED[name]
    assert [number for number in numbers if number not in walked and number not in left] == []
    assert set(left) <= set(numbers) - walked


@pytest.mark.parametrize("name", JOURNEYS)
def test_what_is_not_walked_is_by_people_or_later_in_the_programme_too(name: str) -> None:
    programme = programme_of(name)
    by_people = {clause.number for clause in programme.clauses if clause.people}
    later = {(one.clause, one.later) for one in programme.afterwards if one.later}
    lies = {
        number: why
        for number, why in NOT_WALKED[name].items()
        if (number not in by_people if why == BY_PEOPLE else (number, why) not in later)
    }
    assert lies == {}


@pytest.mark.parametrize("name", ["langfang-2019", "kaifeng-2024"])
def test_the_page_of_the_clauses_lists_the_same(name: str) -> None:
    page = (ROOT / "docs" / "clauses" / f"{name}.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ((?:通知|附件)[^ |]*) \|", page, re.MULTILINE)
    assert listed == [clause.number for clause in programme_of(name).clauses]
