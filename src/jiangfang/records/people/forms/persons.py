"""How the list of persons is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiangfang.records.people.forms.organisations import asked
from jiangfang.records.people.models import Hat, Person
from jiangfang.records.people.queries import worn

STATES: Mapping[str, str] = {"in": "在用", "out": "停用", "bare": "没有身份"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks of the list: part of a name or login, a state."""

    q: str
    state: str


def wanted(typed: Mapping[str, str]) -> Wanted:
    """The filters of an address; what is none is left out."""
    state = typed.get("state", "")
    return Wanted(asked(typed), state if state in STATES else "")


def filtered(found: QuerySet[Person], asks: Wanted, day: date) -> QuerySet[Person]:
    """The persons who fit."""
    if asks.q:
        found = found.filter(Q(name__icontains=asks.q) | Q(login__icontains=asks.q))
    if asks.state == "bare":
        return found.filter(~Exists(Hat.objects.filter(worn(day), person=OuterRef("pk"))))
    return found.filter(is_active=asks.state == "in") if asks.state else found
