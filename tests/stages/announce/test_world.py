"""The invented cities that the tests of the stages stand on."""

import pytest

from jiangfang.core.people import Kind
from jiangfang.records.journal import queries as journal
from jiangfang.stages.announce import queries
from tests.stages.world import LAST, PROGRAMMES, world


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_city_of_every_programme_has_an_open_round(programme: str) -> None:
    city = world("示例甲", programme)
    assert city.round.published_at is not None
    assert queries.deadline(city.round, city.recommender) == LAST[programme]
    assert Kind.COUNTY in city.recommenders
    assert journal.verify(city.federation.pk) == []
