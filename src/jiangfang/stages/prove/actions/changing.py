"""What every change of the supporting material begins and ends with: held to write, compared, one more version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from jiangfang.core.definition.programme import Programme
from jiangfang.core.problems import Refused, error
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.queries import standing
from jiangfang.stages.prove.queries.standing import EVIDENCE, Place

DEED = "application.evidence"
MOST_AT_ONCE = 500
MOST_PIECES = 3_000


def refused(code: str, says: str, where: str = "") -> Refused:
    """A refusal with one sentence."""
    return Refused([error(code, where, says)])


@contextmanager
def changing(application: Application, hat: Hat, at: datetime) -> Iterator[Application]:
    """The application held to write; what the block changes of its material makes one more version of it.

    Called inside a transaction. Raises Refused where this person may not write here now. A block that changes nothing
    leaves nothing behind.
    """
    found = applying.hold_to_write(application, hat, at)
    before = standing.state(found)
    yield found
    after = standing.state(found)
    places = [place for place in {**before, **after} if before.get(place) != after.get(place)]
    if not places:
        return
    if len(after) > max(MOST_PIECES, len(before)):
        raise refused("too_many", f"一份申报最多放 {MOST_PIECES} 份材料，请先取下用不着的")
    programme = applications.programme_of(found).programme
    aside = applying.Aside(
        annex=EVIDENCE,
        before={place: before.get(place) for place in places},
        after={place: after.get(place) for place in places},
        kept={**applications.kept_beside(found, EVIDENCE), **standing.kept_of(programme, after)},
        told_before=_told(programme, before, places),
        told_after={"spots": _spots(programme, before, after, places), **_told(programme, after, places)},
        personal=("pieces",),
    )
    applying.write_aside(found=found, aside=aside, deed=DEED, hat=hat, at=at)


def _told(programme: Programme, state: Mapping[str, Place], places: Iterable[str]) -> dict[str, Any]:
    """What the journal says of these places; a file's name may name a person."""
    found = [standing.in_words(programme, place, state[place]) for place in places if place in state]
    return {"pieces": found} if found else {}


def _spots(
    programme: Programme, before: Mapping[str, Place], after: Mapping[str, Place], places: Iterable[str]
) -> list[str]:
    """At which proofs how many pieces were added, taken off or changed, without their names."""
    counts: dict[str, Counter[str]] = {}
    for place in places:
        indicator, _, rest = place.partition("/")
        done = "加上" if place not in before else "取下" if place not in after else "改动"
        named = standing.called(programme, indicator, rest.partition("/")[0])
        counts.setdefault(named if rest else f"{named}不适用", Counter())[done] += 1
    return [f"{named}：{'，'.join(f'{done} {many}' for done, many in some.items())}" for named, some in counts.items()]
