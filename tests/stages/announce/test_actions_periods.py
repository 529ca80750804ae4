"""For which days the numbers are reckoned: chosen at the opening, kept with the round."""

from datetime import date

import pytest

from jiangfang.core.ledger.numbers import Span
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.models import Round
from tests.stages.announce.test_actions_opening import values
from tests.stages.world import KAIFENG, LAST, PROGRAMMES, World, world

pytestmark = pytest.mark.usefixtures("db")


def opened(city: World, **other: object) -> Round:
    """A round of its own in a city without one."""
    return actions.open_round(**values(city, **other))


def spans(round: Round) -> dict[str, Span]:
    """The days of every number of a round."""
    return queries.spans(round, queries.opened(round).programme)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_without_a_word_everything_open_is_since_the_founding_until_the_deadline(programme: str) -> None:
    made = opened(world(programme=programme, opens=False))
    assert made.period_ends == LAST[programme]
    assert set(made.periods.values()) == {"all"}
    assert {span.last for span in spans(made).values()} == {LAST[programme]}
    assert set(spans(made)) == {number.key for number in queries.opened(made).programme.numbers}


def test_what_the_notice_says_and_what_was_chosen_give_the_days() -> None:
    made = opened(world(programme=KAIFENG, opens=False), periods={"patent_count": "last_year"})
    year, ever = Span(date(2023, 11, 21), date(2024, 11, 20)), Span(None, date(2024, 11, 20))
    assert spans(made) == {
        "funding_total": ever,
        "result_count": ever,
        "benefit_total": year,
        "trained_count": year,
        "apprentice_count": year,
        "patent_count": year,
        "awards_text": ever,
        "standards_text": ever,
    }


def test_the_last_day_is_the_stated_one_and_stays_when_the_deadline_moves() -> None:
    city = world(programme=KAIFENG, opens=False)
    made = opened(city, period_ends=date(2024, 10, 31))
    plan = queries.opened(made).programme
    days = {plan.hand_in: queries.spans_of(made)[plan.hand_in]}
    moved = {window: type(span)(span.opens, date(2024, 12, 20)) for window, span in days.items()}
    again = actions.change_days(round=made, days=moved, why="延期", hat=city.clerk, at=city.at)
    assert spans(again)["trained_count"] == Span(date(2023, 11, 1), date(2024, 10, 31))


def test_a_round_from_before_reckons_to_its_deadline() -> None:
    made = opened(world(programme=KAIFENG, opens=False))
    Round.objects.filter(pk=made.pk).update(periods={}, period_ends=None)
    made.refresh_from_db()
    assert spans(made)["patent_count"] == Span(None, date(2024, 11, 20))
    assert spans(made)["trained_count"] == Span(date(2023, 11, 21), date(2024, 11, 20))


def test_the_journal_tells_the_periods_in_words() -> None:
    city = world(programme=KAIFENG, opens=False)
    made = opened(city, periods={"patent_count": "last_year"})
    (told,) = journal.history(city.federation.pk, "round", str(made.pk))
    assert told.after["periods"]["取得专利数量"] == "近 1 年"
    assert told.after["period_ends"] == "2024-11-20"


@pytest.mark.parametrize("periods", [{"trained_count": "all"}, {"patent_count": "by_year"}, {"nope": "all"}])
def test_what_is_not_asked_cannot_be_chosen(periods: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        opened(world(programme=KAIFENG, opens=False), periods=periods)
    assert [problem.where for problem in refused.value.problems] == [f"period-{key}" for key in periods]
    assert not Round.objects.exists()
