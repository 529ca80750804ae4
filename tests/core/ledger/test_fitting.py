"""Whether a form says what its ledger says, and what is asked where it does not."""

from typing import Any

import pytest

from jiangfang.core.fields import Field
from jiangfang.core.ledger import fitting
from jiangfang.core.ledger.base import BASE, kind_of
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.numbers import Measure, Number, Over
from jiangfang.core.ledger.reckoning import Reckoned
from jiangfang.core.problems import Severity
from tests.core.making import programme as programme_of

KAIFENG, LANGFANG = programme_of("kaifeng-2024"), programme_of("langfang-2019")


def number(key: str, programme: Any = KAIFENG) -> tuple[Field, Number, LedgerKind]:
    field = next(one for one in programme.fields if one.key == key)
    found = next(one for one in programme.numbers if one.key == key)
    kind = kind_of(programme.ledger_kinds, found.kind)
    assert kind is not None
    return field, found, kind


@pytest.mark.parametrize(
    ("key", "answer", "value", "is_"),
    [
        ("trained_count", 152, 152, True),
        ("trained_count", 160, 152, False),
        ("trained_count", None, 0, False),
        ("benefit_total", "210.00", "210", True),
        ("benefit_total", "210.5", "210", False),
        ("awards_text", "市职工 技术创新\n一等奖", "市职工技术创新一等奖", True),
        ("awards_text", "无", "市职工技术创新一等奖", False),
    ],
)
def test_the_same_number_however_it_is_written(key: str, answer: Any, value: Any, is_: bool) -> None:
    _, found, kind = number(key)
    assert fitting.fits(found, answer, value, kind) is is_


ROWS: list[dict[str, Any]] = [{"year": "2017", "amount": "3.00", "source": "示例"}, {"year": "2018", "amount": "5"}]


@pytest.mark.parametrize(
    ("answer", "is_"),
    [
        (ROWS, True),
        ([ROWS[1], {**ROWS[0], "amount": "3"}, {"year": "2016", "amount": "9"}], True),
        ([{**ROWS[0], "source": "另一种写法"}, ROWS[1]], True),
        ([ROWS[0]], False),
        ([ROWS[0], {"year": "2018", "amount": "6"}], False),
        ([], False),
        (None, False),
    ],
)
def test_rows_by_year_and_amount(answer: Any, is_: bool) -> None:
    _, found, kind = number("funding", LANGFANG)
    assert fitting.fits(found, answer, ROWS, kind) is is_


def test_another_number_is_asked_for_a_reason_and_never_stops() -> None:
    field, found, _ = number("trained_count")
    reckoned = Reckoned(152, (), ())
    said = fitting.difference(field, found, 160, reckoned, "近 1 年", "")
    assert said is not None
    assert (said.severity, said.where) == (Severity.WARNING, "trained_count")
    assert "写的是 160 人，台账是 152 人，近 1 年；" in said.message
    told = fitting.difference(field, found, 160, reckoned, "近 1 年", "另有一期没有记")
    assert told is not None
    assert (told.severity, told.message.endswith("单位说明：另有一期没有记")) == (Severity.NOTE, True)


@pytest.mark.parametrize(("key", "answer"), [("trained_count", None), ("awards_text", "另写的")])
def test_nothing_is_asked_of_an_empty_box_or_of_a_text(key: str, answer: Any) -> None:
    field, found, _ = number(key)
    value = 3 if key == "trained_count" else "示例奖项"
    assert fitting.difference(field, found, answer, Reckoned(value, (), ()), "近 1 年", "") is None


def test_only_what_is_counted_asks() -> None:
    plain = Number("示例", BASE[0].id, Measure.COUNT, Over.ALL, clause="示例")
    assert fitting.asks(plain)
    assert not fitting.asks(number("awards_text")[1])
