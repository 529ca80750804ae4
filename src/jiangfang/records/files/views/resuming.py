"""Bringing a large file piece by piece: tus 1.0 (https://tus.io), its core, creation, expiration and termination.

Where a network lets through no other methods than GET and POST, a POST says the other one in X-HTTP-Method-Override.
"""

from __future__ import annotations

import base64
import binascii
import errno
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date

from jiangfang.core.problems import Refused
from jiangfang.core.proofs import MB
from jiangfang.records.files import access
from jiangfang.records.files.actions import uploading
from jiangfang.records.files.models import Upload
from jiangfang.records.files.trays import Place
from jiangfang.records.files.views.uploading import already
from jiangfang.records.people.access import Request, open_to
from jiangfang.ui import pages

VERSION, EXTENSIONS = "1.0.0", "creation,expiration,termination"
PIECE, MOST = "application/offset+octet-stream", 16 * MB
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_STATUS = {"file_too_large": 413, "no_room": 507}
UNREADABLE = "看不懂要传的是什么文件，没有上传；请刷新这一页再选一次"
FULL = "服务器的磁盘满了，先停一停；已经传上去的还在，请告诉管理员腾出地方，再接着传"
TOO_MUCH = "一次送来的太多，没有收下"


@open_to(*access.WRITERS)
def resumable(request: Request, tray: str) -> HttpResponseBase:
    """A file is going to come: its address, or a sentence why it would not be taken."""
    place = access.place(request, tray)
    if request.method == "OPTIONS":
        return _told(204, {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": place.limits.bytes})
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST, OPTIONS"})
    if _another_version(request):
        return _told(412, {"Tus-Version": VERSION})
    size, name = _number(request, "Upload-Length"), _name_of(request)
    if request.hat is None or size is None or name is None:
        return _refused(UNREADABLE)
    try:
        made = uploading.begin_upload(tray=tray, place=place, name=name, size=size, hat=request.hat, at=request.at)
    except Refused as refused:
        return _refused(_sentence(refused), _STATUS.get(refused.problems[0].code, 422))
    except OSError as fault:
        return _full(fault)
    there = f"{reverse('files:piece', args=[tray, made.key])}?hat={made.hat_id}"
    return _told(201, {"Location": there, **_expires(made)})


@open_to(*access.WRITERS)
def piece(request: Request, tray: str, key: str) -> HttpResponseBase:
    """One on its way: where it stands, the next piece, the end of it."""
    found, place = access.upload(request, tray, key)
    method = request.method or ""
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", "POST").upper()
    deeds: dict[str, Callable[[], HttpResponseBase]] = {
        "GET": lambda: _standing(found),
        "HEAD": lambda: _standing(found),
        "PATCH": lambda: _appended(request, found, place),
        "DELETE": lambda: _dropped(found),
        "POST": lambda: _dropped_by_form(request, tray, found),
    }
    if method not in deeds:
        return HttpResponse(status=405, headers={"Allow": ", ".join(deeds)})
    return deeds[method]()


def _standing(found: Upload) -> HttpResponseBase:
    """Where it stands; by GET also what became of it."""
    told = {"offset": found.received, "size": found.size, "name": found.name, "ended": found.ended_at is not None}
    response = JsonResponse({**told, "file": found.file_id, "said": found.said, "there": _there(found)})
    return _marked(response, {"Upload-Offset": found.received, "Upload-Length": found.size, **_expires(found)})


def _there(found: Upload) -> str:
    """That the same lay in the tray before it came; "" for anything else."""
    file = found.file
    return already(file.name) if file is not None and file.at != found.ended_at else ""


def _appended(request: Request, found: Upload, place: Place) -> HttpResponseBase:
    if _another_version(request):
        return _told(412, {"Tus-Version": VERSION})
    length, offset = _number(request, "Content-Length") or 0, _number(request, "Upload-Offset")
    if length and request.content_type != PIECE:
        return _told(415)
    if offset is None:
        return _refused(UNREADABLE)
    if length > MOST:
        return _refused(TOO_MUCH, 413)
    try:
        return _laid(request, found, place, offset)
    except uploading.Moved:
        return _told(409, {"Upload-Offset": Upload.objects.get(pk=found.pk).received})
    except uploading.Gone:
        uploading.drop(upload=found)
        return _told(410)
    except OSError as fault:
        return _full(fault)


def _laid(request: Request, found: Upload, place: Place, offset: int) -> HttpResponseBase:
    """The piece behind the others; with the last one the file is brought."""
    try:
        content = request.body
    except UnreadablePostError:
        return _told(400)
    if offset + len(content) > found.size:
        return _refused(TOO_MUCH, 413)
    end = offset
    if content or offset != found.received:
        end = uploading.append(upload=found, offset=offset, piece=content, at=request.at)
    if end < found.size:
        return _told(204, {"Upload-Offset": end, **_expires(found)})
    try:
        ended = uploading.take(upload=found, place=place, at=request.at)
    except Refused as refused:
        return _refused(_sentence(refused), _STATUS.get(refused.problems[0].code, 503))
    if ended.said:
        return _refused(ended.said)
    return _told(204, {"Upload-Offset": end})


def _dropped(found: Upload) -> HttpResponseBase:
    uploading.drop(upload=found)
    return _told(204)


def _dropped_by_form(request: Request, tray: str, found: Upload) -> HttpResponseBase:
    """The button “不传了” of a page without scripts."""
    uploading.drop(upload=found)
    pages.said(request, f"“{found.name}”不传了。")
    return pages.go(pages.next_of(request, reverse("files:upload", args=[tray])))


# What is read from the headers, and what is answered


def _another_version(request: Request) -> bool:
    return request.headers.get("Tus-Resumable", VERSION) != VERSION


def _number(request: Request, name: str) -> int | None:
    said = request.headers.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _name_of(request: Request) -> str | None:
    """The name in the metadata, pairs of a key and a text in Base64; None for what cannot be read."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        if key in ("filename", "name"):
            try:
                return base64.b64decode(value, validate=True).decode("utf-8")
            except (binascii.Error, UnicodeDecodeError):
                return None
    return None


def _expires(found: Upload) -> dict[str, Any]:
    return {} if found.ended_at else {"Upload-Expires": http_date((found.beat_at + uploading.KEPT).timestamp())}


def _sentence(refused: Refused) -> str:
    return "；".join(problem.message for problem in refused.problems)


def _refused(sentence: str, status: int = 422) -> HttpResponseBase:
    return _marked(JsonResponse({"said": sentence}, status=status), {})


def _full(fault: OSError) -> HttpResponseBase:
    """507 where the disk is full; anything else is a fault of ours."""
    if fault.errno not in _NO_ROOM:
        raise fault
    return _refused(FULL, 507)


def _told(status: int, headers: dict[str, Any] | None = None) -> HttpResponseBase:
    return _marked(HttpResponse(status=status), headers or {})


def _marked(response: HttpResponse, headers: dict[str, Any]) -> HttpResponseBase:
    for name, value in {"Tus-Resumable": VERSION, "Cache-Control": "no-store", **headers}.items():
        response[name] = str(value)
    return response
