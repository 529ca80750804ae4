"""Whatever was recorded verifies; whatever single thing is then changed behind the guards' back is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiangfang.core.journal import Actor, Subject
from jiangfang.records.journal import actions, queries
from jiangfang.records.journal.guards import GUARDS
from jiangfang.records.journal.models import Entry, Head, Secret

AT = datetime(2024, 11, 20, 1, 30, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("db")
hasty = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
VALUES = st.dictionaries(st.sampled_from(["name", "phone", "note"]), st.none() | st.integers() | TEXT, max_size=3)
DEEDS = st.lists(st.tuples(TEXT, VALUES, VALUES, st.integers(0, 10**6)), min_size=2, max_size=5)


def write(deeds: list[tuple[str, dict[str, Any], dict[str, Any], int]], federation: int = 1) -> None:
    for name, before, after, later in deeds:
        actions.record(
            federation=federation,
            actor=Actor(len(name), name),
            hat=name,
            deed="person.changed",
            subject=Subject("person", "1", name),
            before=before,
            after=after,
            personal=("phone",),
            at=AT + timedelta(microseconds=later),
        )
    connection.check_constraints()


@contextmanager
def undone() -> Iterator[None]:
    """Everything inside is taken back, the lifting of the guards too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lift_guards() -> None:
    with connection.cursor() as cursor:
        for guard in GUARDS:
            if guard.stands_on(connection.vendor):
                cursor.execute(guard.lifted(connection.vendor))


@hasty
@given(DEEDS)
def test_what_was_recorded_verifies(deeds: Any) -> None:
    with undone():
        write(deeds)
        assert queries.verify(1) == []


def change(field: str, value: Any) -> Callable[[int], int]:
    def tamper(number: int) -> int:
        assert Entry.objects.filter(federation=1, number=number).update(**{field: value})
        return number

    return tamper


def remove(number: int) -> int:
    Secret.objects.filter(entry__federation=1, entry__number=number)._raw_delete("default")
    Entry.objects.filter(federation=1, number=number)._raw_delete("default")
    return number


def remove_and_close_up(number: int) -> int:
    remove(number)
    for later in Entry.objects.filter(federation=1, number__gt=number).order_by("number"):
        Entry.objects.filter(pk=later.pk).update(number=F("number") - 1)
    return number


def insert(number: int) -> int:
    """A copy pushed in behind an entry."""
    for later in Entry.objects.filter(federation=1, number__gt=number).order_by("-number"):
        Entry.objects.filter(pk=later.pk).update(number=F("number") + 1)
    row = Entry.objects.values().get(federation=1, number=number)
    Entry.objects.create(**{**row, "id": None, "number": number + 1})
    return number + 1


def swap(number: int) -> int:
    """An entry and its neighbour change places."""
    other = number - 1 if number > 1 else number + 1
    pks = dict(Entry.objects.filter(federation=1, number__in=(number, other)).values_list("number", "pk"))
    for pk, place in ((pks[number], 999), (pks[other], number), (pks[number], other)):
        Entry.objects.filter(pk=pk).update(number=place)
    return min(number, other)


TAMPERINGS: dict[str, Callable[[int], int]] = {
    **{field: change(field, "另") for field in ("actor_name", "hat", "deed", "subject_kind", "subject_id")},
    **{field: change(field, "0" * 64) for field in ("subject_name", "digest", "previous")},
    "before": change("before", '{"x":1}'),
    "after": change("after", '{"x":1}'),
    "at": change("at", AT + timedelta(days=1)),
    "actor": change("actor_id", 999),
    "removed": remove,
    "closed up": remove_and_close_up,
    "inserted": insert,
    "swapped": swap,
}


@pytest.mark.parametrize("name", TAMPERINGS)
@settings(hasty, max_examples=5)
@given(deeds=DEEDS, data=st.data())
def test_a_single_tampering_is_found(name: str, deeds: Any, data: st.DataObject) -> None:
    with undone():
        write([*deeds, ("甲", {}, {"phone": "1"}, 0)])
        write(deeds, federation=2)
        lift_guards()
        number = data.draw(st.integers(2 if name == "previous" else 1, len(deeds) + 1))
        broken = TAMPERINGS[name](number)
        assert [found.where for found in queries.verify(1)] == [f"journal[{broken}]"]
        assert queries.verify(2) == []


@pytest.mark.parametrize(
    "change", [{"value": '"2"'}, {"salt": "x"}, {"value": None, "salt": None}, {"path": "after.x"}]
)
def test_a_replaced_personal_value_is_found(change: dict[str, Any]) -> None:
    write([("甲", {}, {"name": "甲"}, 0), ("甲", {}, {"phone": "1"}, 0)])
    lift_guards()
    Secret.objects.update(**change)
    assert [(found.code, found.where) for found in queries.verify(1)] == [("journal_secret", "journal[2]")]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"number": 1}, ("journal_head", "journal[1]")),
        ({"number": 3}, ("journal_removed", "journal[3]")),
        ({"digest": "x"}, ("journal_head", "journal[2]")),
    ],
)
def test_a_changed_head_is_found(change: dict[str, Any], found: tuple[str, str]) -> None:
    write([("甲", {}, {}, 0), ("乙", {}, {}, 0)])
    lift_guards()
    Head.objects.update(**change)
    assert [(problem.code, problem.where) for problem in queries.verify(1)] == [found]


def test_a_lost_head_is_found() -> None:
    write([("甲", {}, {}, 0), ("乙", {}, {}, 0)])
    lift_guards()
    Head.objects.all().delete()
    assert [(found.code, found.where) for found in queries.verify(1)] == [("journal_head", "journal[2]")]
    assert queries.federations() == [1]
