"""Bodies and hats, one-time codes, and the slowing of the sign-in, as plain rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.people import (
    BELOW,
    KIND_TITLES,
    ROLE_TITLES,
    Kind,
    Role,
    belongs_at,
    has_unseen,
    may_invite,
    may_stand_below,
    puts_right,
)
from jiangfang.core.slips import ALPHABET, LIFE, Purpose, digest, expires, refusal, spell, tidy
from jiangfang.core.throttle import BY_ADDRESS, BY_NAME, Steps

NOW = datetime(2024, 11, 20, tzinfo=UTC)


def test_every_kind_and_role_has_a_title_and_a_place() -> None:
    assert set(KIND_TITLES) == set(BELOW) == set(Kind)
    assert set(ROLE_TITLES) == set(Role)
    assert {role for role in Role if not any(belongs_at(role, kind) for kind in Kind)} == set()


def test_nothing_stands_above_the_federation_and_units_stand_anywhere() -> None:
    assert not any(may_stand_below(Kind.FEDERATION, kind) for kind in Kind)
    assert all(may_stand_below(Kind.UNIT, kind) for kind in Kind)
    assert not may_stand_below(Kind.COUNTY, Kind.ZONE)


@pytest.mark.parametrize(
    ("role", "own", "path", "may"),
    [
        (Role.ADMIN, "/1/", "/1/", True),
        (Role.CITY, "/1/", "/1/", False),
        (Role.CITY, "/1/", "/1/5/", True),
        (Role.RECOMMENDER, "/1/5/", "/1/5/7/", True),
        (Role.RECOMMENDER, "/1/5/", "/1/5/", False),
        (Role.RECOMMENDER, "/1/5/", "/1/50/", False),
        (Role.UNIT, "/1/5/7/", "/1/5/7/9/", False),
        (Role.AUDITOR, "/1/", "/1/5/", False),
    ],
)
def test_the_body_above_puts_things_right(role: Role, own: str, path: str, may: bool) -> None:
    assert puts_right(role, own, path) is may


@given(st.lists(st.sampled_from(ALPHABET), min_size=16, max_size=16))
def test_a_code_is_known_however_it_is_typed(letters: list[str]) -> None:
    chosen = iter(letters)
    code = spell(lambda alphabet: next(chosen))
    assert (len(code), tidy(code)) == (19, "".join(letters))
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    assert {digest(typed) for typed in (code.lower(), f" {code.replace('-', ' ')}\n", full_width)} == {digest(code)}


@given(st.text())
def test_any_text_can_be_tried(typed: str) -> None:
    assert len(digest(typed)) == 64


def test_a_slip_is_good_until_its_end() -> None:
    end = expires(Purpose.RESET, NOW)
    assert end - NOW == LIFE[Purpose.UNIT] == timedelta(hours=72)
    assert refusal(end - timedelta(seconds=1), end, None, None) == ""
    said = [refusal(end, end, None, None), refusal(NOW, end, NOW, None), refusal(NOW, end, None, NOW)]
    assert len(set(said)) == 3
    assert all(said)


def waits(steps: Steps, tries: int) -> float:
    return (steps.ready(tries, NOW, NOW) - NOW).total_seconds()


def test_five_wrong_tries_are_free_of_a_wait_and_then_it_doubles() -> None:
    assert [waits(BY_NAME, tries) for tries in range(8)] == [0, 0, 0, 0, 0, 30, 60, 120]
    assert waits(BY_NAME, 10**6) == 900
    assert (waits(BY_ADDRESS, 39), waits(BY_ADDRESS, 40), waits(BY_ADDRESS, 99)) == (0, 10, 120)


def test_quiet_forgets() -> None:
    assert BY_NAME.counted(9, NOW, NOW + timedelta(hours=1)) == 0
    assert BY_NAME.ready(9, NOW, NOW + timedelta(hours=1)) == NOW + timedelta(hours=1)
    assert BY_NAME.counted(9, NOW, NOW + timedelta(minutes=59)) == 9


@given(st.integers(0, 99), st.integers(0, 7200))
def test_a_wait_ends_and_more_tries_never_shorten_it(tries: int, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    ready = BY_NAME.ready(tries, NOW, now)
    assert now <= ready <= now + BY_NAME.longest
    assert ready <= BY_NAME.ready(tries + 1, NOW, now)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("wanted", Role)
def test_only_a_unit_asks_in_one_more_of_its_own_who_fills_in(role: Role, wanted: Role) -> None:
    assert may_invite(role, "/1/5/", wanted, "/1/5/") is (role is Role.UNIT and wanted is Role.UNIT)
    assert not may_invite(role, "/1/5/", wanted, "/1/6/")


@pytest.mark.parametrize(
    "letter",
    [*"\x00\n\x7f\x85\u061c\u200b\u200d\u200e\u200f\u2028\u202a\u202e\u2060\u2064\u2066\u2069\ufeff", "\ud800"],
    ids=ascii,
)
def test_a_letter_that_nobody_sees_is_found_in_a_name(letter: str) -> None:
    assert has_unseen(f"示例{letter}厂")


@pytest.mark.parametrize("name", ["示例机械厂", "示例（廊坊）有限公司", "阿不都·示例", "𠮷野 Ltd.", "示例　厂"])
def test_names_as_people_write_them_hold_none(name: str) -> None:
    assert not has_unseen(name)
