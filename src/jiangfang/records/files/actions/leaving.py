"""Contents that no file is of any more are thrown away, a day after the last file went.

A day, so that a copy of everything, which takes the database first and the files after it, finds what its rows name.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction

from jiangfang.records.files import store
from jiangfang.records.files.models import Content, File

log = logging.getLogger(__name__)

KEPT = timedelta(days=1)
_ANY = datetime(2000, 1, 1, tzinfo=UTC)


@transaction.atomic
def let_go(sha256: str) -> bool:
    """Throw a content away, row and bytes, unless a file is of it. Raises OSError where the store is away.

    A content that no row knows gets one for as long as that takes, so that who brings the same one just now waits.
    """
    unknown = Content(sha256=sha256, size=0, kind="", type="", at=_ANY, left_at=_ANY)
    Content.objects.bulk_create([unknown], ignore_conflicts=True)
    held = Content.objects.select_for_update().get(sha256=sha256)
    if File.objects.filter(content=held).exists():
        return False
    store.chosen().drop(store.name_of(sha256))
    held.delete()
    return True


def clear(at: datetime) -> int:
    """Throw away what was left a day ago; how many. Called from time to time."""
    count = 0
    for sha256 in list(Content.objects.filter(left_at__lt=at - KEPT).values_list("sha256", flat=True)):
        try:
            count += let_go(sha256)
        except OSError as fault:
            log.warning("content %s stays: %s", sha256, type(fault).__name__)
    return count
