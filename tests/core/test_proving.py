"""How far an outline is proved: every proof there and sealed, an attested reason, what lacks, in words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from jiangfang.core.definition.programme import Programme
from jiangfang.core.evidence import Coverage, Indicator, Proof
from jiangfang.core.ledger.numbers import Span
from jiangfang.core.proving import (
    bound_paper,
    confirmed,
    in_short,
    lines,
    own_papers,
    problems,
    proving,
    says,
    span_of,
    tally,
)
from tests.core.making import programme as programme_of

PLAIN, SEALED = Proof("plain", "示例材料"), Proof("sealed", "示例清单", stamp="本单位盖章确认")
RECKONED = Proof("reckoned", "示例核算", stamp="本单位核算确认并盖章")


def indicator(*proofs: Proof, optional: bool = False, period: str = "") -> Indicator:
    made = Indicator("one", 1, "示例组", "示例项", "示例", proofs, clause="附件3第1项")
    return replace(made, optional=optional, period=period)


def coverage(found: Indicator, held: Mapping[str, list[int]], reason: str = "") -> Coverage:
    return lines([found], {found.id: held}, {found.id: reason} if reason else {})[0].coverage


@pytest.mark.parametrize(
    ("held", "reason", "is_"),
    [
        ({}, "", Coverage.MISSING),
        ({"plain": [1, 0]}, "", Coverage.PARTLY),
        ({"plain": [1, 0], "sealed": [2, 0]}, "", Coverage.COVERED),
        ({"plain": [1, 0], "sealed": [2, 1]}, "", Coverage.PARTLY),
        ({"sealed": [1, 1]}, "", Coverage.PARTLY),
        ({}, "本地没有联盟", Coverage.NOT_APPLICABLE),
        ({"plain": [1, 0]}, "本地没有联盟", Coverage.NOT_APPLICABLE),
        ({"plain": [1, 0], "sealed": [1, 0]}, "本地没有联盟", Coverage.COVERED),
        ({}, "  ", Coverage.MISSING),
        ({"stranger": [3, 0]}, "", Coverage.MISSING),
    ],
)
def test_an_indicator_is_covered_when_every_proof_is_there_and_sealed(
    held: dict[str, list[int]], reason: str, is_: Coverage
) -> None:
    assert coverage(indicator(PLAIN, SEALED), held, reason) is is_


def test_what_the_notice_does_not_ask_is_never_missing() -> None:
    assert coverage(indicator(PLAIN, optional=True), {}) is Coverage.OPTIONAL
    assert coverage(indicator(PLAIN, SEALED, optional=True), {"plain": [1, 0]}) is Coverage.PARTLY


@pytest.mark.parametrize(
    ("proof", "stamped", "by", "is_"),
    [
        (PLAIN, False, "", True),
        (SEALED, False, "示例", False),
        (SEALED, True, "", True),
        (RECKONED, True, "", False),
        (RECKONED, True, "  ", False),
        (RECKONED, False, "示例财务科", False),
        (RECKONED, True, "示例财务科", True),
    ],
)
def test_a_seal_is_said_where_one_is_asked_and_who_reckoned_where_it_is_reckoned(
    proof: Proof, stamped: bool, by: str, is_: bool
) -> None:
    assert confirmed(proof, stamped=stamped, reckoned_by=by) is is_


def kaifeng() -> Programme:
    return programme_of("kaifeng-2024")


def everything(programme: Programme) -> dict[str, dict[str, list[int]]]:
    return {one.id: {proof.id: [1, 0] for proof in one.proofs} for one in programme.outline}


def test_the_fifteen_of_kaifeng_and_its_summary_of_the_year() -> None:
    programme = kaifeng()
    assert [one.id for one in own_papers(programme)] == ["year_summary"]
    bound = bound_paper(programme)
    assert bound is not None
    assert bound.id == "evidence"
    found = proving(programme, {}, {}, {})
    assert (found.asked, found.done, found.lacks) == (15, 0, 16)
    assert in_short(found) == ("0/15", "idle")
    assert in_short(proving(programme, everything(programme), {}, {})) == ("15/15，差 1 份", "warn")
    found = proving(programme, everything(programme), {}, {"year_summary": 1})
    assert (found.done, found.lacks) == (15, 0)
    assert in_short(found) == ("15/15", "good")
    assert says(found) == "提纲 15 项：15 齐全；创新工作室近一年工作总结已交"


def test_langfang_asks_for_nothing_and_shows_what_is_there() -> None:
    programme = programme_of("langfang-2019")
    empty = proving(programme, {}, {}, {})
    assert (empty.asked, empty.lacks, in_short(empty)) == (0, 0, ("可不交", "idle"))
    assert list(problems(empty, "evidence")) == []
    first = programme.outline[0]
    some = proving(programme, {first.id: {first.proofs[0].id: [2, 0]}}, {}, {})
    assert in_short(some) == ("附 2 份", "good")
    assert list(problems(some, "evidence")) == []


def test_few_gaps_are_said_one_by_one_with_their_clause() -> None:
    programme = kaifeng()
    held = everything(programme)
    del held["rules"]["plan"], held["awards"]["certificates"]
    held["tasks"]["list"] = [2, 1]
    found = list(problems(proving(programme, held, {}, {"year_summary": 1}), "evidence"))
    assert [(one.code, one.where, one.clause) for one in found] == [
        ("missing", "evidence.rules", "附件3第5项"),
        ("missing", "evidence.awards", "附件3第11项"),
        ("unsure", "evidence.tasks", "附件3第6项"),
    ]
    assert found[0].message == "支撑材料第 5 项“制度建设”还缺：计划文件（附件3第5项）"
    assert "有 1 份没有确认盖章（要本单位盖章确认）" in found[2].message


def test_what_is_only_to_be_sealed_is_named_among_many_gaps_and_counted_as_the_tally_does() -> None:
    programme = kaifeng()
    held = everything(programme)
    for id in ("rules", "awards", "patents", "basics"):
        del held[id]
    held["conversion"]["result"] = [2, 2, 1]
    found = proving(programme, held, {}, {"year_summary": 1})
    assert tally(found) == "提纲 15 项：10 齐全、1 部分、4 缺"
    first, sealing = problems(found, "evidence")
    assert first.message.startswith("支撑材料还有 5 项不齐：第 1 项基础情况、第 5 项制度建设、第 7 项成果转化、")
    assert "“结果统计”有 1 份没有确认盖章，1 份没有写谁核算（要本单位核算确认并盖章，并写明谁核算）" in sealing.message


def test_many_gaps_are_one_sentence_and_nothing_ever_stops() -> None:
    found = list(problems(proving(kaifeng(), {}, {}, {}), "evidence"))
    assert [one.where for one in found] == ["evidence.basics", "evidence.paper-year_summary"]
    assert found[0].message.startswith("支撑材料还有 15 项不齐：第 1 项基础情况、")
    assert {one.severity.value for one in found} == {"warning"}


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("近 1 年", Span(date(2023, 11, 21), date(2024, 11, 20))),
        ("近一年", Span(date(2023, 11, 21), date(2024, 11, 20))),
        ("", Span(None, date(2024, 11, 20))),
    ],
)
def test_the_period_of_an_indicator(period: str, span: Span) -> None:
    assert span_of(indicator(PLAIN, period=period), date(2024, 11, 20)) == span
