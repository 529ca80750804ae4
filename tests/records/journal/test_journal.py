"""The journal in the database: recorded, refused to be changed, verified, read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from jiangfang.core.journal import Actor, Subject
from jiangfang.records.journal import actions, queries
from jiangfang.records.journal.guards import GUARDS, LOOK, standing
from jiangfang.records.journal.models import Entry, Look, Secret

AT = datetime(2024, 11, 20, 1, 30, tzinfo=UTC)
CLERK = Actor(7, "示例甲")
UNIT = Subject("organisation", "12", "示例机械厂")
OTHER = Subject("organisation", "13", "示例乙厂")


def record(**other: Any) -> Entry:
    told: dict[str, Any] = {
        "federation": 1,
        "actor": CLERK,
        "hat": "市总·示例市总工会",
        "deed": "organisation.renamed",
        "subject": UNIT,
        "before": {"name": "旧厂"},
        "after": {"name": "示例机械厂"},
        "at": AT,
    }
    return actions.record(**{**told, **other})


@pytest.mark.usefixtures("db")
class TestRecording:
    def test_entries_are_numbered_and_chained(self) -> None:
        first, second = record(), record(at=AT + timedelta(minutes=1))
        assert (first.number, second.number) == (1, 2)
        assert second.previous == first.digest
        assert queries.verify(1) == []
        assert queries.end_of(1) is not None

    def test_each_federation_has_a_chain_of_its_own(self) -> None:
        assert [record(federation=number).number for number in (1, 2, 1)] == [1, 1, 2]
        assert queries.federations() == [1, 2]
        assert queries.verify(1) == queries.verify(2) == queries.verify(3) == []

    def test_hostile_text_stands_as_it_was(self) -> None:
        said = {"note": "a\x00b\ud800<script>'; --", "rows": [{"k": 1}, None, True]}
        record(before={}, after=said)
        assert queries.history(1, "organisation", "12")[0].after == said
        assert queries.verify(1) == []

    def test_a_personal_value_stands_beside_the_chain(self) -> None:
        entry = record(before={"phone": "1"}, after={"phone": "00000002", "name": "甲"}, personal=("phone",))
        assert "00000002" not in entry.after
        assert {secret.path for secret in entry.secrets.all()} == {"before.phone", "after.phone"}
        told = queries.history(1, "organisation", "12")[0]
        assert (told.before, told.after) == ({"phone": "1"}, {"phone": "00000002", "name": "甲"})

    def test_equal_values_are_sealed_differently(self) -> None:
        entry = record(before={"phone": "1"}, after={"phone": "1"}, personal=("phone",))
        assert entry.before != entry.after

    def test_personal_values_of_many_deeds_stand_beside_the_chain_each_with_its_own_salt(self) -> None:
        deeds = [
            actions.Deed("organisation.added", subject, {"name": "示例厂", "phone": "00000001"}, ("phone", "nothing"))
            for subject in (UNIT, OTHER)
        ]
        deeds.append(actions.Deed("organisation.added", UNIT, {"phone": "00000002"}))
        actions.record_all(federation=1, actor=CLERK, hat="市总", at=AT, deeds=deeds)
        first, second, third = Entry.objects.order_by("number")
        assert "00000001" not in first.after + second.after
        assert first.after != second.after
        assert [[one.path for one in entry.secrets.all()] for entry in (first, second, third)] == [
            ["after.phone"],
            ["after.phone"],
            [],
        ]
        assert queries.history(1, "organisation", "13")[0].after == {"name": "示例厂", "phone": "00000001"}
        assert queries.verify(1) == []

    def test_a_time_without_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="zone"):
            record(at=datetime(2024, 11, 20))  # noqa: DTZ001

    def test_a_failed_action_leaves_no_entry(self) -> None:
        record()
        with pytest.raises(RuntimeError), transaction.atomic():
            record()
            raise RuntimeError
        assert (Entry.objects.count(), queries.verify(1)) == (1, [])

    def test_a_look_is_noted_once_a_day(self) -> None:
        for day in (1, 1, 2):
            actions.look(federation=1, person=CLERK, subject=UNIT, day=date(2024, 11, day))
        assert [look.day.day for look in queries.looks_at(1, "organisation", "12")] == [2, 1]
        assert Look.objects.filter(federation=2).count() == Entry.objects.count() == 0

    def test_a_service_account_does_not_look(self) -> None:
        with pytest.raises(ValueError, match="person"):
            actions.look(federation=1, person=Actor(None, "命令行"), subject=UNIT, day=date(2024, 11, 1))


@pytest.mark.usefixtures("db")
class TestRetention:
    def forget(self, older_than: datetime) -> int:
        return actions.forget(
            federation=1, actor=CLERK, hat="管理员", older_than=older_than, at=AT + timedelta(days=900)
        )

    def test_old_values_go_and_the_chain_stays(self) -> None:
        for day in range(3):
            record(after={"phone": str(day)}, before={}, personal=("phone",), at=AT + timedelta(days=day))
        assert self.forget(AT + timedelta(days=2)) == 2
        told = queries.history(1, "organisation", "12")
        assert [entry.after["phone"] for entry in told] == [None, None, "2"]
        assert queries.latest(1, 1)[0].after == {"up_to": 2, "values": 2}
        assert queries.verify(1) == []

    def test_everything_may_be_old_and_nothing_twice(self) -> None:
        record(after={"phone": "1"}, personal=("phone",))
        assert self.forget(AT + timedelta(days=1)) == 1
        assert self.forget(AT + timedelta(days=1)) == 0
        assert (Entry.objects.count(), queries.verify(1)) == (2, [])

    def test_another_federation_keeps_its_values(self) -> None:
        record(federation=2, after={"phone": "1"}, personal=("phone",))
        assert self.forget(AT + timedelta(days=1)) == 0
        assert Secret.objects.get().value == '"1"'


@pytest.mark.usefixtures("db")
class TestRetentionOfOneThing:
    def forget(self, *subjects: Subject, deed: str = "organisation.forgotten") -> int:
        deeds = [actions.Deed(deed, one, {"reason": "到期"}) for one in subjects]
        return actions.forget_things(federation=1, actor=CLERK, hat="市总", at=AT + timedelta(days=900), deeds=deeds)

    def written(self) -> None:
        for subject in (UNIT, OTHER, UNIT):
            record(before={}, after={"phone": subject.id, "name": "甲"}, subject=subject, personal=("phone",))

    def test_only_its_values_go_and_the_chain_says_so(self) -> None:
        self.written()
        assert self.forget(UNIT) == 2
        assert [entry.after.get("phone") for entry in queries.latest(1, 4)] == [None, None, "13", None]
        told = queries.history(1, "organisation", "12")[-1]
        assert (told.deed, told.after, told.personal) == ("organisation.forgotten", {"reason": "到期"}, frozenset())
        assert queries.verify(1) == []

    def test_several_at_once_and_nothing_twice(self) -> None:
        self.written()
        assert (self.forget(UNIT, OTHER), self.forget(UNIT, OTHER)) == (3, 0)
        assert (Entry.objects.count(), queries.verify(1)) == (7, [])

    def test_what_is_emptied_afterwards_or_of_another_is_found(self) -> None:
        """The chain says what retention emptied: no more than that may be empty."""
        self.written()
        self.forget(UNIT)
        record(before={}, after={"phone": "9"}, personal=("phone",))
        for number in (5, 2):
            Secret.objects.filter(entry__number=number).update(value=None, salt=None)
            assert [one.where for one in queries.verify(1)] == [f"journal[{number}]"]

    def test_another_federation_keeps_its_values(self) -> None:
        record(federation=2, before={}, after={"phone": "1"}, personal=("phone",))
        assert self.forget(UNIT) == 0
        assert Secret.objects.get().value == '"1"'

    def test_it_is_called_what_it_is(self) -> None:
        for deed in ("organisation.renamed", "journal.forgotten", "forgotten"):
            with pytest.raises(ValueError, match="retention"):
                self.forget(UNIT, deed=deed)


REFUSED = [
    *("UPDATE journal_entry SET hat = 'x'", "DELETE FROM journal_entry", "DELETE FROM journal_secret"),
    *("UPDATE journal_secret SET value = '1'", "UPDATE journal_secret SET value = NULL, salt = NULL, path = 'x'"),
    *("DELETE FROM journal_head", "UPDATE journal_head SET number = 0", "UPDATE journal_head SET digest = 'x'"),
    *("UPDATE journal_secret SET value = NULL", "DELETE FROM journal_look", "UPDATE journal_look SET day = day"),
]
REFUSED_ON = {
    "sqlite": [
        "INSERT OR REPLACE INTO journal_head SELECT * FROM journal_head",
        "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry",
        "REPLACE INTO journal_secret (entry_id, path, value) SELECT entry_id, path, '1' FROM journal_secret",
    ],
    "postgresql": [
        "TRUNCATE journal_secret",
        "TRUNCATE journal_entry CASCADE",
        "TRUNCATE journal_head",
        "TRUNCATE journal_look",
    ],
}


@pytest.mark.usefixtures("db")
class TestGuards:
    def test_they_stand_after_all_migrations(self) -> None:
        wanted = {guard.name for guard in GUARDS if guard.stands_on(connection.vendor)}
        assert len(wanted) == {"sqlite": 11, "postgresql": 12}[connection.vendor]
        assert wanted <= standing(connection)
        assert queries.unguarded() == []

    def test_the_database_refuses_every_change(self) -> None:
        record(before={}, after={"phone": "1"}, personal=("phone",))
        actions.look(federation=1, person=CLERK, subject=UNIT, day=date(2024, 11, 1))
        connection.check_constraints()
        for statement in REFUSED + REFUSED_ON[connection.vendor]:
            with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert queries.verify(1) == []
        assert Look.objects.count() == 1

    def test_looks_are_deleted_where_the_guard_is_lifted_and_laid_again(self) -> None:
        actions.look(federation=1, person=CLERK, subject=UNIT, day=date(2024, 11, 1))
        (guard,) = (one for one in LOOK if one.event == "DELETE")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(guard.lifted(connection.vendor))
            Look.objects.filter(day__lt=date(2024, 11, 2)).delete()
            cursor.execute(guard.sql(connection.vendor))
        assert (Look.objects.count(), queries.unguarded()) == (0, [])

    def test_a_lost_one_is_named(self) -> None:
        of = " ON journal_entry" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER journal_entry_no_delete{of}")
        assert [(found.code, found.where) for found in queries.unguarded()] == [
            ("journal_unguarded", "journal_entry_no_delete")
        ]

    def test_a_switched_off_one_is_named(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
            assert len(queries.unguarded()) == 3


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("rows", [1, 3])
class TestReading:
    def test_a_history_is_two_queries(self, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for _ in range(rows):
            record(after={"phone": "1"}, personal=("phone",))
            record(subject=Subject("organisation", "13", "另一个厂"))
            record(federation=2)
        with django_assert_num_queries(2):
            told = queries.history(1, "organisation", "12")
        assert [entry.number for entry in told] == [2 * place + 1 for place in range(rows)]

    def test_the_latest_are_two_queries(self, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for _ in range(rows):
            record()
        record(federation=2)
        with django_assert_num_queries(2):
            told = queries.latest(1, 2)
        assert [entry.number for entry in told] == sorted(range(1, rows + 1), reverse=True)[:2]
        assert [entry.number for entry in queries.latest(1, 9, below=2)] == [1]

    def test_verifying_does_not_grow(self, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for _ in range(rows):
            record(after={"phone": "1"}, personal=("phone",))
        with django_assert_num_queries(5):
            assert queries.verify(1) == []
