"""The data folder of a server: made with its key, and held by one server at a time."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import IO

from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.files import write_whole

KEY, LOCK, BACKUPS = "secret.key", "serve.lock", "backups"


def make(data: Path) -> None:
    """The folder, for its owner alone, and whatever this process writes from now on likewise. Raises OSError."""
    os.umask(0o077)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)


def keep_key(data: Path) -> None:
    """A secret key in the folder, for its owner alone, where none is kept yet. Raises Refused."""
    kept = data / KEY
    if not kept.is_file() or not kept.read_text(encoding="ascii", errors="replace").strip():
        kept.unlink(missing_ok=True)
        write_whole(kept, secrets.token_urlsafe(48).encode("ascii"))


def hold(data: Path) -> IO[str]:
    """The folder for this process alone, until the file is closed or the process ends. Raises Refused."""
    file = (data / LOCK).open("a", encoding="ascii")
    try:
        _lock(file)
    except OSError as fault:
        file.close()
        raise Refused([_in_use(data)]) from fault
    return file


def _in_use(data: Path) -> Problem:
    said = f"数据文件夹 {data} 已经有一个匠坊开着，一个文件夹只能开一个；请用已经开着的那个，或者先停掉它"
    return error("folder_in_use", str(data), said)


if sys.platform == "win32":

    def _lock(file: IO[str]) -> None:
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[str]) -> None:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
