"""The notice's own file: attached, looked at clause by clause, downloaded."""

from __future__ import annotations

from pathlib import PurePath

from django.http import Http404, HttpResponseBase

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.documents.notice import CUT, LARGEST_NOTICE
from jiangfang.records.people.access import Request, act_as, open_to
from jiangfang.stages.announce import actions, queries
from jiangfang.stages.announce.access import READERS, round_for
from jiangfang.stages.announce.models import NoticeFile, Round
from jiangfang.ui import pages

PAGE = "announce/notice.html"
_TYPES = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".doc": "application/msword"}


@open_to(Role.CITY, Role.AUDITOR)
def notice(request: Request, round: int) -> HttpResponseBase:
    """Attach the notice's file, and see what was cut out of it."""
    found = round_for(request, round, Role.CITY, *([] if request.method == "POST" else [Role.AUDITOR]))
    if request.method != "POST":
        return pages.render(request, PAGE, _context(request, found))
    hat = act_as(request, [Role.CITY], lambda hat: hat.organisation.federation_id == found.federation_id)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused([error("missing", "file", "请选一个文件")])
        if file.size is None or file.size > LARGEST_NOTICE:
            raise Refused([error("too_long", "file", f"文件超过 {LARGEST_NOTICE // 1024 // 1024} MB")])
        kept = actions.attach_notice(round=found, name=file.name or "", content=file.read(), hat=hat, at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, _context(request, found), refused)
    pages.said(request, said_of(kept))
    return pages.go("announce:notice", found.pk)


@open_to(*READERS)
def file(request: Request, round: int) -> HttpResponseBase:
    """The notice's file as the office attached it."""
    found = round_for(request, round, *READERS)
    return served(NoticeFile.objects.filter(round=found).first())


def served(kept: NoticeFile | None) -> HttpResponseBase:
    """A notice's file to be saved, never shown in the browser."""
    if kept is None:
        raise Http404
    type = _TYPES.get(PurePath(kept.name).suffix.lower(), "application/octet-stream")
    return pages.attachment(bytes(kept.content), kept.name, type)


def said_of(kept: NoticeFile) -> str:
    """What became of an attached file."""
    if PurePath(kept.name).suffix.lower() not in CUT:
        return f"“{kept.name}”放好了，可以下载。这种文件切不出条款，各处仍显示转述；要显示原文请另传 .docx 或 .txt"
    lost = f"；没有找到 {'、'.join(kept.lost)}，这些仍显示转述" if kept.lost else ""
    return f"“{kept.name}”放好了，切出 {len(kept.clauses)} 条{lost}"


def _context(request: Request, round: Round) -> dict[str, object]:
    programme, words = queries.opened(round).programme, queries.words(round)
    kept = queries.notice_file(round)
    return {
        "round": round,
        "round_name": round.name,
        "file": kept,
        "cut": kept is not None and PurePath(kept.name).suffix.lower() in CUT,
        "clauses": [(clause.number, *words.of(clause.number)) for clause in programme.clauses],
        "clerk": bool(request.hat and request.hat.role == Role.CITY),
        "largest": LARGEST_NOTICE // 1024 // 1024,
        "title": programme.notice.title,
    }
