"""Looks at somebody's file in a process of its own, with bounds of memory and time.

A file of a few bytes can ask a reader of pictures or PDF for hundreds of gigabytes, or bring it down; then it is this
process that ends, and not the server.
"""

from __future__ import annotations

import json
import math
import signal
import subprocess  # nosec B404
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path, PurePath
from threading import BoundedSemaphore
from typing import Any

from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.inspecting.found import WORDS, Found, Unfit
from jiangfang.documents.inspecting.signs import EMPTY, HEAD, OLE, ZIP, Foreign, kind_of

# SECONDS: of the processor; LONGEST: of the clock, on a machine that has much else to do.
MEMORY, SECONDS, LONGEST = 1536 * 1024 * 1024, 20, 30.0
# So many at once, and so many who wait for a place: whoever else comes would only keep the pages from others.
AT_ONCE, WAITING, WAIT = 2, 2, 5.0
_places, _line = BoundedSemaphore(AT_ONCE), BoundedSemaphore(WAITING)
# With what the system ends one that used up its time; Windows has neither.
_STOPPED = {-number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, None)) is not None}


class Busy(Exception):  # noqa: N818 - what happened
    """Others are looked at, and will be for longer than anybody should wait."""


def inspect(path: Path, name: str) -> Found:
    """What a file is. name: what it is called, for the sentences, and for its suffix where WPS tells by nothing else.

    Raises Refused for what is no proof, is damaged, locked, or asks for too much, with the code ``not_now`` where so
    many others are looked at that this one has to come again; OSError where it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    try:
        if not head:
            raise Foreign(EMPTY)
        return _asked(path, kind_of(head), PurePath(name).suffix.lower())
    except Foreign as foreign:
        raise Refused(
            [error("file_kind", "", f"“{name}”{foreign.sort.what}，没有收下；{foreign.sort.how}")]
        ) from foreign
    except Unfit as unfit:
        raise Refused([_told(unfit.why, name)]) from unfit
    except Busy as busy:
        said = f"“{name}”还没有看，先不收下：现在同时上传的文件太多；请过一会儿再传"
        raise Refused([error("not_now", "", said)]) from busy


def _told(why: str, name: str) -> Problem:
    code = "file_kind" if why in ("macros", "odf", "other_office", "packed") else "unreadable_file"
    return error(code, "", f"“{name}”{WORDS[why]}")


def _asked(path: Path, kind: str, suffix: str) -> Found:
    """The answer of the other process. Raises Unfit, Busy."""
    command = [sys.executable, "-P", "-m", __name__, str(math.ceil(SECONDS)), str(path), kind, suffix]
    try:
        with _place():
            done = subprocess.run(  # nosec B603
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=LONGEST
            )
        if done.returncode in _STOPPED:
            raise Unfit("slow")
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as fault:
        raise Unfit("slow") from fault
    except ValueError as fault:
        raise Unfit("broken") from fault
    if "why" in answer:
        raise Unfit(answer["why"])
    return Found(**answer)


@contextmanager
def _place() -> Iterator[None]:
    if not (_places.acquire(blocking=False) or _waited()):
        raise Busy
    try:
        yield
    finally:
        _places.release()


def _waited() -> bool:
    if not _line.acquire(blocking=False):
        return False
    try:
        return _places.acquire(timeout=WAIT)
    finally:
        _line.release()


def _within_bounds(seconds: int) -> None:
    """Bounds of memory and of processor time where the system knows them; those of the clock are set by who waits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _looked(path: Path, kind: str, suffix: str) -> dict[str, Any]:
    """In the process of its own: what was found, or why it is unfit. Only what it needs is imported."""
    try:
        return asdict(_found(path, kind, suffix))
    except Unfit as unfit:
        return {"why": unfit.why}
    except MemoryError:
        return {"why": "large"}


def _found(path: Path, kind: str, suffix: str) -> Found:
    if kind == "pdf":
        from jiangfang.documents.inspecting.pdf import document

        return document(path)
    if kind not in (ZIP, OLE):
        from jiangfang.documents.inspecting.pictures import picture

        return picture(path, kind)
    from jiangfang.documents.inspecting.office import compound, package

    if kind == ZIP:
        return package(path)
    with path.open("rb") as file:
        return compound(file, suffix)


if __name__ == "__main__":
    _within_bounds(int(sys.argv[1]))
    sys.stdout.write(json.dumps(_looked(Path(sys.argv[2]), sys.argv[3], sys.argv[4])))
