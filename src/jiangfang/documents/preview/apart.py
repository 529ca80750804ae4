"""Draws in a process of its own, one process a drawing.

A file may be made to break its reader or to eat all memory; the process that gives out the pages must not be the one
that breaks. So a drawing has bounds of memory and time, writes no file, and hands back a picture or nothing. Starting
the process takes less time than most drawings, and a picture is drawn once.
"""

from __future__ import annotations

import io
import math
import os
import signal
import subprocess  # nosec B404
import sys
from typing import BinaryIO

from jiangfang.documents.preview.drawing import Undrawable, count, draw

MEMORY, SECONDS = 1536 * 1024 * 1024, 20
COUNT = "count"
# With what the process ends where there is no picture.
_WHYS = {10: "broken", 11: "large", 12: "page"}
# With what the system ends one that used up its time; Windows has neither.
_STOPPED = {-number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, None)) is not None}


def drawn(
    source: BinaryIO, kind: str, *, page: int, longest: int, turned: int = 0, seconds: float | None = None
) -> bytes:
    """A page as JPEG, no longer and no wider than so many pixels. Raises Undrawable.

    kind: its id in core/proofs, ``pdf`` or a picture; page: from 1; turned: degrees clockwise; seconds: as long as it
    may take, of the clock and of the processor, where it is not the usual.
    """
    picture = _run(source, SECONDS if seconds is None else seconds, kind, str(page), str(longest), str(turned))
    if not picture.startswith(b"\xff\xd8\xff"):
        raise Undrawable("broken")
    return picture


def pages_of(source: BinaryIO) -> int:
    """How many pages a PDF has. Raises Undrawable."""
    told = _run(source, SECONDS, COUNT)
    if not told.isdigit():
        raise Undrawable("broken")
    return int(told)


def _run(source: BinaryIO, seconds: float, *words: str) -> bytes:
    """What the process says. Raises Undrawable."""
    try:
        done = _process([sys.executable, "-P", "-m", __name__, str(math.ceil(seconds)), *words], source, seconds)
    except subprocess.TimeoutExpired as late:
        raise Undrawable("slow") from late
    if done.returncode in _STOPPED:
        raise Undrawable("slow")
    if done.returncode:
        raise Undrawable(_WHYS.get(done.returncode, "broken"))
    return done.stdout


def _process(command: list[str], source: BinaryIO, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """A file of this machine is read by the process itself, anything else is handed to it."""
    source.seek(0)
    is_file = _is_file(source)
    return subprocess.run(  # nosec B603
        command,
        stdin=source if is_file else None,
        input=None if is_file else source.read(),
        env=without_secrets(),
        timeout=seconds,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def _is_file(source: BinaryIO) -> bool:
    try:
        return source.fileno() >= 0
    except (AttributeError, OSError):
        return False


def without_secrets() -> dict[str, str]:
    """The environment of this process but for what is ours: keys and passwords are no affair of a reader."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("JIANGFANG_", "AWS_"))}


def _within_bounds(seconds: int) -> None:
    """Bounds of memory and of processor time where the system knows them, and no file may be written."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(kind: str, *numbers: str) -> int:
    """In the process of its own: the picture, or the number, on its output; how it ended."""
    source: BinaryIO = sys.stdin.buffer
    if source.seekable():
        source.seek(0)
    else:
        source = io.BytesIO(source.read())
    try:
        told = str(count(source)).encode() if kind == COUNT else draw(source, kind, *map(int, numbers))
    except Undrawable as fault:
        return next(code for code, why in _WHYS.items() if why == fault.why)
    except MemoryError:
        return 11
    except Exception:
        return 10
    sys.stdout.buffer.write(told)
    return 0


if __name__ == "__main__":
    _within_bounds(int(sys.argv[1]))
    sys.exit(_main(*sys.argv[2:]))
