"""What a tick on the check list says: of a condition that it is so, of an exclusion that it is not the case."""

from __future__ import annotations

import pytest

from jiangfang.core.checklist import Item
from jiangfang.core.conditions import Condition
from jiangfang.core.conditions.condition import Level
from tests.core.making import BOTH, programme


def says(*, exclusion: bool, ticked: str = "") -> str:
    """What the line says."""
    condition = Condition("x", Level.ASK, "原有的班组不推荐", ticked=ticked, clause="通知一")
    return Item(condition, exclusion, None, ticked=False).says


def test_an_exclusion_is_ticked_as_looked_at_and_not_the_case() -> None:
    assert says(exclusion=False) == "原有的班组不推荐"
    assert says(exclusion=True) == "已核对，不属于这种情形：原有的班组不推荐"
    assert says(exclusion=True, ticked="已核对，不属于班组") == "已核对，不属于班组"


@pytest.mark.parametrize("name", BOTH)
def test_the_shipped_notices_say_so_in_their_own_words(name: str) -> None:
    found = programme(name).exclusions
    assert found
    assert [one.id for one in found if not one.ticked.startswith("已核对，")] == []
