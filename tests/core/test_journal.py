"""The chain by itself: what a digest covers, how personal values are sealed, what is found."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiangfang.core.journal import (
    NOTHING,
    START,
    Actor,
    End,
    Forgotten,
    Link,
    Sealed,
    Stored,
    Subject,
    canonical,
    chain_fault,
    sealing,
    unsealed,
)

AT = datetime(2024, 11, 20, 9, 30, tzinfo=UTC)
VALUES = st.dictionaries(
    st.sampled_from(["name", "phone", "born", "note"]),
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2),
)


def link(number: int, previous: str, **other: Any) -> Link:
    told = {
        "federation": 1,
        "number": number,
        "at": AT,
        "actor": Actor(7, "甲"),
        "hat": "单位·示例厂",
        "deed": "person.changed",
        "subject": Subject("person", "7", "甲"),
        "before": "{}",
        "after": "{}",
    }
    return Link(**{**told, "previous": previous, **other})


def chain(*bodies: dict[str, Any]) -> list[Stored]:
    salts = (f"salt-{number}" for number in count())
    made: list[Stored] = []
    for number, body in enumerate(bodies, 1):
        after, sealed = sealing("after", body, ["phone", "born"], salts)
        entry = link(number, made[-1].digest if made else START, after=after)
        made.append(Stored(entry, entry.digest, tuple(sealed)))
    return made


def end(entries: list[Stored]) -> End:
    return End(len(entries), entries[-1].digest if entries else START)


def code(entries: list[Stored], head: End | None, forgotten: Forgotten = NOTHING) -> tuple[str, str]:
    found = chain_fault(entries, head, forgotten)
    return (found.code, found.where) if found else ("", "")


@settings(deadline=None)
@given(st.lists(VALUES, max_size=6))
def test_what_was_written_is_sound_and_reads_back(bodies: list[dict[str, Any]]) -> None:
    entries = chain(*bodies)
    assert chain_fault(entries, end(entries)) is None
    told = [unsealed("after", entry.link.after, entry.sealed) for entry in entries]
    assert told == bodies


THREE = chain({"name": "甲"}, {"phone": "00000002", "name": "乙"}, {"note": "丙"})


@pytest.mark.parametrize("name", [spot.name for spot in fields(Link)])
def test_every_part_of_an_entry_is_in_its_digest(name: str) -> None:
    other: dict[str, Any] = {
        "federation": 2,
        "number": 9,
        "at": AT + timedelta(microseconds=1),
        "actor": Actor(8, "甲"),
        "hat": "",
        "deed": "x",
        "subject": Subject("person", "8", "甲"),
        "before": "{ }",
        "after": '{"a":1}',
        "previous": "1",
    }
    first = link(1, START)
    assert replace(first, **{name: other[name]}).digest != first.digest


def test_the_same_moment_in_another_zone_is_the_same() -> None:
    shanghai = AT.astimezone(timezone(timedelta(hours=8)))
    assert link(1, START, at=shanghai).digest == link(1, START).digest


TAMPERINGS: list[tuple[Callable[[list[Stored]], list[Stored]], tuple[str, str]]] = [
    (lambda e: [e[0], replace(e[1], link=replace(e[1].link, hat="市总")), e[2]], ("journal_changed", "journal[2]")),
    (lambda e: [e[0], e[2]], ("journal_removed", "journal[2]")),
    (lambda e: e[1:], ("journal_removed", "journal[1]")),
    (lambda e: e[:2], ("journal_removed", "journal[3]")),
    (lambda e: [], ("journal_removed", "journal[1]")),
    (lambda e: [*e, again(e[2], 4, e[2].digest)], ("journal_inserted", "journal[4]")),
    (lambda e: [again(e[0], 0, START), *e], ("journal_inserted", "journal[0]")),
    (lambda e: [e[0], again(e[1], 2, START), e[2]], ("journal_inserted", "journal[2]")),
    (lambda e: [e[0], again(e[2], 2, e[0].digest), e[2]], ("journal_inserted", "journal[3]")),
    (lambda e: [*e[:2], again(e[2], 3, e[1].digest, "x")], ("journal_head", "journal[3]")),
    (lambda e: [e[0], replace(e[1], sealed=()), e[2]], ("journal_secret", "journal[2]")),
    (lambda e: [e[0], replace(e[1], sealed=(phone("s", '"1"'),)), e[2]], ("journal_secret", "journal[2]")),
    (lambda e: [e[0], replace(e[1], sealed=(phone(None, None),)), e[2]], ("journal_secret", "journal[2]")),
    (lambda e: [replace(e[0], sealed=(phone("s", '"1"'),)), *e[1:]], ("journal_secret", "journal[1]")),
]


def again(entry: Stored, number: int, previous: str, deed: str = "person.changed") -> Stored:
    made = replace(entry.link, number=number, previous=previous, deed=deed)
    return Stored(made, made.digest, entry.sealed)


def phone(salt: str | None, value: str | None) -> Sealed:
    return Sealed("after.phone", salt, value)


@pytest.mark.parametrize(("tamper", "found"), TAMPERINGS)
def test_a_tampering_is_found_where_it_is(
    tamper: Callable[[list[Stored]], list[Stored]], found: tuple[str, str]
) -> None:
    assert code(tamper(THREE), end(THREE)) == found


def test_a_lost_head_is_found_and_an_empty_chain_needs_none() -> None:
    assert code(THREE, None) == ("journal_head", "journal[3]")
    assert code([], None) == ("", "")


def test_emptied_values_are_sound_where_a_retention_says_so() -> None:
    emptied = [THREE[0], replace(THREE[1], sealed=(phone(None, None),)), THREE[2]]
    wanting = ("journal_secret", "journal[2]")
    for forgotten, found in (
        (Forgotten(up_to=2), ("", "")),
        (Forgotten(up_to=1), wanting),
        (Forgotten(things={("person", "7"): 3}), ("", "")),
        (Forgotten(things={("person", "7"): 2}), wanting),
        (Forgotten(things={("person", "8"): 3, ("unit", "7"): 3}), wanting),
    ):
        assert code(emptied, end(THREE), forgotten) == found
    assert unsealed("after", emptied[1].link.after, emptied[1].sealed) == {"name": "乙", "phone": None}


def test_a_personal_value_is_not_in_the_chain() -> None:
    assert "00000002" not in THREE[1].link.after
    assert json.loads(THREE[1].link.after)["name"] == "乙"


@pytest.mark.parametrize("value", [0.5, {"a": [0.5]}, object(), {"a": {1, 2}}])
def test_what_a_journal_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_a_value_that_looks_sealed_is_refused() -> None:
    with pytest.raises(TypeError):
        sealing("after", {"x": {"sealed": "0"}}, [], iter(()))
