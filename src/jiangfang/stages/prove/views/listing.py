"""A list that the outline asks for, made out of the ledger: looked at, printed to be sealed, laid at its proof."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from jiangfang.core.ledger.listing import Listing
from jiangfang.core.problems import Refused
from jiangfang.core.proofs import KINDS
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import access, actions
from jiangfang.stages.prove.access import OWN
from jiangfang.stages.prove.queries import listing
from jiangfang.stages.prove.queries.listing import Made
from jiangfang.stages.prove.views import evidence
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE = "prove/list.html"
SHOWN, LEFT = 50, 20


@open_to(*OWN)
def one(request: Request, pk: int, indicator: str, proof: str) -> HttpResponseBase:
    """What stands in the list; by its button it comes to the application and is tied, in place of an earlier one."""
    from jiangfang.stages.prove import printing

    application = access.application(request, pk, OWN)
    found = _made(application, indicator, proof)
    if request.method != "POST":
        return pages.render(request, PAGE, _context(request, application, found))
    try:
        must_be_whole(request.POST, ("complete",))
        made = printing.list_of(application, found)
        new = actions.lay_list(
            application=application,
            spot=(indicator, proof),
            content=made.content,
            name=printing.name_of(found),
            place=access.place_of(application),
            hat=access.worn(request),
            at=request.at,
        )
    except Refused as refused:
        return pages.refusal(request, PAGE, _context(request, application, found), refused)
    pages.said(request, _told(found, made.lacking) if new else "台账没有变，原来的清单还在")
    return pages.go(f"{reverse('prove:evidence', args=[pk])}#{indicator}-{proof}")


def _made(application: Application, indicator: str, proof: str) -> Made:
    """The list of an address. Raises Http404."""
    found = listing.of_proof(application, indicator, proof)
    if found is None:
        raise Http404
    return found


def _told(found: Made, lacking: str) -> str:
    said = f"清单列了 {found.many} 条，归在“{found.proof.name}”"
    if found.proof.stamp:
        said += f"；还没有盖章（要{found.proof.stamp}），盖好章扫描上传"
    return f"{said}。字体里没有“{lacking}”，印成了〓，请告诉管理员装字体" if lacking else said


def _context(request: Request, application: Application, found: Made) -> dict[str, Any]:
    return {
        **evidence.base_of(request, application),
        "found": found,
        "tables": [(table, _shown(table), max(0, len(table.rows) - SHOWN)) for table in found.tables],
        "left": found.left[:LEFT],
        "more_left": max(0, len(found.left) - LEFT),
    }


def _shown(table: Listing) -> list[list[tuple[str, bool]]]:
    """The first rows; of each cell whether it stands right, as amounts do."""
    return [[(text, head.right) for text, head in zip(row, table.heads, strict=True)] for row in table.rows[:SHOWN]]


@open_to(*OWN)
def pdf(request: Request, pk: int, indicator: str, proof: str) -> HttpResponseBase:
    """The list to be printed and sealed; nothing of it is kept."""
    from jiangfang.stages.prove import printing

    application = access.application(request, pk, OWN)
    found = _made(application, indicator, proof)
    try:
        made = printing.list_of(application, found)
    except Refused as refused:
        return pages.refusal(request, PAGE, _context(request, application, found), refused)
    return pages.attachment(made.content, printing.name_of(found), KINDS["pdf"].type)
