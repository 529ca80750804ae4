"""Bringing files by a plain form, several at once; what the box on a page needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Sum
from django.http import HttpResponseBase
from django.urls import reverse

from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.proofs import IN_SHORT, safe_name
from jiangfang.records.files import access, actions, queries
from jiangfang.records.files.models import File, Upload
from jiangfang.records.files.trays import Place
from jiangfang.records.people.access import Request, open_to
from jiangfang.ui import pages

NOTHING = "没有选文件，请先选好要上传的文件"


@dataclass(frozen=True, slots=True)
class Box:
    """The box in which files are chosen. left: how many more the tray takes; coming: what this person left half-way.

    then: the address of the page that it stands on.
    """

    tray: str
    place: Place
    left: int
    coming: Sequence[Upload]
    then: str
    kinds: str = IN_SHORT

    @property
    def largest(self) -> int:
        """Bytes of one file."""
        return self.place.limits.bytes


def box_of(request: Request, tray: str, place: Place, then: str = "") -> Box:
    """The box for a page of any room, after the room let the visitor write: ``{% upload_box box %}``."""
    lying = File.objects.filter(tray=tray).count()
    coming = list(queries.on_the_way(tray, request.user.pk).filter(ended_at=None))
    left = max(0, place.limits.files - lying)
    return Box(tray, place, left, coming, then or request.get_full_path())


@open_to(*access.WRITERS)
def upload(request: Request, tray: str) -> HttpResponseBase:
    """A page with the box and what lies in the tray; it is also where a plain form goes."""
    place = access.place(request, tray)
    if request.method != "POST":
        return pages.render(request, "files/tray.html", _context(request, tray, place))
    kept, problems = _bring(request, tray, place)
    if kept:
        pages.said(request, f"收下 {kept} 个文件。")
    if problems:
        context = _context(request, tray, place)
        return pages.refusal(request, "files/tray.html", context, Refused(problems))
    return pages.go(_then(request, tray))


def _then(request: Request, tray: str) -> str:
    return pages.next_of(request, reverse("files:upload", args=[tray]))


def _bring(request: Request, tray: str, place: Place) -> tuple[int, list[Problem]]:
    """One after the other: what is refused keeps none of the others away."""
    kept, problems = 0, []
    for sent in request.FILES.getlist("files"):
        try:
            _bring_one(request, tray, place, sent)
            kept += 1
        except Refused as refused:
            problems += [error(one.code, "", _named(sent, one.message)) for one in refused.problems]
    if not kept and not problems:
        problems.append(error("nothing_chosen", "files", NOTHING))
    return kept, problems


def _bring_one(request: Request, tray: str, place: Place, sent: UploadedFile) -> None:
    if request.hat is None:
        raise LookupError("nobody brings a file without a hat")
    content = cast("BinaryIO", sent.file)
    actions.bring(tray=tray, place=place, name=sent.name or "", content=content, hat=request.hat, at=request.at)


def _named(sent: UploadedFile, message: str) -> str:
    """The sentence, which says of several files which one it means."""
    name = safe_name(sent.name or "")
    return message if name in message else f"“{name}”：{message}"


def _context(request: Request, tray: str, place: Place) -> dict[str, object]:
    lying = queries.brought_to(tray)
    then = _then(request, tray)
    return {
        "tray": tray,
        "place": place,
        "page": pages.page_of(request, lying),
        "box": box_of(request, tray, place, then),
        "then": then,
        "sum": lying.order_by().aggregate(count=Count("pk"), size=Sum("content__size")),
    }
