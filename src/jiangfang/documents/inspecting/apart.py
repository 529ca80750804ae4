"""Looks at somebody's file in a process of its own, with bounds of memory and time.

A file of a few bytes can ask a reader of pictures or PDF for hundreds of gigabytes, or bring it down; then it is this
process that ends, and not the server.
"""

from __future__ import annotations

import json
import subprocess  # nosec B404
import sys
from dataclasses import asdict
from pathlib import Path, PurePath
from threading import BoundedSemaphore
from typing import Any

from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.inspecting.found import WORDS, Found, Unfit
from jiangfang.documents.inspecting.signs import EMPTY, HEAD, OLE, ZIP, Foreign, kind_of

MEMORY, SECONDS = 1536 * 1024 * 1024, 60
AT_ONCE = 2
_places = BoundedSemaphore(AT_ONCE)


def inspect(path: Path, name: str) -> Found:
    """What a file is. name: what it is called, for the sentences, and for its suffix where WPS tells by nothing else.

    Raises Refused for what is no proof, is damaged, locked, or asks for too much; OSError where it cannot be read.
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


def _told(why: str, name: str) -> Problem:
    code = "file_kind" if why in ("macros", "odf", "other_office", "packed") else "unreadable_file"
    return error(code, "", f"“{name}”{WORDS[why]}")


def _asked(path: Path, kind: str, suffix: str) -> Found:
    """The answer of the other process. Raises Unfit."""
    command = [sys.executable, "-P", "-m", __name__, str(path), kind, suffix]
    try:
        with _places:
            done = subprocess.run(  # nosec B603
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS
            )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as fault:
        raise Unfit("slow") from fault
    except ValueError as fault:
        raise Unfit("broken") from fault
    if "why" in answer:
        raise Unfit(answer["why"])
    return Found(**answer)


def _within_bounds() -> None:
    """Bounds of memory where the system knows them; of time they are set by who waits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
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
    _within_bounds()
    sys.stdout.write(json.dumps(_looked(Path(sys.argv[1]), sys.argv[2], sys.argv[3])))
