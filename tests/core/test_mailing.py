"""When a mail is tried again, and the number by which it is known."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.mailing import MOST_TRIES, State, may_release, may_send_again, message_id, next_try

AT = datetime(2024, 11, 20, 1, 30, tzinfo=UTC)


def test_pauses_grow_and_end() -> None:
    pauses = [next_try(tries, AT) for tries in range(1, MOST_TRIES + 2)]
    spans = [(found - AT) / timedelta(minutes=1) for found in pauses if found]
    assert spans == [1, 5, 20, 60, 240]
    assert pauses[-2:] == [None, None]


@given(st.integers(1, 10**6), st.text(), st.text(), st.text())
def test_the_number_is_that_of_the_thing_and_the_address(federation: int, key: str, one: str, other: str) -> None:
    number = message_id(federation, key, one, "example.org")
    assert number == message_id(federation, key, one, "example.org")
    assert number.isascii() and number.startswith("<") and number.endswith("@example.org>")
    assert (number == message_id(federation, key, other, "example.org")) == (one.casefold() == other.casefold())


def test_what_may_be_done_with_a_mail() -> None:
    assert [state for state in State if may_release(state)] == [State.HELD]
    assert [state for state in State if may_send_again(state)] == [State.FAILED, State.UNSURE, State.DROPPED]
