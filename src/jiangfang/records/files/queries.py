"""Which files were asked for, and where they lie."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from jiangfang.records.files.models import Making
from jiangfang.records.people.models import Hat

FOLDER = "made"


def asked_by(hats: Iterable[Hat]) -> QuerySet[Making]:
    """What was asked for under hats that are still worn, newest first."""
    worn = list(hats)
    persons = {hat.person_id for hat in worn}
    found = Making.objects.filter(hat__in=worn, person__in=persons).select_related("hat__organisation")
    return found.order_by("-asked_at", "-pk")


def folder() -> Path:
    """Where the contents lie."""
    return Path(settings.DATA) / FOLDER


def path_of(making: int) -> Path:
    """Where the content of one lies, whether it is there or not."""
    return folder() / str(making)
