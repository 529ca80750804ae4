"""What later rooms keep of an application that is personal, and let go when its time is over. Each registers itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jiangfang.core.journal import Subject


def _nothing(ids: Sequence[int]) -> Sequence[Subject]:
    return ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Something personal that a later room keeps of applications, as files are.

    title: what people call it (佐证材料). found: the names of what would go, by application, for a page of some fifty;
    an application of which nothing is kept may be left out. forget: called with the ids inside the transaction of
    retention, which holds these applications, before the journal; it deletes what ``found`` names, with every copy in
    tables of that room, and says how many went, by application. Bytes on a disk go after the commit. Called again for
    the same ids it finds nothing and returns nothing. things: called before it, what else of the journal says something
    personal of them: each is emptied there like the application itself.
    """

    title: str
    found: Callable[[Sequence[int]], Mapping[int, Sequence[str]]]
    forget: Callable[[Sequence[int]], Mapping[int, int]]
    things: Callable[[Sequence[int]], Sequence[Subject]] = _nothing


LATER: list[Kept] = []
"""What later rooms registered, in their order: ``forgetting.LATER.append(Kept(...))`` in the room's apps.ready."""
