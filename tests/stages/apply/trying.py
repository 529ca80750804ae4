"""What the tests of these actions do over and over: a deed that is refused, a saving, a handing in, a return."""

from typing import Any

import pytest

from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused
from jiangfang.stages.apply import actions
from jiangfang.stages.apply.models import Application, Filing
from tests.stages.apply.desk import (
    ATTESTED,
)
from tests.stages.world import World


def problems(deed: Any) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.problems


def save(city: World, found: Application, typed: dict[str, Any], section: str = "studio", **more: Any) -> actions.Saved:
    given = {"base": found.version, "hat": city.hat(Role.UNIT), "at": city.at, **more}
    return actions.save_section(application=found, section=section, typed=typed, **given)


def by(worn: Any) -> Any:
    from jiangfang.core.journal import Actor

    return Actor(worn.person_id, worn.person.name)


def submit(city: World, found: Application, **more: Any) -> Filing:
    given = {"attested": ATTESTED, "hat": city.hat(Role.UNIT), "at": city.at, **more}
    return actions.submit(application=found, **given)


def send_back(city: World, found: Application, **more: Any) -> Any:
    given = {
        "sections": ["results"],
        "reasons": ["wrong"],
        "text": "",
        "due": None,
        "hat": city.hat(Role.RECOMMENDER),
        "at": city.at,
        **more,
    }
    return actions.send_back(application=found, **given)
