"""Addresses of style and script: with a mark of what is in the file, so that a browser may keep it for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Versioned(StaticFilesStorage):
    """``/static/ui/page.css?v=1a2b3c4d``: another file, another address; nothing has to be collected."""

    def url(self, name: str | None) -> str:
        """The address of a file of a package."""
        plain: str = super().url(name)
        mark = "" if name is None else _mark(name) if settings.DEBUG else _kept_mark(name)
        return f"{plain}?v={mark}" if mark else plain


def _mark(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8] if isinstance(found, str) else ""


_kept_mark = cache(_mark)
