"""For which days the numbers are reckoned: chosen at the opening, kept with the round."""

from datetime import date
from typing import Any

import pytest

from jiangfang.core.ledger.numbers import Span
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.messages.models import Message
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


class TestChanged:
    """Another period while the round runs."""

    def change(self, city: World, **other: Any) -> Round:
        values = {"periods": {}, "ends": LAST[KAIFENG], "why": "县里问到", "hat": city.clerk, "at": city.at}
        return actions.change_periods(round=city.round, **{**values, **other})

    def test_one_number_and_the_last_day_and_the_others_keep_theirs(self) -> None:
        city = world()
        actions.change_periods(
            round=city.round,
            periods={"result_count": "last_year"},
            ends=date(2024, 10, 31),
            why="县里问到",
            hat=city.clerk,
            at=city.at,
        )
        fresh = Round.objects.get(pk=city.round.pk)
        year, ever = Span(date(2023, 11, 1), date(2024, 10, 31)), Span(None, date(2024, 10, 31))
        assert spans(fresh)["result_count"] == spans(fresh)["trained_count"] == year
        assert spans(fresh)["patent_count"] == spans(fresh)["funding_total"] == ever

    def test_it_is_told_in_words_before_and_after_with_the_reason(self) -> None:
        city = world()
        self.change(city, periods={"patent_count": "last_year"})
        entry = journal.history(city.federation.pk, "round", str(city.round.pk))[-1]
        assert entry.deed == "round.periods_changed"
        assert entry.before["periods"]["取得专利数量"] == "建立以来"
        assert entry.after["periods"]["取得专利数量"] == "近 1 年"
        assert (entry.after["why"], "period_ends" in entry.after) == ("县里问到", False)

    def test_recommenders_and_units_hear_what_became_another_period(self) -> None:
        city = world()
        Message.objects.all().delete()
        self.change(city, periods={"patent_count": "last_year"})
        told = list(Message.objects.all())
        assert {one.role for one in told} == {"unit", "recommender"}
        assert len(told) == len(city.units) + len(city.recommenders)
        assert told[0].text.splitlines()[0] == "取得专利数量：近 1 年（2023年11月21日至2024年11月20日）"
        assert "县里问到" not in told[0].text

    def test_before_the_notice_is_out_nobody_is_told(self) -> None:
        city = world(published=False)
        self.change(city, ends=date(2024, 10, 31))
        assert not Message.objects.exists()

    def test_without_a_day_it_ends_with_the_deadline(self) -> None:
        city = world()
        self.change(city, ends=date(2024, 10, 31))
        assert self.change(city, ends=None).period_ends == LAST[KAIFENG]

    @pytest.mark.parametrize(
        ("other", "where"),
        [
            ({"periods": {"trained_count": "all"}}, "period-trained_count"),
            ({"periods": {"nope": "all"}}, "period-nope"),
            ({"periods": {"patent_count": "by_year"}}, "period-patent_count"),
            ({"ends": date(1999, 12, 31)}, "period_ends"),
            ({}, ""),
            ({"periods": {"patent_count": "all"}}, ""),
            ({"ends": date(2024, 10, 31), "why": " "}, "why"),
            ({"ends": date(2024, 10, 31), "why": "长" * 501}, "why"),
        ],
    )
    def test_what_is_wrong_changes_nothing(self, other: dict[str, Any], where: str) -> None:
        city = world()
        Message.objects.all().delete()
        before = Round.objects.values("periods", "period_ends").get(pk=city.round.pk)
        with pytest.raises(Refused) as refused:
            self.change(city, **other)
        assert [problem.where for problem in refused.value.problems] == [where]
        assert Round.objects.values("periods", "period_ends").get(pk=city.round.pk) == before
        assert not Message.objects.exists()

    def test_nobody_but_the_citys_clerk(self) -> None:
        city = world()
        for hat in (city.hat(Role.RECOMMENDER), city.hat(Role.UNIT), city.auditor, world("示例乙").clerk):
            with pytest.raises(Refused, match="身份"):
                self.change(city, ends=date(2024, 10, 31), hat=hat)
