"""What the pages of the room read from what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiangfang.core.fields import Column
from jiangfang.core.fields.date import DateKind
from jiangfang.records.studios.models import Studio

NAMES = ("name", "leader_name", "founded_on")
FOUNDED = Column("founded_on", "建立日期", "date")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    name: str = ""
    leader_name: str = ""
    founded_on: str = ""


def typed(given: Mapping[str, str]) -> Typed:
    """What was typed, or what an address puts there; cut to what a form shows."""
    return Typed(*(given.get(name, "").replace("\0", "")[:300] for name in NAMES))


def typing_of(studio: Studio) -> Typed:
    """A studio as it stands in its form."""
    return Typed(studio.name, studio.leader_name, day_of(studio))


def day_of(studio: Studio) -> str:
    """Since when it is, in words; "" where nobody knows."""
    return DateKind().show(FOUNDED, studio.founded_on) if studio.founded_on else ""


def version(given: Mapping[str, str]) -> int:
    """The version that a form showed; 0 for none."""
    said = given.get("base", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
