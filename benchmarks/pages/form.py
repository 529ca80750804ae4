"""The 廊坊 form that every contender shows and saves."""

from __future__ import annotations

from typing import Any

from benchmarks.material import forms
from jiangfang.core.answers import read_envelopes
from jiangfang.demo import SAMPLES
from jiangfang.documents.files import read_text

PROGRAMME, SAMPLE = "langfang-2019", "langfang-2019.json"
MEMBERS = 13
MANY = 500


def sound() -> dict[str, Any]:
    """A form that can be handed in, with a table of so many members of nine columns."""
    envelopes, _ = read_envelopes(read_text(SAMPLES / SAMPLE), SAMPLE)
    answers = envelopes[0].answers
    given = answers["members"]
    more = [{**given[place % len(given)], "name": f"示例{place}"} for place in range(MEMBERS - len(given))]
    return {**answers, "members": [*given, *more], "member_count": MEMBERS}


def others(count: int) -> list[dict[str, Any]]:
    """Different ones for the rest of the round, at most ``MANY``; more take their turn again."""
    return forms(PROGRAMME, SAMPLE, min(count, MANY)) if count else []
