"""Rounds that are over, for tests of retention: the clock goes on until what was kept falls due."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jiangfang.core.fields.date import LAST_YEAR
from jiangfang.core.people import Role
from jiangfang.core.retention import Group
from jiangfang.stages.apply import actions
from jiangfang.stages.apply.models import Application, Forgotten, Terms
from tests.stages.world import World, moment

YEARS: Mapping[Group, int | None] = {Group.NOT_NAMED: 3, Group.WITHDRAWN: 1, Group.DRAFTS: 1}
PHONE, BORN, STATUS = "0000-0000777", "1961-07", "示例党派"
SECRETS = (PHONE, BORN, STATUS)


def told(**other: Any) -> dict[str, Any]:
    """Answers that hold what nobody may find afterwards."""
    return {"leader_phone": PHONE, "leader_born": BORN, "leader_political_status": STATUS, **other}


def set_terms(city: World, **other: Any) -> Terms:
    said = {"ends_on": None, "years": YEARS, "why": "办公会定的", "hat": city.clerk, "at": city.at, **other}
    return actions.set_terms(round=city.round, **said)


def years_later(city: World, years: int = 4) -> datetime:
    """The same day some years later, at noon."""
    day = city.today
    return moment(date(min(day.year + years, LAST_YEAR), day.month, min(day.day, 28)), 12)


def forget(city: World, *applications: Application, **other: Any) -> list[Forgotten]:
    said = {"reason": "保存期满", "hat": city.clerk, "at": years_later(city), **other}
    return actions.forget(round=city.round, applications=[one.pk for one in applications], **said)


def withdrawn(city: World, application: Application) -> Application:
    return actions.withdraw(application=application, reason="不报了", hat=city.hat(Role.UNIT), at=city.at)
