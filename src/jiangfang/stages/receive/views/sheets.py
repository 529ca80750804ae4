"""The inbox and the table of papers as Excel, filtered by the address as their pages are."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import reverse

from jiangfang.core.fields.date import long_day
from jiangfang.records.files import views as files
from jiangfang.records.files.kinds import ListKind
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.receive import access, jobs
from jiangfang.stages.receive.access import READERS
from jiangfang.stages.receive.queries import Wanted, WantedPapers
from jiangfang.stages.receive.views import inbox, papers


@open_to(*READERS)
def inbox_sheet(request: Request, round: int) -> HttpResponseBase:
    """The inbox."""
    return _answer(request, round, jobs.INBOX, inbox.wanted_of(request), "收件", "receive:inbox")


@open_to(*READERS)
def papers_sheet(request: Request, round: int) -> HttpResponseBase:
    """The table of papers."""
    return _answer(request, round, jobs.PAPERS, papers.wanted_of(request), "材料登记", "receive:papers")


def _answer(
    request: Request, round: int, kind: ListKind, wanted: Wanted | WantedPapers, title: str, page: str
) -> HttpResponseBase:
    found = access.round_of(request, round)
    query = request.GET.urlencode()
    back = reverse(page, args=[found.pk]) + (f"?{query}" if query else "")
    name = f"{title}-{long_day(request.today)}"
    return files.answer(request, kind, jobs.wish_of(found, wanted), name=name, back=back)
