"""What a server writes down about itself: where it broke, never what somebody typed."""

from __future__ import annotations

import logging
import re
import traceback
from logging.config import dictConfig
from pathlib import Path
from types import TracebackType
from typing import Any

FILE, LARGEST, KEPT = "jiangfang.log", 2 * 1024 * 1024, 5
_CODE = re.compile(r"/in/[^\s?#\"']+")
_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """The place and the kind of a fault without its message, in which a value may stand; one-time codes left out."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry; a trace that another formatter has written is not taken over."""
        kept, record.exc_text = record.exc_text, None
        try:
            return _CODE.sub("/in/…", super().format(record))
        finally:
            record.exc_text = kept

    def formatException(self, ei: _Fault) -> str:  # noqa: N802 - logging's own name
        """Where, and of which kind; of those that led to it too."""
        told: list[str] = []
        fault = ei[1]
        while fault is not None:
            lines = traceback.format_tb(fault.__traceback__)
            told.insert(0, "".join([*lines, f"{type(fault).__module__}.{type(fault).__qualname__}"]))
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(told)


def start(data: Path) -> None:
    """Faults to standard error and, with warnings, into ``<data>/log``, where the oldest goes when it grows."""
    folder = data / "log"
    folder.mkdir(mode=0o700, exist_ok=True)
    dictConfig(_settings(folder / FILE))


def _settings(file: Path) -> dict[str, Any]:
    rotating = {
        "class": "logging.handlers.RotatingFileHandler",
        "filename": str(file),
        "maxBytes": LARGEST,
        "backupCount": KEPT,
        "encoding": "utf-8",
        "level": "WARNING",
        "formatter": "plain",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": f"{WithoutValues.__module__}.{WithoutValues.__qualname__}",
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {
            "file": rotating,
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
