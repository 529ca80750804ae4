"""Where contents lie, by their SHA-256: a folder of the data folder, or a bucket of an object store.

A content is kept once, before a row's file names it, and never changed. Whoever throws one away holds its row.
"""

from __future__ import annotations

import errno
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.timezone import now

from jiangfang.core.problems import Refused, error
from jiangfang.documents.files import reason
from jiangfang.records.files.models import Content
from jiangfang.records.files.queries import on_its_way
from jiangfang.records.files.store.bucket import Bucket
from jiangfang.records.files.store.folder import Folder, linked
from jiangfang.records.files.store.places import Away, Lying, Store, name_of

__all__ = [
    "FILES",
    "Away",
    "Bucket",
    "Folder",
    "Lost",
    "Lying",
    "Store",
    "chosen",
    "digest_of",
    "linked",
    "name_of",
    "open",
    "told",
]

log = logging.getLogger(__name__)

FILES = "files"
CHUNK = 1024 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, 122})  # 122: a quota, which not every system names


class Lost(Refused):
    """The store cannot give a content any more as it was brought."""


def chosen() -> Store:
    """The store of this installation."""
    address = settings.FILES
    return Bucket(address, on_its_way()) if address else Folder(Path(settings.DATA) / FILES)


def open(content: Content) -> BinaryIO:
    """The bytes of a content, every one of which was looked at first; the caller closes it.

    Raises Lost where they are not there or are others, which is noted in ``lost_at``, Refused where the store is away.
    """
    with told():
        try:
            found = chosen().open(content.sha256)
        except FileNotFoundError as fault:
            raise _lost(content) from fault
        try:
            if digest_of(found) != (content.sha256, content.size):
                raise _lost(content)
            found.seek(0)
        except BaseException:
            found.close()
            raise
    if content.lost_at:
        Content.objects.filter(pk=content.pk).update(lost_at=None)
    return found


def digest_of(content: BinaryIO) -> tuple[str, int]:
    """The SHA-256 of what can be read from here on, and how many bytes it is."""
    digest, size = hashlib.sha256(), 0
    while piece := content.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


@contextmanager
def told() -> Iterator[None]:
    """What the disk or the store refuses is a sentence: ``no_room`` or ``store_away``. Raises Refused."""
    try:
        yield
    except OSError as fault:
        log.warning("contents: %s", type(fault).__name__, exc_info=fault)
        if fault.errno in _FULL:
            said = f"服务器{reason(fault)}，文件没有存下来；请告诉管理员腾出地方，过一会儿再试"
            raise Refused([error("no_room", "", said)]) from fault
        what = "存放文件的地方现在连不上" if isinstance(fault, Away) else f"存放文件的地方现在用不了（{reason(fault)}）"
        raise Refused([error("store_away", "", f"{what}，没有办成；请过一会儿再试，还不行请告诉管理员")]) from fault


def _lost(content: Content) -> Lost:
    Content.objects.filter(pk=content.pk, lost_at=None).update(lost_at=now())
    log.error("content %s is lost", content.sha256)
    said = "这份文件的内容坏了或者不见了，打不开；请重新上传同一份文件，或者请管理员从备份里找回"
    return Lost([error("content_lost", "", said)])
