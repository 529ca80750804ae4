"""Everybody whose turn it becomes is told, with the deed and never without it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from jiangfang.core.opening import Span
from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.core.quota import Passing
from jiangfang.records.messages.models import Message
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.announce.queries import opened
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.recommend import actions as recommending
from tests.stages.recommend import making
from tests.stages.world import KAIFENG, LANGFANG, World, world

WHY = "示例原因"


@pytest.fixture(params=[KAIFENG, LANGFANG])
def city(request: pytest.FixtureRequest, db: None) -> World:
    made = world(programme=request.param)
    Message.objects.all().delete()
    return made


def heard(city: World) -> list[tuple[str, str]]:
    """Who was told what since this was asked last, at the county and its unit."""
    told = Message.objects.select_related("organisation").order_by("pk")
    found = [(one.role, one.subject) for one in told]
    told.delete()
    return found


def test_from_hand_to_hand(city: World) -> None:
    draft = making.filled(city, making.started(city), studio_name="示例工作室")
    assert heard(city) == []  # a draft is its unit's own affair
    mine = city.hat(Role.UNIT)
    applying.submit(application=draft, attested="以上内容属实", hat=mine, at=city.at)
    assert heard(city) == [("unit_union", "示例工作室：等您签所在单位工会意见")]
    found = making.endorse(city, making.again(draft))
    assert heard(city) == [
        ("unit", "示例工作室：所在单位工会签了意见"),
        ("recommender", "示例工作室：等您审核推荐"),
    ]
    making.recommend(city, making.checked(city, found))
    assert heard(city) == [("unit", "示例工作室：推荐单位签了推荐意见")]
    making.choose(city)
    body = city.hat(Role.RECOMMENDER)
    recommending.hand_in(recommender=making.now(city.recommender), hat=body, at=city.at)
    assert heard(city) == [
        ("unit", "示例工作室：推荐单位报送了市总工会"),
        ("city", "示例县总工会第 1 次报送：1 份"),
    ]


def test_what_is_told_says_where_it_stands_and_leads_there(city: World) -> None:
    found = making.submitted(city, "示例工作室")
    (told,) = Message.objects.all()
    assert (told.organisation, told.role) == (city.unit(), "unit_union")
    assert told.link == f"/applications/{found.pk}/"
    assert (told.about_kind, told.about_id, told.at) == ("application", str(found.pk), city.at)
    assert told.text.splitlines()[0] == city.round.name
    assert f"示例工作室（{found.number}）" in told.text


def test_a_return_names_the_day_and_no_reason(city: World) -> None:
    found = making.endorsed(city, "示例工作室")
    heard(city)
    due = city.today + timedelta(days=3)
    section = next(field for field in opened(city.round).programme.sections).id
    applying.send_back(
        application=found,
        sections=[section],
        reasons=["unclear"],
        text="示例说明",
        due=due,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    (told,) = Message.objects.all()
    assert (told.role, told.subject) == (
        "unit",
        f"示例工作室：请在{due.year}年{due.month}月{due.day}日前改好再交",
    )
    assert "示例说明" not in told.text


def test_whose_opinion_became_void_is_asked_to_give_it_again(city: World) -> None:
    found = making.endorsed(city, "示例工作室")
    section = next(
        one for one in opened(city.round).programme.sections if any(f.key == "studio_name" for f in one.fields)
    )
    body, unit = city.hat(Role.RECOMMENDER), city.hat(Role.UNIT)
    applying.send_back(
        application=found, sections=[section.id], reasons=["unclear"], text="", due=None, hat=body, at=city.at
    )
    changed = making.filled(city, making.again(found), studio_name="示例新工作室")
    heard(city)
    applying.submit(application=changed, attested="以上内容属实", hat=unit, at=city.at)
    assert ("unit_union", "示例新工作室：所在单位工会意见失效了，等您重新签") in heard(city)
    making.endorse(city, making.again(changed))
    assert ("unit", "示例新工作室：失效的意见重新签了") in heard(city)


def test_what_is_taken_back_leads_nobody_to_a_draft(city: World) -> None:
    found = making.submitted(city, "示例工作室")
    heard(city)
    applying.recall(application=found, hat=city.hat(Role.UNIT), at=city.at)
    told = Message.objects.get()
    assert (told.role, told.subject, told.link) == ("unit_union", "示例工作室：单位取回修改", "")


def test_a_withdrawn_draft_is_told_to_nobody(city: World) -> None:
    draft = making.filled(city, making.started(city), studio_name="示例工作室")
    applying.withdraw(application=draft, reason="", hat=city.hat(Role.UNIT), at=city.at)
    assert heard(city) == []


def test_a_withdrawn_application_is_told_to_those_who_read_it(city: World) -> None:
    found = making.recommended(city, "示例工作室")
    heard(city)
    applying.withdraw(application=found, reason="", hat=city.hat(Role.UNIT), at=city.at)
    assert heard(city) == [
        ("unit_union", "示例工作室：单位撤回了申报"),
        ("recommender", "示例工作室：单位撤回了申报"),
    ]


def test_passed_over_is_told_to_the_unit(city: World) -> None:
    found = making.checked(city, making.endorsed(city, "示例工作室"))
    heard(city)
    recommending.not_recommend(application=found, reason=WHY, hat=city.hat(Role.RECOMMENDER), at=city.at)
    ((role, subject),) = heard(city)
    assert role == "unit"
    assert "推荐单位" in subject
    assert WHY not in subject


def test_a_refused_deed_tells_nobody(city: World) -> None:
    draft = making.started(city)
    with pytest.raises(Refused):
        applying.submit(application=draft, attested="", hat=city.hat(Role.UNIT), at=city.at)
    assert heard(city) == []


def test_a_deed_that_is_undone_has_told_nobody(city: World) -> None:
    draft = making.filled(city, making.started(city), studio_name="示例工作室")
    with pytest.raises(RuntimeError), transaction.atomic():
        applying.submit(application=draft, attested="以上内容属实", hat=city.hat(Role.UNIT), at=city.at)
        raise RuntimeError
    assert not Message.objects.exists()


class TestTheRound:
    def test_published_is_told_to_all(self, db: None) -> None:
        city = world(published=False)
        assert not Message.objects.exists()
        announcing.publish(round=city.round, hat=city.clerk, at=city.at)
        announcing.publish(round=city.round, hat=city.clerk, at=city.at)
        told = Message.objects.values_list("role", "organisation")
        bodies = Recommender.objects.filter(round=city.round).values_list("organisation", flat=True)
        assert sorted(told) == sorted(
            [("recommender", pk) for pk in bodies] + [("unit", one.pk) for one in city.units.values()]
        )

    def test_a_later_deadline_is_told_to_the_body_and_its_units(self, city: World) -> None:
        day = city.today + timedelta(days=300)
        announcing.extend_deadline(recommender=city.recommender, day=day, why=WHY, hat=city.clerk, at=city.at)
        said = f"{city.round.name}：报送期限延到{day.year}年{day.month}月{day.day}日"
        assert heard(city) == [("recommender", said), ("unit", said)]
        announcing.extend_deadline(recommender=city.recommender, day=None, why=WHY, hat=city.clerk, at=city.at)
        assert [role for role, _ in heard(city)] == ["recommender", "unit"]

    def test_an_own_day_is_told_to_the_units(self, city: World) -> None:
        mine, day = city.hat(Role.RECOMMENDER), city.today + timedelta(days=1)
        announcing.set_own_day(recommender=city.recommender, day=day, hat=mine, at=city.at)
        assert [(role, "前提交" in said) for role, said in heard(city)] == [("unit", True)]

    def test_changed_days_are_told_to_all(self, city: World) -> None:
        window = opened(city.round).programme.calendar[0]
        days = {window.id: Span(city.today, city.today + timedelta(days=200))}
        announcing.change_days(round=city.round, days=days, why=WHY, hat=city.clerk, at=city.at)
        told = list(Message.objects.all())
        assert {one.role for one in told} == {"unit", "recommender"}
        assert len(told) == len(city.units) + len(city.recommenders)
        assert told[0].text.startswith(f"{window.title}：")
        assert WHY not in told[0].text

    def test_another_quota_is_told_to_its_body(self, city: World) -> None:
        announcing.adjust_quota(
            recommender=city.recommender,
            at_least=1,
            at_most=9,
            passing=Passing.BLOCK,
            why=WHY,
            hat=city.clerk,
            at=city.at,
        )
        told = Message.objects.get()
        assert (told.organisation, told.role) == (city.bodies[Kind.COUNTY], "recommender")
        assert "名额改为" in told.subject

    def test_another_city_hears_nothing(self, city: World) -> None:
        other = world("示例乙")
        Message.objects.all().delete()
        announcing.change_days(
            round=city.round,
            days={opened(city.round).programme.calendar[0].id: Span(city.today, city.today + timedelta(days=200))},
            why=WHY,
            hat=city.clerk,
            at=city.at,
        )
        assert not Message.objects.filter(federation=other.federation).exists()
        assert not Message.objects.filter(organisation__federation=other.federation).exists()
