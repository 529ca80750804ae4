"""What is typed about organisations: how the list is filtered, a kind, a body by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from jiangfang.core.people import KIND_TITLES, Kind, Role, belongs_at, may_stand_below
from jiangfang.core.problems import Refused, error
from jiangfang.records.people.models import Organisation
from jiangfang.records.people.queries import organisations_called

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks of a list: part of a name, a kind, the body below which."""

    q: str
    kind: str
    under: int | None

    @property
    def any(self) -> bool:
        """Whether anything is asked."""
        return bool(self.q or self.kind or self.under)


def wanted(typed: Mapping[str, str]) -> Wanted:
    """The filters of an address; what is none is left out."""
    kind, under = typed.get("kind", ""), typed.get("under", "")
    number = int(under) if under.isascii() and under.isdigit() and len(under) < 18 else None
    return Wanted(asked(typed), kind if kind in set(Kind) else "", number)


def asked(typed: Mapping[str, str], key: str = "q") -> str:
    """Words to search by, as PostgreSQL can be asked for them."""
    return typed.get(key, "").strip().replace("\0", "")[:LONGEST]


def filtered(found: QuerySet[Organisation], asks: Wanted) -> QuerySet[Organisation]:
    """The organisations that fit."""
    if asks.q:
        found = found.filter(name__icontains=asks.q)
    return found.filter(kind=asks.kind) if asks.kind else found


def kinds_below(parent: Organisation) -> list[tuple[str, str]]:
    """What may be added below a body."""
    return [(kind.value, title) for kind, title in KIND_TITLES.items() if may_stand_below(kind, Kind(parent.kind))]


def kind_of(typed: Mapping[str, str]) -> Kind:
    """The kind that was chosen. Raises Refused."""
    chosen = typed.get("kind", "")
    if chosen not in set(Kind):
        raise Refused([error("not_in_list", "kind", "请选一种")])
    return Kind(chosen)


def body_called(top: Organisation, name: str, where: str) -> Organisation:
    """The one open organisation of a name at ``top`` and below it. Raises Refused."""
    called = asked({"q": name})
    if not called:
        raise Refused([error("missing", where, "请写单位的全称")])
    found = list(organisations_called(top, called)[:2])
    if not found:
        raise Refused([error("not_in_list", where, f"没有叫“{called}”的单位，请照列表里的全称写")])
    if len(found) > 1:
        raise Refused([error("twice", where, f"叫“{called}”的不止一个，请先给它们改成不同的名称")])
    return found[0]


def roles_at(organisation: Organisation, titles: Mapping[Role, str]) -> list[tuple[str, str]]:
    """What a person may be at an organisation."""
    return [(role.value, title) for role, title in titles.items() if belongs_at(role, Kind(organisation.kind))]


def role_of(typed: Mapping[str, str]) -> Role:
    """The role that was chosen. Raises Refused."""
    chosen = typed.get("role", "")
    if chosen not in set(Role):
        raise Refused([error("not_in_list", "role", "请选一个身份")])
    return Role(chosen)
