"""One sound form of each shipped programme, and what the programme says of it when something changes."""

from datetime import date
from typing import Any

from jiangfang.core.examine import examine
from jiangfang.core.problems import Problem
from tests.core.making import KAIFENG, LANGFANG, programme

LEADER: dict[str, Any] = {
    "leader_name": "李样一",
    "leader_sex": "男",
    "leader_born": "1978-03",
    "leader_ethnicity": "汉族",
    "leader_education": "本科",
    "leader_political_status": "中共党员",
    "leader_trade": "电工",
    "leader_phone": "0316—2000000",
}


def members(*teams: str) -> list[dict[str, str]]:
    """Members with a team and a post each; ``""`` leaves the team out."""
    return [
        {"name": f"成员{place}", "post": "一线", "born": "1985-06", **({"team": team} if team else {})}
        for place, team in enumerate(teams)
    ]


SOUND: dict[str, dict[str, Any]] = {
    LANGFANG: {
        **LEADER,
        "studio_name": "李样一创新工作室",
        "host_unit": "某某公司",
        "unit_type": "国有企业",
        "industry": "制造业",
        "filled_on": "2019-10-20",
        "specialty": "电气",
        "studio_kinds": ["技术攻关"],
        "member_count": 5,
        "existing_body": "否",
        "funding": [{"year": "2018", "amount": "3", "source": "单位"}],
        "result_count": 3,
        "benefit": [{"year": "2018", "revenue": "1", "savings": "2", "total": "3"}],
        "trained_total": 10,
        "social_benefit": "好",
        "leader_title": "高级工程师",
        "members": members("一班", "一班", "二班"),
        "achievements": "做了一些事。",
    },
    KAIFENG: {
        **LEADER,
        "studio_name": "李样一创新工作室",
        "host_unit": "某某公司",
        "member_count": 5,
        "specialty": "电气",
        "founded_on": "2020-05-01",
        "industry": "制造业",
        "recognised_by": "某县总工会",
        "recognised_on": "2021-05-01",
        "existing_body": "否",
        "funding_total": "3",
        "result_count": 3,
        "benefit_total": "3",
        "trained_count": 10,
        "apprentice_count": 4,
        "patent_count": 0,
        "leader_skill_grade": "高级技师",
        "leader_post": "某某公司班长",
        "leader_honour_items": [{"tier": "县区", "kind": "劳模"}],
        "members": members("一班", "二班"),
        "achievements": "做了一些事。",
    },
}
LAST_DAY = {LANGFANG: date(2019, 10, 31), KAIFENG: date(2024, 11, 20)}
LEFT_OUT: Any = object()


def asked(name: str, today: date | None = None, facts: dict[str, str] | None = None, **changes: Any) -> list[Problem]:
    """Every problem of the sound form after some changes; LEFT_OUT takes an answer away."""
    answers = {key: value for key, value in {**SOUND[name], **changes}.items() if value is not LEFT_OUT}
    return examine(programme(name), answers, today or LAST_DAY[name], facts)


def told(problems: list[Problem]) -> list[tuple[str, str, str, str]]:
    """(code, where, clause, severity) of each problem."""
    return [(found.code, found.where, found.clause, found.severity.value) for found in problems]


def new(name: str, today: date | None = None, facts: dict[str, str] | None = None, **changes: Any) -> list[Problem]:
    """The problems that the changes bring beside those of the sound form."""
    before = asked(name)
    return [found for found in asked(name, today, facts, **changes) if found not in before]


def gone(name: str, **changes: Any) -> list[Problem]:
    """The problems of the sound form that the changes take away."""
    after = asked(name, **changes)
    return [found for found in asked(name) if found not in after]


def only(problems: list[Problem]) -> Problem:
    """The one problem there is."""
    assert len(problems) == 1, [found.message for found in problems]
    return problems[0]
