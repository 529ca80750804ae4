"""What the pages of the room read from what was posted; whether it may be is decided by the actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.receiving import BROUGHT, Spot, Way, spots
from jiangfang.stages.recommend.forms.reading import maybe_day, number, text

NAMES = ("copies", "way", "arrived_on", "postmark", "note")
MOST_SPOTS = 500


@dataclass(frozen=True, slots=True)
class Came:
    """What was written down of an arrival."""

    copies: int | None
    way: Way
    arrived_on: date
    postmark: date | None
    note: str


def typed_of(posted: QueryDict, today: date) -> dict[str, str]:
    """What stands in the boxes: what was typed, else what is usual."""
    usual = {"copies": "", "way": "", "arrived_on": today.isoformat(), "postmark": "", "note": ""}
    return {name: text(posted, name) if name in posted else usual[name] for name in NAMES}


def spots_of(posted: QueryDict) -> list[Spot]:
    """The places of the table that were ticked."""
    return spots(posted.getlist("spot")[:MOST_SPOTS])


def came_of(posted: QueryDict) -> Came:
    """What was typed, as values. Raises Refused for what cannot be used."""
    problems: list[Problem] = []
    copies, way, arrived_on = _copies(posted, problems), _way(posted, problems), None
    postmark = None
    for name, called in (("arrived_on", "收到的日子"), ("postmark", "邮戳日")):
        try:
            day = maybe_day(posted, name, called)
        except Refused as refused:
            problems += refused.problems
            continue
        arrived_on, postmark = (day, postmark) if name == "arrived_on" else (arrived_on, day)
    if arrived_on is None and not any(one.where == "arrived_on" for one in problems):
        problems.append(error("missing", "arrived_on", "请写收到的日子，如 2024-11-20"))
    if problems or arrived_on is None or way is None:
        raise Refused(problems)
    return Came(copies, way, arrived_on, postmark, text(posted, "note"))


def _copies(posted: QueryDict, problems: list[Problem]) -> int | None:
    said = text(posted, "copies").strip()
    found = number(said)
    if said and found is None:
        problems.append(error("not_a_number", "copies", "份数写 1、2、3 这样的数；空着就按还差的份数登记"))
    return found


def _way(posted: QueryDict, problems: list[Problem]) -> Way | None:
    said = posted.get("way", "")
    if said in {one.value for one in BROUGHT}:
        return Way(said)
    problems.append(error("missing", "way", "请选怎样送来的"))
    return None
