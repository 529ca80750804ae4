"""What a server writes down about itself: where it broke, never what somebody typed."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.config import dictConfig
from pathlib import Path
from types import TracebackType
from typing import IO, Any

FOLDER, FILE, LARGEST, KEPT = "log", "jiangfang.log", 2 * 1024 * 1024, 5
_CODE = re.compile(r"/in/[^\s?#\"']+")
_QUERY = re.compile(r"(/[^\s?#\"']*)\?[^\s\"']+")
# Whose words hold no more than a reason, an address of ours or a task's name; of all others only the fixed words stand.
_TOLD = ("django.request", "django.security.csrf", "jiangfang")
# What they sent stands in these words already.
_STRANGERS = "django.security."
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def number_of(request: Any) -> str:
    """The number of a request whose answer is an error page; it stands on the page and in the log."""
    if not hasattr(request, "number"):
        letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
        request.number = f"{letters[:4]}-{letters[4:]}"
    said: str = request.number
    return said


class WithoutValues(logging.Formatter):
    """The place and the kind of a fault without its message, in which a value may stand.

    One-time codes and what stands behind the ? of an address are cut; of what other programs say only the fixed words.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One entry; a trace that another formatter has written is not taken over."""
        plain = logging.makeLogRecord(record.__dict__)
        plain.exc_text = None
        if record.name.startswith(_STRANGERS) and record.name not in _TOLD:
            plain.msg, plain.args, plain.exc_info = "a request that nobody of ours makes", (), None
        elif not any(f"{record.name}.".startswith(f"{name}.") for name in _TOLD):
            plain.args = ()
        request = getattr(record, "request", None)
        plain.number = f" [{number_of(request)}]" if hasattr(request, "META") else ""
        return _QUERY.sub(r"\1?…", _CODE.sub("/in/…", super().format(plain)))

    def formatException(self, ei: _Fault) -> str:  # noqa: N802 - logging's own name
        """Where, and of which kind; of those that led to it too."""
        told: list[str] = []
        fault = ei[1]
        while fault is not None:
            lines = traceback.format_tb(fault.__traceback__)
            told.insert(0, "".join([*lines, f"{type(fault).__module__}.{type(fault).__qualname__}"]))
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(told)


class Shared(logging.Handler):
    """A file that several processes write and turn over, one at a time; the oldest is thrown away."""

    def __init__(self, filename: str) -> None:
        super().__init__()
        self.file = Path(filename)

    def emit(self, record: logging.LogRecord) -> None:
        """One entry at the end; a full disk is no reason to fail."""
        try:
            said = self.format(record) + "\n"
            with self._alone():
                if self.file.exists() and self.file.stat().st_size > LARGEST:
                    self._turn_over()
                with self.file.open("a", encoding="utf-8", errors="backslashreplace") as end:
                    end.write(said)
        except Exception:
            self.handleError(record)

    def _turn_over(self) -> None:
        """``jiangfang.log`` becomes ``jiangfang.log.1``, that one ``.2``, and so on."""
        for number in range(KEPT - 1, 0, -1):
            older = self.file.with_name(f"{self.file.name}.{number}")
            if older.exists():
                older.replace(self.file.with_name(f"{self.file.name}.{number + 1}"))
        self.file.replace(self.file.with_name(f"{self.file.name}.1"))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self.file.with_name("lock").open("a", encoding="ascii") as lock:
            _wait_for(lock)
            yield


if sys.platform == "win32":

    def _wait_for(lock: IO[str]) -> None:
        """There is one process, and logging lets one thread in at a time."""

else:

    def _wait_for(lock: IO[str]) -> None:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)


def start(data: Path) -> None:
    """Faults to standard error and, with warnings, into ``<data>/log``, where the oldest goes when it grows."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    logging.raiseExceptions = False  # a log that cannot be written is told by /healthz, not on every page
    dictConfig(_settings(folder / FILE))


def _settings(file: Path) -> dict[str, Any]:
    ours = f"{WithoutValues.__module__}."
    shared = {"()": f"{ours}Shared", "filename": str(file), "level": "WARNING", "formatter": "plain"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": f"{ours}WithoutValues",
                "format": "{asctime} {levelname}{number} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {
            "file": shared,
            "screen": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "plain"},
        },
        "root": {"handlers": ["file", "screen"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # a queue of requests is no fault
            "waitress.queue": {"level": "ERROR"},
        },
    }
