"""Bringing files by a plain form, several at once; what the box on a page needs to know."""

from __future__ import annotations

import time
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

LONGEST = 30.0
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
    kept, there, problems = _bring(request, tray, place)
    if kept or there:
        pages.said(request, "".join([f"收下 {kept} 个文件。" if kept else "", *there]))
    if problems:
        context = _context(request, tray, place)
        return pages.refusal(request, "files/tray.html", context, Refused(problems))
    return pages.go(_then(request, tray))


def _then(request: Request, tray: str) -> str:
    return pages.next_of(request, reverse("files:upload", args=[tray]))


def _bring(request: Request, tray: str, place: Place) -> tuple[int, list[str], list[Problem]]:
    """One after the other: what is refused keeps none of the others away.

    How many were kept, what is said of those that lay there already, and what is wrong with the others. What is not
    begun within ``LONGEST`` seconds has to be sent once more: whoever answers is needed for the pages too.
    """
    kept, there, problems = set[int](), list[str](), list[Problem]()
    chosen, until = request.FILES.getlist("files"), time.monotonic() + LONGEST
    for number, sent in enumerate(chosen):
        if number and time.monotonic() > until:
            problems.append(_not_begun(chosen[number:]))
            break
        try:
            made = _bring_one(request, tray, place, sent)
            if made.at != request.at or made.pk in kept:
                there.append(f"“{safe_name(sent.name or '')}”{already(made.name)}。")
            else:
                kept.add(made.pk)
        except Refused as refused:
            problems += [error(one.code, "", _named(sent, one.message)) for one in refused.problems]
    if not kept and not there and not problems:
        problems.append(error("nothing_chosen", "files", NOTHING))
    return len(kept), there, problems


def _not_begun(left: Sequence[UploadedFile]) -> Problem:
    names = "、".join(f"“{safe_name(sent.name or '')}”" for sent in left)
    said = f"一次看不完这么多，还有 {len(left)} 个没有看，也没有收下，请再选它们传一次：{names}"
    return error("not_now", "files", said)


def already(name: str) -> str:
    """What is said of a file whose content lies there. name: of the one that does."""
    return f"和“{name}”一样，已经有了，没有再放一份"


def _bring_one(request: Request, tray: str, place: Place, sent: UploadedFile) -> File:
    if request.hat is None:
        raise LookupError("nobody brings a file without a hat")
    content = cast("BinaryIO", sent.file)
    return actions.bring(tray=tray, place=place, name=sent.name or "", content=content, hat=request.hat, at=request.at)


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
