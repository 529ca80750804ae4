"""支撑材料提纲: what is covered, partly covered, missing, and what never counts as missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.evidence import Coverage, Indicator, Proof, cover
from jiangfang.core.fields import Origin
from tests.core.making import KAIFENG, LANGFANG, modest, programme

TWO = Indicator(
    "base", 1, "基础", "情况", "说明", (Proof("a", "文件"), Proof("b", "照片", "单位盖章")), clause="附件3第1项"
)
EXTRA = Indicator(
    "more", 2, "其他", "证书", "说明", (Proof("c", "证书"),), optional=True, origin=Origin.PRACTICE, why="通知未要求"
)


@pytest.mark.parametrize(
    ("held", "reason", "coverage", "wanting"),
    [
        ([], "", Coverage.MISSING, "ab"),
        (["a"], "", Coverage.PARTLY, "b"),
        (["b"], "", Coverage.PARTLY, "a"),
        (["a", "b"], "", Coverage.COVERED, ""),
        (["a", "b", "x"], "", Coverage.COVERED, ""),
        (["x"], "", Coverage.MISSING, "ab"),
        ([], "没有专利", Coverage.NOT_APPLICABLE, ""),
        (["a"], "没有专利", Coverage.NOT_APPLICABLE, ""),
        (["a", "b"], "没有专利", Coverage.COVERED, ""),
        ([], "  \n", Coverage.MISSING, "ab"),
    ],
)
def test_how_far_an_indicator_is_proved(held: list[str], reason: str, coverage: Coverage, wanting: str) -> None:
    (found,) = cover((TWO,), {"base": held}, {"base": reason} if reason else None)
    assert found.coverage is coverage
    assert "".join(proof.id for proof in found.wanting) == wanting


def test_what_the_notice_does_not_ask_is_never_missing() -> None:
    assert [found.coverage for found in cover((TWO, EXTRA), {})] == [Coverage.MISSING, Coverage.OPTIONAL]
    assert cover((EXTRA,), {"more": ["c"]})[0].coverage is Coverage.COVERED


@given(st.dictionaries(st.sampled_from([f"{n}" for n in range(20)]), st.text(max_size=3)), st.data())
@modest
def test_more_proofs_never_make_it_worse(reasons: dict[str, str], data: st.DataObject) -> None:
    outline = programme(KAIFENG).outline
    ids = {indicator.id: [proof.id for proof in indicator.proofs] for indicator in outline}
    some = {key: data.draw(st.sets(st.sampled_from(proofs))) for key, proofs in ids.items()}
    more = {key: held | {ids[key][0]} for key, held in some.items()}
    before, after = cover(outline, some, reasons), cover(outline, more, reasons)
    for less, full in zip(before, after, strict=True):
        assert set(full.wanting) <= set(less.wanting)
        assert full.coverage is not Coverage.MISSING
        assert (less.coverage is Coverage.COVERED) <= (full.coverage is Coverage.COVERED)
    assert [found.indicator for found in before] == list(outline)


def test_kaifeng_asks_for_all_fifteen_and_langfang_for_none() -> None:
    assert {found.coverage for found in cover(programme(KAIFENG).outline, {})} == {Coverage.MISSING}
    assert {found.coverage for found in cover(programme(LANGFANG).outline, {})} == {Coverage.OPTIONAL}
    everything = {indicator.id: [proof.id for proof in indicator.proofs] for indicator in programme(KAIFENG).outline}
    assert {found.coverage for found in cover(programme(KAIFENG).outline, everything)} == {Coverage.COVERED}


@pytest.mark.parametrize(
    ("indicator", "places"),
    [
        (TWO, []),
        (EXTRA, []),
        (Indicator("x", 1, "g", "n", "a", (), clause="c"), ["proofs"]),
        (Indicator("x", 1, "g", "n", "a", (Proof("a", "甲"), Proof("a", "乙")), clause="c"), ["proofs"]),
        (Indicator("x", 1, "g", "n", "a", (Proof("a", "甲"),)), ["clause"]),
        (Indicator("x", 1, "g", "n", "a", (Proof("a", "甲"),), origin=Origin.PRACTICE), ["optional"]),
    ],
)
def test_an_indicator_that_makes_no_sense(indicator: Indicator, places: list[str]) -> None:
    assert [place for place, _ in indicator.faults()] == places
