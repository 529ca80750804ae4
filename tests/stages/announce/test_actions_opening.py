"""Opening and publishing a round: what is kept, what is refused whole, and what the journal says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jiangfang.core import opening
from jiangfang.core.opening import Place, Span
from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.core.quota import Asks
from jiangfang.records.journal import queries as journal
from jiangfang.records.people import actions as people
from jiangfang.records.people.models import Hat
from jiangfang.records.programmes.queries import programme as opened
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.models import PaperDay, Recommender, Round, RoundDay
from tests.records.world import by
from tests.stages.world import KAIFENG, LANGFANG, PROGRAMMES, World, moment, open_round, world

pytestmark = pytest.mark.usefixtures("db")


def values(city: World, **other: Any) -> dict[str, Any]:
    plan = opened(city.revision).programme
    places = [opening.suggested(plan, body.pk, "", kind, False) for kind, body in city.bodies.items()]
    return {
        "revision": city.revision,
        "name": "示例批次",
        "days": opening.planned_days(plan),
        "recommenders": [place for place in places if place.klass],
        "answers": {},
        "paper_day": PaperDay.POSTMARK,
        "direct_line": "示例市总工会",
        "direct_box": "",
        "hat": city.clerk,
        "at": city.at,
    } | other


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_round_has_the_days_and_quotas_of_its_notice(programme: str) -> None:
    city = world(programme=programme)
    plan = queries.opened(city.round).programme
    assert {row.window for row in city.round.days.all()} == {window.id for window in plan.calendar}
    for row in queries.recommenders(city.round):
        group = opening.group_of(plan, row.klass)
        assert group is not None
        assert (row.at_least, row.at_most, row.passing) == (group.each.at_least, group.each.at_most, group.each.passing)
    told = journal.history(city.federation.pk, "round", str(city.round.pk))
    assert [entry.deed for entry in told] == ["round.opened", "round.published"]
    assert told[0].after["days"][plan.hand_in] == [None, queries.deadline(city.round).isoformat()]  # type: ignore[union-attr]
    assert (told[0].actor, told[0].hat) == (by(city.clerk), str(city.clerk))
    assert journal.verify(city.federation.pk) == []


def test_what_the_notice_leaves_open_is_kept_with_its_question() -> None:
    city = world(programme=LANGFANG, opens=False)
    made = actions.open_round(**values(city))
    assert made.answers == {"示例开发区总工会是否也按不少于 10 个办": "否"}
    zone = queries.recommender_of(made, city.bodies[Kind.ZONE])
    assert zone is not None
    assert (zone.at_least, zone.klass) == (None, "county")
    assert (made.paper_day, made.direct_line, made.year) == ("postmark", "示例市总工会", 2019)
    other = world("示例乙", KAIFENG, opens=False)
    words = next(
        question for question in opening.questions(opened(other.revision).programme) if question.by is Asks.WORDS
    )
    kept = actions.open_round(**values(other, answers={words.id: "<script>三个分会</script>"}))
    assert kept.answers == {words.says: "<script>三个分会</script>"}
    assert kept.direct_line == ""


def test_another_year_is_another_years_round() -> None:
    city = world(programme=KAIFENG, opens=False)
    days = {"hand_in": Span(None, date(2025, 11, 20))}
    assert actions.open_round(**values(city, days=days)).year == 2025


def nothing_kept() -> bool:
    return not (Round.objects.exists() or RoundDay.objects.exists() or Recommender.objects.exists())


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 201}, "name"),
        ({"name": "两\n行"}, "name"),
        ({"days": {}}, "day-hand_in"),
        ({"direct_line": " "}, "direct_line"),
        ({"days": {"hand_in": Span(date(2019, 11, 1), date(2019, 10, 31))}}, "day-hand_in"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(other: dict[str, Any], where: str) -> None:
    city = world(programme=LANGFANG, opens=False)
    with pytest.raises(Refused) as refused:
        actions.open_round(**values(city, **other))
    assert where in {problem.where for problem in refused.value.problems}
    assert nothing_kept()


def test_a_quota_of_ones_own_wants_a_reason_and_a_class() -> None:
    city = world(opens=False)
    (first, *rest) = values(city)["recommenders"]
    for wrong in (replace(first, at_most=5), replace(first, klass="nope")):
        with pytest.raises(Refused) as refused:
            actions.open_round(**values(city, recommenders=[wrong, *rest]))
        assert [problem.where for problem in refused.value.problems] == [f"place-{first.id}"]
    made = actions.open_round(**values(city, recommenders=[replace(first, at_most=5, why="县里工作室多"), *rest]))
    row = queries.recommender_of(made, first.id)
    assert row is not None
    assert (row.at_most, row.why) == (5, "县里工作室多")


def test_only_open_recommending_bodies_of_the_city_take_part_each_once() -> None:
    city, other = world(opens=False), world("示例乙", opens=False)
    good = values(city)["recommenders"]
    strange = [
        Place(other.bodies[Kind.COUNTY].pk, "", Kind.COUNTY, "county", at_most=3),
        Place(city.unit().pk, "", Kind.COUNTY, "county", at_most=3),
        good[0],
    ]
    for place in strange:
        with pytest.raises(Refused, match=r"重复|不在"):
            actions.open_round(**values(city, recommenders=[*good, place]))
    people.close_organisation(organisation=city.unit(Kind.ORGANS), actor=by(city.admin), hat=city.admin, at=city.at)
    people.close_organisation(organisation=city.bodies[Kind.ORGANS], actor=by(city.admin), hat=city.admin, at=city.at)
    with pytest.raises(Refused, match="不在"):
        actions.open_round(**values(city))
    with pytest.raises(Refused, match="至少要有一个推荐单位"):
        actions.open_round(**values(city, recommenders=[]))
    assert nothing_kept()


def test_a_name_stands_once_in_a_city() -> None:
    city, other = world(), world("示例乙")
    with pytest.raises(Refused, match="已经有一个叫"):
        open_round(city)
    assert Round.objects.filter(federation=city.federation).count() == 1
    assert city.round.name == other.round.name


@pytest.mark.parametrize("role", ["admin", "auditor", "recommender-county", "unit-county"])
def test_only_a_clerk_of_the_city_opens_and_publishes(role: str) -> None:
    city = world(published=False)
    for hat in (city.hats[role], world("示例乙").clerk):
        with pytest.raises(Refused, match="身份"):
            actions.open_round(**values(city, hat=hat))
        with pytest.raises(Refused, match="身份"):
            actions.publish(round=city.round, hat=hat, at=city.at)
    Hat.objects.filter(pk=city.clerk.pk).update(until=city.today)
    with pytest.raises(Refused, match="身份"):
        actions.publish(round=city.round, hat=city.clerk, at=city.at)
    assert Round.objects.get(pk=city.round.pk).published_at is None


def test_published_twice_is_published_once() -> None:
    city = world(published=False)
    first = actions.publish(round=city.round, hat=city.clerk, at=moment(city.today, 9))
    second = actions.publish(round=city.round, hat=city.clerk, at=moment(city.today, 11))
    assert first.published_at == second.published_at == moment(city.today, 9)
    deeds = [entry.deed for entry in journal.history(city.federation.pk, "round", str(city.round.pk))]
    assert deeds.count("round.published") == 1


def test_every_role_has_the_rounds_that_concern_it() -> None:
    city, other = world(published=False), world("示例乙")
    county = city.hat(Role.RECOMMENDER)
    for hat in (city.clerk, city.auditor, city.admin):
        assert list(queries.rounds_for(hat, city.today)) == [city.round]
    for hat in (county, city.hat(Role.UNIT)):
        assert list(queries.rounds_for(hat, city.today)) == []
    actions.publish(round=city.round, hat=city.clerk, at=city.at)
    for hat in (county, city.hat(Role.UNIT), city.hat(Role.UNIT_UNION, Kind.FEDERATION)):
        assert list(queries.rounds_for(hat, city.today)) == [city.round]
    Recommender.objects.filter(pk=city.recommender.pk).delete()
    assert list(queries.rounds_for(county, city.today)) == []
    assert list(queries.rounds_for(other.clerk, city.today)) == [other.round]
    Hat.objects.filter(pk=city.clerk.pk).update(until=city.today)
    ended = Hat.objects.select_related("organisation").get(pk=city.clerk.pk)
    assert list(queries.rounds_for(ended, city.today)) == []
