"""What the pages of the room read from what was posted; whether it may be is decided by the actions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.http import QueryDict

from jiangfang.core.problems import Problem, Refused, error
from jiangfang.stages.announce.forms.reading import read_day

# What neither a database nor an office file can hold; a break and a tab stay.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MOST_IDS = 500


def text(posted: QueryDict, name: str) -> str:
    """A text as it was typed, with the breaks of a file instead of a browser's."""
    return _UNFIT.sub("", posted.get(name, "").replace("\r\n", "\n").replace("\r", "\n"))


def texts(posted: QueryDict, names: Iterable[str]) -> dict[str, str]:
    """Several of them, by name."""
    return {name: text(posted, name) for name in names}


def day(posted: QueryDict, name: str, called: str) -> date:
    """A day that has to be given. Raises Refused for none and for what is none."""
    found = maybe_day(posted, name, called)
    if found is None:
        raise Refused([error("missing", name, f"请写{called}，如 2024-11-20")])
    return found


def maybe_day(posted: QueryDict, name: str, called: str) -> date | None:
    """A day, None where none is given. Raises Refused for what is none."""
    problems: list[Problem] = []
    found = read_day(text(posted, name), name, called, problems)
    if problems:
        raise Refused(problems)
    return found


def number(said: str | None) -> int | None:
    """A whole number of the address or of a hidden field; None for anything else."""
    return int(said) if said and re.fullmatch(r"\d{1,15}", said, re.ASCII) else None


def numbers(said: Iterable[str]) -> list[int]:
    """Those of several that are whole numbers, each once, no more than a page could hold."""
    found = (number(one) for one in said)
    return list(dict.fromkeys(one for one in found if one is not None))[:_MOST_IDS]


def waiver(posted: QueryDict) -> tuple[str, str] | None:
    """Who allows one over the cap and why; None where nothing was written."""
    allowed_by, reason = text(posted, "allowed_by"), text(posted, "waiver_reason")
    return (allowed_by, reason) if allowed_by.strip() or reason.strip() else None
