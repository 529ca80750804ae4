"""Several versions of one page at once, and a colleague who is asked in: on both engines."""

from typing import Any

import pytest

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.slips import Purpose
from jiangfang.records.people import actions as people
from jiangfang.records.people.queries import hats_of
from jiangfang.stages.apply import actions, queries
from tests.stages.apply.desk import fresh, started
from tests.stages.world import PASSWORD, World, world

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def city() -> World:
    return world()


def save(city: World, found: Any, typed: dict[str, Any], **more: Any) -> actions.Saved:
    return actions.save_section(
        application=found, section="studio", typed=typed, hat=city.hat(Role.UNIT), at=city.at, **more
    )


def test_a_saving_says_which_fields_its_page_does_not_show_as_they_are(city: World) -> None:
    found = started(city)
    save(city, found, {"specialty": "焊接"}, base=0)
    saved = save(city, found, {"studio_name": "示例", "specialty": ""}, base=0)
    assert (saved.version, saved.changed, dict(saved.shown)) == (2, ("studio_name",), {"specialty": 0})


def test_a_field_that_the_page_shows_from_an_older_version_is_never_overwritten(city: World) -> None:
    found = started(city)
    save(city, found, {"specialty": "焊接"}, base=0)
    first = save(city, found, {"studio_name": "示例", "specialty": ""}, base=0)
    later = save(city, found, {"specialty": "铸造"}, base=first.version, shown=first.shown)
    assert [one.field.key for one in later.conflicts] == ["specialty"]
    assert queries.answers_of(fresh(found))["specialty"] == "焊接"
    decided = save(city, found, {"specialty": "铸造"}, base=later.version, shown=later.shown, over={"specialty"})
    assert (decided.changed, dict(decided.shown)) == (("specialty",), {})


def test_a_version_of_a_field_that_never_was_is_refused(city: World) -> None:
    with pytest.raises(Refused):
        save(city, started(city), {"specialty": "焊接"}, base=0, shown={"specialty": 5})


def test_a_unit_asks_in_one_more_who_fills_in(city: World) -> None:
    issued = people.invite_colleague(hat=city.hat(Role.UNIT), at=city.at)
    assert (issued.slip.purpose, issued.slip.role) == (Purpose.UNIT.value, Role.UNIT.value)
    person = people.redeem_unit_slip(
        code=issued.code, login="新同事", name="示例新", phone="", password=PASSWORD, at=city.at
    )
    worn = hats_of(person, city.today).get()
    assert (worn.organisation, Role(worn.role)) == (city.unit(), Role.UNIT)


@pytest.mark.parametrize("role", [Role.UNIT_UNION, Role.RECOMMENDER])
def test_nobody_else_asks_in_this_way(city: World, role: Role) -> None:
    with pytest.raises(Refused):
        people.invite_colleague(hat=city.hat(role), at=city.at)


def test_a_hat_that_is_worn_no_longer_asks_nobody_in(city: World) -> None:
    worn = city.hat(Role.UNIT)
    type(worn).objects.filter(pk=worn.pk).update(until=city.today)
    with pytest.raises(Refused):
        people.invite_colleague(hat=worn, at=city.at)
