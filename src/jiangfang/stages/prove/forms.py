"""What the pages of the room read from what was posted; whether it may be is decided by the actions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.http import QueryDict

from jiangfang.stages.prove.actions import Said, Spot
from jiangfang.stages.prove.queries.shelf import OWN

MOST = 1_000
# Of the moments at the ends of the calendar some exist in one zone alone.
YEARS = range(2000, 2101)
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)


def numbers(said: Iterable[str]) -> list[int]:
    """The numbers among what was sent, each once, in order."""
    return list(dict.fromkeys(int(one) for one in list(said)[:MOST] if _NUMBER.fullmatch(one)))


def moment(said: str) -> datetime | None:
    """A moment as a page of ours wrote it; None for anything else, and for one that no file was brought at."""
    try:
        found = datetime.fromisoformat(said[:40])
    except ValueError:
        return None
    return found if found.tzinfo is not None and found.year in YEARS else None


def spots(said: Iterable[str]) -> list[Spot]:
    """``tasks/list`` as indicator and proof, each once."""
    found = []
    for one in list(said)[:MOST]:
        indicator, slash, proof = one.partition("/")
        if slash:
            found.append(("" if indicator == OWN else indicator, proof))
    return list(dict.fromkeys(found))


def arranged(post: QueryDict, shown: Iterable[int]) -> dict[int, Said]:
    """What stands beside each piece of the page: its number, the tick of the seal, who reckoned.

    Who reckoned may be said once (``by-all``) for all of which nobody is named.
    """
    everywhere = str(post.get("by-all", ""))
    ticked = set(numbers(post.getlist("stamped")))
    return {
        pk: Said(_place(str(post[f"place-{pk}"])), pk in ticked, str(post.get(f"by-{pk}", "")).strip() or everywhere)
        for pk in shown
        if f"place-{pk}" in post
    }


def _place(said: str) -> int:
    """A number of the order; what is none comes last."""
    text = said.strip()
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 1_000_000
