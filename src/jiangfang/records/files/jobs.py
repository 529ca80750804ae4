"""Making the files that wait, beside the pages; giving up those that stand still, throwing old ones away."""

from __future__ import annotations

import logging
import tempfile
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.timezone import localdate, now
from django_tasks import task

from jiangfang.core.problems import Refused
from jiangfang.documents.preview.drawing import Undrawable
from jiangfang.records.files import actions, previews
from jiangfang.records.files.actions import OPEN, Superseded, uploading
from jiangfang.records.files.kinds import KINDS, Wish
from jiangfang.records.files.models import Content, Making, State
from jiangfang.records.files.queries import folder, path_of

log = logging.getLogger(__name__)

KEPT, REMEMBERED, STILL = timedelta(hours=24), timedelta(days=7), timedelta(minutes=30)
BEAT = 0.4
_BROKEN = "做的时候出了错，没有做成。请再要一次；还是不行，请告诉市总工会经办人。"
_NOT_YOURS = "要这份文件的身份已经不用了，没有再做。"
_STOPPED = "排得太久或者中途停了，没有做成。请再要一次。"


@task()
def make(making: int) -> None:
    """Make a file that was asked for. Done twice it is made once; one that stopped in the middle is made anew."""
    found = actions.begin(making=making, at=now())
    if found is None:
        return
    try:
        _make(found)
    except Superseded:
        log.info("making %s is made by another, or was thrown away", making)
        if Making.objects.filter(pk=making, state=State.GONE).exists():
            path_of(making).unlink(missing_ok=True)
    except Refused as refused:
        actions.give_up(making=found, said=refused.problems[0].message, at=now())
    except Exception:
        actions.give_up(making=found, said=_BROKEN, at=now())
        raise


def _make(making: Making) -> None:
    kind, hat = KINDS.get(making.kind), making.hat
    if kind is None:
        raise LookupError(f"nobody makes {making.kind}")
    if not hat.worn_on(localdate(making.asked_at)) or not hat.person.is_active:
        actions.give_up(making=making, said=_NOT_YOURS, at=now())
        return
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder(), prefix=".", delete=False) as out:
        try:
            kind.write(Wish(hat, making.wanted, making.asked_at), cast("BinaryIO", out), _Pace(making))
            size = out.tell()
            out.close()
            if kind.sent is not None:
                size = kind.sent(Path(out.name)).size
            Path(out.name).replace(path_of(making.pk))
            actions.end(making=making, size=size, at=now())
        finally:
            with suppress(FileNotFoundError):
                Path(out.name).unlink()


@task(priority=-1)
def convert(content: int) -> None:
    """An office file is made ready to be shown. Done twice it is made once; why it cannot be stands on its page."""
    found = Content.objects.filter(pk=content).first()
    if found is not None:
        try:
            previews.convert(found)
        except (Undrawable, Refused):
            log.info("content %s cannot be shown", content)


class _Pace:
    """Says how far it is, not more often than somebody can look."""

    def __init__(self, making: Making) -> None:
        self.making, self.last, self.total = making, 0.0, -1

    def __call__(self, done: int, total: int) -> None:
        """So much of so much."""
        if total != self.total or time.monotonic() - self.last > BEAT:
            actions.go_on(making=self.making, done=done, total=total, at=now())
            self.last, self.total = time.monotonic(), total


def tidy(at: datetime) -> int:
    """Contents of yesterday are thrown away and what stands still is given up; how many. Called from time to time."""
    uploading.sweep(at)
    previews.sweep(at)
    old = list(Making.objects.filter(state__in=[*OPEN, State.DONE], asked_at__lt=at - KEPT))
    for making in old:
        actions.throw_away(making=making)
    still = Making.objects.filter(state__in=OPEN, beat_at__lt=at - STILL)
    count = len(old) + still.update(state=State.FAILED, said=_STOPPED)
    Making.objects.filter(asked_at__lt=at - REMEMBERED).delete()
    _sweep(at)
    return count


def _sweep(at: datetime) -> None:
    """Contents that no row knows any more: of a server that was stopped, of a database that was restored."""
    with suppress(FileNotFoundError):
        for path in folder().iterdir():
            if path.stat().st_mtime < (at - REMEMBERED).timestamp():
                path.unlink(missing_ok=True)
