"""Which files of the data folder are kept: what was brought in, not what a server makes for itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from jiangfang.config import database, folder
from jiangfang.records.files.store import FILES

# The database is copied by its engine. A key in a copy would open every sign-in to whoever finds it. What is on its way
# or was drawn to be shown is nothing yet, or can be drawn again.
_OURS = frozenset({folder.KEY, folder.LOCK, folder.BACKUPS, "log", "made", "uploads", "previews", "prepared"})
_DATA_FOLDER = (database.FILE, folder.KEY, folder.LOCK)
_STRANGE = frozenset('\\:*?"<>|')


def sound(name: str) -> bool:
    """Whether a name (with ``/`` between) leads to a place inside the folder, on every system, that is ours to fill."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or _STRANGE & set(part) or part != part.rstrip(" .") for part in parts):
        return False
    return name.isprintable() and not _left_aside(parts[0])


def _left_aside(top: str) -> bool:
    """Whether what stands first in a name is not kept; also in another case, which some systems take for the same."""
    plain = top.casefold()
    return plain in _OURS or plain.startswith((database.FILE, ".jiangfang-"))


def kept(data: Path) -> Iterator[tuple[str, Path]]:
    """Every file, by its name inside the folder, in order; what has no sound name or is no plain file comes with "".

    Contents that were uploaded go a way of their own (contents.py). Another data folder inside (``make run`` has one)
    is not part of this one. Raises OSError.
    """
    for top, folders, names in os.walk(data, onerror=_tell):
        spot = Path(top)
        folders[:] = sorted(one for one in folders if not _stays_out(data, spot / one))
        links = [one for one in folders if (spot / one).is_symlink()]
        for name in sorted([*names, *links]):
            path = spot / name
            plain = path.relative_to(data).as_posix()
            if not _left_aside(plain.split("/")[0]):
                yield (plain if sound(plain) and _is_plain(path) else ""), path


def _stays_out(data: Path, path: Path) -> bool:
    return (path.parent == data and (_left_aside(path.name) or path.name == FILES)) or any(
        (path / one).exists() for one in _DATA_FOLDER
    )


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True  # it went away meanwhile; whoever opens it finds that out


def _tell(fault: OSError) -> None:
    if not isinstance(fault, FileNotFoundError):
        raise fault
