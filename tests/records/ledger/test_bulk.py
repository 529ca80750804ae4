"""Many entries from a list: all or none, none twice."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangfang.core.journal import Actor
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.actions import forget
from jiangfang.records.journal.models import Entry as Deed
from jiangfang.records.journal.models import Secret
from jiangfang.records.ledger import actions, queries
from jiangfang.records.ledger.actions.bulk import Imported
from jiangfang.records.ledger.models import Entry
from jiangfang.records.people.models import Hat
from jiangfang.records.studios.models import Studio
from tests.records.ledger.keeping import PATENT, entry_of, studio_of, token
from tests.records.world import AT, City, hat


def imported(
    studio: Studio, worn: Hat, rows: Sequence[Mapping[str, str]], again: bool = False, once: str = ""
) -> Imported:
    called = [(f"第 {number} 行", row) for number, row in enumerate(rows, 2)]
    return actions.add_all(
        studio=studio, kind="patent", rows=called, again=again, token=once or token(), hat=worn, at=AT
    )


def rows(many: int) -> list[dict[str, str]]:
    return [{**PATENT, "title": f"示例专利{number}"} for number in range(many)]


def test_the_thirteenth_row_arrives_as_the_first(town: City) -> None:
    studio = studio_of(town.worker)
    assert imported(studio, town.worker, rows(13)) == Imported(13, 0)
    assert [one.title for one in queries.entries(studio)] == [f"示例专利{number}" for number in range(13)]
    assert Deed.objects.filter(deed="entry.imported").count() == 13
    assert journal.verify(town.federation.pk) == []
    assert "示例甲" not in "".join(Deed.objects.filter(deed="entry.imported").values_list("after", flat=True))


def test_personal_values_stand_sealed_in_the_journal_as_those_of_one_entry_do(town: City) -> None:
    studio = studio_of(town.worker)
    entry_of(studio, town.worker, title="示例专利甲")
    imported(studio, town.worker, [{**PATENT, "title": "示例专利乙", "people": "示例喆、𠮷示例"}])
    first, second = Entry.objects.order_by("pk")
    told = [journal.history(town.federation.pk, "entry", str(one.pk))[-1].after for one in (first, second)]
    assert [list(one) for one in told] == [list(told[0])] * 2
    assert told[1]["people"] == ["示例喆", "𠮷示例"]
    sealed = Secret.objects.filter(entry__subject_kind="entry").values_list("entry__deed", "path")
    assert set(sealed) == {("entry.added", "after.people"), ("entry.imported", "after.people")}
    assert journal.verify(town.federation.pk) == []


def test_they_are_emptied_by_retention_and_the_chain_holds(town: City) -> None:
    studio = studio_of(town.worker)
    imported(studio, town.worker, rows(13))
    later = AT + timedelta(days=400)
    assert (
        forget(federation=town.federation.pk, actor=Actor(None, "系统"), hat="", older_than=later, at=later)
        == Secret.objects.filter(value__isnull=True).count()
    )
    for one in Entry.objects.all():
        assert journal.history(town.federation.pk, "entry", str(one.pk))[0].after["people"] is None
    assert journal.verify(town.federation.pk) == []


def test_the_sealed_values_of_a_list_cost_one_question_however_many(town: City) -> None:
    studio = studio_of(town.worker)
    many = []
    for count in (5, 25):
        named = [{**PATENT, "title": f"示例{count}第{number}项"} for number in range(count)]
        with CaptureQueriesContext(connection) as queries_:
            imported(studio, town.worker, named)
        secrets = [one for one in queries_ if 'INSERT INTO "journal_secret"' in one["sql"]]
        many.append((len(secrets), Secret.objects.count()))
    assert many[0][0] == many[1][0] == 1
    assert many[1][1] - many[0][1] == 25


def test_one_wrong_row_and_nothing_is_added_each_is_named(town: City) -> None:
    studio = studio_of(town.worker)
    wrong = [*rows(2), {**PATENT, "sort": "", "first": "那天"}, {**PATENT, "title": ""}]
    with pytest.raises(Refused) as refused:
        imported(studio, town.worker, wrong)
    said = [one.message for one in refused.value.problems]
    assert any(one.startswith("第 4 行 类别没有写") for one in said)
    assert any(one.startswith("第 4 行 授权日期写的是“那天”") for one in said)
    assert any(one.startswith("第 5 行 专利名称没有写") for one in said)
    assert not Entry.objects.exists()


def test_what_stands_there_is_not_added_unless_it_is_wanted(town: City) -> None:
    studio = studio_of(town.worker)
    entry_of(studio, town.worker, title="示例专利0")
    entry_of(studio, town.worker, title="示例专利1", first="2020-01-01")
    assert imported(studio, town.worker, [*rows(2), *rows(2)]) == Imported(1, 2, 1)
    with pytest.raises(Refused, match="都已经记过了"):
        imported(studio, town.worker, rows(2))
    assert imported(studio, town.worker, rows(2), again=True) == Imported(2, 0)
    assert Entry.objects.count() == 5


def test_what_was_struck_stands_there_no_more(town: City) -> None:
    studio = studio_of(town.worker)
    made = entry_of(studio, town.worker, title="示例专利0")
    actions.strike(entry=made, why="记错", hat=town.worker, at=AT)
    assert imported(studio, town.worker, rows(1)) == Imported(1, 0)


def test_a_list_that_is_sent_twice_is_added_once(town: City) -> None:
    studio, once = studio_of(town.worker), token()
    imported(studio, town.worker, rows(2), again=True, once=once)
    with pytest.raises(Refused, match="已经加过了"):
        imported(studio, town.worker, rows(2), again=True, once=once)
    assert Entry.objects.count() == 2


def test_nobody_but_the_unit_adds_a_list(town: City) -> None:
    studio = studio_of(town.worker)
    for worn in (hat(town.other, Role.UNIT, "other"), hat(town.unit, Role.UNIT_UNION, "union"), town.clerk):
        with pytest.raises(Refused):
            imported(studio, worn, rows(1))
    assert not Entry.objects.exists()
