"""Several values in one field, joined by 、: two leaders' names, birth months, telephones."""

from __future__ import annotations

from typing import Any

from jiangfang.core.fields.base import NOT_GIVEN, Checked, Kind, Spot, shorten
from jiangfang.core.problems import Problem, error, has_error

JOINT = "、"


class JoinedKind(Kind):
    """Another kind, applied to each part; a value without 、 is exactly the other kind's."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """See Kind."""
        if not isinstance(value, str) or JOINT not in value or self.kind.name == "text":
            return self.kind.check(spot, value, where, called)
        return self._each(value, lambda part, name: self.kind.check(spot, part, where, name), where, called)

    def show(self, spot: Spot, value: Any) -> str:
        """Each part as its kind shows it."""
        return JOINT.join(self.kind.show(spot, part) for part in str(value).split(JOINT))

    def read(self, spot: Spot, text: str, where: str, called: str) -> Checked:
        """See Kind."""
        if JOINT not in text or self.kind.name == "text":
            return self.kind.read(spot, text, where, called)
        return self._each(text, lambda part, name: self.kind.read(spot, part, where, name), where, called)

    def _each(self, text: str, deed: Any, where: str, called: str) -> Checked:
        """All parts or none: with one left out, the others would stand for the wrong people."""
        made: list[str] = []
        problems: list[Problem] = []
        parts = text.split(JOINT)
        for place, part in enumerate(parts):
            value, found = deed(part, f"{called}第 {place + 1} 人")
            problems += found
            if value is not NOT_GIVEN:
                made.append(value)
        if len(made) == len(parts):
            return JOINT.join(made), problems
        if not has_error(problems):
            said = f"{called}写的是“{shorten(text.strip())}”，用、分成 {len(parts)} 份，有空着的，不知道各是谁的"
            problems.append(error("unsure", where, said))
        return NOT_GIVEN, problems
