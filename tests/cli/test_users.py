"""`jiangfang user link`: a link that signs in once, journalled."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from jiangfang.records.journal import queries as journal
from jiangfang.records.people import actions
from tests.cli.stored import jiangfang
from tests.engines import Engine
from tests.records.world import city


@pytest.mark.both_engines
def test_a_link_signs_in_once(own_database: Engine) -> None:
    town = city()
    connection.close()
    said = jiangfang("user", "link", "甲ADMIN", "--json", on=own_database)
    assert said.status == 0
    head, _, code = said.json()["link"].rpartition("/")
    assert (head, datetime.fromisoformat(said.json()["until"]).utcoffset()) == ("/in", timedelta(hours=8))
    assert actions.redeem_link(code=code, at=datetime.now(UTC)) == town.admin.person
    told = journal.history(town.federation.pk, "person", str(town.admin.person_id))
    assert [(entry.deed, entry.actor.name) for entry in told[-2:]] == [
        ("slip.issued", "服务器命令行"),
        ("slip.used", town.admin.person.name),
    ]
    assert jiangfang("journal", "verify", on=own_database).status == 0


def test_people_read_the_path_first(own_database: Engine) -> None:
    city()
    connection.close()
    said = jiangfang("user", "link", "甲admin", on=own_database)
    assert said.out.startswith("/in/")
    assert "示例甲admin" in said.out


@pytest.mark.parametrize(("words", "status"), [(["nobody"], 1), ([], 2), (["a", "b"], 2)])
def test_a_wrong_name_is_an_error_and_a_wrong_call_a_wrong_call(
    own_database: Engine, words: list[str], status: int
) -> None:
    said = jiangfang("user", "link", *words, "--json", on=own_database)
    assert (said.status, len(json.loads(said.out)["problems"]) > 0) == (status, True)
