"""One of a list, and several of a list (tick boxes)."""

from __future__ import annotations

from typing import Any

from jiangfang.core.fields.base import NOT_GIVEN, Checked, Kind, Spot, shorten, wrong_type
from jiangfang.core.fields.text import TextKind
from jiangfang.core.problems import Problem, error, warning


class ChoiceKind(TextKind):
    """One word, offered from a list; another word is a warning and printed as it is."""

    name = "choice"

    def doubts(self, spot: Spot, text: str, where: str, called: str) -> list[Problem]:
        """A word outside the list is said, not refused."""
        problems = super().doubts(spot, text, where, called)
        if not problems and spot.options and text not in spot.options:
            offered = "、".join(spot.options[:12])
            said = f"{called}“{shorten(text)}”不在备选之中（{offered}），照原样保留，请核对"
            problems.append(warning("not_in_list", where, said))
        return problems


class ChoicesKind(Kind):
    """Several words, each with a box on the paper; kept in the order of the boxes."""

    name = "choices"

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """See Kind. A word without a box is an error: the paper has no place for it."""
        if not isinstance(value, list):
            return wrong_type(where, called, "一列文字", value)
        if not value:
            return NOT_GIVEN, []
        given, problems = set(), []
        for place, item in enumerate(value):
            text, found = TextKind().check(spot, item, f"{where}[{place}]", f"{called}第 {place + 1} 项")
            problems += found
            if text is NOT_GIVEN:
                continue
            if text not in spot.options:
                said = f"{called}“{shorten(text)}”在表上没有方框，只能从这些里选：{'、'.join(spot.options)}"
                problems.append(error("not_in_list", f"{where}[{place}]", said))
            elif text in given:
                problems.append(warning("doubled", f"{where}[{place}]", f"{called}“{text}”写了两遍，只算一次"))
            given.add(text)
        kept = [option for option in spot.options if option in given]
        return kept or NOT_GIVEN, problems

    def show(self, spot: Spot, value: Any) -> str:
        """The words joined by 、 for a place without boxes."""
        return "、".join(value)
