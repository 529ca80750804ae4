"""Two versions of an application beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase

from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.apply import access, forms, queries, versions
from jiangfang.stages.apply.versions import Moment
from jiangfang.stages.apply.views.reading import looked, masked
from jiangfang.ui import pages


@open_to(*access.READERS)
def compare(request: Request, pk: int) -> HttpResponseBase:
    """What changed from one named version (``?from=``) to another (``?to=``); ``?all=1`` shows the rest too."""
    application = access.application(request, pk)
    looked(request, application)
    named = versions.moments(application)
    since, until = _chosen(named, request.GET.get("from"), request.GET.get("to"))
    hides, versioned = masked(request, application), versions.Compared()
    if since is not None:
        versioned = versions.compared(application, since.version, until.version, masked=hides)
    context = {
        "application": application,
        "state": queries.state_title(application),
        "named": named,
        "since": since,
        "until": until,
        "parts": versioned.parts,
        "annexed": versioned.annexed,
        "changed": versioned.changed,
        "everything": request.GET.get("all") == "1",
        "masked": hides,
    }
    return pages.render(request, "apply/compare.html", context)


def _chosen(named: Sequence[Moment], since: str | None, until: str | None) -> tuple[Moment | None, Moment]:
    """The older and the newer one: those of the address, else the newest and the one before it."""
    by_version = {one.version: one for one in named}
    last = by_version.get(forms.number(until) or -1, named[-1])
    earlier = [one for one in named if one.version < last.version] or [one for one in named if one is not last]
    first = by_version.get(forms.number(since) or -1) or (earlier[-1] if earlier else None)
    if first is None or first.version <= last.version:
        return first, last
    return last, first
