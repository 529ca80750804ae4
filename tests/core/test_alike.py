"""Pictures that look alike are found as surely as by comparing each with each."""

from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.alike import NEAR, alike, bits_of

LOOKS = st.integers(min_value=0, max_value=2**64 - 1)


def text(bits: int) -> str:
    return f"{bits:016x}"


@st.composite
def pairs(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Some looks, and others of which some are a few bits away from one of them."""
    mine = draw(st.lists(LOOKS, min_size=1, max_size=6))
    others = list(draw(st.lists(LOOKS, max_size=6)))
    for bits in mine:
        flipped = bits
        for place in draw(st.lists(st.integers(0, 63), max_size=NEAR + 2, unique=True)):
            flipped ^= 1 << place
        others.append(flipped)
    return [text(one) for one in mine], [text(one) for one in others]


@given(pairs())
def test_as_by_comparing_each_with_each(found: tuple[list[str], list[str]]) -> None:
    mine, others = found
    slowly = [
        (one, other)
        for one, a in enumerate(mine)
        for other, b in enumerate(others)
        if (x := bits_of(a)) is not None and (y := bits_of(b)) is not None and (x ^ y).bit_count() <= NEAR
    ]
    one, other = ([(look, place) for place, look in enumerate(some)] for some in found)
    assert list(alike(one, other)) == slowly


def test_what_is_all_one_colour_looks_like_nothing() -> None:
    for look in ("", "0" * 16, "f" * 16, "0000000000000003", "abc"):
        assert bits_of(look) is None
    assert list(alike([("0" * 16, 1)], [("0" * 16, 2)])) == []
