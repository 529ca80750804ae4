"""Pictures that look alike, by the 64 bits that were taken of each (``Content.look``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")
NEAR = 5
"""So many of the 64 bits may differ; a picture that was saved smaller or lighter differs in one or two."""
_BITS = 64
_LEAST = 8
"""A picture with fewer bits of either kind is all one colour, as an empty page is: it looks like any other."""


def bits_of(look: str) -> int | None:
    """The bits of a look; None for none, and for one that tells nothing apart."""
    if len(look) != _BITS // 4:
        return None
    found = int(look, 16)
    return found if _LEAST <= found.bit_count() <= _BITS - _LEAST else None


def alike(mine: Iterable[tuple[str, T]], others: Iterable[tuple[str, U]], near: int = NEAR) -> Iterator[tuple[T, U]]:
    """Which of mine look like which of the others, in their order.

    Of two looks that differ in so few bits at least one of ``near + 1`` parts is the same, so only those are compared.
    """
    parts = _parts(near + 1)
    index: dict[tuple[int, int], list[tuple[int, int]]] = {}
    there = [(bits, other) for look, other in others if (bits := bits_of(look)) is not None]
    for place, (bits, _) in enumerate(there):
        for part, (shift, mask) in enumerate(parts):
            index.setdefault((part, bits >> shift & mask), []).append((place, bits))
    for look, one in mine:
        bits = bits_of(look)
        if bits is None:
            continue
        close = {
            place
            for part, (shift, mask) in enumerate(parts)
            for place, other in index.get((part, bits >> shift & mask), ())
            if (bits ^ other).bit_count() <= near
        }
        for place in sorted(close):
            yield one, there[place][1]


def _parts(many: int) -> list[tuple[int, int]]:
    """The bits cut into so many parts: (shift, mask) of each."""
    edges = [_BITS * part // many for part in range(many + 1)]
    return [(start, (1 << (end - start)) - 1) for start, end in pairwise(edges)]
