"""The database itself keeps what was handed in."""

import pytest
from django.db import DatabaseError, connection, transaction

from jiangfang.core.people import Role
from jiangfang.records.journal.guards import standing
from jiangfang.stages.recommend import actions
from jiangfang.stages.recommend.guards import GUARDS
from jiangfang.stages.recommend.models import HandedIn, HandIn
from tests.stages.recommend import making
from tests.stages.world import world

pytestmark = pytest.mark.usefixtures("db")
TABLES = ("recommend_handin", "recommend_handedin")
CHANGES_ON = {
    "sqlite": [f"REPLACE INTO {table} SELECT * FROM {table}" for table in TABLES],
    "postgresql": [f"TRUNCATE {table} CASCADE" for table in TABLES],
}


def test_what_went_in_stays_as_it_was() -> None:
    city = world()
    making.recommended(city)
    making.choose(city)
    actions.hand_in(recommender=city.recommender, hat=city.hat(Role.RECOMMENDER), at=city.at)
    connection.check_constraints()
    assert {guard.name for guard in GUARDS if guard.stands_on(connection.vendor)} <= standing(connection)
    changes = [f"DELETE FROM {table}" for table in TABLES]
    changes += ["UPDATE recommend_handin SET who = 'x'", "UPDATE recommend_handedin SET version = version + 1"]
    for statement in changes + CHANGES_ON[connection.vendor]:
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert (HandIn.objects.count(), HandedIn.objects.count()) == (1, 1)
