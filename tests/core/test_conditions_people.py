"""Terms about people: honours by tier and kind, earlier titles, one-team studios, how a team is made up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.conditions import Case, Verdict
from jiangfang.core.conditions.people import TIERS, Honour, NotOneTeam, Parts, PriorTitle, SameParts, Structure
from jiangfang.core.fields import Column
from tests.core.making import NO, OPEN, YES, case, modest, one_day, rows, spot, weighed

FORM = (
    rows(*(Column(key, key, "text") for key in ("tier", "kind", "name")), key="honours", label="荣誉"),
    rows(
        *(
            Column(key, label, "text")
            for key, label in (("name", "姓名"), ("team", "班组"), ("unit", "单位"), ("post", "岗位"))
        ),
        Column("born", "出生年月", "month"),
        key="members",
        label="成员",
    ),
    spot("text", key="leader", label="带头人", joined=True),
    spot("choice", key="sex", label="性别", joined=True),
    spot("text", key="by", label="认定单位"),
    spot("date", key="since", label="认定时间"),
)
HONOUR = Honour("honours", ("劳模", "工匠"), "县区")
ONE_TEAM = NotOneTeam("members", "team", "leader", "unit")


def at(end: str = "2024-11-20", **values: Any) -> Case:
    return case(FORM, values, days=one_day(end))


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("kind", ["劳模", "工匠", "五一劳动奖章", "技能奖项", "其他"])
@pytest.mark.parametrize("wanted", TIERS)
def test_an_honour_of_its_kind_at_its_tier_or_above(tier: str, kind: str, wanted: str) -> None:
    found = weighed(Honour("honours", ("劳模", "工匠"), wanted), at(honours=[{"tier": tier, "kind": kind}]))
    holds = kind in {"劳模", "工匠"} and TIERS.index(tier) >= TIERS.index(wanted)
    assert found.verdict is (YES if holds else NO)
    assert f"{wanted}级以上劳模、工匠" in found.says


def test_the_ladder_of_tiers() -> None:
    assert TIERS == ("企业", "县区", "地市", "省部", "国家")
    assert [place for place, _ in Honour("honours", ("劳模",), "市").faults()] == ["tier"]
    assert list(HONOUR.faults()) == []


@pytest.mark.parametrize(
    ("items", "verdict"),
    [
        ([], OPEN),
        ([{"kind": "劳模"}], OPEN),
        ([{"tier": "国家"}], OPEN),
        ([{"tier": "某级", "kind": "劳模"}], OPEN),
        ([{"tier": "企业"}], NO),
        ([{"kind": "其他"}], NO),
        ([{"kind": "劳模"}, {"tier": "县区", "kind": "工匠"}], YES),
        ([{"tier": "企业", "kind": "劳模"}, {"name": "某奖"}], OPEN),
    ],
)
def test_what_a_row_does_not_say_leaves_it_open(items: list[dict[str, str]], verdict: Verdict) -> None:
    assert weighed(HONOUR, at(honours=items)).verdict is verdict


def test_the_honour_found_is_named() -> None:
    items = [{"tier": "地市", "kind": "劳模", "name": "2019 年市劳动模范"}]
    assert weighed(HONOUR, at(honours=items)).says.startswith("2019 年市劳动模范")


@pytest.mark.parametrize(
    ("since", "verdict"),
    [("2022-11-20", YES), ("2022-11-21", NO), ("2022-11", OPEN), ("2021", YES), ("2023", NO)],
)
def test_an_earlier_title_for_so_many_years(since: str, verdict: Verdict) -> None:
    found = weighed(PriorTitle("by", "since", "end", 2), at(by="某县总工会", since=since))
    assert found.verdict is verdict


@pytest.mark.parametrize(("since", "verdict"), [("2024-11-20", YES), ("2024-11-21", NO)])
def test_an_earlier_title_at_all(since: str, verdict: Verdict) -> None:
    assert weighed(PriorTitle("by", "since", "end"), at(by="某县总工会", since=since)).verdict is verdict


@pytest.mark.parametrize(
    ("values", "absent"), [({"by": "甲"}, ("since",)), ({"since": "2020"}, ("by",)), ({}, ("by", "since"))]
)
def test_an_earlier_title_that_is_not_given_is_open(values: dict[str, str], absent: tuple[str, ...]) -> None:
    assert weighed(PriorTitle("by", "since", "end", 2), at(**values)).absent == absent


def team(*teams: str, unit: str = "甲厂") -> list[dict[str, str]]:
    """Members called 张0, 张1 …; ``""`` is a member whose team is not given."""
    return [
        {"name": f"张{place}", "unit": unit, **({"team": name} if name else {})} for place, name in enumerate(teams)
    ]


@pytest.mark.parametrize(
    ("members", "verdict"),
    [
        (team("一班", "一班"), NO),
        (team("一班", "一 班"), NO),
        (team("一班", "二班"), YES),
        (team("一班", "一班", "二班"), YES),
        (team("一班", ""), OPEN),
        (team("一班", "二班", ""), YES),
        (team("", ""), OPEN),
        (team("一班"), OPEN),
        ([], OPEN),
        ([*team("一班"), *team("一班", unit="乙厂")], YES),
        ([*team("一班"), {"name": "李", "team": "一班"}], OPEN),
        ([*team("一班"), *team("一班", unit="乙厂"), {"name": "李", "team": "一班"}], YES),
        ([{"name": "李", "team": "一班"}, {"name": "王", "team": "一班"}], NO),
    ],
)
def test_a_studio_all_of_one_team(members: list[dict[str, str]], verdict: Verdict) -> None:
    found = weighed(ONE_TEAM, at(members=members, leader="张0"))
    assert found.verdict is verdict
    if verdict is NO:
        assert "都在同一班组（科室）“一班”" in found.says.replace("一 班", "一班")


def test_a_leader_who_is_not_listed_is_named() -> None:
    found = weighed(ONE_TEAM, at(members=team("一班", "一班"), leader="张0、王五"))
    assert found.verdict is NO
    assert "王五没有列在其中" in found.says
    assert "张0没有" not in found.says


def test_a_leader_who_is_listed_counts_as_one_of_them() -> None:
    members = [*team("一班", "一班"), {"name": "王五", "unit": "甲厂", "team": "二班"}]
    assert weighed(ONE_TEAM, at(members=members, leader="王五")).verdict is YES
    assert "没有列" not in weighed(ONE_TEAM, at(members=team("一班", "一班"), leader="张1")).says


@given(
    st.lists(
        st.tuples(st.sampled_from(["一班", "二班", ""]), st.sampled_from(["甲厂", "乙厂", ""])), min_size=1, max_size=5
    )
)
@modest
def test_one_team_fails_only_where_no_way_of_filling_the_gaps_could_save_it(pairs: list[tuple[str, str]]) -> None:
    members = [{key: said for key, said in (("team", name), ("unit", unit)) if said} for name, unit in pairs]
    verdict = weighed(ONE_TEAM, at(members=members)).verdict
    full = [pair for pair in pairs if all(pair)]
    if len(set(full)) > 1 or len({name for name, _ in pairs if name}) > 1:
        assert verdict is YES
    elif len(full) == len(pairs) and len(pairs) > 1:
        assert verdict is NO
    else:
        assert verdict is OPEN or (
            verdict is NO and all(name for name, _ in pairs) and len({unit for _, unit in pairs}) == 1
        )


def test_how_a_team_is_made_up_is_reckoned_and_asked() -> None:
    members = [
        {"post": "一线", "born": "1984-11"},
        {"post": "一线", "born": "1994-12"},
        {"post": "管理"},
        {},
    ]
    found = weighed(Structure("members", ("post",), "born", "end"), at(members=members))
    assert found.verdict is OPEN
    assert "一线 2 人（50%）" in found.says
    assert "未填 1 人（25%）" in found.says
    assert "29 至 40 岁，平均 34.5 岁，按 2024年11月20日（报送截止日）计，2 人未填" in found.says


@pytest.mark.parametrize(
    ("end", "age"), [("2019-10-01", 30), ("2019-09-30", 29), ("1990-10-01", 1), ("1990-09-30", 0), ("2020-10-01", 31)]
)
def test_ages_are_full_years_on_the_day(end: str, age: int) -> None:
    found = weighed(Structure("members", ("post",), "born", "end"), at(end=end, members=[{"born": "1989-10"}]))
    assert f"{age} 至 {age} 岁" in found.says


def test_a_team_that_is_not_given_is_open() -> None:
    assert weighed(Structure("members", ("post",)), at()).absent == ("members",)
    assert "都没有填出生年月" in weighed(Structure("members", ("post",), "born", "end"), at(members=[{}])).says


@pytest.mark.parametrize(("names", "verdict"), [("张三", YES), ("张三、李四", NO), (None, OPEN)])
def test_one_leader(names: str | None, verdict: Verdict) -> None:
    values = {} if names is None else {"leader": names}
    assert weighed(Parts("leader", 1), at(**values)).verdict is verdict


@pytest.mark.parametrize(
    ("names", "sex", "verdict"),
    [
        ("张三", "男", YES),
        ("张三、李四", "男、女", YES),
        ("张三、李四", "男", YES),
        ("张三", "男、女", NO),
        ("张三、李四、王五", "男、女", NO),
    ],
)
def test_as_many_parts_as_leaders_or_one_for_all(names: str, sex: str, verdict: Verdict) -> None:
    found = weighed(SameParts(("sex",), "leader"), at(leader=names, sex=sex))
    assert found.verdict is verdict
    assert found.code == ("conflicting" if verdict is NO else "condition_failed")


def test_parts_without_names_are_silent() -> None:
    assert weighed(SameParts(("sex",), "leader"), at(sex="男")).silent
