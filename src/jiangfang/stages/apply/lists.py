"""Which applications stand in a list, by what the address asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from jiangfang.core.definition.programme import Programme
from jiangfang.core.people import Role
from jiangfang.core.personal import personal_keys, sees
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import access, forms
from jiangfang.stages.apply.models import Application

ASKED = ("round", "state", "find")
"""What the address of a list may say."""


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """What an address asks of a list."""
    return {name: query.get(name, "").strip()[:100] for name in ASKED}


def filtered(
    found: QuerySet[Application], chosen: Mapping[str, str], blind: Collection[int] = ()
) -> QuerySet[Application]:
    """Those that an address asks for. blind: the rounds in which nobody is found by the name of a leader."""
    if forms.number(chosen["round"]) is not None:
        found = found.filter(round=forms.number(chosen["round"]))
    if chosen["state"]:
        found = found.filter(state=chosen["state"].replace("\0", ""))
    if text := chosen["find"].replace("\0", ""):
        found = found.filter(
            Q(studio_name__icontains=text)
            | (Q(leader_name__icontains=text) & ~Q(round__in=blind))
            | Q(unit__name__icontains=text)
            | Q(number__icontains=text)
        )
    return found


def veiled(concerned: Iterable[Round]) -> frozenset[int]:
    """The rounds in which the leaders' names are personal: no list shows them, whoever reads it."""
    return frozenset(one.pk for one in concerned if hides_leaders(rounds.opened(one).programme))


def hides_leaders(programme: Programme) -> bool:
    """Whether the names of the leaders are personal."""
    return "leader_name" in personal_keys(programme.fields)


def blind(hat: Hat, concerned: Iterable[Round]) -> frozenset[int]:
    """Of these the rounds whose personal values a hat does not see: it finds nothing by them either."""
    role = Role(hat.role)
    found = [one for one in concerned if not sees(rounds.opened(one).programme.personal_for, role)]
    return veiled(found)


def handed_in(hat: Hat, concerned: Sequence[Round]) -> QuerySet[Application]:
    """Everything that a hat may read because its unit handed it in, last one first. concerned: the hat's rounds."""
    private = {rounds.opened(one).programme.workflow.start().state for one in concerned}
    found = access.visible(hat).exclude(submitted_at__isnull=True).exclude(state__in=private)
    return found.order_by("-submitted_at", "-pk")


def concerned(hat: Hat, today: date) -> list[Round]:
    """The rounds of a hat's list."""
    return list(rounds.rounds_for(hat, today))
