"""Recommending: read and checked first, in order, within the quota, in time; taken back; not recommended."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.quota import Passing
from jiangfang.records.journal import queries as journal
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import actions, queries
from jiangfang.stages.recommend.models import Opened, PassedOver, Ticked, Waiver
from tests.stages.recommend import making
from tests.stages.recommend.making import again, now, recommend
from tests.stages.world import KAIFENG, LANGFANG, LAST, PROGRAMMES, THIRD, World, moment, world

pytestmark = pytest.mark.usefixtures("db")


def many(city: World, count: int, first: int = 1) -> list[Application]:
    """Applications of as many units below the county, opened and ticked."""
    names = [f"示例第{number}厂" for number in range(first, first + count)]
    return [making.ready(city, f"{name}创新工作室", making.unit_below(city, name)) for name in names]


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_an_opinion_takes_a_place_and_moves_it_on(programme: str) -> None:
    city = world("示例甲", programme)
    found = making.recommended(city)
    assert (found.holds_place, found.place) == (True, 1)
    assert now(city.recommender).taken == 1
    line = applications.opinion_lines(found)[-1 if programme == THIRD else 1]
    assert queries.own_standing(found).value == "holds", line
    assert journal.verify(city.federation.pk) == []
    deeds = [entry.deed for entry in journal.history(city.federation.pk, "application", str(found.pk))]
    assert deeds[-3:] == ["application.opened", "application.checked", "application.recommend"]


def test_what_was_not_opened_is_not_recommended() -> None:
    city = world()
    found = making.endorsed(city)
    with pytest.raises(Refused, match="还没有打开看过") as refused:
        recommend(city, found)
    assert told(refused) == ["not_now", "missing"]
    assert now(city.recommender).taken == 0


def test_what_was_not_checked_to_the_end_is_not_recommended() -> None:
    city = world()
    found, mine = making.endorsed(city), city.hat(Role.RECOMMENDER)
    actions.opened(application=found, hat=mine, at=city.at)
    lines = [line.condition.id for line in queries.check_list(found, city.today, ())]
    actions.tick(application=found, items=lines[:-1], hat=mine, at=city.at)
    assert not Ticked.objects.get().complete
    with pytest.raises(Refused, match="核对清单还没有勾完") as refused:
        recommend(city, found)
    assert refused.value.problems[0].clause != ""


def test_opening_twice_is_as_good_as_once() -> None:
    city = world()
    found, mine = making.endorsed(city), city.hat(Role.RECOMMENDER)
    before = len(journal.history(city.federation.pk, "application", str(found.pk)))
    for _ in range(3):
        actions.opened(application=found, hat=mine, at=city.at)
    assert Opened.objects.count() == 1
    assert len(journal.history(city.federation.pk, "application", str(found.pk))) == before + 1


def test_a_list_is_ticked_only_on_what_was_opened() -> None:
    city = world()
    found = making.endorsed(city)
    with pytest.raises(Refused, match="还没有打开看过"):
        actions.tick(application=found, items=[], hat=city.hat(Role.RECOMMENDER), at=city.at)


def test_nothing_is_ticked_that_is_not_on_the_list() -> None:
    city = world()
    found = making.ready(city)
    with pytest.raises(Refused, match="没有这一项"):
        actions.tick(application=found, items=["<script>"], hat=city.hat(Role.RECOMMENDER), at=city.at)
    with pytest.raises(Refused, match="内容又改了"):
        actions.tick(application=found, items=[], hat=city.hat(Role.RECOMMENDER), at=city.at, seen=found.version - 1)


def test_what_was_ticked_on_earlier_answers_does_not_count() -> None:
    city = world()
    found = making.ready(city)
    applying.send_back(
        application=found,
        sections=["studio"],
        reasons=["wrong"],
        text="",
        due=None,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    changed = making.filled(city, again(found), specialty="改过的专业")
    applying.submit(application=changed, attested="属实", hat=city.hat(Role.UNIT), at=city.at)
    making.endorse(city, again(found))
    with pytest.raises(Refused, match="还没有打开看过"):
        recommend(city, again(found))
    making.checked(city, again(found))
    recommend(city, again(found))


def test_a_slip_mended_by_the_clerk_is_not_read_and_ticked_again() -> None:
    city = world()
    found = making.ready(city)
    applying.mend(
        application=found, key="leader_phone", typed="0316—2000001", reason="来电更正", hat=city.clerk, at=city.at
    )
    recommend(city, again(found))
    assert [row.pk for row in queries.holding(city.recommender)] == [found.pk]


def test_a_draft_is_nobodys_but_the_units() -> None:
    city = world()
    draft = making.started(city)
    with pytest.raises(Refused, match="还没有提交"):
        actions.opened(application=draft, hat=city.hat(Role.RECOMMENDER), at=city.at)


def test_the_opinion_of_the_own_union_comes_first() -> None:
    city = world()
    found = making.submitted(city)
    actions.opened(application=found, hat=city.hat(Role.RECOMMENDER), at=city.at)
    with pytest.raises(Refused, match="待所在单位工会意见"):
        recommend(city, found)


def test_no_opinion_is_dated_before_the_one_ahead() -> None:
    city = world()
    found = making.ready(city)
    with pytest.raises(Refused, match="早于") as refused:
        recommend(city, found, day=city.today - timedelta(days=1))
    assert told(refused) == ["bad_date"]
    assert not again(found).holds_place and now(city.recommender).taken == 0


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_last_day_counts_to_its_last_second(programme: str) -> None:
    city = world("示例甲", programme)
    found = making.ready(city)
    midnight = moment(LAST[programme] + timedelta(days=1), 0)
    with pytest.raises(Refused) as refused:
        recommend(city, found, at=midnight)
    assert told(refused) == ["late"] and refused.value.problems[0].clause != ""
    recommend(city, found, at=midnight - timedelta(seconds=1))
    assert again(found).holds_place


def test_an_extension_for_this_recommender_counts() -> None:
    city = world()
    found = making.ready(city)
    longer = LAST[KAIFENG] + timedelta(days=2)
    announcing.extend_deadline(recommender=city.recommender, day=longer, why="雪灾", hat=city.clerk, at=city.at)
    recommend(city, again(found), at=moment(longer, 23, 59))
    assert again(found).holds_place


def test_a_cap_blocks_in_the_words_of_the_quota() -> None:
    city = world()
    rows = many(city, 4)
    for row in rows[:3]:
        recommend(city, row)
    with pytest.raises(Refused) as refused:
        recommend(city, rows[3])
    assert [(one.message, one.clause) for one in refused.value.problems] == [
        ("名额已满：已推荐 3，不超过 3 个（通知二）", "通知二")
    ]
    assert queries.status(now(city.recommender)).says == "已推荐 3，最多 3"
    with pytest.raises(Refused, match="名额已满"):
        recommend(city, rows[3], waiver=("示例市总工会", "两份并列"))
    assert not again(rows[3]).holds_place and Waiver.objects.count() == 0


def test_a_floor_only_warns() -> None:
    city = world("示例甲", LANGFANG)
    making.recommended(city)
    found = queries.status(now(city.recommender))
    assert found.says == "还差 9，至少 10"
    assert [(one.code, one.severity.value, one.clause) for one in found.problems] == [
        ("under_quota", "warning", "通知四")
    ]


def test_a_named_waiver_lets_one_over_the_cap_and_leaves_with_it() -> None:
    city = world("示例甲", THIRD)
    rows = many(city, 4)
    for row in rows[:2]:
        recommend(city, row)
    with pytest.raises(Refused) as refused:
        recommend(city, rows[2])
    assert [(one.code, one.where) for one in refused.value.problems] == [("over_quota", ""), ("missing", "allowed_by")]
    with pytest.raises(Refused, match="请写明由谁同意"):
        recommend(city, rows[2], waiver=("", "两份并列"))
    recommend(city, rows[2], waiver=("示例县总工会主席", "两份并列，分不出高低"))
    found = now(city.recommender)
    assert (found.taken, found.waived) == (3, 1)
    assert Waiver.objects.get().application_id == rows[2].pk
    told_last = journal.history(city.federation.pk, "application", str(rows[2].pk))[-1]
    assert told_last.after["allowed_by"] == "示例县总工会主席"
    with pytest.raises(Refused, match="名额已满"):
        recommend(city, rows[3])
    actions.unrecommend(application=again(rows[2]), hat=city.hat(Role.RECOMMENDER), at=city.at)
    found = now(city.recommender)
    assert (found.taken, found.waived, Waiver.objects.count()) == (2, 0, 0)
    with pytest.raises(Refused, match="名额已满"):
        recommend(city, rows[3])


def test_a_waiver_is_not_used_up_while_there_is_a_place() -> None:
    city = world("示例甲", THIRD)
    (row,) = many(city, 1)
    recommend(city, row, waiver=("示例县总工会主席", "先写上"))
    assert now(city.recommender).waived == 0 and Waiver.objects.count() == 0


def test_a_cap_that_warns_stops_nobody() -> None:
    city = world()
    announcing.adjust_quota(
        recommender=city.recommender,
        at_least=None,
        at_most=1,
        passing=Passing.WARN,
        why="试行",
        hat=city.clerk,
        at=city.at,
    )
    for row in many(city, 2):
        recommend(city, row)
    found = queries.status(now(city.recommender))
    assert [(one.code, one.severity.value) for one in found.problems] == [("over_quota", "warning")]


def test_a_deed_that_is_done_is_not_done_twice() -> None:
    city = world()
    found = making.recommended(city)
    for row in (found, again(found)):
        with pytest.raises(Refused, match="现在是“推荐单位已推荐”"):
            recommend(city, row)
    assert now(city.recommender).taken == 1


def test_a_change_of_weight_voids_and_is_renewed_without_a_place() -> None:
    city = world()
    found = making.recommended(city)
    mine, worker = city.hat(Role.RECOMMENDER), city.hat(Role.UNIT)
    applying.send_back(
        application=found, sections=["studio"], reasons=["wrong"], text="", due=None, hat=mine, at=city.at
    )
    changed = making.filled(city, again(found), studio_name="甲乙创新工作室")
    applying.submit(application=changed, attested="以上内容属实", hat=worker, at=city.at)
    found = again(found)
    assert (found.state, queries.own_standing(found).value) == ("recommended", "void")
    making.checked(city, found)
    with pytest.raises(Refused, match="要先重新签"):
        recommend(city, found)
    making.endorse(city, found)
    recommend(city, again(found))
    found = again(found)
    assert queries.own_standing(found).value == "holds"
    assert (found.place, now(city.recommender).taken) == (1, 1)


def test_several_are_recommended_all_or_none() -> None:
    city = world()
    rows = [*many(city, 2), making.endorsed(city, "没有看的工作室")]
    mine = city.hat(Role.RECOMMENDER)

    def several(chosen: list[Application]) -> None:
        actions.recommend_several(
            applications=chosen, text="同意推荐。", signer="", day=city.today, hat=mine, at=city.at
        )

    with pytest.raises(Refused) as refused:
        several(rows)
    assert {one.message.partition("：")[0] for one in refused.value.problems} == {"没有看的工作室"}
    assert now(city.recommender).taken == 0
    making.checked(city, rows[2])
    several([rows[2], rows[0], rows[1]])
    assert [row.pk for row in queries.holding(city.recommender)] == [rows[2].pk, rows[0].pk, rows[1].pk]
    assert now(city.recommender).taken == 3
    with pytest.raises(Refused, match="现在是“推荐单位已推荐”"):
        several(rows)


def test_several_over_the_cap_are_none() -> None:
    city = world()
    rows = many(city, 4)
    recommend(city, rows[0])
    with pytest.raises(Refused) as refused:
        actions.recommend_several(
            applications=rows[1:],
            text="同意推荐。",
            signer="",
            day=city.today,
            hat=city.hat(Role.RECOMMENDER),
            at=city.at,
        )
    assert refused.value.problems[0].message == "名额不够：已推荐 1，不超过 3 个，这次选了 3 个（通知二）"
    assert now(city.recommender).taken == 1
    with pytest.raises(Refused, match="还没有选"):
        actions.recommend_several(
            applications=[], text="好", signer="", day=city.today, hat=city.hat(Role.RECOMMENDER), at=city.at
        )


def test_a_recommendation_is_taken_back_and_the_places_close_up() -> None:
    city = world()
    rows = many(city, 3)
    for row in rows:
        recommend(city, row)
    actions.unrecommend(application=again(rows[0]), hat=city.hat(Role.RECOMMENDER), at=city.at)
    first = again(rows[0])
    assert (first.state, first.holds_place, first.place) == ("endorsed", False, None)
    assert [(row.pk, row.place) for row in queries.holding(city.recommender)] == [(rows[1].pk, 1), (rows[2].pk, 2)]
    assert now(city.recommender).taken == 2
    assert applications.last_opinions(first).keys() == {"unit_union"}
    with pytest.raises(Refused, match="不能"):
        actions.unrecommend(application=first, hat=city.hat(Role.RECOMMENDER), at=city.at)
    recommend(city, first)
    assert again(first).place == 3


def test_a_unit_that_withdraws_gives_its_place_back() -> None:
    city = world("示例甲", LANGFANG)
    found = making.recommended(city)
    applying.withdraw(application=found, reason="不报了", hat=city.hat(Role.UNIT), at=city.at)
    assert now(city.recommender).taken == 0


def test_who_is_not_recommended_is_told_why() -> None:
    city = world()
    found, mine = making.endorsed(city), city.hat(Role.RECOMMENDER)
    with pytest.raises(Refused, match="请写明不推荐的理由"):
        actions.not_recommend(application=found, reason=" ", hat=mine, at=city.at)
    made = actions.not_recommend(application=found, reason="运行不满一年", hat=mine, at=city.at)
    assert (made.reason, again(found).state) == ("运行不满一年", "not_recommended")
    with pytest.raises(Refused, match="现在是“未推荐”"):
        actions.not_recommend(application=again(found), reason="再来一次", hat=mine, at=city.at)
    with pytest.raises(Refused, match="现在是“未推荐”"):
        recommend(city, again(found))


def test_where_the_notice_has_no_such_end_the_reason_is_kept_until_it_is_recommended() -> None:
    city = world("示例甲", THIRD)
    found, mine = making.ready(city), city.hat(Role.RECOMMENDER)
    actions.not_recommend(application=found, reason="名额给了别家", hat=mine, at=city.at)
    assert again(found).state == "at_township" and not queries.undecided(city.recommender)
    recommend(city, again(found))
    assert PassedOver.objects.count() == 0
    with pytest.raises(Refused, match="不用写不推荐的理由"):
        actions.not_recommend(application=again(found), reason="晚了", hat=mine, at=city.at)


@pytest.mark.parametrize("wearer", ["unit-county", "unit_union-county", "city", "auditor", "admin", "recommender-zone"])
def test_nobody_else_recommends(wearer: str) -> None:
    city = world()
    found = making.ready(city)
    other = city.hats[wearer]
    deeds: list[Callable[[], object]] = [
        lambda: actions.recommend(
            application=found, text="好", signer="", day=city.today, waiver=None, hat=other, at=city.at
        ),
        lambda: actions.recommend_several(
            applications=[found], text="好", signer="", day=city.today, hat=other, at=city.at
        ),
        lambda: actions.tick(application=found, items=[], hat=other, at=city.at),
        lambda: actions.not_recommend(application=found, reason="不", hat=other, at=city.at),
        lambda: actions.unrecommend(application=found, hat=other, at=city.at),
        lambda: actions.opened(application=found, hat=other, at=city.at),
    ]
    for deed in deeds:
        with pytest.raises(Refused, match="以现在的身份不能办这件事"):
            deed()


def test_hostile_words_are_kept_as_they_are() -> None:
    city = world()
    found = making.ready(city)
    text = "</textarea><script>alert(1)</script>'; DROP TABLE--\u202e{{ 7*7 }}𠮷"
    given = recommend(city, found, text=text)
    given.refresh_from_db()
    assert given.text == text
