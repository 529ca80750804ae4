"""What is still to be done before the first round of a city can be opened: the list on the desk of its first hour."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from jiangfang.core.people import RECOMMENDING, Kind, Role
from jiangfang.records.people.access import Request
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.records.people.queries import worn
from jiangfang.records.programmes.models import Revision

OPENERS = (Role.ADMIN, Role.CITY)


@dataclass(frozen=True, slots=True)
class Step:
    """A step. address: "" where none of my hats may do it; next: it is the first that is not done."""

    title: str
    says: str
    done: bool
    button: str
    address: str
    next: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What is there. bodies: those that recommend; alone: those of them for which nobody acts."""

    bodies: int
    units: int
    clerks: int
    alone: int
    programmes: int


def steps(request: Request, hat: Hat) -> list[Step]:
    """The steps in their order. Only for a city without a round, under a hat that begins one."""
    if Role(hat.role) not in OPENERS:
        return []
    found = _found(request, hat)
    made = [
        _organisations(found, _page(request, "people:tree", OPENERS)),
        _people(found, _page(request, "people:organisations", OPENERS)),
        _programmes(found, _page(request, "announce:programmes", [Role.ADMIN])),
        _round(found, _page(request, "announce:choose", [Role.CITY])),
    ]
    first = next((step for step in made if not step.done), None)
    return [Step(one.title, one.says, one.done, one.button, one.address, one is first) for one in made]


def _found(request: Request, hat: Hat) -> _Found:
    federation, day = hat.organisation.federation_id, request.today
    open_ones = Organisation.objects.filter(federation=federation, closed_on__isnull=True)
    kinds = dict(open_ones.order_by().values_list("kind").annotate(Count("pk")))
    acting = Hat.objects.filter(worn(day), person__is_active=True)
    clerks = acting.filter(organisation__federation=federation, role=Role.CITY.value).values("person").distinct()
    theirs = acting.filter(organisation=OuterRef("pk"), role=Role.RECOMMENDER.value)
    recommending = [kind.value for kind in RECOMMENDING]
    return _Found(
        bodies=sum(kinds.get(kind, 0) for kind in recommending),
        units=kinds.get(Kind.UNIT.value, 0),
        clerks=clerks.count(),
        alone=open_ones.filter(~Exists(theirs), kind__in=recommending).count(),
        programmes=Revision.objects.filter(federation=federation).count(),
    )


def _organisations(found: _Found, address: str) -> Step:
    says = "各县区、开发区、产业、机关工会和下面的单位，填一张 Excel 一次导入，也可以一个一个加"
    if found.bodies or found.units:
        says = f"有 {found.bodies} 个推荐单位、{found.units} 个单位。再导入一次只加新的"
    return Step("机构", says, found.bodies > 0, "从 Excel 导入", address)


def _people(found: _Found, address: str) -> Step:
    lacks = [] if found.clerks else ["还没有经办人（市总经办），没有他开不了批次"]
    if found.alone:
        lacks.append(f"{found.alone} 个推荐单位还没有人，给它们发一次性码或者登记人员")
    there = f"经办人 {found.clerks} 人" + (f"，{found.bodies} 个推荐单位都有人" if found.bodies else "")
    done = bool(found.clerks and found.bodies and not found.alone)
    return Step("人员", "；".join(lacks) or there, done, "去登记", address)


def _programmes(found: _Found, address: str) -> Step:
    says = "照通知选一套评选办法采用：条件、名额、日程和官方表格都在里面"
    if found.programmes:
        says = f"采用了 {found.programmes} 套"
    elif not address:
        says += "。由管理员来办"
    return Step("评选办法", says, found.programmes > 0, "去采用", address)


def _round(found: _Found, address: str) -> Step:
    says = "定名称、日程、推荐单位和名额；开启以后先核对，再发布" + ("" if address else "。由市总经办来办")
    return Step("开批次", says, False, "开启一个批次", address if found.programmes else "")


def _page(request: Request, page: str, roles: Collection[Role]) -> str:
    """The address of a page under the hat that may do it: the one worn now where it is, else another of mine."""
    mine = [hat for hat in request.hats if Role(hat.role) in roles]
    if not mine:
        return ""
    if request.hat in mine:
        return reverse(page)
    return f"{reverse(page)}?hat={mine[0].pk}"
