"""Savings that were there before what is personal stood apart: taken apart by the migration, and put together again."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from jiangfang.stages.apply.models import Change
from tests.engines import Engine
from tests.stages.apply.desk import submitted
from tests.stages.apply.retaining import SECRETS, told
from tests.stages.world import LANGFANG, world


def migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("apply", name)])


def must_be_guarded() -> None:
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE apply_change SET delta = '{}'")


def test_nothing_is_lost_on_the_way_and_the_guards_stand(own_database: Engine) -> None:
    submitted(world(programme=LANGFANG), **told())
    rows = list(Change.objects.order_by("pk").values_list("pk", "delta", "personal"))
    apart = [(pk, json.loads(delta), json.loads(personal or "{}")) for pk, delta, personal in rows]
    assert not any(secret in delta for _, delta, _ in rows for secret in SECRETS)
    assert any(personal for _, _, personal in apart)
    migrate("0003_belonging")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, delta FROM apply_change ORDER BY id")
        whole = {pk: json.loads(delta) for pk, delta in cursor.fetchall()}
    assert whole == {pk: {**delta, **personal} for pk, delta, personal in apart}
    must_be_guarded()
    migrate("0004_forgetting")
    again = Change.objects.order_by("pk").values_list("pk", "delta", "personal")
    assert [(pk, json.loads(delta), json.loads(personal or "{}")) for pk, delta, personal in again] == apart
    must_be_guarded()
