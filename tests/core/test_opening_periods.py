"""What is asked of periods when a round is opened, what is kept of it, and what is refused."""

from datetime import date

import pytest

from jiangfang.core import opening
from tests.core.test_opening import programme
from tests.stages.world import KAIFENG, LANGFANG, THIRD

ASKED = ["funding_total", "result_count", "patent_count", "awards_text", "standards_text"]


def test_only_what_the_notice_leaves_open_is_asked_in_the_order_of_the_form() -> None:
    assert [number.key for number in opening.asked_numbers(programme(KAIFENG))] == ASKED
    asked = [number.key for number in opening.asked_numbers(programme(LANGFANG))]
    assert asked[:2] == ["result_count", "converted_count"]
    assert not {"funding", "benefit"} & set(asked)
    assert [number.key for number in opening.asked_numbers(programme(THIRD))] == ["workshop_plans"]


def test_everything_that_is_asked_is_kept_with_its_default() -> None:
    kept = opening.kept_periods(programme(KAIFENG), {"patent_count": "last_year"})
    assert kept == {**dict.fromkeys(ASKED, "all"), "patent_count": "last_year"}
    told = opening.told_periods(programme(KAIFENG), kept)
    assert (told["取得专利数量"], told["创新成果数量"]) == ("近 1 年", "建立以来")


@pytest.mark.parametrize(
    ("chosen", "ends", "where"),
    [
        ({"patent_count": "last_year", "result_count": "all"}, date(2024, 11, 20), []),
        ({}, None, []),
        ({"patent_count": "by_year"}, None, ["period-patent_count"]),
        ({"patent_count": ""}, None, ["period-patent_count"]),
        ({"trained_count": "all"}, None, ["period-trained_count"]),
        ({"nope": "all"}, None, ["period-nope"]),
        ({}, date(1, 1, 1), ["period_ends"]),
    ],
)
def test_what_cannot_be_chosen_is_said_at_its_place(
    chosen: dict[str, str], ends: date | None, where: list[str]
) -> None:
    assert [problem.where for problem in opening.period_problems(programme(KAIFENG), chosen, ends)] == where
