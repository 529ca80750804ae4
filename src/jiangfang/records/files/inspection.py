"""A file is looked at before it is kept: what it is, whether it may be here, whether a virus is in it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from jiangfang.core.problems import Refused
from jiangfang.core.proofs import not_taken
from jiangfang.documents.inspecting.apart import inspect
from jiangfang.documents.inspecting.found import Found
from jiangfang.records.files.models import Content
from jiangfang.records.files.scanner import look_through
from jiangfang.records.files.trays import Place


def looked_at(path: Path, name: str, sha256: str, place: Place) -> Found:
    """What a file is that lies in the data folder; what the same organisation has already is not found out again.

    What only others have is: by the time it takes nobody learns who has which file. Raises Refused, OSError.
    """
    known = Content.objects.filter(sha256=sha256, files__organisation=place.organisation).first()
    found = _known(known) if known else inspect(path, name)
    problem = not_taken(name, place.limits, found.kind, found.pages)
    if problem:
        raise Refused([problem])
    if settings.CLAMD:
        look_through(settings.CLAMD, path, name)
    return found


def _known(content: Content) -> Found:
    return Found(content.kind, content.pages, content.width, content.height, content.look, content.script)
