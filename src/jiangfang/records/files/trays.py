"""To what files are brought: a file has no address of its own, it lies in the tray of a thing of another room."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404

from jiangfang.core.journal import Subject
from jiangfang.core.proofs import DEFAULT, Limits
from jiangfang.records.files.models import File
from jiangfang.records.people.access import Request
from jiangfang.records.people.models import Federation, Organisation


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tray belongs. organisation: whose files they are; limits: what may lie in it."""

    federation: Federation
    organisation: Organisation
    limits: Limits = DEFAULT


def nobodys(request: Request, file: File) -> Subject | None:
    """Of a tray in which nothing is personal."""
    return None


@dataclass(frozen=True, slots=True)
class Tray:
    """A kind of trays: ``studio`` for ``studio-12``. Each of its questions is asked under the room's own access.

    writes: the place of the thing of that id, for a hat that may bring files to it; reads: the file of that number in
    it, for a hat that may see it. Both raise Http404 where it may not. personal: at whose details somebody looks who
    opens a file, as the journal of looks keeps it; None where nobody's, or where they are the reader's own affair.
    """

    prefix: str
    writes: Callable[[Request, int], Place]
    reads: Callable[[Request, int, int], File]
    personal: Callable[[Request, File], Subject | None] = nobodys


TRAYS: dict[str, Tray] = {}
# One spelling for one tray: what is kept is found again by its name.
_NAME = re.compile(r"([a-z]{1,20})-([1-9][0-9]{0,17})")


def register(tray: Tray) -> Tray:
    """From now on files can be brought to it. Raises ValueError for a name that another has."""
    if tray.prefix in TRAYS:
        raise ValueError(f"two trays are called {tray.prefix}")
    TRAYS[tray.prefix] = tray
    return tray


def tray_of(name: str) -> tuple[Tray, int]:
    """The tray that a name means, and the id of its thing. Raises Http404."""
    found = _NAME.fullmatch(name)
    if found is None or found[1] not in TRAYS:
        raise Http404
    return TRAYS[found[1]], int(found[2])
