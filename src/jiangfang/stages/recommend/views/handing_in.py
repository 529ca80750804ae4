"""Handing in: what goes in and what is wanting, the receipt, the 汇总表 and the filled forms."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from jiangfang.core.people import Role
from jiangfang.core.personal import sees
from jiangfang.core.problems import Refused, error
from jiangfang.core.recommending import NAMED
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import PaperDay, Recommender
from jiangfang.stages.apply.actions.holding import subject
from jiangfang.stages.recommend import access, actions, queries
from jiangfang.stages.recommend.access import OWN, READERS
from jiangfang.stages.recommend.views.listing import base_of
from jiangfang.ui import pages

PAGE = "recommend/hand_in.html"
KEEPS = (Role.RECOMMENDER, Role.CITY)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@open_to(*OWN)
def hand_in(request: Request, pk: int) -> HttpResponseBase:
    """Show what would go in, by count and name, and what is wanting; then hand it in."""
    recommender = access.recommender(request, pk, OWN)
    if request.method != "POST":
        return pages.render(request, PAGE, _context(request, recommender))
    try:
        if request.POST.get("sure") != "1":
            raise Refused([error("missing", "sure", "请先勾选“名单和次序已经核对”，再报送")])
        made = actions.hand_in(recommender=recommender, hat=access.worn(request), at=request.at)
    except Refused as refused:
        now = access.recommender(request, pk, OWN)
        return pages.refusal(request, PAGE, _context(request, now), refused)
    pages.said(request, "已经报送市总工会")
    return pages.go("recommend:receipt", recommender.pk, made.serial)


def _context(request: Request, recommender: Recommender) -> dict[str, Any]:
    """What goes in, what is still to be done before, and what went in earlier; all of it counted, a page named."""
    found = queries.to_hand_in(recommender, request.today)
    page = pages.page_of(request, found.going)
    going, undecided = page.paginator.count, found.undecided.count()
    unsigned = queries.unsigned(recommender, found) if going else []
    before = queries.handed_in_before(recommender, found.going)
    return {
        **base_of(request, recommender),
        "page": page,
        "going": going,
        "undecided": undecided,
        "unsigned": unsigned[:NAMED],
        "more_unsigned": len(unsigned) > NAMED,
        "late": found.late,
        "ready": bool(going and found.selection and not (undecided or unsigned or found.late)),
        "all_in": bool(before and not (going or undecided)),
        "deliverables": queries.deliverables(recommender),
        "sheet": queries.summary_paper(recommender),
        "before": before,
        "new": getattr(before[-1], "new", 0) if before else going,
        "selection": found.selection,
        "backs": queries.told_backs(recommender),
    }


@open_to(*READERS)
def receipt(request: Request, pk: int, serial: int) -> HttpResponseBase:
    """The receipt of one handing in, for printing."""
    recommender = access.recommender(request, pk)
    made = get_object_or_404(recommender.hand_ins, serial=serial)
    rows = made.items.select_related("application__unit").order_by("place")
    rows = rows.defer("application__answers", "application__rough")
    round = recommender.round
    new = queries.newly_in(made)
    context = {
        **base_of(request, recommender),
        "made": made,
        "rows": rows,
        "new": new,
        "sheet": queries.summary_paper(recommender),
        "bring": [one for one in queries.deliverables(recommender) if made.serial == 1 or (new and not one.shared)],
        "bring_by": queries.again_day(recommender, list(recommender.hand_backs.all())),
        "by_postmark": round.paper_day == PaperDay.POSTMARK.value,
        "mailboxes": [one.address for one in rounds.opened(round).programme.notice.mailboxes],
    }
    return pages.render(request, "recommend/receipt.html", context)


@open_to(*KEEPS)
def summary(request: Request, pk: int) -> HttpResponseBase:
    """The 汇总表 in the order of the list; at any time, whatever is on it."""
    recommender = access.recommender(request, pk, KEEPS)
    paper = queries.summary_paper(recommender)
    if paper is None:
        raise Http404
    try:
        made = queries.summary(recommender, masked=_masked(request, recommender))
    except Refused as refused:
        return pages.refusal(request, "recommend/no_file.html", base_of(request, recommender), refused)
    _looked_at_all(request, recommender)
    name = queries.file_name(f"{recommender.organisation.name}-{paper.title}")
    return pages.attachment(made[0] if made else b"", f"{name}.xlsx", SHEET)


@open_to(*KEEPS)
def papers(request: Request, pk: int) -> HttpResponseBase:
    """The filled forms of the recommended ones, in one ZIP."""
    recommender = access.recommender(request, pk, KEEPS)
    try:
        content = queries.papers(recommender, masked=_masked(request, recommender))
    except Refused as refused:
        return pages.refusal(request, "recommend/no_file.html", base_of(request, recommender), refused)
    _looked_at_all(request, recommender)
    name = queries.file_name(f"{recommender.organisation.name}-{recommender.round.year}年推荐材料")
    return pages.attachment(content, f"{name}.zip", "application/zip")


def _masked(request: Request, recommender: Recommender) -> bool:
    """Whether what is personal in these papers stays hidden from the hat."""
    programme = rounds.opened(recommender.round).programme
    return not sees(programme.personal_for, Role(access.worn(request).role))


def _looked_at_all(request: Request, recommender: Recommender) -> None:
    """A paper of all that are recommended is a look at each of them."""
    if _masked(request, recommender):
        return
    journal.look_at_all(
        federation=recommender.round.federation_id,
        person=actor_of(access.worn(request).person),
        subjects=[subject(row) for row in queries.chosen(recommender)],
        day=request.today,
    )
