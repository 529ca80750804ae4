"""Copies that nobody asks for: one each night, the newest fourteen of which stay, and one before every upgrade."""

from __future__ import annotations

import logging
import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils.timezone import localtime

from jiangfang.config import folder
from jiangfang.config.keeping import bundle, contents
from jiangfang.config.keeping.bundle import HALF
from jiangfang.config.keeping.making import Made, backup
from jiangfang.core.problems import Refused, error
from jiangfang.documents.files import reason
from jiangfang.records.people.models import Federation

log = logging.getLogger(__name__)

KEPT, AT_NIGHT = 14, timedelta(hours=2)
AGAIN = timedelta(hours=1)
_LONG_AGO = 24 * 60 * 60
_LOCK = "nightly.lock"
_NIGHTLY = re.compile(r"nightly-\d{4}-\d{2}-\d{2}\.zip", re.ASCII)
# A night that failed is tried again later, not with every turn of whoever asks.
_failed: dict[Path, datetime] = {}


def nightly(data: Path, now: datetime) -> Made | None:
    """The copy of the last night, which begins at two, where there is none yet and something to keep; else None.

    A night in which nothing ran is made up for when something runs again. Raises Refused; then None for an hour.
    """
    path = data / folder.BACKUPS / f"nightly-{_night(now).isoformat()}.zip"
    if path.exists() or now < _failed.get(data, now) or not Federation.objects.exists():
        return None
    try:
        return _once(path, now)
    except Refused:
        _failed[data] = now + AGAIN
        raise


def _once(path: Path, now: datetime) -> Made | None:
    """Made by one of several processes of a server: who finds it locked leaves it to the other."""
    lock = folder.locked(_room(path.parent) / _LOCK)
    if lock is None:
        return None
    with lock:
        if path.exists():
            return None
        made = _made(path, now)
        _thin_out(path.parent)
        return made


def before_migrating(data: Path, at: datetime) -> Made:
    """The copy that an upgrade can be taken back with. Raises Refused, and then nothing may be upgraded."""
    return _made(data / folder.BACKUPS / f"before-{localtime(at):%Y-%m-%d-%H%M%S}.zip", at)


def _night(now: datetime) -> date:
    return (localtime(now) - AT_NIGHT).date()


def _made(path: Path, at: datetime) -> Made:
    """A copy in the folder of copies, where what an interrupted one left a day ago is cleared away."""
    for left in _room(path.parent).glob(f"{HALF}*"):
        if at.timestamp() - left.stat().st_mtime > _LONG_AGO:
            shutil.rmtree(left, ignore_errors=True)
    return backup(path.parent.parent, path, at, sharing=True)


def _room(spot: Path) -> Path:
    """The folder of copies, made where there is none. Raises Refused."""
    try:
        spot.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise Refused([error("unwritable_file", str(spot), f"{spot} 建不了：{reason(fault)}；没有做成备份")]) from fault
    return spot


def _thin_out(spot: Path) -> None:
    """The newest stay, with the contents that any copy here shares; what is no nightly copy is nobody's to throw away.

    A copy that cannot be read now may be readable later: then no content goes.
    """
    found = sorted(path for path in spot.iterdir() if _NIGHTLY.fullmatch(path.name))
    for path in found[:-KEPT]:
        path.unlink(missing_ok=True)
    try:
        said = [bundle.described(path) for path in spot.glob("*.zip")]
        contents.thin_out(contents.beside(spot / "any.zip"), [one for one in said if one])
    except OSError as fault:
        log.warning("contents of old copies stay: %s", type(fault).__name__)
