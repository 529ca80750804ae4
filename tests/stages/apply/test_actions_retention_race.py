"""A clerk lets go of a draft while its unit writes; two clerks let go of the same at once. Real transactions."""

from __future__ import annotations

import pytest

from jiangfang.core.people import Role
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.models import Entry
from jiangfang.stages.apply import actions, queries
from jiangfang.stages.apply.models import Application, Forgotten
from tests.stages.apply.desk import filled, fresh, started, submitted
from tests.stages.apply.retaining import SECRETS, forget, set_terms, told, years_later
from tests.stages.apply.test_actions_retention import everything
from tests.stages.recommend.test_actions_race import at_once
from tests.stages.world import LANGFANG, World, world

pytestmark = pytest.mark.usefixtures("own_database")


def write(city: World, draft: Application, phone: str) -> None:
    programme = queries.programme_of(draft).programme
    section = next(one for one in programme.sections if "leader_phone" in {field.key for field in one.fields})
    actions.save_section(
        application=draft,
        section=section.id,
        typed={"leader_phone": phone},
        base=draft.version,
        hat=city.hat(Role.UNIT),
        at=years_later(city),
    )


@pytest.mark.parametrize("turn", range(3))
def test_whoever_comes_first_nothing_personal_is_left(turn: int) -> None:
    """What was written before is let go with the rest, what comes after is refused."""
    city = world(programme=LANGFANG)
    draft, phone = filled(city, started(city), **told()), f"0000-000099{turn}"
    set_terms(city)
    outcome = at_once(lambda: forget(city, draft), lambda: write(city, draft, phone))
    assert outcome in (["", ""], ["", "not_now"])
    assert Forgotten.objects.count() == 1
    left = everything(draft)
    assert [secret for secret in (*SECRETS, phone) if secret in left] == []
    assert fresh(draft).version == draft.version + (outcome == ["", ""])
    assert journal.verify(city.federation.pk) == []


def test_what_two_let_go_goes_once() -> None:
    city = world(programme=LANGFANG)
    found = [submitted(city, **told()) for _ in range(3)]
    set_terms(city)
    assert at_once(lambda: forget(city, *found), lambda: forget(city, *found)) == ["", "not_now"]
    assert Forgotten.objects.count() == 3
    assert Entry.objects.filter(deed="application.forgotten").count() == 3
    assert journal.verify(city.federation.pk) == []
