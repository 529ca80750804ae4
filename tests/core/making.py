"""What the tests of the rules are made with: small definitions, cases, and the shipped programmes."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from hypothesis import settings

from jiangfang.core.conditions import Case, Day, Finding, Term, Verdict
from jiangfang.core.definition.programme import Programme
from jiangfang.core.fields import KINDS, NOT_GIVEN, Column, Field, kind_of
from jiangfang.core.fields.base import KindName
from jiangfang.core.problems import Problem, Severity
from jiangfang.documents.folder import load_folder, shipped

modest = settings(deadline=None, max_examples=80)
"""Property tests of the rules: enough examples to be sharp, few enough for one core."""

LANGFANG, KAIFENG = "langfang-2019", "kaifeng-2024"
BOTH = (LANGFANG, KAIFENG)
YES, NO, OPEN = Verdict.YES, Verdict.NO, Verdict.OPEN
Pair = tuple[str, str]


def spot(kind: KindName, **more: Any) -> Field:
    """A field of a kind, called 甲."""
    return Field(**{"key": "a", "label": "甲", "type": kind, "clause": "通知一", **more})


def rows(*columns: Column, key: str = "members", label: str = "成员", unit: str = "") -> Field:
    """A field of repeated rows."""
    return Field(key, label, "rows", unit=unit, columns=columns, clause="通知一")


def check(field: Field, value: Any) -> tuple[Any, list[Problem]]:
    """A value checked against a field, with its own key and label."""
    return kind_of(field).check(field, value, field.key, field.label)


def read(field: Field, text: str) -> tuple[Any, list[Problem]]:
    """A text read from a paper into a field."""
    return kind_of(field).read(field, text, field.key, field.label)


def show(field: Field, value: Any) -> str:
    """A value as the paper prints it."""
    return kind_of(field).show(field, value)


def accepted(field: Field, value: Any) -> Any:
    """The canonical value of one that must be fine without a word."""
    made, problems = check(field, value)
    assert problems == []
    assert made is not NOT_GIVEN
    return made


def refused(field: Field, value: Any) -> Problem:
    """The single error of a value that must be refused."""
    made, problems = check(field, value)
    assert made is NOT_GIVEN
    assert [problem.severity for problem in problems] == [Severity.ERROR]
    return problems[0]


def codes(problems: Iterable[Problem]) -> list[Pair]:
    """(code, severity) of each problem."""
    return [(problem.code, problem.severity.value) for problem in problems]


def case(fields: Iterable[Field], values: Mapping[str, Any], **more: Any) -> Case:
    """A filled form as conditions look at it."""
    return Case({field.key: field for field in fields}, values, **more)


def one_day(said: str, name: str = "报送截止日") -> Mapping[str, Day]:
    """A calendar with one day, called ``end``."""
    return {"end": Day(name, date.fromisoformat(said))}


def weighed(term: Term, looked_at: Case) -> Finding:
    """A term's finding; every sentence that people may see says something."""
    found = term.weigh(looked_at)
    assert found.says or found.silent
    assert term.explain(looked_at).strip()
    return found


@cache
def programme(name: str) -> Programme:
    """A shipped programme; it must load without a fault."""
    folder, problems = load_folder(shipped() / name)
    assert folder is not None, [problem.message for problem in problems]
    assert problems == []
    return folder.programme


def known_kinds() -> list[str]:
    """Every kind of answer there is."""
    return sorted(KINDS)
