"""A recommender hears once of what was received or given back together, and each unit of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiangfang.records.messages.models import Message
from jiangfang.stages.receive import actions
from tests.stages.receive.making import hand_back, hand_in, handed_in
from tests.stages.recommend.making import again
from tests.stages.world import World, world

pytestmark = pytest.mark.usefixtures("db")


def heard(role: str) -> list[str]:
    return list(Message.objects.filter(role=role).order_by("pk").values_list("subject", flat=True))


def told(city: World) -> None:
    Message.objects.filter(federation=city.federation).delete()


def test_received_together_is_told_once_to_the_recommender() -> None:
    city = world()
    rows = handed_in(city, "示例甲工作室", "示例乙工作室")
    told(city)
    actions.receive(applications=rows, note="示例备注", hat=city.clerk, at=city.at)
    assert heard("recommender") == ["市总工会受理了 2 份"]
    assert heard("unit") == ["示例甲工作室：市总工会受理了", "示例乙工作室：市总工会受理了"]
    text = Message.objects.get(role="recommender").text
    assert all(f"{row.number} {row}" in text for row in rows)
    assert "示例备注" not in text


def test_given_back_together_is_told_once_and_so_is_handing_in_again() -> None:
    city = world()
    rows = handed_in(city, "示例甲工作室", "示例乙工作室")
    told(city)
    due = city.today + timedelta(days=2)
    hand_back(city, *rows, due=due)
    said = f"市总工会退回 2 份，请在{due.year}年{due.month}月{due.day}日前重新报送"
    assert (heard("recommender"), heard("city")) == ([said], [])
    back = [f"{row}：市总工会退回了推荐单位，由推荐单位办好再报送" for row in rows]
    assert heard("unit") == heard("unit_union") == back
    text = Message.objects.get(role="recommender").text
    assert "原因：" in text and "次序请再核对" not in text
    told(city)
    hand_in(city, city.at + timedelta(hours=1))
    assert heard("city") == ["示例县总工会第 2 次报送：2 份"]
    assert len(heard("unit")) == 2
    assert again(rows[0]).state == rows[0].state
