"""The database itself keeps what was saved, handed in and signed."""

import pytest
from django.db import DatabaseError, connection, transaction

from jiangfang.records.journal.guards import standing
from jiangfang.stages.apply.guards import GUARDS
from jiangfang.stages.apply.models import Application, Change, Filing, Opinion
from tests.stages.apply.desk import endorsed
from tests.stages.world import world

pytestmark = pytest.mark.usefixtures("db")
CHANGES = [
    *("UPDATE apply_change SET delta = '{}'", "DELETE FROM apply_change"),
    *("UPDATE apply_filing SET attested = 'x'", "DELETE FROM apply_filing"),
    *("UPDATE apply_opinion SET text = 'x'", "DELETE FROM apply_opinion"),
    "UPDATE apply_opinion SET withdrawn_at = given_at, version = version + 1",
    "UPDATE apply_opinion SET withdrawn_at = NULL",
]
CHANGES_ON = {
    "sqlite": [f"REPLACE INTO {table} SELECT * FROM {table}" for table in ("apply_change", "apply_filing")],
    "postgresql": [f"TRUNCATE {table}" for table in ("apply_change", "apply_filing", "apply_opinion")],
}


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_was_given_stays_and_an_opinion_is_taken_back_once() -> None:
    found = endorsed(world())
    connection.check_constraints()
    assert {guard.name for guard in GUARDS if guard.stands_on(connection.vendor)} <= standing(connection)
    counts = [model.objects.count() for model in (Change, Filing, Opinion)]
    assert min(counts) > 0
    for statement in CHANGES + CHANGES_ON[connection.vendor]:
        refused(statement)
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        Application.objects.filter(pk=found.pk).delete()
    assert [model.objects.count() for model in (Change, Filing, Opinion)] == counts
    with connection.cursor() as cursor:
        cursor.execute("UPDATE apply_opinion SET withdrawn_at = given_at")
    refused("UPDATE apply_opinion SET withdrawn_at = given_at")
