"""Blanks inside a label's own text: 国际　个, 　项, 负责人签名：　年　月　日.

A pattern is the label's text with ``{piece}`` where a blank is. A piece is a field key, a part of an opinion
(``opinion_city.signer``), or a part of a date (``filled_on.year``, ``opinion_city.date.day``). Line breaks and
tabs of the pattern are those of the paper; other white space does not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

LONGEST = 4_000
_PIECE = re.compile(r"\{([a-z0-9_.]+)\}", re.ASCII)
_DATE_PARTS = ("year", "month", "day")
_SPACE = r"[ 　]*"


@dataclass(frozen=True)
class Blanks:
    """A pattern, parsed once. pieces: the names of its blanks, in order."""

    pattern: str

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The names of the blanks, in order."""
        return tuple(_PIECE.findall(self.pattern))

    @property
    def adjoining(self) -> bool:
        """True when two blanks have nothing between them, so that nobody can tell which is which."""
        return any(not chunk.strip(" 　") for chunk in _PIECE.split(self.pattern)[2:-1:2])

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """Matches the text of a cell, one group a blank, in order of ``pieces``."""
        made: list[str] = []
        for place, chunk in enumerate(_PIECE.split(self.pattern)):
            if place % 2:
                made.append(r"([^\t\n年月日]*)" if is_date_part(chunk) else "(.*)")
            else:
                made.append(_literal(chunk, first=place == 0))
        return re.compile(f"{''.join(made)}{_SPACE}", re.DOTALL)

    def find(self, text: str) -> dict[str, str] | None:
        """What stands in the blanks of a cell's text, by piece, white space off; None when it is another text."""
        if len(text) > LONGEST:
            return None
        found = self.shape.fullmatch(text.strip("\n"))
        return {piece: said.strip() for piece, said in zip(self.pieces, found.groups(), strict=True)} if found else None


def is_date_part(piece: str) -> bool:
    """True for a piece that is the year, month or day of a date."""
    return piece.rpartition(".")[2] in _DATE_PARTS


def _literal(text: str, *, first: bool) -> str:
    made = _SPACE if first and text.strip(" 　") else ""
    for letter in text:
        if letter in " 　":
            continue
        made += f"{_SPACE}\n{_SPACE}" if letter == "\n" else re.escape(letter) + (_SPACE if letter != "\t" else "")
    return _without_end(made)


def _without_end(made: str) -> str:
    """A literal must not swallow the white space of the blank behind it."""
    return made.removesuffix(_SPACE)
