"""Opinions in their order, and slips that the clerk mends."""

from datetime import timedelta

import pytest

from jiangfang.core.people import Kind, Role
from jiangfang.records.journal.queries import history
from jiangfang.stages.apply import actions, queries
from jiangfang.stages.apply.models import Opinion
from tests.stages.apply.desk import (
    endorse,
    endorsed,
    filled,
    fresh,
    started,
    submitted,
)
from tests.stages.apply.trying import problems
from tests.stages.world import KAIFENG, LANGFANG, world

pytestmark = pytest.mark.usefixtures("db")


def test_the_first_opinion_needs_the_form() -> None:
    city = world()
    assert problems(lambda: endorse(city, filled(city, started(city))))[0].code == "not_now"


def test_the_union_of_another_unit_has_no_say() -> None:
    city = world()
    found = submitted(city)
    deed = lambda: actions.endorse(  # noqa: E731
        application=found, text="同意", signer="", day=city.today, hat=city.hat(Role.UNIT_UNION, Kind.ZONE), at=city.at
    )
    assert problems(deed)[0].code == "not_allowed"


def test_giving_it_twice_is_said() -> None:
    city = world()
    found = endorsed(city)
    assert problems(lambda: endorse(city, found))[0].code == "not_now"
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("programme", [LANGFANG, KAIFENG])
def test_no_opinion_before_the_one_ahead(programme: str) -> None:
    city = world(programme=programme)
    found = submitted(city)
    deed = lambda: actions.give_opinion(  # noqa: E731
        application=found,
        role=Role.RECOMMENDER,
        deed="recommend",
        text="同意推荐",
        signer="",
        day=city.today,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    (problem,) = problems(deed)
    assert (problem.code, bool(problem.clause)) == ("not_now", True)
    endorse(city, found)
    (early,) = problems(
        lambda: actions.give_opinion(
            application=found,
            role=Role.RECOMMENDER,
            deed="recommend",
            text="同意推荐",
            signer="",
            day=city.today - timedelta(days=1),
            hat=city.hat(Role.RECOMMENDER),
            at=city.at,
        )
    )
    assert early.code == "bad_date"


def test_a_direct_unit_hands_in_itself() -> None:
    city = world(programme=LANGFANG)
    found = submitted(city, direct=True)
    hat_of_unit = city.hat(Role.UNIT, Kind.FEDERATION)
    assert problems(lambda: actions.apply_directly(application=found, hat=hat_of_unit, at=city.at))[0].code == "not_now"
    endorse(city, found)
    there = actions.apply_directly(application=found, hat=hat_of_unit, at=city.at)
    assert there.state == "handed_in"
    sheet = queries.sheet(fresh(found))
    assert (sheet["route"], sheet["recommender"]) == ("直接申报", city.round.direct_line)
    assert sheet["opinion_recommender"] == {"text": city.round.direct_box}


def test_the_clerk_mends_a_slip_and_both_unions_are_told() -> None:
    city = world()
    found = endorsed(city)
    actions.mend(
        application=found,
        key="studio_name",
        typed="示例戊创新工作室",
        reason="来电：写错一字",
        hat=city.clerk,
        at=city.at,
    )
    kept = fresh(found)
    assert kept.studio_name == "示例戊创新工作室"
    assert queries.opinion_lines(kept)[0].standing == "holds"
    readers = [city.hat(role) for role in (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER)]
    assert [queries.tellings_for(reader).count() for reader in readers] == [1, 1, 1]
    assert queries.tellings_for(city.hat(Role.UNIT, Kind.ZONE)).count() == 0
    telling = queries.tellings_for(readers[1]).get()
    actions.seen(telling=telling, hat=readers[1], at=city.at)
    assert queries.tellings_for(readers[1]).count() == 0
    assert problems(lambda: actions.seen(telling=telling, hat=readers[0], at=city.at))[0].code == "not_allowed"


def test_a_phone_is_mended_without_being_said_aloud() -> None:
    city = world()
    found = endorsed(city)
    actions.mend(
        application=found, key="leader_phone", typed="0000-0000007", reason="写错一位", hat=city.clerk, at=city.at
    )
    assert "0000-0000007" not in queries.tellings_for(city.hat(Role.UNIT_UNION)).get().text
    told = history(city.federation.pk, "application", str(found.pk))[-1]
    assert told.after["leader_phone"] == "0000-0000007"
    from jiangfang.records.journal.models import Entry

    assert not Entry.objects.filter(after__contains="0000-0000007").exists()


@pytest.mark.parametrize(
    ("key", "typed", "reason", "where"),
    [
        ("leader_phone", "0000-0000007", "", "reason"),
        ("nothing", "x", "写错", "key"),
        ("member_count", "12", "写错", "key"),
        ("members", [{"name": "示例"}], "写错", "key"),
        ("leader_phone", "一\x00", "写错", "leader_phone"),
        ("opinion_unit_union", "x", "写错", "key"),
        ("studio_name", "", "写错", "studio_name"),
    ],
)
def test_a_mending_that_is_none(key: str, typed: str, reason: str, where: str) -> None:
    city = world()
    found = endorsed(city)
    deed = lambda: actions.mend(application=found, key=key, typed=typed, reason=reason, hat=city.clerk, at=city.at)  # noqa: E731
    assert [problem.where for problem in problems(deed)] == [where]


def test_nobody_mends_what_the_unit_can_write_itself() -> None:
    city = world()
    found = started(city)
    deed = lambda: actions.mend(  # noqa: E731
        application=found, key="studio_name", typed="甲", reason="写错", hat=city.clerk, at=city.at
    )
    assert problems(deed)[0].code == "not_now"
    other = world("示例乙")
    assert (
        problems(
            lambda: actions.mend(
                application=endorsed(city), key="studio_name", typed="甲", reason="写错", hat=other.clerk, at=city.at
            )
        )[0].code
        == "not_allowed"
    )
