"""廊坊 2019 at the city's office: two stamped copies each, one of them late, those who apply directly."""

from datetime import date

import pytest

from tests.journeys.browser import Value
from tests.journeys.deeds import choose, hand_in, list_of, recommend, signed, verified
from tests.journeys.office import bodies, inbox, line, places, receive, register
from tests.journeys.test_langfang_2019 import AFTER, COUNTY, DIRECT, LAST, MILL, OTHER, RAILWAY, UNIT, begun, studio
from tests.journeys.town import Town

__all__ = ["begun"]
ONE, TWO, RAIL = "示例一号工作室", "示例二号工作室", "示例铁路工作室"
DIRECTLY = "直接申报的单位"


@pytest.fixture
def sent(town: Town) -> Town:
    """The county handed in two, the railway applied directly."""
    for name, unit in ((ONE, UNIT), (TWO, MILL)):
        recommend(town, COUNTY, signed(town, unit, studio(name, host_unit=unit))).fine()
    choose(town, COUNTY)
    assert hand_in(town, COUNTY).title == "报送回执"
    pk = signed(town, RAILWAY, studio(RAIL, host_unit=RAILWAY), DIRECT)
    town.unit(RAILWAY).go(f"/applications/{pk}/").done("直接向市总工会申报")
    return town


def came(day: date, copies: str, way: str = "当面送来") -> dict[str, Value]:
    return {"怎样送来的": way, "收到的日子": day.isoformat(), "每一处收到几份纸质的": copies}


def test_two_stamped_copies_are_counted_one_by_one(sent: Town) -> None:
    """通知六：审批表纸质两份：先到一份记一份，还差一份；补到算齐；多记一份会问"""
    spot = f"{ONE}：审批表纸质"
    assert spot in places(sent), places(sent)
    register(sent, [spot], came(date(2019, 9, 20), "1")).fine().says("已登记 1 处")
    assert spot in places(sent)
    sent.clerk.go(f"/rounds/{sent.round}/chase/").says(COUNTY, "审批表")
    register(sent, [spot], came(date(2019, 9, 20), "")).fine()
    assert spot not in places(sent)


def test_what_was_written_down_by_mistake_is_struck_out(sent: Town) -> None:
    """通知六：登记错了作废要写理由，原来的记录还在"""
    spot = f"{ONE}：审批表纸质"
    register(sent, [spot], came(date(2019, 9, 20), "2")).fine()
    page = sent.clerk.go(f"/rounds/{sent.round}/arrivals/").fine().says(ONE).follow("作废")
    page.send("作废").refuses("请写明为什么作废")
    page.done("作废", {"why": "示例：记错了工作室"}).says("示例：记错了工作室")
    assert spot in places(sent)
    verified()


def test_the_day_of_the_arrival_counts(sent: Town) -> None:
    """通知六：这一年以收到的日子为准：10 月 31 日收到不迟，11 月 1 日收到就迟，邮戳早也没有用"""
    sent.clock.set(AFTER)
    register(sent, [f"{ONE}：审批表纸质"], came(LAST, "2")).fine()
    assert COUNTY in bodies(inbox(sent, "?status=late"))
    late = {**came(AFTER, "2", "邮寄"), "邮戳日": LAST.isoformat()}
    register(sent, [f"{TWO}：审批表纸质"], late).fine()
    register(sent, [f"{RAIL}：审批表纸质"], came(LAST, "2")).fine()
    assert DIRECTLY in bodies(inbox(sent, "?status=full"))
    assert "迟" in line(inbox(sent), COUNTY)["情况"]


def test_those_who_apply_directly_stand_in_a_line_of_their_own(sent: Town) -> None:
    """通知四：中省市直单位直接报市总：单列一行，没有名额，一样登记、受理；单位看得到收到没有"""
    found = line(inbox(sent), DIRECTLY)
    assert (found["名额"], found["已推荐"], found["已报送"]) == ("没有名额", "—", "1")
    receive(sent, DIRECTLY, [RAIL])
    assert line(inbox(sent), DIRECTLY)["已受理"] == "1"
    register(sent, [f"{RAIL}：审批表纸质"], came(date(2019, 9, 20), "2")).fine()
    sent.unit(RAILWAY).go("/applications/").follow(RAIL).follow("收到").says("都收到了")


def test_the_floor_only_warns_and_the_silent_are_chased(sent: Town) -> None:
    """通知五：每县不少于 10 个：不够只提醒，照收；一个没报的在催办里"""
    assert "还差 8" in line(inbox(sent), COUNTY)["名额"]
    page = sent.clerk.go(f"/rounds/{sent.round}/chase/").fine().says(OTHER)
    text = str(page.tree.xpath('//textarea[@id="copy"]')[0].text)
    assert OTHER in text
    assert "10月31日" in text
    list_of(sent, COUNTY).follow("催办").fine()
